"""Judged sessions -> rules and sayings: what is read instead of what, from tomorrow on.

The chain (`markov.py`) says where sessions that begin with words that fail end well; a rule comes
of it only where it was seen often enough, on several days, by the same person, and where the words
that fail do fail. Each person has a chain of their own; what two people at least mean alike is the
household's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import blake2s

from context.attention import ABOUT_TALK
from context.chance import CHANCE_MAX, by_chance
from context.exchanges import Exchange
from context.rewrites import Beta, Rewrites, Rule, Saying, key_of
from gateway.learn import markov
from gateway.learn.feedback import is_failure
from gateway.learn.judge import Judgement
from gateway.learn.proof import better
from gateway.learn.sessions import near, talker_of

HALF_LIFE_S = 30 * 86_400.0
THROUGH_RULE = 0.5  # Weight of what was seen through a rule: it is not free of itself.
SESSIONS_A_DAY = 2  # Of one person with the same words: who says it fifty times has one wish.
WAKE_MIN = 0.7  # Below, it may have been the television.
SUPPORT_NEAR, SUPPORT_FAR, DAYS_FAR = 2, 3, 2
"""Sessions for words that sound or read alike; sessions and days for words that do not."""
GAIN_MIN, SHARE_MIN = 0.2, 0.5
FAILS_MIN = 0.5  # Of the turns with these words, how many went wrong.
ALONE_MIN = 0.5  # Of the sessions, how many end with it; else one act is but half of the wish.
TARGET_DEFECT_MAX = 0.4  # Mean of those that were said instead.
WORDS_MAX = 16  # What is longer is a story, and comes once.
RULES_MAX, SAYINGS_MAX = 500, 2_000
KEPT_S = 120 * 86_400.0  # A rule whose words were not heard for so long is dropped.
BLOCKED_S = 365 * 86_400.0
HARM_MAX = 0.3  # Probability that it is better than nothing, below which a rule is taken back.
TRIED_MIN = 2.0  # Turns that a rule has before it is judged by them.
NO_WISH = ABOUT_TALK | {"Answer", "Teach", "Forget", "Lessons", "Remark", "EventQuery"}
SAFE = frozenset(
    """light switch fan media_player cover climate humidifier vacuum scene script input_boolean
    lawn_mower""".split()  # noqa: SIM905 - a table of words
)

Harmless = Callable[[str], bool]
"""Whether a device may be told something by what only was learned, by entity id."""


@dataclass(frozen=True)
class Tried:
    """Words that failed, and what was said in their place in one session."""

    text: str
    state: str
    to: Exchange
    day: int
    person: str | None
    alone: bool = True
    """Whether nothing else was asked for after it in that session: else it is a wish of several
    acts (`context/wishes.py`)."""


def proposed(
    runs: Sequence[Sequence[Judgement]],
    known: Rewrites,
    golden: frozenset[str],
    now: float,
    zone: tzinfo | None,
    harmless: Harmless = lambda entity_id: entity_id.partition(".")[0] in SAFE,
) -> Rewrites:
    """All rules and sayings as of now: old ones kept, changed or dropped, new ones added."""
    pools: dict[str | None, list[Sequence[Judgement]]] = defaultdict(list)
    for run in runs:
        heard = [one for one in run if _counts(one.exchange)]
        if heard:
            pools[heard[0].exchange.person].append(heard)
    fresh: list[Rule] = []
    for person, of_person in pools.items():
        fresh += _rules(of_person, person, golden, now, zone, harmless)
    fresh += _of_household(fresh, runs, golden, now, zone, harmless)
    rules = _merged(fresh, known.rules, runs, golden, now)
    return Rewrites(tuple(rules[:RULES_MAX]), tuple(_sayings(runs, now, zone, harmless)))


def _counts(each: Exchange) -> bool:
    return (
        each.wake >= WAKE_MIN
        and each.intent not in NO_WISH
        and bool(each.text)
        and each.kind in ("Act", "Decline", "Ask")
    )


# --- the chain ------------------------------------------------------------------------------------


def _rules(
    runs: Sequence[Sequence[Judgement]],
    person: str | None,
    golden: frozenset[str],
    now: float,
    zone: tzinfo | None,
    harmless: Harmless,
) -> list[Rule]:
    """The rules that one person's sessions give."""
    counts, tried = _chain(runs, now, zone)
    record = _record(runs, now)
    texts = {t.text for t in tried}
    reach = markov.ends_well(counts, [_said(text) for text in texts])
    wishes = Counter(state for run in runs for state in _unprompted(run))
    found = []
    for text in sorted(texts):
        paths = reach.get(_said(text), {})
        best = max(paths, key=lambda state: paths[state], default=None)
        if best is None or best == _said(text) or text in golden:
            continue
        mine = [t for t in tried if t.text == text]
        seen = [t for t in mine if t.state == best]
        gain, share = paths[best] - paths.get(_said(text), 0.0), paths[best] / sum(paths.values())
        if not seen or sum(t.alone for t in seen) < ALONE_MIN * len(seen):
            continue
        if gain < GAIN_MIN or share < SHARE_MIN or record[text].mean > 1 - FAILS_MIN:
            continue
        rule = _rule(text, seen, len(mine), wishes, person, now, harmless)
        if rule is not None:
            found.append(replace(rule, gain=gain, share=share, without=record[text]))
    return found


def _chain(
    runs: Iterable[Sequence[Judgement]], now: float, zone: tzinfo | None
) -> tuple[markov.Counts, list[Tried]]:
    """Transitions of sessions, weighed; and what was said in the place of words that failed."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    tried: list[Tried] = []
    today: Counter[tuple[str, str, int]] = Counter()
    for run in runs:
        day = _day(run[0].exchange.at, zone)
        begin = (talker_of(run[0].exchange), run[0].exchange.text, day)
        today[begin] += 1
        if today[begin] > SESSIONS_A_DAY:
            continue
        states = [_state(one) for one in run]
        for index, one in enumerate(run):
            weight = 0.5 ** ((now - one.exchange.at) / HALF_LIFE_S)
            weight *= THROUGH_RULE if one.exchange.applied else 1.0
            if one.exchange.applied and not one.defect:
                counts[_said(one.exchange.text)][states[index]] += weight
            if index + 1 < len(run):
                counts[states[index]][states[index + 1]] += weight
            else:
                counts[states[index]][markov.GOOD] += weight * (1 - one.p_defect)
                counts[states[index]][markov.BAD] += weight * one.p_defect
        tried += _tried(run, states, day)
    return counts, tried


def _tried(run: Sequence[Judgement], states: Sequence[str], day: int) -> Iterable[Tried]:
    """Each text that failed in a session, with what went well first after it."""
    seen: set[str] = set()
    for index, one in enumerate(run):
        text = one.exchange.text
        if not one.defect or text in seen or len(text.split()) > WORDS_MAX:
            continue
        seen.add(text)
        for at in range(index + 1, len(run)):
            later, state = run[at], states[at]
            if not later.defect and later.exchange.kind == "Act" and not later.exchange.applied:
                alone = all(_same_wish(each, later, state) for each in run[at + 1 :])
                yield Tried(text, state, later.exchange, day, later.exchange.person, alone)
                break


def _same_wish(each: Judgement, later: Judgement, state: str) -> bool:
    """Whether what came after a success asks for nothing more."""
    return each.exchange.kind != "Act" or not each.exchange.did or _state(each) == state


def _unprompted(run: Sequence[Judgement]) -> Iterable[str]:
    """What went well in a session and was no other try at something: it comes anyway."""
    before: Judgement | None = None
    for one in run:
        if not one.defect and not one.exchange.applied and (before is None or not before.defect):
            yield _state(one)
        before = one


def _said(text: str) -> str:
    return f"said {text}"


def _state(one: Judgement) -> str:
    """What went wrong is known by its words, what went well by what it did: wordings of one wish
    are one state."""
    each = one.exchange
    if one.defect or each.kind != "Act":
        return _said(each.text)
    if each.did:
        return "did " + "; ".join(" ".join(effect) for effect in each.did)
    return f"asked {each.intent} {each.slots} {' '.join(each.targets)}"


def _record(runs: Iterable[Sequence[Judgement]], now: float) -> dict[str, Beta]:
    """How often each text, read as it was said, went well and badly; older turns weigh less."""
    found: dict[str, Beta] = defaultdict(lambda: Beta(0.5, 0.5))
    for run in runs:
        for one in run:
            if not one.exchange.applied:
                weight = 0.5 ** ((now - one.exchange.at) / HALF_LIFE_S)
                well = weight * (1 - one.p_defect)
                found[one.exchange.text] = found[one.exchange.text].seen(well, weight - well)
    return found


# --- one rule -------------------------------------------------------------------------------------


def _rule(
    text: str, seen: Sequence[Tried], tries: int, wishes: Mapping[str, int], person: str | None,
    now: float, harmless: Harmless,
) -> Rule | None:  # fmt: skip
    """The rule that some sessions show; None where they are too few, by chance, or risky."""
    spoken = Counter(key_of(t.to.said) for t in seen)
    most = max(spoken.values())
    target = next(t.to for t in reversed(seen) if spoken[key_of(t.to.said)] == most)
    days = len({t.day for t in seen})
    if key_of(target.said) == text or not may_be_meant(target, harmless):
        return None
    alike = near(text, key_of(target.said))
    if len(seen) < (SUPPORT_NEAR if alike else SUPPORT_FAR) or (not alike and days < DAYS_FAR):
        return None
    elsewhere, others = wishes.get(seen[0].state, 0), sum(wishes.values())
    if not alike and by_chance(len(seen), tries, elsewhere, others) > CHANCE_MAX:
        return None
    return Rule(
        _id(text, target.said, person),
        text,
        target.said,
        person,
        "personal",
        len(seen),
        days,
        at=now,
    )


def may_be_meant(each: Exchange, harmless: Harmless) -> bool:
    """Whether words may be read as these: they did something harmless, or told something."""
    touched = {effect[0] for effect in each.did} | set(each.targets)
    return each.kind == "Act" and not is_failure(each) and all(map(harmless, touched))


def _id(text: str, to: str, person: str | None) -> str:
    """The same for the same rule, whenever it is learned."""
    said = "\0".join((text, key_of(to), person or ""))
    return "w" + blake2s(said.encode(), digest_size=6).hexdigest()


# --- the household --------------------------------------------------------------------------------


def _of_household(
    personal: Sequence[Rule],
    runs: Sequence[Sequence[Judgement]],
    golden: frozenset[str],
    now: float,
    zone: tzinfo | None,
    harmless: Harmless,
) -> list[Rule]:
    """What two people at least say for the same words, each of them."""
    heard = [[one for one in run if _counts(one.exchange)] for run in runs]
    heard = [run for run in heard if run]
    people: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    for run in heard:
        for t in _tried(run, [_state(one) for one in run], 0):
            people[t.text, t.state].add(t.person)
    shared = {text for (text, _), who in people.items() if len(who) > 1}
    if not shared:
        return []
    of_shared = [run for run in heard if any(one.exchange.text in shared for one in run)]
    found = []
    for rule in _rules(of_shared, None, golden, now, zone, harmless):
        who = {
            t.person
            for run in of_shared
            for t in _tried(run, [_state(one) for one in run], 0)
            if t.text == rule.text and key_of(t.to.said) == key_of(rule.to)
        }
        others = [r for r in personal if r.text == rule.text and key_of(r.to) != key_of(rule.to)]
        if len(who) > 1 and not others:
            id = "h" + rule.id[1:]
            found.append(replace(rule, id=id, layer="household"))
    return found


# --- old and new ----------------------------------------------------------------------------------


def _merged(
    fresh: Sequence[Rule],
    old: Sequence[Rule],
    runs: Sequence[Sequence[Judgement]],
    golden: frozenset[str],
    now: float,
) -> list[Rule]:
    """Old rules with what became of them, and new ones that nobody took back before."""
    used = _used(runs, now)
    blocked = [r for r in old if r.status == "blocked" and now - r.at <= BLOCKED_S]
    live: dict[tuple[str, str | None, str], Rule] = {}
    for rule in [*fresh, *(r for r in old if r.status == "live")]:
        place = (rule.text, rule.person, rule.layer)
        before = next((r for r in old if r.id == rule.id and r.status == "live"), rule)
        with_it, last = used.get(rule.id, (Beta(), before.at))
        kept = replace(rule, with_it=with_it, uses=before.uses, at=before.at)
        if rule not in fresh and (now - last > KEPT_S or rule.text in golden):
            continue
        if any(_refuses(b, kept) for b in blocked) or place in live:
            continue
        tried = with_it.well + with_it.badly - 2.0
        if tried >= TRIED_MIN and better(with_it, kept.without) < HARM_MAX:
            blocked.append(replace(kept, status="blocked", reason="it did not help", at=now))
            continue
        live[place] = kept
    newest = sorted(live.values(), key=lambda r: (-r.at, r.id))
    return [*newest, *blocked]


def _refuses(blocked: Rule, rule: Rule) -> bool:
    """Whether somebody took this back before; what was forgotten is not learned anew either."""
    same = blocked.text == rule.text and blocked.person == rule.person
    return same and (blocked.reason == "forgotten" or key_of(blocked.to) == key_of(rule.to))


def _used(runs: Iterable[Sequence[Judgement]], now: float) -> dict[str, tuple[Beta, float]]:
    """How turns went in which a rule was applied, and when the last one was."""
    found: dict[str, tuple[Beta, float]] = {}
    for run in runs:
        for one in run:
            each = one.exchange
            if each.rule is None:
                continue
            beta, _ = found.get(each.rule, (Beta(), 0.0))
            if each.applied:
                weight = 0.5 ** ((now - each.at) / HALF_LIFE_S)
                beta = beta.seen(weight * (1 - one.p_defect), weight * one.p_defect)
            found[each.rule] = (beta, each.at)
    return found


# --- sayings --------------------------------------------------------------------------------------


def _sayings(
    runs: Iterable[Sequence[Judgement]], now: float, zone: tzinfo | None, harmless: Harmless
) -> list[Saying]:
    """What each person said with success, the most frequent first."""
    good: dict[tuple[str | None, str], list[Exchange]] = defaultdict(list)
    for run in runs:
        for one in run:
            each = one.exchange
            if not _counts(each) or each.applied or one.p_defect > TARGET_DEFECT_MAX:
                continue
            if may_be_meant(each, harmless) and 1 < len(each.text.split()) <= WORDS_MAX:
                good[each.person, each.text].append(each)
    found = [
        Saying(
            text,
            said[-1].said,
            person,
            len(said),
            len({_day(x.at, zone) for x in said}),
            said[-1].at,
        )
        for (person, text), said in good.items()
    ]
    return sorted(found, key=lambda s: (-s.times, -s.last, s.text))[:SAYINGS_MAX]


def _day(at: float, zone: tzinfo | None) -> int:
    return datetime.fromtimestamp(at, zone).toordinal()
