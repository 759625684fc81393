"""Text as it is read -> text as it is spoken, sentence by sentence; and as it fits on a screen."""

import re

from gateway.languages import is_own
from gateway.speak.parts import REPLY_CHARACTERS_MAX

SENTENCE_CHARACTERS_MAX = 300  # Longer ones are cut, so that the first sound comes soon.
SCREEN_CHARACTERS_MAX = 120  # Two lines of a small display.

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e]+")
_MARKUP = re.compile(r"[*_`#<>{}|\\]+")
_END = re.compile(
    r"(?<=[.!?\u2026])[\"'\u201d\u2019)]?\s+(?=[^\W_a-z]|[\"'\u201c(])|(?<=[\u3002\uff01\uff1f])"
)
_TITLE = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|St|No|vs|approx|[A-Z])\.$")
_BREAK = re.compile(r"(?<=[,;:])\s+")

_UNITS = {
    "%": "percent", "kWh": "kilowatt hours", "kW": "kilowatts", "Wh": "watt hours", "W": "watts",
    "V": "volts", "lx": "lux", "hPa": "hectopascals", "ppm": "parts per million",
    "km/h": "kilometres per hour", "m/s": "metres per second", "mm": "millimetres",
    "cm": "centimetres", "km": "kilometres", "m": "metres", "kg": "kilograms", "L": "litres",
    "dB": "decibels", "min": "minutes", "s": "seconds", "h": "hours", "K": "kelvin",
}  # fmt: skip
_UNIT = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)*)\s?("
    + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
    + r")(?!\w)"
)
_DEGREES = re.compile(r"(?<=\d)\s?°\s?([CF]\b)?")
_MINUS = re.compile(r"(?<![\w.])[-\u2212](?=\d)")
_TIME = re.compile(r"\b(\d{1,2}):(\d\d)(?::\d\d)?\b(?:\s?([aApP])(?:[mM]\b|\.[mM]\.))?")
_RANGE = re.compile(r"(?<=\d)\s?\u2013\s?(?=\d)")


def aloud(text: str, language: str = "en") -> str:
    """Units, times and signs in words where the language is English, else only what never is read.

    Other languages have their own rules in the synthesizers' voices.

    >>> aloud("It's 21.5 °C and 40% at 7:05 pm.")
    "It's 21.5 degrees and 40 percent at 7 oh 5 p m."
    >>> aloud("-3 °C outside, 1 kW, back at 19:00"), aloud("21 °C", "de")
    ('minus 3 degrees outside, 1 kilowatt, back at 19 hundred', '21 °C')
    """
    text = _MARKUP.sub(" ", _CONTROL.sub(" ", text))[:REPLY_CHARACTERS_MAX]
    if is_own(language):
        text = _MINUS.sub("minus ", text)
        text = _DEGREES.sub(" degrees", text)
        text = _UNIT.sub(_spoken_unit, text)
        text = _TIME.sub(_spoken_time, text)
        text = _RANGE.sub(" to ", text).replace("&", " and ")
    return " ".join(text.split())


def sentences(text: str) -> list[str]:
    """A text cut where a voice may begin anew.

    >>> sentences("It is 21.5 degrees. The lamp is on! Dr. Who plays.")
    ['It is 21.5 degrees.', 'The lamp is on!', 'Dr. Who plays.']
    """
    found: list[str] = []
    for part in _END.split(text):
        if found and _TITLE.search(found[-1]):
            found[-1] = f"{found[-1]} {part.strip()}"
        elif part.strip():
            found.append(part.strip())
    return [piece for each in found for piece in _pieces(each)]


def on_screen(text: str) -> str:
    """A reply for a satellite with a screen: its first sentences, as far as they fit.

    >>> on_screen("The kitchen light is on. " + "And so on and on. " * 9)
    'The kitchen light is on. And so on and on. And so on and on. And so on and on. And so on and on. And so on and on.'
    """
    text = " ".join(_CONTROL.sub(" ", text).split())
    shown = ""
    for each in sentences(text):
        longer = f"{shown} {each}".strip()
        if len(longer) > SCREEN_CHARACTERS_MAX:
            break
        shown = longer
    if shown or not text:
        return shown
    return text[: SCREEN_CHARACTERS_MAX - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _pieces(sentence: str) -> list[str]:
    """A sentence that is too long, cut at its commas, else at a space."""
    pieces: list[str] = []
    rest = sentence
    while len(rest) > SENTENCE_CHARACTERS_MAX:
        head = rest[:SENTENCE_CHARACTERS_MAX]
        commas = [found.end() for found in _BREAK.finditer(head)]
        at = commas[-1] if commas else head.rfind(" ") + 1 or SENTENCE_CHARACTERS_MAX
        pieces.append(rest[:at].strip())
        rest = rest[at:]
    return [*pieces, rest.strip()] if rest.strip() else pieces


def _spoken_unit(found: re.Match[str]) -> str:
    unit = _UNITS[found[2]]
    if found[1] == "1":
        head, per, rest = unit.partition(" per ")
        unit = head.removesuffix("s") + per + rest
    return f"{found[1]} {unit}"


def _spoken_time(found: re.Match[str]) -> str:
    hour, minute, half = int(found[1]), int(found[2]), found[3]
    if hour > 24 or minute > 59:
        return found[0]
    end = f" {half.lower()} m" if half else ""
    if minute == 0:
        whole = f"{hour}" if half else f"{hour} hundred" if hour > 12 else f"{hour} o'clock"
        return whole + end
    return f"{hour} {'oh ' if minute < 10 else ''}{minute}{end}"
