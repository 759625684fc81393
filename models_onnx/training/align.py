"""Values that a corpus lists beside a sentence become tags on its words.

Where a corpus names a slot's words we find them; where it leaves out what is plain to see (a
type of device, a room, "all"), a lexicon adds it. Words that cannot be found leave the sentence
without tags: its slots are then not learned from.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from models_onnx.training import vocabulary

# Words that are a type of device in our lists but too often something else.
_AMBIGUOUS = {"current", "cover", "covers", "heat", "power", "energy", "motion", "presence",
              "pressure", "smoke", "voltage", "vibration", "cleaner", "mop", "robot", "climate",
              "sound", "audio", "rollers", "signal strength", "devices", "receiver"}  # fmt: skip
_ALL = {"all", "every", "both", "each"}
_STATES = {"on", "off", "open", "opened", "closed", "locked", "unlocked", "running", "shut",
           "playing", "cleaning", "docked", "ajar", "charging", "hot", "cold", "low", "full",
           "occupied", "oscillating", "detecting", "empty", "normal", "up", "down"}  # fmt: skip
_STEPS = {"brighter", "dimmer", "dim", "brighten", "lower", "increase", "decrease", "raise",
          "reduce", "louder", "quieter", "softer", "darker", "up", "down", "warmer", "cooler",
          "higher", "darken", "a bit", "a little", "a little bit", "slightly", "a notch",
          "faster", "slower", "more", "less"}  # fmt: skip
RELATIVE = {"HassLightSet", "HassSetVolumeRelative", "HassClimateSetTemperature"}
_ABSOLUTE = {"brightness", "volume", "temperature", "color", "color_temperature", "position"}


def find(words: Sequence[str], value: str) -> int | None:
    """Where the value's words begin in the sentence.

    >>> find(["dim", "the", "hall", "lamp"], "hall lamp")
    2
    """
    wanted = value.lower().split()
    bare = [word.lower().strip(".,?!") for word in words]
    for start in range(len(words) - len(wanted) + 1):
        if wanted and bare[start : start + len(wanted)] == wanted:
            return start
    return None


def mark(tags: list[str], start: int, length: int, slot: str) -> None:
    """Tag so many words from `start`, unless one of them is tagged already."""
    if all(tag == "O" for tag in tags[start : start + length]):
        tags[start : start + length] = [f"B-{slot}", *[f"I-{slot}"] * (length - 1)]


def align(words: Sequence[str], values: Iterable[tuple[str, str]]) -> list[str] | None:
    """Tags for (slot, words) pairs; None when one of them is not in the sentence."""
    tags = ["O"] * len(words)
    for slot, value in sorted(values, key=lambda pair: -len(pair[1])):
        start = find(words, value)
        if start is None:
            return None
        mark(tags, start, len(value.split()), slot)
    return tags


@cache
def _lexicon() -> dict[tuple[str, ...], str]:
    known = {tuple(area.split()): "area" for area in vocabulary.AREAS}
    known |= {tuple(floor.split()): "floor" for floor in vocabulary.FLOORS}
    known |= {
        tuple(noun.split()): "device_class"
        for noun in vocabulary.GENERIC_CLASSES
        if noun not in _AMBIGUOUS
    }
    known |= {("smart", noun): "device_class" for noun in vocabulary.GENERIC_CLASSES}
    doors = [f"{which} door{s}" for which in ("garage", "front", "back") for s in ("", "s")]
    known |= {tuple(name.split()): "name" for name in (*vocabulary.APPLIANCES, *doors)}
    return known | {(word,): "all" for word in _ALL}


_PHRASE_WORDS_MAX = 3
_PARTICLES = {"on", "off", "over", "to"}
_NOUN_BEFORE = {"the", "my", "our", "a", "all", "every", "this", "that", "turn", "smart", "plug"}


_SELDOM = {"light": {"up"}, "fan": {"mode"}}


def _is_verb(words: Sequence[str], at: int) -> bool:
    """Whether "switch", "light" or "vacuum" here is no device: what to do, or part of a word."""
    after = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if words[at] in _SELDOM:
        return after in _SELDOM[words[at]]
    if words[at] == "vacuum":
        return at == 0 and after not in {"cleaner", "clean", "start", "stop", "go", "on", "off"}
    return words[at] == "switch" and after in _PARTICLES and before not in _NOUN_BEFORE


@cache
def _of_intent(intent: str) -> dict[tuple[str, ...], str]:
    """Words that fill a slot when this is what the sentence wants."""
    v = vocabulary
    known: dict[str, Sequence[str]] = {}
    if intent.startswith(("HassList", "List")):
        known = {"list": [name for name in v.LISTS if name.endswith(" list")]}
    elif intent == "HassMediaSearchAndPlay":
        known = {"media_class": [word for word in v.MEDIA_CLASS_WORDS if word != "music"]}
    elif intent == "HassLightSet":
        whites = [words for words in v.COLOR_TEMPERATURES if " " in words or words == "daylight"]
        known = {"color": v.COLORS, "color_temperature": whites,
                 "brightness": ["min", "max", "minimum", "maximum"]}  # fmt: skip
    elif intent == "HassClimateSetFanMode":
        known = {"mode": [mode for mode in v.FAN_MODES if mode not in ("on", "off")]}
    return {tuple(words.split()): slot for slot, phrases in known.items() for words in phrases}


def add_plain(words: Sequence[str], tags: list[str], intent: str) -> list[str]:
    """Tags for what a lexicon knows: types of device, rooms, quantifiers, states, directions."""
    lexicon = dict(_lexicon())
    if intent == "HassGetState":
        lexicon |= {(word,): "state" for word in _STATES}
    lexicon |= _of_intent(intent)
    if intent in RELATIVE and not any(tag[2:] in _ABSOLUTE for tag in tags):
        lexicon |= {tuple(phrase.split()): "step" for phrase in _STEPS}
    bare = [word.lower().strip(".,?!") for word in words]
    for length in range(_PHRASE_WORDS_MAX, 0, -1):
        for start in range(len(words) - length + 1):
            slot = lexicon.get(tuple(bare[start : start + length]))
            if slot is not None and not _is_verb(bare, start):
                mark(tags, start, length, slot)
    return tags
