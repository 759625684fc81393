"""A question -> the devices that hold its answer: sensors, or things that have a state.

What the answer is, `decide` reads from their states; here is only who is asked.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from context.snapshot import Snapshot
from context.turn import Candidate, Clause, Phrase, Problem, Reading, Resolution
from devices.model import Device, State
from gateway.understand import at_hand, fits
from gateway.understand.scene import Scene
from gateway.understand.vocabulary import bare_name

INTENTS = frozenset({"HassGetState", "HassClimateGetTemperature"})
SENSED = frozenset({"temperature", "humidity", "battery", "power", "energy", "illuminance", "carbon_dioxide", "pressure", "moisture",
                    "pm25", "volatile_organic_compounds"})  # fmt: skip
"""Properties that sensors of that device class measure."""
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "brightness": ("light",), "color": ("light",), "color_temp": ("light",), "volume": ("media_player",),
    "position": ("cover", "valve"), "tilt": ("cover",), "speed": ("fan",), "temperature": ("climate", "water_heater"),
    "mode": ("climate", "humidifier"), "fan_mode": ("climate",), "source": ("media_player",), "humidity": ("humidifier", "climate"),
}  # fmt: skip
"""Properties that devices of these domains carry themselves."""
OPENINGS = frozenset({"door", "window", "opening", "garage_door", "garage", "gate"})
STATE_DOMAINS: Mapping[str, tuple[str, ...]] = {
    "on": ("light", "switch", "fan", "media_player", "climate", "humidifier", "input_boolean", "binary_sensor", "vacuum", "siren", "water_heater", "valve"),
    "open": ("cover", "binary_sensor", "valve", "lock"), "locked": ("lock",), "playing": ("media_player",), "paused": ("media_player", "vacuum"),
    "cleaning": ("vacuum",), "docked": ("vacuum", "lawn_mower"), "heating": ("climate",), "cooling": ("climate",), "muted": ("media_player",),
    "home": ("person", "device_tracker"), "not_home": ("person", "device_tracker"), "armed": ("alarm_control_panel",), "idle": ("media_player",),
}  # fmt: skip
STATE_DOMAINS = {**STATE_DOMAINS, "off": STATE_DOMAINS["on"], "closed": STATE_DOMAINS["open"],
                 "unlocked": ("lock",), "disarmed": ("alarm_control_panel",)}  # fmt: skip
MUTE = frozenset({"scene", "script", "button"})
"""Domains without a state to tell."""
TOLD_MAX = 6
"""So many that may be meant are all told of; to ask which one takes longer than the answer."""
UNNAMED_ON = (*fits.EVERYTHING, "climate", "humidifier", "input_boolean")
"""What "what is on" asks of."""

PoolOf = Callable[..., tuple[tuple[Candidate, ...], Any]]


def resolve(clause: Clause, reading: Reading, scene: Scene, pool_of: PoolOf) -> Resolution:
    """Who knows the answer."""
    phrases = reading.phrases or (Phrase(),)
    asked = _asked(reading)
    parts = [_of_phrase(phrase, reading, asked, scene, pool_of) for phrase in phrases]
    problem = next((p for _, p in parts if p), None)
    pool = tuple(dict.fromkeys(c for found, _ in parts for c in found))
    if "extreme" in reading.slots:
        devices = scene.snapshot.devices
        rooms = tuple(c for c in pool if not at_hand.words_of(devices[c.entity_id]) & NO_ROOM)
        pool = rooms if "room" in scene.words and rooms else pool
    targets = () if problem else tuple(c.entity_id for c in pool)
    spoken = next((p.text for p in phrases if p.text), "")
    place = next((p.place for p in phrases if p.place and not p.area), None)
    return Resolution(clause, reading, targets, pool, problem, place or spoken)


NO_ROOM = at_hand.THINGS | at_hand.OUTDOORS
"""Words of thermometers of which "which room is the coldest" does not ask."""


def _asked(reading: Reading) -> str | None:
    if reading.intent == "HassClimateGetTemperature":
        return "temperature"
    return reading.slots.get("attribute")


def _of_phrase(
    phrase: Phrase, reading: Reading, asked: str | None, scene: Scene, pool_of: PoolOf
) -> tuple[tuple[Candidate, ...], Problem | None]:
    if phrase.ids:
        return pool_of(phrase, scene, scene.snapshot.devices.values())[0], None
    if phrase.place and not (phrase.area or phrase.floor):
        return (), "no_such_area"
    if reading.slots.get("domain") == "person" or "person" in phrase.domains:
        return (), None
    if asked in SENSED and not (reading.intent == "HassGetState" and asked == "temperature"):
        return _measured(phrase, asked, scene, pool_of)
    if asked is not None:
        return _carried(phrase, asked, scene, pool_of)
    return _stateful(phrase, reading, scene, pool_of)


# --- what is measured -----------------------------------------------------------------------------


def _measured(
    phrase: Phrase, asked: str, scene: Scene, pool_of: PoolOf
) -> tuple[tuple[Candidate, ...], Problem | None]:
    devices = tuple(scene.snapshot.devices.values())
    meters = [d for d in devices if _measures(d, asked, scene.snapshot)]
    if phrase.name or phrase.noun or phrase.pronoun:
        named, _ = pool_of(phrase, scene, devices)
        ids = {c.entity_id for c in named}
        said = (phrase.name or phrase.noun or "").split()
        own = (
            [d for d in meters if d.id in ids]
            or [
                d for d in meters if any(at_hand.belongs(d, scene.snapshot.devices[i]) for i in ids)
            ]
            or [d for d in meters if [*bare_name(d.name)] == [*said, *asked.split("_")]]
        )
        if not own and not named:
            return (), "no_such_device" if phrase.name else "nothing_there"
        if not own:
            return (), "not_capable"
        return _one_reading(own, phrase, scene)
    placed = [d for d in meters if _in(d, phrase, scene)]
    if not (phrase.area or phrase.floor or phrase.everywhere or phrase.rooms):
        here = [d for d in meters if scene.area is not None and d.area == scene.area]
        placed = (
            here or [d for d in meters if not at_hand.appliance_of(d, scene.snapshot)] or meters
        )
    return _one_reading(placed, phrase, scene) if placed else ((), "nothing_there")


def _measures(device: Device, asked: str, snapshot: Snapshot) -> bool:
    if device.domain == "sensor":
        return device.kind == asked or (device.kind is None and asked in bare_name(device.name))
    state = snapshot.states.get(device.id)
    key = f"current_{asked}"
    return (
        device.domain in ("climate", "humidifier", "water_heater")
        and state is not None
        and key in state.attributes
    )


def _one_reading(
    meters: list[Device], phrase: Phrase, scene: Scene
) -> tuple[tuple[Candidate, ...], Problem | None]:
    """The room's own sensor; that of an appliance speaks for the room only while it runs."""
    running = [
        d
        for d in meters
        if (a := at_hand.appliance_of(d, scene.snapshot))
        and _is_on(scene.snapshot.states.get(a.id))
    ]
    ambient = [d for d in meters if not at_hand.appliance_of(d, scene.snapshot)]
    named = phrase.name or phrase.noun or phrase.pronoun or phrase.area or phrase.floor
    chosen = running if running and not named else (ambient or meters)
    sensors = [d for d in chosen if d.domain == "sensor"] or chosen
    if len(sensors) > 1 and not (phrase.floor or phrase.every or phrase.plural):
        exact = [d for d in sensors if scene.snapshot.area(d.area) and bare_name(d.name)[:-1] == bare_name(scene.snapshot.household.areas[d.area or ""].name)]  # fmt: skip
        rooms = {d.area for d in sensors}
        if len(rooms) > 1:
            return _candidates(sensors), "ambiguous"
        sensors = exact[:1] or sensors[:1]
    return _candidates(sensors), None


def _is_on(state: State | None) -> bool:
    return state is not None and state.state in ("on", "heat", "cool", "heat_cool", "auto", "dry")


# --- what devices carry themselves ----------------------------------------------------------------


def _carried(
    phrase: Phrase, asked: str, scene: Scene, pool_of: PoolOf
) -> tuple[tuple[Candidate, ...], Problem | None]:
    domains = ATTRIBUTES.get(asked, ())
    devices = [d for d in scene.snapshot.devices.values() if d.domain in domains]
    pool, _ = pool_of(phrase, scene, devices)
    if not pool:
        anything, _ = pool_of(phrase, scene, scene.snapshot.devices.values())
        return (), ("not_capable" if anything else "no_such_device")
    here = _nearby(pool, scene) if not (phrase.area or phrase.floor or phrase.name) else pool
    if len(here) > 1 and not (phrase.every or phrase.plural or phrase.area):
        return here, "ambiguous"
    return here, None


# --- what has a state -----------------------------------------------------------------------------


def _stateful(
    phrase: Phrase, reading: Reading, scene: Scene, pool_of: PoolOf
) -> tuple[tuple[Candidate, ...], Problem | None]:
    state = reading.slots.get("state")
    wanted_class = reading.slots.get("device_class")
    domains = _domains(reading, phrase, state)
    devices = [
        d for d in scene.snapshot.devices.values()
        if (not domains or d.domain in domains) and (wanted_class is None or d.kind in _classes(wanted_class))
    ]  # fmt: skip
    if phrase.noun and not phrase.name and wanted_class is None:
        devices = _of_openings(phrase, state, devices)
    bare = phrase == Phrase() or (phrase.everywhere and not phrase.noun)
    if bare and wanted_class is None and not reading.slots.get("domain"):
        devices = [d for d in devices if d.domain != "binary_sensor" or state in ("open", "closed")]
        if state in ("on", "off"):
            devices = [d for d in devices if d.domain in UNNAMED_ON]
    if bare or (
        (phrase.area or phrase.floor) and not (phrase.name or phrase.noun or phrase.pronoun)
    ):
        pool = _candidates([d for d in devices if _in(d, phrase, scene)])
    else:
        pool, _ = pool_of(phrase, scene, devices)
        if phrase.pronoun and pool and pool[0].how == "only":
            return (), "nothing_there"  # "it", and nothing was spoken of
    if not pool:
        anything, _ = pool_of(phrase, scene, scene.snapshot.devices.values())
        if phrase.name and anything and state is None:
            tellable = tuple(c for c in anything if c.entity_id.partition(".")[0] not in MUTE)
            return tellable, None if tellable else "not_capable"
        return (), ("not_capable" if anything and phrase.name else "no_such_device" if phrase.name or phrase.noun else "nothing_there")  # fmt: skip
    return _of_question(pool, phrase, reading, scene)


def _of_question(
    pool: tuple[Candidate, ...], phrase: Phrase, reading: Reading, scene: Scene
) -> tuple[tuple[Candidate, ...], Problem | None]:
    single = reading.slots.get("question") in ("one_yesno", "one", None)
    placed = phrase.area or phrase.floor or phrase.everywhere
    if single and not placed:
        pool = _nearby(pool, scene)
    if (
        single
        and len(pool) > TOLD_MAX
        and not (phrase.plural or phrase.every or phrase.pronoun)
        and (phrase.name or phrase.noun not in ("light", None))
    ):
        return pool, "ambiguous"
    return pool, None


def _domains(reading: Reading, phrase: Phrase, state: str | None) -> tuple[str, ...]:
    domain = reading.slots.get("domain")
    if domain:
        return (domain,) if isinstance(domain, str) else tuple(domain)
    if state is None:
        return ()
    allowed = STATE_DOMAINS.get(state, ())
    return (
        tuple(d for d in allowed if not phrase.domains or d in phrase.domains or phrase.name)
        or allowed
    )


def _classes(device_class: str | Iterable[str]) -> frozenset[str]:
    wanted = {device_class} if isinstance(device_class, str) else set(device_class)
    if wanted & {"motion", "occupancy"}:
        wanted |= {"motion", "occupancy", "presence"}
    if "garage" in wanted:
        wanted.add("garage_door")
    return frozenset(wanted)


def _of_openings(phrase: Phrase, state: str | None, devices: list[Device]) -> list[Device]:
    """ "Is the door open" asks the contact and the cover; the lock only whether it is locked."""
    if state in ("open", "closed") and phrase.kinds & OPENINGS:
        open_to_see = [d for d in devices if d.domain != "lock"]
        return open_to_see or devices
    return devices


def _nearby(pool: tuple[Candidate, ...], scene: Scene) -> tuple[Candidate, ...]:
    devices = scene.snapshot.devices
    near = tuple(c for c in pool if scene.area and devices[c.entity_id].area == scene.area)
    return near or pool


def _in(device: Device, phrase: Phrase, scene: Scene) -> bool:
    if phrase.area:
        return device.area == phrase.area
    if phrase.rooms:
        return device.area in phrase.rooms
    if phrase.floor:
        area = scene.snapshot.area(device.area)
        return area is not None and area.floor == phrase.floor
    return True


def _candidates(devices: Iterable[Device]) -> tuple[Candidate, ...]:
    return tuple(Candidate(d.id, 0.9, "type") for d in devices)


# --- would it do anything -------------------------------------------------------------------------

IDLE_BEFORE: Mapping[str, frozenset[str]] = {
    "HassMediaPause": frozenset({"playing", "buffering", "on"}), "HassMediaUnpause": frozenset({"paused", "idle", "on"}),
    "HassMediaNext": frozenset({"playing", "paused"}), "HassMediaPrevious": frozenset({"playing", "paused"}),
    "HassStopMoving": frozenset({"opening", "closing"}), "VacuumPause": frozenset({"cleaning", "mowing", "returning"}),
    "HassVacuumReturnToBase": frozenset({"cleaning", "paused", "idle", "error"}), "MediaQuery": frozenset({"playing", "paused"}),
}  # fmt: skip


def would_change(reading: Reading, state: State | None) -> bool:
    """Whether it makes sense of a device in this state: one cannot pause what does not play."""
    if state is None:
        return True
    wanted = IDLE_BEFORE.get(reading.intent)
    if wanted is not None:
        return state.state in wanted
    if reading.intent in ("HassSetVolume", "HassSetVolumeRelative", "HassMediaPlayerMute"):
        return state.state not in ("off", "standby", "unavailable")
    if reading.intent == "HassMediaPlayerUnmute":
        return bool(state.attributes.get("is_volume_muted"))
    if reading.slots.get("action") in ("lock", "unlock"):
        return (state.state == "locked") is not (reading.slots["action"] == "lock")
    if reading.intent in ("HassTurnOn", "HassTurnOff"):
        on = state.state not in ("off", "closed", "locked", "docked", "idle", "unavailable")
        wants_on = reading.intent == "HassTurnOn"
        return on != wants_on
    if reading.intent == "HassLightSet" and "brightness_step" in reading.slots:
        return state.state == "on"
    return True
