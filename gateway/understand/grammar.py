"""A sentence becomes the reading that Home Assistant's sentence templates give it, or none.

The first parser: exact on its own wording, in every language that Home Assistant speaks, with the
home's own names and the household's own sentences. It never guesses; what it does not know is left
to the model. Names that several devices share stay as spoken: others choose between devices.

Numbers keep Home Assistant's units: brightness, position, percentage and volume_level are per cent,
color_temperature is kelvin, temperature is the home's own.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from hassil import recognize_best
from hassil.intents import SlotList, TextSlotList
from hassil.recognize import RecognizeResult
from hassil.util import remove_punctuation

from context.places import Household
from context.snapshot import Snapshot
from context.turn import Reading
from gateway.languages import UnknownLanguageError, is_own, plain
from gateway.understand.grammar_sources import CUSTOM, CustomSentencesError, load_intents
from gateway.understand.grammar_templates import (
    Index,
    Words,
    build,
    place_words,
    possible,
    words_of,
)

__all__ = ["CustomSentencesError", "Grammar", "UnknownLanguageError"]

_LOG = logging.getLogger(__name__)


class Found(NamedTuple):
    """A reading, and what is to be known of its slots."""

    reading: Reading
    wild: frozenset[str]
    """Slots that took whatever words stood there."""
    implied: frozenset[str]
    """Slots that no word said: the room of the speaker."""


READINGS_MAX = 512  # A day's different sentences of a busy home; an entry is under a kilobyte.

TEXT_CHARS_MAX = 400  # Longer than any command; hassil's time grows faster than the text.

_TODO: Mapping[str, tuple[str, ...]] = {"to-do": ("to-do", "to do", "todo")}
"""The list that every home has beside the shopping list, as it is written."""

_RENAMED = {
    "HassShoppingListAddItem": "HassListAddItem",
    "HassShoppingListCompleteItem": "HassListCompleteItem",
    "HassShoppingListRemoveItem": "HassListRemoveItem",
}

# Response keys of the package that say the same in a few languages.
_QUESTIONS = {key: key for key in ("one_yesno", "one", "any", "all", "which", "how_many", "where")}
_QUESTIONS |= {"any_short": "any", "which_person": "which"}


@dataclass(frozen=True)
class _Home:
    """A home as the templates see it, good for as long as nothing is renamed."""

    version: int
    household: Household
    list_names: frozenset[str]
    slot_lists: Mapping[str, SlotList]
    words: Words


class Grammar:
    """Reads sentences by templates, in one language, for one home."""

    def __init__(
        self,
        language: str,
        custom_sentences: Path | None = None,
        form: Callable[[str], str] = plain,
    ) -> None:
        """`custom_sentences` is a folder with a folder for each language, as Home Assistant's.

        `form` is applied to all words: those of templates, of the home and of what is said.
        """
        self._form = form
        self._language = language
        self._custom_sentences = custom_sentences
        self._index: Index | None = None
        self._home: _Home | None = None
        self._readings: OrderedDict[tuple[str, str | None], Found | None] = OrderedDict()

    def in_form(self, form: Callable[[str], str]) -> "Grammar":
        """The same templates with all words in another form; loaded when it is first read."""
        return Grammar(self._language, self._custom_sentences, form)

    @property
    def language(self) -> str:
        """The tag of the language that it reads."""
        return self._language

    @property
    def alone(self) -> bool:
        """Whether nothing but these templates knows the language."""
        return not is_own(self._language)

    def load(self) -> None:
        """Read the templates; the first `read` does it if nobody did.

        Raises UnknownLanguageError; and CustomSentencesError when files had to be left out, after
        everything else was loaded and is ready for use.
        """
        form = None if self._form is plain else self._form
        intents, faults = load_intents(self._language, self._custom_sentences, form)
        self._index = build(intents)
        self._home = None
        if faults:
            raise CustomSentencesError("\n".join(faults))

    def place_words(self) -> frozenset[str]:
        """Words that lead to the name of a place, as rules about places have them: in, the."""
        return place_words(self._loaded().intents)

    def read(self, text: str, snapshot: Snapshot, area: str | None) -> Reading | None:
        """The best reading of a text, heard in an area (by id); None when no template fits."""
        found = self.read_with_wildcards(text, snapshot, area)
        return found[0] if found else None

    def read_with_wildcards(self, text: str, snapshot: Snapshot, area: str | None) -> Found | None:
        """The same, with the slots that took whatever words stood there ("play {search_query}")."""
        index = self._loaded()
        home = self._at(snapshot, index)
        here = snapshot.area(area)
        key = (text, here.name if here else None)
        if key in self._readings:
            self._readings.move_to_end(key)
            return self._readings[key]
        found = None
        if len(text) <= TEXT_CHARS_MAX:
            found = _find(self._form(text), index, home, key[1])
        self._readings[key] = found
        if len(self._readings) > READINGS_MAX:
            self._readings.popitem(last=False)
        return found

    def _loaded(self) -> Index:
        if self._index is None:
            try:
                self.load()
            except CustomSentencesError as error:
                _LOG.warning("custom sentences left out: %s", error)
        assert self._index is not None  # `load` sets it before it complains of single files.
        return self._index

    def _at(self, snapshot: Snapshot, index: Index) -> _Home:
        """The home's lists, made anew when something was renamed."""
        home, names = self._home, frozenset(entry.list for entry in snapshot.lists)
        if (
            home is None
            or home.version != snapshot.version
            or home.household is not snapshot.household
            or home.list_names != names
        ):
            joined = index.intents.settings.ignore_whitespace
            home = _home(snapshot, names, joined, self._form)
            self._home = home
            self._readings.clear()
        return home


# --- the home ------------------------------------------------------------------------------------

_Spoken = tuple[str, str, str, str | None]
"""What may be said, what it is called, and its domain and device class."""


def _home(
    snapshot: Snapshot, list_names: frozenset[str], joined: bool, form: Callable[[str], str]
) -> _Home:
    every = (*_device_names(snapshot), *_list_names(list_names))
    names = [(form(spoken), name, domain, kind) for spoken, name, domain, kind in every]
    places = {
        "area": _place_names((x.name, x.aliases) for x in snapshot.household.areas.values()),
        "floor": _place_names((x.name, x.aliases) for x in snapshot.household.floors.values()),
    }
    places = {key: [(form(way), name) for way, name in pairs] for key, pairs in places.items()}
    slot_lists: dict[str, SlotList] = {
        key: TextSlotList.from_tuples(pairs, allow_template=False, name=key)
        for key, pairs in places.items()
    }
    slot_lists["name"] = _name_list(names)
    words = words_of(
        ((spoken, domain) for spoken, _, domain, _ in names),
        {key: [spoken for spoken, _ in pairs] for key, pairs in places.items()},
        joined,
    )
    return _Home(snapshot.version, snapshot.household, list_names, slot_lists, words)


def _device_names(snapshot: Snapshot) -> Iterable[_Spoken]:
    for device in snapshot.devices.values():
        for spoken in _variants(device.name, device.aliases):
            yield spoken, device.name.strip(), device.domain, device.kind


def _list_names(names: frozenset[str]) -> Iterable[_Spoken]:
    """To-do lists answer to their names like devices; the shopping list has its own templates."""
    lists = dict(_TODO)
    for name in sorted(names - {"shopping"}):
        lists.setdefault(name, (name,))
    for name, ways in lists.items():
        for spoken in _variants(ways[0], ways[1:]):
            yield spoken, name, "todo", None


def _place_names(places: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
    """(spoken, name); what two places share stays as spoken."""
    pairs = [(way, name.strip()) for name, also in places for way in _variants(name, also)]
    meant = _meant(pairs)
    return list(dict.fromkeys((way, _called(way, meant)) for way, _ in pairs))


def _name_list(names: Iterable[_Spoken]) -> TextSlotList:
    """The list `name`; devices of one domain and class that are called alike are one value."""
    every = list(names)
    meant = _meant((spoken, name) for spoken, name, _, _ in every)
    values = dict.fromkeys(
        (way, _called(way, meant), domain, kind) for way, _, domain, kind in every
    )
    return TextSlotList.from_tuples(
        [
            (way, name, {"domain": domain} | ({"device_class": kind} if kind else {}))
            for way, name, domain, kind in values
        ],
        allow_template=False,
        name="name",
    )


def _variants(name: str, aliases: Iterable[str]) -> list[str]:
    """Ways to say a name. Sentences lose their punctuation, so names need a form without it."""
    ways = [way.strip() for way in (name, *aliases)]
    return list(dict.fromkeys(x for way in ways for x in (way, remove_punctuation(way)) if x))


def _meant(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    meant: dict[str, set[str]] = {}
    for spoken, name in pairs:
        meant.setdefault(spoken.casefold(), set()).add(name)
    return meant


def _called(spoken: str, meant: Mapping[str, set[str]]) -> str:
    """The name that spoken words stand for; themselves when they stand for several."""
    names = meant[spoken.casefold()]
    return next(iter(names)) if len(names) == 1 else spoken


# --- the reading ---------------------------------------------------------------------------------


def _find(text: str, index: Index, home: _Home, area: str | None) -> Found | None:
    intents = possible(index, text, home.words, placed=area is not None)
    if intents is None:
        return None
    result = recognize_best(
        text,
        intents,
        slot_lists=dict(home.slot_lists),
        intent_context={"area": area} if area else None,
        language=intents.language,
        best_metadata_key=CUSTOM,
        best_slot_name="name",
    )
    return _found(result) if result else None


def _found(result: RecognizeResult) -> Found:
    """hassil's result in our names."""
    slots = {name: _value(entity.value) for name, entity in result.entities.items()}
    wild = {name for name, entity in result.entities.items() if entity.is_wildcard}
    implied = frozenset(
        n for n, e in result.entities.items() if n not in result.intent_data.slots and not e.text
    )
    intent = result.intent.name
    if intent in _RENAMED:
        slots["list"] = "shopping"
    elif intent.startswith("HassList") and "name" in slots:
        slots["list"] = slots.pop("name")
        wild = {"list" if name == "name" else name for name in wild}
    elif intent == "HassLightSet" and "temperature" in slots:
        slots["color_temperature"] = slots.pop("temperature")
    elif intent == "HassGetState":
        slots |= _question(result.response, slots)
    if "name" in slots and "name" not in wild:
        slots |= _kind(result, slots)
    reading = Reading(_RENAMED.get(intent, intent), slots, response=result.response)
    return Found(reading, frozenset(wild), implied)


def _value(value: Any) -> Any:
    """Whole numbers as such, words without the spaces around them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value


def _question(response: str | None, slots: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked about states; a template that does not say asks about what it names."""
    if response in _QUESTIONS:
        return {"question": _QUESTIONS[response]}
    if "name" not in slots:
        return {"question": "any"}
    return {"question": "one_yesno" if "state" in slots else "one"}


def _kind(result: RecognizeResult, slots: Mapping[str, Any]) -> dict[str, Any]:
    """The domain, where the template is for one only: "lock the front door" is not its sensor."""
    required = result.intent_data.requires_context.get("domain")
    if isinstance(required, Mapping):
        required = required.get("value")
    only = [required] if isinstance(required, str) else list(required or ())
    return {"domain": only[0]} if len(only) == 1 and "domain" not in slots else {}
