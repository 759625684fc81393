"""A clause about timers, alarms, reminders and delayed commands -> a reading.

"Ten minutes for the pasta", "wake me at seven on weekdays", "remind me tonight to call Ben". The
expressions of time come from `when`; what is left of the words is the name or the errand.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from context.turn import Reading
from gateway.understand import when
from gateway.understand.when import TimeSpan

TIMER_WORDS = frozenset({"timer", "timers", "countdown"})
ALARM_WORDS = frozenset({"alarm", "alarms"})
REMINDER_WORDS = frozenset({"reminder", "reminders"})
CANCEL = r"(?:cancel|stop|delete|remove|clear|kill|end|turn off|switch off|get rid of|drop|shut off|dismiss|forget|scrap|abort|disable|silence)"
START = (
    r"(?:set|start|create|make|begin|put|put on|give me|add|run|i need|get|have|schedule|another)"
)
FILL = frozenset(
    """a an the my our for of on to set start create make begin put give me add run need i new another up
    timer timers please called named with name and one please in at by so that it label labelled labeled
    second some countdown get have can you duration long lasting minutes minute""".split()  # noqa: SIM905 - a table of words
)  # fmt: skip
WAKE = re.compile(
    r"^(?:please )?(?:(?:set|make|book|schedule|give me|i need)(?: me)? (?:a|an|the) wake ?up(?: call)?|wake (?:me|us)(?: up)?|get (?:me|us) (?:up|out of bed)|rouse me)\b"
)
SLEEPLESS = re.compile(r"^i (?:need|have|want) to (?:be up|get up|wake up|be awake)\b")
RISING = re.compile(r"^(?:(?:get|be|wake) up|be awake|get out of bed)\b")
"""What is left of "I need to get up at ten"; without an hour it is no wish for an alarm."""
REMIND = re.compile(
    r"^(?:remind (?:me|us)|(?:set|create|make|add|give me|put)(?: up)? (?:a|an|the|another)? ?reminder(?: for me)?|do not let (?:me|us) forget|remember to remind me|reminder|i need a reminder|i need to remember)\b"
)
ABOUT_REMINDERS = re.compile(
    r"^(?:what|which|when|do i have|are there|list|show|tell|read|how many)\b"
)
NAMED = re.compile(r"\b(?:called|named|labelled|labeled) (?:the )?([\w ]{1,40})$")
SCHEDULED = re.compile(
    rf"^(?:(?:what|which|anything|do i have|do we have|have i|have you|is|are|any|show|list|tell me|read|give me|how many)\b(?: (?:is|are|there|anything|things?|commands?|tasks?|actions?|do|have|i|you|we|my|the|got|me|all|jobs?|something|events?|does|your|todays?|on))*|{CANCEL}(?: (?:the|my|all|that|everything|of|any|every|what is))*)"
    r" (?:scheduled?|planned|coming up|on the agenda|pending|schedule|agenda)(?: (?:look like|up|for|later|today|tonight|tomorrow|this|week|evening|morning|afternoon|now|commands?|tasks?|things?|jobs?|actions?))*$"
)
_OFTEN = r"(?:every|each|daily|on (?:the )?(?:weekdays|weekends|mornings|evenings|\w+days)|any ?more|any longer|automatically|in the mornings?|at night)"
NO_MORE = re.compile(
    rf"^(?:(?:stop|quit|cease) \w+ing .+ {_OFTEN}\b|(?:do not|never|no longer) (?!remind)\w+ .+ (?:every|each) .+ (?:any ?more|any longer|from now on)$|(?:there is )?no need to \w+ .+ {_OFTEN}\b|you (?:can|may) stop \w+ing .+ {_OFTEN}\b)"
)
"""What was to be done again and again is not to be done any more."""
SNOOZE = re.compile(r"^snooze\b(?: (?:the |my )?(?:alarm|it))?")
SNOOZE_S = 9 * 60.0  # What clock radios have done since the fifties.


NOT_THE_CLOCK = frozenset(
    {"arm", "disarm", "armed", "disarmed", "system", "panel", "burglar", "smoke", "fire"}
)
"""Words beside which an alarm is a guard, not a clock."""
BRIEF = re.compile(
    r"^(?:give (?:me|it) )?(?:\d+|an?|half) [\w ]*?(?:for|on) (?:the |my )?([\w ]{2,30})$"
)
HOW_LONG = re.compile(
    r"^how (?:much longer$|(?:much time|long|many minutes|many seconds)(?: do i have| have i got| is)? (?:left|remaining|to go))"
)


def read(words: Sequence[str], now: datetime) -> Reading | None:
    """The reading of a clause about something due later; None when it is about something else."""
    words = tuple(w for w in words if w != ",")
    bag = set(words)
    text = " ".join(words)
    if TIMER_WORDS & bag or re.search(r"\bcount down\b", text):
        return _timer(words, text, now)
    if REMIND.match(text) or REMINDER_WORDS & bag:
        return _reminder(words, text, now)
    rises = RISING.match(text) and any(s.kind == "at" and s.when for s in when.find(words, now))
    if rises or WAKE.match(text) or SLEEPLESS.match(text):
        return _alarm_set(words, now)
    if SNOOZE.match(text):
        return Reading("AlarmSnooze", {"duration_s": when.duration_of(words) or SNOOZE_S})
    if ALARM_WORDS & bag and not bag & NOT_THE_CLOCK:
        return _alarm(words, text, now)
    if SCHEDULED.search(text):
        return _schedule(text)
    if NO_MORE.match(text):
        return Reading("ScheduleRemove", {"text": text, "named": True})
    if HOW_LONG.match(text):
        return Reading("HassTimerStatus", {}, probability=0.85)
    return _brief_timer(words, text, now)


def _brief_timer(words: tuple[str, ...], text: str, now: datetime) -> Reading | None:
    """ "Ten minutes for the pasta"."""
    brief = BRIEF.match(text)
    lengths = when.find(words, now) if brief else ()
    if brief is None or len(lengths) != 1:
        return None
    length = lengths[0]
    if length.kind != "duration" or not length.seconds or length.start > 2:
        return None
    slots = {**parts(length.seconds), "timer_name": brief.group(1)}
    return Reading("HassStartTimer", slots, probability=0.85)


def _timer(words: tuple[str, ...], text: str, now: datetime) -> Reading | None:
    lengths = [
        s
        for s in when.find(words, now)
        if s.seconds is not None and s.kind in ("duration", "delay", "for")
    ]
    name = _timer_name(words, lengths)
    which: dict[str, Any] = {"timer_name": name} if name else {}
    seconds = lengths[0].seconds if lengths else None
    if re.match(rf"^{CANCEL} (?:all|every|both|each)\b", text) or (
        re.match(rf"^{CANCEL}", text) and "timers" in words
    ):
        return Reading("HassCancelAllTimers")
    if re.match(r"^(?:what|which|how|when|is|are|do|check|show|list|tell|timer status|status|any|read)\b", text) or text.endswith(("status", "left", "remaining")):  # fmt: skip
        return Reading("HassTimerStatus", {**which, **_start(seconds)})
    change = re.match(r"^(add|extend|increase|lengthen|prolong|give|put) .*\b(?:to|on|onto|by)\b|^(take|subtract|remove|decrease|reduce|shorten|knock|deduct) ", text)  # fmt: skip
    if change and seconds is not None:
        longer = change.group(1) is not None
        if longer or not re.match(r"^remove the\b", text):
            intent = "HassIncreaseTimer" if longer else "HassDecreaseTimer"
            return Reading(intent, {**which, **parts(seconds)})
    for verbs, intent in (("pause|hold|freeze", "HassPauseTimer"), ("resume|unpause|continue|restart|carry on with|carry on|unfreeze", "HassUnpauseTimer")):  # fmt: skip
        if re.match(rf"^(?:{verbs})\b", text):
            return Reading(intent, {**which, **_start(seconds)})
    if re.match(rf"^{CANCEL}\b", text) or text.endswith(" off"):
        return Reading("HassCancelTimer", {**which, **_start(seconds)})
    if "minus" in words:
        return Reading("HassStartTimer")  # no length; to be asked for
    return Reading("HassStartTimer", {**which, **(parts(seconds) if seconds else {})})


def parts(seconds: float) -> dict[str, int]:
    """A length as Home Assistant's timer slots.

    >>> parts(5400)
    {'timer_hours': 1, 'timer_minutes': 30}
    """
    whole = round(seconds)
    named = {
        "timer_hours": whole // 3600,
        "timer_minutes": whole % 3600 // 60,
        "timer_seconds": whole % 60,
    }
    return {key: value for key, value in named.items() if value}


def _start(seconds: float | None) -> dict[str, float]:
    return {} if seconds is None else {"duration_s": seconds}


def _timer_name(words: tuple[str, ...], spans: Sequence[TimeSpan]) -> str | None:
    named = NAMED.search(" ".join(words))
    if named:
        return named.group(1).strip()
    left = _without(words, spans)
    adjective = [
        left[i - 1]
        for i, w in enumerate(left)
        if w in ("timer", "timers") and i and left[i - 1] not in FILL
    ]
    if adjective and adjective[0] not in _NOT_NAMES:
        return adjective[0]
    match = re.search(
        r"\btimer(?: for)?(?: the| my| our)? (?:for |to )?((?!is\b|are\b|left|please|now|off)[\w ]{2,40})$",
        " ".join(left),
    )
    if match:
        name = re.sub(r"^(?:for|the|my|our|to|by|from|on)\s+", "", match.group(1)).strip()
        return (
            name
            if name and name not in _NOT_NAMES and not set(name.split()) <= FILL | _NOT_NAMES
            else None
        )
    return None


_NOT_NAMES = frozenset(
    """all every each both any which what this that off cancel stop pause resume delete running active
    current last first long left remaining status going kitchen's more extra kill clear remove many how
    much time is are there on have check show list tell unpause extend continue other by from to end
    restart increase decrease""".split()  # noqa: SIM905 - a table of words
)  # fmt: skip


def _alarm_set(words: tuple[str, ...], now: datetime) -> Reading:
    spans = when.find(words, now, alarm=True)
    return Reading("AlarmSet", times(spans))


def _alarm(words: tuple[str, ...], text: str, now: datetime) -> Reading | None:
    spans = when.find(words, now, alarm=True)
    slots = times(spans)
    if re.match(rf"^{CANCEL}\b", text) or text.endswith(" off") or text.startswith("no alarm"):
        every = {"all": True} if {"all", "every", "alarms"} & set(words) else {}
        return Reading("AlarmRemove", {**slots, **every})
    if re.match(r"^(?:what|which|when|do|is|are|have|how|show|list|tell|check|any)\b", text):
        return Reading("AlarmQuery", slots)
    if slots or re.match(rf"^{START}\b", text):
        return Reading("AlarmSet", slots)
    return None


def times(spans: Sequence[TimeSpan]) -> dict[str, Any]:
    """The slots of a moment: `when` is what the agenda takes, `time` the words."""
    span = next((s for s in spans if s.kind == "every" and s.when), None)
    span = span or next((s for s in spans if s.kind in ("at", "delay") and s.when), None)
    if span is not None:
        return {"when": span.when, "moment": span.moment, "time": span.spoken}
    dated = next((s for s in spans if s.kind == "date" and s.date), None)
    return {"date": dated.date} if dated else {}


def _reminder(words: tuple[str, ...], text: str, now: datetime) -> Reading | None:
    if re.match(rf"^{CANCEL}\b", text) and REMINDER_WORDS & set(words):
        every = {"all": True} if {"all", "every", "reminders"} & set(words) else {}
        errand = _errand(words, when.find(words, now))
        return Reading("ReminderRemove", {**every, **({"reminder": errand} if errand else {})})
    if ABOUT_REMINDERS.match(text):
        return Reading("ReminderQuery")
    spans = [s for s in when.find(words, now) if s.kind in ("at", "delay", "every", "date")]
    slots = times(spans)
    errand = _errand(words, spans)
    return Reading("ReminderSet", {**slots, **({"reminder": errand} if errand else {})})


LEAD = re.compile(
    rf"^(?:please )?(?:{CANCEL} |remind (?:me|us)|{START} |do not let (?:me|us) forget|i need (?:a reminder|to remember)|remember to remind me)?\s*(?:(?:all|my|the|a|an|another|that|this)\s+)*(?:reminders?)?(?:\s*for me)?\s*"
)


def _errand(words: tuple[str, ...], spans: Sequence[TimeSpan]) -> str:
    text = " ".join(_without(words, [s for s in spans if s.when or s.date]))
    text = LEAD.sub("", text)
    text = re.sub(r"^(?:(?:to|about|that|for|of|and|me|us)\s+)+", "", text)
    errand = re.sub(r"\s+(?:and|at|on|please|the)$", "", text).strip()
    return "" if errand in ("that", "this", "it", "one", "that one") else errand


def _without(words: Sequence[str], spans: Sequence[TimeSpan]) -> list[str]:
    covered = {i for span in spans for i in range(span.start, span.end)}
    return [word for i, word in enumerate(words) if i not in covered]


def _schedule(text: str) -> Reading | None:
    if re.match(rf"^{CANCEL}\b", text):
        return Reading(
            "ScheduleRemove",
            {"text": text, **({"all": True} if re.search(r"\b(?:all|everything)\b", text) else {})},
        )
    if re.match(r"^(?:what|which|is|are|do|show|list|tell|have|any|how many)\b", text):
        return Reading("ScheduleQuery")
    return None
