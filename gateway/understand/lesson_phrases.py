"""Phrases and what they mean: "when I say movie time, dim the lamp", "movie time means ..."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from context.lesson import Condition
from gateway.understand import conditions
from gateway.understand.lesson_draft import (
    NO_PHRASE,
    ON_THE_WAY,
    PHRASE_WORDS_MAX,
    QUOTE,
    SAID_ONLY,
    SAY,
    SURELY_SAID,
    WHO,
    Draft,
    is_state,
    is_thing,
    plain,
    room_of,
)
from gateway.understand.lexicon import TYPE_NOUNS, VERBS
from gateway.understand.tagging import tag
from gateway.understand.taught import LIGHT
from gateway.understand.vocabulary import Vocabulary

_OF_WORDS = r"(?P<phrase>[^,]+?)"
REVERSED = re.compile(
    rf"^(?P<means>.+?) (?:, )?(?:when|whenever|if|every time|each time|any time|anytime|as soon as|once) {WHO} {ON_THE_WAY}(?P<how>{SAID_ONLY}) {QUOTE}(?P<phrase>[^,]+)$"
)
SAYING = re.compile(
    rf"^(?:when|whenever|if|if ever|every time|each time|any time|anytime|next time|once|as soon as|in case|should|the (?:moment|minute|second)|by the time) (?:{WHO} {ON_THE_WAY}{SAY}|you hear(?: me| us| anyone| somebody)?) {QUOTE}(?:to you )?(?P<rest>.+)$"
)
MEANING = (
    re.compile(rf"^the (?:words?|phrase|command|shortcut) {_OF_WORDS} (?:is|is there|will|does)(?: for| to| meant to| supposed to)* (?P<means>.+)$"),
    re.compile(rf"^(?:let|make|have) {QUOTE}{_OF_WORDS} (?:mean|do|stand for|be short for|trigger|start) (?P<means>.+)$"),
    re.compile(rf"^(?:(?:i|we) (?:want|would like|need)|let|make|have) the (?:words?|phrase|command) {_OF_WORDS} (?:to )?(?P<means>(?:turn|switch|set|dim|open|close|shut|play|start|stop|lock|put|bring|make|lower|raise) .+)$"),
    re.compile(rf"^i (?:want|would like|need) to be able to say {QUOTE}{_OF_WORDS} and (?:then )?(?:have |you |for |get |it (?:should )?)?(?P<means>.+)$"),
    re.compile(rf"^(?P<means>.+?) (?:, )?(?:and )?(?:that|this|it) is what {QUOTE}(?:i mean by |we mean by )?{_OF_WORDS} (?:means|should mean|should do|does|is|stands for)$"),
    re.compile(rf"^(?P<means>.+?) (?:, )?(?:and )?(?:that|this) is what (?:i|we) (?:call|mean by|mean when (?:i|we) say) {_OF_WORDS}$"),
    re.compile(rf"^(?:(?:i|we) (?:want|would like|need)|i would love|let us get|get) {QUOTE}{_OF_WORDS} to (?:mean|do|stand for|trigger|start) (?P<means>.+)$"),
    re.compile(rf"^{QUOTE}{_OF_WORDS} (?:,? )?(?:means|(?<! i )(?<! we )(?<! you )(?<!do )mean|should mean|shall mean|will mean|is going to mean|stands for|is short for|is code for|is shorthand for|tells you to|is when(?: you(?: should)?)?|equals|signifies|is (?:my|our|a|the|another) (?:code|code word|codeword|shortcut|signal|cue|command|password|phrase|word|way of saying|shorthand|code phrase)(?: (?:for|to))?)(?: that)?(?: ,)? (?P<means>.+)$"),
    re.compile(rf"^by {QUOTE}{_OF_WORDS} (?:, )?(?:i|we) mean (?P<means>.+)$"),
    re.compile(rf"^(?:(?:i|we) (?:want|would like|need)|i would love|let us get|get) {QUOTE}{_OF_WORDS} to (?:mean|do|stand for|trigger|start) (?P<means>.+)$"),
    re.compile(rf"^(?:use|take|treat) {QUOTE}{_OF_WORDS} (?:to mean|for|as|as meaning) (?P<means>.+)$"),
    re.compile(r"^(?:my|our|the) (?P<phrase>[^,]+ (?:routine|shortcut|ritual|sequence))(?: is| should be| goes| consists of| ,|, is)+ (?:to )?(?P<means>.+)$"),
    re.compile(rf"^learn {QUOTE}{_OF_WORDS} (?:as|to mean|meaning) (?P<means>.+)$"),
)  # fmt: skip
ROUTINE = re.compile(
    r"^(?:let us |we should )?(?:i (?:want|would like|need)|create|make|set up|store|remember|learn|add|build|start|save|define|program|set|record) (?:me )?(?:(?:a|an|the|my|our) )?(?:new )?(?:routine|shortcut|voice command|command|macro|scene|phrase|sequence|ritual|automation)(?: (?:called|named|for(?! me| us| you)|with the name|by the name of|name)| ,)(?: the)? (?P<rest>.+)$"
)
ROUTINE_NAMED = re.compile(
    r"^(?:create|make|set up|build|add|i want|i would like|we want) (?:me |us )?(?:a|an|my|our|the) (?:new )?(?P<phrase>(?!new |called )[a-z]+(?: [a-z]+)? (?:routine|ritual|shortcut|sequence))(?: (?:,|that|which|where you|to))+ (?P<means>.+)$"
)
MARKERS = re.compile(
    r"^(?:then|i mean|that means|it means|this means|you should|you must|you need to|you have to|you can|i want you to|i would like you to|please|what i want is|do this|do the following|just|it should|i want(?= the| all| my| every)|that is|to|and then|go ahead and|make sure(?: you| to)?|be so kind as to|could you|can you|would you|we mean|have it|i would like(?= the)|i need(?= (?:the|all|my|every|both|our) )|would you|will you|it(?= [a-z]+s )|and)(?: ,)? "
)
IN_MARKER = re.compile(
    r" (?:, )?(?:(?<!wait )(?<!sorry )(?<!no )(?<!oops )(?:i mean|we mean)|that means|it means|means(?: that)?|(?:i am|we are) (?:talking about|referring to)|(?:i|we) (?:want|would like|need) you to|you should|you must|then you|then please|please|then|(?:would|could|will|can) you(?: please)?(?= (?!like |believe ))|(?:i|we) (?:want|need|would like)(?= (?:the|all|my|our|every|everything|both) )) "
)
ROUTINE_CUT = re.compile(
    r" (?:, )?(?:that|which|to|where you|and (?:it should|have it|make it)|with|it should|so that it|consisting of) "
)
ROOM_BEHIND = re.compile(
    r"^(?P<rest>.+?) (?:, )?(?:but )?(?:only )?in (?:the |my |our )?(?P<room>[^,]+)$"
)
GIVEN = re.compile(
    r"^(?:only )?(?:if|when|while|provided(?: that)?|providing|as long as|so long as|given(?: that)?|assuming(?: that)?|on condition that) (?P<state>[^,]+) , (?P<rest>.+)$"
)
""" "If the door is open , brr means ...": a phrase whose meaning hangs on how a thing is."""
OTHERWISE_MEANS = re.compile(
    r" (?:, )?(?:otherwise|else|if not|(?:but |and )?(?:if|when) it is (?:not|closed|shut|off|locked|dark|light|on|open))(?: ,)? (?:(?:it|that|this) (?:means?|should mean|should|is)(?: to)? )?"
)
ALSO = re.compile(rf"^{QUOTE}(?P<phrase>[^,]+?) should (?P<also>also )?(?P<means>.+)$")
CALL_THAT = re.compile(
    r"^(?P<means>.+?) (?:, )?(?:and )?(?:let us |we |i )?(?:call|name) (?:that|this|it|them|those)(?: one| lot| scene| mood)? (?P<phrase>[^,]+)$"
)
""" "I want the lamp at 30 and the music on, call that story light"."""
FOR_THAT = re.compile(r"^for [^,]+? (?:, )?(?=(?:i|we) (?:want|need|like|would like|have) )")
ASKED_FOR = re.compile(
    rf"^\S+(?: time)? {WHO} (?:ask for|ask you for|want|need|use|call for|request) "
)
ACTS = re.compile(
    rf"^{QUOTE}(?P<phrase>[^,]+?) (?P<means>(?:turns|switches|makes|puts|sets|dims|opens|closes|shuts|starts|plays|stops|brings|lowers|raises|locks|gets|gives) .+)$"
)
IS_MEANT = re.compile(r"^(?P<phrase>[^,]+?) (?:is|does) (?P<means>.+)$")


def phrases(text: str, told: str, slots: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Draft]:
    """What a sentence may give a meaning to, and which; all ways to cut it."""
    given = GIVEN.match(text)
    if given is not None and is_state(given["state"], vocabulary):
        for draft in phrases(given["rest"], told, slots, vocabulary):
            if draft.definition:
                means = OTHERWISE_MEANS.sub(" , otherwise ", draft.definition)
                yield replace(draft, definition=f"if {given['state']} , {means}", sure=False)
        return
    if (match := SAYING.match(text)) is not None:
        sure = re.match(rf"^\S+(?: time)? {WHO} {ON_THE_WAY}{SURELY_SAID} ", text) is not None
        if ASKED_FOR.match(text) and is_thing(match["rest"].split(" , ")[0], vocabulary):
            return  # "When I ask for the lamp" is no phrase: it tells how they like the lamp.
        yield from _cut(match["rest"], slots, sure or bool(told), told, vocabulary)
        return
    if (match := ROUTINE.match(text)) is not None:
        if any(pattern.match(match["rest"]) for pattern in MEANING):
            yield from phrases(match["rest"], "rule", slots, vocabulary)
            return
        yield from _cut_routine(match["rest"], slots, vocabulary)
        return
    if (match := ROUTINE_NAMED.match(text)) is not None:
        yield from _drafts(match["phrase"], match["means"], slots, sure=True, vocabulary=vocabulary)
        return
    if (match := REVERSED.match(text)) is not None:
        sure = bool(told) or re.fullmatch(SURELY_SAID, match["how"]) is not None
        yield from _drafts(match["phrase"], match["means"], slots, sure, vocabulary)
        return
    called = CALL_THAT.match(text)
    if called is not None:
        means = FOR_THAT.sub("", called["means"])
        yield from _drafts(called["phrase"], means, slots, False, vocabulary)
    for pattern in MEANING:
        match = pattern.match(text)
        if match is not None and match["phrase"].split()[0] not in NO_PHRASE | {
            "make",
            "let",
            "have",
        }:
            yield from _drafts(
                match["phrase"], match["means"], slots, sure=bool(told), vocabulary=vocabulary
            )
    also = ALSO.match(text)
    if (
        also is not None
        and _begins_command(also["means"].split())
        and not is_thing(also["phrase"], vocabulary)
        and not _is_of_a_thing(also["phrase"], vocabulary)
    ):
        on_top = {**slots, "also": True} if also["also"] else slots
        yield from _drafts(also["phrase"], also["means"], on_top, False, vocabulary)
    head, _, tail = text.partition(" , ")
    if told == "rule" and tail and _is_new(head, vocabulary):
        means = re.sub(r"^(?:it|that|which|this) (?=[a-z]+s )", "", tail)
        yield from _drafts(head, means, slots, False, vocabulary)
    meant = IS_MEANT.match(text) if told == "rule" else None
    meant = meant or (ACTS.match(text) if told or "condition" in slots else None)
    if (
        meant is not None
        and meant["phrase"].split()[0] not in NO_PHRASE
        and not meant["means"].startswith(("a ", "an "))
        and not is_thing(meant["phrase"], vocabulary)
    ):
        yield from _drafts(meant["phrase"], meant["means"], slots, False, vocabulary)


SUBJECTS = frozenset({",", "i", "we", "you", "they", "it", "he", "she"})
"""Words after which a verb commands nothing: "i have a headache"."""


def _begins_twice(words: Sequence[str]) -> bool:
    """ "slow start turn the lamp on": the phrase ends behind the first verb."""
    return words[0] in VERBS and "".join(words[1:2]) in (
        "turn",
        "switch",
        "set",
        "dim",
        "play",
        "close",
        "open",
        "put",
    )


def _is_new(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words may be a phrase that stands by itself: "break time , staff kettle on"."""
    said = words.split()
    return (
        0 < len(said) <= HEAD_WORDS_MAX
        and said[0] not in NO_PHRASE
        and (not _begins_command(said) or bool(tag(tuple(said), vocabulary).of("unknown")))
        and not is_thing(words, vocabulary)
        and not {"i", "we", "when", "if", "in", "at", "on", "for"} & {said[0]}
        and any(w not in LIGHT for w in said)
    )


HEAD_WORDS_MAX = 4


def _cut(
    rest: str, slots: dict[str, Any], sure: bool, told: str, vocabulary: Vocabulary
) -> Iterator[Draft]:
    """ "movie time , dim the lamp", "movie time dim the lamp": where the phrase ends."""
    parts = rest.split(" , ")
    found = False
    for nth in range(1, len(parts)):
        found = True
        yield from _drafts(" ".join(parts[:nth]), " , ".join(parts[nth:]), slots, sure, vocabulary)
    marker = IN_MARKER.search(rest)
    if marker is not None and marker.start() > 0:
        found = True
        yield from _drafts(rest[: marker.start()], rest[marker.end() :], slots, sure, vocabulary)
    words = rest.split() if len(parts) == 1 or len(parts[0].split()) > PHRASE_WORDS_MAX else []
    for at in range(1, min(len(words), PHRASE_WORDS_MAX + 1)):
        rest_of = words[at:]
        if (
            words[at - 1] not in SUBJECTS
            and not _begins_twice(rest_of)
            and len(rest_of) >= 2
            and _begins_command(rest_of)
            and _says_how(rest_of)
        ):
            yield from _drafts(
                " ".join(words[:at]), " ".join(words[at:]), slots, sure=False, vocabulary=vocabulary
            )
    if not found and sure and 0 < len(words) <= PHRASE_WORDS_MAX:
        yield Draft("Teach", {**slots, "phrase": plain(rest)}, sure=True)


PARTICLES = frozenset({"up", "down", "on", "off", "out", "in", "over", "away", "back", "to", "of"})
AFTER_VERB = frozenset({"the", "my", "our", "all", "every", "both", "on", "off", "everything", "it", "them"})  # fmt: skip


HOW = frozenset({"on", "off", "open", "closed", "shut", "up", "down", "to", "at", "should", "goes", "go", "turns", "comes"})  # fmt: skip


def _says_how(words: Sequence[str]) -> bool:
    """Whether what begins with a thing says what becomes of it: "the lights" alone does not."""
    return words[0] not in ("the", "my", "all", "both") or bool(HOW & set(words))


def _is_of_a_thing(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words are about a property of something: "the music volume should go up"."""
    tagged = tag(tuple(text.split()), vocabulary)
    return any(t.end == len(tagged.words) for t in tagged.of("property"))


def _begins_command(words: Sequence[str]) -> bool:
    """Whether a command may begin here; "switch the lamp on" does, "switch by the door" does not."""
    if words[0] in PARTICLES:
        return False
    if words[0] in TYPE_NOUNS and (len(words) < 2 or words[1] not in AFTER_VERB):
        return False
    return any(" ".join(words[:n]) in VERBS for n in (3, 2, 1)) or words[0] in (
        "lights", "play", "tell", "say", "remind", "add", "wake", "start", "run", "read", "all", "everything", "both", "the", "my",
    )  # fmt: skip


def _cut_routine(rest: str, slots: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Draft]:
    head, comma, tail = rest.partition(" , ")
    cut = ROUTINE_CUT.search(rest)
    if cut is not None and cut.start() < len(head):
        yield from _drafts(
            rest[: cut.start()], rest[cut.end() :], slots, sure=False, vocabulary=vocabulary
        )
    if comma:
        yield from _drafts(
            head, _unmarked(tail, ROUTINE_CUT), slots, sure=True, vocabulary=vocabulary
        )
    for cut in ROUTINE_CUT.finditer(rest):
        yield from _drafts(
            rest[: cut.start()], rest[cut.end() :], slots, sure=False, vocabulary=vocabulary
        )
    if not comma:
        yield Draft("Teach", {**slots, "phrase": plain(rest)})


def _unmarked(text: str, marker: re.Pattern[str]) -> str:
    match = marker.match(f" {text}")
    return text[match.end() - 1 :] if match is not None else text


SELF_CORRECTED = re.compile(
    r" (?:, )?(?:no|sorry|oops|wait|i mean|i meant|or rather|rather|scratch that|make that|actually)(?: ,)?(?: (?:no|sorry|oops|wait|i mean|i meant|rather|make that))*(?: ,)? "
)
"""Between what slipped out and what was meant: "lunch break , no sorry , coffee break"."""
SLIPPED = re.compile(
    r" (?:, )?(?:no wait|wait no|no sorry|sorry|scratch that|oops|i mean|i meant)(?: ,)?(?: (?:no|sorry))? "
)


def _said_at_last(means: str) -> str:
    """ "Open the sorry turn on the light": without the command that was taken back.

    >>> _said_at_last("close the blinds and open the sorry turn on the lamp")
    'close the blinds and turn on the lamp'
    """
    slip = SLIPPED.search(means)
    if slip is None or not _begins_command(means[slip.end() :].split()):
        return means
    before = [*re.finditer(r" (?:, and|,|and) ", means[: slip.start()])]
    return means[: before[-1].end() if before else 0] + means[slip.end() :]


def _drafts(
    phrase: str, means: str, slots: dict[str, Any], sure: bool, vocabulary: Vocabulary
) -> Iterator[Draft]:
    """One lesson of a phrase; its condition may stand at the end of either half."""
    phrase, condition = conditions.peel(plain(SELF_CORRECTED.split(phrase)[-1]))
    head, joined, tail = phrase.partition(" and ")
    if condition.always and joined:
        left, condition = conditions.peel(re.sub(r"^it is ", "", tail))
        if not left and not condition.always:
            phrase = head
        elif is_state(tail, vocabulary):
            phrase, means = head, f"if {tail} , {means}"
    behind = ROOM_BEHIND.match(phrase)
    area = room_of(f"in {behind['room']}", vocabulary) if behind is not None else None
    if condition.always and behind is not None and area is not None:
        phrase, condition = behind["rest"], Condition(area=area, words=f"in the {behind['room']}")
    means = _said_at_last(means)
    if condition.always:
        means, condition = _only(means)
    elif not phrase:
        phrase, condition = condition.words, Condition()
    phrase = re.sub(r"(?: (?:to you|please|then|and|and it is))+$", "", plain(phrase))
    while (match := MARKERS.match(f"{means} ")) is not None and match.end() <= len(means):
        means = means[match.end() :].strip(" ,")
    if not phrase or not means.strip(" ,"):
        return
    if not condition.always:
        slots = {**slots, "condition": condition}
    yield Draft("Teach", {**slots, "phrase": phrase}, definition=means.strip(" ,"), sure=sure)


ONLY = re.compile(r"(?: ,)? (?:but )?(?:only|just) (?=at |in |on |when |if |while |during |after |before |every )")  # fmt: skip


def _only(means: str) -> tuple[str, Condition]:
    """ "Dim the lamp, but only at night": the acts, and when."""
    cut = list(ONLY.finditer(means))
    if not cut:
        return means, Condition()
    left, condition = conditions.peel(means[cut[-1].end() :])
    return (means[: cut[-1].start()], condition) if not left else (means, Condition())
