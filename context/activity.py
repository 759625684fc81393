"""What people in the home are doing, as far as its sensors tell.

First come rules, for what a device says outright (a television that plays, a tracker that says
`not_home`); then a small learned model for what none says. Everything has its age and its source,
and where sensors are missing there is nothing: no default, no guess.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from context.likely import STILL, STILL_S, likely
from context.places import Household
from context.sensing import ON, Role, Sensors, is_on, read_sensors
from context.snapshot import Snapshot
from context.stirs import OURS, Stirs, read_stirs
from devices.model import Device, State, StateChanged

ARRIVING_S = 600.0  # "I'm home" is news for about ten minutes.
QUIET_BEFORE_S = 1200.0  # Nothing stirred for so long before the door: nobody was up.
IN_BED_S = 600.0  # Sitting down on a bed is shorter.
UP_S = 60.0  # What stirs in the minute after may be the door that fell shut behind them.
NIGHT = (20, 10)  # From, to; hours in which people go to bed.
NIGHT_MAX_S = 10 * 3600.0  # A pad that is pressed for longer sticks, or a case lies on the bed.
NAP_MAX_S = 3 * 3600.0
DENIES_MIN = 0.7  # What is told less surely stands beside a guess, and does not stop it.
LINGERS_S = 120.0  # After a motion sensor clears, somebody may still sit there.
COOKER_MAX_S = 3 * 3600.0  # An oven that is on for longer was forgotten, or keeps warm.
QUICK_MAX_S = 900.0  # A kettle that is on for longer is a switch that stays on.
WATER_MAX_S = 3600.0
AWAKE = frozenset({"arriving", "cooking", "watching", "washing"})
AUDIO = frozenset({"music", "radio", "podcast", "audiobook", "audio"})


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that goes on in the home."""

    kind: str
    """`away`, `arriving`, `sleeping`, `cooking`, `watching`, `listening`, `washing` (in the
    bathroom), `cleaning` (the vacuum does), `present` (somebody is in the room)."""
    area: str | None
    """Area id; None when it is not known or not in a room."""
    confidence: float
    """0..1; of the learned ones the calibrated probability, of rules our estimate."""
    since: datetime
    """In the home's time zone."""
    source: tuple[str, ...]
    """Entity ids that speak for it, never empty."""
    person: str | None = None
    """Whom it is about, by id; None: somebody, and for `away` everybody."""

    def age_s(self, now: datetime) -> float:
        """Seconds that it has gone on."""
        return (now - self.since).total_seconds()


def activities(snapshot: Snapshot) -> tuple[Activity, ...]:
    """All that is known, the surest first; `Snapshot.activities` is this, once a snapshot."""
    sensors = _SENSORS.of(snapshot)
    stirs = read_stirs(snapshot, sensors)
    told = said_outright(snapshot, sensors, stirs)
    guess = likely(snapshot, sensors, stirs)
    if guess is None or _denied(guess.kind, told, snapshot, sensors):
        return told
    area = None if guess.kind == "away" else snapshot.devices[guess.source[0]].area
    guessed = _activity(snapshot, guess.kind, area, guess.probability, guess.since, guess.source)
    return _surest_first((*told, guessed))


def said_outright(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> tuple[Activity, ...]:
    """What rules alone know."""
    found = (*_whereabouts(snapshot, sensors, stirs), *_told(snapshot, sensors, stirs))
    return _surest_first(found)


def _surest_first(found: Iterable[Activity]) -> tuple[Activity, ...]:
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.kind, one.source)))


def _denied(guess: str, told: Iterable[Activity], snapshot: Snapshot, sensors: Sensors) -> bool:
    """What was told outright goes before what is guessed, and so does a voice."""
    for one in told:
        if one.confidence < DENIES_MIN:
            continue
        if one.person is None and (one.kind == guess or one.kind == "away"):
            return True
        awake = one.kind in AWAKE or (
            one.kind == "present" and (guess == "away" or not _in_bedroom(one, sensors))
        )
        if awake and guess in STILL:
            return True
    if guess == "away" and any(
        state.state == "home" for _, state in _latest_of_person(snapshot, sensors).values()
    ):
        return True
    spoke = snapshot.turns and (snapshot.now - snapshot.turns[-1].at).total_seconds() < STILL_S
    return bool(spoke) and guess in STILL


def _in_bedroom(one: Activity, sensors: Sensors) -> bool:
    return all(sensors.channels.get(i) in ("bed", "bedroom") for i in one.source)


class _LatestSensors:
    """Keeps what was read of the home as it now is: homes change rarely, snapshots are many."""

    def __init__(self) -> None:
        self._read: tuple[Mapping[str, Device], Household, Sensors] | None = None

    def of(self, snapshot: Snapshot) -> Sensors:
        """The sensors of a snapshot's home."""
        read = self._read
        if read and read[0] is snapshot.devices and read[1] is snapshot.household:
            return read[2]
        sensors = read_sensors(snapshot.devices, snapshot.household)
        self._read = (snapshot.devices, snapshot.household, sensors)
        return sensors


_SENSORS = _LatestSensors()


def _whereabouts(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> Iterator[Activity]:
    """Who is out, and who has just come home: by trackers, else by the door."""
    out = dict(_out(snapshot, sensors))
    if out and set(out) >= (set(snapshot.household.people) or set(out)):
        since = max(state.changed_at for _, state in out.values())
        yield _activity(snapshot, "away", None, 0.95, since, [i for i, _ in out.values()])
        return
    for person, (entity_id, state) in out.items():
        yield _activity(snapshot, "away", None, 0.95, state.changed_at, [entity_id], person)
    home = list(_came_home(snapshot, sensors, stirs))
    yield from home or _came_in(snapshot, sensors, stirs)


def _out(snapshot: Snapshot, sensors: Sensors) -> Iterator[tuple[str, tuple[str, State]]]:
    """Person -> the tracker that says so."""
    latest = _latest_of_person(snapshot, sensors)
    return ((who, told) for who, told in latest.items() if told[1].state == "not_home")


def _latest_of_person(snapshot: Snapshot, sensors: Sensors) -> dict[str, tuple[str, State]]:
    """Person -> the tracker that moved last, and its state."""
    latest: dict[str, tuple[str, State]] = {}
    for tracker in sensors.trackers:
        state = snapshot.states.get(tracker.entity_id)
        if state is None or not state.available:
            continue
        known = latest.get(tracker.person)
        if known is None or state.changed_at > known[1].changed_at:
            latest[tracker.person] = (tracker.entity_id, state)
    return latest


def _came_home(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> Iterator[Activity]:
    since = snapshot.now.timestamp() - ARRIVING_S
    for tracker in sensors.trackers:
        change = stirs.latest.get(tracker.entity_id)
        if change is None or change.before is None or change.at < since:
            continue
        if change.before.state == "not_home" and change.after.state == "home":
            source = [tracker.entity_id]
            yield _activity(snapshot, "arriving", None, 0.95, change.at, source, tracker.person)


def _came_in(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> Iterator[Activity]:
    """The door opened on a home where nothing had stirred, and then something did."""
    recent = stirs.since(snapshot.now.timestamp() - ARRIVING_S)
    came_on = [change for change in recent if change.after.state in ON]
    opened = next((c for c in came_on if sensors.channels[c.entity_id] == "entrance"), None)
    if opened is None:
        return
    inside = (c for c in came_on if sensors.channels[c.entity_id] != "entrance")
    stirred = next((c for c in inside if c.at > opened.at), None)
    if stirred and _was_quiet(snapshot, sensors, opened.at):
        source = [opened.entity_id, stirred.entity_id]
        area = snapshot.devices[opened.entity_id].area
        yield _activity(snapshot, "arriving", area, 0.8, opened.at, source)


def _was_quiet(snapshot: Snapshot, sensors: Sensors, door: float) -> bool:
    """Whether no sensor stirred for a while before the door did, or was on at that time."""
    begin = door - QUIET_BEFORE_S
    for change in snapshot.changes:
        inside = sensors.channels.get(change.entity_id) not in (None, "entrance")
        before = change.before
        earlier = before.changed_at if before and change.at >= door else change.at
        if inside and change.origin not in OURS and begin <= earlier < door:
            return False
    for device, role in sensors.roles:
        state = snapshot.states.get(device.id)
        if state and role in ("motion", "bed") and is_on(device, state) and state.changed_at < door:
            return False
    return all(
        not begin <= state.changed_at < door
        for entity_id, channel in sensors.channels.items()
        if channel != "entrance" and (state := snapshot.states.get(entity_id))
    )


def _told(snapshot: Snapshot, sensors: Sensors, stirs: Stirs) -> Iterator[Activity]:
    """What each device with a role says; rooms with several motion sensors are told once."""
    now = snapshot.now.timestamp()
    rooms: dict[str, list[tuple[float, float, str]]] = {}
    for device, role in sensors.roles:
        state = snapshot.states.get(device.id)
        if state is None or not state.available:
            continue
        change = stirs.latest.get(device.id)
        since = change.at if change else state.changed_at
        if role == "motion":
            sure = _seen(device, state, change, now - since)
            if sure and device.area:
                rooms.setdefault(device.area, []).append((sure, since, device.id))
            continue
        if role == "bed" and _is_up(snapshot, sensors, since):
            continue
        kind, confidence = _says(
            device, role, state, datetime.fromtimestamp(since, snapshot.zone), now - since
        )
        if kind:
            yield _activity(snapshot, kind, device.area, confidence, since, [device.id])
    for area, seen in rooms.items():
        confidence, since, _ = max(seen)
        yield _activity(snapshot, "present", area, confidence, since, [i for _, _, i in seen])


def _is_up(snapshot: Snapshot, sensors: Sensors, in_bed: float) -> bool:
    """Who lives alone and stirred something elsewhere has left the bed: the pad sticks."""
    return len(snapshot.household.people) == 1 and any(
        state.changed_at > in_bed + UP_S and state.origin not in OURS
        for entity_id, channel in sensors.channels.items()
        if channel not in ("bed", "bedroom") and (state := snapshot.states.get(entity_id))
    )


def _seen(device: Device, state: State, change: StateChanged | None, age_s: float) -> float | None:
    """How surely somebody is where a motion sensor looks."""
    if is_on(device, state):
        return 0.9
    cleared = change is not None and change.before is not None and is_on(device, change.before)
    return 0.6 if cleared and age_s < LINGERS_S else None


def _says(
    device: Device, role: Role, state: State, begun: datetime, age_s: float
) -> tuple[str | None, float]:
    """What a device's state means by itself, and how sure that is."""
    on = is_on(device, state)
    if role == "sleep_mode" and state.state.casefold() in {"sleep", "sleeping", "asleep"}:
        return "sleeping", 0.9
    if not on:
        return None, 0.0
    match role:
        case "sleep_mode":
            return "sleeping", 0.9
        case "bed":
            night = begun.hour >= NIGHT[0] or begun.hour < NIGHT[1]
            lies = IN_BED_S <= age_s < (NIGHT_MAX_S if night else NAP_MAX_S)
            return ("sleeping", 0.8 if night else 0.6) if lies else (None, 0.0)
        case "vacuum":
            return "cleaning", 0.95
        case "speaker":
            return ("listening", 0.95) if state.state == "playing" else (None, 0.0)
        case "screen":
            return _viewing(device, state)
        case _:
            longest = {"cooker": COOKER_MAX_S, "quick_cooker": QUICK_MAX_S}.get(role, WATER_MAX_S)
            kind = "washing" if role == "water" else "cooking"
            return (kind, 0.85) if age_s < longest else (None, 0.0)


def _viewing(device: Device, state: State) -> tuple[str | None, float]:
    """A screen that plays is watched, unless it plays music; one that only has power, perhaps."""
    if device.domain != "media_player":
        return "watching", 0.7
    if state.state != "playing":
        return None, 0.0
    audio = str(state.get("media_content_type")).casefold() in AUDIO
    return "listening" if audio else "watching", 0.95


def _activity(
    snapshot: Snapshot,
    kind: str,
    area: str | None,
    confidence: float,
    since: float,
    source: Iterable[str],
    person: str | None = None,
) -> Activity:
    begun = datetime.fromtimestamp(since, snapshot.zone)
    return Activity(kind, area, confidence, begun, tuple(source), person)
