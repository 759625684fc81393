"""Words of a moment, not of an act: "good night", "I'm off", "I'm home", "the usual".

What is done then, the household has shown before (`context/wishes.py`), or a scene of that name does
it; else there is a first, easily reversed offer.
"""

import re
from collections.abc import Mapping, Sequence

from context import wishes
from context.lesson import Lesson
from context.rewrites import key_of
from context.snapshot import Snapshot
from context.turn import Clause, Reading, Transcript, Turn
from gateway.understand import complaint_frames
from gateway.understand.tagging import strip_politeness
from gateway.understand.vocabulary import bare_name

_I = r"(?:i am|we are|i will be|we will be|i have|we have|i|we)"
MOMENTS: Mapping[str, re.Pattern[str]] = {
    "night": re.compile(rf"^(?:good ?night|night(?: night)?|nighty night|sleep (?:well|tight)|(?:it is )?(?:time for )?bed ?time|(?:it is )?(?:time for|time to go to|off to) (?:bed|sleep)|{_I} (?:just |now )?(?:turning in|(?:going|go|heading|off|ready)(?: (?:up|off))?(?: (?:to|for))? (?:bed|sleep))(?: now)?)$"),
    "leave": re.compile(rf"^(?:(?:{_I} )(?:just |now )?(?:off|out|away)(?: (?:now|then|for the day|to (?:work|school|town)))?|(?:{_I} )?(?:just |now )?(?:leaving|heading out|heading off|going out|going to work|off to (?:work|school|town)|popping out|nipping out)(?: (?:now|then|the house|for the day))?|(?:good)?bye(?: bye)?|see you(?: later)?)$"),
    "arrive": re.compile(rf"^(?:{_I} (?:just |now )?(?:home|back|back home|got (?:home|back|in)|come (?:home|in|back))(?: again| now)?|honey i am home)$"),
    "usual": re.compile(r"^(?:do |give me |make it |put on |same as )?(?:the|my|our) (?:usual|normal)(?: (?:thing|one|stuff|routine|please))*$|^(?:the )?same as (?:always|usual|every (?:day|morning|evening|night))$|^as (?:always|usual)$"),
}  # fmt: skip
SCENES: Mapping[str, frozenset[str]] = {
    "night": frozenset({"goodnight", "night", "bedtime", "sleep"}),
    "leave": frozenset({"leave", "leaving", "away", "out", "goodbye"}),
    "arrive": frozenset({"arrive", "arriving", "home", "welcome"}),
    "usual": frozenset(),
}
"""Words of the names of scenes that are made for a moment."""


def read(words: Sequence[str], snapshot: Snapshot, transcript: Transcript) -> Clause | None:
    """The wish of a sentence that names a moment, or that was followed by the same acts before."""
    text = " ".join(words)
    kind = _kind(words)
    habit = habit_of(text, snapshot, transcript)
    if habit is not None:
        return Clause(text, (Reading("Wish", {"occasions": habit.occasions}),))
    if kind is None:
        return None
    return Clause(text, (Reading("Moment", {"kind": kind, "scene": scene_of(kind, snapshot)}),))


def taught(words: Sequence[str], lessons: Sequence[Lesson]) -> Lesson | None:
    """What was taught of this moment in other words: "I'm leaving", for "I'm heading out"."""
    kind = _kind(words)
    return next(
        (
            one
            for one in lessons
            if one.kind == "phrase" and kind and _kind(one.phrase.split()) == kind
        ),
        None,
    )


def habit_of(text: str, snapshot: Snapshot, transcript: Transcript) -> wishes.Habit | None:
    """What the household usually does upon these words; nothing where nothing may be learned."""
    if not snapshot.learns or snapshot.rewrites.taken_back(key_of(text), transcript.person):
        return None
    if _kind(text.split()) == "usual":
        habit = wishes.at_this_hour(snapshot, transcript)
    else:
        habit = wishes.after_wish(text, snapshot, transcript, _is_vague)
    return habit if habit is not None and _is_here(habit, snapshot) else None


def _is_here(habit: wishes.Habit, snapshot: Snapshot) -> bool:
    """Whether all that it was about is still there."""
    return all(t in snapshot.devices for r in habit.resolutions for t in r.targets)


def _kind(words: Sequence[str]) -> str | None:
    """The moment that is named, in one breath or in two: "good night all, I'm going to sleep"."""
    bare = strip_politeness(words)
    said = (" ".join(w for w in each if w != ",") for each in (words, bare))
    whole = next((k for text in said for k, p in MOMENTS.items() if p.match(text)), None)
    if whole is not None or not bare:
        return whole
    parts = [ALL.sub("", part.strip()) for part in re.split(r",| and ", " ".join(bare))]
    kinds = {next((k for k, p in MOMENTS.items() if p.match(part)), None) for part in parts}
    return kinds.pop() if len(kinds) == 1 else None


ALL = re.compile(
    r"(?<=.) (?:all|everyone|everybody|you (?:all|two|lot)|guys|folks|house|both|my (?:dears?|loves?))$"
)
"""Whom it is said to."""


def scene_of(kind: str, snapshot: Snapshot) -> str | None:
    """The one scene or script that is made for this moment."""
    found = [
        d.id
        for d in snapshot.devices.values()
        if d.domain in ("scene", "script")
        and any(_made_for(kind, set(bare_name(n))) for n in (d.name, *d.aliases))
    ]
    return found[0] if len(found) == 1 else None


def _made_for(kind: str, name: set[str]) -> bool:
    """Whether a scene's name speaks of this moment and of nothing else: "Leaving home" is for no arrival,
    "Movie night" for no bedtime."""
    others = {w for other, words in SCENES.items() if other != kind for w in words - SCENES[kind]}
    if kind == "leave":
        others -= SCENES["arrive"]  # "Leave home"
    return bool(SCENES[kind] & name) and not others & name and name <= SCENES[kind] | MOMENT_WORDS


MOMENT_WORDS = frozenset({"good", "home", "the", "house", "mode", "scene", "routine", "time", "i", "am", "we", "are", "all", "everything", "lights", "lock", "up", "to", "bed", "go", "going", "off", "bye", "script", "back", "for"})  # fmt: skip
"""What the name of a scene for a moment may hold beside its word."""


def _is_vague(turn: Turn) -> bool:
    return wishes.came_to_nothing(turn) or complaint_frames.complains(turn.interpretation.text)
