"""Turns, changes and homes for the tests of this folder."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from context.places import Area, Household, Person, Satellite
from context.turn import (
    Act,
    Answer,
    Candidate,
    Clause,
    Confirmation,
    Interpretation,
    Outcome,
    Reading,
    Reply,
    Resolution,
    Transcript,
    Turn,
)
from devices.model import Command, Device, DeviceNote, State, StateChanged

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

HOUSEHOLD = Household(
    timezone="Europe/Zurich",
    areas={"kitchen": Area("kitchen", "Kitchen"), "study": Area("study", "The Study")},
    people={"anna": Person("anna", "Anna"), "ben": Person("ben", "Ben")},
    satellites={"speaker": Satellite("speaker", "kitchen")},
    notes={"lock.safe": DeviceNote("lock.safe", exposed=False)},
)


def turn(
    turn_id: str = "t1",
    after_s: float = 0,
    satellite: str | None = "speaker",
    person: str | None = None,
) -> Turn:
    """A whole turn: the hall light was turned on."""
    reading = Reading("HassTurnOn", {"name": "hall light"}, probability=0.9)
    clause = Clause("turn on the hall light", (reading,))
    command = Command("light.hall", "turn_on")
    return Turn(
        id=turn_id,
        at=NOON + timedelta(seconds=after_s),
        transcript=Transcript("turn on the hall light", satellite, person=person),
        interpretation=Interpretation("turn on the hall light", (clause,)),
        resolutions=(
            Resolution(clause, reading, ("light.hall",), (Candidate("light.hall", 1.0, "exact"),)),
        ),
        decision=Act((command, Answer("state", {"at": NOON, "pair": (1, 2)}))),
        outcome=Outcome((Confirmation(command, "confirmed", State("off"), 12.5),), (("a", "b"),)),
        reply=Reply("The hall light is on."),
        ms={"understand": 1.5},
    )


def change(
    entity_id: str = "light.hall",
    state: str = "on",
    at: float = 1.0,
    attributes: Mapping[str, Any] | None = None,
    changed: frozenset[str] = frozenset({"state"}),
) -> StateChanged:
    """A light was switched by hand."""
    after = State(state, attributes or {}, at, at, origin="person")
    return StateChanged(entity_id, None, after, changed, "person")


def device(entity_id: str, name: str = "A device", area: str | None = None) -> Device:
    """A device of some dialect."""
    return Device(entity_id, name, "fake", f"announce/{entity_id}", area=area)
