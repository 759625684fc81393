"""What turns and changes teach about habits, as they happen or as they are read back (`past`).

Counted is what a turn asked for and carried out, and nobody undid, and what a hand changed; never
what a habit chose, what brings back how it was, what we did by ourselves, nor automations, nor what
a device does by itself.
"""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from context.habits import Deed, Habits, situation
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

    turn: str
    """Its id."""
    person: str | None
    area: str | None
    decision: Decision
    outcome: Outcome


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


@dataclass(frozen=True, slots=True)
class _By:
    """Who did something, and by which turn."""

    at: float
    person: str | None
    area: str | None
    turn: str | None = None
    """Its id; None of what a hand did."""
    teaches: bool = True
    """False of what nobody chose: it happened, and is no habit."""


@dataclass(frozen=True, slots=True)
class _Recent:
    """A deed that may still be undone."""

    deed: Deed
    thing: str
    """Entity id, or that of an entry of the agenda."""
    turn: str | None


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
        self._recent: deque[_Recent] = deque(maxlen=RECENT_MAX)

    def turn(self, turn: Turn) -> None:
        """Learn from a turn that is over."""
        heard = turn.transcript
        if heard.wake < WAKE_MIN:
            return
        area = heard.area or self.areas.get(heard.satellite or "")
        said = Said(turn.id, heard.person, area, turn.decision, turn.outcome)
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
        act = said.decision
        if not isinstance(act, Act):
            return
        if act.undoes is not None:
            self._take_back(at, UNDO_S, lambda row: row.turn == act.undoes)
        done = [c.command for c in said.outcome.confirmations if c.status in CARRIED_OUT]
        for step in act.steps:
            by = _By(at, said.person, said.area, said.turn, teaches=step not in act.unsaid)
            if isinstance(step, Command) and step in done:
                self._commanded(step, by)
            elif isinstance(step, AgendaChange):
                self._planned(step, by)

    def _commanded(self, command: Command, by: _By) -> None:
        title = command.data.get("media_content_id")
        if command.service == "play_media" and title is not None:
            self._deed(command.entity_id, "play", str(title), by)
            self._deed(command.entity_id, "play on", f"{title} {command.entity_id}", by)
        levels = {DATA_NAMES.get(k, k): v for k, v in command.data.items()}
        self._left(command.entity_id, STATES.get(command.service), levels, by)

    def _planned(self, change: AgendaChange, by: _By) -> None:
        if change.op == "cancel":
            ids = {item.id for item in change.items}
            self._take_back(by.at, UNDO_S, lambda row: row.thing in ids)
        for item in change.items:
            if item.kind == "alarm" and change.op == "add":
                due = item.due.astimezone(self._zone)
                self._deed(item.id, "alarm", f"{due:%H:%M}", by, due.weekday())
            elif item.kind in ("alarm", "timer") and change.op == "silence":
                self.habits.event(by.at, item.kind)

    # --- hands and sensors ---

    def _changed(self, at: float, change: Changed) -> None:
        entity_id, domain = change.entity_id, _domain(change.entity_id)
        if domain == "binary_sensor":
            if change.kind in TELLING:
                self.habits.event(at, f"{entity_id} {change.state}")
            return
        if change.origin != "person":
            return
        by = _By(at, None, change.area)
        self._take_back(at, FIDDLING_S, lambda row: row.thing == entity_id and row.turn is None)
        title = change.attributes.get("media_title")
        if domain == "media_player" and change.state == "playing" and title:
            kind = str(change.attributes.get("media_content_type", "")).replace(" ", "_")
            found = self._titles.get(str(title).casefold(), [])
            ids = [i for k, i in found if k == kind] or [i for _, i in found]
            if len(ids) == 1:
                self._deed(entity_id, "play", ids[0], by)
        self._left(entity_id, SETTLED.get(change.state, change.state), change.attributes, by)

    # --- both ---

    def _left(self, entity_id: str, state: str | None, levels: Mapping[str, Any], by: _By) -> None:
        """How a device was left, and that it was."""
        chosen = {k: _rounded(k, v) for k, v in levels.items() if k in LEVELS and v is not None}
        if chosen.get("current_position") == 0:
            state = "closed"
        kept = dict(chosen)
        if state not in (None, *NO_STATES) and not (chosen and _domain(entity_id) in BY_LEVEL):
            kept["state"] = state
        if kept:
            what = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()
            self._deed(entity_id, f"set {entity_id}", what, by)
        if state not in (None, *NO_STATES[1:]):
            self._deed(entity_id, "act", f"{entity_id} {state}", by)
            self.habits.event(by.at, f"{entity_id} {state}")

    def _deed(self, thing: str, kind: str, what: str, by: _By, day: int | None = None) -> None:
        if not by.teaches:
            return
        now = situation(self.habits, datetime.fromtimestamp(by.at, self._zone), by.person, by.area)
        deed = Deed(kind, what, now if day is None else replace(now, weekday=day))
        today = self._day(by.at)
        if self._today and next(iter(self._today))[0] != today:
            self._today.clear()
        if self._today[today, kind, what, by.person] >= DAILY_MAX:
            return
        self._today[today, kind, what, by.person] += 1
        self.habits.learn(deed)
        self._recent.append(_Recent(deed, thing, by.turn))

    def _take_back(self, at: float, within_s: float, is_it: Callable[[_Recent], bool]) -> None:
        """Forget the latest of such deeds, those of one moment."""
        rows = [r for r in self._recent if is_it(r) and at - r.deed.when.at <= within_s]
        for row in [r for r in rows if r.deed.when.at == rows[-1].deed.when.at]:
            self._recent.remove(row)
            self.habits.forget(row.deed)
            deed = row.deed
            self._today[self._day(deed.when.at), deed.kind, deed.what, deed.when.person] -= 1

    def _day(self, at: float) -> date:
        return datetime.fromtimestamp(at, self._zone).date()


def _domain(entity_id: str) -> str:
    return entity_id.partition(".")[0]


def _rounded(name: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return list(value) if isinstance(value, tuple) else value
    step = ROUNDED.get(name, 1)
    return round(round(value / step) * step, 2)
