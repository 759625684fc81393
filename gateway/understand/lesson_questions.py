"""Questions about what was taught, and taking it back: "what do you know about me", "forget that"."""

import re

from gateway.understand.lesson_draft import WHO, Draft, group, plain

FORGET = re.compile(
    r"^(?:please )?(?:forget|unlearn|delete|remove|erase|drop|wipe|get rid of|clear|scrap|stop (?:using|doing|listening (?:for|to)|reacting to|responding to)|discard)(?: about)? (?P<what>.+)$"
)
FORGET_TAUGHT = re.compile(
    r"^(?:please )?(?:unlearn |(?:forget|delete|erase|wipe) what you know (?:about|of) |forget (?:that (?:i|we|my) |what .+ means|about .+ meaning|my favou?rite )|(?:forget|delete|remove|erase|drop|scrap) (?:the |my |our )?(?:phrase|nickname|word|shortcut|routine|lesson|preference|command) )"
)
"""What can only be said of a lesson, though nobody taught it."""
FORGET_LAST = re.compile(
    r"^(?:forget|unlearn|delete|erase|scrap|undo|cancel) (?:that|the|this|my|what i(?: have)?|what you(?: have)?)?(?: ?(?:last|latest))?(?: ?(?:lesson|phrase|preference|thing i taught you|just taught you|taught you just now|i just taught you|just learned|one i just taught you|routine))(?: just now)?$|^(?:forget|unlearn) what (?:i|you) (?:have )?just (?:taught you|told you|said|learned|learnt)$"
)
FORGET_ALL = re.compile(
    r"^(?:forget|delete|erase|wipe|remove|unlearn|clear) (?:everything|all|anything|all of it)(?: (?:about me|of it|i (?:have )?(?:ever )?(?:taught|told) you|you (?:know|learned|learnt|have learned)(?: about me| from me)?|my preferences|that i taught you|preferences|lessons|i said))*$|^(?:forget|delete|erase|wipe|clear|remove) (?:all )?(?:of )?(?:my (?:preferences|lessons|data|phrases)|what you know about me|me)$"
)
NO_LONGER = (
    re.compile(r"^(?P<what>.+?) (?:no longer means|does not mean|is no longer|is not|does not stand for) (?:anything|that|what i taught you|.+?)(?: any ?more| any longer)?$"),
    re.compile(rf"^(?:do not|stop|never) (?:do(?:ing)? (?:that|this|anything|it)|react(?:ing)?|doing .+|respond(?:ing)?) (?:again )?(?:any ?more )?(?:when|if|whenever) {WHO} say (?P<what>.+?)(?: any ?more| any longer)?$"),
    re.compile(r"^(?:do not|stop) call(?:ing)? (?:it|that|this|.+?)(?: the)? (?P<what>[^,]+?)(?: any ?more| any longer)?$"),
)  # fmt: skip
KNOWN = re.compile(
    r"^(?:(?:what|which) (?:phrases|shortcuts|nicknames|names|words|lessons|preferences) (?:do you (?:know|remember|have)|have i (?:taught|told) you|did i (?:teach|tell) you|have you (?:learned|learnt)|(?:of mine )?are there)(?: so far| from me| about me)*|what (?:do|did|have|can) you (?:know|remember|learn|learned|learnt|recall|got|tell me)(?: (?:of|about|on))?(?: (?:me|us|my (?:preferences|likes|tastes)|from me|everything))?(?: so far)?|what (?:did|have) (?:i|we) (?:just )?(?:taught|teach|tell|told)(?: you)?(?: just now)?(?: so far)?|(?:what|which) (?:are my|do you have as my) (?:preferences|likes|tastes|routines|phrases|shortcuts|lessons)|(?:list|show|tell)(?: me)? (?:all )?(?:(?:of )?(?:my|the|our) )?(?:preferences|lessons|taught phrases|routines|shortcuts|phrases)(?: you know| i taught you)?|(?:list|show|tell)(?: me)? (?:what|everything) you (?:know|remember|have learned|learned|learnt)(?: about me| so far| from me)*|what have you learn(?:ed|t)(?: about me| so far| from me)*|what do i like(?: to (?:hear|watch|listen to))?|what do you know (?:about|of) my .+|what do you call me|what is my name|who am i|do you know (?:anything|something) about me)$"
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
_ME = r"(?:me|us|what (?:i|we) (?:like|love|prefer|want)|(?:my|our) (?:preferences|likes|tastes?|likings|habits|favou?rites)|how (?:i|we) like things)"
INTERVIEW = re.compile(
    rf"^(?:(?:please |could you |would you(?: like to| care to)? |can you |will you |do you want to |why do you not |i (?:want|would like|need) you to |start |begin |go on and |let us |you (?:can|could|should|may) )*(?:learn|learning|get to know|getting to know|find out|finding out|ask(?:ing)?(?: me)?(?: about)?|discover|set up|setting up|go through|teach yourself|question me about|quiz me (?:on|about)) (?:more |something )?(?:about )?{_ME}(?: and (?:dislikes|preferences))?(?: a (?:little|bit))?(?: better)?(?: (?:, )?(?:go on|ask|ask me what i like|ask me|please|ask away|start|ask me things|now))*"
    rf"|(?:please |could you |can you |would you )*ask me (?:some|a few|your|the|a couple of) (?:preference |quick )?(?:questions|things)(?: (?:about|to get to know|to learn|to find out|so you know|so you learn|so that you know)(?: about)? {_ME})*"
    rf"|(?:let us |i want to |can we |shall we |help me |i would like to |could we )*(?:set up|go through|fill in|do|start|run|take) (?:(?:my|our|the|your|a) )(?:preferences?|getting to know(?: (?:you|me|each other))?|tastes|likes)(?: (?:thing|quiz|questions|interview|setup|survey|round|questionnaire))?(?: (?:with|for) (?:you|me))?(?: now)?"
    rf"|what (?:do|would) you (?:want|need|like) to know about me|interview me|quiz me|(?:i want to|i would like to|let me|can i|could i) answer (?:some|a few|your|the) questions(?: about {_ME})?|(?:i want to|let me) tell you (?:about me|my preferences|about myself|what i like))$"
)
INSTEAD = re.compile(r" , (?:it is|they are|but|now|that is) ")
""" "It is not pink any more, it's blue" forgets nothing: it says another."""


def about(text: str) -> Draft | None:
    """Questions about lessons, and taking them back."""
    text = re.sub(
        r"^(?:remind me|tell me|can you tell me|say) (?:again )?(?:, )?(?=what )", "", text
    )
    if INTERVIEW.match(text):
        return Draft("Interview")
    if FORGET_ALL.match(text):
        return Draft("Forget", {"what": "all"})
    if FORGET_LAST.match(text):
        return Draft("Forget", {"what": "last"})
    if KNOWN.match(text):
        return Draft("Lessons", {"what": "all"})
    if (match := FAVOURITE_WHAT.match(text)) is not None:
        return Draft("Lessons", {"subject": group(match, "subject")})
    if (match := MEANS_WHAT.match(text)) is not None:
        return Draft("Lessons", {"what": plain(group(match, "abcd"))}, sure=False)
    if (match := WHO_TAUGHT.match(text)) is not None:
        return Draft("WhoTaught", {"what": plain(group(match, "what"))})
    if (match := FORGET.match(text)) is not None:
        sure = FORGET_TAUGHT.match(text) is not None
        return Draft("Forget", {"what": forgotten(match["what"])}, sure=sure)
    for pattern in NO_LONGER:
        if INSTEAD.search(text) is None and (match := pattern.match(text)) is not None:
            return Draft("Forget", {"what": plain(match["what"])}, sure=False)
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
    return plain(FORGOTTEN.sub("", text) or text)
