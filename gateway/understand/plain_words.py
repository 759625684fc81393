"""What was taught of single words, put in their place: values, favourites, levels, places, names.

"set the lights to study mode" -> "set the lights to 100 percent"; "play my favourite station" ->
"play jazz fm"; "how warm is it at susans" -> "how warm is it in perth".
"""

import re
from collections.abc import Sequence

from context.lesson import Lesson, agreed
from context.snapshot import Snapshot
from gateway.understand import quantities
from gateway.understand.info_frames import WEATHER
from gateway.understand.taught import content
from gateway.understand.vocabulary import bare_name

FAVOURITE = re.compile(
    r"\b(?:some of |something by |songs? by |music by )?(?:my|our) (?:absolute |all time )*(?:favou?rite|preferred|go to|comfort|comfortable|usual|ideal|normal|perfect|best loved) (?P<subject>[\w ]+?)(?= on | in | at | please| now| again| from | to | and |$)"
)
OWN_LEVEL = re.compile(
    r"(?<= to )(?:my|our) (?P<subject>volume|brightness|temperature|level)(?= |$)"
)
AS_LIKED = re.compile(
    r" (?:so (?:that )?(?:i am|we are|it is)|until (?:i am|it is)) (?:comfortable|comfy|cosy|cozy|happy|nice|right)(?: for (?:me|us))? $| (?:to )?(?:how|the way|as|like) (?:i|we) like it $"
)
""" "Set the thermostat so I'm comfortable"."""
OWN = re.compile(r"\bmy (?P<subject>\w+) (?:playlist|music|songs?|mix|station|tunes)\b")
TITLE_WORDS = frozenset({"music", "song", "songs", "artist", "band", "singer", "genre", "album", "playlist", "station", "radio", "podcast", "show", "movie", "film", "audiobook", "book", "kind", "type", "of", "radio station", "sort", "channel", "style", "composer", "series", "tunes"})  # fmt: skip


def in_plain_words(
    words: Sequence[str], lessons: Sequence[Lesson], snapshot: Snapshot
) -> tuple[str, ...]:
    """The sentence with what was taught of single words put in their place: values, favourites.

    "set the lights to study mode" -> "set the lights to 100 percent",
    "play my favourite station" -> "play jazz fm".
    """
    text = f" {' '.join(words)} "
    text = _for_purpose(text, lessons, snapshot)
    text = _at_places(text, lessons)
    for one in lessons:
        if one.kind == "value" and f" {one.phrase} " in text and text.strip() != one.phrase:
            text = re.sub(rf" (?:in|into|on) {re.escape(one.phrase)} ", f" to {one.means} ", text)
            text = text.replace(f" {one.phrase} ", f" {one.means} ")
    as_liked = AS_LIKED.search(text)
    if as_liked is not None:
        warm = level("temperature", text, lessons, snapshot)
        text = f"{text[: as_liked.start()]} to {warm.means} " if warm is not None else text
    for pattern in (FAVOURITE, OWN, OWN_LEVEL):
        match = pattern.search(text)
        if match is not None and not re.match(r" (?:what|which|who|is|forget|do you) ", text):
            liked = level(match["subject"], text, lessons, snapshot) or favourite(
                match["subject"], lessons
            )
            if liked is not None:
                text = text[: match.start()] + liked.means + text[match.end() :]
    for one in lessons:
        if one.kind == "name" and f" {one.phrase} " in text and one not in agreed(snapshot.lessons):
            text = re.sub(
                rf" (?:the )?{re.escape(one.phrase)} ", f" {plainly(one, snapshot)} ", text
            )
    return tuple(text.split())


LEVELS = {"temperature": "temperature", "brightness": "brightness", "volume": "volume_level", "level": "", "setting": "", "light": "brightness"}  # fmt: skip


TITLES = frozenset(stem for word in TITLE_WORDS for stem in content(word.split()))


def level(subject: str, text: str, lessons: Sequence[Lesson], snapshot: Snapshot) -> Lesson | None:
    """The liking that "my usual temperature" is about: of the thing or room that was named, else of any."""
    key = LEVELS.get(subject.split()[-1])
    likings = [
        one for one in lessons
        if one.kind == "preference" and one.slots and key is not None and (not key or key in one.slots)
    ]  # fmt: skip
    named = [one for one in likings if any(f" {w} " in text for w in about(one, snapshot))]
    return next(iter(named or likings), None)


def about(lesson: Lesson, snapshot: Snapshot) -> tuple[str, ...]:
    """What a liking is about, in words: the names of its devices and its room."""
    devices = [snapshot.devices[i] for ids in lesson.targets for i in ids if i in snapshot.devices]
    rooms = [snapshot.area(a) for a in {lesson.area, *(d.area for d in devices)}]
    names = [n for d in devices for n in (d.name, *d.aliases)]
    names += [n for room in rooms if room is not None for n in (room.name, *room.aliases)]
    return tuple(" ".join(bare_name(n)) for n in names)


SETTING = re.compile(r" (?:set|put|make|turn|switch|have|dim|bring|adjust|i want|i would like|i need|get|give) ")  # fmt: skip
SPOKEN_OF = {
    "temperature": (
        "thermostat",
        "heating",
        "temperature",
        "heat",
        "radiator",
        "air conditioning",
        "ac",
    ),
    "brightness": ("light", "lights", "lamp", "lighting", "brightness"),
    "volume_level": ("volume", "music", "speaker", "sound", "radio"),
}
"""What a level is set of, where no thing was named."""
LEVEL_WORDS = "temperature|brightness|volume|level|setting|light|lighting|heat|warmth"


def _for_purpose(text: str, lessons: Sequence[Lesson], snapshot: Snapshot) -> str:
    """ "Set the lamp for reading", "to my sleeping temperature": the level that was told for it."""
    for one in lessons:
        if one.kind != "preference" or not one.purpose or quantities.find(text.split()):
            continue
        spelled = [w for w in text.split() if content([w]) == content([one.purpose.split()[-1]])]
        if not spelled or not content(one.purpose.split()) <= content(text.split()):
            continue
        word = re.escape(spelled[0])
        called = re.search(
            rf" (?:to |at )?(?:my|our|the) (?:[a-z]+ )?{word} (?:{LEVEL_WORDS}) ", text
        )
        if called is not None and re.match(r" (?:what|which|is|how) ", text) is None:
            return f"{text[: called.start()]} to {one.means} {text[called.end() :]}"
        names = about(one, snapshot) or tuple(n for k in one.slots for n in SPOKEN_OF.get(k, ()))
        if SETTING.search(text) and any(f" {name} " in text for name in names):
            rest = re.sub(rf" for (?:my |the |some )?{word}(?= )", "", text)
            return f"{rest.rstrip()} to {one.means} "
    return text


def _at_places(text: str, lessons: Sequence[Lesson]) -> str:
    """ "How is the weather where Susan lives": the place that was told, in questions of weather."""
    if not (WEATHER | {"warm", "cold", "hot", "chilly", "temperature", "degrees", "like"}) & set(
        text.split()
    ):
        return text
    for one in lessons:
        if one.kind == "place":
            *_, last = one.phrase.split()  # "my cousin Fergal" is Fergal, too
            who = rf"(?:(?:my|our|the) )?(?:{re.escape(one.phrase)}|{re.escape(last)})"
            where = rf" (?:where {who}(?: (?:lives?|is|are|stays?|living|at|now))*|(?:over )?(?:at|by|in|near) {who}s?(?: (?:place|house|home|end|town|city))?|for {who}) "
            text = re.sub(where, f" in {' '.join(bare_name(one.means))} ", text)
    return text


def plainly(name: Lesson, snapshot: Snapshot) -> str:
    """What a name stands for, in words that every speaker of this home has for it."""
    if len(name.targets) == 1 and len(name.targets[0]) > 1:
        together = [snapshot.devices[i] for i in name.targets[0] if i in snapshot.devices]
        return " and ".join(f"the {' '.join(bare_name(d.name))}" for d in together) or name.means
    device = snapshot.devices.get(next((i for ids in name.targets for i in ids), ""))
    room = snapshot.area(name.area)
    known = device.name if device is not None else room.name if room is not None else name.means
    return " ".join(bare_name(known))


ALIKE = tuple(
    content(row.split())
    for row in (
        "artist band singer group composer musician",
        "station channel radio",
        "show programme program series",
        "movie",
    )
)
"""Words for one kind of title: who named a favourite band means their favourite artist."""


def favourite(subject: str, lessons: Sequence[Lesson]) -> Lesson | None:
    """What somebody said they like of a subject, the latest first; None when they did not."""
    wanted = content(subject.split())
    likings = [one for one in lessons if one.kind == "preference" and one.liked]
    same = [one for one in likings if one.phrase and content(one.phrase.split()) == wanted]
    kind = next((row for row in ALIKE if wanted <= row), frozenset())
    same = same or [one for one in likings if one.phrase and content(one.phrase.split()) <= kind]
    akin = [
        one
        for one in likings
        if one.phrase and content(one.phrase.split()) & wanted and wanted <= TITLES
    ]
    return next(iter(same or akin), None)
