"""Text as it was heard or written -> plain words, one space apart.

People and recognisers write the same thing in many ways; here it becomes one: "What's Anna's lamp
at? 50%!" -> "what is annas lamp at , 50 percent". Names of devices and areas go through the same
function, so both sides meet. Knows no home and no grammar.
"""
# ruff: noqa: SIM905 - tables of words are easiest to read and to translate as prose.

import re
import unicodedata
from collections.abc import Sequence

# --- English: another language is another set of these tables -------------------------------------

CONTRACTIONS = {
    "let's": "let us", "can't": "can not", "won't": "will not", "shan't": "shall not",
    "ain't": "is not", "o'clock": "o'clock", "'em": "them", "y'all": "you all", "ma'am": "maam",
}  # fmt: skip
IS_WORDS = frozenset(
    "what who where how that there here when why it he she this which everything everyone "
    "something someone somebody everybody nobody nothing".split()
)
"""Words after which 's is "is"; after any other it is a possessive and stays with the name."""
ENDINGS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
SPELLED = {
    "whats": "what is", "wheres": "where is", "hows": "how is", "whos": "who is",
    "thats": "that is", "dont": "do not", "doesnt": "does not", "didnt": "did not",
    "isnt": "is not", "arent": "are not", "wasnt": "was not", "cant": "can not",
    "cannot": "can not", "im": "i am", "lets": "let us", "gonna": "going to",
    "wanna": "want to", "gimme": "give me", "lemme": "let me", "oclock": "o'clock",
    "centigrade": "celsius", "celcius": "celsius",
}  # fmt: skip
"""Contractions as recognisers write them, and spellings that mean another word."""
PAIRS = {("per", "cent"): "percent", ("o", "clock"): "o'clock"}
SYMBOLS = str.maketrans(
    {"%": " percent ", "°": " degrees ", "&": " and ", "+": " plus ", "@": " at "}
)
TITLES = re.compile(r"\b(mr|mrs|ms|dr|st|vs|jr|sr|ft|feat)\.")
"""Abbreviations whose full stop ends no sentence."""

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
} | {"fourty": 40}
SCALES = {"thousand": 1_000, "million": 1_000_000}
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
UNITS = frozenset(
    "second seconds sec secs s minute minutes min mins m hour hours hr hrs h day days week weeks "
    "month months year years percent degree degrees kelvin k celsius fahrenheit c f notch notches "
    "step steps quarter third half".split()
)
"""Words before which "one" is a number, and two numbers are no clock reading."""
LABELS = frozenset(
    "number chapter channel track season episode zone part page preset scene speed".split()
)
"""Words after which "one" is a number."""
CLOCK_BEFORE = frozenset(
    "at for to by until till before after from around about past tomorrow today tonight alarm day "
    "weekday weekdays weekends morning evening monday tuesday wednesday thursday friday saturday "
    "sunday".split()
)
CLOCK_AFTER = frozenset(
    ", am pm o'clock tomorrow today tonight in on every and this please".split()
)
"""Words that may follow a clock reading of one number ("wake me at one tomorrow")."""
MERIDIEM = frozenset(("am", "pm"))

# --- the shape of text ----------------------------------------------------------------------------

NUMBER_DIGITS_MAX = 9  # No amount in a home is larger; a longer row of digits is a name.
TOKEN = re.compile(
    r"o'clock(?![^\W_])|[0-9]+(?:,[0-9]{3})+(?![0-9])|[0-9]{1,2}:[0-9]{2}(?![0-9:])"
    r"|[0-9]+(?:\.[0-9]+)+|(?<!\S)\.[0-9]+|[,;]|[.!?:](?=\s|$)"
    r"|[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\s]+"
)
LETTER = re.compile(r"(?<![\w'.])([a-z])\.(?=\s|$)")
"""An initial, as in "3 p. m."; its full stop ends no sentence."""
APOSTROPHE = re.compile(r"(?<!\w)'em\b|\w+(?:'\w+)+")
STANDS = re.compile(
    r"((?:^|[,.;!?] ?|\b(?:and|but|because|if|think) )(?:the|a|an|my|our|one) (?:\w+ )?\w+)'s(?= (?:off|on|open|closed|shut|locked|unlocked|ajar|running|playing|not|too|so|still|way|freezing|boiling|all wrong|wrong|asleep|sleeping|crying|ringing|stuck|blinding)\b)"
)
"""A thing that is in a state: "the heat's off"; "Anna's off" may be her lamp, to be switched."""
INITIALS = re.compile(r"(?<![^\W\d])(?<!\.)([a-z](?:\.[a-z])+)(?:\.|(?!\w))")
DOTTED_CLOCK = re.compile(r"\b([0-9]{1,2})\.([0-5][0-9])(?=\s?[ap]m\b)")
GLUED = re.compile(r"\b([0-9]+(?:[.:][0-9]+)?)(am|pm|h|hrs?|m|mins?|s|secs?|k)\b")
GLUED_DEGREES = re.compile(r"\b([0-9]{2}(?:\.[0-9]+)?)([cf])\b")
ORDINAL = re.compile(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b")
FALSE_START = re.compile(
    r"(?<![\w-])[a-z]{1,4}-+(?=[\s,])", re.IGNORECASE
)  # "Op- open the blinds".
DASH = re.compile(r"(?<=[^\W\d])\s+[-\u2013\u2014]+\s+(?=[^\W\d])|\u2014")  # A pause between words.
MINUS = re.compile(r"(?<![^\s(])[-\u2212](?=[0-9])")
INTEGER = re.compile(rf"[0-9]{{1,{NUMBER_DIGITS_MAX}}}")
MINUTES = re.compile(r"[0-5][0-9]")
QUOTES = str.maketrans("\u2018\u2019\u02bc\u00b4\u00ba", "''''\u00b0")
VULGAR = re.compile(r"\s*([½¼¾])")
VULGAR_WORDS = {"½": ("half", ".5"), "¼": ("a quarter", ".25"), "¾": ("3 quarters", ".75")}


class _Letters(dict[int, str]):
    """Translates a character beyond ASCII: letters, marks and numbers stay, all else is a space.

    Fills itself as characters turn up, so it is never larger than Unicode.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if code < 128 or character == "°":
            kept = character
        elif category == "Nd":
            kept = str(unicodedata.digit(character))
        elif category == "Cf":
            kept = ""
        else:
            kept = character if category[0] in "LMN" else " "
        self[code] = kept
        return kept


_LETTERS = _Letters()


def normalise(text: str) -> str:
    """The sentence in its one plain form; doing it twice changes nothing more.

    Tokens stand one space apart: words, numbers ("20.5"), clock readings ("7:30"), and "," where a
    sentence or a list pauses (never at either end).

    >>> normalise("Set Anna's lamp to twenty one point five %, at seven thirty p.m.")
    'set annas lamp to 21.5 percent , at 7:30 pm'
    """
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The plain words of a sentence, as a list; spans elsewhere are indices into it."""
    words = _split(_characters(text))
    while True:  # Ends: whatever changes leaves fewer words, or fewer that spell a number.
        after = _clocks(_numbers(_join(words)))
        if after == words:
            return words
        words = after


def name(text: str) -> str:
    """The name of a thing in plain form: as a sentence, but without pauses.

    >>> name("Good Morning, Vietnam!")
    'good morning vietnam'
    """
    return " ".join(word for word in tokens(text) if word != ",")


# --- characters -> words --------------------------------------------------------------------------


def _characters(text: str) -> str:
    """Lower case, plain quotes, symbols and contractions in words."""
    if "-" in text or "\u2013" in text or "\u2014" in text:
        text = DASH.sub(", ", FALSE_START.sub("", text))
    if not text.isascii():
        text = _beyond_ascii(text)
    text = text.lower().replace("`", "'")
    if "'" in text:
        text = STANDS.sub(r"\1 is", text)
        text = APOSTROPHE.sub(_expand, text)
    if "." in text:
        text = TITLES.sub(r"\1", text)
        text = INITIALS.sub(lambda match: match[1].replace(".", ""), text)
        text = LETTER.sub(r"\1", text)
        text = DOTTED_CLOCK.sub(r"\1:\2", text)
    if any(map(str.isdigit, text)):
        text = GLUED_DEGREES.sub(r"\1 degrees \2", GLUED.sub(r"\1 \2", text))
        text = MINUS.sub(" minus ", ORDINAL.sub(_ordinal, text))
    return text.translate(SYMBOLS)


def _beyond_ascii(text: str) -> str:
    text = VULGAR.sub(_vulgar, text.translate(QUOTES).replace("\u2212", "-"))
    # Lower case can undo a composed form, and composing bring back a capital: hence both twice.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text).lower()
    return unicodedata.normalize("NFC", text.translate(_LETTERS)).translate(QUOTES)


def _vulgar(match: re.Match[str]) -> str:
    """ "2½" -> "2.5", "½" -> " half"."""
    alone, after_digit = VULGAR_WORDS[match[1]]
    before = match.string[match.start() - 1 : match.start()]
    return after_digit if before.isascii() and before.isdigit() else f" {alone} "


def _expand(match: re.Match[str]) -> str:
    """ "what's" -> "what is"; "anna's" -> "annas"."""
    word = match[0]
    if (known := CONTRACTIONS.get(word)) is not None:
        return known
    stem, _, ending = word.rpartition("'")
    if ending == "t" and stem.endswith("n"):
        return f"{stem[:-1]} not"
    if ending == "s" and stem in IS_WORDS:
        return f"{stem} is"
    if ending in ENDINGS and "'" not in stem:
        return f"{stem} {ENDINGS[ending]}"
    return word.replace("'", "")


def _ordinal(match: re.Match[str]) -> str:
    """ "2nd" -> "second", "21st" -> "twenty first"."""
    value = int(match[1])
    if 1 <= value <= len(ORDINALS):
        return ORDINALS[value - 1]
    tens = {20: ("twenty", "twentieth"), 30: ("thirty", "thirtieth")}.get(value - value % 10)
    if tens is None:
        return match[0]
    return f"{tens[0]} {ORDINALS[value % 10 - 1]}" if value % 10 else tens[1]


def _split(text: str) -> list[str]:
    """Words, numbers and pauses; no pause at either end, nor two in a row."""
    words: list[str] = []
    for token in TOKEN.findall(text):
        first = token[0]
        if first in ",;.!?:" and len(token) == 1:
            if words and words[-1] != ",":
                words.append(",")
        elif first == ".":
            words.append("0" + token)
        elif token in SPELLED:
            words.extend(SPELLED[token].split())
        else:
            words.append(token.replace(",", ""))
    if words and words[-1] == ",":
        words.pop()
    return words


# --- words -> numbers -----------------------------------------------------------------------------

_NUMBER_WORDS = frozenset(ONES) | frozenset(TENS) | frozenset(SCALES) | {"hundred"}
_STARTERS = _NUMBER_WORDS | {"couple", "o", "per", "m", "oh"}


def _numeric(word: str | None) -> bool:
    """Whether a word is a number, spelled or in digits."""
    return word is not None and (word in _NUMBER_WORDS or INTEGER.fullmatch(word) is not None)


def _at(words: Sequence[str], index: int) -> str | None:
    return words[index] if 0 <= index < len(words) else None


def _join(words: list[str]) -> list[str]:
    """Pairs that are one word: "per cent", "o clock", "7 p m"."""
    if _STARTERS.isdisjoint(words):
        return words
    joined: list[str] = []
    for word in words:
        last = joined[-1] if joined else ""
        if (last, word) in PAIRS:
            joined[-1] = PAIRS[last, word]
        elif word == "m" and last in ("a", "p") and _hour_like(_at(joined, len(joined) - 2)):
            joined[-1] = last + "m"
        else:
            joined.append(word)
    return joined


def _hour_like(word: str | None) -> bool:
    return word is not None and (":" in word or word == "o'clock" or _numeric(word))


def _numbers(words: list[str]) -> list[str]:
    """Spelled numbers in digits: "two hundred and fifty" -> "250"."""
    if _STARTERS.isdisjoint(words) and "and" not in words and "point" not in words:
        return words
    out: list[str] = []
    index = 0
    while index < len(words):
        read = _couple(words, index) or _number(words, index)
        if read is None:
            out.append(words[index])
            index += 1
        else:
            out.append(read[0])
            index = read[1]
    return out


def _couple(words: Sequence[str], start: int) -> tuple[str, int] | None:
    """ "a couple of" -> "2"."""
    index = start + (words[start] == "a")
    if _at(words, index) != "couple":
        return None
    followed = _at(words, index + 1) == "of"
    return ("2", index + 1 + followed) if index > start or followed else None


def _number(words: Sequence[str], start: int) -> tuple[str, int] | None:
    """The number that starts here, as digits, and where it ends."""
    read = _integer(words, start)
    if read is None:
        return None
    value, index = read
    if (fraction := _fraction(words, index)) is not None:
        return f"{value}{fraction[0]}", fraction[1]
    if index == start + 1 and words[start] not in _NUMBER_WORDS:
        return words[start], index  # Digits as they were: "007" stays.
    return str(value), index


def _integer(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """Below a thousand, thousands, or millions: [group scale]... [group]."""
    if _at(words, start) in ("a", "one") and _at(words, start + 1) in ("hundred", *SCALES):
        group: tuple[int, int] | None = _hundreds(words, start + 1, 1)
    elif words[start] in ("hundred", *SCALES):
        group = _hundreds(words, start, 1)
    else:
        group = _group(words, start)
    if group is None:
        return None
    value, index = group
    scale = SCALES.get(_at(words, index) or "")
    if scale is None or value >= 1000:
        return value, index
    value *= scale
    index += 1
    skip = index + (_at(words, index) == "and")
    if (rest := _group(words, skip)) is not None and words[skip] in _NUMBER_WORDS:
        thousands = _at(words, rest[1]) == "thousand" and scale > 1000
        return value + rest[0] * (1000 if thousands else 1), rest[1] + thousands
    return value, index


def _group(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """A number below a thousand, or one written in digits."""
    small = _small(words, start)
    return small and _hundreds(words, small[1], small[0])


def _hundreds(words: Sequence[str], index: int, value: int) -> tuple[int, int]:
    """What "hundred and five" makes of the value before it."""
    if _at(words, index) != "hundred" or not 0 < value < 100:
        return value, index
    index += 1
    skip = index + (_at(words, index) == "and")
    rest = _small(words, skip, inside=True)
    if rest is not None and 0 < rest[0] < 100:
        return value * 100 + rest[0], rest[1]
    return value * 100, index


def _small(words: Sequence[str], start: int, *, inside: bool = False) -> tuple[int, int] | None:
    """ "five", "twenty", "twenty one", or digits; never part of an ordinal."""
    word = _at(words, start)
    if word is None:
        return None
    if word in TENS:
        after = _at(words, start + 1) or ""
        if after in ORDINALS[:9] and (after != "second" or _is_date(words, start)):
            return None
        unit = ONES.get(after, 0)
        return (TENS[word] + unit, start + 2) if 0 < unit < 10 else (TENS[word], start + 1)
    if word in ONES:
        plain = word != "one" or inside or _one_counts(words, start)
        return (ONES[word], start + 1) if plain else None
    return (int(word), start + 1) if INTEGER.fullmatch(word) else None


def _is_date(words: Sequence[str], start: int) -> bool:
    """Whether "twenty second" is a day, and not a length of time."""
    return _at(words, start + 2) == "of" or (
        _at(words, start - 1) == "the" and _at(words, start + 2) in (None, ",", "at")
    )


def _one_counts(words: Sequence[str], index: int) -> bool:
    """Whether this "one" is a number and not a pronoun ("one hour", but "the other one")."""
    before, after = _at(words, index - 1), _at(words, index + 1)
    if after in UNITS or after in MERIDIEM or after == "o'clock" or before in LABELS:
        return True
    if after == "oh" or _numeric(after) or (index > 0 and _numeric(before) and before != "one"):
        return True
    if after in ("a", "p"):
        return _at(words, index + 2) == "m"
    if after == "point":
        return _numeric(_at(words, index + 2))
    if after == "and" and _fraction(words, index + 1) is not None:
        return True
    if after == "more":
        return _at(words, index + 2) in UNITS
    return before in CLOCK_BEFORE and (after is None or after in CLOCK_AFTER)


_SHARES = {"a half": ".5", "a quarter": ".25", "three quarters": ".75", "3 quarters": ".75"}


def _fraction(words: Sequence[str], index: int) -> tuple[str, int] | None:
    """ "point two five" -> ".25"; "and a half" -> ".5"."""
    word = _at(words, index)
    if word == "point":
        return _decimals(words, index + 1)
    if word != "and":
        return None
    share = _SHARES.get(" ".join(words[index + 1 : index + 3]))
    return (share, index + 3) if share and _at(words, index + 3) not in ("of", "the") else None


def _decimals(words: Sequence[str], index: int) -> tuple[str, int] | None:
    """Digits after the point: "two five" and "twenty five" are both "25"."""
    digits = ""
    while (word := _at(words, index)) is not None and len(digits) < NUMBER_DIGITS_MAX:
        if word in ONES and ONES[word] < 10:
            digits += str(ONES[word])
            index += 1
            continue
        if not digits and (small := _small(words, index)) is not None:
            digits, index = str(small[0]), small[1]
        break
    return (f".{digits}", index) if digits else None


# --- numbers -> clock readings --------------------------------------------------------------------


def _clocks(words: list[str]) -> list[str]:
    """ "at 7 30" -> "at 7:30", "7 oh 5" -> "7:05"."""
    out: list[str] = []
    index = 0
    while index < len(words):
        length, reading = _clock(words, index)
        out.append(reading)
        index += length
    return out


def _clock(words: Sequence[str], index: int) -> tuple[int, str]:
    """How many words make a clock reading here, and the reading; one word as it is, if none."""
    hour, after = words[index], _at(words, index + 1)
    if after is None or not hour[0].isdigit() or len(hour) > 2 or not INTEGER.fullmatch(hour):
        return 1, hour
    if int(hour) > 23:
        return 1, hour
    then = _at(words, index + 2)
    if after in ("oh", "o") and then is not None and len(then) == 1 and then in "123456789":
        return 3, f"{int(hour)}:0{then}"
    in_context = _at(words, index - 1) in CLOCK_BEFORE or then in MERIDIEM
    if MINUTES.fullmatch(after) and in_context and then not in UNITS and not _numeric(then):
        return 2, f"{int(hour)}:{after}"
    return 1, hour
