"""The grammar of `templates.py` becomes tagged sentences, as many as wanted, from a seed.

`python -m models_onnx.training.generate 20` prints twenty of them.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from models_onnx.labels import OUT_OF_SCOPE
from models_onnx.training import templates, vocabulary
from models_onnx.training.noise import Confusions, Tagged, disturb

Filler = Callable[[Random], str]


@dataclass(frozen=True)
class Example:
    """A sentence to learn from."""

    words: tuple[str, ...]
    tags: tuple[str, ...] | None
    """BIO, one a word; None where the source does not tell."""
    intent: str
    source: str

    @property
    def text(self) -> str:
        """The sentence."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Homes:
    """Words of real homes and their people, beside the invented ones."""

    names: Sequence[str] = ()
    areas: Sequence[str] = ()
    titles: Sequence[str] = ()
    artists: Sequence[str] = ()
    messages: Sequence[str] = ()
    """What people there listen to and say: open vocabulary for the open slots."""


# --- the notation ---


@dataclass
class Node:
    """A piece of the grammar: `kind` is text, choice, maybe, slot, rule or filler."""

    kind: str
    value: str = ""
    parts: list["list[Node]"] = field(default_factory=list)


_TOKEN = re.compile(r"[()\[\]|{}]|<\w+>|@\w+|=|[^()\[\]|{}<>@=]+")


@cache
def parse(template: str) -> tuple[Node, ...]:
    """A template as nodes."""
    tokens = _TOKEN.findall(template)
    nodes, rest = _sequence(tokens, 0, frozenset())
    if rest != len(tokens):
        raise ValueError(f"unbalanced brackets in the template {template!r}")
    return tuple(nodes)


def _sequence(tokens: list[str], at: int, ends: frozenset[str]) -> tuple[list[Node], int]:
    nodes: list[Node] = []
    while at < len(tokens) and tokens[at] not in ends:
        token = tokens[at]
        at += 1
        if token in "([":
            alternatives, at = _alternatives(tokens, at, ")" if token == "(" else "]")
            nodes.append(Node("choice" if token == "(" else "maybe", parts=alternatives))
        elif token == "{":
            node, at = _slot(tokens, at)
            nodes.append(node)
        elif token[0] == "<":
            nodes.append(Node("rule", token[1:-1]))
        elif token[0] == "@":
            nodes.append(Node("filler", token[1:]))
        else:
            nodes.append(Node("text", token))
    return nodes, at


def _alternatives(tokens: list[str], at: int, end: str) -> tuple[list[list[Node]], int]:
    found = []
    while True:
        nodes, at = _sequence(tokens, at, frozenset({"|", end}))
        found.append(nodes)
        if at >= len(tokens):
            raise ValueError(f"missing {end} in {''.join(tokens)!r}")
        at += 1
        if tokens[at - 1] == end:
            return found, at


def _slot(tokens: list[str], at: int) -> tuple[Node, int]:
    name = tokens[at]
    if tokens[at + 1] == "}":
        return Node("slot", name, [[Node("rule", name)]]), at + 2
    nodes, at = _sequence(tokens, at + 2, frozenset({"}"}))
    return Node("slot", name, [nodes]), at + 1


# --- expanding ---

Chunk = tuple[str, int, str]
"""Text, the number of its span (0: none) and the span's slot."""


class Grammar:
    """Expands templates; knows the names of some homes."""

    def __init__(self, homes: Homes) -> None:
        self._fillers = fillers(homes)
        self._span = 0

    def expand(self, template: str, rng: Random) -> Tagged:
        """A random sentence of the template, with tags."""
        return _words(self._expand(parse(template), rng, 0, ""))

    def _expand(self, nodes: Sequence[Node], rng: Random, span: int, slot: str) -> list[Chunk]:
        chunks: list[Chunk] = []
        for node in nodes:
            if node.kind == "text":
                chunks.append((node.value, span, slot))
            elif node.kind == "filler":
                chunks.append((self._fill(node.value, rng), span, slot))
            elif node.kind == "rule":
                chunks += self._expand(parse(templates.RULES[node.value]), rng, span, slot)
            elif node.kind == "slot":
                self._span += 1
                inner = (self._span, node.value) if not span else (span, slot)
                chunks += self._expand(node.parts[0], rng, *inner)
            elif node.kind == "choice" or rng.random() < 0.5:
                chunks += self._expand(rng.choice(node.parts), rng, span, slot)
        return chunks

    def _fill(self, name: str, rng: Random) -> str:
        numbers = re.fullmatch(r"([nd])(\d+)_(\d+)", name)
        if numbers is None:
            return self._fillers[name](rng)
        low, high = int(numbers[2]), int(numbers[3])
        # People round: three in four percentages end in 0 or 5.
        step = 5 if high >= 100 and rng.random() < 0.75 else 1
        if numbers[1] == "d":
            return str(rng.randrange(low, high + 1, step))
        return vocabulary.number(rng, low, high, step)


def _words(chunks: Sequence[Chunk]) -> Tagged:
    letters = [(char, span, slot) for text, span, slot in chunks for char in text]
    words: Tagged = []
    before = 0
    word, span, slot = "", 0, ""
    for char, its_span, its_slot in [*letters, (" ", 0, "")]:
        if char != " ":
            if not word or not span:
                span, slot = its_span, its_slot
            word += char
        elif word:
            tag = f"{'I' if span == before else 'B'}-{slot}" if span else "O"
            words.append((word, tag))
            before, word, span = span, "", 0
    return words


def _of(words: Sequence[str]) -> Filler:
    return lambda rng: rng.choice(words)


def _ending(*nouns: str) -> Filler:
    return lambda rng: vocabulary.light_name(rng).rsplit(" ", 1)[0] + " " + rng.choice(nouns)


def _either(*choices: Filler) -> Filler:
    return lambda rng: rng.choice(choices)(rng)


def fillers(homes: Homes) -> Mapping[str, Filler]:
    """What stands for each `@word` of the templates."""
    v = vocabulary
    names = [v.invented_name] * 5 + ([_of(homes.names)] if homes.names else [])
    areas = [v.area_name] * 3 + ([_of(homes.areas)] if homes.areas else [])
    return {
        **_device_fillers(),
        "area": _either(*areas),
        "name": _either(*names),
        "floor": _of(v.FLOORS),
        "onoff": _either(
            *map(
                _of,
                (
                    v.SWITCH_CLASSES,
                    v.FAN_CLASSES,
                    v.CLIMATE_CLASSES,
                    v.MEDIA_CLASSES,
                    v.LIGHT_CLASSES,
                ),
            )
        ),
        "sensors": _of(v.SENSOR_CLASSES),
        "appliance": v.appliance,
        "scene": v.scene_name,
        "color": _of(v.COLORS),
        "color_temperature": _of(v.COLOR_TEMPERATURES),
        "fan_speed": _of(v.FAN_SPEEDS),
        "fan_mode": _of(v.FAN_MODES),
        "hvac_mode": _of(v.HVAC_MODES),
        "source": _of(v.SOURCES),
        **_talk_fillers(),
        **_time_fillers(),
        **_open_fillers(homes),
    }


def _open_fillers(homes: Homes) -> dict[str, Filler]:
    own = {
        "title": (vocabulary.TITLES, homes.titles),
        "artist": (vocabulary.ARTISTS, homes.artists),
        "message": (vocabulary.MESSAGES, homes.messages),
    }
    return {name: _either(_of(ours), _of(theirs)) for name, (ours, theirs) in own.items() if theirs}


def _device_fillers() -> dict[str, Filler]:
    v = vocabulary
    covers = _ending("blind", "blinds", "curtain", "shade", "window", "shutter")
    heaters = _ending("radiator", "heater", "thermostat", "ac")
    return {
        "light": v.light_name,
        "light_front": lambda rng: v.light_name(rng).rsplit(" ", 1)[0],
        "lights": _of(v.LIGHT_CLASSES[:9] * 3 + v.LIGHT_CLASSES),
        "covers": _of(v.COVER_CLASSES),
        "cover_name": _either(covers, _of(v.DOOR_NAMES)),
        "locks": _of(v.LOCK_CLASSES),
        "door_name": _of(v.DOOR_NAMES),
        "fans": _of(v.FAN_CLASSES),
        "fan_name": _either(_ending("fan", "ventilator"), _of(v.FAN_NAMES)),
        "climates": _of(v.CLIMATE_CLASSES),
        "climate_name": _either(heaters, _of(v.CLIMATE_NAMES)),
        "medias": _of(v.MEDIA_CLASSES),
        "media_name": _either(_of(v.MEDIA_NAMES), _ending("speaker", "tv", "radio")),
        "vacuums": _of(v.VACUUM_CLASSES),
        "vacuum_name": _of(v.VACUUM_NAMES),
        "mowers": _of(v.MOWER_CLASSES),
        "mower_name": _of(v.MOWER_NAMES),
    }


def _talk_fillers() -> dict[str, Filler]:
    v = vocabulary
    chores = [item for item in v.ITEMS if " the " in item or "call" in item]
    return {
        "person": _of(v.HOUSEHOLD),
        "invented_word": v.invented_word,
        "invented_title": v.invented_title,
        "title": _of(v.TITLES),
        "genre": _of(v.GENRES),
        "artist": _either(_of(v.ARTISTS), v.invented_artist),
        "media_class": _of(v.MEDIA_CLASS_WORDS),
        "place": _of(v.PLACES),
        "item": _of(v.ITEMS),
        "food": _of(v.ITEMS[: v.FOODS]),
        "chore": _of(chores),
        "list": _of(v.LISTS),
        "timer_name": _either(_of(v.TIMER_NAMES), _of(v.TIMER_NAMES), v.invented_word),
        "message": _of(v.MESSAGES),
        "reminder": _of(v.REMINDERS),
        "event": _of(v.EVENTS),
    }


def _time_fillers() -> dict[str, Filler]:
    weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    months = ["january", "march", "may", "june", "july", "august", "october", "december"]
    ordinals = ["first", "second", "third", "fifth", "tenth", "15th", "twentieth", "3rd", "21st"]
    return {
        "dur": lambda rng: (
            vocabulary.number(rng, 1, 60)
            + rng.choice((" minute", " minutes", " hour", " second", " min"))
        ),
        "hhmm": lambda rng: f"{rng.randint(1, 23)}:{rng.randrange(0, 60, 5):02d}",
        "decimal": lambda rng: f"{rng.randint(15, 28)}.{rng.choice((0, 5, 5, 5, 2))}",
        "weekday": _of(weekdays),
        "weekdays": _of([day + "s" for day in weekdays]),
        "month": _of(months),
        "nth": _of(ordinals),
    }


# --- sentences ---

_WEIGHTS = {
    "HassTurnOn": 4.0, "HassTurnOff": 4.0, "HassGetState": 4.0, "HassLightSet": 3.5,
    "HassClimateSetTemperature": 2.5, "HassSetPosition": 1.3, "HassSetVolumeRelative": 1.3,
    "HassMediaSearchAndPlay": 2.0, "HassStartTimer": 1.5, "HassListAddItem": 1.3,
    "ReminderSet": 1.5, OUT_OF_SCOPE: 7.0,
}  # fmt: skip
_NOISY = 0.33  # Share of the sentences that are damaged,
_NOISIER = 0.35  # and of those, share damaged once more.


def sentences(count: int, seed: int, homes: Homes, confusions: Confusions) -> Iterator[Example]:
    """So many tagged sentences, the same for the same seed."""
    rng = Random(seed)
    grammar = Grammar(homes)
    intents = list(templates.TEMPLATES)
    weights = [_WEIGHTS.get(intent, 1.0) for intent in intents]
    for intent in rng.choices(intents, weights, k=count):
        words = grammar.expand(rng.choice(templates.TEMPLATES[intent]), rng)
        words = _framed(words, intent, grammar, rng)
        if rng.random() < _NOISY:
            words = disturb(words, rng, confusions)
            if rng.random() < _NOISIER:
                words = disturb(words, rng, confusions)
        if rng.random() < 0.15 and words:
            words = [*words[:-1], (words[-1][0] + rng.choice(".?!"), words[-1][1])]
        yield example(words, intent, "generated")


def example(words: Tagged, intent: str, source: str) -> Example:
    """Tagged words as an example; the words of out-of-scope talk fill no slots."""
    tags = None if intent == OUT_OF_SCOPE else tuple(tag for _, tag in words)
    return Example(tuple(word for word, _ in words), tags, intent, source)


def _framed(words: Tagged, intent: str, grammar: Grammar, rng: Random) -> Tagged:
    if intent in templates.DELAYABLE and rng.random() < 0.14:
        delay = grammar.expand(rng.choice(templates.DELAYS), rng)
        words = [*delay, *words] if rng.random() < 0.3 else [*words, *delay]
    if intent in templates.DELAYABLE and rng.random() < 0.06:
        reason = grammar.expand(rng.choice(templates.REASONS), rng)
        words = [*reason, *words]
    often = 0.15 if intent in templates.ALONE else 0.38
    before = templates.ASKING_BEFORE if intent in templates.ASKING else templates.POLITE_BEFORE
    if rng.random() < often:
        words = [*((word, "O") for word in rng.choice(before).split()), *words]
    if rng.random() < often / 2:
        words = [*words, *((word, "O") for word in rng.choice(templates.POLITE_AFTER).split())]
    return words


def main() -> None:
    """Print some sentences for the eye."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for one in sentences(count, 1, Homes(), {}):
        print(one.intent, "|", " ".join(_shown(one)))  # noqa: T201


def _shown(one: Example) -> Iterator[str]:
    for word, tag in zip(one.words, one.tags or ["O"] * len(one.words), strict=True):
        yield word if tag == "O" else f"{word}/{tag}"


if __name__ == "__main__":
    main()
