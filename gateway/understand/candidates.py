"""Phrases -> candidates: the devices that some words can mean, best first, with how they point at them.

By name, by sort, by room, by what was last spoken of. Chooses nothing: `resolve` does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from context.snapshot import Snapshot
from context.turn import Candidate, How, Phrase
from devices.model import Device
from gateway.understand import fits, names
from gateway.understand.lexicon import NOUN_SYNONYMS, TYPE_NOUNS
from gateway.understand.scene import IMPLIED_S, REFERENT_S, Scene
from gateway.understand.vocabulary import bare_name, called

OF_ITS_SORT = 0.95  # A name that was said with its sort beats none, but not the full name.
TIE = 0.04  # Scores nearer than this are equally good.

Usable = Callable[[Device], bool]


def phrase_pool(
    phrase: Phrase,
    scene: Scene,
    devices: Iterable[Device],
    usable: Usable = lambda _: True,
    useful: Usable = lambda _: True,
) -> tuple[tuple[Candidate, ...], How]:
    """All devices that a phrase can mean, best first, and how it points at them.

    `usable`: whether the verb is said of such a device; `useful`: whether it would change it now.
    """
    if phrase.ids:
        there = {d.id: d for d in devices if usable(d)}
        known = [there[i] for i in phrase.ids if i in there]
        return tuple(Candidate(d.id, 1.0, "only") for d in known), "exact"
    phrase = _placed(phrase, scene)
    if phrase.rest:
        named = _named_before(scene)
        devices = [d for d in devices if named and d.id not in named]
    if phrase.pronoun == "other":
        return _others(phrase, scene, devices, usable), "pronoun"
    inside = [d for d in devices if in_place(d, phrase, scene.snapshot) and usable(d)]
    if _both(phrase, scene):
        phrase = replace(phrase, pronoun="them")
    if phrase.pronoun in ("it", "them") and not (phrase.name or phrase.noun):
        found = _spoken_of(phrase, scene, inside, useful)
        return (found or _implied(phrase, scene, inside, usable)), "pronoun"
    phrase = _as_sort(phrase, inside, scene, useful)
    if phrase.name:
        return _named(phrase, inside, scene), "exact"
    if phrase.noun or phrase.domains:
        return tuple(Candidate(d.id, 0.9, "type") for d in of_sort(phrase, inside)), "type"
    if phrase.everywhere or phrase.every:
        all_of_them = [d for d in inside if d.domain in fits.EVERYTHING and usable(d)]
        all_of_them = all_of_them or [d for d in inside if d.domain == "cover" and usable(d)]
        return tuple(Candidate(d.id, 0.9, "type") for d in all_of_them), "type"
    if phrase.area or phrase.floor:
        return _of_room(phrase, inside, scene), "type"
    return _implied(phrase, scene, inside, usable), "only"


def _named_before(scene: Scene) -> frozenset[str]:
    """What this sentence has named already, else what was last spoken of."""
    earlier = frozenset(i for r in scene.earlier for i in (*r.targets, *r.unable))
    return earlier or frozenset(scene.referents(REFERENT_S))


def _placed(phrase: Phrase, scene: Scene) -> Phrase:
    """With the room that "here" and "there" mean."""
    if phrase.here and phrase.area is None:
        return replace(phrase, area=scene.area)
    if phrase.pronoun == "there":
        there = _area_of(scene.referents(REFERENT_S), scene.snapshot)
        return replace(phrase, area=there or scene.area)
    return phrase


def _as_sort(phrase: Phrase, devices: Sequence[Device], scene: Scene, useful: Usable) -> Phrase:
    """A name that is only a sort ("lights") means the sort, unless a device is called just that; and
    even then where only the speaker's own room has one of the sort that can be meant."""
    noun = TYPE_NOUNS.get(phrase.name or "")
    if noun is None:
        return phrase
    called_so = [
        d for d in devices
        if any(" ".join(bare_name(n)) == phrase.name for n in called(d.name, d.aliases))
    ]  # fmt: skip
    sort = replace(
        phrase, name=None, noun=noun.noun, domains=noun.domains, kinds=noun.kinds,
        plural=phrase.plural or noun.plural,
    )  # fmt: skip
    if not called_so:
        return sort
    if scene.area is None or phrase.area or any(d.area == scene.area for d in called_so):
        return phrase
    near = [d for d in of_sort(sort, [d for d in devices if d.area == scene.area]) if useful(d)]
    return sort if len(near) == 1 and near[0].domain == called_so[0].domain else phrase


def in_place(device: Device, phrase: Phrase, snapshot: Snapshot) -> bool:
    """Whether a device stands in the room or on the floor that a phrase names."""
    if phrase.area is not None and device.area != phrase.area:
        return False
    if phrase.rooms and device.area not in phrase.rooms:
        return False
    if phrase.floor is not None:
        area = snapshot.area(device.area)
        return area is not None and area.floor == phrase.floor
    return True


def of_sort(phrase: Phrase, devices: Iterable[Device]) -> list[Device]:
    """Devices of the sort that a phrase names: by device class, by the word in their name, by domain."""
    devices = list(devices)
    inside = [d for d in devices if not phrase.domains or d.domain in phrase.domains]
    noun = phrase.noun or ""
    if not inside and noun:
        # A fan on a smart plug is a switch to the home, and a fan to people.
        return [d for d in devices if d.domain in ("switch", "input_boolean") and _bears(noun, d)]
    inside = _heating_or_cooling(noun, inside)
    by_kind = [d for d in inside if d.kind in phrase.kinds and not _is_other(d, phrase)]
    by_name = [d for d in inside if noun and _bears(noun, d)]
    plugged = [d for d in devices if d.domain == "switch" and _bears(noun, d)] if noun in PARTICULAR else []  # fmt: skip
    if plugged and not by_name:
        return plugged
    if by_name and phrase.domains == ("media_player",) and not phrase.every:
        return by_name
    if phrase.kinds:
        # "Blinds" are also covers that do not say what they are, but never the garage door.
        return [d for d in inside if d in by_kind or d in by_name] or _unsaid(phrase, inside)
    if noun in ONLY_SO_CALLED or (by_name and noun in PARTICULAR):
        return by_name
    return inside if phrase.domains else by_name


COOLERS = frozenset({"air conditioner", "ac", "air con", "aircon", "a c", "air conditioning"})
HEATERS = frozenset({"thermostat", "radiator", "heater", "heating", "boiler"})


def _heating_or_cooling(noun: str, devices: list[Device]) -> list[Device]:
    """The heating is not the air conditioner, though both are climate devices.

    What cannot cool is no air conditioner; what is called one is heating only for want of another.
    """
    if noun in COOLERS:
        return [d for d in devices if d.domain != "climate" or _cools(d)]
    if noun in HEATERS:
        warm = [d for d in devices if d.domain != "climate" or not _bears("ac", d)]
        return warm or devices
    return devices


def _cools(device: Device) -> bool:
    if _bears("ac", device):
        return True
    modes = device.capabilities.get("hvac_mode")
    if modes is not None and modes.options:
        return bool({"cool", "heat_cool", "auto"} & set(modes.options)) and not _heats_by_name(
            device
        )
    return not _heats_by_name(device)


def _heats_by_name(device: Device) -> bool:
    return any(_bears(noun, device) for noun in HEATERS - {"thermostat"})


def _unsaid(phrase: Phrase, devices: Sequence[Device]) -> list[Device]:
    """Those that do not say what they are and may be it: a player with a screen is a television."""
    silent = [d for d in devices if d.kind is None]
    if phrase.domains == ("media_player",):
        return [d for d in silent if d.screen == ("tv" in phrase.kinds)]
    if "lock" in phrase.domains:
        return [d for d in silent if d.domain == "lock"]  # what locks a door, whatever it is called
    return [
        d
        for d in silent
        if d.domain == "cover"
        and phrase.kinds & COVER_KINDS
        and not OTHER_COVERS & set(bare_name(d.name))
    ]


def _is_other(device: Device, phrase: Phrase) -> bool:
    """A projector screen may be of the class of shades; nobody calls it a blind."""
    heads = {word for n in (device.name, *device.aliases) for word in bare_name(n)[-1:]}
    return bool(phrase.kinds & COVER_KINDS and heads & OTHER_COVERS)


OTHER_COVERS = frozenset(
    {"screen", "door", "gate", "garage", "hatch", "roof", "lid", "pergola", "barrier"}
)
COVER_KINDS = frozenset({"blind", "shade", "shutter", "curtain", "awning"})
ONLY_SO_CALLED = frozenset(
    {"chandelier", "sconce", "lantern", "nightlight", "night light", "dehumidifier", "extractor"}
)
"""Sorts so particular that no other device will do."""
PARTICULAR = frozenset({"lamp", "bulb", "chandelier", "spotlight", "downlight", "sconce", "lantern", "nightlight", "night light", "radiator", "boiler",
                        "heat pump", "air conditioner", "ac", "extractor", "plug", "socket", "outlet", "dehumidifier", "stereo", "soundbar", "sprinkler",
                        "camera", "cam", "media player", "receiver", "amplifier", "amp"})  # fmt: skip
"""Nouns that mean devices so called, where there are any: a lamp is not just any light."""


def _bears(noun: str, device: Device) -> bool:
    return any(_bears_word(word, device) for word in (noun, *NOUN_SYNONYMS.get(noun, ())))


def _bears_word(noun: str, device: Device) -> bool:
    singular = tuple(noun.split())
    for name in (device.name, *device.aliases):
        words = bare_name(name)
        for start in range(len(words) - len(singular) + 1):
            window = words[start : start + len(singular)]
            if window == singular or (*window[:-1], window[-1].removesuffix("s")) == singular:
                return True
    return False


def _named(phrase: Phrase, devices: Sequence[Device], scene: Scene) -> tuple[Candidate, ...]:
    assert phrase.name is not None
    household = scene.snapshot.household
    found: list[Candidate] = []
    for device in devices:
        if phrase.domains and phrase.noun and not _may_be(device, phrase):
            continue
        area = household.areas.get(device.area or "")
        rooms = (
            tuple(" ".join(bare_name(n)) for n in called(area.name, area.aliases)) if area else ()
        )
        value, how = names.score(phrase.name, device, rooms)
        if value < names.ENOUGH and phrase.noun and device.domain in phrase.domains:
            bare = _without_sort(phrase.name)
            value, how = names.score(bare, device, rooms)
            if value < names.SAME and bare.endswith("s"):  # "Ben's light" is the one called "Ben"
                value, how = names.score(bare[:-1], device, rooms)
            # Half a name must be right: "reading" of "reading light" is not nearly "landing".
            value *= OF_ITS_SORT if value >= names.SAME and bare != phrase.name else 0.0
        if value < names.ENOUGH and phrase.plural:
            value, how = names.score(_singular(phrase.name), device, rooms)
        if value >= names.ENOUGH:
            found.append(Candidate(device.id, value, how))
    found.sort(key=lambda c: -c.score)
    if found and not (phrase.every or phrase.plural):
        return tuple(c for c in found if c.score >= found[0].score - TIE)
    return tuple(found)


def _without_sort(name: str) -> str:
    """ "Apple tv" is what is called "Apple" among televisions.

    >>> _without_sort("chromebook switch")
    'chromebook'
    >>> _without_sort("xiaomi vacuum cleaner")
    'xiaomi'
    """
    words = name.split()
    for sort in (3, 2, 1):
        if len(words) > sort and " ".join(words[-sort:]) in TYPE_NOUNS:
            return " ".join(words[:-sort])
    return name


def _may_be(device: Device, phrase: Phrase) -> bool:
    """A "heater" may be a switch that feeds one; a "lamp" on a smart plug is one by its name."""
    return device.domain in phrase.domains or device.domain in (
        "switch",
        "input_boolean",
        "scene",
        "script",
        "sensor",
        "binary_sensor",
    )


def _singular(name: str) -> str:
    return " ".join(w.removesuffix("s") if len(w) > 3 else w for w in name.split())


def _of_room(phrase: Phrase, devices: Sequence[Device], scene: Scene) -> tuple[Candidate, ...]:
    """A room alone: the device called just like it, else what the intent fits there."""
    area = scene.snapshot.area(phrase.area)
    room = bare_name(area.name) if area else ()
    namesake = [d for d in devices if room and bare_name(d.name) == room]
    if namesake:
        return tuple(Candidate(d.id, 0.95, "exact") for d in namesake)
    lights = [d for d in devices if d.domain == "light"]
    return tuple(Candidate(d.id, 0.85, "type") for d in (lights or devices))


def _implied(
    phrase: Phrase, scene: Scene, devices: Iterable[Device], usable: Usable
) -> tuple[Candidate, ...]:
    """Nothing named: what was just spoken of, else what fits, here first."""
    fitting = [d for d in devices if usable(d) and in_place(d, phrase, scene.snapshot)]
    said = scene.referents(IMPLIED_S) if phrase.pronoun is None else ()
    recent = [d for d in fitting if d.id in said]
    if recent:
        return tuple(Candidate(d.id, 0.9, "pronoun") for d in recent)
    return tuple(Candidate(d.id, 0.8, "only") for d in fitting)


def _both(phrase: Phrase, scene: Scene) -> bool:
    """ "Turn both off": two that were spoken of, not all there are."""
    bare = not (phrase.name or phrase.noun or phrase.area or phrase.floor or phrase.everywhere)
    return phrase.every and bare and "both" in scene.words


def _spoken_of(
    phrase: Phrase, scene: Scene, devices: Sequence[Device], useful: Usable
) -> tuple[Candidate, ...]:
    """What "it" or "them" means: the latest that the verb fits, and would change.

    One mention is not enough for "them": those before it are meant as well, up to two devices.
    What merely moved must be changed by the verb; what was spoken of may already be so.
    """
    known = {d.id: d for d in devices}
    found: list[str] = []
    idle: tuple[str, ...] = ()
    several = phrase.pronoun == "them"
    for mention in scene.mentions(REFERENT_S):
        fitting = tuple(t for t in mention.targets if t in known)
        lively = tuple(t for t in fitting if useful(known[t]))
        if mention.source == "sentence":  # Not done yet, so its state tells nothing.
            lively = fitting
        if mention.source == "said" and not found:
            idle = idle or fitting
        taken = fitting if mention.source == "said" and lively else lively
        found += [t for t in taken if t not in found]
        if len(found) > several or (found and idle and not several):
            break
    return tuple(Candidate(t, 0.95, "pronoun") for t in (found or idle))


def _others(
    phrase: Phrase, scene: Scene, devices: Iterable[Device], usable: Usable
) -> tuple[Candidate, ...]:
    said = [
        scene.snapshot.devices[i]
        for i in scene.referents(REFERENT_S)
        if i in scene.snapshot.devices
    ]
    domains = {d.domain for d in said}
    areas = {d.area for d in said}
    alike = [d for d in devices if d.domain in domains and d not in said and usable(d)]
    if phrase.noun:
        alike = of_sort(phrase, alike)
    if phrase.area or phrase.floor:
        alike = [d for d in alike if in_place(d, phrase, scene.snapshot)]
    near = [d for d in alike if d.area in areas] or alike
    heads = {bare_name(d.name)[-1:] for d in said}
    called_so = [d for d in near if bare_name(d.name)[-1:] in heads]
    return tuple(Candidate(d.id, 0.85, "pronoun") for d in (called_so or near))


def _area_of(entity_ids: Sequence[str], snapshot: Snapshot) -> str | None:
    areas = {snapshot.devices[i].area for i in entity_ids if i in snapshot.devices}
    return areas.pop() if len(areas) == 1 else None
