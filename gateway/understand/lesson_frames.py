"""Sentences that teach, ask about what was taught, or take it back.

"When I say movie time, dim the lamp", "call this one the big light", "my favourite station is Jazz
FM", "forget that", "what do you know about me". Tells what is being taught and cuts the words
apart; the definition itself is read by the parser, as any sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from context.lesson import DEFINING, Condition, Lesson
from gateway.understand import conditions, lesson_amending
from gateway.understand.lesson_amending import Amendment
from gateway.understand.lexicon import TYPE_NOUNS, VERBS
from gateway.understand.tagging import tag
from gateway.understand.vocabulary import Vocabulary

PHRASE_WORDS_MAX = 8  # What is longer nobody says twice in the same words.
LESSONS = frozenset({"Teach", "Name", "Prefer", "Place", "Remember"})
ABOUT = frozenset({"Forget", "Lessons", "WhoTaught", "Interview"})
INTENTS = LESSONS | ABOUT


@dataclass(frozen=True)
class Draft:
    """A lesson, cut apart."""

    intent: str
    slots: dict[str, Any] = field(default_factory=dict)
    definition: str = ""
    """Words to be read as a sentence of their own: what a phrase means."""
    named: str = ""
    """Words that name a device or a room: what a name is for, or a liking is about."""
    sure: bool = True
    """False: only a lesson if the definition or the named thing is understood."""


CUES = frozenset(
    """say says saying tell mention means mean call called name named nickname nicknamed favourite favorite preferred prefer
    remember forget teach taught learn learned learnt know like love enjoy hate dislike loathe detest stand bear fan supporter
    support into routine shortcut macro phrase from future henceforth going note keep bear mind ask request announce shout use
    preferences unlearn delete erase want need vegetarian vegan allergic interview dub christen label refer goes answers same
    create make add set temperature brightness volume stop rule lesson adore care keen fond should equals stands short code
    celsius fahrenheit family parents mother father mum mom mam dad sister brother son daughter grandma grandpa granny grandad nan wife husband girlfriend boyfriend partner friend friends aunt uncle cousin cousins boss stays known also idea moved living resides does happens together abide tolerate mad crazy obsessed sucker partial shortcuts phrases nicknames lessons routines always usually
    lives live lived when whenever every change leave add who give should be put dim have
    eat vegetarian root cheer listen wipe drop scrap clear remove get""".split()  # noqa: SIM905 - a table of words
)
"""A sentence without any of these teaches nothing, and need not be looked at."""

_WHO = r"(?:i|we|you hear(?: me| us)?|someone|somebody|anyone|anybody|one of us)"
_SAID_ONLY = r"(?:say|says|saying|tell you(?: that)?|ask for|ask you for|mention|mentions|shout|yell|holler|call|sing|whisper|moan that|complain that|go|announce|call for|call out|use|declare|request)"
_SAY = rf"(?:{_SAID_ONLY}|want|need|feel like|am in the mood for)"
_QUOTE = r"(?:the (?:words?|phrase|command|magic words?) )?"
OPENERS = re.compile(
    r"^(?:please|hey|ok|okay|so|well|listen(?: here| up)?|let me (?:see|think)(?: now)?|you know(?: what)?|i tell you what|right|now|and|also|alright|all right|by the way|could you|can you|would you|will you|kindly|just|oh|actually|no|no wait|wait|sorry|wrong|that is (?:wrong|not right|not what i meant)|i (?:have )?changed my mind|on second thoughts?|make it so(?: that)?|make sure(?: that)?|it so(?: that)?|the rule is|(?P<mine>(?:just|only) for me|for me(?: only)?)|(?P<ours>(?:in this (?:house|household|home|family|office|place)|for (?:everyone|everybody|all of us|anyone|the (?:whole |entire )?(?:family|household|house|home|office|team)|us all)(?: who (?:comes in|lives here|is here|visits|asks))?(?: (?:in|at) (?:this|the|our) (?:house|home|family|household|office))?|as a household|house rule))"
    r"|i (?:want|would like|need) you to(?: know| learn| remember)?(?: that)?|(?:(?:i (?:want|would like|am going) to|let me|can i|may i|i will|i shall|i am|let us) )?(?:teach|teaching) (?:you|yourself)(?: (?:something|a new|a|one|another|some|new|things?|phrase|word|words|command|trick|rule|routine|lesson|else))*"
    r"|(?P<told>(?:remember|note|learn|keep in mind|bear in mind|make a (?:mental )?note|take note|do not forget|be aware|for future reference|note down|know)(?: this| it)?(?: ,)?(?: that)?|from (?:now|today|this day|here|this point)(?: on| onwards?| forward)*|in (?:the )?future|going forward|as of (?:now|today)|starting (?:now|today)|henceforth|new (?:rule|lesson)|here is (?:a|one|the)(?: new)? (?:lesson|rule|phrase|trick)))(?: ,)?(?: |$)"
)
_OF_WORDS = r"(?P<phrase>[^,]+?)"
REVERSED = re.compile(
    rf"^(?P<means>.+?) (?:, )?(?:when|whenever|if|every time|each time|any time|anytime|as soon as|once) {_WHO} (?:ever )?{_SAID_ONLY} {_QUOTE}(?P<phrase>[^,]+)$"
)
SAYING = re.compile(
    rf"^(?:when|whenever|if|if ever|every time|each time|any time|anytime|next time|once|as soon as) {_WHO} (?:ever )?{_SAY} {_QUOTE}(?:to you )?(?P<rest>.+)$"
)
MEANING = (
    re.compile(rf"^(?:(?:i|we) (?:want|would like|need)|i would love|let us get|get) {_QUOTE}{_OF_WORDS} to (?:mean|do|stand for|trigger|start) (?P<means>.+)$"),
    re.compile(rf"^{_QUOTE}{_OF_WORDS} (?:,? )?(?:means|(?<! i )(?<! we )(?<! you )(?<!do )mean|should mean|shall mean|will mean|is going to mean|stands for|is short for|is code for|is shorthand for|tells you to|is when you|is when you should|equals|signifies|is (?:my|our|a|the|another) (?:code|code word|codeword|shortcut|signal|cue|command|password|phrase|word|way of saying|shorthand|code phrase)(?: (?:for|to))?)(?: that)?(?: ,)? (?P<means>.+)$"),
    re.compile(rf"^by {_QUOTE}{_OF_WORDS} (?:, )?(?:i|we) mean (?P<means>.+)$"),
    re.compile(rf"^(?:let|make|have) {_QUOTE}{_OF_WORDS} (?:mean|do|stand for|be short for|trigger|start) (?P<means>.+)$"),
    re.compile(rf"^(?:(?:i|we) (?:want|would like|need)|i would love|let us get|get) {_QUOTE}{_OF_WORDS} to (?:mean|do|stand for|trigger|start) (?P<means>.+)$"),
    re.compile(rf"^(?:use|take|treat) {_QUOTE}{_OF_WORDS} (?:to mean|for|as|as meaning) (?P<means>.+)$"),
    re.compile(r"^(?:my|our|the) (?P<phrase>[^,]+ (?:routine|shortcut|ritual|sequence))(?: is| should be| goes| consists of| ,|, is)+ (?:to )?(?P<means>.+)$"),
    re.compile(rf"^learn {_QUOTE}{_OF_WORDS} (?:as|to mean|meaning) (?P<means>.+)$"),
)  # fmt: skip
NO_PHRASE = frozenset({"that", "it", "this", "which", "what", "who", "does", "do", "how", "where"})  # fmt: skip
"""What no taught phrase begins with: "what does that mean", "it means nothing"."""
ROUTINE = re.compile(
    r"^(?:i (?:want|would like|need)|create|make|set up|add|build|start|save|define|program|set|record) (?:me )?(?:(?:a|an|the|my|our) )?(?:new )?(?:routine|shortcut|voice command|command|macro|scene|phrase|sequence|ritual|automation)(?: (?:called|named|for|with the name|by the name of|name))(?: the)? (?P<rest>.+)$"
)
NEW_PHRASE = re.compile(
    r"^(?:learn|teach you|teach yourself|remember|create|make|add) (?:me )?(?:a |an |some |something )?(?:new )?(?:phrase|word|command|routine|trick|shortcut|something new|something)$|^$"
)
MARKERS = re.compile(
    r"^(?:then|i mean|that means|it means|this means|you should|you must|you need to|you have to|you can|i want you to|i would like you to|please|what i want is|do this|do the following|just|it should|i want(?= the| all| my| every)|that is|to|and then|go ahead and|make sure(?: you| to)?|be so kind as to|could you|can you|would you|we mean|have it|i would like(?= the))(?: ,)? "
)
IN_MARKER = re.compile(
    r" (?:, )?(?:i mean|we mean|that means|it means|i want you to|i would like you to|you should|you must|then you|then please|please|then|(?:i|we) want(?= (?:the|all|my|our|every|everything|both) )) "
)
ROUTINE_CUT = re.compile(
    r" (?:, )?(?:that|which|to|where you|and (?:it should|have it|make it)|with|it should|so that it|consisting of) "
)

CALLING = re.compile(
    r"^(?:(?:let us|we|i|i would like to|i want to|we would like to|we want to|let me|could we|can i|can we|we will|i will|i am going to|we are going to|you can|you should|you may|everyone|everybody|the kids|my (?:wife|husband|kids|son|daughter|partner)|i like to|we like to|we always|i always|we usually) )?(?:call|name|nickname|dub|christen|refer to|label)(?: the one)? (?P<rest>.+)$|^(?!(?:what|who|which|how|do|does|did|the) )(?:[a-z]+ ){1,3}?(?:calls|nicknames|refers to) (?P<rest2>.+)$"
)
CALLED = re.compile(
    r"^(?P<of>.+?) (?:is|are|should be|shall be|will be|has|have|gets)(?: also| now| from now on| to be)*(?: (?:called|named|known(?: (?:in this house|in our house|in the family|around here|here|to us|to me|by us))? as|nicknamed|referred to(?: (?:here|by us))? as|the (?:nick)?name|a (?:nick)?name))(?: as| of)? (?P<name>.+)$|^(?P<of2>.+?) (?:goes by|answers to)(?: the name)?(?: of)? (?P<name2>.+)$"
)
WHAT_I_CALL = re.compile(
    r"^(?P<name>.+?) is (?:what|how) (?:i|we|everyone|everybody|the kids|the children|my \w+) (?:call|calls|refer to|name|say for|mean by) (?P<of>.+)$|^(?P<name2>.+?) is (?:my|our|another|the|a|his|her) (?:nick ?name|name|pet name|alias|other name|word) (?:for|of) (?P<of2>.+)$|^(?P<of4>.+?)s? (?:nick ?name|name|pet name|alias|other name) (?:is|shall be|will be|should be) (?P<name4>.+)$|^(?:give|i would like to give|i want to give) (?P<of5>.+?) (?:a|the) (?:nick)?name ,? ?(?:of )?(?P<name5>.+)$|^i want (?P<name6>.+?) to be (?P<of6>.+)$|^(?P<name3>.+?) (?:and|is) (?:is )?(?:the same (?:as|thing as)|another word for) (?P<of3>.+)$"
)
IS = re.compile(r"^(?P<name>.+?) is (?P<of>(?:the|my|our|this|that) .+)$")
MY_NAME = re.compile(r"^(?:call me|my name is|you can call me|i am called|i go by) (?P<means>.+)$")

FAVOURITE = re.compile(
    r"^(?:my|our) (?:absolute |all time |personal |very )*(?:favou?rite|preferred|go to|best loved) (?P<subject>.+?) (?:is|are|would be|has to be|will always be|has always been|must be)(?: called| now)? (?P<means>.+)$"
)
FAVOURITE_BACK = re.compile(
    r"^(?P<means>.+?) (?:is|are) (?:my|our) (?:absolute |all time |personal |new )*(?:favou?rite|preferred|go to)(?: (?P<subject>.+))?$"
)
FAN = re.compile(
    r"^i am (?:a |an )?(?:huge |big |massive |great |real |die hard |lifelong |total |bit of a |hardcore )*(?:(?P<a>(?!(?:off|going|in|at|not|so|too) )(?:[^ ,]+ ){0,3}[^ ,]+?) (?:fan|supporter|lover|nut|aficionado|enthusiast)|(?:fan|supporter|lover) of (?P<b>.+)|into (?P<c>.+))$"
)
SUPPORT = re.compile(
    r"^(?:i|we) (?:support|root for|cheer for|barrack for|am rooting for) (?P<means>.+)$"
)
LIKE = re.compile(
    r"^(?P<who>i|we) (?:(?:do )?(?P<not>not|never|no longer) )?(?:really |just |absolutely |only |always |usually |mostly |generally |rather |quite |normally |particularly |do |tend to |would )*(?P<verb>like|love|enjoy|prefer|adore|listen to|care for|hate|dislike|loathe|detest|want|need|(?:can not|cannot|could not) (?:stand|bear|abide|tolerate|be doing with)|am not (?:a fan of|into|keen on|fond of|mad about)|do not care for|am sick of|am keen on|am fond of|am mad about|am crazy about|am nuts about|am obsessed with|am partial to|am a sucker for|live for)(?: to (?:have|keep|listen to|hear|read|sleep with|see|watch))? (?P<what>.+)$"
)
DISLIKES = re.compile(
    r"(?:hate|dislike|loathe|detest|stand|bear|abide|tolerate|doing with|sick of|am not .+|do not care for)$"
)
WISHING = frozenset({"want", "need"})
"""Verbs that mostly ask for something now; a liking only with a condition, or "remember"."""
AT = re.compile(
    r"^(?P<thing>.+?) (?:set )?(?:at|to|on|to be|be|around|about|at around|at about|kept at)(?: around| about| at| exactly)? (?P<value>[^,]+)$"
)
SHOULD_BE = re.compile(
    r"^(?P<thing>.+?) (?:should|must|has to|have to|needs to|is to|goes|ought to)(?: always| only| normally| usually)*(?: be| stay| come on)?(?: at| set to| on| kept at| to)? (?P<value>[^,]+)$"
)
KEEP = re.compile(
    r"^(?:always |only )*(?:keep|leave|have|set|make|put|turn on|dim) (?P<thing>.+?) (?:at|to|on at) (?P<value>[^,]+)$"
)
PREFERRED_LEVEL = re.compile(
    r"^(?:my|our) (?:usual |preferred |ideal |favou?rite |perfect |comfort |comfortable |normal )*(?P<when>(?!living |dining )[a-z]+ |night time )??(?P<what>temperature|brightness|volume|room temperature|heating temperature|thermostat setting)(?P<where> (?:in|for|of) .+?)? (?:is|should be|would be) (?P<value>\d.*)$"
)
IDEA = re.compile(r"^(?:my|our) idea of (?P<phrase>[^,]+?) is (?P<value>\d+.*)$")
DIET = re.compile(
    r"^i (?:am|eat)(?: a| an)?(?: strict)? (?P<means>vegetarian|vegan|pescatarian|coeliac|celiac|halal|kosher|gluten free|lactose intolerant|allergic to .+)$"
)
FACT = re.compile(
    r"^(?P<fact>(?!to |me |about |the (?:milk|bread)).+ (?:is|are|was|were|has|have|lives?|keeps?|works?|starts?|begins?|ends?|comes?|goes|needs?|likes?|parked|left|put|arrives?|leaves?|can|belongs?|takes|expires|costs|am|will) .+)$"
)

FORGET = re.compile(
    r"^(?:please )?(?:forget|unlearn|delete|remove|erase|drop|wipe|get rid of|clear|scrap|stop using|discard)(?: about)? (?P<what>.+)$"
)
FORGET_TAUGHT = re.compile(
    r"^(?:please )?(?:unlearn |forget (?:that (?:i|we|my) |what .+ means|about .+ meaning|my favou?rite )|(?:forget|delete|remove|erase|drop|scrap) (?:the |my |our )?(?:phrase|nickname|word|shortcut|routine|lesson|preference|command) )"
)
"""What can only be said of a lesson, though nobody taught it."""
FORGET_LAST = re.compile(
    r"^(?:forget|unlearn|delete|erase|scrap|undo) (?:that|the|this|my|what i(?: have)?|what you(?: have)?)?(?: ?(?:last|latest))?(?: ?(?:lesson|phrase|preference|thing i taught you|just taught you|taught you just now|i just taught you|just learned|one i just taught you|routine))(?: just now)?$|^(?:forget|unlearn) what (?:i|you) (?:have )?just (?:taught you|told you|said|learned|learnt)$"
)
FORGET_ALL = re.compile(
    r"^(?:forget|delete|erase|wipe|remove|unlearn|clear) (?:everything|all|anything|all of it)(?: (?:about me|of it|i (?:have )?(?:ever )?(?:taught|told) you|you (?:know|learned|learnt|have learned)(?: about me| from me)?|my preferences|that i taught you|preferences|lessons|i said))*$|^(?:forget|delete|erase|wipe|clear|remove) (?:all )?(?:of )?(?:my (?:preferences|lessons|data|phrases)|what you know about me|me)$"
)
NO_LONGER = (
    re.compile(r"^(?P<what>.+?) (?:no longer means|does not mean|is no longer|is not|does not stand for) (?:anything|that|what i taught you|.+?)(?: any ?more| any longer)?$"),
    re.compile(rf"^(?:do not|stop|never) (?:do(?:ing)? (?:that|this|anything|it)|react(?:ing)?|doing .+|respond(?:ing)?) (?:again )?(?:any ?more )?(?:when|if|whenever) {_WHO} say (?P<what>.+?)(?: any ?more| any longer)?$"),
    re.compile(r"^(?:do not|stop) call(?:ing)? (?:it|that|this|.+?)(?: the)? (?P<what>[^,]+?)(?: any ?more| any longer)?$"),
)  # fmt: skip
KNOWN = re.compile(
    r"^(?:(?:what|which) (?:phrases|shortcuts|nicknames|names|words|lessons|preferences) (?:do you (?:know|remember|have)|have i (?:taught|told) you|did i (?:teach|tell) you|have you (?:learned|learnt)|(?:of mine )?are there)(?: so far| from me| about me)*|what (?:do|did|have|can) you (?:know|remember|learn|learned|learnt|recall|got|tell me)(?: (?:of|about|on))?(?: (?:me|us|my (?:preferences|likes|tastes)|from me|everything))?(?: so far)?|what (?:did|have) (?:i|we) (?:taught|teach|tell|told)(?: you)?(?: so far)?|(?:what|which) (?:are my|do you have as my) (?:preferences|likes|tastes|routines|phrases|shortcuts|lessons)|(?:list|show|tell)(?: me)? (?:all )?(?:(?:of )?(?:my|the|our) )?(?:preferences|lessons|taught phrases|routines|shortcuts|phrases)(?: you know| i taught you)?|(?:list|show|tell)(?: me)? (?:what|everything) you (?:know|remember|have learned|learned|learnt)(?: about me| so far| from me)*|what have you learn(?:ed|t)(?: about me| so far| from me)*|what do i like(?: to (?:hear|watch|listen to))?|what do you know (?:about|of) my .+|what do you call me|what is my name|who am i|do you know (?:anything|something) about me)$"
)
MEANS_WHAT = re.compile(
    r"^(?:what (?:does|do|did) (?:the (?:word|words|phrase) )?(?P<a>.+?) (?:mean|do|stand for)(?: to you)?|what (?:happens|will happen|do you do|will you do|should you do|are you going to do) (?:when|if|whenever) (?:i|we) say (?P<b>.+)|what is (?:the )?(?P<c>.+ (?:routine|shortcut))|what do (?:i|we) mean by (?P<d>.+))$"
)
FAVOURITE_WHAT = re.compile(
    r"^(?:what|which|who)(?: \w+)* (?:is|are) (?:my|our) (?:favou?rite|preferred|go to) (?P<subject>.+)$|^(?:do you (?:know|remember) )(?:what |which )?(?:my|our) (?:favou?rite|preferred) (?P<subject2>.+?)(?: is| are)?$|^(?:which|what) (?P<subject3>.+?) do (?:i|we) (?:like|love|prefer|support|follow|root for)(?: best| most)?$|^what (?P<subject4>.+?) am i a fan of$"
)
WHO_TAUGHT = re.compile(
    r"^who (?:has )?(?:taught|told|said|showed)(?: you)?(?: (?:that|this|it|to do that|about|the (?:phrase|word|name)|what|how))*(?: (?P<what>(?!that$|this$|it$).+?))?(?: means?)?$|^where did you (?:learn|get|pick) (?:that|this|it)(?: from| up)?(?P<none>)$|^how do you know (?:that|this|about (?P<what2>.+)|what (?P<what3>.+) means)$"
)
INTERVIEW = re.compile(
    r"^(?:(?:please |could you |would you |can you |will you |i (?:want|would like|need) you to )*(?:learn|get to know|find out|ask(?: me)?(?: about)?|discover|set up|go through|teach yourself|question me about|quiz me (?:on|about)) (?:more )?(?:about )?(?:me|what (?:i|we) (?:like|love|prefer|want)|(?:my|our) (?:preferences|likes|tastes|likings|habits|favou?rites))(?: and (?:dislikes|preferences))?(?: a (?:little|bit))?(?: better)?(?: (?:, )?(?:go on|ask|ask me what i like|ask me|please|ask away|start|ask me things|now))*"
    r"|ask me (?:some|a few|your|the) (?:preference )?questions(?: about me| about my preferences| to get to know me| to learn what i like)*|(?:let us |i want to |can we |shall we |help me |i would like to )?(?:set up|go through|fill in|do|start|run|take) (?:my|the|your|a) (?:preferences?|getting to know)(?: (?:quiz|questions|interview|setup|survey|round|questionnaire))?|what (?:do|would) you (?:want|need|like) to know about me|interview me|quiz me|(?:i want to|let me) tell you (?:about me|my preferences|about myself))$"
)


def amendments(
    words: Sequence[str], lessons: Sequence[Lesson], vocabulary: Vocabulary
) -> Iterator[Draft]:
    """What a sentence may change of what was taught, as the whole lesson that it makes."""
    whole = " ".join(words).strip(" ,")
    if not any(one.phrase in whole for one in lessons if one.kind in DEFINING):
        return
    around = opened_of(whole)
    text, condition = _led(around.text, vocabulary)
    changes = [change for said in dict.fromkeys((whole, text)) for change in lesson_amending.read(said, lessons)]  # fmt: skip
    for change in changes:
        means = amended(change, vocabulary)
        if means:
            old = change.lesson
            kept = "household" if old.person is None else "personal" if old.private else None
            slots = {
                "phrase": old.phrase,
                "condition": old.condition if condition.always else condition,
                "scope": around.scope or kept,
                "amended": True,
            }
            plain = change.how in ("more", "less") and old.kind == "phrase"
            yield Draft("Teach", slots, definition=means, sure=plain)


def amended(change: Amendment, vocabulary: Vocabulary) -> str | None:
    """The definition of a changed lesson, in words; None when it cannot be changed so."""
    what = ADVERBS.sub("", change.what)
    match change.how:
        case "more" if change.lesson.kind == "name":
            return f"{change.lesson.means} and {what}" if is_thing(what, vocabulary) else None
        case "more":
            means = change.lesson.means
            return lesson_amending.with_more(means, what, is_thing(what, vocabulary))
        case "less":
            what, _, instead = what.partition(" , ")
            left = lesson_amending.without(change.lesson.means, what)
            instead = re.sub(r"^(?:but |and )?(?:just|only|instead)? ?", "", instead)
            if not instead:
                return left
            added = lesson_amending.with_more(left or "", instead, is_thing(instead, vocabulary))
            return added.removeprefix(" and ")
        case "value":
            return lesson_amending.with_value(change.lesson.means, what) or what
        case _:
            return None if re.match(r"(?:not|no longer|never|also|be) ", what) else what


ADVERBS = re.compile(r"^(?:(?:also|just|only|simply|then|to) )+")


def read(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Draft]:
    """What a sentence may teach, the likeliest first; nothing when it teaches nothing."""
    if not CUES & set(words):
        return
    whole = " ".join(words).strip(" ,")
    around = opened_of(whole)
    text, told, opened = around.text, around.told, around.opened
    for said in dict.fromkeys((whole, text)):
        asked = _about(said)
        if asked is not None:
            yield asked
            return
    bare = text
    if opened and NEW_PHRASE.match(bare):
        yield Draft("Teach", {"phrase": None})
        return
    bare, condition = _led(bare, vocabulary)
    slots: dict[str, Any] = {"condition": condition} if not condition.always else {}
    if around.scope is not None:
        slots["scope"] = around.scope
    yield from _phrases(bare, told or ("rule" if opened else ""), slots, vocabulary)
    yield from _names(bare, told, slots, vocabulary)
    yield from _likings(bare, told, slots)
    noted = told == "fact" or (told and NOTED.search(whole) and FACT.match(bare))
    if noted and len(bare.split()) >= FACT_WORDS_MIN and not bare.startswith(("to ", "me ")):
        yield Draft("Remember", {**slots, "means": bare})


NOTED = re.compile(r"\b(?:remember|note|do not forget|mind|be aware)\b")
FACT_WORDS_MIN = 3  # "Remember that one" tells nothing.
CLOSERS = re.compile(
    r"(?: ,)? (?:(?P<told>(?:and |so )?(?:please )?(?:you should|you can|you do) (?:too|as well|also|likewise)|(?:and )?(?:please )?(?:remember|note|keep in mind|do not forget) (?:that|this|it)|from now on|in (?:the )?future|always)|(?P<ours>for everyone|for everybody|for all of us)|(?P<mine>(?:just|only) for me)|instead|please|ok|okay|got it|will you|would you|thanks|thank you|that is all)$"
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
        opened = opened or bool(match["told"]) or "teach" in match[0]
        text = text[match.end() :].strip(" ,")
    return text, told, opened, scope


_AND_SAY = re.compile(
    rf"^(?:when|whenever|if) (?P<when>(?!{_WHO} (?:ever )?{_SAID_ONLY}).+?) and {_WHO} {_SAID_ONLY} "
)
_WHEN_SAY = re.compile(
    rf"^(?P<when>.+?) (?:, )?(?=(?:when|whenever|if|every time) {_WHO} (?:ever )?(?:{_SAID_ONLY}|turn|switch|put) )"
)
ROOM = re.compile(r"^(?:in|for) (?:the |my |our )?(?P<room>[^,]+?)$")
ROOM_BEHIND = re.compile(
    r"^(?P<rest>.+?) (?:, )?(?:but )?(?:only )?in (?:the |my |our )?(?P<room>[^,]+)$"
)


def _led(text: str, vocabulary: Vocabulary) -> tuple[str, Condition]:
    """A lesson without the condition that it begins with: "when i am alone and i say ..."."""
    match = _AND_SAY.match(text)
    if match is not None:
        left, condition = conditions.peel(f"when {match['when']}")
        if not left:
            return f"when i say {text[match.end() :]}", condition
    left, condition = conditions.lead(text)
    if not condition.always:
        return left, condition
    match = _WHEN_SAY.match(text)
    if match is not None:
        when = match["when"].strip(" ,")
        left, condition = conditions.peel(when)
        if not left and not condition.always:
            return text[match.end() :], condition
        area = _room(when, vocabulary)
        if area is not None:
            return text[match.end() :], Condition(area=area, words=when)
    return text, Condition()


def _room(text: str, vocabulary: Vocabulary) -> str | None:
    """The room that "in the gallery" names."""
    match = ROOM.match(text)
    if match is None:
        return None
    tagged = tag(tuple(match["room"].split()), vocabulary)
    areas = tagged.of("area")
    return areas[0].value.ids[0] if len(areas) == 1 == len(tagged.tags) else None


def _about(text: str) -> Draft | None:
    """Questions about lessons, and taking them back."""
    if INTERVIEW.match(text):
        return Draft("Interview")
    if FORGET_ALL.match(text):
        return Draft("Forget", {"what": "all"})
    if FORGET_LAST.match(text):
        return Draft("Forget", {"what": "last"})
    if KNOWN.match(text):
        return Draft("Lessons", {"what": "all"})
    if (match := FAVOURITE_WHAT.match(text)) is not None:
        return Draft("Lessons", {"subject": _group(match, "subject")})
    if (match := MEANS_WHAT.match(text)) is not None:
        return Draft("Lessons", {"what": _plain(_group(match, "abcd"))}, sure=False)
    if (match := WHO_TAUGHT.match(text)) is not None:
        return Draft("WhoTaught", {"what": _plain(_group(match, "what"))})
    if (match := FORGET.match(text)) is not None:
        sure = FORGET_TAUGHT.match(text) is not None
        return Draft("Forget", {"what": forgotten(match["what"])}, sure=sure)
    for pattern in NO_LONGER:
        if (match := pattern.match(text)) is not None:
            return Draft("Forget", {"what": _plain(match["what"])}, sure=False)
    return None


FORGOTTEN = re.compile(
    r"^(?:(?:what|that|how|the|my|our|about|i|you|know|taught|told|it|is|does|phrase|word|words|command|name|nickname|routine|shortcut|lesson|meaning of|preference(?: for| about)?|called|like|likes|love|prefer|means?|mean|favou?rite|favou?rites|rule|thing|am|a|an|was|were|have|said)(?: |$))+"
)


def forgotten(text: str) -> str:
    """What is to be forgotten, without the words around it.

    >>> forgotten("the phrase movie time")
    'movie time'
    """
    text = re.sub(r" (?:means?|routine|shortcut|phrase|any ?more|please|fan|now)$", "", text)
    return _plain(FORGOTTEN.sub("", text) or text)


def _group(match: re.Match[str], names: str) -> str:
    """The group that took part, of those whose name begins so (or is one of these letters)."""
    return next(
        (
            v
            for k, v in match.groupdict().items()
            if v and (k.startswith(names) or (len(k) == 1 and k in names))
        ),
        "",
    )


def _plain(text: str) -> str:
    """Without article and commas: a phrase as it is kept."""
    words = [w for w in text.split() if w != ","]
    while words and words[0] in ("the", "a", "an", "just", "word", "phrase", "i", "it's"):
        if words[0] == "i":
            break
        words = words[1:]
    return " ".join(words)


# --- phrases --------------------------------------------------------------------------------------


GIVEN = re.compile(r"^(?:if|when|while) (?P<state>[^,]+) , (?P<rest>.+)$")
""" "If the door is open , brr means ...": a phrase whose meaning hangs on how a thing is."""
OTHERWISE_MEANS = re.compile(
    r" (?:, )?(?:otherwise|else|if not)(?: ,)? (?:(?:it|that|this) (?:means?|should mean|should|is)(?: to)? )?"
)
ALSO = re.compile(rf"^{_QUOTE}(?P<phrase>[^,]+?) should (?P<also>also )?(?P<means>.+)$")
IS_MEANT = re.compile(r"^(?P<phrase>[^,]+?) (?:is|does) (?P<means>.+)$")


def _phrases(
    text: str, told: str, slots: dict[str, Any], vocabulary: Vocabulary
) -> Iterator[Draft]:
    given = GIVEN.match(text)
    if given is not None and is_state(given["state"], vocabulary):
        for draft in _phrases(given["rest"], told, slots, vocabulary):
            if draft.definition:
                means = OTHERWISE_MEANS.sub(" , otherwise ", draft.definition)
                yield replace(draft, definition=f"if {given['state']} , {means}", sure=False)
        return
    if (match := SAYING.match(text)) is not None:
        sure = re.match(rf"^\S+(?: time)? {_WHO} (?:ever )?{_SAID_ONLY}", text) is not None
        yield from _cut(match["rest"], slots, sure or bool(told), told, vocabulary)
        return
    if (match := ROUTINE.match(text)) is not None:
        yield from _cut_routine(match["rest"], slots, vocabulary)
        return
    if (match := REVERSED.match(text)) is not None:
        yield from _drafts(match["phrase"], match["means"], slots, sure=True, vocabulary=vocabulary)
        return
    for pattern in MEANING:
        match = pattern.match(text)
        if match is not None and match["phrase"].split()[0] not in NO_PHRASE:
            yield from _drafts(
                match["phrase"], match["means"], slots, sure=bool(told), vocabulary=vocabulary
            )
    also = ALSO.match(text)
    if also is not None and _begins_command(also["means"].split()) and not is_thing(also["phrase"], vocabulary):  # fmt: skip
        on_top = {**slots, "also": True} if also["also"] else slots
        yield from _drafts(also["phrase"], also["means"], on_top, False, vocabulary)
    meant = IS_MEANT.match(text) if told == "rule" else None
    if meant is not None and meant["phrase"].split()[0] not in NO_PHRASE and not is_thing(meant["phrase"], vocabulary):  # fmt: skip
        yield from _drafts(meant["phrase"], meant["means"], slots, False, vocabulary)


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
        if words[at - 1] != "," and len(words) - at >= 2 and _begins_command(words[at:]):
            yield from _drafts(
                " ".join(words[:at]), " ".join(words[at:]), slots, sure=False, vocabulary=vocabulary
            )
    if not found and sure and 0 < len(words) <= PHRASE_WORDS_MAX:
        yield Draft("Teach", {**slots, "phrase": _plain(rest)}, sure=True)


PARTICLES = frozenset({"up", "down", "on", "off", "out", "in", "over", "away", "back", "to", "of"})
AFTER_VERB = frozenset({"the", "my", "our", "all", "every", "both", "on", "off", "everything", "it", "them"})  # fmt: skip


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
        yield Draft("Teach", {**slots, "phrase": _plain(rest)})


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
    phrase, condition = conditions.peel(_plain(SELF_CORRECTED.split(phrase)[-1]))
    head, joined, tail = phrase.partition(" and ")
    if condition.always and joined:
        left, condition = conditions.peel(re.sub(r"^it is ", "", tail))
        if not left and not condition.always:
            phrase = head
        elif is_state(tail, vocabulary):
            phrase, means = head, f"if {tail} , {means}"
    behind = ROOM_BEHIND.match(phrase)
    area = _room(f"in {behind['room']}", vocabulary) if behind is not None else None
    if condition.always and behind is not None and area is not None:
        phrase, condition = behind["rest"], Condition(area=area, words=f"in the {behind['room']}")
    means = _said_at_last(means)
    if condition.always:
        means, condition = _only(means)
    elif not phrase:
        phrase, condition = condition.words, Condition()
    phrase = re.sub(r"(?: (?:to you|please|then|and|and it is))+$", "", _plain(phrase))
    while (match := MARKERS.match(f"{means} ")) is not None and match.end() <= len(means):
        means = means[match.end() :].strip(" ,")
    if not phrase or not means.strip(" ,"):
        return
    if not condition.always:
        slots = {**slots, "condition": condition}
    yield Draft("Teach", {**slots, "phrase": phrase}, definition=means.strip(" ,"), sure=sure)


def is_state(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words tell how a thing is: "the tv is on"."""
    tagged = tag(tuple(text.split()), vocabulary)
    return " is " in f" {text} " and bool(tagged.of("device", "type")) and not tagged.of("unknown")


ONLY = re.compile(r"(?: ,)? (?:but )?(?:only|just) (?=at |in |on |when |if |while |during |after |before |every )")  # fmt: skip


def _only(means: str) -> tuple[str, Condition]:
    """ "Dim the lamp, but only at night": the acts, and when."""
    cut = list(ONLY.finditer(means))
    if not cut:
        return means, Condition()
    left, condition = conditions.peel(means[cut[-1].end() :])
    return (means[: cut[-1].start()], condition) if not left else (means, Condition())


# --- names ----------------------------------------------------------------------------------------


def _names(text: str, told: str, slots: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Draft]:
    if (match := MY_NAME.match(text)) is not None:
        if len(match["means"].split()) <= 3:
            yield Draft("Prefer", {**slots, "subject": "name", "means": match["means"]})
        return
    if (match := CALLING.match(text)) is not None:
        words = (match["rest"] or match["rest2"]).split()
        one_of = words[:2] == ["one", "of"]
        slots, words = ({**slots, "one_of": True}, words[2:]) if one_of else (slots, words)
        starts = [n for n in range(1, len(words)) if words[n] in ("the", "my", "our")]
        for at in (*starts, *range(len(words) - 1, 0, -1)):
            of, name = " ".join(words[:at]), " ".join(words[at:])
            if is_one_thing(of.removesuffix(" as").strip(" ,"), vocabulary) and not name.startswith("as "):  # fmt: skip
                yield _name(name, of.removesuffix(" as"), slots)
                return
            if name.startswith("as ") and is_one_thing(of, vocabulary):
                yield _name(name[3:], of, slots)
                return
        return
    for pattern in (CALLED, WHAT_I_CALL):
        if (match := pattern.match(text)) is not None:
            of, name = _group(match, "of"), _group(match, "name")
            of = of if is_one_thing(of, vocabulary) else re.sub(r"s$", "", of)
            if is_one_thing(of, vocabulary) and text.split()[0] not in NO_PHRASE - {"i"}:
                yield _name(name, of, slots)
                return
    together = TOGETHER.match(text)
    if together is not None and (told or together["said"]) and is_group(together["of"], vocabulary):
        yield _name(together["name"], together["of"], slots)
        return
    if told and (match := IS.match(text)) is not None and is_thing(match["of"], vocabulary):
        name, of = match["name"], match["of"]
        if _is_device(name, vocabulary) and not _is_device(of, vocabulary):
            name, of = of, name  # "The immersion is the boiler": what it is, then what it is called
        yield _name(name, of, slots)


TOGETHER = re.compile(
    r"^(?P<of>.+ and .+?)(?P<said>(?: together| both)* (?:are|make up|make|form) (?:together )?(?:called |known as |named )?|,? together are )(?:the |my |our )?(?P<name>[^,]+)$"
)


def is_group(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words name several things, one after the other."""
    parts = [part for part in re.split(r" (?:, and|,|and) ", text) if part]
    return len(parts) > 1 and all(is_one_thing(part, vocabulary) for part in parts)


def _is_device(text: str, vocabulary: Vocabulary) -> bool:
    return tag(tuple(text.split()), vocabulary).first("device") is not None


def _name(name: str, of: str, slots: dict[str, Any]) -> Draft:
    name = re.sub(r"(?: (?:from now on|please|now|instead))+$", "", name)
    name = _plain(name)
    if len(name.split()) > 1 and name.split()[-1] not in TYPE_NOUNS:
        name = re.sub(r"^(?:my|our) ", "", name)
    return Draft("Name", {**slots, "name": name}, named=of.strip(" ,"))


def is_one_thing(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words name one device or one room, and not two of them."""
    tagged = tag(tuple(text.split()), vocabulary)
    devices = len(tagged.of("device", "type"))
    return is_thing(text, vocabulary) and devices <= 1 and (devices == 1 or len(tagged.of("area", "floor")) <= 1)  # fmt: skip


def is_thing(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words name a device or a room, and nothing else."""
    if text in ("this", "this one", "that", "that one", "it", "these", "those"):
        return True
    tagged = tag(tuple(text.split()), vocabulary)
    kinds = {t.kind for t in tagged.tags}
    return bool(kinds & {"device", "area", "type", "floor"}) and kinds <= {
        "device", "area", "type", "floor", "here", "function", "pronoun", "ordinal", "there", "name_word", "place",
    }  # fmt: skip


# --- likings --------------------------------------------------------------------------------------


TURNED = r"(?:(?:turn|switch|put|start|open) (?:on )?(?P<{0}>.+?)(?: on)?)"
LEVEL_WHEN = re.compile(
    r"^(?:when|whenever|if|every time|each time|any time) (?:i|we|you|someone|anyone) "
    + TURNED.format("thing")
    + r" ?(?:, )?(?:please )?(?:make|set|put|have|turn|bring|dim|start|it should be|i want|it has to be|i like)(?: it| that| them)?(?: on| come on| up| down)?(?: at| to)? (?P<value>\S.*)$"
)
WHENEVER_ON = re.compile(
    r" (?:, )?(?:when|whenever|every time|each time|any time) (?:i|we|you|someone) (?:turn|switch|put) (?:it|them|that) on$| when it (?:comes|is turned|goes) on$"
)
BEFORE = re.compile(r"^(?:for|at|on|in) (?:my |the )?(?P<subject>[a-z]+?)s? (?:, )?(?:i|we) (?:like|love|prefer|want|listen to) (?P<means>.+)$")  # fmt: skip


def _likings(text: str, told: str, slots: dict[str, Any]) -> Iterator[Draft]:
    if (match := LEVEL_WHEN.match(text)) is not None:
        value, condition = conditions.peel(match["value"])
        yield _level(match["thing"], value, None, slots, condition, told=True)
        return
    if WHENEVER_ON.search(text) is not None:
        text, told = WHENEVER_ON.sub("", text), told or "rule"
    several = re.split(r" (?:, )?and (?=(?:my|our) (?:favou?rite|preferred))", text)
    if len(several) > 1:
        each = [FAVOURITE.match(part) for part in several]
        if all(each):
            first, *more = [(m["subject"], _plain(m["means"])) for m in each if m is not None]
            yield Draft("Prefer", {**slots, "subject": first[0], "means": first[1], "also": tuple(more)})  # fmt: skip
            return
    purpose = FOR.match(text)
    if purpose is not None and (liked := LIKE.match(text[purpose.end() :])) is not None:
        level = AT.match(liked["what"])
        if level is not None:
            yield _level(level["thing"], level["value"], None, {**slots, "purpose": purpose["purpose"]}, Condition(), told=True)  # fmt: skip
    if (match := BEFORE.match(text)) is not None and match["subject"] not in ("the", "now"):
        yield Draft("Prefer", {**slots, "subject": match["subject"], "means": _plain(match["means"])}, sure=bool(told))  # fmt: skip
        return
    before, comma, last = text.rpartition(" , ")
    if comma and re.match(r"^(?:and )?(?:remember )?(?:that is|it is) (?:my|our) (?:favou?rite|preferred) ", last):  # fmt: skip
        liked = LIKE.match(before)
        subject = re.sub(r"^.*?(?:favou?rite|preferred) ", "", last)
        if liked is not None:
            yield Draft("Prefer", {**slots, "subject": subject, "means": _plain(liked["what"]), "favourite": True})  # fmt: skip
            return
    if (match := IDEA.match(text)) is not None:
        yield Draft("Teach", {**slots, "phrase": match["phrase"]}, definition=f"set the temperature to {match['value']}", sure=False)  # fmt: skip
        return
    if (match := PREFERRED_LEVEL.match(text)) is not None:
        hours = conditions.peel(f"at {match['when'].strip()}" if match["when"] else "")[1]
        if match["when"] and hours.always:
            hours = conditions.peel(f"in the {match['when'].strip()}")[1]
        if match["when"] and hours.always:
            slots = {**slots, "purpose": match["when"].strip()}
        what = match["what"].split()[-1].replace("setting", "temperature")
        where = re.sub(r"^ (?:in|for|of) ", "", match["where"] or "")
        yield _level(where or "it", match["value"], what, slots, hours, told=True)
        return
    if text.split()[:1] not in (["what"], ["who"], ["which"], ["is"], ["are"]):
        for pattern in (FAVOURITE, FAVOURITE_BACK):
            if (match := pattern.match(text)) is not None:
                subject = match["subject"] or "thing"
                yield Draft("Prefer", {**slots, "subject": subject, "means": _plain(match["means"]), "favourite": True})  # fmt: skip
                return
    if (match := FAN.match(text)) is not None and not text.startswith("i am into the"):
        means = _plain(_group(match, "abc"))
        yield Draft("Prefer", {**slots, "subject": "", "means": means, "fan": True}, sure=bool(match["a"] or match["b"] or told))  # fmt: skip
        return
    if (unit := _unit(text, told)) is not None:
        yield Draft("Prefer", {**slots, "subject": "temperature unit", "means": unit})
        return
    if (match := LIVES.match(text)) is not None:
        yield Draft("Place", {**slots, "who": match["who"], "own": match["own"] == "my "}, named=match["place"], sure=False)  # fmt: skip
    if (match := SUPPORT.match(text)) is not None:
        yield Draft("Prefer", {**slots, "subject": "team", "means": _plain(match["means"])})
        return
    if (match := DIET.match(text)) is not None:
        yield Draft("Prefer", {**slots, "subject": "diet", "means": match["means"]})
        return
    if (match := ALWAYS.match(text)) is not None:
        value, condition = conditions.peel(match["value"])
        yield _level(match["thing"], value, None, slots, condition, told=True)
    if (match := LIKE.match(text)) is not None:
        yield from _liked(match, told, slots)
        return
    for pattern in (SHOULD_BE, KEEP):
        if (match := pattern.match(text)) is not None:
            value, condition = conditions.peel(match["value"])
            if told or (pattern is SHOULD_BE and not condition.always):
                yield _level(match["thing"], value, None, slots, condition, told=bool(told))
                return


ALWAYS = re.compile(
    r"^(?:i|we) (?:always|usually|normally|generally|mostly|tend to) (?:have|keep|set|put|run|leave|turn) (?P<thing>.+?) (?:at|to|on at|on) (?P<value>[^,]+)$"
)
UNIT = re.compile(r"\b(?P<unit>celsius|fahrenheit)\b")
UNITS_WANTED = re.compile(
    r"\b(?:i|we) (?:think|work|talk|speak|prefer|want|use|like|am used to|would like|would rather|only (?:know|understand))\b|\b(?:temperatures|degrees|everything|weather) (?:in|to me in)\b|^(?:always )?(?:use|switch to|change to)\b|\balways\b"
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


def _liked(match: re.Match[str], told: str, slots: dict[str, Any]) -> Iterator[Draft]:
    liked = not match["not"] and DISLIKES.search(match["verb"]) is None
    what, condition = conditions.peel(match["what"])
    wishing = match["verb"] in WISHING and condition.always and not told
    if wishing:
        return
    level = AT.match(what)
    if level is not None and liked:
        yield _level(level["thing"], level["value"], None, slots, condition, told=bool(told))
    if not condition.always:
        slots = {**slots, "condition": condition}
    if match["verb"] not in WISHING:
        yield Draft("Prefer", {**slots, "subject": "", "means": _plain(what), "liked": liked}, sure=bool(told))  # fmt: skip


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


def _level(
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
