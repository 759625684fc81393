"""How risky a command is, and what must be confirmed before it is done.

Tiers of risk: R0 information, R1 easily reversed, R2 cost or comfort, R3 safety and security. R3
and acts on the whole home ask for a yes; nothing else does, since people dislike being asked.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from context.snapshot import Snapshot
from context.turn import (
    Act,
    AgendaChange,
    Answer,
    Decision,
    ListChange,
    Resolution,
    Step,
    Transcript,
)
from devices.model import Command, Device

Tier = Literal["R0", "R1", "R2", "R3"]
ENTRANCES = frozenset({"garage_door", "garage", "gate", "door"})
HOT = frozenset({"oven", "stove", "hob", "cooktop", "cooker", "heater", "space_heater", "iron", "grill", "fryer", "furnace", "fireplace",
                 "sauna", "deep_fryer", "electric_blanket", "kiln", "range", "soldering_iron"})  # fmt: skip
"""Kinds of appliance that start fires; a thermostat is not one, it minds itself."""
COOL_NAMES = frozenset(
    {
        "water",
        "engine",
        "block",
        "car",
        "trough",
        "pool",
        "tank",
        "aquarium",
        "terrarium",
        "coop",
        "pipe",
        "slow",
        "rice",
        "pressure",
        "egg",
        "light",
        "fan",
        "blanket",
        "hood",
        "lamp",
    }
)
"""Words that make a hot name harmless: "oven light", "range hood", "slow cooker"."""
ON = frozenset({"turn_on", "toggle", "start"})
WHOLE_HOME_MIN = 3  # Fewer devices than this are no "whole home".


def tier_of(command: Command, device: Device | None, snapshot: Snapshot) -> Tier:
    """The risk of one command.

    A scene or script is as risky as the riskiest thing it sets.
    """
    if device is None:
        return "R1"
    service = command.service
    if device.domain == "lock":
        return "R1" if service == "lock" else "R3"
    if device.domain in ("cover", "valve"):
        return "R3" if _opens_entrance(command, device) else "R1"
    if device.domain == "alarm_control_panel":
        return "R3" if service == "alarm_disarm" else "R1"
    if device.domain in (
        "switch",
        "button",
        "input_button",
        "script",
        "input_boolean",
    ) and _named_risky(device, service):
        return "R3"
    if device.domain in ("scene", "script"):
        return _tier_of_sets(device.sets, snapshot)
    if _is_camera(device) and service == "turn_off":
        return "R3"
    if _is_hot(device):
        return "R3" if service in ON else "R2"
    return "R1"


def _opens_entrance(command: Command, device: Device) -> bool:
    closing = command.service.startswith(("close", "stop")) or command.data.get("position") == 0
    named = any(w in device.name.lower() for w in ("garage", "gate"))
    return (device.kind in ENTRANCES or (device.kind is None and named)) and not closing


def _is_camera(device: Device) -> bool:
    return (
        device.domain == "camera"
        or device.kind == "camera"
        or (device.domain == "switch" and "camera" in device.name.lower())
    )


def _is_hot(device: Device) -> bool:
    if device.domain not in ("switch", "input_boolean", "water_heater", "script", "fan", "climate"):
        return False
    if device.kind in HOT:
        return True
    words = set(device.name.lower().split())
    return device.domain == "switch" and bool(words & HOT) and not words & COOL_NAMES


STATE_SERVICES = {
    "unlocked": "unlock",
    "open": "open_cover",
    "disarmed": "alarm_disarm",
    "on": "turn_on",
    "heat": "turn_on",
    "off": "turn_off",
}
"""What would have to be commanded to bring a state about, where that may be risky."""


def _tier_of_sets(sets: Mapping[str, Mapping[str, Any]], snapshot: Snapshot) -> Tier:
    """The worst of what a scene sets, each judged as the command that would do it."""
    tiers = [
        tier_of(command, device, snapshot)
        for entity_id, wanted in sets.items()
        if (device := snapshot.devices.get(entity_id)) is not None and device.domain not in ("scene", "script")
        for command in _as_commands(entity_id, wanted)
    ]  # fmt: skip
    return max(tiers, default="R1")


def _as_commands(entity_id: str, wanted: Mapping[str, Any]) -> Iterable[Command]:
    service = STATE_SERVICES.get(str(wanted.get("state", "")))
    if service is not None:
        yield Command(entity_id, service, {})
    if wanted.get("current_position"):
        yield Command(entity_id, "set_cover_position", {"position": wanted["current_position"]})


def _named_risky(device: Device, service: str) -> bool:
    """A relay or script that by its name opens a door or drops a guard."""
    words = set(bare_words(device.name))
    if service not in ON | {"press"} or words & COOL_NAMES:
        return False
    return bool(words & {"unlock", "disarm"}) or bool(
        words & {"garage", "gate", "lock", "opener"} and words & OPENERS
    )


OPENERS = frozenset({"door", "gate", "opener", "open", "garage", "relay"})


def bare_words(name: str) -> tuple[str, ...]:
    """The words of a name."""
    return tuple("".join(c if c.isalnum() else " " for c in name.lower()).split())


def commands_of(act: Act) -> Iterable[Command]:
    """All commands of an act, those for later too."""
    for step in act.steps:
        if isinstance(step, Command):
            yield step
        elif isinstance(step, AgendaChange) and step.op == "add":
            for item in step.items:
                yield from item.commands


def needs_yes(
    act: Act, resolutions: Iterable[Resolution], snapshot: Snapshot
) -> tuple[Literal["R2", "R3"], str] | None:
    """(tier, reason) when an act must be confirmed; None when it may be done at once."""
    for command in commands_of(act):
        device = snapshot.devices.get(command.entity_id)
        if tier_of(command, device, snapshot) == "R3":
            assert device is not None
            return "R3", f"{device.name} is a matter of safety"
    for resolution in resolutions:
        whole = any(
            p.every and not (p.ids or p.noun or p.area or p.floor or p.name or p.here or p.pronoun)
            for p in resolution.reading.phrases
        )
        acts = resolution.reading.intent.startswith("HassT")
        if whole and acts and len(resolution.targets) >= WHOLE_HOME_MIN:
            return "R2", "it is about the whole home"
    return None


def costs(act: Act, snapshot: Snapshot) -> bool:
    """Whether an act costs comfort or safety (R2, R3)."""
    return any(
        tier_of(command, snapshot.devices.get(command.entity_id), snapshot) in ("R2", "R3")
        for command in commands_of(act)
    )


LEARNABLE = frozenset({"light", "switch", "fan", "media_player", "cover", "climate", "humidifier", "vacuum", "scene", "script", "input_boolean", "lawn_mower"})  # fmt: skip
"""Domains in which words that were learned to mean others may act."""
FAR_DEGREES = 3.0  # A thermostat that is moved further costs comfort and money (R2).


def may_be_learned(decision: Decision, snapshot: Snapshot) -> bool:
    """Whether it may be done for words that only were learned to mean it: R0 and R1, done at once.

    Nothing learned touches locks, alarms, entrances, what gets hot, or what was planned or taught.
    """
    if not isinstance(decision, Act) or decision.undoes is not None:
        return False
    return all(_is_harmless(step, snapshot) for step in decision.steps)


def may_be_learned_of(entity_id: str, snapshot: Snapshot) -> bool:
    """Whether words may be learned to mean something of this device: whatever it is told or asked."""
    device = snapshot.devices.get(entity_id)
    if device is None:
        return False
    asked_only = device.domain in ("sensor", "binary_sensor", "weather")
    switched = Command(entity_id, "turn_on")
    return asked_only or (
        device.domain in LEARNABLE
        and tier_of(switched, device, snapshot) in ("R0", "R1")
        and not _opens_or_locks(device, snapshot)
    )


def _is_harmless(step: Step, snapshot: Snapshot) -> bool:
    match step:
        case Command():
            device = snapshot.devices.get(step.entity_id)
            return (
                device is not None
                and device.domain in LEARNABLE
                and tier_of(step, device, snapshot) in ("R0", "R1")
                and not _opens_or_locks(device, snapshot)
                and not _is_far(step, snapshot)
            )
        case AgendaChange():
            return step.op in ("add", "pause", "resume", "shift") and all(
                _is_harmless(command, snapshot) for item in step.items for command in item.commands
            )
        case ListChange():
            return step.op in ("add", "complete")
        case Answer():
            return True
        case _:
            return False


def _opens_or_locks(device: Device, snapshot: Snapshot) -> bool:
    """An entrance, even to be closed, and a scene that sets one or a lock."""
    if device.domain == "cover":
        return device.kind in ENTRANCES or any(w in device.name.lower() for w in ENTRANCES)
    set_by_it = (snapshot.devices.get(entity_id) for entity_id in device.sets)
    return any(d is None or d.domain not in LEARNABLE for d in set_by_it)


def _is_far(command: Command, snapshot: Snapshot) -> bool:
    """Whether a temperature is moved by much, or a heating or cooling switched."""
    if not command.entity_id.startswith("climate."):
        return False
    state = snapshot.states.get(command.entity_id)
    wanted, now = command.data.get("temperature"), state.get("temperature") if state else None
    if not isinstance(wanted, int | float) or not isinstance(now, int | float):
        return command.service != "turn_off"
    far = FAR_DEGREES * (1.8 if snapshot.household.temperature_unit == "F" else 1.0)
    return abs(wanted - now) > far


def may_confirm(answered_by: Transcript, tier: str, snapshot: Snapshot) -> bool:
    """Whether this voice may say yes.

    A yes to R3 needs a voice of the household: somebody shouting through the window is not enough.
    A household that named nobody takes what it hears.
    """
    return (
        tier != "R3"
        or answered_by.person in snapshot.household.people
        or not snapshot.household.people
    )
