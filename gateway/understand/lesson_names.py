"""Names for things: "call this one the big light", "the two together are the twins"."""

import re
from collections.abc import Iterator
from typing import Any

from gateway.understand.lesson_draft import (
    NO_PHRASE,
    Draft,
    group,
    is_device,
    is_group,
    is_one_thing,
    is_thing,
    plain,
)
from gateway.understand.lesson_likings import MY_NAME
from gateway.understand.lexicon import TYPE_NOUNS
from gateway.understand.vocabulary import Vocabulary

CALLING = re.compile(
    r"^(?:(?:let us|we|i|i would like to|i want to|we would like to|we want to|let me|could we|can i|can we|we will|i will|i am going to|we are going to|you can|you should|you may|everyone|everybody|the kids|my (?:wife|husband|kids|son|daughter|partner)|(?:i|we) have|i like to|we like to|we always|i always|we usually) )?(?:call|name|nickname|dub|christen|refer to|label|rename|(?<=have )(?:named|called|nicknamed|christened|dubbed))(?: the one)? (?P<rest>.+)$|^(?!(?:what|who|which|how|do|does|did|the) )(?:[a-z]+ ){1,3}?(?:calls|nicknames|refers to) (?P<rest2>.+)$"
)
NO_NAME = frozenset({"when", "if", "back", "at", "on", "in", "later", "tomorrow", "before", "after", "once", "a", "an", "up", "and"})  # fmt: skip
"""What no name begins with: "call me when you land"."""
RENAMED = re.compile(r"(?:^|.* )(?:rename|relabel|refer to) (?P<of>.+?) (?:to|as) (?P<name>.+)$")
CALLED = re.compile(
    r"^(?P<of>.+?) (?:is|are|should be|shall be|will be|has|have|gets)(?: also| now| from now on| to be)*(?: (?:called|named|known(?: (?:in this house|in our house|in the family|around here|here|to us|to me|by us))? as|nicknamed|referred to(?: (?:here|by us))? as|the (?:nick)?name|a (?:nick)?name))(?: as| of)? (?P<name>.+)$|^(?P<of2>.+?) (?:goes by|answers to)(?: the name)?(?: of)? (?P<name2>.+)$"
)
WHAT_I_CALL = re.compile(
    r"^(?P<name>.+?)(?: (?:, )?(?:that )?is|s) (?:what|how) (?:i|we|everyone|everybody|the kids|the children|my \w+) (?:call|calls|refer to|name|say for|mean by) (?P<of>.+?)(?: together)?$|^(?P<name2>.+?) is (?:my|our|another|the|a|his|her) (?:nick ?name|name|pet name|alias|other name|word) (?:for|of) (?P<of2>.+)$|^(?P<of4>.+?)s? (?:nick ?name|name|pet name|alias|other name) (?:is|shall be|will be|should be) (?P<name4>.+)$|^(?:give|i would like to give|i want to give) (?P<of5>.+?) (?:a|the) (?:nick)?name ,? ?(?:of )?(?P<name5>.+)$|^(?:my|our|the) (?:nick ?|pet )?(?:name|word|nickname) for (?P<of7>.+?) is (?P<name7>.+)$|^(?P<of8>.+?) is (?P<name8>[^,]+?) to (?:me|us)(?: all| both)?$|^i want (?P<name6>.+?) to be (?P<of6>.+)$|^(?P<name3>.+?) (?:and|is) (?:is )?(?:the same (?:as|thing as)|another word for) (?P<of3>.+)$"
)
IS = re.compile(r"^(?P<name>.+?) is (?P<of>(?:the|my|our|this|that) .+)$")


def names(text: str, told: str, slots: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Draft]:
    """What a sentence may give a name to."""
    if (match := MY_NAME.match(text)) is not None:
        if len(match["means"].split()) <= 3 and match["means"].split()[0] not in NO_NAME:
            sure = bool(told) or not text.startswith("my name")
            yield Draft("Prefer", {**slots, "subject": "name", "means": match["means"]}, sure=sure)
        return
    if (match := CALLING.match(text)) is not None:
        words = (match["rest"] or match["rest2"]).split()
        one_of = words[:2] == ["one", "of"]
        slots, words = ({**slots, "one_of": True}, words[2:]) if one_of else (slots, words)
        if (renamed := RENAMED.match(text)) is not None and is_one_thing(renamed["of"], vocabulary):
            yield _named(renamed["name"], renamed["of"], slots)
            return
        starts = [n for n in range(1, len(words)) if words[n] in ("the", "my", "our")]
        for at in (*starts, *range(len(words) - 1, 0, -1)):
            of, name = " ".join(words[:at]), " ".join(words[at:])
            if " and the " in f" {name} ":
                continue  # Two things and two names: one after the other.
            of = re.sub(r" (?:as|to)$", "", of)
            some = is_one_thing(of.strip(" ,"), vocabulary) or is_group(of, vocabulary)
            if of in ("it", "that", "this") and name.startswith(("a ", "an ")):
                continue  # "Call it a day"
            if some and not name.startswith(("as ", "to ")):
                yield _named(name, of, slots)
                return
            if name.startswith(("as ", "to ")) and is_one_thing(of, vocabulary):
                yield _named(name[3:], of, slots)
                return
        return
    for pattern in (CALLED, WHAT_I_CALL):
        if (match := pattern.match(text)) is not None:
            of, name = group(match, "of"), group(match, "name")
            of = of if is_one_thing(of, vocabulary) else re.sub(r"s$", "", of)
            some = is_one_thing(of, vocabulary) or is_group(of, vocabulary)
            if some and text.split()[0] not in NO_PHRASE - {"i"}:
                yield _named(name, of, slots)
                return
    together = TOGETHER.match(text)
    if together is not None and (told or together["said"]) and is_group(together["of"], vocabulary):
        yield _named(together["name"], together["of"], slots)
        return
    if told and (match := IS.match(text)) is not None and is_thing(match["of"], vocabulary):
        name, of = match["name"], match["of"]
        if is_device(name, vocabulary) and not is_device(of, vocabulary):
            name, of = of, name  # "The immersion is the boiler": what it is, then what it is called
        yield _named(name, of, slots)


TOGETHER = re.compile(
    r"^(?P<of>.+ and .+?)(?P<said>(?: together| both)* (?:are|make up|make|form) (?:together )?(?:called |known as |named )?|,? together are )(?:the |my |our )?(?P<name>[^,]+)$"
)


def _named(name: str, of: str, slots: dict[str, Any]) -> Draft:
    name = re.sub(r"(?: (?:from now on|please|now|instead))+$", "", name)
    name = plain(name)
    if len(name.split()) > 1 and name.split()[-1] not in TYPE_NOUNS:
        name = re.sub(r"^(?:my|our) ", "", name)
    return Draft("Name", {**slots, "name": name}, named=of.strip(" ,"))
