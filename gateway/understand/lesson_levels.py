"""Levels that somebody likes: "I like it at nineteen at night", "for reading I like it brighter"."""

import re
from typing import Any

from context.lesson import Condition
from gateway.understand.lesson_draft import Draft

AT = re.compile(
    r"^(?P<thing>.+?) (?:set )?(?:at|to|on|to be|be|around|about|at around|at about|kept at)(?: around| about| at| exactly)? (?P<value>[^,]+)$"
)
SHOULD_BE = re.compile(
    r"^(?P<thing>.+?) (?:should|must|has to|have to|needs to|is to|goes|ought to)(?: always| only| normally| usually)*(?: be| stay| come on)?(?: at| set to| on| kept at| to)? (?P<value>[^,]+)$"
)
KEEP = re.compile(
    r"^(?:always |only )*(?:keep|leave|have|set|make|put|start|begin|run|play|turn on|dim|turn(?! off)|switch(?! off)) (?P<thing>.+?)(?: (?:start|begin|come on|go on))? (?:on at|at|to) (?P<value>[^,]+)$"
)
PREFERRED_LEVEL = re.compile(
    r"^(?:my|our) (?:usual |preferred |ideal |favou?rite |perfect |comfort |comfortable |normal )*(?P<when>(?!living |dining )[a-z]+ |night time )??(?P<what>temperature|brightness|volume|room temperature|heating temperature|thermostat setting)(?P<where> (?:in|for|of) .+?)? (?:is|should be|would be) (?P<value>\d.*)$"
)
IDEA = re.compile(r"^(?:my|our) idea of (?P<phrase>[^,]+?) is (?P<value>\d+.*)$")
TURNED = r"(?:(?:turn|switch|put|start|open|ask for|ask you for|call for|want|need|use) (?:on )?(?P<{0}>.+?)(?: on)?)"
LEVEL_WHEN = re.compile(
    r"^(?:when|whenever|if|every time|each time|any time) (?:i|we|you|someone|anyone) "
    + TURNED.format("thing")
    + r" ?(?:, )?(?:please )?(?:make|set|put|have|turn|bring|dim|start|it should be|i want|it has to be|i (?:only |always |usually )?(?:want|need|like|have|prefer))(?: it| that| them)?(?: on| come on| up| down)?(?: at| to)? (?P<value>\S.*)$"
)
LEVEL_ENOUGH = re.compile(
    r"^(?:when|whenever|if|every time|each time|any time) (?:i|we|you|someone|anyone) "
    + TURNED.format("thing")
    + r" , (?P<value>\d[^,]*?)(?: (?:is|will|would)(?: be)?(?: just| quite)? (?:plenty|enough|right|fine|perfect|ideal|best|do|nice))?$"
)
""" "If I ask for the lamp, eight percent is plenty"."""
WHENEVER_ON = re.compile(
    r" (?:, )?(?:when|whenever|every time|each time|any time) (?:i|we|you|someone) (?:turn|switch|put) (?:it|them|that) on$| when it (?:comes|is turned|goes) on$"
)
FIND = re.compile(
    r"^(?:i|we) (?:find|think) (?P<thing>.+?) (?:is )?(?:most |really |just )*(?:comfortable|best|nicest|nice|pleasant|perfect|right|ideal) at (?P<value>[^,]+)$"
)
ALWAYS = re.compile(
    r"^(?:i|we) (?:always|usually|normally|generally|mostly|tend to) (?:have|keep|set|put|run|leave|turn) (?P<thing>.+?) (?:at|to|on at|on) (?P<value>[^,]+)$"
)
IT = re.compile(
    r"^(?:it|the (?:house|home|place|room|temperature|heating|heat|thermostat)|my room|the room temperature|everything|things|temperature)(?P<rest>(?: (?:in|of|here|for) .+)?)$"
)
ASIDE = re.compile(
    r" (?:(?:when|while|whenever|if) (?:i|we) (?:am |are )?|for )(?:(?:watching|having|doing|playing|some|the|my|a|our) )*(?P<purpose>[a-z]+)(?: (?:a book|books|tv|telly|the paper|in bed|a film|a movie))?$"
)
"""What a level is for: "when i read", "for reading"."""
FOR = re.compile(
    r"^(?:for|(?:when|while|whenever|if) (?:i|we)(?: am| are)?(?: going to)?) (?:the |my |our )?(?:(?!alone )[a-z]+ )??(?P<purpose>[a-z]+)(?: (?:a book|books|tv|telly|the paper|in bed|a film|a movie))? (?:, )?(?=(?:i|we) )"
)


def level(
    thing: str,
    value: str,
    what: str | None,
    slots: dict[str, Any],
    condition: Condition,
    told: bool,
) -> Draft:
    """A level somebody likes, as the command that would set it: the parser reads that."""
    aside = ASIDE.search(value)
    if aside is not None:
        value = value[: aside.start()]
        slots = {**slots, "purpose": aside["purpose"]}
    is_it = IT.match(thing)
    if what in (None, "temperature") and (is_it is not None or what is not None):
        rest = is_it["rest"] if is_it is not None else f" in {thing}"
        named = f"set the temperature{rest} to {value}"
    elif what is not None:
        named = f"set the {what}{'' if thing == 'it' else f' of {thing}'} to {value}"
    else:
        named = f"set {thing} to {value}"
    if not condition.always:
        slots = {**slots, "condition": condition}
    return Draft("Prefer", {**slots, "subject": "level"}, definition=named, sure=False)
