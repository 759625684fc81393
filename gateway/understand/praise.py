"""Thanks and praise, in whatever words: "that's lovely, thank you dear", "well done you".

>>> is_praise("that is lovely , thank you dear".split()), is_praise("thanks , lights off".split())
(True, False)
>>> is_praise("good morning".split()), is_praise("well".split())
(False, False)
"""

from collections.abc import Sequence

THANKS = frozenset(
    """thanks thank cheers ta bravo hooray kudos grateful appreciate appreciated congratulations congrats thx
    obliged props bless""".split()  # noqa: SIM905 - a table of words
)
PRAISE = frozenset(
    """lovely perfect great brilliant wonderful excellent fantastic awesome amazing super superb splendid marvellous marvelous kind
    fabulous beautiful magic nice good smashing terrific spot impressive smart clever genius legend star grand sweet gorgeous
    correct right exactly better best love perfectly nicely brilliantly magnificent fab ace neat cool sorted helpful
    done job work one stuff effort going show""".split()  # noqa: SIM905 - a table of words
)
WEAK = frozenset({"good", "right", "one", "done", "work", "job", "better", "love", "best", "cool", "spot", "nice", "star", "correct", "exactly", "stuff", "effort", "going", "show", "sweet", "super", "grand", "great"})  # fmt: skip
"""Words that praise only beside others: "good job", "spot on"."""
AROUND = frozenset(
    """you your that is it was so very much a an the oh ah aw ooh wow yes yeah yep ok okay and well really just what i am we are
    for all help again too to me my us of on this indeed how dear wanted needed meant looking darling love mate pal buddy honey sweetie sir maam
    madam miss friend old chap girl boy there now lot lots bunch million ever absolutely truly works worked looks sounds
    fine god sauce assistant house computer computers machine thing did do have be been got think always feels like exactly super all bits
    my nicely everything always kindly hun babe bud lad lass duck pet""".split()  # noqa: SIM905 - a table of words
)
PAIRS = (
    {"good", "job"}, {"great", "job"}, {"nice", "one"}, {"nice", "job"}, {"well", "done"}, {"good", "work"}, {"great", "work"},
    {"nice", "work"}, {"good", "one"}, {"that", "is", "better"}, {"much", "better"}, {"spot", "on"}, {"you", "star"}, {"you", "best"},
    {"that", "right"}, {"that", "correct"}, {"good", "girl"}, {"good", "boy"}, {"love", "it"}, {"like", "it"}, {"exactly", "what"}, {"that", "great"}, {"that", "nice"},
    {"that", "good"}, {"very", "good"}, {"that", "super"}, {"that", "grand"}, {"just", "right"}, {"love", "you"}, {"that", "sweet"},
)  # fmt: skip
DOING = frozenset({"job", "work", "stuff", "effort", "going", "show"})
WORDS_MAX = 12


def is_praise(words: Sequence[str]) -> bool:
    """Whether a sentence thanks or praises, and says nothing else."""
    said = {w for w in words if w != "," and not w.isdigit()}
    if not said or len(words) > WORDS_MAX or not said <= THANKS | PRAISE | AROUND | {"not", "bad"}:
        return False
    if "not" in said or "bad" in said:
        return said <= {"not", "bad", "at", "all", "that", "is"} and {"not", "bad"} <= said
    if words[0] in ("is", "was", "did", "do", "are", "what", "how") and not said & THANKS:
        return words[0] in ("what", "how") and bool(said & (PRAISE - WEAK))
    if said & (PRAISE - DOING - {"one", "done"}) and said & DOING:
        return True
    return bool(said & (THANKS | (PRAISE - WEAK))) or any(pair <= said for pair in PAIRS)
