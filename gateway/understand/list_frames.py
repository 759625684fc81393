"""A clause about shopping and to-do lists -> a reading.

"Put milk and eggs on the shopping list", "we need bread", "cross off the butter", "what is on my
list". Items are what stands between verb and list, split at commas and "and".
"""

import re
from collections.abc import Sequence

from context.turn import Reading

LIST = (
    r"(?:(?:the|my|our|a)\s+)*(?:(?P<list>to do|to dos|(?:(?!do |i |from |have |on |my |the |what |this |in |to read )\w+ ?){1,3}?)\s*)?(?<=[ ])lists?"
    r"(?: today| now| please| right now| for (?:today|me|now))?"
)
ADD = re.compile(
    rf"^(?:add|put|include|stick|write|throw|get|place|note|jot)(?: down)? (?P<items>.+?) (?:to|on|onto|in|into) {LIST}$"
)
ADD_LISTED = re.compile(rf"^(?:add|put) (?:to|on|onto) {LIST} (?P<items>.+)$")
NEED = re.compile(
    r"^(?:we|i) (?:need|are out of|am out of|ran out of|have run out of|have no more|need to buy|need to get|must buy|should buy)(?: some| more| any)? (?P<items>.+)$"
)
TASK = re.compile(
    rf"^(?:add|put|create) (?:a |the )?(?:task|to do|todo)(?: item)?(?: to| for)? (?P<items>.+?)(?: (?:to|on) {LIST})?$"
)
REMOVE = re.compile(
    rf"^(?:remove|delete|take|drop|erase|scratch)(?: off)? (?P<items>.+?) (?:from|off|out of|of)(?: of)? {LIST}$"
)
COMPLETE = re.compile(
    rf"^(?:tick|cross|check|mark|strike|scratch)(?: off)? (?P<items>.+?)(?: off| as done| done| as complete| as completed| complete)?(?: (?:from|off|on|of|in)(?: of)? {LIST})?$"
)
DONE = re.compile(rf"^(?:i|we) (?:have |just |already )*(?:bought|got|did|finished|done|picked up)(?: the)? (?P<items>.+?)(?: (?:from|off|on) {LIST})?$")  # fmt: skip
COMPLETE_VERBS = re.compile(r"\b(?:off|done|complete|completed|tick|cross)\b")
CLEAR = re.compile(
    rf"^(?:clear|empty|delete|wipe|erase|remove)(?: out)? (?:everything (?:from|on|off) |all (?:items |the items )?(?:from|on|off) )?{LIST}$"
)
QUERY = re.compile(
    rf"^(?:what is|what are|what do i have|what have i got|read(?: me| out| back)?|tell me|show me|show|list|give me|check|what do we need|how many (?:things|items) are|what)(?: to me| the items| items| things| everything| is| left| still| currently| now)*(?: on| in| from| me)* ?{LIST}$"
)
HAS = re.compile(
    rf"^(?:is|are|do i have|do we have|have i got) (?P<items>.+?) (?:already )?(?:on|in) {LIST}$"
)
NEED_QUERY = re.compile(
    r"^what (?:do (?:we|i) need|should (?:we|i) buy|do (?:we|i) have)(?: to (?:buy|get|do))?(?: from the (?:shop|store|supermarket))?$"
)
TODO_NAMES = {
    "to do": "to-do",
    "todo": "to-do",
    "task": "to-do",
    "tasks": "to-do",
    "to dos": "to-do",
    "chore": "chores",
    "chores": "chores",
}
SHOPPING_NAMES = {
    "shopping",
    "grocery",
    "groceries",
    "food",
    "buying",
    "shop",
    "supermarket",
    "store",
}
SHOPPING = "shopping"
EVERYTHING = frozenset({"everything", "all", "all items", "all the items", "all of it"})


NOT_OURS = frozenset(
    {
        "contact",
        "contacts",
        "email",
        "mailing",
        "play",
        "friends",
        "wait",
        "guest",
        "black",
        "email contacts",
    }
)
"""Lists that are kept elsewhere."""


def read(words: Sequence[str], lists: frozenset[str] = frozenset()) -> Reading | None:
    """The reading of a clause about a list; None when it is about something else."""
    text = " ".join(words).replace(" , ", ", ")
    if "list" in text or "lists" in words:
        for pattern, intent in ((ADD_LISTED, "HassListAddItem"), (HAS, "ListQuery"), (TASK, "HassListAddItem"), (ADD, "HassListAddItem"),
                                (REMOVE, "HassListRemoveItem"),
                                (CLEAR, "ListClear"), (COMPLETE, "HassListCompleteItem"), (DONE, "HassListCompleteItem"), (QUERY, "ListQuery")):  # fmt: skip
            match = pattern.match(text)
            if match and (match.groupdict().get("list") or "").strip() not in NOT_OURS:
                return _reading(intent, match)
    for pattern, intent in (
        (NEED, "HassListAddItem"),
        (NEED_QUERY, "ListQuery"),
    ):
        match = pattern.match(text)
        if match and not re.search(
            r"\b(?:light|lights|on|off|help|it|this|that|to|you|warmer|cooler|brighter|darker|louder|quieter|more|less|heating)\b",
            match.groupdict().get("items") or "",
        ):
            return _reading(intent, match, probability=0.8)
    match = COMPLETE.match(text)
    if (
        match
        and COMPLETE_VERBS.search(text)
        and text.startswith(("tick", "cross", "scratch", "strike"))
    ):
        return _reading("HassListCompleteItem", match, probability=0.8)
    return None


def _reading(intent: str, match: re.Match[str], probability: float = 0.97) -> Reading:
    groups = match.groupdict()
    slots: dict[str, object] = {"list": list_name(groups.get("list"))}
    if intent == "HassListRemoveItem" and groups["items"] in EVERYTHING:
        return Reading("ListClear", slots, probability=probability)
    if groups.get("items"):
        slots["item"] = split_items(groups["items"])
    return Reading(intent, slots, probability=probability)


def list_name(words: str | None) -> str:
    """The name under which a list is kept: shopping, to-do, or the household's own.

    >>> list_name("grocery"), list_name("to do"), list_name("packing")
    ('shopping', 'to-do', 'packing')
    """
    name = (words or "").strip()
    if not name or name in SHOPPING_NAMES:
        return SHOPPING
    return TODO_NAMES.get(name, name)


def split_items(text: str) -> tuple[str, ...]:
    """Single items of an enumeration.

    >>> split_items("milk, eggs and a loaf of bread")
    ('milk', 'eggs', 'loaf of bread')
    """
    parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?:also\s+)?|\s+plus\s+", text)
    cleaned = (re.sub(r"^(?:a|an|the|some|more|also|off)\s+", "", part.strip()) for part in parts)
    return tuple(part for part in cleaned if part)
