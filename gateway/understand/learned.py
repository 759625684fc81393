"""The learned parser: what neither template nor frame reads, the intent model may.

The model says what is wanted and which words fill slots; values, names and rooms come from the same
tables as everywhere. Below its operating point it is silent.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from context.turn import Phrase, Reading, StepSize
from gateway.understand import agenda_frames, device_frames, phrases, when
from gateway.understand.lexicon import TYPE_NOUNS
from gateway.understand.list_frames import list_name, split_items
from gateway.understand.tagging import Tag, Tagged

ALTERNATIVE_MIN = 0.15  # A second intent below this is noise, not a hypothesis.
SLOT_MIN = 0.5
STRANGE_VERB_MIN = (
    0.95  # For a verb that is in no table; in another language it may be the opposite.
)
ALONE_MIN = 0.97  # Where nothing but the model sees anything of a home in the words.

ABOUT_NOTHING = frozenset(
    {
        "HassGetCurrentTime",
        "HassGetCurrentDate",
        "HassRespond",
        "HassNevermind",
        "HassCancelAllTimers",
    }
)
"""Intents that no device is part of: a barometer that is asked does not tell the time."""
ASKED = frozenset({"HassGetState", "HassClimateGetTemperature"})
SINCE = frozenset({"since"})
"""Of what has lasted, which no timer of ours tells."""
COMPLAINTS: Mapping[str, tuple[str, int]] = {
    "dark": ("brightness", 1), "gloomy": ("brightness", 1), "dim": ("brightness", 1), "see": ("brightness", 1),
    "bright": ("brightness", -1), "glaring": ("brightness", -1), "blinding": ("brightness", -1), "harsh": ("brightness", -1),
    "cold": ("temperature", 1), "chilly": ("temperature", 1), "freezing": ("temperature", 1), "frozen": ("temperature", 1), "shivering": ("temperature", 1),
    "hot": ("temperature", -1), "boiling": ("temperature", -1), "stuffy": ("temperature", -1), "sweating": ("temperature", -1), "roasting": ("temperature", -1),
    "warm": ("temperature", -1), "loud": ("volume", -1), "noisy": ("volume", -1), "quiet": ("volume", 1), "hear": ("volume", 1),
}  # fmt: skip
"""What is wrong -> what is to change: "it is too dark in here" asks for more light."""
STEP_INTENTS = {"HassLightSet": "brightness", "HassClimateSetTemperature": "temperature", "HassSetVolumeRelative": "volume",
                "HassSetPosition": "position", "HassFanSetSpeed": "speed", "HassSetVolume": "volume"}  # fmt: skip


LANGUAGES = frozenset({"en"})
"""Those that the shipped model knows."""


def learned_parser(language: str) -> "LearnedParser | None":
    """The parser for a language; None where the grammar must do alone."""
    return LearnedParser.open() if language.split("-")[0].lower() in LANGUAGES else None


class Span(Protocol):
    """A slot that the model found."""

    @property
    def slot(self) -> str:
        """Its label."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def probability(self) -> float:
        """How sure."""


class Hypothesis(Protocol):
    """One thing that a clause may mean."""

    @property
    def intent(self) -> str:
        """Its label."""

    @property
    def probability(self) -> float:
        """Of the intent."""

    @property
    def slots(self) -> Sequence[Span]:
        """In order; only such as the intent can have."""


class Prediction(Protocol):
    """What the model says of a clause."""

    @property
    def hypotheses(self) -> Sequence[Hypothesis]:
        """Best first, one at least."""


class LearnedParser:
    """Readings from an intent-and-slot model."""

    def __init__(self, wanted: Callable[[str, Sequence[Any]], Prediction | None]) -> None:
        """`wanted` is silent below its operating point."""
        self._wanted = wanted

    @classmethod
    def open(cls) -> "LearnedParser":
        """With the model that ships; loading takes about 0.1 s."""
        from models_onnx.intent import IntentModel

        return cls(IntentModel.open().wanted)

    def read(self, words: Sequence[str], tagged: Tagged, now: datetime) -> tuple[Reading, ...]:
        """Readings of a clause, best first; empty when it is none of our business."""
        if (device_frames.PAST | SINCE) & set(words):
            return ()
        prediction = self._wanted(" ".join(words), _marks(words, tagged))
        if prediction is None:
            return ()
        best, probability = prediction.hypotheses[0].intent, prediction.hypotheses[0].probability
        question, verb = tagged.first("question"), tagged.first("verb")
        told = verb is not None and verb.value[0] == "set" and verb.value[1] not in ("get", "give")
        if question is None and told and best in ASKED:
            return ()  # "set office temperature": to which, was not said
        if (
            question is not None
            and question.value in device_frames.ASKING
            and best in device_frames.NEEDS_TARGET
        ):
            return ()
        found = []
        for one in prediction.hypotheses:
            reading = (
                self._reading(one, tagged, now) if one.probability >= ALTERNATIVE_MIN else None
            )
            if reading is not None:
                found.append(reading)
        sure = probability >= ALONE_MIN or bool(
            tagged.first("verb", "device", "type", "area", "quantity", "property")
        )
        return tuple(found) if sure else ()

    def _reading(self, one: Hypothesis, tagged: Tagged, now: datetime) -> Reading | None:
        intent, probability = one.intent, one.probability
        slots = _slots(one, tagged, now)
        if slots is None:
            return None
        targets, excluded = phrases.build(_without_values(tagged, one))
        if targets and intent in ABOUT_NOTHING:
            return None
        if intent == "HassListAddItem" and "order" in tagged.words and "list" not in tagged.words:
            return None  # of a shop
        if intent in device_frames.NEEDS_TARGET and not _telling(targets, tagged, probability):
            targets = ()  # a room alone: "water the front garden" is not about its lights
        if not targets and intent in device_frames.NEEDS_TARGET:
            targets = tuple(
                Phrase(text=s.text, name=s.text)
                for s in one.slots
                if s.slot == "name" and s.probability >= SLOT_MIN
            )
            if not targets:
                return None
        return Reading(intent, slots, targets, excluded, probability, by="model")


MARKED: Mapping[str, Any] = {"device": "name", "area": "area", "floor": "floor"}
"""Tags that tell the model what this home calls by these words."""


def _marks(words: Sequence[str], tagged: Tagged) -> tuple[Any, ...]:
    """What the home's own names are, by their letters in the joined words."""
    from models_onnx.encoder import Mark

    begins = [0]
    for word in words:
        begins.append(begins[-1] + len(word) + 1)
    return tuple(
        Mark(MARKED[t.kind], begins[t.start], begins[t.end] - 1)
        for t in tagged.tags
        if t.kind in MARKED
    )


def _without_values(tagged: Tagged, one: Hypothesis) -> Tagged:
    """Words that the model takes for a value or a change are no part of a name; nor any that it
    takes for nothing."""
    named = " ".join(
        s.text for s in one.slots if s.slot in ("name", "device_class", "except", "area", "floor")
    ).split()
    tags = tuple(
        t
        for t in tagged.tags
        if t.kind not in ("unknown", "name_word") or tagged.text(t) in named or _modifies(t, tagged)
    )
    return Tagged(tagged.words, tags)


def _telling(targets: Sequence[Phrase], tagged: Tagged, probability: float) -> bool:
    """Whether things are named, and by words that the model is sure to know what to do with."""
    named = any(p.name or p.noun or p.pronoun or p.every for p in targets)
    strange_verb = bool(tagged.tags) and tagged.tags[0].kind == "unknown"
    return named and (not strange_verb or probability >= STRANGE_VERB_MIN)


def _modifies(tag: Tag, tagged: Tagged) -> bool:
    """Whether a word tells which, beside a sort of device or part of a room's name: a "nite light" is
    no light, "meeting room Hopper" no other meeting room."""
    before = next((t for t in tagged.tags if t.end == tag.start), None)
    if before is not None and (_is_part(before) or tagged.text(before) == "room"):
        return True
    following = [t for t in tagged.tags if t.start >= tag.end]
    head = next((t for t in following if t.kind != "unknown" and tagged.text(t) != "room"), None)
    beside = all(tagged.words[i] != "," for i in range(tag.end, head.start)) if head else False
    if head is None or not beside:
        return False
    if head.start == tag.end and head.kind in ("type", "name_word"):
        return True
    sort = head.kind == "type" or (head.kind == "device" and tagged.text(head) in TYPE_NOUNS)
    return tag.start > 0 and (_is_part(head) or (sort and head.start > tag.end))


def _is_part(tag: Tag) -> bool:
    return tag.kind == "area" and tag.value.part


def _slots(one: Hypothesis, tagged: Tagged, now: datetime) -> dict[str, Any] | None:
    """Values for an intent; None when one that it needs was not said."""
    if one.intent in STEP_INTENTS or one.intent in device_frames.VALUED:
        return _values(one.intent, tagged)
    spans = {s.slot: s.text for s in one.slots if s.probability >= SLOT_MIN}
    filler = FILLERS.get(one.intent)
    return filler(spans, tagged, now) if filler else {}


def _values(intent: str, tagged: Tagged) -> dict[str, Any] | None:
    found = device_frames.values_for(intent, tagged)
    if found is not None or intent not in STEP_INTENTS:
        return found
    prop = STEP_INTENTS[intent]
    direction = next(
        (d for w in tagged.words if (c := COMPLAINTS.get(w)) and c[0] == prop for d in [c[1]]), 0
    )
    if not direction or intent == "HassSetVolume":
        return None
    step = StepSize(1 if direction > 0 else -1, property=prop)
    return {f"{prop}_step": "up" if direction > 0 else "down", "step": step}


Filler = Callable[[Mapping[str, str], Tagged, datetime], dict[str, Any] | None]


def _timer(spans: Mapping[str, str], tagged: Tagged, now: datetime) -> dict[str, Any] | None:
    seconds = when.duration_of(tagged.words)
    named = {"timer_name": spans["timer_name"]} if "timer_name" in spans else {}
    return {**named, **(agenda_frames.parts(seconds) if seconds else {})}


def _moment(spans: Mapping[str, str], tagged: Tagged, now: datetime) -> dict[str, Any] | None:
    times = agenda_frames.times(when.find(tagged.words, now, alarm=True))
    return {**times, **({"reminder": spans["reminder"]} if "reminder" in spans else {})}


def _items(spans: Mapping[str, str], tagged: Tagged, now: datetime) -> dict[str, Any] | None:
    if "item" not in spans:
        return None
    return {"list": list_name(spans.get("list")), "item": split_items(spans["item"])}


def _list(spans: Mapping[str, str], tagged: Tagged, now: datetime) -> dict[str, Any] | None:
    return {"list": list_name(spans.get("list"))}


def _state(spans: Mapping[str, str], tagged: Tagged, now: datetime) -> dict[str, Any] | None:
    return None  # a question that no frame reads has no state to ask for


FILLERS: Mapping[str, Filler] = {
    "HassStartTimer": _timer, "HassIncreaseTimer": _timer, "HassDecreaseTimer": _timer, "HassCancelTimer": _timer, "HassTimerStatus": _timer,
    "HassPauseTimer": _timer, "HassUnpauseTimer": _timer, "AlarmSet": _moment, "AlarmRemove": _moment, "AlarmQuery": _moment,
    "ReminderSet": _moment, "ReminderRemove": _moment, "HassListAddItem": _items, "HassListCompleteItem": _items,
    "HassListRemoveItem": _items, "ListQuery": _list, "ListClear": _list, "HassGetState": _state,
}  # fmt: skip
