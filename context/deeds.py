"""What turns and changes teach about habits, as they happen or as they are read back (`past`).

Counted is what a turn carried out and nobody undid, and what a hand changed; never what we did by
ourselves, nor automations, nor what a device does by itself.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from context.habits import Deed, Habits
from context.places import Household
from context.turn import Act, AgendaChange, Decision, Outcome, Turn
from devices.model import Command, StateChanged

UNDO_S = 600.0  # As long as "undo that" works.
FIDDLING_S = 60.0  # A slider that is moved again within a minute had not arrived yet.
DAILY_MAX = 4  # Of one deed by one person: a child that says it fifty times has one wish.
WAKE_MIN = 0.7  # Score of the wake word, below which it may have been the television.
RECENT_MAX = 128  # Deeds that may still be undone.

CARRIED_OUT = frozenset({"confirmed", "unconfirmed"})
"""Told and wanted, whether or not the device's echo said it just so, as of colours."""
LEVELS = frozenset(
    {"brightness", "rgb_color", "color_temp_kelvin", "temperature", "current_position",
     "percentage", "volume_level", "humidity", "preset_mode", "hvac_mode", "source"}
)  # fmt: skip
"""Attributes that people choose."""
DATA_NAMES = {"position": "current_position"}
ROUNDED = {
    "brightness": 5,
    "current_position": 5,
    "percentage": 5,
    "temperature": 0.5,
    "volume_level": 0.05,
}
STATES: Mapping[str, str] = {
    "turn_on": "on", "turn_off": "off", "press": "on", "set_percentage": "on",
    "open_cover": "open", "close_cover": "closed", "set_cover_position": "open",
    "open_valve": "open", "close_valve": "closed", "set_valve_position": "open",
    "lock": "locked", "unlock": "unlocked", "start": "cleaning", "return_to_base": "docked",
    "media_play": "playing", "media_pause": "paused", "play_media": "playing",
}  # fmt: skip
"""What services lead to."""
BY_LEVEL = frozenset({"climate", "humidifier", "media_player", "water_heater"})
"""Domains of which people choose a level, whatever state they are in."""
SETTLED = {"opening": "open", "closing": "closed", "returning": "docked"}
NO_STATES = ("playing", "unknown", "unavailable", "buffering")
"""States in which no device is left."""
TELLING = frozenset({"door", "garage_door", "bed", "occupancy"})
"""Sensors whose change deeds may follow from."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the past: something that happened, and how to count it."""

    at: float
    what: "Said | Changed"


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a turn that matter here."""

    person: str | None
    area: str | None
    decision: Decision
    outcome: Outcome
    intent: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """The parts of a change that matter here."""

    entity_id: str
    state: str
    attributes: Mapping[str, Any]
    """Those that changed."""
    origin: str
    area: str | None
    kind: str | None = None


class Learner:
    """Feeds what happens to `Habits`, in the order that it happened."""

    def __init__(self, household: Household, habits: Habits) -> None:
        self.habits = habits
        self._zone = ZoneInfo(household.timezone)
        self.areas = {s.id: s.area for s in household.satellites.values()}
        """Satellite id -> area id."""
        self._titles: dict[str, list[tuple[str, str]]] = {}
        for item in household.catalog:
            self._titles.setdefault(item.title.casefold(), []).append((item.kind, item.id))
        self._hidden = frozenset(i for i, note in household.notes.items() if not note.exposed)
        self._today: Counter[tuple[date, str, str, str | None]] = Counter()
        self._recent: deque[tuple[float, str, Deed]] = deque(maxlen=RECENT_MAX)

    def turn(self, turn: Turn) -> None:
        """Learn from a turn that is over."""
        heard = turn.transcript
        if heard.wake < WAKE_MIN:
            return
        area = heard.area or self.areas.get(heard.satellite or "")
        said = Said(heard.person, area, turn.decision, turn.outcome, turn.interpretation.intent)
        self.take(Told(turn.at.timestamp(), said))

    def changed(self, change: StateChanged, area: str | None, kind: str | None) -> None:
        """Learn from a change of a device in this room."""
        if not (change.changed & LEVELS or "state" in change.changed):
            return
        attributes = {
            k: change.after.attributes.get(k)
            for k in change.changed - {"state"}
            if k in LEVELS or k.startswith("media_")
        }
        told = Changed(change.entity_id, change.after.state, attributes, change.origin, area, kind)
        self.take(Told(change.at, told))

    def take(self, told: Told) -> None:
        """Learn from one thing that happened; later things later."""
        if isinstance(told.what, Said):
            self._said(told.at, told.what)
        elif told.what.entity_id not in self._hidden:
            self._changed(told.at, told.what)

    # --- turns ---

    def _said(self, at: float, said: Said) -> None:
        if not isinstance(said.decision, Act):
            return
        if said.intent == "Undo":
            commands = [s for s in said.decision.steps if isinstance(s, Command)]
            self._take_back({c.entity_id for c in commands}, at, UNDO_S)
            return
        done = {_key(c.command) for c in said.outcome.confirmations if c.status in CARRIED_OUT}
        for step in said.decision.steps:
            if isinstance(step, Command) and _key(step) in done:
                self._commanded(at, step, said)
            elif isinstance(step, AgendaChange):
                self._planned(at, step, said)

    def _commanded(self, at: float, command: Command, said: Said) -> None:
        who = (said.person, said.area)
        state = STATES.get(command.service)
        title = command.data.get("media_content_id")
        if command.service == "play_media" and title is not None:
            self._deed(at, command.entity_id, "play", str(title), *who)
            self._deed(at, command.entity_id, "play on", f"{title} {command.entity_id}", *who)
        levels = {DATA_NAMES.get(k, k): v for k, v in command.data.items()}
        self._left(at, command.entity_id, state, levels, *who)

    def _planned(self, at: float, change: AgendaChange, said: Said) -> None:
        for item in change.items:
            if item.kind not in ("alarm", "timer"):
                continue
            if change.op == "add" and item.kind == "alarm":
                due = item.due.astimezone(self._zone)
                self._deed(
                    at, item.id, "alarm", f"{due:%H:%M}", said.person, said.area, day=due.weekday()
                )
            elif change.op == "silence":
                self.habits.event(at, item.kind)

    # --- hands and sensors ---

    def _changed(self, at: float, change: Changed) -> None:
        domain = _domain(change.entity_id)
        if domain == "binary_sensor":
            if change.kind in TELLING:
                self.habits.event(at, f"{change.entity_id} {change.state}")
            return
        if change.origin != "person":
            return
        self._take_back({change.entity_id}, at, FIDDLING_S, by_hand=True)
        title = change.attributes.get("media_title")
        if domain == "media_player" and change.state == "playing" and title:
            kind = str(change.attributes.get("media_content_type", "")).replace(" ", "_")
            found = self._titles.get(str(title).casefold(), [])
            ids = [i for k, i in found if k == kind] or [i for _, i in found]
            if len(ids) == 1:
                self._deed(at, change.entity_id, "play", ids[0], None, change.area, hand=True)
        state = SETTLED.get(change.state, change.state)
        self._left(at, change.entity_id, state, change.attributes, None, change.area, hand=True)

    # --- both ---

    def _left(
        self, at: float, entity_id: str, state: str | None, levels: Mapping[str, Any],
        person: str | None, area: str | None, *, hand: bool = False,
    ) -> None:  # fmt: skip
        """How a device was left, and that it was."""
        chosen = {k: _rounded(k, v) for k, v in levels.items() if k in LEVELS and v is not None}
        if chosen.get("current_position") == 0:
            state = "closed"
        kept = dict(chosen)
        if state not in (None, *NO_STATES) and not (chosen and _domain(entity_id) in BY_LEVEL):
            kept["state"] = state
        if kept:
            what = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()
            self._deed(at, entity_id, f"set {entity_id}", what, person, area, hand=hand)
        if state not in (None, *NO_STATES[1:]):
            self._deed(at, entity_id, "act", f"{entity_id} {state}", person, area, hand=hand)
            self.habits.event(at, f"{entity_id} {state}")

    def _deed(
        self, at: float, entity_id: str, kind: str, what: str, person: str | None, area: str | None,
        *, hand: bool = False, day: int | None = None,
    ) -> None:  # fmt: skip
        clock = datetime.fromtimestamp(at, self._zone)
        previous = self.habits.previous(at)
        day = clock.weekday() if day is None else day
        deed = Deed(at, kind, what, person, area, clock.hour, day, previous)
        today = (clock.date(), kind, what, person)
        if self._today and next(iter(self._today))[0] != clock.date():
            self._today.clear()
        if self._today[today] >= DAILY_MAX:
            return
        self._today[today] += 1
        self.habits.learn(deed)
        self._recent.append((at, f"{entity_id} by hand" if hand else entity_id, deed))

    def _take_back(
        self, entity_ids: Iterable[str], at: float, within_s: float, *, by_hand: bool = False
    ) -> None:
        """Forget the latest deeds on these devices, those of one moment."""
        for entity_id in entity_ids:
            key = f"{entity_id} by hand" if by_hand else entity_id
            moments = [t for t, k, _ in self._recent if k == key and at - t <= within_s]
            gone = [
                row for row in self._recent if row[1] == key and moments and row[0] == moments[-1]
            ]
            for row in gone:
                self._recent.remove(row)
                self.habits.forget(row[2])


def _domain(entity_id: str) -> str:
    return entity_id.partition(".")[0]


def _key(command: Command) -> Any:
    return (command.entity_id, command.service, str(sorted(command.data.items())))


def _rounded(name: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return list(value) if isinstance(value, tuple) else value
    step = ROUNDED.get(name, 1)
    return round(round(value / step) * step, 2)
