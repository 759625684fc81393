"""The baseline to beat: regular expressions that cut lessons, and an exact dictionary that keeps them.

What a weekend project would do, and what other assistants' "custom phrases" come to: no conditions,
no paraphrases, no owners. Stands in front of a gateway that learns nothing; only measured, never
part of the daemon.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from context.places import Household
from context.turn import Reply, Transcript, Turn
from devices.mqtt import Broker
from gateway.app import Gateway
from gateway.clock import Clock
from gateway.evaluate.commands import _mind
from gateway.understand.words import normalise

PHRASES = (
    re.compile(r"^(?:when|whenever|if) i say (?P<phrase>[^,]+) , (?P<means>.+)$"),
    re.compile(r"^(?P<phrase>[^,]+?) means (?P<means>.+)$"),
)
NAMES = (
    re.compile(r"^call (?P<means>the .+) (?P<phrase>\w+)$"),
    re.compile(r"^(?P<means>.+?) is called (?:the )?(?P<phrase>.+)$"),
)
FAVOURITE = re.compile(r"^my favou?rite (?P<phrase>.+?) is (?P<means>.+)$")
FORGET = re.compile(r"^forget (?:the phrase |what )?(?P<phrase>.+?)(?: means)?$")


@dataclass
class Dictionary:
    """What was taught, word for word."""

    phrases: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    taught_by: dict[str, str | None] = field(default_factory=dict)


_KEPT: dict[int, tuple[Any, Dictionary]] = {}
"""By store, which is kept beside so that its id stays its own: a dictionary lives over a restart."""


class DictionaryTeacher(Gateway):
    """A gateway behind a dictionary."""

    dictionary: Dictionary

    async def say(self, transcript: Transcript) -> Turn:
        """A lesson is kept; anything else is looked up, and said to the gateway."""
        text = normalise(transcript.text)
        before = {*self.dictionary.phrases, *self.dictionary.words}
        if self._taught(text):
            for phrase in {*self.dictionary.phrases, *self.dictionary.words} - before:
                self.dictionary.taught_by[phrase] = transcript.person
            turn = await super().say(replace(transcript, text="hello", nbest=()))
            return replace(turn, reply=Reply(f"Okay: {text}"))
        return await super().say(replace(transcript, text=self._looked_up(text), nbest=()))

    def _taught(self, text: str) -> bool:
        known = self.dictionary
        for table, patterns in ((known.phrases, PHRASES), (known.words, NAMES)):
            for pattern in patterns:
                if (match := pattern.match(text)) is not None:
                    table[match["phrase"]] = match["means"]
                    return True
        if (match := FAVOURITE.match(text)) is not None:
            known.words[f"my favourite {match['phrase']}"] = match["means"]
            return True
        match = FORGET.match(text)
        return match is not None and known.phrases.pop(match["phrase"], None) is not None

    def _looked_up(self, text: str) -> str:
        if text in self.dictionary.phrases:
            return self.dictionary.phrases[text]
        for word, means in self.dictionary.words.items():
            text = f" {text} ".replace(f" {word} ", f" {means} ").strip()
        return text

    def learned(self, person: str | None = None) -> list[dict[str, Any]]:
        """All of it."""
        known = {**self.dictionary.phrases, **self.dictionary.words}
        return [
            {"phrase": phrase, "alias": phrase, "means": means, "value": means, "person": self.dictionary.taught_by.get(phrase)}
            for phrase, means in known.items()
        ]  # fmt: skip


def dictionary_gateway(
    household: Household, broker: Broker, clock: Clock, store: Any
) -> DictionaryTeacher:
    """As `real_gateway`, with the dictionary that this store had before."""
    gateway = DictionaryTeacher(
        household, broker, clock, store, learning="off", threaded=False, mind=_mind(household.language)
    )  # fmt: skip
    _, gateway.dictionary = _KEPT.setdefault(id(store), (store, Dictionary()))
    return gateway
