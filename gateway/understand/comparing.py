""" "Is the pool warmer than 25" -> the question without what is compared, and the comparison.

Like a relative clause, a comparison names no thing of its own: it is cut out of the words, and what
is left asks for a value ("is the pool warm") that `decide` compares.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Direction = Literal[-1, 1]

COMPARATIVES: dict[str, tuple[Direction, str]] = {
    "warmer": (1, "warm"), "hotter": (1, "warm"), "colder": (-1, "warm"), "cooler": (-1, "warm"), "chillier": (-1, "warm"),
    "more humid": (1, "humid"), "damper": (1, "humid"), "wetter": (1, "humid"), "drier": (-1, "humid"), "less humid": (-1, "humid"),
    "brighter": (1, "bright"), "dimmer": (-1, "bright"), "louder": (1, "loud"), "quieter": (-1, "loud"), "fuller": (1, "full"), "emptier": (-1, "full"),
    "warm": (1, "warm"), "hot": (1, "warm"), "cold": (-1, "warm"), "cool": (-1, "warm"),
}  # fmt: skip
"""Comparative -> whether more of it is more, and the adjective that asks for it."""
SUPERLATIVES: dict[str, tuple[Direction, str]] = {
    "warmest": (1, "warm"), "hottest": (1, "warm"), "coldest": (-1, "warm"), "coolest": (-1, "warm"), "chilliest": (-1, "warm"),
    "most humid": (1, "humid"), "dampest": (1, "humid"), "driest": (-1, "humid"), "loudest": (1, "loud"), "quietest": (-1, "loud"),
    "brightest": (1, "bright"), "dimmest": (-1, "bright"),
}  # fmt: skip
MOST_OF: dict[str, Direction] = {
    "lowest": -1, "least": -1, "smallest": -1, "emptiest": -1, "flattest": -1, "weakest": -1,
    "highest": 1, "most": 1, "largest": 1, "fullest": 1, "strongest": 1,
}  # fmt: skip
"""Superlatives of a property that is named beside them: "the lowest battery"."""
VALUES = frozenset({"battery", "charge", "temperature", "humidity", "power", "energy", "brightness", "volume"})  # fmt: skip
OVER = r"above|over|more than|higher than|greater than|at least|exceeding|exceeds"
UNDER = r"below|under|less than|lower than|beneath|at most"
_MANY = "|".join(sorted(COMPARATIVES, key=len, reverse=True))
_AMOUNT = r"(?P<amount>(?:minus )?\d+(?:\.\d+)?)(?P<unit> percent| degrees?(?: (?:c|f|celsius|fahrenheit))?| (?:celsius|fahrenheit)| watts?| kelvin)?"
BY_AMOUNT = re.compile(
    rf"(?:\b(?P<word>{_MANY}) than |\b(?:(?P<way>{_MANY}) )?(?:(?P<over>{OVER})|(?P<under>{UNDER})) ){_AMOUNT}\b(?! (?:minutes?|hours?|seconds?|days?)\b)"
)
BY_PLACE = re.compile(
    rf"^(?P<be>is|are) (?:it )?(?P<one>.+?) (?:any |much |a (?:bit|lot|little) )?(?P<word>{_MANY}) than (?P<other>(?!\d|usual|normal|yesterday|before|it |i |we |outside|last ).+)$"
)
EXTREME = re.compile(
    rf"^(?P<start>(?:tell me )?(?:which|what|whose|where)(?: is)?)\b(?P<middle>.*?) (?:the )?(?P<word>{'|'.join(SUPERLATIVES)})\b(?P<rest>.*)$"
)
EXTREME_OF = re.compile(
    rf"^(?:tell me )?(?:which|what|whose|where)(?: is)?\b(?P<middle>.*?) (?:the )?(?P<word>{'|'.join(MOST_OF)})\b(?P<rest>.*)$"
)
BY_CHOICE = re.compile(
    rf"^(?:tell me )?(?:which|what|whose|where)\b(?P<of>.*?) (?P<word>{_MANY})(?: room| one)? (?:, )?(?P<one>(?!than )\w.*?) or (?P<other>.+)$"
)
OUTDOORS = frozenset({"outside", "outdoors", "out"})
TO_COME = frozenset({"will", "tomorrow", "tonight", "week", "weekend", "forecast"})
OF_NOTHING = frozenset("level room rooms one is has have got it of all the device devices sensor sensors thing things here".split())  # fmt: skip  # noqa: SIM905
PLACELESS = frozenset("room rooms one is it in the house of all the".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the value that is asked for is held against."""

    direction: Direction
    """1: whether it is more, or which is most; -1: less, least."""
    amount: float | None = None
    unit: Literal["C", "F"] | None = None
    kind: Literal["amount", "places", "extreme"] = "amount"

    @property
    def slots(self) -> dict[str, object]:
        """As slots of a question."""
        if self.kind == "extreme":
            return {"extreme": self.direction}
        if self.kind == "places":
            return {"compare": self.direction}
        found: dict[str, object] = {"above" if self.direction > 0 else "below": self.amount}
        return found | ({"unit": self.unit} if self.unit else {})


def peel(words: Sequence[str]) -> tuple[tuple[str, ...], Comparison | None]:
    """The question that is left, and its comparison; the words as they are without one.

    >>> peel("is the pool warmer than 25 degrees".split())[0]
    ('is', 'the', 'pool', 'warm')
    >>> peel("is the kitchen colder than mias room".split())[0]
    ('is', 'warm', 'the', 'kitchen', 'and', 'mias', 'room')
    >>> peel("whose room is warmer mias or leos".split())[0]
    ('how', 'warm', 'is', 'mias', 'room', 'and', 'leos', 'room')
    >>> peel("which sensor has the lowest battery".split())[0]
    ('what', 'is', 'the', 'battery', 'everywhere')
    >>> peel("which room is the coldest".split())[0]
    ('how', 'warm', 'is', 'everywhere')
    """
    text = " ".join(words)
    if (OUTDOORS | TO_COME) & set(words):
        return tuple(words), None  # a question about the weather
    if (match := BY_AMOUNT.search(text)) is not None:
        return _by_amount(text, match)
    if (match := BY_PLACE.match(text)) is not None:
        direction, adjective = COMPARATIVES[match["word"]]
        left = f"{match['be']} {adjective} {match['one']} and {match['other']}"
        return tuple(left.split()), Comparison(direction, kind="places")
    if (match := BY_CHOICE.match(text)) is not None:
        direction, adjective = COMPARATIVES[match["word"]]
        rooms = "room" in match["of"].split()
        one, other = (_whose(match[which], rooms) for which in ("one", "other"))
        left = f"how {adjective} is {one} and {other}"
        return tuple(left.split()), Comparison(direction, kind="extreme")
    if (match := EXTREME_OF.match(text)) is not None and VALUES & set(words):
        said = f"{match['middle']} {match['rest']}".split()
        named = next(w for w in words if w in VALUES)
        place = [w for w in said if w != named and w not in OF_NOTHING]
        left = f"what is the {named} {' '.join(place)} everywhere"
        return tuple(left.split()), Comparison(MOST_OF[match["word"]], kind="extreme")
    if (match := EXTREME.match(text)) is not None:
        direction, adjective = SUPERLATIVES[match["word"]]
        said = f"{match['middle']} {match['rest']}".split()
        place = [] if PLACELESS.issuperset(said) else [w for w in said if w not in ("is", "room")]
        left = f"how {adjective} is {' '.join(place)} everywhere"
        return tuple(left.split()), Comparison(direction, kind="extreme")
    return tuple(words), None


def _whose(words: str, rooms: bool) -> str:
    """The room of "Mia's", where rooms are asked of."""
    return f"{words} room" if rooms and words.endswith("s") else words


def _by_amount(text: str, match: re.Match[str]) -> tuple[tuple[str, ...], Comparison]:
    said = match["word"] or match["way"]
    direction, adjective = COMPARATIVES[said] if said else (1, "")
    if match["way"]:
        direction = 1
    if match["under"]:
        direction = -1
    unit = (match["unit"] or "").split()[-1:]
    scale: Literal["C", "F"] | None = None
    if unit and unit[0][0] in "cf":
        scale = "C" if unit[0][0] == "c" else "F"
    if not adjective and text.startswith("is it "):
        adjective = "warm"
    left = f"{text[: match.start()]} {adjective} {text[match.end() :]}"
    amount = float(match["amount"].replace("minus ", "-"))
    return tuple(left.replace(" , ,", " ,").strip(" ,").split()), Comparison(
        direction, amount, scale
    )
