# ruff: noqa: E501 - tables read best with one case a line
"""What the tests of the core share: small homes built from values, turns, a dialect and a broker.

`house(thing("light.lamp", "Lamp", "kitchen", "off", can="brightness"))` is a snapshot.
"""

import itertools
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from context.places import Area, CatalogItem, Floor, Household, Person, Place, Satellite, Weather
from context.snapshot import Snapshot
from context.turn import (
    Act,
    AgendaChange,
    Answer,
    Ask,
    Clause,
    Confirm,
    Confirmation,
    Decision,
    Decline,
    Interpretation,
    ListChange,
    Outcome,
    Reading,
    Reply,
    Resolution,
    Step,
    Transcript,
    Turn,
)
from devices.adapters.dialect import NotCapable
from devices.model import Capability, Command, Device, Message, Publish, Report, State
from devices.mqtt import BrokerDown
from gateway.understand.grammar import Grammar
from gateway.understand.parse import Parser

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""A Monday morning."""

FLOORS = {
    "ground": Floor("ground", "Ground floor", ("downstairs",)),
    "first": Floor("first", "First floor", ("upstairs",)),
}
AREAS = {
    "kitchen": Area("kitchen", "Kitchen", "ground"),
    "living_room": Area("living_room", "Living room", "ground", ("lounge",)),
    "hall": Area("hall", "Hall", "ground"),
    "bedroom": Area("bedroom", "Bedroom", "first"),
    "bathroom": Area("bathroom", "Bathroom", "first"),
    "garage": Area("garage", "Garage", "ground"),
}
HOUSEHOLD = Household(
    floors=FLOORS,
    areas=AREAS,
    people={"anna": Person("anna", "Anna")},
    satellites={
        "kitchen_speaker": Satellite("kitchen_speaker", "kitchen"),
        "bedroom_speaker": Satellite("bedroom_speaker", "bedroom"),
    },
    catalog=(
        CatalogItem("genre.jazz", "genre", "Jazz"),
        CatalogItem("movie.dune", "movie", "Dune"),
        CatalogItem("audiobook.hobbit", "audiobook", "The Hobbit", "J. R. R. Tolkien"),
        CatalogItem("movie.hobbit", "movie", "The Hobbit"),
    ),
    places=(
        Place("ashford", "Ashford", "Kent", 83_000, Weather(11, "cloudy")),
        Place("lisbon", "Lisbon", "Portugal", 545_000, Weather(19, "sunny")),
        Place("newport_wales", "Newport", "Wales", 145_000, Weather(9, "windy")),
        Place("newport_kent", "Newport", "Kent", 140_000, Weather(4, "snowy")),
    ),
    place="ashford",
)

Thing = tuple[Device, State | None]


def thing(
    entity_id: str, name: str, area: str | None = None, state: str | None = "off", *,
    kind: str | None = None, can: str = "", ranges: Mapping[str, tuple[float, float]] | None = None,
    options: Mapping[str, tuple[str, ...]] | None = None, aliases: tuple[str, ...] = (),
    screen: bool = False, available: bool = True, sets: Mapping[str, Mapping[str, Any]] | None = None,
    **attributes: Any,
) -> Thing:  # fmt: skip
    """A device and how it is; `state=None` when it never reported."""
    able = {name: Capability(name) for name in can.split()}
    able |= {name: Capability(name, low, high) for name, (low, high) in (ranges or {}).items()}
    able |= {name: Capability(name, options=found) for name, found in (options or {}).items()}
    device = Device(
        entity_id, name, "fake", "announce", frozenset({f"fake/{entity_id}"}), area=area, kind=kind,
        capabilities=able, aliases=aliases, screen=screen, sets=sets or {},
    )  # fmt: skip
    return device, None if state is None else State(state, attributes, available=available)


def house(*things: Thing, **more: Any) -> Snapshot:
    """A snapshot of a home with these things."""
    more.setdefault("household", HOUSEHOLD)
    more.setdefault("now", NOW)
    return Snapshot(
        devices={device.id: device for device, _ in things},
        states={device.id: state for device, state in things if state is not None},
        version=next(_versions),
        **more,
    )


_versions = itertools.count(1)

LAMP = thing("light.lamp", "Lamp", "kitchen", "off", can="on_off brightness")
FRONT_DOOR = thing(
    "lock.front_door", "Front door", "hall", "locked", aliases=("entrance",), can="lock"
)
GARAGE_DOOR = thing("cover.garage_door", "Garage door", "garage", "closed", kind="garage_door")
OVEN = thing("switch.oven", "Oven", "kitchen", "off", kind="oven")

FAMILY_HOME: tuple[Thing, ...] = (
    thing("light.kitchen_ceiling", "Kitchen ceiling light", "kitchen", "on", can="brightness color_temp", brightness=128),
    thing("light.counter", "Counter light", "kitchen", "off", can="brightness"),
    thing("light.floor_lamp", "Floor lamp", "living_room", "off", aliases=("standing lamp",), can="brightness color color_temp"),
    thing("light.hall", "Hall light", "hall", "off"),
    thing("light.bedroom_ceiling", "Bedroom ceiling light", "bedroom", "off", can="brightness"),
    thing("light.bedside", "Bedside lamp", "bedroom", "on", can="brightness color_temp", brightness=51),
    thing("switch.kettle", "Kettle", "kitchen", "off", kind="kettle"),
    thing("switch.oven", "Oven", "kitchen", "off", kind="oven"),
    thing("cover.blinds", "Living room blinds", "living_room", "open", kind="blind", can="position", current_position=100),
    thing("cover.garage_door", "Garage door", "garage", "closed", kind="garage_door"),
    thing("lock.front_door", "Front door", "hall", "locked"),
    thing("lock.back_door", "Back door", "kitchen", "locked"),
    thing("fan.bedroom", "Bedroom fan", "bedroom", "off", can="fan_speed"),
    thing("fan.bathroom", "Bathroom fan", "bathroom", "off"),
    thing("climate.bedroom", "Bedroom radiator", "bedroom", "heat", ranges={"target_temperature": (5, 30)}, temperature=18, current_temperature=17.5),
    thing("climate.living_room", "Thermostat", "living_room", "heat", ranges={"target_temperature": (7, 35)}, temperature=20, current_temperature=19.5),
    thing("media_player.radio", "Kitchen radio", "kitchen", "off", can="volume", volume_level=0.4),
    thing("media_player.tv", "TV", "living_room", "playing", kind="tv", can="volume", screen=True, volume_level=0.3, media_title="Dune"),
    thing("vacuum.robbie", "Robbie", "living_room", "docked"),
    thing("sensor.bathroom_temperature", "Bathroom temperature", "bathroom", "21.5", kind="temperature", unit_of_measurement="°C"),
    thing("binary_sensor.window", "Bedroom window", "bedroom", "on", kind="window"),
    thing("scene.movie_night", "Movie night", "living_room", "unknown", sets={"light.floor_lamp": {"state": "on"}}),
)  # fmt: skip


def family_home(**more: Any) -> Snapshot:
    """A home with something of most sorts."""
    return house(*FAMILY_HOME, **more)


@lru_cache(maxsize=1)
def parser() -> Parser:
    """Home Assistant's templates and our frames, without the learned model."""
    return Parser(Grammar("en"), None)


def said(text: str, area: str | None = None, **more: Any) -> Transcript:
    """What somebody said."""
    return Transcript(text, area=area, **more)


def resolved(
    intent: str, *targets: str, slots: Mapping[str, Any] | None = None, **more: Any
) -> Resolution:
    """A clause that was understood, with its devices."""
    reading = Reading(intent, slots or {})
    return Resolution(Clause(intent, (reading,)), reading, targets, **more)


def a_turn(
    decision: Decision,
    *resolutions: Resolution,
    text: str = "earlier",
    ago_s: float = 5.0,
    outcome: Outcome | None = None,
    **transcript: Any,
) -> Turn:
    """Something that was said before."""
    clauses = tuple(r.clause for r in resolutions)
    return Turn(
        f"turn{next(_versions)}", NOW - timedelta(seconds=ago_s), Transcript(text, **transcript),
        Interpretation(text, clauses), resolutions, decision, outcome or Outcome(), Reply("said"),
    )  # fmt: skip


def new_ids() -> Any:
    """Ids one after the other: new1, new2."""
    numbers = itertools.count(1)
    return lambda: f"new{next(numbers)}"


def in_words(decision: Decision) -> str:
    """A decision in one line, for tables.

    >>> in_words(Act((Command("light.a", "turn_on", {}),)))
    'light.a turn_on'
    """
    match decision:
        case Confirm():
            return f"confirm {decision.tier}: {in_words(decision.act)}"
        case Act():
            return "; ".join(_step(step) for step in decision.steps)
        case Ask():
            return f"ask {decision.slot or decision.kind}: {', '.join(c.name for c in decision.choices)}"
        case Decline():
            return f"decline {decision.reason}"
        case _:
            return type(decision).__name__


def _step(step: Step) -> str:
    match step:
        case Command():
            values = " ".join(f"{k}={v}" for k, v in step.data.items())
            return f"{step.entity_id} {step.service} {values}".strip()
        case AgendaChange():
            return f"{step.op} {', '.join(f'{i.kind} {i.label or i.id}' for i in step.items)}"
        case ListChange():
            return f"{step.op} {step.list}: {', '.join(step.items)}"
        case Answer():
            return f"answer {step.kind}"


def confirmed(
    entity_id: str, service: str, before: State | None = None, **data: Any
) -> Confirmation:
    """A command that was seen to work."""
    return Confirmation(Command(entity_id, service, data), "confirmed", before)


# --- devices and their broker ---------------------------------------------------------------------


class FakeDialect:
    """Announces what it is told to; reports and commands are JSON."""

    NAME = "fake"
    ANNOUNCEMENTS = ("announce",)
    TOGETHER: tuple[str, ...] = ()

    def __init__(self, devices: Iterable[Device] = (), incapable: Iterable[str] = ()) -> None:
        self._devices = tuple(devices)
        self._incapable = frozenset(incapable)

    def announced(self, message: Message) -> tuple[Device, ...]:
        return self._devices if message.payload else ()

    def asks(self, message: Message) -> tuple[Publish, ...]:
        return ()

    def read(self, device: Device, message: Message) -> Report | None:
        said = json.loads(message.payload)
        return Report(device.id, {k: v for k, v in said.items() if k != "available"}, said.get("available"))  # fmt: skip

    def write(self, device: Device, command: Command, state: State | None) -> tuple[Publish, ...]:
        if command.service in self._incapable:
            raise NotCapable(f"{device.name} cannot {command.service}")
        told = {"service": command.service, **command.data}
        return (Publish(f"fake/{device.id}/set", json.dumps(told)),)

    def poll(self, device: Device) -> tuple[Publish, ...]:
        return ()


@dataclass
class FakeBroker:
    """Notes what is published; nobody answers."""

    connected: bool = True
    published: list[Publish] = field(default_factory=list)

    def publish(self, publish: Publish) -> None:
        if not self.connected:
            raise BrokerDown("no connection")
        self.published.append(publish)

    def subscribe(self, topics: Iterable[str]) -> None:
        pass

    async def messages(self) -> AsyncIterator[Message]:
        return
        yield
