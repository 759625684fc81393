"""Whether what came is what was expected: an `Expectation` and what was seen become failures.

Pure: each key of the format is one function from `Seen` to at most a few lines, each of which says
what was expected and what came.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from context.rewrites import key_of
from context.turn import Act, Ask, Confirm, Decline, Reading, Turn
from devices.model import Publish, nothing
from gateway.evaluate.expectations import Expectation
from gateway.evaluate.values import holds, same, shown
from gateway.learn.judge import Judgement

SHOWN_MAX = 300
"""Letters of a value that a failure shows."""
MEANT = frozenset({"cancelled", "already_gone"})
"""Reasons to do nothing that are not a failure to understand."""


@dataclass(frozen=True)
class Seen:
    """What came of a step."""

    turn: Turn | None = None
    """The turn of the step, or the latest one before a check."""
    said: str = ""
    """The reply; in a check, all that the gateway said by itself."""
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=nothing)
    truth: Callable[[str], Mapping[str, Any]] = lambda entity_id: {}
    """What a device really is."""
    played: tuple[str, ...] = ()
    published: tuple[Publish, ...] = ()
    learned: Sequence[Mapping[str, Any]] = ()
    """All that is learned by now."""
    earlier: Sequence[Turn] = ()
    """Turns of the story that may be judged: under a `say` those before it, in a check all."""
    judged: Mapping[str, Judgement] = field(default_factory=nothing)
    """What the gateway thinks of them, by id."""


def failures(expectation: Expectation, seen: Seen) -> list[str]:
    """One line for each thing that is not as expected."""
    found: list[str] = []
    for key, value in expectation.values.items():
        found.extend(" ".join(line.split()) for line in _CHECKS[key](value, seen))
    return found


# --- the house -----------------------------------------------------------------------------------


def _changes(expected: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    for entity_id in expected:
        if entity_id not in seen.changes:
            is_now = shown(seen.truth(entity_id), expected[entity_id] or {"state": 0})
            yield f"changes: expected {entity_id} to change, it did not: {is_now}"
    for entity_id, changed in seen.changes.items():
        if entity_id not in expected:
            yield f"changes: {entity_id} changed unexpectedly: {_short(dict(changed))}"
    yield from _holding("changes", {key: expected[key] for key in expected if key in seen.changes},
                        seen)  # fmt: skip


def _state(expected: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    yield from _holding("state", expected, seen)


def _holding(what: str, expected: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    for entity_id, values in expected.items():
        truth = seen.truth(entity_id)
        wrong = {
            key: value for key, value in values.items() if not holds(key, value, truth, entity_id)
        }
        if wrong:
            wanted = "{" + ", ".join(f"{key}: {value}" for key, value in wrong.items()) + "}"
            yield f"{what}: expected {entity_id} {wanted}, is {shown(truth, wrong)}"


def _played(expected: tuple[str, ...], seen: Seen) -> Iterator[str]:
    if not set(expected) & set(seen.played):
        came = ", ".join(seen.played) or "nothing"
        yield f"played: expected {' or '.join(expected)}, came {came}"


def _published(expected: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    for topic, wanted in expected.items():
        came = [publish.payload for publish in seen.published if publish.topic == topic]
        if not any(_is_payload(wanted, payload) for payload in came):
            what = " then ".join(came) or "nothing there"
            yield f"published: expected {topic} {_short(wanted)}, came {_short(what)}"


def _is_payload(wanted: Any, payload: str) -> bool:
    if not isinstance(wanted, dict):
        return payload == str(wanted)
    try:
        return same(wanted, json.loads(payload))
    except ValueError:
        return False


# --- the words -----------------------------------------------------------------------------------


def _says(expected: tuple[str, ...], seen: Seen) -> Iterator[str]:
    if not any(_within(text, seen.said) for text in expected):
        yield f"says: expected {_either(expected)}, came {_short(seen.said)!r}"


def _says_all(expected: tuple[str, ...], seen: Seen) -> Iterator[str]:
    missing = tuple(text for text in expected if not _within(text, seen.said))
    if missing:
        yield f"says_all: expected also {', '.join(map(repr, missing))}, came {_short(seen.said)!r}"


def _says_not(expected: tuple[str, ...], seen: Seen) -> Iterator[str]:
    found = tuple(text for text in expected if _within(text, seen.said))
    if found:
        yield f"says_not: {', '.join(map(repr, found))} was not to be said: {_short(seen.said)!r}"


def _asks(expected: bool | tuple[str, ...], seen: Seen) -> Iterator[str]:
    turn = seen.turn
    asking = turn is not None and turn.awaits_answer
    if expected is False:
        if asking:
            yield f"asks: expected no question, came {_short(_reply(seen))!r}"
        return
    if turn is None or not asking:
        yield f"asks: expected a question, came {_short(_reply(seen))!r}"
        return
    yield from _acts_on_nothing("asks", seen)
    offered = f"{turn.reply.text} {' '.join(choices(turn))}"
    for name in expected if isinstance(expected, tuple) else ():
        if not _within(name, offered):
            yield f"asks: expected {name!r} to be offered, came {_short(turn.reply.text)!r}"


def _confirms(expected: bool, seen: Seen) -> Iterator[str]:
    confirming = seen.turn is not None and isinstance(seen.turn.decision, Confirm)
    if confirming != expected:
        wanted = "a question for a yes" if expected else "no question for a yes"
        yield f"confirms: expected {wanted}, came {_short(_reply(seen))!r}"
    elif expected:
        yield from _acts_on_nothing("confirms", seen)


# --- the turn ------------------------------------------------------------------------------------


def _intent(expected: str, seen: Seen) -> Iterator[str]:
    reading = reading_of(seen.turn)
    came = reading.intent if reading else None
    if (came or "").casefold() != expected.casefold():
        yield f"intent: expected {expected}, came {came}"


def _slots(expected: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    reading = reading_of(seen.turn)
    came = dict(reading.slots) if reading else {}
    wrong = {key: value for key, value in expected.items() if not _slot_holds(value, came.get(key))}
    if wrong:
        yield f"slots: expected {_short(wrong)}, came {_short(came)}"


def _slot_holds(expected: Any, actual: Any) -> bool:
    whole = isinstance(expected, int) and not isinstance(expected, bool)
    return same(expected, actual, 0.0 if whole else 0.01)


def _targets(expected: tuple[str, ...], seen: Seen) -> Iterator[str]:
    came = set(seen.turn.targets) if seen.turn else set()
    if came != set(expected):
        shown_came = ", ".join(sorted(came)) or "none"
        yield f"targets: expected {', '.join(sorted(expected)) or 'none'}, came {shown_came}"


def _understood(expected: bool, seen: Seen) -> Iterator[str]:
    turn = seen.turn
    if turn is None:
        yield "understood: there is no turn to judge"
        return
    if _gives_up(turn) == expected:
        wanted = "to act or answer" if expected else "to say that it cannot"
        what = type(turn.decision).__name__
        yield f"understood: expected {wanted}, came {what} {_short(turn.reply.text)!r}"
    elif not expected:
        yield from _acts_on_nothing("understood", seen)


def _gives_up(turn: Turn) -> bool:
    decision = turn.decision
    if isinstance(decision, Act):
        return not decision.steps and bool(decision.declined)
    return isinstance(decision, Decline) and decision.reason not in MEANT


def _acts_on_nothing(what: str, seen: Seen) -> Iterator[str]:
    told = [c.command.entity_id for c in seen.turn.outcome.confirmations] if seen.turn else []
    if told or seen.changes:
        acted = ", ".join(dict.fromkeys([*told, *seen.changes]))
        yield f"{what}: expected that nothing is done yet, came commands or changes of {acted}"


def _learned(expected: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    """Something that was learned contains all of these; text is compared as people read it."""
    if not any(all(_told(row.get(k), v) for k, v in expected.items()) for row in seen.learned):
        told = [dict(row) for row in seen.learned]
        yield f"learned: expected {_short(dict(expected))}, there is {_short(told)}"


def _told(kept: Any, wanted: Any) -> bool:
    return same(kept, wanted) or str(kept).casefold() == str(wanted).casefold()


def _rewritten_to(expected: str, seen: Seen) -> Iterator[str]:
    rewrite = seen.turn.rewrite if seen.turn else None
    if rewrite is None or key_of(rewrite.to) != key_of(expected):
        came = repr(rewrite.to) if rewrite else "no rewrite"
        yield f"rewritten_to: expected {expected!r}, came {came}"


def _rewritten(expected: bool, seen: Seen) -> Iterator[str]:
    rewrite = seen.turn.rewrite if seen.turn else None
    if rewrite is not None and not expected:
        yield f"rewritten: expected to be read as heard, came {rewrite.to!r}"


def _defect(expected: bool | Mapping[int, bool], seen: Seen) -> Iterator[str]:
    for said, judgement, wanted in _judgements(expected, seen):
        came = judgement.defect if judgement else None
        if came is not wanted:
            yield f"defect: expected {wanted} of {said}, came {came}"


def _failure_point(expected: Any, seen: Seen) -> Iterator[str]:
    for said, judgement, wanted in _judgements(expected, seen):
        came = judgement.point if judgement else None
        if came not in (wanted if isinstance(wanted, list | tuple) else (wanted,)):
            yield f"failure_point: expected {_short(wanted)} of {said}, came {came}"


def _judgements(expected: Any, seen: Seen) -> Iterator[tuple[str, Judgement | None, Any]]:
    """Of each turn that is meant: what was said, what is thought of it, and what is expected."""
    of_turns = expected if isinstance(expected, Mapping) else {len(seen.earlier): expected}
    for number, wanted in of_turns.items():
        if 0 < number <= len(seen.earlier):
            turn = seen.earlier[number - 1]
            yield repr(turn.transcript.text), seen.judged.get(turn.id), wanted
        else:
            yield "a turn that was not there", None, wanted


_CHECKS: Mapping[str, Callable[[Any, Seen], Iterator[str]]] = {
    "changes": _changes,
    "state": _state,
    "says": _says,
    "says_all": _says_all,
    "says_not": _says_not,
    "asks": _asks,
    "intent": _intent,
    "slots": _slots,
    "targets": _targets,
    "played": _played,
    "published": _published,
    "understood": _understood,
    "confirms": _confirms,
    "rewritten_to": _rewritten_to,
    "rewritten": _rewritten,
    "learned": _learned,
    "failure_point": _failure_point,
    "defect": _defect,
}


# --- looking at a turn ---------------------------------------------------------------------------


def reading_of(turn: Turn | None) -> Reading | None:
    """How the first clause was read in the end; None when it was not understood."""
    if turn is None:
        return None
    if turn.resolutions:
        return turn.resolutions[0].reading
    clauses = turn.interpretation.clauses
    return clauses[0].best if clauses else None


def choices(turn: Turn) -> tuple[str, ...]:
    """What a question offers."""
    decision = turn.decision
    return tuple(each.name for each in decision.choices) if isinstance(decision, Ask) else ()


def _reply(seen: Seen) -> str:
    return seen.turn.reply.text if seen.turn else seen.said


def _within(text: str, said: str) -> bool:
    return text.casefold() in said.casefold()


def _either(texts: tuple[str, ...]) -> str:
    return " or ".join(repr(text) for text in texts)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}..."
