"""What only makes sense after something was planned, or has rung: "make it fifteen", "five more minutes"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from context.agenda import AgendaItem
from context.snapshot import Snapshot
from context.turn import Act, AgendaChange, Clause, Reading, Turn
from gateway.understand import agenda_frames, dialogue, when

AMENDING = re.compile(
    r"^(?:make|change|set|move|push|put|shift) (?:it|that|this|the (?:timer|alarm|reminder))(?: back| forward| up)?(?: to| for| at)? (?P<rest>.+?)(?: instead)?$"
)
LONGER = re.compile(r"\b(?:more|another|longer|extra|again)\b")
UNITS_S = (3600.0, 60.0, 1.0)
RANG_S = 600.0  # "Five more minutes" ten minutes after the alarm is a timer that nobody set.


def read(words: Sequence[str], last: Turn | None, snapshot: Snapshot) -> Clause | None:
    """The wish of a clause about what was just planned; None when it is about something else."""
    words = tuple(w for w in words if w != ",")
    text = " ".join(words)
    seconds = when.duration_of(words)
    if seconds and LONGER.search(text) and len(words) <= 7:
        reading = _longer(seconds, last, snapshot)
        return Clause(text, (reading,)) if reading is not None else None
    planned = planned_by(last)
    instead = AMENDING.match(text)
    rest = tuple(instead["rest"].split()) if instead else dialogue.corrected(words)
    if last is None or not planned or rest is None:
        return None
    return _amended(text, rest, planned[-1], last, snapshot)


def planned_by(turn: Turn | None) -> tuple[AgendaItem, ...]:
    """What a turn put on the agenda."""
    steps = turn.decision.steps if turn is not None and isinstance(turn.decision, Act) else ()
    return tuple(i for s in steps if isinstance(s, AgendaChange) and s.op == "add" for i in s.items)


def _longer(seconds: float, last: Turn | None, snapshot: Snapshot) -> Reading | None:
    """What rings, or just rang, comes again so much later; a timer that runs gets longer."""
    if snapshot.ringing or _silenced(snapshot):
        return Reading("AlarmSnooze", {"duration_s": seconds})
    timers = [i for i in snapshot.agenda if i.kind == "timer"]
    if not timers:
        return None
    mine = [i.id for i in planned_by(last) if i in timers]
    which = {"agenda_ids": tuple(mine)} if mine else {}
    return Reading("HassIncreaseTimer", {**agenda_frames.parts(seconds), **which})


def _silenced(snapshot: Snapshot) -> bool:
    """Whether something was silenced a moment ago."""
    recent = (t for t in snapshot.turns if (snapshot.now - t.at).total_seconds() <= RANG_S)
    return any(
        isinstance(step, AgendaChange) and step.op == "silence"
        for turn in recent
        if isinstance(turn.decision, Act)
        for step in turn.decision.steps
    )


def _amended(
    text: str, rest: tuple[str, ...], planned: AgendaItem, last: Turn, snapshot: Snapshot
) -> Clause | None:
    """The plan at another time, in the place of the first."""
    before = last.resolutions[-1]
    slots = {k: v for k, v in before.reading.slots.items() if not k.startswith("timer_") or k == "timer_name"}  # fmt: skip
    if planned.kind == "timer":
        seconds = when.duration_of(rest) or _in_its_unit(rest, planned.duration_s or 60.0)
        if seconds is None:
            return None
        slots |= agenda_frames.parts(seconds)
        return Clause(text, (_in_place_of(before.reading, slots, last),))
    spans = when.find(rest, snapshot.now, alarm=True) or when.find(
        ("at", *rest), snapshot.now, alarm=True
    )
    span = next((s for s in spans if s.when is not None), None)
    if span is None or span.when is None or len(rest) > span.end - span.start + 1:
        return None
    if planned.kind == "command":
        moment = replace(before.clause.when, at=span.when.at, spoken=span.spoken)
        return Clause(text, (_in_place_of(before.reading, slots, last),), moment)
    slots = {k: v for k, v in slots.items() if k != "date"} | agenda_frames.times((span,))
    return Clause(text, (_in_place_of(before.reading, slots, last),))


def _in_place_of(reading: Reading, slots: dict[str, object], last: Turn) -> Reading:
    return replace(reading, slots={**slots, "corrects": last.id}, probability=0.9)


def _in_its_unit(words: Sequence[str], seconds: float) -> float | None:
    """ "Fifteen", said of ten minutes, are minutes."""
    if len(words) != 1 or not words[0].replace(".", "", 1).isdigit():
        return None
    return float(words[0]) * next(u for u in UNITS_S if seconds % u == 0)
