"""Tags of a clause -> the phrases that point at devices, and those that are left out.

"all lights in the kitchen and the hall except the big lamp" becomes two phrases (lights in the
kitchen, lights in the hall) and one excluded (big lamp).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from context.turn import Phrase, Pronoun
from gateway.understand.lexicon import TYPE_NOUNS
from gateway.understand.tagging import BESIDE, PLACE_PREPOSITIONS, Tag, Tagged
from gateway.understand.vocabulary import Entry

PHRASES_MAX = 12  # More devices than anyone lists in one breath; what follows is dropped.
THEM = frozenset({"them", "those", "these", "they", "both of them", "all of them"})
NAMELESS = frozenset({"one", "ones", "other", "thing", "things", "device", "devices", "appliances", "stuff", "else"})  # fmt: skip


@dataclass
class _Builder:
    """A phrase while its words are being read."""

    aside: bool = False
    """Whether what follows only tells for whom: "unlock the door for the postman"."""
    words: list[str] = field(default_factory=list)
    """Words not known by themselves, that may be part of a name."""
    named: bool = False
    """Whether `words` hold the name of a device of this home."""
    core: Phrase = field(default_factory=Phrase)
    preposition: bool = False
    place_follows: bool = True
    """Whether that preposition leads to a room, not to a thing beside it."""
    known: bool = False
    """Whether any of `words` occurs in a name of this home."""
    closed: bool = False
    """A noun has been read: a further one begins another phrase."""
    rooms: tuple[str, ...] = ()
    """All rooms of a group: "the bedrooms"."""

    def finish(self) -> Phrase | None:
        words = [w for w in self.words if w not in NAMELESS] if not self.named else self.words
        text = " ".join(words)
        phrase = replace(self.core, text=text or self.core.text)
        if words:
            phrase = replace(phrase, name=text)
        if phrase.rest and not (phrase.name or phrase.noun or phrase.everywhere):
            phrase = replace(phrase, pronoun="other")
        return phrase if phrase != Phrase() else None


def build(tagged: Tagged) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """(phrases, excluded phrases) of a clause."""
    runs: list[list[Phrase]] = [[], []]
    side = 0
    builder = _Builder()

    def flush() -> None:
        nonlocal builder
        phrase = builder.finish()
        for one in _in_each_room(phrase, builder.rooms) if phrase is not None else ():
            if len(runs[side]) < PHRASES_MAX:
                runs[side].append(one)
        builder = _Builder()

    for tag in tagged.tags:
        if tag.kind == "except":
            if (
                tagged.words[tag.start] == "but"
                and tag.end - tag.start == 1
                and not _has_all(tagged, tag)
            ):
                continue
            flush()
            side = 1
        elif tag.kind == "and":
            flush()
        else:
            if _ends_unknown_verb(builder, tag, tagged) and len(builder.words) == tag.start:
                builder = _Builder()
            elif _begins_another(builder, tag, tagged):
                flush()
            _take(builder, tag, tagged)
    flush()
    return _share(_without_summary(runs[0])), _share(runs[1])


def _in_each_room(phrase: Phrase, rooms: tuple[str, ...]) -> tuple[Phrase, ...]:
    """The lights in the bedrooms are those in each of them."""
    return tuple(replace(phrase, area=room, every=True) for room in rooms) or (phrase,)


def _without_summary(phrases: list[Phrase]) -> list[Phrase]:
    """ "The lights in here, all of them": they have been named already."""
    named = [p for p in phrases if p.noun]
    if not named or len(named) == len(phrases):
        return phrases
    them = [p for p in phrases if p.pronoun == "them" and not (p.name or p.noun or p.area)]
    every = [
        replace(p, every=True) if p.noun and not p.name else p for p in phrases if p not in them
    ]
    return every if them else phrases


def _has_all(tagged: Tagged, before: Tag) -> bool:
    return any(
        t.kind in ("all", "everything", "everywhere") and t.start < before.start
        for t in tagged.tags
    )


def _ends_unknown_verb(builder: _Builder, tag: Tag, tagged: Tagged) -> bool:
    """An unknown word before an article is a verb of somebody's own: "pop the kettle on"."""
    return (
        tag.kind in ("function", "here") and tagged.words[tag.start] in ("the", "my", "our", "that", "this", "those", "these", "your")
        and bool(builder.words) and not builder.closed and not builder.known
    )  # fmt: skip


def _begins_another(builder: _Builder, tag: Tag, tagged: Tagged) -> bool:
    if _is_sort(builder, tag, tagged) or _tells_which(builder, tag):
        return False
    if tag.kind in ("device", "pronoun", "everything", "rest"):
        adjacent = (
            tag.start > 0 and builder.words and tagged.words[tag.start - 1] == builder.words[-1]
        )
        return builder.closed or (bool(builder.words) and not adjacent)
    if tag.kind == "area" and (builder.core.area is not None or builder.core.rooms):
        return not builder.preposition
    if tag.kind in ("type", "name_word", "unknown"):
        previous = tagged.words[tag.start - 1] if tag.start else ""
        return builder.closed and not builder.preposition and previous in ("the", "my", "our", "a")
    return False


def _is_sort(builder: _Builder, tag: Tag, tagged: Tagged) -> bool:
    """The "tv" of "apple tv" is a sort, though a device is called just that, too; so are the lights of
    "the Hopper meeting room lights"."""
    if tag.kind != "device" or not builder.words or tagged.text(tag) not in TYPE_NOUNS:
        return False
    before = tagged.words[tag.start - 1] if tag.start else ""
    in_room = bool(builder.core.area or builder.core.rooms or before == "room")
    return before == builder.words[-1] or (in_room and not (builder.closed or builder.preposition))


def _tells_which(builder: _Builder, tag: Tag) -> bool:
    """ "The light in hallen", "switch chromebook": a name after the sort, where it is of that sort."""
    return (
        tag.kind == "device"
        and builder.core.noun is not None
        and not builder.words
        and any(i.partition(".")[0] in builder.core.domains for i in tag.value.ids)
    )


def _take(builder: _Builder, tag: Tag, tagged: Tagged) -> None:
    words = tagged.words[tag.start : tag.end]
    match tag.kind:
        case "device" if _is_sort(builder, tag, tagged):
            noun = TYPE_NOUNS[" ".join(words)]
            _take_type(builder, Tag("type", tag.start, tag.end, Entry("type", noun=noun)), words)
        case "device" if _tells_which(builder, tag):
            builder.words += words
            builder.named = True
        case "device":
            builder.words += words
            builder.named = builder.closed = True
            domains = tuple(dict.fromkeys(i.partition(".")[0] for i in tag.value.ids))
            builder.core = replace(builder.core, domains=domains)
        case "type":
            _take_type(builder, tag, words)
        case "area":
            group, ids = tag.value.group, tag.value.ids
            builder.rooms = ids if group else ()
            builder.core = replace(
                builder.core, area=ids[0] if group or len(ids) == 1 else None,
                rooms=() if group or len(ids) == 1 else ids, text=builder.core.text or " ".join(words),
            )  # fmt: skip
            builder.preposition = False
        case "floor":
            builder.core = replace(
                builder.core, floor=tag.value.ids[0], text=builder.core.text or " ".join(words)
            )
            builder.preposition = False
        case "unknown" | "name_word":
            _take_word(builder, words[0], tag.kind == "name_word")
        case "all":
            if words[0] not in ("any", "each", "whole", "entire"):
                builder.core = replace(builder.core, every=True)
        case "rest":
            builder.core = replace(builder.core, every=True, rest=True, everywhere="else" in words)
            builder.closed = "else" in words
        case "everything":
            builder.core = replace(builder.core, every=True, everywhere=True)
            builder.closed = True
        case "everywhere":
            builder.core = replace(builder.core, everywhere=True, every=True)
        case "here":
            builder.core = replace(builder.core, here=True)
        case "there":
            builder.core = replace(builder.core, pronoun=builder.core.pronoun or "there")
        case "pronoun":
            pronoun: Pronoun = "them" if tag.value in THEM else "it"
            builder.core = replace(builder.core, pronoun=pronoun)
            builder.closed = True
        case "function":
            if words[0] in PLACE_PREPOSITIONS or words[0] in BESIDE:
                builder.preposition = True
                builder.place_follows = words[0] in ("in", "inside", "at")
                builder.aside = words[0] == "for"
        case _:
            pass


def _take_type(builder: _Builder, tag: Tag, words: Sequence[str]) -> None:
    noun = tag.value.noun
    if builder.core.noun and not builder.named:
        builder.words += builder.core.text.split()
    modified = bool(builder.words)
    builder.core = replace(
        builder.core, noun=noun.noun, domains=noun.domains, kinds=noun.kinds, text=" ".join(words),
        plural=noun.plural,
    )  # fmt: skip
    if modified:
        builder.words += words
    builder.closed = True
    builder.preposition = False


def _take_word(builder: _Builder, word: str, is_known: bool) -> None:
    if builder.closed and builder.aside and not is_known:
        return
    about = builder.core.pronoun in ("it", "them") and builder.closed and not builder.words
    if about and not is_known and not (builder.preposition and builder.place_follows):
        return  # "lock it behind me", "kill it altogether": no thing is named by that
    if word == "other":
        builder.core = replace(builder.core, pronoun="other")
        return
    if builder.closed and builder.preposition and not builder.words:
        builder.words += builder.core.text.split() if builder.core.noun else []
    if (
        builder.closed
        and builder.preposition
        and builder.place_follows
        and not is_known
        and word not in NAMELESS
    ):
        place = f"{builder.core.place} {word}" if builder.core.place else word  # "pump room"
        builder.core = replace(builder.core, place=place)
        return
    builder.words.append(word)
    builder.known = builder.known or is_known


def _share(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    """Give each phrase of a list what was said once for all of them.

    "kitchen and hall lights", "lights in the kitchen and the hall", "the lamp and the fan in the
    bedroom".
    """
    # "The lounge lights, everything except the lamp": everything adds nothing to what was named.
    named = [p for p in phrases if p.name or p.noun or p.area or p.floor]
    shared = (
        named
        if named and len(named) < len(phrases) and all(p.every or p in named for p in phrases)
        else list(phrases)
    )
    for index, phrase in enumerate(shared):
        if not _only_place(phrase):
            continue
        donors = [*shared[index + 1 :], *reversed(shared[:index])]
        donor = next((d for d in donors if d.noun and not d.name and (d.area or d.floor)), None)
        if donor is not None:
            shared[index] = replace(
                phrase,
                noun=donor.noun,
                domains=donor.domains,
                kinds=donor.kinds,
                every=donor.every,
                plural=donor.plural,
            )
    last = shared[-1] if shared else None
    if last is not None and (last.area or last.floor) and len(shared) > 1:
        shared = [
            replace(p, area=last.area, floor=last.floor)
            if p.noun and not (p.area or p.floor or p.everywhere) and (last.noun or last.name)
            else p
            for p in shared
        ]
    return tuple(shared)


def _only_place(phrase: Phrase) -> bool:
    return bool(phrase.area or phrase.floor) and not (
        phrase.name or phrase.noun or phrase.pronoun or phrase.domains
    )
