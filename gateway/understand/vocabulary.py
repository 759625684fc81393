"""What this home calls its things: names, aliases, rooms, floors and sorts, found in a sentence.

Built once for each version of the home; matching is a walk over a dictionary of word tuples.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from context.snapshot import Snapshot
from devices.model import Device
from gateway.understand.lexicon import KIND_SYNONYMS, ROOM_NOUNS, SAME_ROOM, TYPE_NOUNS, TypeNoun
from gateway.understand.words import tokens

Kind = Literal["device", "area", "floor", "type", "source"]
LEADING = {"the", "my", "our", "a", "an"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What some words stand for in this home."""

    kind: Kind
    ids: tuple[str, ...] = ()
    """Entity, area or floor ids; several when they share the words."""
    noun: TypeNoun | None = None
    group: bool = False
    """Whether all of `ids` are meant together: "the bedrooms"."""
    part: bool = False
    """Whether the words are only part of a room's name, which a further word makes another's."""


SORTS: Mapping[tuple[str, ...], Entry] = {
    tuple(words.split()): Entry("type", noun=noun) for words, noun in TYPE_NOUNS.items()
}
"""Sorts of devices that every home knows; what a home calls just so goes before."""
_SORTS_LONGEST: dict[str, int] = {}
for _words in SORTS:
    _SORTS_LONGEST[_words[0]] = max(_SORTS_LONGEST.get(_words[0], 0), len(_words))


class Vocabulary:
    """All words that mean something particular in one home."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._phrases: dict[tuple[str, ...], Entry] = {}
        self._longest: dict[str, int] = {}
        self.name_words: set[str] = set()
        # Rooms first: a light called just "Kitchen" is found again by `resolve`, the room is not.
        for area in snapshot.household.areas.values():
            for name in called(area.name, area.aliases):
                self._add_place("area", name, area.id)
        self._add_devices(snapshot.devices.values())
        self._add_loose_areas(snapshot)
        for floor in snapshot.household.floors.values():
            for name in (floor.name, *floor.aliases):
                self._add_place("floor", name, floor.id)

    @property
    def phrases(self) -> Collection[tuple[str, ...]]:
        """Everything that means something in this home and not in every home (`SORTS`)."""
        return self._phrases.keys()

    def match(self, words: Sequence[str], at: int) -> tuple[int, Entry] | None:
        """The longest phrase that begins at a word: (number of words, what it is)."""
        word = words[at]
        longest = max(self._longest.get(word, 0), _SORTS_LONGEST.get(word, 0))
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            entry = self._phrases.get(phrase) or SORTS.get(phrase)
            if entry is not None:
                return length, entry
        return None

    def _add_devices(self, devices: Iterable[Device]) -> None:
        by_name: dict[tuple[str, ...], list[str]] = {}
        kinds: dict[str, set[str]] = {}
        for device in devices:
            for name in called(device.name, device.aliases):
                words = bare_name(name)
                if words:
                    by_name.setdefault(words, []).append(device.id)
                    self.name_words.update(words)
            if device.kind and device.domain not in ("sensor", "binary_sensor"):
                kinds.setdefault(device.kind, set()).add(device.domain)
            source = device.capabilities.get("source")
            for option in source.options if source else ():
                self._add(tuple(tokens(option)), Entry("source", ids=(option,)))
        for words, ids in by_name.items():
            self._add(words, Entry("device", ids=tuple(dict.fromkeys(ids))))
        for words, ids in by_name.items():
            if len(words) > 1:
                self._add(("".join(words),), Entry("device", ids=tuple(dict.fromkeys(ids))))
        for kind, domains in kinds.items():
            self._add_kind(kind, tuple(sorted(domains)))

    def _add_loose_areas(self, snapshot: Snapshot) -> None:
        """Parts of a room's name that no other room has ("the terrace" of "Pool terrace"), synonyms."""
        names = {
            area.id: [bare_name(n) for n in called(area.name, area.aliases)]
            for area in snapshot.household.areas.values()
        }
        loose: dict[tuple[str, ...], set[str]] = {}
        for area_id, own in names.items():
            for words in own:
                for part in _parts(words):
                    loose.setdefault(part, set()).add(area_id)
        parts = frozenset(loose)
        for group in SAME_ROOM:
            known = {a for a, own in names.items() for words in own if " ".join(words) in group}
            for synonym in group:
                loose.setdefault(tuple(synonym.split()), set()).update(known)
        for words, ids in loose.items():
            if ids and words not in self._phrases:  # what is called just so goes before
                self._add(words, Entry("area", ids=tuple(sorted(ids)), part=words in parts))
        self._add_groups(names, loose)
        self._add_possessives(snapshot, names)

    def _add_groups(
        self,
        names: Mapping[str, Sequence[tuple[str, ...]]],
        loose: Mapping[tuple[str, ...], Collection[str]],
    ) -> None:
        """Rooms that share a word, together: "the bedrooms", "both meeting rooms", "every office"."""
        for words, ids in loose.items():
            whole = {area_id for area_id, own in names.items() if words in own}
            group = Entry("area", ids=tuple(sorted({*ids, *whole})), group=True)
            if len(group.ids) < 2:
                continue
            plural = (*words[:-1], _plural(words[-1]))
            for said in (plural, *((each, *words) for each in EACH)):
                if said not in self._phrases:
                    self._add(said, group)

    def _add_possessives(
        self, snapshot: Snapshot, names: Mapping[str, Sequence[tuple[str, ...]]]
    ) -> None:
        """ "The granny flat's light", and "Anna's bedroom" for what is called "Anna's room" or "Anna"."""
        people = {bare_name(p.name) for p in snapshot.household.people.values()}
        for area_id, own in names.items():
            entry = Entry("area", ids=(area_id,))
            for words in own:
                more = [(*words[:-1], f"{words[-1]}s")] if words and words[-1][-1:] != "s" else []
                if words in people:
                    more += [(*more[0], room) for room in ("room", "bedroom")] if more else []
                if len(words) == 2 and words[1] in ("room", "bedroom") and words[0][-1:] == "s":
                    more += [(who, room) for who in (words[0], words[0][:-1]) for room in ("room", "bedroom")]  # fmt: skip
                for said in more:
                    if said not in self._phrases:
                        self._add(said, entry)

    def _add_kind(self, kind: str, domains: tuple[str, ...]) -> None:
        for words in KIND_SYNONYMS.get(kind, (kind.replace("_", " "),)):
            known = TYPE_NOUNS.get(words)
            if known is not None and (not known.kinds or kind in known.kinds):
                continue
            noun = TypeNoun(words, domains, frozenset({kind}))
            self._add(tuple(words.split()), Entry("type", noun=noun))
            plural = TypeNoun(words, domains, frozenset({kind}), plural=True)
            self._add(tuple(f"{words}s".split()), Entry("type", noun=plural))

    def _add_place(self, kind: Literal["area", "floor"], name: str, place_id: str) -> None:
        words = bare_name(name)
        if not words:
            return
        existing = self._phrases.get(words)
        if existing is not None and existing.kind == kind and place_id not in existing.ids:
            entry = Entry(kind, ids=(*existing.ids, place_id))
        else:
            entry = Entry(kind, ids=(place_id,))
        if existing is None or existing.kind == kind:
            self._add(words, entry)
        if len(words) > 1 and ("".join(words),) not in self._phrases:
            self._add(("".join(words),), entry)
        if kind == "floor" and words[-1] != "floor":
            self._add((*words, "floor"), entry)

    def _add(self, words: tuple[str, ...], entry: Entry) -> None:
        if words and words not in self._phrases:
            self._phrases[words] = entry
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
        elif words and entry.kind == "area" and self._phrases[words].kind == "area":
            self._phrases[words] = entry


@lru_cache(maxsize=4096)
def called(name: str, aliases: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Everything that a thing is called; what stands in brackets is another name for it.

    >>> called("Salón (Living room)", ("lounge",))
    ('Salón (Living room)', 'lounge', 'Salón', 'Living room')
    """
    inside = re.fullmatch(r"\s*(.+?)\s*\((.+)\)\s*", name)
    return (name, *aliases, *(inside.groups() if inside else ()))


@lru_cache(maxsize=4096)
def bare_name(name: str) -> tuple[str, ...]:
    """The words of a name as they are matched: normalised, without a leading article.

    >>> bare_name("The Big Lamp")
    ('big', 'lamp')
    """
    words = [word for word in tokens(name) if word != ","]
    while len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    return tuple(words)


EACH = ("either", "both", "each", "every", "any")
"""What may stand before a singular and means all rooms of a sort."""


def _plural(word: str) -> str:
    """ "study" -> "studies", "office" -> "offices"."""
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "o", "u"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "sh", "ch")) else f"{word}s"


def _parts(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """What a room may be called for short.

    >>> list(_parts(("infinity", "pool", "terrace")))
    [('infinity', 'pool'), ('pool',), ('pool', 'terrace'), ('terrace',)]
    """
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            part = words[start:end]
            if part == words or (len(part) == 1 and part[0] not in ROOM_NOUNS):
                continue
            yield part
    if len(words) > 1 and words[-1] in ("area", "room") and words[0] in ROOM_NOUNS | {"living"}:
        yield (*words[:-1], "room" if words[-1] == "area" else "area")


class Vocabularies:
    """Keeps the vocabulary of the home as it now is; a changed home gets a new one."""

    def __init__(self) -> None:
        self._key: tuple[int, int] | None = None
        self._current: Vocabulary | None = None

    def of(self, snapshot: Snapshot) -> Vocabulary:
        """The vocabulary of a snapshot's home."""
        key = (snapshot.version, id(snapshot.household))
        if self._current is None or key != self._key:
            self._key, self._current = key, Vocabulary(snapshot)
        return self._current
