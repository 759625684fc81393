"""Likings: "my favourite station is Jazz FM", "I can't stand country", "give me Celsius"; and places."""

import re
from collections.abc import Iterator
from typing import Any

from context.lesson import Condition
from gateway.understand import conditions
from gateway.understand.lesson_draft import Draft, group, plain
from gateway.understand.lesson_levels import (
    ALWAYS,
    AT,
    FIND,
    FOR,
    IDEA,
    KEEP,
    LEVEL_ENOUGH,
    LEVEL_WHEN,
    PREFERRED_LEVEL,
    SHOULD_BE,
    WHENEVER_ON,
    level,
)

MY_NAME = re.compile(
    r"^(?:my names? (?:is )?[^,]+? (?:, )?but (?:please )?)?(?:call me|i would (?:rather|prefer|like|love) (?:it if )?you (?:to )?call(?:ed)? me|my name is|you can call me|i am called|i go by|address me as|refer to me as|i am known as|(?:everyone|everybody|people|friends) calls? me) (?P<means>[^,]+)$"
)
FAVOURITE = re.compile(
    r"^(?:my|our) (?:absolute |all time |personal |very )*(?:favou?rite|preferred|go to|best loved|number 1|number one|top) (?:(?P<subject>.+?) )??(?:is|are|would be|has to be|will always be|has always been|must be)(?: called| now)? (?P<means>.+)$"
)
NO_MORE = re.compile(
    r" (?:is|are) (?:not|no longer) [^,]+?(?: any ?more| any longer)? , (?:it is|they are|but|now|that is|rather)(?: now)?(?= )"
)
""" "My favourite genre isn't choral any more, it's punk"."""
SUBJECTS = frozenset(
    """colour color team music song artist band singer genre album playlist station radio podcast show programme program movie film
    audiobook book channel composer series food temperature brightness volume""".split()  # noqa: SIM905 - a table of words
)
"""Of what a liking may be told in passing; of another only a title of this home."""
OWN_TITLE = re.compile(
    r"^(?:my|our) (?P<subject>(?:radio )?station|channel|band|show|genre|artist|singer|playlist|programme|program)(?:s| is) (?P<means>[^,]+)$"
)
""" "My station's Jazz FM": only of a title of this home."""
SET_FAVOURITE = re.compile(
    r"^(?:set|change|make|update|put|save|store) (?:my|our) (?:favou?rite|preferred) (?P<subject>.+?) (?:to|as|to be|be) (?P<means>.+)$|^(?:set|put|make|save|store|note|mark|keep|remember)(?: down)? (?P<means2>[^,]+?) (?:down )?as (?:my|our) (?:favou?rite|preferred) (?P<subject2>[^,]+)$"
)
LIKED_BEST = re.compile(
    r"^the (?P<subject>[^,]+?) (?:that |which )?(?:i|we) (?:like|love|enjoy|prefer)(?: the)? (?:best|most)(?: of all)? (?:is|are) (?P<means>[^,]+)$|^(?P<means2>[^,]+?) (?:is|are) the (?P<subject2>[^,]+?) (?:that |which )?(?:i|we) (?:like|love|enjoy|prefer)(?: the)? (?:best|most)(?: of all)?$|^(?P<means4>[^,]+?) (?:is|are) the (?P<subject4>[^,]+?) (?:that |which )?(?:i|we) (?:never miss|always (?:watch|listen to|play|put on)|can not live without)$|^(?P<means3>[^,]+?) (?:is|are) the (?:only|best|one) (?P<subject3>[a-z ]+?) for (?:me|us)$"
)
FAVOURITE_BACK = re.compile(
    r"^(?P<means>[^,]+?) (?:is|are|was always|(?:has|have) (?:always |long )?been|will always be) (?:my|our) (?:absolute |all time |personal |new )*(?:favou?rite|preferred|go to)(?: (?P<subject>.+))?$"
)
FAN = re.compile(
    r"^i am (?:a |an )?(?:huge |big |massive |great |real |die hard |lifelong |total |bit of a |hardcore )*(?:(?P<a>(?!(?:off|going|in|at|not|so|too) )(?:[^ ,]+ ){0,3}[^ ,]+?) (?:fan|supporter|lover|nut|aficionado|enthusiast)|(?:fan|supporter|lover) of (?P<b>.+)|into (?P<c>.+))$"
)
SUPPORT = re.compile(
    r"^(?:i|we) (?:support|root for|cheer for|barrack for|am rooting for) (?P<means>.+)$"
)
LIKE = re.compile(
    r"^(?P<who>i|we) (?:(?:do )?(?P<not>not|never|no longer) )?(?:really |just |absolutely |only |ever |always |usually |mostly |generally |rather |quite |normally |particularly |do |tend to |would )*(?P<verb>like|love|enjoy|prefer|adore|listen to|care for|hate|dislike|loathe|detest|want|need|(?:can not|cannot|could not) (?:stand|bear|abide|tolerate|be doing with)|am not (?:a fan of|into|keen on|fond of|mad about)|do not care for|am sick of|am keen on|am fond of|am mad about|am crazy about|am nuts about|am obsessed with|am partial to|am a sucker for|live for)(?: to (?:have|keep|listen to|hear|read|sleep with|see|watch))? (?P<what>.+)$"
)
DISLIKES = re.compile(
    r"(?:hate|dislike|loathe|detest|stand|bear|abide|tolerate|doing with|sick of|am not .+|do not care for)$"
)
WISHING = frozenset({"want", "need"})
"""Verbs that mostly ask for something now; a liking only with a condition, or "remember"."""
DIET = re.compile(
    r"^i (?:am|eat)(?: a| an)?(?: strict)? (?P<means>vegetarian|vegan|pescatarian|coeliac|celiac|halal|kosher|gluten free|lactose intolerant|allergic to .+)$"
)
BEFORE = re.compile(r"^(?:for|at|on|in) (?:my |the )?(?P<subject>[a-z]+?)s? (?:, )?(?:i|we) (?:like|love|prefer|want|listen to) (?P<means>.+)$")  # fmt: skip


Slots = dict[str, Any]
BEHIND = re.compile(
    r"^(?:and |because )?(?:remember )?(?:(?:that|it) is|they are|(?P<make>make|call|save|set) (?:that|it|them)(?: as)?) (?:my|our) (?P<best>(?:all time |absolute )?(?:favou?rite|preferred|go to)(?: |$))?(?P<subject>[a-z ]*)$"
)
BEFORE_BEHIND = re.compile(
    r"^(?:mine is|(?:nobody|nothing|no one) (?:beats|touches|compares (?:to|with))|(?:i|we) (?:am|are) (?:[a-z]+ )?(?:mad|crazy|nuts|wild|keen|big) (?:for|about|on)|(?:i|we) (?:[a-z]+ ){0,2}(?:like|love|adore|enjoy|prefer|listen to|watch|play|hear)) (?P<what>.+)$"
)


def likings(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    """What somebody may say that they like; `told`: whether it was announced as a lesson."""
    if WHENEVER_ON.search(text) is not None:
        text, told = WHENEVER_ON.sub("", text), told or "rule"
    for read in READERS:
        yield from read(text, told, slots)


def _favourites(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    """One or several: "my favourite band is Blur and my favourite colour is red"."""
    if text.split(" ")[0] in ("what", "who", "which", "is", "are"):
        return
    text = NO_MORE.sub(" is", text)
    liked = SET_FAVOURITE.match(text) or LIKED_BEST.match(text)
    if liked is not None:
        subject = group(liked, "subject")
        known = told or subject.split()[-1] in SUBJECTS
        means = plain(group(liked, "means"))
        yield _prefer(slots, subject, means, favourite=True, titled=not known)
        return
    titled = OWN_TITLE.match(text)
    if titled is not None:
        yield _prefer(slots, titled["subject"], plain(titled["means"]), sure=False, titled=True)
    several = re.split(r" (?:, )?and (?=(?:my|our) (?:favou?rite|preferred))", text)
    each = [m for part in several if (m := FAVOURITE.match(part)) is not None and m["subject"]]
    if len(several) > 1 and len(each) == len(several):
        first, *more = [(match["subject"], plain(match["means"])) for match in each]
        yield _prefer(slots, *first, also=tuple(more))
        return
    match = FAVOURITE.match(text) or FAVOURITE_BACK.match(text)
    if match is not None and match["means"].split()[0] in (
        "when",
        "that",
        "how",
        "where",
        "if",
        "why",
    ):
        return
    if match is not None:
        yield _prefer(slots, match["subject"] or "thing", plain(match["means"]), favourite=True)


def _favourite_behind(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    """ "I like jazz, that's my favourite music"."""
    before, comma, last = text.rpartition(" , ")
    behind = BEHIND.match(last) if comma else None
    said = (LIKE.match(before) or BEFORE_BEHIND.match(before)) if behind is not None else None
    if behind is not None and said is not None and (behind["best"] or behind["make"]):
        subject = behind["subject"].strip() or "thing"
        known = told or subject.split()[-1] in SUBJECTS
        yield _prefer(slots, subject, plain(said["what"]), favourite=True, titled=not known)


def _for_something(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    """ "For sleeping I like it at 18", "for breakfast I like jazz"."""
    purpose = FOR.match(text)
    said = LIKE.match(text[purpose.end() :]) if purpose is not None else None
    at = AT.match(said["what"]) if said is not None else None
    if purpose is not None and at is not None:
        meant = {**slots, "purpose": purpose["purpose"]}
        yield level(at["thing"], at["value"], None, meant, Condition(), told=True)
    before = BEFORE.match(text)
    if before is not None and before["subject"] not in ("the", "now"):
        yield _prefer(slots, before["subject"], plain(before["means"]), sure=bool(told))


def _levels(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    """ "When I turn the lamp on, make it 30 percent", "my sleeping temperature is 18"."""
    back = LEVEL_BACK.match(text)
    if back is not None and not back["rest"]:
        yield level("it", back["value"], "temperature", slots, Condition(), told=True)
    elif back is not None:
        text = f"{back['rest']} is {back['value']}"
    if told and (match := TAKE.match(text)) is not None:
        value, condition = conditions.peel(match["value"])
        yield level(match["thing"], value, None, slots, condition, told=True)
    if (match := COMFORTABLE.match(text)) is not None:
        value, condition = conditions.peel(match["value"])
        yield level("it", value, None, slots, condition, told=True)
    for pattern in (LEVEL_WHEN, LEVEL_ENOUGH, ALWAYS, FIND):
        if (match := pattern.match(text)) is not None:
            value, condition = conditions.peel(match["value"])
            yield level(match["thing"], value, None, slots, condition, told=True)
    if (match := IDEA.match(text)) is not None:
        definition = f"set the temperature to {match['value']}"
        yield Draft("Teach", {**slots, "phrase": match["phrase"]}, definition, sure=False)
    if (match := PREFERRED_LEVEL.match(text)) is not None:
        yield _preferred_level(match, slots)


def _preferred_level(match: re.Match[str], slots: Slots) -> Draft:
    """ "My evening brightness": of an hour, where the word tells one, else for a purpose."""
    word = (match["when"] or "").strip()
    hours = conditions.peel(f"at {word}")[1] if word else Condition()
    hours = conditions.peel(f"in the {word}")[1] if word and hours.always else hours
    if word and hours.always:
        slots = {**slots, "purpose": word}
    what = match["what"].split()[-1].replace("setting", "temperature")
    where = re.sub(r"^ (?:in|for|of) ", "", match["where"] or "")
    return level(where or "it", match["value"], what, slots, hours, told=True)


def _tastes(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    """A fan, a team, a diet, a unit, and all that is plainly liked or not."""
    if (match := FAN.match(text)) is not None and not text.startswith("i am into the"):
        sure = bool(match["a"] or match["b"] or told)
        yield _prefer(slots, "", plain(group(match, "abc")), sure=sure, fan=True)
    if (unit := _unit(text, told)) is not None:
        yield _prefer(slots, "temperature unit", unit)
    if (match := SUPPORT.match(text)) is not None:
        yield _prefer(slots, "team", plain(match["means"]))
    if (match := DIET.match(text)) is not None:
        yield _prefer(slots, "diet", match["means"])
    if (match := LIKE.match(REASON.sub("", text) if told else text)) is not None:
        yield from _liked(match, told, slots)


def _places(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    if (match := LIVES.match(text) or IS_IN.match(text)) is not None:
        meant = {**slots, "who": match["who"], "own": match["own"] == "my "}
        yield Draft("Place", meant, named=match["place"], sure=False)


def _ought(text: str, told: str, slots: Slots) -> Iterator[Draft]:
    """ "The lamp should be at 30 percent in the evening", "always keep it at 20"."""
    for pattern in (SHOULD_BE, KEEP):
        if (match := pattern.match(BY_DEFAULT.sub("", text))) is not None:
            value, condition = conditions.peel(match["value"])
            always = text.startswith("always ") or BY_DEFAULT.search(text) is not None
            if told or always or (pattern is SHOULD_BE and not condition.always):
                yield level(match["thing"], value, None, slots, condition, told=bool(told))
                return


BY_DEFAULT = re.compile(
    r" (?:every (?:single )?time|by default|as (?:a|the) default|each time|as standard)$"
)


READERS = (_levels, _for_something, _favourite_behind, _favourites, _places, _tastes, _ought)
"""In the order in which they are believed."""


def _prefer(slots: Slots, subject: str, means: str, sure: bool = True, **more: Any) -> Draft:
    return Draft("Prefer", {**slots, "subject": subject, "means": means, **more}, sure=sure)


UNIT = re.compile(r"\b(?P<unit>celsius|fahrenheit)\b")
UNITS_WANTED = re.compile(
    r"\b(?:i|we) (?:think|work|talk|speak|prefer|want|use|like|am used to|would like|would rather|would prefer|only (?:know|understand))\b|\b(?:temperatures|degrees|everything|weather) (?:in|to me in)\b|^(?:always )?(?:use|switch to|change to)\b|\balways\b"
)


def _unit(text: str, told: str) -> str | None:
    """Celsius or Fahrenheit, where somebody says which they want to hear."""
    match = UNIT.search(text)
    if match is None or re.search(r"\d|^(?:what|how|is|convert)\b", text):
        return None
    return match["unit"] if told or UNITS_WANTED.search(text) else None


LIVES = re.compile(
    r"^(?P<own>my |our )?(?P<who>(?!(?:i|we|it|he|she|they|the|that|there|what|who) )[a-z]+(?: (?!is |are |now )[a-z]+)??) (?:(?:now |currently )?(?:lives?|stays?|resides?|dwells?|(?:is|are) living|has moved|have moved|moved)(?: now)?(?: in| to| over in| out in| down in| up in)|(?:is|are)(?: (?:based|now|over|out|down|up|all))* in) (?P<place>[a-z][a-z ]*)$"
)
"""Where somebody lives: a lesson only if we know a place of that name."""
IS_IN = re.compile(r"^(?P<own>my |our )(?P<who>[a-z]+)s in (?P<place>[a-z][a-z ]*)$")
""" "My mum's in Pune"."""
REASON = re.compile(
    r"^(?:because |as |since )?i am [^,]+ , (?:so )?(?=(?:i|we) (?:like|love|prefer|want|need) )"
)
""" "I'm a bit deaf, I need the tv at 60": why somebody likes a level."""
COMFORTABLE = re.compile(
    r"^(?:i|we) (?:am|are|feel|sleep)(?: most| more| really| just| always)* (?:comfortable|comfy|happy|happiest|best|fine|cosy|cozy|content) (?:at|with|around|in) (?P<value>\d.*)$"
)
LEVEL_BACK = re.compile(
    r"^(?P<value>\d[^,]*?) (?:is|are) (?:(?P<rest>(?:my|our) .+)|(?:just |quite )*(?:comfortable|right|perfect|ideal|warm|cool|fine|plenty|good)(?: enough)? for (?:me|us))$"
)
TAKE = re.compile(
    r"^(?:i|we) (?:take|have|keep|set|run|get) (?P<thing>.+?) (?:at|to|on) (?P<value>[^,]+)$"
)
""" "Nineteen is my perfect temperature"."""


def _liked(match: re.Match[str], told: str, slots: Slots) -> Iterator[Draft]:
    liked = not match["not"] and DISLIKES.search(match["verb"]) is None
    what, condition = conditions.peel(match["what"])
    wishing = (
        match["verb"] in WISHING and condition.always and not told and "condition" not in slots
    )
    if wishing:
        return
    at = AT.match(what)
    if at is not None and liked:
        yield level(at["thing"], at["value"], None, slots, condition, told=bool(told))
    if not condition.always:
        slots = {**slots, "condition": condition}
    if match["verb"] not in WISHING:
        yield Draft(
            "Prefer",
            {**slots, "subject": "", "means": plain(what), "liked": liked},
            sure=bool(told),
        )
