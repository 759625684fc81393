"""Turns to tell stories of."""

from datetime import UTC, datetime

from context.turn import (
    Act,
    Ask,
    Candidate,
    Choice,
    Clause,
    Confirm,
    Confirmation,
    Decision,
    Decline,
    Interpretation,
    Outcome,
    Phrase,
    Reading,
    Reply,
    Resolution,
    Transcript,
    Turn,
)
from devices.model import Command

LAMP_ON = Command("light.lamp", "turn_on", {"brightness": 128})
READING = Reading("HassTurnOn", {"brightness": 50}, (Phrase("lamp", name="lamp"),))
CLAUSE = Clause("turn on the lamp", (READING,))
RESOLUTION = Resolution(
    CLAUSE,
    READING,
    ("light.lamp",),
    (Candidate("light.lamp", 0.9, "partial"), Candidate("light.hall", 0.4, "fuzzy")),
)
ACT = Act((LAMP_ON,), why=("Lamp: partial match",))


def turn(
    decision: Decision = ACT, outcome: Outcome | None = None, reply: str = "It is on."
) -> Turn:
    """A turn about a lamp."""
    done = Outcome((Confirmation(LAMP_ON, "confirmed", ms=54.3),), (("lamp/set", '{"b":128}'),))
    return Turn(
        "t1",
        datetime(2026, 3, 2, 10, tzinfo=UTC),
        Transcript("turn on the lamp", satellite="speaker", person="anna"),
        Interpretation("turn on the lamp", (CLAUSE,)),
        (RESOLUTION,),
        decision,
        outcome if outcome is not None else done if isinstance(decision, Act) else Outcome(),
        Reply(reply),
        {"understand": 2.0, "decide": 0.1, "act": 0.3, "confirm": 54.3, "to_publish": 2.4},
    )


def question() -> Turn:
    """One that asks which lamp."""
    return turn(Ask("which", (Choice("Hall lamp"), Choice("Lamp")), (RESOLUTION,)))


def warning() -> Turn:
    """One that asks for a yes."""
    return turn(Confirm(ACT, "R3"))


def unheard() -> Turn:
    """One that was not understood."""
    whole = turn(Decline("not_understood"))
    return Turn(
        whole.id, whole.at, whole.transcript, Interpretation("blorb"), (), whole.decision,
        Outcome(), Reply("Sorry?"), whole.ms,
    )  # fmt: skip
