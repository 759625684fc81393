"""What stands around a lesson: "please remember that", "from now on", "just for me", "at night"."""

import re
from dataclasses import dataclass

from context.lesson import Condition
from gateway.understand import conditions
from gateway.understand.lesson_draft import SAID_ONLY, WHO, room_of
from gateway.understand.vocabulary import Vocabulary

_ALL = r"(?:everyone|everybody|anyone|(?:all|both|any|the two|the three|the four) of us|us (?:all|both)|all (?:the )?(?:family|staff)|the (?:family|household|house|home|office|team)|the (?:whole|entire) [a-z]+)"
_LESSON = r"(?:lesson|rule|phrase|trick|shortcut|word|command|routine|thing)"
OPENERS = re.compile(
    r"^(?:please|oi|hi|hello|um|uh|dear|love|mate|darling|honey|hey|ok|okay|so|well|listen(?: here| up| carefully| to this| closely)?|let me (?:see|think)(?: now)?|you know(?: what)?|i tell you what|right|now|and|also|alright|all right|by the way|could you|can you|you can|you could|would you|will you|kindly|just|oh|actually|no|no wait|wait|sorry|wrong|that is (?:wrong|not right|not what i meant)|i (?:have )?changed my mind|on second thoughts?|make it so(?: that)?|make sure(?: that)?|it so(?: that)?|the rule is|(?P<mine>(?:just|only) for me|for me(?: only)?)|(?P<ours>(?:in this (?:house|household|home|family|office|place)|(?:this (?:ones? )?(?:is )?)?for "
    + _ALL
    + r"(?: who (?:comes in|lives here|is here|visits|asks))?(?: (?:in|at) (?:this|the|our) (?:house|home|family|household|office))?|as a household|house rule))"
    r"|i (?:want|would like|need) you to(?: know| learn| remember)?(?: that)?|(?:(?:i (?:want|would like|am going) to|let me|can i|may i|i will|i shall|i am|let us) )?(?:teach|teaching) (?:you|yourself)(?: (?:something|a new|a|one|another|some|new|things?|phrase|word|words|command|trick|rule|routine|lesson|else))*"
    r"|(?P<told>(?:add|create|make|set up|define|save|learn|program)(?: me)? (?:a|an|another|one|this|the following)(?: new)? (?:voice )?"
    + _LESSON
    + r"(?: for (?:me|us))?(?= , (?:when|whenever|if|every|each|any|next|once) )|(?:learn|remember|store|save|note|memori[sz]e|take in)(?: me)?(?: (?:a|an|another|one|some|this|the following|something))(?: new| more)*(?: (?:one|"
    + _LESSON
    + r"))?(?: (?:for|to) (?:me|us|yourself))?(?= ,)|(?:remember|note|learn|keep in mind|bear in mind|make a (?:mental )?note|take note|do not forget|be aware|for future reference|note down|know)(?: this| it)?(?: ,)?(?: that)?|from (?:now|today|this day|here|this point)(?: on| onwards?| forward| out)*|in (?:the )?future|going forward|as of (?:now|today)|starting (?:now|today)|henceforth|new (?:rule|lesson)|here is (?:a|an|another|one|the|some)(?:thing)?(?: new)?(?: (?:one|"
    + _LESSON
    + r"))?(?: for you| to (?:learn|remember|know))*|(?:just )?so (?:that )?you know(?= ,)|for your information|for the record|fyi))(?: ,)?(?: |$)"
)
CLOSERS = re.compile(
    r"(?: ,)? (?:(?P<told>(?:just )?so (?:that )?you know|for your information|for the record|(?:and )?(?:please )?(?:(?<!not )remember|note|keep|bear) (?:that|this|it)(?: in mind)?(?: for (?:me|us|later|next time))?|(?:and |so )?(?:please )?(?:you should|you can|you do) (?:too|as well|also|likewise)|(?:and )?(?:please )?(?:keep in mind|do not forget) (?:that|this|it)|from now on|in (?:the )?future|always)|(?P<ours>for everyone|for everybody|for all of us)|(?P<mine>(?:just|only) for me)|instead|please|ok|okay|got it|will you|would you|thanks|thank you|(?:and )?(?:um |uh )?that is (?:all|it)|dear|love|mate|darling|honey|right)$"
)


@dataclass(frozen=True)
class Opened:
    """What stands around a lesson."""

    text: str
    told: str = ""
    """"rule" or "fact", where it was announced: "from now on", "remember that"."""
    opened: bool = False
    scope: str | None = None
    """household or personal, where that was said."""


def opened_of(text: str) -> Opened:
    """The words between "please remember that" and "from now on", and what these say."""
    text, told, opened, scope = _opened(text)
    while (match := CLOSERS.search(text)) is not None and match.start() > 0:
        told = told or ("rule" if match["told"] else "")
        scope = scope or ("household" if match["ours"] else "personal" if match["mine"] else None)
        text = text[: match.start()].strip(" ,")
    return Opened(text, told, opened, scope)


def _opened(text: str) -> tuple[str, str, bool, str | None]:
    told, opened, scope = "", False, None
    while (match := OPENERS.match(text)) is not None and match.end() > 0:
        scope = "household" if match["ours"] else "personal" if match["mine"] else scope
        if match["told"]:
            told = "fact" if re.match(r"(?:remember|note|keep|bear|make|take|do not|be aware|know|for)", match["told"]) and match["told"].endswith("that") else told or "rule"  # fmt: skip
        opened = (
            opened or bool(match["told"]) or re.search(r"\b(?:teach|learn)", match[0]) is not None
        )
        text = text[match.end() :].strip(" ,")
    return text, told, opened, scope


_AND_SAY = re.compile(
    rf"^(?:when|whenever|if) (?P<when>(?!{WHO} (?:ever )?{SAID_ONLY}).+?) and {WHO} {SAID_ONLY} "
)
_WHEN_SAY = re.compile(
    rf"^(?P<when>.+?) (?:, )?(?=(?:when|whenever|if|every time) {WHO} (?:ever )?(?:{SAID_ONLY}|turn|switch|put) )"
)


_BEFORE_I = re.compile(
    r"^(?P<when>(?:[^ ,]+ ){1,5}?)(?=(?:i|we) (?:want|like|need|prefer|would like|have) )"
)
HERE = "here"
"""Stands for the room in which it is said, until that is known."""
_IN_HERE = re.compile(
    r"^(?:only )?(?P<when>(?:in|for) (?:here|this room)(?: only)?)(?: ,)? (?P<rest>(?:(?:when|whenever|if|every time) .+|[^,]+ (?:means|should mean|stands for) .+))$"
)
_IN_ROOM = re.compile(
    r"^(?:(?:up|down|out|over|back) )?(?:here )?(?P<when>(?:in|for) [^,]+) , (?P<rest>[^,]+ (?:means|should mean|stands for|is|makes|turns|switches|puts|sets|opens|closes|starts|plays|stops|dims) .+)$"
)


def led(text: str, vocabulary: Vocabulary) -> tuple[str, Condition]:
    """A lesson without the condition that it begins with: "when i am alone and i say ..."."""
    match = _AND_SAY.match(text)
    if match is not None:
        left, condition = conditions.peel(f"when {match['when']}")
        if left in ("", "when it is", "when it gets") and not condition.always:
            return f"when i say {text[match.end() :]}", condition
    left, condition = conditions.lead(text)
    if not condition.always:
        return left, condition
    ahead = _BEFORE_I.match(text)
    if ahead is not None:
        left, condition = conditions.peel(ahead["when"].strip(" ,"))
        if not left and not condition.always:
            return text[ahead.end() :], condition
    match = _IN_HERE.match(text)
    if match is not None:
        return match["rest"], Condition(area=HERE, words=match["when"])
    match = _IN_ROOM.match(text)
    area = room_of(match["when"], vocabulary) if match is not None else None
    if match is not None and area is not None:
        return match["rest"], Condition(area=area, words=match["when"])
    match = _WHEN_SAY.match(text)
    if match is not None:
        when = match["when"].strip(" ,")
        left, condition = conditions.peel(when)
        if not left and not condition.always:
            return text[match.end() :], condition
        area = room_of(when, vocabulary)
        if area is not None:
            return text[match.end() :], Condition(area=area, words=when)
    return text, Condition()
