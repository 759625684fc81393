"""Questions about what just happened: "which door was that", "what was that", "who turned that on"."""

import re
from collections.abc import Sequence

from context.attention import is_stir
from context.snapshot import Snapshot
from context.turn import Reading, Transcript
from gateway.understand.tagging import TagKind, tag
from gateway.understand.vocabulary import Vocabulary, bare_name

NEWS_S = 120.0  # "What was that" is asked within two minutes, of a noise or a light.
_DID = r"(?:turn(?:ed)?|switch(?:ed)?|put|open(?:ed)?|clos(?:e|ed)|shut|lock(?:ed)?|unlock(?:ed)?|start(?:ed)?|stop(?:ped)?|chang(?:e|ed)|set|do|did|done|touch(?:ed)?)"
WHAT = re.compile(
    r"^(?:what (?:was|is) (?:that|it|this)(?: (?:noise|sound|just|now|about))*|what (?:has )?(?:just )?happened(?: (?:there|just now|now))*|what did i (?:just )?hear)$"
)
WHICH = re.compile(
    r"^(?:which|what) (?P<noun>(?!time|day|date|hour|month|year|station|channel|song|tune|track|album|band|artist|film|movie|show)\w+) (?:was|is) (?:that|it)(?: just now)?$"
)
WHO = re.compile(rf"^who (?:just |has )?(?!do |did (?!that|it|this)){_DID}\b")
OF_HOMES: tuple[TagKind, ...] = ("device", "type", "area", "floor", "pronoun", "property", "everything", "name_word")  # fmt: skip
"""What somebody may have done something to: "who set the timer", not "who started the war"."""
BY = re.compile(
    rf"^what (?:did|has) (?P<who>\w+) (?:just )?{_DID}\b(?: (?:on|off|just now|now|up|down))*$"
)
RANG = re.compile(r"^what (?:did|does|was|is) (?:that|it|the (?:alarm|timer|bell|reminder))(?: just)? (?:ring|ringing|go off|going off|beep|beeping|sound|want|for)\b.*$")  # fmt: skip


def read(
    words: Sequence[str], snapshot: Snapshot, transcript: Transcript, vocabulary: Vocabulary
) -> Reading | None:
    """The reading of a question about an event; None when it asks of something else."""
    text = " ".join(w for w in words if w != ",")
    if RANG.match(text):
        return Reading("EventQuery", {"about": "ring"})
    by = BY.match(text)
    if by is not None:
        person = _person(by["who"], snapshot, transcript)
        return Reading("EventQuery", {"about": "by", "person": person}) if person else None
    if WHO.match(text) and tag(words, vocabulary).first(*OF_HOMES):
        return Reading("EventQuery", {"about": "who", "words": tuple(words)})
    which = WHICH.match(text)
    if which is not None:
        noun = which["noun"]
        return Reading("EventQuery", {"about": "which", "noun": "" if noun == "one" else noun})
    if WHAT.match(text) and _is_news(snapshot, transcript):
        return Reading("EventQuery", {"about": "which", "noun": ""})
    return None


def _is_news(snapshot: Snapshot, transcript: Transcript) -> bool:
    """Whether something happened since we last spoke here, so that it is not us who are asked of."""
    last = snapshot.last_turn(transcript.satellite, NEWS_S)
    since = max(snapshot.now.timestamp() - NEWS_S, last.at.timestamp() if last else 0.0)
    return any(is_stir(change) and change.at >= since for change in snapshot.changes)


def _person(word: str, snapshot: Snapshot, transcript: Transcript) -> str | None:
    if word in ("i", "we", "you"):
        return transcript.person or "anyone"
    people = snapshot.household.people.values()
    return next((p.id for p in people if word in bare_name(p.name)), None)
