"""Plain words -> the amounts, colours and steps that are said in them.

Takes tokens as `words.tokens` gives them. Says what was said, never what it is for: "orange" is a
colour by form even in "orange juice", and "3" is a number even in "bedroom 3".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from context.turn import StepSize as Step
from gateway.understand.when import CLOCK_WORDS, UNITS_S

Kind = Literal[
    "percent", "degrees", "kelvin", "number", "color", "color_temp", "level", "speed", "step"
]
Unit = Literal["C", "F"]
Property = Literal["brightness", "temperature", "volume", "color_temp", "speed", "position"]
Direction = Literal[-1, 0, 1]
Size = Literal["small", "normal", "large"]


Value = float | int | str | Step


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount and the tokens [start, end) that said it.

    Values by kind: percent, degrees, number -> float; kelvin, color_temp -> int (kelvin);
    color -> name in `COLORS`; level -> 0.0..1.0; speed -> "low" | "medium" | "high";
    step -> `Step`.
    """

    kind: Kind
    value: Value
    start: int
    end: int
    relative: bool = False
    """Whether it is a change (every step) and not a place to be."""
    unit: Unit | None = None
    """For degrees, when it was said."""
    fraction: bool = False
    """Whether a percent was said as "half" or "a quarter"."""


# --- English: another language is another set of these tables -------------------------------------


def _colors(table: str) -> dict[str, tuple[int, int, int]]:
    """ "light_green 90ee90" -> {"light green": (144, 238, 144)}."""
    pairs = (entry.split() for entry in table.strip().splitlines() for entry in entry.split(", "))
    return {
        name.replace("_", " "): (int(hex_[:2], 16), int(hex_[2:4], 16), int(hex_[4:], 16))
        for name, hex_ in pairs
    }


COLORS: dict[str, tuple[int, int, int]] = _colors("""
alice_blue f0f8ff, amber ffbf00, antique_white faebd7, apricot ffb16d, aqua 00ffff
aquamarine 7fffd4, azure 007fff, beige f5f5dc, bisque ffe4c4, black 000000
blanched_almond ffebcd, blue 0000ff, blue_green 0d98ba, blue_violet 8a2be2, brick_red cb4154
bronze cd7f32, brown a52a2a, burgundy 800020, burly_wood deb887, cadet_blue 5f9ea0
cerise de3163, cerulean 2a52be, chartreuse 7fff00, cherry_red d2042d, chocolate d2691e
cobalt 0047ab, copper b87333, coral ff7f50, cornflower_blue 6495ed, cornsilk fff8dc
cream fffdd0, crimson dc143c, cyan 00ffff, dark_blue 00008b, dark_cyan 008b8b
dark_goldenrod b8860b, dark_gray a9a9a9, dark_green 006400, dark_khaki bdb76b
dark_magenta 8b008b, dark_olive_green 556b2f, dark_orange ff8c00, dark_orchid 9932cc
dark_pink e75480, dark_purple 301934, dark_red 8b0000, dark_salmon e9967a
dark_sea_green 8fbc8f, dark_slate_blue 483d8b, dark_slate_gray 2f4f4f, dark_turquoise 00ced1
dark_violet 9400d3, dark_yellow 9b870c, deep_pink ff1493, deep_purple 36013f, deep_red 850101
deep_sky_blue 00bfff, deep_blue 00008b, dim_gray 696969, dodger_blue 1e90ff
electric_blue 7df9ff, emerald 50c878, firebrick b22222, floral_white fffaf0
forest_green 228b22, fuchsia ff00ff, gainsboro dcdcdc, ghost_white f8f8ff, gold ffd700
goldenrod daa520, gray 808080, green 008000, green_yellow adff2f, honeydew f0fff0
hot_pink ff69b4, ice_blue 99ffff, indian_red cd5c5c, indigo 4b0082, ivory fffff0, jade 00a86b
khaki f0e68c, lavender e6e6fa, lavender_blush fff0f5, lawn_green 7cfc00, lemon fff44f
lemon_chiffon fffacd, light_blue add8e6, light_coral f08080, light_cyan e0ffff
light_goldenrod fafad2, light_gray d3d3d3, light_green 90ee90, light_orange fed8b1
light_pink ffb6c1, light_purple cbc3e3, light_red ff7f7f, light_salmon ffa07a
light_sea_green 20b2aa, light_sky_blue 87cefa, light_slate_gray 778899
light_steel_blue b0c4de, light_yellow ffffe0, lilac c8a2c8, lime 00ff00, lime_green 32cd32
linen faf0e6, magenta ff00ff, maroon 800000, mauve e0b0ff, medium_aquamarine 66cdaa
medium_blue 0000cd, medium_orchid ba55d3, medium_purple 9370db, medium_sea_green 3cb371
medium_slate_blue 7b68ee, medium_spring_green 00fa9a, medium_turquoise 48d1cc
medium_violet_red c71585, midnight_blue 191970, mint 98ff98, mint_cream f5fffa
misty_rose ffe4e1, moccasin ffe4b5, mustard ffdb58, navajo_white ffdead, navy 000080
ocean_blue 4f42b5, ochre cc7722, old_lace fdf5e6, olive 808000, olive_drab 6b8e23, orange ffa500
orange_red ff4500, orchid da70d6, pale_blue afeeee, pale_goldenrod eee8aa, pale_green 98fb98
pale_pink fadadd, pale_turquoise afeeee, pale_violet_red db7093, papaya_whip ffefd5
peach ffcba4, peach_puff ffdab9, periwinkle ccccff, peru cd853f, pink ffc0cb, plum dda0dd
powder_blue b0e0e6, purple 800080, rebecca_purple 663399, red ff0000, rose ff007f
rosy_brown bc8f8f, royal_blue 4169e1, ruby e0115f, rust b7410e, saddle_brown 8b4513
salmon fa8072, sandy_brown f4a460, sapphire 0f52ba, scarlet ff2400, sea_green 2e8b57
seashell fff5ee, sienna a0522d, silver c0c0c0, sky_blue 87ceeb, slate_blue 6a5acd
slate_gray 708090, snow fffafa, spring_green 00ff7f, steel_blue 4682b4, tan d2b48c, teal 008080
thistle d8bfd8, tomato ff6347, turquoise 40e0d0, ultramarine 3f00ff, vermilion e34234
violet ee82ee, wheat f5deb3, white ffffff, white_smoke f5f5f5, yellow ffff00
yellow_green 9acd32
""")
"""Canonical English name -> red, green, blue: the names of CSS, and everyday ones."""

COLOR_ALIASES = {
    "navy blue": "navy", "golden": "gold", "violet blue": "blue violet",
    "baby blue": "light blue", "pinkish": "pink", "reddish": "red", "bluish": "blue",
    "greenish": "green", "bright red": "red", "bright green": "lime", "bright blue": "blue",
    "bright yellow": "yellow", "bright pink": "hot pink", "mint green": "mint",
    "olive green": "olive", "teal blue": "teal", "emerald green": "emerald",
    "ruby red": "ruby", "rose red": "rose", "blood red": "dark red", "light violet": "lilac",
    "cobalt blue": "cobalt", "lemon yellow": "lemon", "aqua blue": "aqua", "jade green": "jade",
}  # fmt: skip

COLOR_TEMPS: dict[str, int] = {
    "candlelight": 1900, "candle light": 1900, "extra warm white": 2200, "very warm white": 2200,
    "warm white": 2700, "warm light": 2700, "soft white": 3000, "neutral white": 3500,
    "natural white": 3500, "cool white": 4000, "cold white": 4000, "cool light": 4000,
    "cold light": 4000, "bright white": 5000, "daylight": 6500, "day light": 6500,
    "warm glow": 2400, "cosy white": 2400, "cozy white": 2400, "cosy light": 2400, "cozy light": 2400,
    "cosy glow": 2400, "cozy glow": 2400,
    **dict.fromkeys(("nice and warm", "warm and cosy", "warm and cozy", "cosy and warm", "cozy and warm", "nice and cosy",
                     "nice and cozy", "cosy", "cozy", "lovely and warm"), 2700),
}  # fmt: skip
"""Words -> kelvin; those that Home Assistant's sentences know, have its values."""
OF_ROOMS = frozenset(said for said in COLOR_TEMPS if COLOR_TEMPS[said] == 2700 and "white" not in said and "light" not in said)  # fmt: skip
"""Of these, what rooms are as well as lights: "nice and warm"."""

HIGHEST, LOWEST, HALF = 1.0, 0.0, 0.5
_UTMOST = (
    "it goes",
    "it gets",
    "it can",
    "it will go",
    "it can go",
    "it can get",
    "it can be",
    "they go",
    "they get",
    "they can",
    "possible",
)
LEVELS: dict[str, float] = {
    **{f"as {how} as {ends}": HIGHEST for how in ("bright", "high", "loud", "far") for ends in _UTMOST},
    **{f"as {how} as {ends}": LOWEST for how in ("dim", "low", "quiet", "dark") for ends in _UTMOST},
    **dict.fromkeys(
        ("maximum", "maximize", "maximise", "max", "full", "highest", "brightest", "loudest", "fullest", "full blast",
         "all the way", "all the way up", "all the way open", "fully open", "completely open",
         "wide open", "as high as possible", "as bright as possible", "as loud as possible",
         "as high as it goes", "as bright as it gets", "as loud as it goes", "as far as possible"),
        HIGHEST,
    ),
    **dict.fromkeys(
        ("minimum", "minimize", "minimise", "lowest", "dimmest", "darkest", "quietest", "softest", "all the way down",
         "all the way closed", "all the way shut", "fully closed", "completely closed",
         "as low as possible", "as dim as possible", "as dark as possible",
         "as quiet as possible", "as low as it goes", "as dim as it gets"),
        LOWEST,
    ),
    **dict.fromkeys(("half way", "halfway", "midway", "mid way", "mid level"), HALF),
}  # fmt: skip
SPEEDS = {"low": "low", "medium": "medium", "high": "high"}

PERCENT = frozenset(("percent", "percents", "percentage"))
DEGREES = frozenset(("degree", "degrees"))
DEGREE_UNITS: dict[str, Unit] = {"c": "C", "celsius": "C", "f": "F", "fahrenheit": "F"}
KELVIN = frozenset(("kelvin", "kelvins", "k"))
MINUS = frozenset(("minus", "negative"))
NOTCHES = frozenset(("notch", "notches", "step", "steps"))
A = frozenset(("a", "an", "1", "one"))
SHARES = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
SHARES_MANY = {"thirds": 100 / 3, "quarters": 25.0, "fifths": 20.0, "tenths": 10.0}
NOT_A_SHARE = frozenset(("an", "past", "to", "hour", "hours", "minute", "minutes", "second", "day"))
"""What follows "half" or "a quarter" when it is a length of time or a clock reading."""

SMALL = ("a bit", "a little", "a little bit", "a tiny bit", "just a bit", "just a little",
         "just a little bit", "slightly", "a touch", "a tad", "a notch", "a smidge", "a step",
         "ever so slightly", "1 notch", "1 step")  # fmt: skip
LARGE = ("a lot", "a good deal", "a great deal", "lots", "a whole lot", "quite a bit",
         "considerably", "significantly")  # fmt: skip
LARGE_BEFORE = ("much", "way", "far", "so much")
"""Sizes only before a comparative: "much dimmer", but not "how much"."""

COMPARATIVES: dict[str, tuple[Direction, Property | None]] = {
    "brighter": (1, "brightness"), "lighter": (1, "brightness"), "dimmer": (-1, "brightness"),
    "darker": (-1, "brightness"), "warmer": (1, "temperature"), "hotter": (1, "temperature"),
    "cooler": (-1, "temperature"), "colder": (-1, "temperature"), "chillier": (-1, "temperature"),
    "louder": (1, "volume"), "quieter": (-1, "volume"), "softer": (-1, "volume"),
    "faster": (1, "speed"), "slower": (-1, "speed"), "higher": (1, None), "lower": (-1, None),
}  # fmt: skip
ADJECTIVES: dict[str, tuple[Direction, Property | None]] = {
    "bright": (1, "brightness"), "light": (1, "brightness"), "brightness": (1, "brightness"),
    "dim": (-1, "brightness"), "dark": (-1, "brightness"), "warm": (1, "temperature"),
    "warmth": (1, "temperature"), "heat": (1, "temperature"), "hot": (1, "temperature"),
    "cool": (-1, "temperature"), "cold": (-1, "temperature"), "loud": (1, "volume"),
    "volume": (1, "volume"), "quiet": (-1, "volume"), "fast": (1, "speed"), "speed": (1, "speed"),
    "slow": (-1, "speed"), "high": (1, None), "low": (-1, None), "open": (1, "position"),
    "closed": (-1, "position"), "shut": (-1, "position"),
}  # fmt: skip
"""After "more", "less", "twice as": the property, and whether more of the word is more of it."""
MORE: dict[str, Direction] = {"more": 1, "less": -1}
SIDES: dict[str, Direction] = {"up": 1, "down": -1}
WHITES = frozenset(("white", "light", "whites", "tone"))
"""After "warmer" and "cooler" these make it the colour temperature of a light."""
TIMES = {"half": 0.5, "twice": 2.0, "double": 2.0, "thrice": 3.0}
CLAUSE_ENDS = frozenset((",", "and", "please", "then"))

# --- reading --------------------------------------------------------------------------------------

NUMBER_DIGITS_MAX = 9  # Longer rows of digits are names, not amounts.
NUMBER = re.compile(rf"[0-9]{{1,{NUMBER_DIGITS_MAX}}}(?:\.[0-9]{{1,{NUMBER_DIGITS_MAX}}})?")

Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First word -> (all words, phrase), longest first."""


def _phrases(known: Sequence[str] | Mapping[str, object]) -> Phrases:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase in known:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append((words, phrase))
    return {first: tuple(sorted(them, key=lambda it: -len(it[0]))) for first, them in found.items()}


def _color_names() -> dict[str, str]:
    """Every way to say a colour: one word or two ("lightgreen"), gray or grey."""
    names = {name: name for name in COLORS} | COLOR_ALIASES
    names |= {said.replace(" ", ""): name for said, name in names.items()}
    return names | {said.replace("gray", "grey"): name for said, name in names.items()}


_COLOR_NAMES = _color_names()
_COLORS = _phrases(_COLOR_NAMES)
_COLOR_TEMPS = _phrases(COLOR_TEMPS)
_LEVELS = _phrases(LEVELS)
_SIZES: dict[str, Size] = {
    **dict.fromkeys(SMALL, "small"),
    **dict.fromkeys(LARGE, "large"),
    **dict.fromkeys(LARGE_BEFORE, "large"),
}
_SIZE_PHRASES = _phrases(_SIZES)


def find(tokens: Sequence[str], taken: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """All quantities, left to right, none overlapping another.

    `taken` are spans [start, end) that were read as something else, such as times: "at 9" is then
    no number.

    >>> [(q.kind, q.value) for q in find("dim it to 30 percent".split())]
    [('percent', 30.0)]
    """
    found: list[Quantity] = []
    words = list(tokens)
    for start, end in taken:
        words[start:end] = [""] * len(words[start:end])
    index = 0
    while index < len(words):
        quantity = _read(words, index)
        if quantity is None:
            index += 1
            continue
        found.append(quantity)
        index = quantity.end
    return tuple(found)


def _read(words: Sequence[str], index: int) -> Quantity | None:
    """The quantity that starts at this word."""
    word = words[index]
    if not word:
        return None
    if word in SIDES:
        return _up_or_down(words, index)
    if word == "by":
        return _by(words, index, index + 1, 0)
    step = _step(words, index)
    if step is not None:
        return step
    return _named(words, index) or _amount(words, index)


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""


def _phrase(phrases: Phrases, words: Sequence[str], index: int) -> tuple[str, int] | None:
    """The longest known phrase at this word, and where it ends."""
    for parts, phrase in phrases.get(_at(words, index), ()):
        if len(parts) == 1 or tuple(words[index : index + len(parts)]) == parts:
            return phrase, index + len(parts)
    return None


# --- amounts --------------------------------------------------------------------------------------


def _amount(words: Sequence[str], index: int) -> Quantity | None:
    """A number with or without its unit, and what it changes if it is a change."""
    plain = _share(words, index) or _measure(words, index)
    return plain and (_changed(words, plain) or plain)


def _measure(words: Sequence[str], index: int) -> Quantity | None:
    """ "50 percent", "minus 5 degrees c", "2700 kelvin", "7"."""
    at = index + (words[index] in MINUS)
    word = _at(words, at)
    if word in ("a", "an") and _at(words, at + 1) in ("degree", "percent"):
        value = 1.0
    elif NUMBER.fullmatch(word):
        value = float(word)
    else:
        return None
    value = -value if at > index else value
    unit, end = _at(words, at + 1), at + 2
    if unit in PERCENT:
        return Quantity("percent", value, index, end)
    if unit in DEGREE_UNITS and len(unit) > 1:
        return Quantity("degrees", value, index, end, unit=DEGREE_UNITS[unit])
    if unit in DEGREES and _at(words, end) in KELVIN:
        return Quantity("kelvin", int(value), index, end + 1)
    if unit in DEGREES:
        scale = DEGREE_UNITS.get(_at(words, end))
        return Quantity("degrees", value, index, end + (scale is not None), unit=scale)
    if unit in KELVIN:
        return Quantity("kelvin", int(value), index, end)
    if _is_time(words, at):
        return None
    return Quantity("number", value, index, at + 1)


def _is_time(words: Sequence[str], at: int) -> bool:
    """Whether the number here belongs to a duration or a clock reading."""
    after = _at(words, at + 1)
    if after in UNITS_S or after in CLOCK_WORDS or after in SHARES_MANY:
        return True
    if after == "more" and _at(words, at + 2) in UNITS_S:
        return True
    if after == "past":
        return True
    return _at(words, at - 1) == "past" or (
        _at(words, at - 1) == "to" and _at(words, at - 2) == "quarter"
    )


def _share(words: Sequence[str], index: int) -> Quantity | None:
    """ "half", "a quarter", "3 quarters"; not "half an hour", nor "an hour and a half"."""
    word, after = words[index], _at(words, index + 1)
    if word == "half":
        value, end = SHARES["half"], index + 1
    elif word in A and after in SHARES:
        value, end = SHARES[after], index + 2
    elif after in SHARES_MANY and NUMBER.fullmatch(word):
        value, end = min(float(word) * SHARES_MANY[after], 100.0), index + 2
    else:
        return None
    follows = _at(words, end)
    if follows in NOT_A_SHARE or (follows == "of" and _at(words, end + 1) in ("an", "a")):
        return None
    before = index - (_at(words, index - 1) in A)
    if _at(words, before - 1) == "and" and _at(words, before - 2) in UNITS_S:
        return None
    if word == "half" and NUMBER.fullmatch(follows):
        return None  # "half 7" is a clock reading.
    return Quantity("percent", value, index, end, fraction=True)


def _step_amount(plain: Quantity) -> Step:
    """The amount of a change, its direction yet unknown."""
    amount = float(plain.value) if isinstance(plain.value, float | int) else None
    if plain.kind == "percent":
        return Step(0, amount, "percent")
    return Step(0, amount, "degrees" if plain.kind == "degrees" else None)


def _changed(words: Sequence[str], plain: Quantity) -> Quantity | None:
    """The same amount as a change, when a comparative follows: "2 degrees warmer"."""
    end = plain.end
    if plain.kind == "number" and _at(words, end) in NOTCHES:
        size: Size = "small" if plain.value == 1 else "normal" if plain.value == 2 else "large"
        return _notches(words, plain.start, end + 1, size)
    if plain.kind not in ("percent", "degrees"):
        return None
    step, word = _step_amount(plain), _at(words, end)
    if word in SIDES or (word in MORE and _at(words, end + 1) not in ADJECTIVES):
        return _as_step(plain.start, end + 1, replace(step, direction=(SIDES | MORE)[word]))
    compared = _compared(words, end)
    if compared is None:
        return None
    direction, prop, end = compared
    return _as_step(plain.start, end, replace(step, direction=direction, property=prop))


def _as_step(start: int, end: int, step: Step) -> Quantity:
    return Quantity("step", step, start, end, relative=True)


# --- steps ----------------------------------------------------------------------------------------


def _compared(words: Sequence[str], index: int) -> tuple[Direction, Property | None, int] | None:
    """ "brighter", "more bright", "not so loud", "cooler white": direction, property and end."""
    word, after = _at(words, index), _at(words, index + 1)
    if word in COMPARATIVES:
        direction, prop = COMPARATIVES[word]
        if prop == "temperature" and after in WHITES:
            return _flip(direction, -1), "color_temp", index + 2
        return direction, prop, index + 1
    if word in MORE and after in ADJECTIVES:
        direction, prop = ADJECTIVES[after]
        return _flip(direction, MORE[word]), prop, index + 2
    if word == "not" and after in ("so", "as") and _at(words, index + 2) in ADJECTIVES:
        direction, prop = ADJECTIVES[words[index + 2]]
        return _flip(direction, -1), prop, index + 3
    return None


def _flip(direction: Direction, sign: Direction) -> Direction:
    return direction if sign > 0 else 1 if direction < 0 else -1


def _step(words: Sequence[str], index: int) -> Quantity | None:
    """A change without an amount: "brighter", "a bit brighter", "twice as loud", "a bit"."""
    times = _times(words, index)
    if times is not None:
        return times
    sized = _phrase(_SIZE_PHRASES, words, index)
    if sized is not None:
        return _sized(words, index, sized[1], sized[0])
    compared = _compared(words, index)
    if compared is None:
        return None
    direction, prop, end = compared
    if _at(words, end) == "by":
        by = _by(words, index, end + 1, direction)
        if by is not None and isinstance(by.value, Step):
            return replace(by, value=replace(by.value, property=prop))
    size, end = _size_after(words, end)
    return _as_step(index, end, Step(direction, size=size, property=prop))


def _size_after(words: Sequence[str], end: int) -> tuple[Size, int]:
    """ "brighter a bit": the size that follows a comparative, or normal."""
    sized = _phrase(_SIZE_PHRASES, words, end)
    if sized is None or sized[0] in LARGE_BEFORE or _compared(words, sized[1]) is not None:
        return "normal", end
    return _SIZES[sized[0]], sized[1]


def _sized(words: Sequence[str], start: int, at: int, phrase: str) -> Quantity | None:
    """ "a bit brighter", "a bit more", "a notch up", "a bit"."""
    size = _SIZES[phrase]
    compared = _compared(words, at)
    if compared is not None:
        direction, prop, end = compared
        return _as_step(start, end, Step(direction, size=size, property=prop))
    if phrase in LARGE_BEFORE:
        return None
    return _notches(words, start, at, size)


def _notches(words: Sequence[str], start: int, at: int, size: Size) -> Quantity:
    """ "a bit", "2 notches", with the direction that may follow."""
    compared = _compared(words, at)
    if compared is not None:
        return _as_step(start, compared[2], Step(compared[0], size=size, property=compared[1]))
    word = _at(words, at)
    direction: Direction = SIDES.get(word, MORE.get(word, 0))
    return _as_step(start, at + (direction != 0), Step(direction, size=size))


def _times(words: Sequence[str], index: int) -> Quantity | None:
    """ "half as bright", "twice as loud", "3 times brighter"."""
    word, at = words[index], index + 1
    factor = TIMES.get(word)
    if factor is None and _at(words, at) == "times" and NUMBER.fullmatch(word):
        factor, at = float(word), at + 1
    if not factor:
        return None
    if _at(words, at) == "as" and _at(words, at + 1) in ADJECTIVES:
        direction, prop = ADJECTIVES[words[at + 1]]
        end = at + 2
    elif word not in TIMES and _at(words, at) in COMPARATIVES:
        direction, prop = COMPARATIVES[words[at]]
        end = at + 1
    else:
        return None
    multiplier = factor if direction > 0 else 1 / factor
    towards: Direction = 1 if multiplier > 1 else -1
    return _as_step(index, end, Step(towards, property=prop, multiplier=multiplier))


def _up_or_down(words: Sequence[str], index: int) -> Quantity | None:
    """ "up by 10", "down a bit", "up 2 degrees", "up 2 notches"; never the "up" of "turn up"."""
    direction, at = SIDES[words[index]], index + 1
    if _at(words, at) == "by":
        return _by(words, index, at + 1, direction)
    sized = _phrase(_SIZE_PHRASES, words, at)
    if sized is not None and sized[0] not in LARGE_BEFORE and _compared(words, sized[1]) is None:
        return _as_step(index, sized[1], Step(direction, size=_SIZES[sized[0]]))
    plain = _measure(words, at) if at < len(words) else None
    if plain is None or plain.kind not in ("percent", "degrees", "number"):
        return None
    if plain.kind == "number" and _at(words, plain.end) in NOTCHES:
        notched = _changed(words, plain)
        return notched and _towards(notched, index, direction)
    follows = _at(words, plain.end)
    if plain.kind == "number" and follows and follows not in CLAUSE_ENDS:
        return None  # "turn up 3 lamps"
    return _as_step(index, plain.end, replace(_step_amount(plain), direction=direction))


def _towards(quantity: Quantity, start: int, direction: Direction) -> Quantity:
    if not isinstance(quantity.value, Step):
        return quantity
    return replace(quantity, start=start, value=replace(quantity.value, direction=direction))


def _by(words: Sequence[str], start: int, at: int, direction: Direction) -> Quantity | None:
    """What follows "by": "10 percent", "2 degrees", "half", "a notch", "10"."""
    if at >= len(words):
        return None
    sized = _phrase(_SIZE_PHRASES, words, at)
    if sized is not None and sized[0] not in LARGE_BEFORE:
        return _as_step(start, sized[1], Step(direction, size=_SIZES[sized[0]]))
    plain = _share(words, at) or _measure(words, at)
    if plain is None or plain.kind not in ("percent", "degrees", "number"):
        return None
    if plain.kind == "number" and _at(words, plain.end) in NOTCHES:
        notched = _changed(words, plain)
        return notched and _towards(notched, start, direction)
    return _as_step(start, plain.end, replace(_step_amount(plain), direction=direction))


# --- names ----------------------------------------------------------------------------------------


def _named(words: Sequence[str], index: int) -> Quantity | None:
    """A colour temperature, a level, a colour or a speed; the longest that fits."""
    white = _phrase(_COLOR_TEMPS, words, index)
    if white is not None:
        return Quantity("color_temp", COLOR_TEMPS[white[0]], index, white[1])
    level = _phrase(_LEVELS, words, index)
    if level is not None:
        return Quantity("level", LEVELS[level[0]], index, level[1])
    color = _phrase(_COLORS, words, index)
    if color is not None:
        return Quantity("color", _COLOR_NAMES[color[0]], index, color[1])
    speed = SPEEDS.get(words[index])
    return None if speed is None else Quantity("speed", speed, index, index + 1)
