"""Tags of a clause -> what is asked of devices, in any word order.

The counterpart of the exact templates: it looks at which verbs, amounts and things were said, not
at their order. It answers with every reading that the words allow ("turn it up" may be the volume,
the brightness or the heating), best first; `resolve` finds which of them the home makes sense of.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from context.turn import Phrase, Reading, StepSize
from gateway.understand import lexicon, phrases
from gateway.understand.lexicon import TypeNoun
from gateway.understand.quantities import COLORS, OF_ROOMS, Quantity
from gateway.understand.tagging import DETERMINERS, Tag, Tagged, is_of
from gateway.understand.vocabulary import Entry

ENSURED = {"on": "on", "off": "off", "open": "open", "closed": "close", "shut": "close", "locked": "lock", "unlocked": "unlock",
           "running": "on", "muted": "mute", "unmuted": "unmute", "playing": "resume", "paused": "pause", "docked": "dock", "stopped": "stop", "retracted": "close", "extended": "open"}  # fmt: skip
"""What brings about a state: "make sure the door is locked" asks to lock it."""
PARTICLE_ACTIONS = {"close": "close", "on": "on", "off": "off", "out": "off", "up": "up", "down": "down", "open": "open",
                    "closed": "close", "shut": "close"}  # fmt: skip
RELATIVE = {
    "slow": -1,
    "quicken": 1,
    "up": 1,
    "down": -1,
    "brighten": 1,
    "dim": -1,
    "warm": 1,
    "cool": -1,
}
VERB_PROPERTY = {"brighten": "brightness", "dim": "brightness", "warm": "temperature", "cool": "temperature", "slow": "speed", "quicken": "speed"}  # fmt: skip
INTENTS_OF: Mapping[str, tuple[str, ...]] = {
    "on": ("HassTurnOn",), "off": ("HassTurnOff",), "toggle": ("HassToggle",),
    "open": ("HassTurnOn",), "close": ("HassTurnOff",), "lock": ("HassTurnOn",), "unlock": ("HassTurnOff",),
    "stop": ("HassStopMoving", "HassMediaPause", "VacuumPause", "HassTurnOff"), "pause": ("HassMediaPause", "VacuumPause"),
    "resume": ("HassMediaUnpause", "HassVacuumStart", "HassLawnMowerStartMowing"),
    "start": ("HassVacuumStart", "HassLawnMowerStartMowing", "HassTurnOn", "HassMediaUnpause"),
    "mute": ("HassMediaPlayerMute",), "unmute": ("HassMediaPlayerUnmute",), "next": ("HassMediaNext",),
    "arm": ("AlarmPanelArm",), "disarm": ("AlarmPanelDisarm",), "press": ("HassTurnOn",),
    "clean": ("HassVacuumStart",), "mow": ("HassLawnMowerStartMowing",), "dock": ("HassVacuumReturnToBase", "HassLawnMowerDock"), "send": ("HassVacuumReturnToBase", "HassLawnMowerDock"),
    "oscillate": ("FanOscillate",),
}  # fmt: skip
"""What each action may be, the likeliest first; what the device is decides."""
SWITCHING = frozenset(
    """on off toggle open close lock unlock start press stop send""".split()  # noqa: SIM905 - a table of words
)
"""Actions that mean nothing without a thing to do them to."""
BY_DOMAIN: dict[str, str] = {"light": "brightness", "cover": "position", "fan": "speed", "media_player": "volume",
                             "climate": "temperature", "humidifier": "humidity", "valve": "position",
                             "water_heater": "temperature"}  # fmt: skip
"""What a bare amount means for a sort of device."""
SET_INTENTS = {"brightness": "HassLightSet", "volume": "HassSetVolume", "position": "HassSetPosition", "tilt": "HassSetPosition",
               "speed": "HassFanSetSpeed", "temperature": "HassClimateSetTemperature", "humidity": "SetHumidity",
               "color_temp": "HassLightSet"}  # fmt: skip
SLOTS = {"brightness": "brightness", "volume": "volume_level", "position": "position", "tilt": "tilt", "speed": "percentage",
         "temperature": "temperature", "humidity": "humidity", "color_temp": "color_temperature"}  # fmt: skip
STEP_INTENTS = {**SET_INTENTS, "volume": "HassSetVolumeRelative"}
SPEEDS = {"low": 33, "medium": 66, "high": 100}
LEVELS = {"low": 20, "medium": 50, "high": 100}
"""What low and high mean of a light or a volume, per cent."""
GUESSES = (
    ("brightness", 0.5),
    ("volume", 0.45),
    ("temperature", 0.4),
    ("position", 0.35),
    ("speed", 0.3),
)
"""Order of guessing when neither words nor device say what an amount is of."""


def read(tagged: Tagged, implied: tuple[Phrase, ...] = ()) -> tuple[Reading, ...]:
    """Readings of a clause as a command to devices, best first; empty when it is none.

    `implied`: what it is about when the words name nothing.
    """
    question = tagged.first("question")
    if question is not None and (tagged.first("verb") is None or question.value in ASKING):
        return ()
    if _tells(tagged):
        return ()
    if any(
        t.kind in ("unknown", "function") and tagged.text(t) in ("not", "never")
        for t in tagged.tags
    ):
        return ()  # "do not turn it off": nothing to be done, and certainly not the opposite
    if PAST & set(tagged.words):
        return ()
    tagged = _with_fan_of_climate(_with_media(_without_from(_muting(tagged))))
    targets, excluded = phrases.build(tagged)
    targets = _without_sort(targets) or implied
    if _contradicts(tagged):
        return ()
    action = _as_meant(_action(tagged), targets)
    if action == "water":
        action, targets = "on", _watered(targets)
    found = _readings(tagged, action, targets)
    if tagged.first("verb") is None and tagged.of("unknown") and len(found) > 1:
        return ()  # no verb, strange words and several guesses: that is talk
    vague = bool(tagged.of("unknown")) and all(p.pronoun and not p.name for p in targets)
    return tuple(
        Reading(intent, slots, targets, excluded, probability=p * (STRANGE if vague else 1.0))
        for intent, slots, p in found
    )


STRANGE = (
    0.83  # Of a command to "it" with words beside that mean nothing: "my card has a burn on it".
)


MUTE = frozenset({"mute", "silence", "silent"})
BUTTONS = frozenset({"button", "mode", "key"})


def _muting(tagged: Tagged) -> Tagged:
    """ "Touch the mute button", "enter silent mode" mute."""
    noun = next((t for t in tagged.of("unknown", "verb") if tagged.text(t) in MUTE), None)
    verb = next((t for t in tagged.of("verb") if t is not noun), None)
    if noun is None or (verb is not None and verb.value[0] not in ("set", "press", "start", "on")):
        return tagged
    said = Tag("verb", noun.start, noun.end, ("mute", "mute"))
    aside = ("enter", *BUTTONS)
    left = (t for t in tagged.tags if t is not verb and tagged.text(t) not in aside)
    return Tagged(tagged.words, tuple(said if t is noun else t for t in left))


def _without_from(tagged: Tagged) -> Tagged:
    """ "From blue to white" is to white."""
    values = tagged.of("quantity")
    words = tagged.words
    left = tuple(
        t for t in tagged.tags
        if not (t in values and t.start and words[t.start - 1] == "from" and words[t.end : t.end + 1] == ("to",) and t != values[-1])
    )  # fmt: skip
    return Tagged(words, left)


def wished(tagged: Tagged) -> Tagged:
    """ "Give me red lights" wants them, "give me the status of the lights" asks of them."""
    question = tagged.first("question")
    if question is None or question.value not in WISHES:
        return tagged
    some = "light" in tagged.words and SOME & set(tagged.words[question.end : question.end + 2])
    if not (some or wants_light(tagged)):
        return tagged
    action = "set" if wants_light(tagged) else "on"
    verb = Tag("verb", question.start, question.end, (action, question.value))
    return Tagged(tagged.words, tuple(verb if t is question else t for t in tagged.tags))


SOME = frozenset({"some", "more", "light"})
WISHES = ("give me", "show me", "show us", "give us")


def wants_light(tagged: Tagged) -> bool:
    """Whether a look is named: a colour, or low light."""
    looks = LOOKS.keys() & set(tagged.words)
    return bool(looks) or any(
        t.value.kind in ("color", "color_temp") for t in tagged.of("quantity")
    )


Found = tuple[str, Mapping[str, Any], float]


ASKING = frozenset({"should i", "should we", "shall i", "shall we", "am i", "may i", "must i", "why", "when", "who", "where", "what", "what is", "what are",
                    "which", "is", "are", "was", "were", "did", "does", "did i", "did we", "did you", "have i", "have we", "have you", "has", "how many", "how much",
                    "how", "anybody", "anyone", "is not", "are not", "did not", "did anyone", "did anybody", "did someone", "did somebody", "is there", "are there"})  # fmt: skip
"""Openings after which a verb tells what is asked about, not what is to be done."""
PAST = frozenset({"yesterday", "ago"})
"""Words of a tale, never of a command."""
MEDIA_WORDS = frozenset(
    """music audio playback song songs track tune tunes movie film video show podcast episode media player
    album playlist broadcast""".split()  # noqa: SIM905 - a table of words
)  # fmt: skip
PLAYER = Entry("type", noun=TypeNoun("media player", ("media_player",)))


def _with_media(tagged: Tagged) -> Tagged:
    """ "Pause the music" is said of a player: the music stands for what plays it."""
    if tagged.first("verb") is None or any(t.kind == "device" for t in tagged.tags):
        return tagged
    player = any(t.kind == "type" and "media_player" in t.value.noun.domains for t in tagged.tags)
    tags = tuple(
        _media_tag(t, player)
        if t.kind in ("unknown", "name_word") and tagged.text(t) in MEDIA_WORDS
        else t
        for t in tagged.tags
    )
    return Tagged(tagged.words, tags)


def _media_tag(tag: Tag, player: bool) -> Tag:
    """The music of "the music on the speaker" adds nothing to the speaker."""
    return (
        Tag("function", tag.start, tag.end) if player else Tag("type", tag.start, tag.end, PLAYER)
    )


def _with_fan_of_climate(tagged: Tagged) -> Tagged:
    """The fan of "the air conditioner's fan" or "the AC on low fan speed" is a part, not a device."""
    fans = [t for t in tagged.tags if t.kind == "type" and is_of(t, "fan")]
    if not fans or not any(is_of(t, "climate") for t in tagged.tags):
        return tagged
    parts = tuple(
        Tag("property", t.start, t.end, "fan_mode") if t in fans else t for t in tagged.tags
    )
    return Tagged(tagged.words, parts)


def _is_awning(tag: Tag) -> bool:
    if tag.kind == "device":
        return "awning" in tag.value.ids[0]
    return tag.kind == "type" and "awning" in tag.value.noun.kinds


SWITCHED = frozenset({"light", "switch", "fan", "media_player", "climate", "humidifier"})
AS_SWITCHED = {"open": "on", "close": "off"}


def _as_meant(action: str | None, targets: tuple[Phrase, ...]) -> str | None:
    """ "Close the lights": many languages open and close what English switches."""
    domains = {d for p in targets for d in p.domains}
    if action == "off" and any("awning" in p.kinds or "awning" in (p.name or "") for p in targets):
        return "open"  # an awning that is out is open
    if domains and domains <= SWITCHED and not any(p.every and not p.noun for p in targets):
        return AS_SWITCHED.get(action or "", action)
    return action


def _watered(targets: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """ "Water the garden" starts the sprinkler there."""
    noun = lexicon.TYPE_NOUNS["sprinkler"]
    places = [p for p in targets if p.area or p.floor or p.here] or [Phrase()]
    return tuple(
        Phrase("sprinkler", area=p.area, floor=p.floor, here=p.here, noun="sprinkler", domains=noun.domains, kinds=noun.kinds | {"irrigation"})
        for p in places
    )  # fmt: skip


def _without_sort(targets: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """ "Set the scene to dinner time" is about dinner time, not about a scene as well."""
    named = any(p.name for p in targets)
    return tuple(
        p
        for p in targets
        if not (named and p.noun in ("scene", "script", "routine") and not p.name)
    )


def _action(tagged: Tagged) -> str | None:
    verb = tagged.first("verb")
    action: str | None = verb.value[0] if verb else _more_or_less(tagged)
    particles = [PARTICLE_ACTIONS[t.value] for t in tagged.of("particle")]
    states = [tagged.text(t) for t in tagged.of("state")]
    if action is None and not particles and states and states[-1] in ENSURED:
        return ENSURED[states[-1]]
    if tagged.words[-1] == "in" and any(_is_awning(t) for t in tagged.tags):
        return "close"
    split = verb is not None and verb.value[1].split()[0] in lexicon.SPLIT_VERBS
    if particles and (
        action in (None, "set", "start", "toggle") or (split and particles[-1] in ("on", "off"))
    ):
        return particles[-1]
    if action == "ensure":
        words = [tagged.text(t) for t in tagged.of("particle", "state")]
        return ENSURED.get(words[-1]) if words else None
    if action == "set":
        states = [t.value for t in tagged.of("state")]
        if states and states[-1] in ("locked", "unlocked"):
            return "lock" if states[-1] == "locked" else "unlock"
    return action


def _tells(tagged: Tagged) -> bool:
    """ "The oven is on", "Oliver turned the lamp on": statements, however much they sound like it."""
    words = tagged.words
    if TELLING & set(words[:4]) or (words[0] in OTHERS and not MAY & set(words[1:3])):
        return True
    for index, word in enumerate(words[1:], start=1):
        did = word.endswith("ed") and (
            word in lexicon.VERBS or " ".join(words[index : index + 2]) in lexicon.VERBS
        )
        if did and DETERMINERS & set(words[index + 1 : index + 3]):
            return True
    return tagged.first("verb") is None and bool({"is", "are"} & set(words)) and "too" not in words


OTHERS = frozenset(
    {"he", "she", "they", "who", "somebody", "someone", "everybody", "everyone", "nobody"}
)
"""Of whom a tale tells; a wish of theirs is for somebody else to hear."""
MAY = frozenset({"should", "can", "could", "wants", "want", "needs", "need", "would", "is", "are"})
TELLING = frozenset({"told", "said", "says", "asked", "was", "were"})


def _more_or_less(tagged: Tagged) -> str | None:
    """ "Less light from the lamp"."""
    words = set(tagged.words)
    return "up" if "more" in words else "down" if "less" in words else None


def _contradicts(tagged: Tagged) -> bool:
    """Two values of a kind, or on and off: two commands that were not told apart."""
    values: dict[str, Any] = {}
    for tag in tagged.of("quantity"):
        kind, value = tag.value.kind, tag.value.value
        if kind in COMPARED and values.setdefault(kind, value) != value:
            return True
    said = {t.value for t in tagged.of("particle")} | {t.value[0] for t in tagged.of("verb")}
    return {"on", "off"} <= said or {"open", "close"} <= said


COMPARED = frozenset({"percent", "degrees", "number", "color", "level"})


def _readings(tagged: Tagged, action: str | None, targets: tuple[Phrase, ...]) -> list[Found]:
    amounts = {t.value.kind: t.value for t in reversed(tagged.of("quantity"))}
    prop = next((t.value for t in tagged.of("property")), None)
    if _of_room(tagged, amounts, targets):
        warmer = StepSize(1, property="temperature")
        return _relative(Quantity("step", warmer, 0, 0, relative=True), action, prop, targets)
    if prop == "power" and _lights(targets) and action not in ("on", "off"):
        prop = "brightness"  # "reduce the power of the lamp"
    light = _light(amounts, prop)
    if light is not None and action not in ("off", "close", "lock", "unlock"):
        return [("HassLightSet", {**light, "on": True} if action == "on" else light, 0.95)]
    if "step" in amounts and not _is_told(amounts):
        return _relative(amounts["step"], action, prop, targets)
    absolute = _absolute(amounts, action, prop, targets)
    if absolute:
        return [_with_air(tagged, found) for found in absolute]
    special = _special(tagged, action, prop, targets)
    if special:
        return special
    if (
        prop == "color"
        and action in ("set", "on")
        and {d for p in targets for d in p.domains} <= {"light"}
    ):
        return [("HassLightSet", {"color": None}, 0.85)]
    look = _look(tagged, action, targets)
    if look:
        return look
    if action in RELATIVE:
        return _relative(None, action, prop, targets)
    if action == "send" and MESSAGES & set(tagged.words):
        return []
    return _plain(action, prop, targets)


def _of_room(tagged: Tagged, amounts: Mapping[str, Quantity], targets: tuple[Phrase, ...]) -> bool:
    """ "Nice and warm" is a light's colour when said of one; of all else it is warmth."""
    said = amounts.get("color_temp")
    if said is None or " ".join(tagged.words[said.start : said.end]) not in OF_ROOMS:
        return False
    return not any("light" in p.domains for p in targets)


def _fan_mode(tagged: Tagged) -> str | None:
    """What the fan inside an air conditioner is to do."""
    if not any(t.value in ("fan_mode", "speed") for t in tagged.of("property")):
        return None
    said = next((w for w in reversed(tagged.words) if w in lexicon.FAN_MODES), None)
    return "auto" if said == "automatic" else said


def _with_air(tagged: Tagged, found: Found) -> Found:
    """ "Cool, 21 degrees, low fan": mode and fan go with the temperature."""
    intent, slots, weight = found
    if intent != "HassClimateSetTemperature" or "step" in slots:
        return found
    mode, fan = tagged.first("mode"), _fan_mode(tagged)
    more = {"mode": mode.value} if mode is not None and mode.value not in ("off", fan) else {}
    return intent, {**slots, **more, **({"fan_mode": fan} if fan else {})}, weight


def _light(amounts: Mapping[str, Quantity], prop: str | None) -> Mapping[str, Any] | None:
    slots: dict[str, Any] = {}
    if "color" in amounts:
        slots["color"] = amounts["color"].value
        slots["rgb_color"] = COLORS[str(amounts["color"].value)]
    for kind in ("color_temp", "kelvin"):
        if kind in amounts:
            slots["color_temperature"] = amounts[kind].value
    if slots and "percent" in amounts:
        slots["brightness"] = amounts["percent"].value
    if not slots and prop == "color_temp" and "number" in amounts:
        slots["color_temperature"] = amounts["number"].value
    return slots or None


def _relative(
    quantity: Quantity | None, action: str | None, prop: str | None, targets: tuple[Phrase, ...]
) -> list[Found]:
    said = RELATIVE.get(action or "", 0) or {"open": 1, "close": -1}.get(action or "", 0)
    step = quantity.value if quantity is not None else StepSize(_direction(said))
    assert isinstance(step, StepSize)
    if (
        step.property == "temperature"
        and step.unit is None
        and targets
        and all(p.domains == ("light",) for p in targets)
    ):
        direction = -step.direction  # a warmer light is of fewer kelvin
        step = replace(step, property="color_temp", direction=direction)
    if step.direction == 0 and step.multiplier is None:
        step = replace(step, direction=_direction(said))
    if step.direction == 0 and step.multiplier is None:
        return []
    named = step.property or prop or VERB_PROPERTY.get(action or "")
    if named is None and action in ("open", "close"):
        named = "position"
    if step.unit == "degrees":
        named = "temperature"
    of = _properties(named, targets)
    if named == "temperature" and step.unit is None and not any(p.domains for p in targets):
        colder = replace(step, property="color_temp", direction=_direction(-step.direction))
        return [_step("temperature", step, 0.95), _step("color_temp", colder, 0.85)]
    return [_step(p, step, weight) for p, weight in of if p in STEP_INTENTS] + (
        _raise_or_lower(quantity, action, targets) if named in (None, "position") else []
    )


def _is_told(amounts: Mapping[str, Quantity]) -> bool:
    """ "Darker, 20 percent": where it is to go says more than which way."""
    step = amounts["step"].value
    return (
        isinstance(step, StepSize)
        and step.amount is None
        and bool({"percent", "level"} & amounts.keys())
    )


def _direction(sign: int) -> Literal[-1, 0, 1]:
    return 1 if sign > 0 else -1 if sign < 0 else 0


def _step(prop: str, step: StepSize, weight: float) -> Found:
    direction = "up" if step.direction >= 0 else "down"
    if step.multiplier is not None:
        direction = "up" if step.multiplier > 1 else "down"
    return STEP_INTENTS[prop], {f"{prop}_step": direction, "step": step}, weight


def _raise_or_lower(
    quantity: Quantity | None, action: str | None, targets: tuple[Phrase, ...]
) -> list[Found]:
    """ "raise the blinds" opens them all the way; "a bit" does not."""
    if quantity is not None or action not in ("up", "down"):
        return []
    covers = any("cover" in p.domains for p in targets)
    intent = "HassTurnOn" if action == "up" else "HassTurnOff"
    return [(intent, {"domain": "cover"}, 0.96 if covers else 0.36)]


def _properties(named: str | None, targets: tuple[Phrase, ...]) -> list[tuple[str, float]]:
    if named is not None:
        return [(named, 0.95)]
    domains = {d for p in targets for d in p.domains}
    known = [BY_DOMAIN[d] for d in BY_DOMAIN if d in domains]
    return [(prop, 0.9) for prop in dict.fromkeys(known)] or list(GUESSES)


LOOKS: Mapping[str, int] = {"bright": 100, "dim": 20, "dark": 5, "low": 20}
"""How bright a light is that is made so, per cent."""


def _look(tagged: Tagged, action: str | None, targets: tuple[Phrase, ...]) -> list[Found]:
    """ "Make the lamp very bright", "give me dim light"."""
    if action != "set" or any(w == "too" for w in tagged.words) or tagged.of("quantity"):
        return []
    if not any("light" in p.domains for p in targets):
        return []
    said = next((w for w in reversed(tagged.words) if w in LOOKS), None)
    if said is None:
        return []
    percent = LOOKS[said]
    if "very" in tagged.words or "really" in tagged.words:
        percent = min(percent, 10) if percent < 50 else 100
    return [("HassLightSet", {"brightness": percent}, 0.9)]


def _absolute(
    amounts: Mapping[str, Quantity],
    action: str | None,
    prop: str | None,
    targets: tuple[Phrase, ...],
) -> list[Found]:
    if action in ("off", "lock", "unlock", "toggle", "mute", "pause", "next"):
        return []
    if (
        "degrees" not in amounts
        and "speed" in amounts
        and prop in (None, "speed")
        and not _climate(targets)
        and not _lights(targets)
    ):
        return [
            ("HassFanSetSpeed", {"percentage": SPEEDS.get(str(amounts["speed"].value), 66)}, 0.9)
        ]
    beside = {"on": True} if action == "on" else {}
    if "degrees" in amounts:
        degrees = amounts["degrees"]
        slots = {"temperature": degrees.value, **({"unit": degrees.unit} if degrees.unit else {})}
        return [("HassClimateSetTemperature", slots | beside, 0.95)]
    quantity = next(
        (amounts[k] for k in ("percent", "level", "number", "speed") if k in amounts), None
    )
    if quantity is None:
        return []
    if prop is None and action in ("open", "close"):
        prop = "position"
    prop = prop or VERB_PROPERTY.get(action or "")
    properties = _properties(prop, targets)
    fitting = [of for of in properties if _plausible(of[0], quantity)]
    if not fitting and len(properties) == 1 and quantity.kind == "percent":
        fitting = properties  # "open it to 180 percent": to be refused, not to be opened
    return [
        (
            SET_INTENTS[p],
            {
                SLOTS[p]: _value(p, quantity),
                **(beside if p in ("temperature", "humidity", "brightness") else {}),
            },
            weight,
        )
        for p, weight in fitting
        if p in SET_INTENTS
    ]


def _climate(targets: tuple[Phrase, ...]) -> bool:
    return bool(targets) and all(p.domains == ("climate",) for p in targets)


def _lights(targets: tuple[Phrase, ...]) -> bool:
    return bool(targets) and all(p.domains == ("light",) for p in targets)


def _value(prop: str, quantity: Quantity) -> Any:
    if quantity.kind == "level":
        level = float(quantity.value)  # type: ignore[arg-type]
        if prop in ("temperature", "color_temp"):
            return "max" if level > 0.5 else "min"
        return max(1, round(level * 100)) if prop == "brightness" else round(level * 100)
    if quantity.kind == "speed":
        return LEVELS[str(quantity.value)]
    return quantity.value


def _plausible(prop: str, quantity: Quantity) -> bool:
    """Whether an amount can be of a property: 180 is no percentage, 21 % no temperature."""
    if quantity.kind == "percent":
        return prop not in ("temperature", "color_temp") and 0 <= float(quantity.value) <= 100  # type: ignore[arg-type]
    if quantity.kind == "number" and prop not in ("temperature", "color_temp"):
        return 0 <= float(quantity.value) <= 100  # type: ignore[arg-type]
    return True


def _special(
    tagged: Tagged, action: str | None, prop: str | None, targets: tuple[Phrase, ...]
) -> list[Found]:
    domains = {d for p in targets for d in p.domains}
    homing = BASE & set(tagged.words) and action in (None, "set", "send")
    if homing and domains & {"vacuum", "lawn_mower"}:
        dock = "HassLawnMowerDock" if "lawn_mower" in domains else "HassVacuumReturnToBase"
        return [(dock, {}, 0.95)]
    source = tagged.first("source")
    if source is not None:
        return [("MediaSelectSource", {"source": source.value.ids[0]}, 0.95)]
    if action == "oscillate" or prop == "oscillation":
        ends = action in ("stop", "off") or "from" in tagged.words
        return [("FanOscillate", {"oscillating": not ends}, 0.95)]
    fan = _fan_mode(tagged)
    if fan is not None and (_climate(targets) or prop == "fan_mode"):
        return [("HassClimateSetFanMode", {"fan_mode": fan}, 0.94)]
    mode = tagged.first("mode")
    if (
        mode is not None
        and action in ("set", "on", "start", None)
        and (prop == "mode" or "climate" in domains or "humidifier" in domains)
    ):
        on = {"on": True} if action == "on" and domains == {"humidifier"} else {}
        return [("ClimateSetMode", {"mode": mode.value, **on}, 0.93)]
    if mode is not None and prop == "fan_mode":
        return [("HassClimateSetFanMode", {"fan_mode": mode.value}, 0.93)]
    if mode is not None and action == "arm":
        return [("AlarmPanelArm", {"mode": mode.value}, 0.95)]
    if action == "set" and domains and domains <= {"scene", "script"}:
        return [("HassTurnOn", {}, 0.9)]
    if action == "clean" and any(p.area for p in targets) and not any(p.pronoun for p in targets):
        return [("HassVacuumCleanArea", {}, 0.95)]
    if action == "clean" and tagged.first("here") is not None:
        return [("HassVacuumCleanArea", {"here": True}, 0.95)]
    if action in ("start", "set", "resume") and domains & {"vacuum"}:
        return [("HassVacuumStart", {}, 0.95)]
    if action in ("start", "on", "resume") and domains & {"lawn_mower"}:
        return [("HassLawnMowerStartMowing", {}, 0.95)]
    if action in ("dock", "off") and "lawn_mower" in domains:
        return [("HassLawnMowerDock", {}, 0.95)]
    if action in ("stop", "pause") and "vacuum" in domains:
        return [("VacuumPause", {}, 0.95)]
    return []


MESSAGES = frozenset(
    {
        "email",
        "emails",
        "mail",
        "message",
        "text",
        "tweet",
        "letter",
        "sms",
        "note",
        "reply",
        "money",
    }
)
"""What is sent to people, and is no thing that drives home."""
BASE = frozenset({"dock", "base", "home", "station", "charger"})


def _plain(action: str | None, prop: str | None, targets: tuple[Phrase, ...]) -> list[Found]:
    if action in ("on", "off") and prop == "volume":
        action = "unmute" if action == "on" else "mute"
    if action == "send" and not any(p.name or p.noun for p in targets):
        return []
    switching = action in SWITCHING
    if switching and (not targets or prop not in (None, "power", "volume")):
        return []
    slots: dict[str, Any] = (
        {"action": action} if action in ("open", "close", "lock", "unlock") else {}
    )
    intents = INTENTS_OF.get(action or "", ())
    return [(intent, slots, 0.95 - 0.05 * rank) for rank, intent in enumerate(intents)]


NEEDS_TARGET = frozenset({"HassTurnOn", "HassTurnOff", "HassToggle"})
"""Intents that mean nothing without a thing to do them to."""
VALUED = frozenset(
    {
        *SET_INTENTS.values(),
        "HassSetVolumeRelative",
        "ClimateSetMode",
        "MediaSelectSource",
        "HassClimateSetFanMode",
    }
)
"""Intents that need a value."""


def values_for(intent: str, tagged: Tagged) -> dict[str, Any] | None:
    """The slot values that a clause holds for an intent; None when it holds none."""
    targets, _ = phrases.build(tagged)
    found = _readings(tagged, _action(tagged), targets)
    return next((dict(slots) for name, slots, _ in found if name == intent and slots), None)


BARE = frozenset(
    """device type area floor function all and name_word here pronoun ordinal""".split()  # noqa: SIM905 - a table of words
)


def bare_names(tagged: Tagged) -> tuple[Phrase, ...]:
    """The phrases of a clause that only names things: "movie night", "the kitchen radio"."""
    if any(t.kind not in BARE for t in tagged.tags) or {"too", "is", "are"} & set(tagged.words):
        return ()
    targets, _ = phrases.build(tagged)
    return targets
