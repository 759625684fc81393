"""How well some words name a device: exactly, in part, nearly, or by sound.

Scores are 0..1 and mean: below `ENOUGH` it is not this device. A word too many counts against a
name ("reading light" is not the ceiling light), a word too few only a little.
"""

from functools import lru_cache

import jellyfish
from rapidfuzz import fuzz

from context.turn import How
from devices.model import Device
from gateway.understand.lexicon import KIND_SYNONYMS, TYPE_NOUNS
from gateway.understand.vocabulary import bare_name, called

ENOUGH = 0.7
SAME = 0.97  # All words and no other.
FUZZY_RATIO = (
    82.0  # Of rapidfuzz; "desk lamb" and "desk lamp" have 89, "desk lamp" and "bed lamp" 71.
)
WORD_RATIO = 80.0  # "curtins" and "curtains" have 93, "reading" and "landing" 71: another lamp.
SORT_RATIO = 70.0  # "lamb" and "lamp" have 75; who says "floor lamb" means the lamp.
SAME_SORT = {
    "light": "light", "lamp": "light", "bulb": "light", "spotlight": "light", "lights": "light", "lamps": "light", "lighting": "light",
    "tv": "tv", "television": "tv", "telly": "tv", "blind": "blind", "blinds": "blind", "shade": "blind", "shades": "blind", "shutter": "blind",
    "shutters": "blind", "curtain": "curtain", "curtains": "curtain", "drapes": "curtain", "thermostat": "heating", "heating": "heating", "radiator": "heating",
    "heater": "heater", "speaker": "speaker", "speakers": "speaker", "stereo": "speaker", "plug": "plug", "outlet": "plug", "socket": "plug", "switch": "plug",
    "fan": "fan", "fans": "fan", "ac": "ac", "aircon": "ac", "vacuum": "vacuum", "hoover": "vacuum", "fridge": "fridge", "refrigerator": "fridge",
    "machine": "maker", "maker": "maker", "washer": "washer",
}  # fmt: skip
FILLER = frozenset(
    """the my our of in a and s""".split()  # noqa: SIM905 - a table of words
)


def score(words: str, device: Device, area_names: tuple[str, ...] = ()) -> tuple[float, How]:
    """The best score of the words against a device's names, and how it was won."""
    best: tuple[float, How] = (0.0, "partial")
    for index, name in enumerate(called(device.name, device.aliases)):
        value, how = _score(words, " ".join(bare_name(name)), area_names)
        if index and how == "exact":
            how = "alias"
        if value > best[0]:
            best = (value, how)
    if (
        best[0] < ENOUGH
        and device.kind
        and words in KIND_SYNONYMS.get(device.kind, (device.kind.replace("_", " "),))
    ):
        return 0.85, "type"
    return best


@lru_cache(maxsize=2048)  # Some sentences of a home with a hundred names.
def _score(words: str, name: str, areas: tuple[str, ...]) -> tuple[float, How]:
    if words == name:
        return 1.0, "exact"
    said, named = _content(words), _content(name)
    if not said or not named:
        return 0.0, "partial"
    if said == named:
        return SAME, "exact"
    if _sorts(said) == _sorts(named):
        return 0.92, "partial"
    for area in areas:
        room = tuple(area.split())
        if _sorts(tuple(w for w in named if w not in room)) == _sorts(said):
            return 0.9, "partial"
        if _sorts((*room, *named)) == _sorts(said) or _sorts(
            tuple(w for w in said if w not in room)
        ) == _sorts(named):
            return 0.9, "partial"
    partial = _partial(_sorts(said), _sorts(named))
    if partial:
        return partial, "partial"
    shorter = (tuple(w for w in named if w not in area.split()) for area in areas)
    variants = [named, *(short for short in shorter if short and short != named)]
    return max((_nearly(" ".join(said), " ".join(v)) for v in variants), key=lambda found: found[0])


@lru_cache(maxsize=1024)
def _content(words: str) -> tuple[str, ...]:
    said = words.split()
    return tuple(
        w for i, w in enumerate(said) if w not in FILLER or (w == "a" and i == len(said) - 1 > 0)
    )


@lru_cache(maxsize=2048)
def _sorts(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(SAME_SORT.get(word, _singular(word)) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _partial(said: tuple[str, ...], named: tuple[str, ...]) -> float:
    """All that was said is part of the name, and not only its sort."""
    left = list(named)
    for word in said:
        if word not in left:
            return 0.0
        left.remove(word)
    if not left:
        return 0.9  # "Shade on the skylight" is the skylight shade.
    telling = [w for w in said if w not in _SORT_WORDS]
    if not telling:
        return 0.0
    return 0.72 + 0.15 * len(said) / len(named)


_SORT_WORDS = frozenset(SAME_SORT.values()) | {w for w in TYPE_NOUNS if " " not in w}


def _nearly(said: str, named: str) -> tuple[float, How]:
    """Misspelt, misheard or cut apart otherwise; each word must be near its own, not all in sum."""
    if not _same_numbers(said, named):
        return 0.0, "fuzzy"
    ours, theirs = said.split(), named.split()
    joined = fuzz.ratio("".join(ours), "".join(theirs))
    if len(ours) == len(theirs):
        if joined >= FUZZY_RATIO and all(_slip(a, b) for a, b in zip(ours, theirs, strict=True)):
            return 0.9 * joined / 100, "fuzzy"
    elif joined >= FUZZY_RATIO and _differ_little(ours, theirs):
        return 0.9 * joined / 100, "fuzzy"
    if len(said) >= 4 and joined >= 60 and sound(said) == sound(named):
        return 0.78, "phonetic"
    return 0.0, "fuzzy"


def _differ_little(said: list[str], named: list[str]) -> bool:
    """Whether what is left without the words that both begin or end with is nearly the same, too;
    "meeting room Hopper" is not "meeting room Ada lights"."""
    while said and named and said[0] == named[0]:
        said, named = said[1:], named[1:]
    while said and named and said[-1] == named[-1]:
        said, named = said[:-1], named[:-1]
    return not said or not named or fuzz.ratio("".join(said), "".join(named)) >= WORD_RATIO


def _slip(said: str, named: str) -> bool:
    """Whether one word may be a slip for another: a sort of device more easily than what tells two
    of them apart ("lamb" for lamp, but not "reading" for landing)."""
    if said == named:
        return True
    if said in _SORT_WORDS:
        return False
    return fuzz.ratio(said, named) >= (SORT_RATIO if named in _SORT_WORDS else WORD_RATIO) or (
        sound(said) == sound(named) != ""
    )


def _same_numbers(said: str, named: str) -> bool:
    return [w for w in said.split() if w.isdigit()] == [w for w in named.split() if w.isdigit()]


@lru_cache(maxsize=4096)
def sound(words: str) -> str:
    """What the words sound like, spaces aside (Metaphone, Lawrence Philips 1990).

    >>> sound("kit chin light") == sound("kitchen light")
    True
    """
    return str(jellyfish.metaphone(words.replace(" ", "")))
