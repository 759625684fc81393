"""A turn becomes its story for people: heard, understood, decided, sent, confirmed, replied.

Pure: the same text for `ambient demo`, `ambient say` and `ambient why`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from context.agenda import AgendaItem, When
from context.lesson import LessonChange
from context.rewrites import RuleChange
from context.turn import (
    Act,
    AgendaChange,
    Answer,
    Ask,
    Clause,
    Confirm,
    Confirmation,
    Decision,
    Decline,
    ListChange,
    Reading,
    Resolution,
    Step,
    Turn,
)
from devices.model import Command, State

CANDIDATES_MAX = 8  # The best; a sentence about the whole home has hundreds.
STEPS_MAX = 30  # Lines of commands, messages and echoes each; "turn everything off" has as many.
VALUE_CHARS_MAX = 400  # Of a payload; longer ones are for machines.
LABEL_WIDTH = 12
STAGES = ("understand", "resolve", "decide", "act", "confirm", "speak")

States = Callable[[str], State | None]
"""What a device is now, by entity id; None when it is not known."""


def story(turn: Turn, states: States | None = None) -> str:
    """The whole of a turn, a fact a line.

    With `states` the echo of each command shows what the device reported.
    """
    lines: list[str] = []
    for label, facts in _chapters(turn, states):
        for number, fact in enumerate(facts):
            lines.append(f"{label if number == 0 else '':<{LABEL_WIDTH}}{fact}")
    return "\n".join(lines)


def brief(turn: Turn) -> str:
    """One line: the reply, and how it came about."""
    reading = _reading(turn)
    how = f"{reading.intent} by {reading.by}" if reading else "not understood"
    return f"{_reply(turn)}   ({how}, {_ms(turn.ms.get('to_publish', 0.0))})"


def headline(turn: Turn) -> str:
    """One line of a list of turns."""
    reading = _reading(turn)
    intent = reading.intent if reading else "-"
    said = json.dumps(turn.transcript.text, ensure_ascii=False)
    return f"{turn.id}  {_clock(turn.at)}  {said} -> {intent}: {_reply(turn)}"


def _chapters(turn: Turn, states: States | None) -> Iterator[tuple[str, Iterable[str]]]:
    yield "turn", [f"{turn.id}, {_clock(turn.at)}"]
    yield "heard", _heard(turn)
    yield "understood", _understood(turn)
    yield "candidates", _candidates(turn.resolutions)
    yield "decided", _decided(turn.decision)
    yield "because", turn.decision.why
    yield "sent", _shortened([f"{topic}  {_cut(text)}" for topic, text in turn.outcome.published])
    yield "echo", _shortened([_echo(each, states) for each in turn.outcome.confirmations])
    yield "error", [turn.outcome.error] if turn.outcome.error else []
    yield "replied", [_reply(turn) + _interrupted(turn)]
    yield "took", [_took(turn.ms)]


# --- heard and understood ---


def _heard(turn: Turn) -> Iterator[str]:
    said = turn.transcript
    place = said.satellite or said.area
    where = f" at {place}" if place else ""
    who = f" by {said.person}" if said.person else ""
    sure = f", confidence {said.confidence:.2f}" if said.confidence < 1 else ""
    yield f"{_quoted(said.text)}{where}{who}{sure}"
    for other in said.nbest[1:]:
        yield f"or {_quoted(other)}"
    read_as = turn.interpretation.text
    if read_as and read_as.casefold() != said.text.casefold():
        yield f"read as {_quoted(read_as)}"


def _understood(turn: Turn) -> Iterator[str]:
    chosen = {id(r.clause): r for r in turn.resolutions}
    clauses = turn.interpretation.clauses or tuple(r.clause for r in turn.resolutions)
    if not clauses:
        yield "nothing"
    for index, clause in enumerate(clauses):
        resolution = chosen.get(id(clause)) or _same(clause, turn.resolutions, index)
        reading = resolution.reading if resolution else clause.best
        if reading is None:
            yield f"nothing of {_quoted(clause.text)}"
            continue
        yield _read(reading, clause.when)


def _same(clause: Clause, resolutions: tuple[Resolution, ...], index: int) -> Resolution | None:
    """The resolution of a clause that was read back from the store, as an equal value."""
    equal = (r for r in resolutions if r.clause == clause)
    return next(equal, resolutions[index] if index < len(resolutions) else None)


def _read(reading: Reading, when: When) -> str:
    slots = ", ".join(f"{key}: {_value(value)}" for key, value in reading.slots.items())
    about = [_quoted(p.text or p.pronoun or "") for p in reading.phrases if p.text or p.pronoun]
    parts = [reading.intent, f"{{{slots}}}"]
    if about:
        parts.append("about " + ", ".join(about))
    if reading.excluded:
        parts.append("except " + ", ".join(_quoted(p.text) for p in reading.excluded))
    if when.spoken:
        parts.append(f"when {_quoted(when.spoken)}")
    return f"{' '.join(parts)}, probability {reading.probability:.2f} by {reading.by}"


def _candidates(resolutions: Iterable[Resolution]) -> Iterator[str]:
    for resolution in resolutions:
        meant = set(resolution.targets)
        for candidate in resolution.candidates[:CANDIDATES_MAX]:
            mark = "  <- meant" if candidate.entity_id in meant else ""
            yield f"{candidate.entity_id}  {candidate.score:.2f} {candidate.how}{mark}"
        more = len(resolution.candidates) - CANDIDATES_MAX
        if more > 0:
            yield f"... and {more} more"
        if resolution.moved:
            moved = ", ".join(f"{name} {nats:.1f}" for name, nats in resolution.moved.items())
            yield f"before the next by {sum(resolution.moved.values()):.1f} nats: {moved}"
        if resolution.problem:
            about = f": {_quoted(resolution.spoken)}" if resolution.spoken else ""
            yield resolution.problem.replace("_", " ") + about


# --- decided ---


def _decided(decision: Decision) -> Iterator[str]:
    match decision:
        case Act():
            yield from _shortened([f"act: {_step(step)}" for step in decision.steps])
            for part in decision.declined:
                yield f"decline a part: {_declined(part)}"
            if not decision.steps and not decision.declined:
                yield "act: nothing is left to do"
        case Ask():
            what = "which one" if decision.kind == "which" else f"for the {decision.slot}"
            offered = ", ".join(choice.name for choice in decision.choices)
            yield f"ask {what}{': ' + offered if offered else ''}; the next words answer it"
        case Confirm():
            yield f"ask for a yes (risk {decision.tier}) before:"
            yield from _shortened([_step(step) for step in decision.act.steps])
        case Decline():
            yield f"decline: {_declined(decision)}"


def _declined(decline: Decline) -> str:
    facts = ", ".join(f"{key}: {_value(value)}" for key, value in decline.facts.items())
    return decline.reason.replace("_", " ") + (f" ({_cut(facts)})" if facts else "")


def _step(step: Step) -> str:
    match step:
        case Command():
            return _told(step)
        case AgendaChange():
            return f"{step.op} {', '.join(_item(item) for item in step.items)}"
        case ListChange():
            return f"{step.op} {', '.join(step.items) or 'all'} ({step.list} list)"
        case LessonChange():
            kept = ", ".join(_quoted(one.phrase or one.means) for one in step.lessons)
            return f"{'learn' if step.op == 'add' else 'forget'} {kept}"
        case RuleChange():
            return f"{step.op} {', '.join(_quoted(rule.text) for rule in step.rules)}"
        case Answer():
            return f"tell the {step.kind.replace('_', ' ')}"


def _item(item: AgendaItem) -> str:
    label = f" {_quoted(item.label)}" if item.label else ""
    return f"{item.kind}{label} at {_clock(item.due)}"


def _told(command: Command) -> str:
    data = " ".join(f"{key}={_value(value)}" for key, value in command.data.items())
    return f"{command.service} {command.entity_id}{' ' + data if data else ''}"


# --- done and said ---


def _echo(confirmation: Confirmation, states: States | None) -> str:
    entity_id, ms = confirmation.command.entity_id, _ms(confirmation.ms)
    if confirmation.status != "confirmed":
        return f"{entity_id}: {confirmation.status} after {ms}"
    now = states(entity_id) if states else None
    if now is None:
        return f"{entity_id}: confirmed after {ms}"
    wanted = {key: now.attributes[key] for key in confirmation.command.data if now.get(key)
              is not None and key in now.attributes}  # fmt: skip
    told = " ".join(f"{key}={_value(value)}" for key, value in wanted.items())
    return f"{entity_id}: {now.state}{' ' + told if told else ''} after {ms}"


def _reply(turn: Turn) -> str:
    return _quoted(" ".join(turn.reply.text.split()))


def _interrupted(turn: Turn) -> str:
    after = turn.reply.interrupted_after_ms
    return "" if after is None else f", cut short after {_ms(after)}"


def _took(ms: Mapping[str, float]) -> str:
    stages = ", ".join(f"{stage} {_ms(ms[stage])}" for stage in STAGES if stage in ms)
    total = ms.get("to_publish")
    return f"{stages}; heard to published {_ms(total)}" if total is not None else stages


# --- words ---


def _reading(turn: Turn) -> Reading | None:
    if turn.resolutions:
        return turn.resolutions[0].reading
    return next((clause.best for clause in turn.interpretation.clauses if clause.best), None)


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= STEPS_MAX:
        return lines
    return [*lines[:STEPS_MAX], f"... and {len(lines) - STEPS_MAX} more"]


def _clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _ms(value: float) -> str:
    """
    >>> _ms(0.123), _ms(4.2), _ms(123.4)
    ('0.1 ms', '4.2 ms', '123 ms')
    """
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def _quoted(text: str) -> str:
    return json.dumps(_cut(text), ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, str | bool | int | float | None):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if is_dataclass(value):
        told = ((f.name, getattr(value, f.name), f.default) for f in fields(value))
        return _value({name: given for name, given, default in told if given != default})
    return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= VALUE_CHARS_MAX else text[:VALUE_CHARS_MAX] + "..."
