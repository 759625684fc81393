"""A sentence becomes the few templates that it could possibly match, before hassil tries them.

hassil looks at every template of the language for every sentence. Most are ruled out by words that
they need and the sentence lacks, or by words of the sentence that they cannot say, and here that is
decided for all of them at once: each need and each word is one set of templates (a bit mask).
Only templates that cannot match are ruled out, so the result is hassil's own.

>>> from hassil import parse_sentence
>>> template = parse_sentence("(turn|switch) on [the] {name}").expression
>>> sorted(sorted(need) for need in Reader({}, {}).needs(template))
[['on'], ['switch', 'turn'], ['{name}']]
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from hassil import Intents, normalize_text
from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.intents import Intent, IntentData, RangeSlotList, SlotList, TextSlotList
from hassil.util import (
    PUNCTUATION_STR,
    normalize_for_matching,
    remove_skip_words_tracked,
)

Needs = frozenset[frozenset[str]]
"""Of every inner set, the sentence must have one: a piece of text, or `{list}` for its values."""

HOME_LISTS = frozenset({"name", "area", "floor"})
"""Lists that the home itself fills."""

WORDS_REMEMBERED_MAX = 4096  # With the templates that can say them; then we start over.

DEPTH_MAX = 24  # As in hassil: rules nested deeper than this are taken to need nothing.

_PUNCTUATION = frozenset(PUNCTUATION_STR)
# Hyphens part words for hassil too. The dotless i, and a capital one with a dot, are an i to its
# patterns, but not to `casefold`.
_FOLDS = str.maketrans({"-": " ", "_": " ", "\u0131": "i", "\u0307": None})
_NOTHING: Needs = frozenset()


@dataclass(frozen=True)
class Template:
    """One sentence template, as a block of its own."""

    intent: str
    data: IntentData


@dataclass(frozen=True)
class Index:
    """All templates of a language, and which of them need what: sets of them are bit masks."""

    intents: Intents
    """As loaded; lends its lists, rules, skip words and settings."""
    templates: tuple[Template, ...]
    fragments: tuple[str, ...]
    """Every fragment of text that some need is about."""
    worded: tuple[tuple[frozenset[str], int], ...]
    """Fragments, and the templates that need one of them."""
    named: Mapping[frozenset[str] | None, int]
    """Domains, and the templates that need the name of a device of one of them; None is any."""
    listed: Mapping[str, int]
    """`area` or `floor`, and the templates that need one of those."""
    placed: int
    """Templates that need to know where they were said."""
    sayable: "Sayable"
    """Which templates can say which words."""


@dataclass(frozen=True)
class Words:
    """What a home's own lists offer, folded for the search."""

    names: tuple[tuple[str, str], ...]
    """(text, domain)."""
    lists: Mapping[str, tuple[str, ...]]
    """Texts of `area` and `floor`."""

    @cached_property
    def pieces(self) -> Mapping[str, frozenset[str]]:
        """The words of these texts, letters and digits only, for each of `HOME_LISTS`."""
        texts = {"name": [text for text, _ in self.names], **self.lists}
        return {
            key: frozenset(_letters(word) for text in found for word in text.split())
            for key, found in texts.items()
        }


def fold(text: str, joined: bool) -> str:
    """Text as fragments are compared: no case, no hyphens; no spaces where the script has none."""
    words = text.casefold().translate(_FOLDS).split()
    return ("" if joined else " ").join(words)


class Reader:
    """Tells what templates need, by the rules and lists that they may refer to."""

    def __init__(
        self, rules: Mapping[str, Sentence], lists: Mapping[str, SlotList], joined: bool = False
    ) -> None:
        self._rules = rules
        self._lists = lists
        self._joined = joined
        self._known: dict[str, Needs] = {}
        """Needs of rules, lists and pieces of text: templates share most of them."""
        self._sayings: dict[str, frozenset[str]] = {}

    def needs(self, expression: Expression, depth: int = 0) -> Needs:
        """What any text that matches must contain; empty when that cannot be said."""
        if isinstance(expression, TextChunk):
            return self._noted(f"'{expression.text}'", lambda: self._text(expression.text))
        if depth > DEPTH_MAX:
            return _NOTHING
        if isinstance(expression, RuleReference):
            name = expression.rule_name
            return self._noted(f"<{name}>", lambda: self._rule(name, depth + 1))
        if isinstance(expression, ListReference):
            name = expression.list_name
            return self._noted(f"{{{name}}}", lambda: self._list(name, depth + 1))
        if not isinstance(expression, Group):
            return _NOTHING
        if isinstance(expression, Alternative):
            if expression.is_optional:
                return _NOTHING
            return _one_of(self.needs(item, depth + 1) for item in expression.items)
        parts = [self.needs(item, depth + 1) for item in expression.items]
        return _NOTHING.union(*parts)

    def _noted(self, key: str, find: Callable[[], Needs]) -> Needs:
        if key not in self._known:
            self._known[key] = find()
        return self._known[key]

    def _text(self, text: str) -> Needs:
        """A chunk stands in the text as it is, unless punctuation was taken out of the text."""
        whole = _PUNCTUATION.isdisjoint(text)
        pieces = [text] if whole else [x for x in text.split() if _PUNCTUATION.isdisjoint(x)]
        folded = (fold(piece, self._joined) for piece in pieces)
        return frozenset(frozenset((piece,)) for piece in folded if piece)

    def _rule(self, name: str, depth: int) -> Needs:
        rule = self._rules.get(name)
        return self.needs(rule.expression, depth) if rule else _NOTHING

    def _list(self, name: str, depth: int) -> Needs:
        """One of a fixed list's values; those of the home's own lists come with the home."""
        found = self._lists.get(name)
        if found is None and name in HOME_LISTS:
            return frozenset((frozenset((f"{{{name}}}",)),))
        if not isinstance(found, TextSlotList):
            return _NOTHING
        return _one_of(self.needs(value.text_in, depth) for value in found.values)

    def says(self, expression: Expression, depth: int = 0) -> frozenset[str]:
        """Pieces of words that a match may have, `{list}`, numbers, or `_ANYTHING`."""
        if isinstance(expression, TextChunk):
            texts = fold(f"{expression.text} {expression.original_text}", self._joined).split()
            return frozenset(letters for text in texts if (letters := _letters(text)))
        if depth > DEPTH_MAX:
            return frozenset((_ANYTHING,))
        if isinstance(expression, RuleReference):
            rule = self._rules.get(expression.rule_name)
            parts = [rule.expression] if rule else None
            return self._said(f"<{expression.rule_name}>", parts, depth)
        if isinstance(expression, ListReference):
            name = expression.list_name
            found = self._lists.get(name)
            if expression.is_inline_range or isinstance(found, RangeSlotList):
                return frozenset((_NUMBER,))
            if found is None and name in HOME_LISTS:
                return frozenset((f"{{{name}}}",))
            values = found.values if isinstance(found, TextSlotList) else None
            parts = None if values is None else [value.text_in for value in values]
            return self._said(f"{{{name}}}", parts, depth)
        if isinstance(expression, Group):
            return frozenset().union(*(self.says(item, depth + 1) for item in expression.items))
        return frozenset((_ANYTHING,))

    def _said(self, key: str, parts: list[Expression] | None, depth: int) -> frozenset[str]:
        """Of a rule or list, once; None is one that is not known."""
        if key not in self._sayings:
            every = (self.says(part, depth + 1) for part in parts or ())
            self._sayings[key] = frozenset((_ANYTHING,) if parts is None else ()).union(*every)
        return self._sayings[key]


def _one_of(parts: Iterable[Needs]) -> Needs:
    """Of alternatives, the clearest need of each, joined; nothing when one needs nothing."""
    every: set[str] = set()
    for part in parts:
        if not part:
            return _NOTHING
        every |= min(part, key=lambda need: (len(need), -max(map(len, need)), sorted(need)))
    return frozenset((frozenset(every),)) if every else _NOTHING


class Sayable:
    """Which templates can say a word: its pieces stand in them, or a list takes it."""

    def __init__(self, skipped: Iterable[str], numbered: bool) -> None:
        """`numbered`: whether number words are known (`NUMBER_STEMS`)."""
        self._skipped = frozenset(_letters(word) for text in skipped for word in text.split())
        self._numbered = numbered
        self._pieces: dict[str, int] = {}
        self._lists: dict[str, int] = {}
        self._numbers = 0
        self._any = 0
        self._known: dict[str, int] = {}

    def add(self, bit: int, expression: Expression, reader: "Reader") -> None:
        """Note what a template says."""
        for piece in reader.says(expression):
            if piece == _ANYTHING or (piece == _NUMBER and not self._numbered):
                self._any |= bit
            elif piece == _NUMBER:
                self._numbers |= bit
            elif piece.startswith("{"):
                self._lists[piece[1:-1]] = self._lists.get(piece[1:-1], 0) | bit
            else:
                self._pieces[piece] = self._pieces.get(piece, 0) | bit

    def by(self, word: str, home: Mapping[str, frozenset[str]]) -> int | None:
        """The templates that can say a word in a home; None for all of them."""
        word = _letters(word)
        if not word or word in self._skipped:
            return None
        mask = self._any | self._joined(word)
        if not word.isalpha() or word.startswith(NUMBER_STEMS):
            mask |= self._numbers
        for name, of_list in self._lists.items():
            if any(piece in word for piece in home.get(name, ())):
                mask |= of_list
        return mask

    def _joined(self, word: str) -> int:
        """Templates that have all pieces of a word: "light" and "s" of `light[s]`."""
        known = self._known.get(word)
        if known is None:
            known = self._pieces.get(word, 0)
            for end in range(1, len(word)):
                mask = self._pieces.get(word[:end], 0)
                if mask:
                    known |= mask & self._joined(word[end:])
            if len(self._known) >= WORDS_REMEMBERED_MAX:
                self._known.clear()
            self._known[word] = known
        return known


NUMBER_STEMS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twel",
    "thir", "fif", "fort", "nin", "twent", "hundred", "thousand", "million", "and", "minus", "negative", "point",
    "first", "second", "oh",
)  # fmt: skip
"""How the words of numbers begin; only in `NUMBERED` languages."""
NUMBERED = frozenset({"en"})
_ANYTHING, _NUMBER = "*", "#"


def _letters(word: str) -> str:
    return word if word.isalnum() else "".join(c for c in word if c.isalnum())


def build(intents: Intents) -> Index:
    """Parse every template and note what it needs."""
    templates = tuple(_split(intents))
    joined = intents.settings.ignore_whitespace
    given = _given_contexts(intents)
    lists = {name: x for name, x in intents.slot_lists.items() if name not in HOME_LISTS}
    shared = Reader(intents.expansion_rules, lists, joined)
    worded: dict[frozenset[str], int] = {}
    named: dict[frozenset[str] | None, int] = {}
    listed: dict[str, int] = {}
    placed = 0
    numbered = (intents.language or "").split("-")[0] in NUMBERED
    sayable = Sayable(intents.skip_words, numbered)
    for number, template in enumerate(templates):
        bit, data = 1 << number, template.data
        if "area" in data.requires_context and "area" not in given:
            placed |= bit
        reader = shared
        if data.expansion_rules or data.slot_lists:
            rules = {**intents.expansion_rules, **data.expansion_rules}
            reader = Reader(rules, {**lists, **data.slot_lists}, joined)
        sayable.add(bit, data.sentences[0].expression, reader)
        for need in reader.needs(data.sentences[0].expression):
            if need == {"{name}"}:
                domains = None if "domain" in given else _domains(data)
                named[domains] = named.get(domains, 0) | bit
            elif need in ({"{area}"}, {"{floor}"}):
                name = next(iter(need))[1:-1]
                listed[name] = listed.get(name, 0) | bit
            elif not any(word.startswith("{") for word in need):
                worded[need] = worded.get(need, 0) | bit
    fragments = tuple(sorted(frozenset().union(*worded)))
    return Index(
        intents, templates, fragments, tuple(worded.items()), named, listed, placed, sayable
    )


def _split(intents: Intents) -> Iterator[Template]:
    """Each sentence as a block of its own, in the order in which hassil would try them."""
    for intent in intents.intents.values():
        for data in intent.data:
            for sentence in data.sentences:
                single = replace(data, sentence_texts=[sentence.text or ""])
                # `sentences` is a cached property: filling the cache saves parsing twice.
                single.__dict__["sentences"] = [sentence]
                yield Template(intent.name, single)


def _given_contexts(intents: Intents) -> set[str]:
    """Keys of context that values of fixed lists bring along."""
    lists = [*intents.slot_lists.values()]
    lists += [x for i in intents.intents.values() for d in i.data for x in d.slot_lists.values()]
    values = (v for x in lists if isinstance(x, TextSlotList) for v in x.values)
    return {key for value in values for key in value.context or {}}


def _domains(data: IntentData) -> frozenset[str] | None:
    """Domains of the devices that a block is about; None when it is about any."""
    required = data.requires_context.get("domain")
    if isinstance(required, Mapping):
        required = required.get("value")
    if isinstance(required, str):
        return frozenset((required,))
    return frozenset(required) if required else None


def possible(index: Index, text: str, words: Words, placed: bool) -> Intents | None:
    """The templates that a text could match, ready for hassil; None when there is none."""
    haystack = _haystack(index.intents, text)
    present = {fragment for fragment in index.fragments if fragment in haystack}
    out = 0 if placed else index.placed
    for need, mask in index.worded:
        if need.isdisjoint(present):
            out |= mask
    domains = {domain for name, domain in words.names if name in haystack}
    for wanted, mask in index.named.items():
        if not domains or (wanted is not None and wanted.isdisjoint(domains)):
            out |= mask
    for name, mask in index.listed.items():
        if not any(value in haystack for value in words.lists.get(name, ())):
            out |= mask
    left = ((1 << len(index.templates)) - 1) & ~out
    if not index.intents.settings.ignore_whitespace:
        for word in set(haystack.partition("\n")[0].split()):
            sayers = index.sayable.by(word, words.pieces)
            left = left if sayers is None else left & sayers
    return _intents(index, left) if left else None


def _haystack(intents: Intents, text: str) -> str:
    """The text in both forms that hassil matches: with and without words to be skipped."""
    joined = intents.settings.ignore_whitespace
    tracked = normalize_for_matching(text)
    whole = fold(tracked.text, joined)
    remove_skip_words_tracked(tracked, intents.skip_words, joined)
    short = fold(tracked.text, joined)
    return whole if short == whole else f"{whole}\n{short}"


def _intents(index: Index, left: int) -> Intents:
    """The templates of a mask, as intents, in their order."""
    chosen: dict[str, Intent] = {}
    while left:
        lowest = left & -left
        template = index.templates[lowest.bit_length() - 1]
        chosen.setdefault(template.intent, Intent(template.intent)).data.append(template.data)
        left ^= lowest
    return replace(index.intents, intents=chosen)


def words_of(
    names: Iterable[tuple[str, str]], lists: Mapping[str, Iterable[str]], joined: bool
) -> Words:
    """A home's texts, folded once so that `possible` need only look for them."""
    return Words(
        tuple((fold(normalize_text(text), joined), domain) for text, domain in names),
        {key: tuple(fold(normalize_text(t), joined) for t in v) for key, v in lists.items()},
    )


# --- what leads to a place ------------------------------------------------------------------------


def place_words(intents: Intents) -> frozenset[str]:
    """The words of rules that are about nothing but a place: `[in|im][ der] {area}`."""
    rules = intents.expansion_rules
    found: set[str] = set()
    for rule in rules.values():
        names = set(rule.list_names(rules))
        if names and names <= {"area", "floor"}:
            found.update(word.casefold() for word in _literals(rule.expression, rules, 0))
    return frozenset(found)


def _literals(expression: Expression, rules: Mapping[str, Sentence], depth: int) -> Iterator[str]:
    """Every word that stands below an expression."""
    if isinstance(expression, TextChunk):
        yield from expression.original_text.split()
    elif isinstance(expression, RuleReference) and depth < DEPTH_MAX:
        rule = rules.get(expression.rule_name)
        if rule is not None:
            yield from _literals(rule.expression, rules, depth + 1)
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from _literals(item, rules, depth + 1)
