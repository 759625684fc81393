"""What somebody did after a turn -> signals that speak for and against it, by name, 0..1 each.

Says what was seen, not what it means: how much each signal tells was learned
(`models_onnx/defect.py`). Our own acts are never a hand's: hands are told apart when the change
comes in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from context.attention import ABOUT_TALK
from context.exchanges import Exchange, Hand
from gateway.learn.sessions import near

OVERRIDE_S = 120.0
UNDO_S = 600.0  # As long as "undo that" works.
BARGE_IN_MS = (
    1_500.0  # Who cuts an answer short so early has not heard it; of "okay" it says nothing.
)
MEANT = frozenset({"cancelled", "already_gone", "not_for_me", "not_teachable"})
"""Reasons to decline that are no failure: so it was to be."""
CALLED_OFF = frozenset({"HassNevermind", "Stop"})
COUNTING = frozenset({"HassMediaNext", "HassMediaPrevious", "HassSetVolumeRelative"})
"""Intents that are said again because they went well."""
THANKS = frozenset({"thanks", "thank you", "great", "perfect", "well done", "cheers", "good job"})

CORRECTIONS = re.compile(
    r"^(?:no |nope |wait |sorry )?"
    r"(?:i meant|i said|i wanted|i want|that is wrong|that's wrong|wrong|not that|not the)\b|^no "
)
"""How a sentence begins that puts another one right."""

REACTIONS = frozenset({"undone", "set_back_a_guess", "set_back_a_plain_wish"})
"""What nobody does who leaves a turn alone."""

Signals = Mapping[str, float]


def at_once(each: Exchange) -> dict[str, float]:
    """What a turn itself tells, before anybody reacts."""
    failed = is_failure(each)
    found = {
        "failed": float(failed),
        "asked": float(each.kind in ("Ask", "Confirm")),
        "no_answer": float(each.silent),
        "doubt": 0.0 if failed else max(0.0, 1.0 - each.probability),
        "guessed": float(each.guessed and not failed),
        "unsure_words": 1.0 - each.confidence,
        "unsure_wake": 1.0 - each.wake,
        "rewritten": float(each.applied),
    }
    return {name: value for name, value in found.items() if value}


def with_hindsight(
    each: Exchange, later: Sequence[Exchange], hands: Iterable[Hand]
) -> dict[str, float]:
    """All that is seen: the turn itself, what its speaker said next (45 s), what hands did (120 s).

    `later`: what came after it in its session, oldest first; or what took it back, later still.
    """
    found = at_once(each)
    failed = bool(found.get("failed"))
    following = next((x for x in later if x.undoes != each.id), None)
    if any(x.undoes == each.id for x in later):
        found["undone"] = 1.0
    if following is None:
        found["gave_up" if failed else "left_alone"] = 1.0
    else:
        found |= _of_next(each, following, failed)
    early = each.interrupted_ms is not None and each.interrupted_ms < BARGE_IN_MS
    if early and (each.long_reply or not each.changed):
        found["cut_short"] = 1.0
    if not failed and each.did:
        found |= _of_hands(each, hands)
    if REACTIONS & found.keys():
        found.pop("left_alone", None)
    return found


def is_failure(each: Exchange) -> bool:
    """Whether we said ourselves that it came to nothing."""
    return each.kind == "Decline" and each.reason not in MEANT


def _of_next(each: Exchange, following: Exchange, failed: bool) -> dict[str, float]:
    if following.text in THANKS or following.text.removesuffix(" so much") in THANKS:
        return {"thanked": 1.0}
    if following.intent in CALLED_OFF:
        return {"called_off": 1.0}
    if following.intent in ABOUT_TALK or following.kind != "Act":
        went_on = "failed_again" if is_failure(following) and failed else "went_on"
    else:
        went_on = "then_right"
    if following.text == each.text:
        counts = each.intent in COUNTING or "step" in each.slots
        return {} if counts else {"again_in_these_words": 1.0, went_on: 1.0}
    if CORRECTIONS.match(following.text) and following.kind != "Decline":
        return {"put_right": 1.0}
    if failed:
        words = "other_words" if near(each.text, following.text) else "other_wish"
        return {words: 1.0, went_on: 1.0}
    return {"said_alike": 1.0} if _corrects(each, following) else {"went_on": 1.0}


def _corrects(each: Exchange, following: Exchange) -> bool:
    """Whether the same is wished of another, or something else of the same, in like words."""
    if following.kind != "Act" or not near(each.text, following.text):
        return False
    goes_on = following.targets and set(following.targets) <= set(each.targets)
    return not goes_on or following.did != each.did


def _of_hands(each: Exchange, hands: Iterable[Hand]) -> dict[str, float]:
    """What hands did about it: brought back what was, changed it, or did the same to another."""
    before = dict(each.before)
    domains = {target.partition(".")[0] for target in before}
    seen: set[str] = set()
    for hand in hands:
        if not 0 < hand.at - each.at <= OVERRIDE_S:
            continue
        if hand.entity_id in before:
            seen.add("set_back" if hand.state == before[hand.entity_id] else "set_otherwise")
        elif hand.entity_id.partition(".")[0] in domains:
            seen.add("another_by_hand")
    found = dict.fromkeys(seen - {"set_back"}, 1.0)
    if "set_back" in seen:
        doubtful = each.guessed or each.probability < 0.8 or each.applied
        found["set_back_a_guess" if doubtful else "set_back_a_plain_wish"] = 1.0
        if "another_by_hand" in seen:
            found["set_another_instead"] = 1.0
    return found
