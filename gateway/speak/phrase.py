"""Stage 5 of 6: what was decided and what came of it become a short, natural sentence.

Pure: values in, text out. Says the value asked for first, never claims what was not confirmed, and
lists at most a handful of names.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from context.lesson import LessonChange
from context.snapshot import Snapshot
from context.turn import (
    Act,
    AgendaChange,
    Answer,
    Ask,
    Confirm,
    Confirmation,
    Decision,
    Decline,
    ListChange,
    Outcome,
    Resolution,
    Transcript,
)
from devices.model import Command
from gateway.languages import is_own
from gateway.speak import answering, native, teaching, wording
from gateway.speak.wording import enumerate_names, sentence

NAMES_MAX = 4


def phrase(
    decision: Decision, outcome: Outcome, resolutions: Sequence[Resolution], snapshot: Snapshot
) -> str:
    """The reply to a turn."""
    if not is_own(snapshot.household.language):
        return native.phrase(decision, outcome, resolutions, snapshot)
    match decision:
        case Ask() if decision.slot == "keep":
            done = _done(Act(decision.steps), outcome, resolutions, snapshot)
            return f"{done} {teaching.keeping(decision.resolutions[0].reading.slots)}"
        case Ask():
            return _question(decision, resolutions)
        case Confirm():
            return _are_you_sure(decision, snapshot)
        case Decline():
            return decline(decision)
        case Act():
            return _done(decision, outcome, resolutions, snapshot)


HALF_WOKEN = 0.5  # Score of the wake word, below which the television may have said it.
FOR_NOBODY = frozenset({"not_understood", "no_such_device", "nothing_there", "not_found"})
"""Reasons that say of words that they named nothing here."""


def is_overheard(decision: Decision, transcript: Transcript) -> bool:
    """Whether words that hardly woke us name nothing here: talk to others is not answered."""
    names_nothing = isinstance(decision, Decline) and decision.reason in FOR_NOBODY
    return names_nothing and transcript.wake < HALF_WOKEN


# --- asking ---------------------------------------------------------------------------------------

MISSING = {
    "duration": "For how long?", "time": "For when?", "item": "What should I add?", "reminder": "What should I remind you of?",
    "search_query": "What would you like to hear?", "temperature": "To what temperature?", "color": "Which colour?",
}  # fmt: skip


def _question(ask: Ask, resolutions: Sequence[Resolution]) -> str:
    if ask.slot in ("means", "phrase", "preference") and ask.resolutions:
        slots = ask.resolutions[0].reading.slots
        return teaching.question(
            ask.slot, str(slots.get("phrase") or ""), str(slots.get("subject") or ""),
            int(slots.get("tries", 0)), bool(slots.get("pending")),
        )  # fmt: skip
    if ask.kind == "missing":
        return MISSING.get(ask.slot or "", "Can you tell me more?")
    names = [choice.name for choice in ask.choices]
    if len(names) == 1:
        return f"Do you mean {wording.the(names[0])}?"
    if len(names) > 6:
        return f"Which one do you mean? There are {len(names)}, for example {enumerate_names(names[:4], 'or')}."
    return f"Which one do you mean: {enumerate_names(names, 'or')}?"


def _are_you_sure(confirm: Confirm, snapshot: Snapshot) -> str:
    taught = [s for s in confirm.act.steps if isinstance(s, LessonChange)]
    if taught:
        return teaching.sure(taught[-1], confirm.why[-1] if confirm.why else "")
    commands = [s for s in confirm.act.steps if isinstance(s, Command)]
    planned = [i for s in confirm.act.steps if isinstance(s, AgendaChange) for i in s.items]
    later = [c for item in planned for c in item.commands]
    moment = f" {answering.when_due(planned[0], snapshot)}" if planned and not commands else ""
    commands = commands or later
    if len(commands) > NAMES_MAX and confirm.tier == "R2":
        return f"That is {len(commands)} devices in the whole home. Are you sure?"
    verbs: dict[str, list[str]] = {}
    for command in commands:
        verbs.setdefault(wording.infinitive(command), []).append(
            wording.the(_name(command.entity_id, snapshot))
        )
    what = [
        f"{verb} {enumerate_names(names, 'and') if len(names) <= NAMES_MAX else f'{len(names)} devices'}"
        for verb, names in verbs.items()
    ]  # fmt: skip
    asking = "Should I really" if confirm.tier == "R3" else "Shall I"
    return f"{asking} {enumerate_names(what, 'and')}{moment}?"


# --- declining ------------------------------------------------------------------------------------


def decline(decision: Decline) -> str:
    """Why nothing was done."""
    facts = decision.facts
    if decision.reason == "not_teachable":
        because = facts.get("because")
        return teaching.refusal(decision, decline(because) if isinstance(because, Decline) else "")
    return DECLINES[decision.reason](facts)


def _not_capable(facts: Mapping[str, Any]) -> str:
    names = facts.get("names") or ()
    because = facts.get("because")
    each = names[: NAMES_MAX if facts.get("each") else 1]
    who = enumerate_names([wording.the(n) for n in each], "and") or (
        f"the {facts['name']}" if facts.get("name") else "it"
    )
    if because:
        return sentence(f"I can't do that with {who}: {because}")
    return sentence(f"I can't do that: {who} can't {facts.get('what') or wording.ability(facts)}")


def _not_found(facts: Mapping[str, Any]) -> str:
    what, name = facts.get("what"), facts.get("name")
    if what == "habit":
        return "I don't know yet what you usually do at this time. What would you like?"
    if what == "media":
        return sentence(f"I couldn't find {name}")
    if what == "weather":
        return "I don't know the weather; there is no local source for it."
    if what == "place":
        return sentence(f"I don't know the weather in {str(name).title()}")
    if what == "habit":
        the = wording.the(str(name)) if name else ""
        return (
            f"I don't know yet how you like {the}."
            if the
            else "I don't know yet what you usually have."
        )
    if what == "item":
        return sentence(f"There is no {name} on your {facts.get('list', 'shopping')} list")
    return sentence(
        f"I couldn't find {'that ' + str(what) if not name else 'a ' + str(name) + ' ' + str(what)}"
    )


GONE = {
    "timer": "There is no timer running.", "alarm": "There is no alarm set.", "reminder": "You have no reminders.",
    "scheduled command": "Nothing is scheduled.", "undo": "There is nothing to undo.", "turn": "There is nothing to repeat.",
    "question": "I did not ask anything.", "event": "I noticed nothing of late.", "lesson": "Nobody taught me that.",
}  # fmt: skip


def _gone(facts: Mapping[str, Any]) -> str:
    what = str(facts.get("what"))
    return GONE.get(what, f"There is nothing on the {what}.")


def _no_device(facts: Mapping[str, Any]) -> str:
    name = facts.get("name")
    return (
        sentence(f"I don't know a device called {name}") if name else "I found no device for that."
    )


def _unavailable(facts: Mapping[str, Any]) -> str:
    names = [wording.the(n) for n in facts.get("names") or ()]
    verb = "is" if len(names) < 2 else "are"
    return sentence(f"{enumerate_names(names, 'and') or 'it'} {verb} not reachable right now")


DECLINES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "not_understood": lambda f: sentence(f"Sorry, I did not understand \"{f['part']}\", so I did nothing") if f.get("part") else "Sorry, I did not understand that.",
    "not_supported": lambda f: (
        "Sorry, I can't wait for a condition yet, only for a time."
        if f.get("what") == "Condition"
        else "Sorry, I can't do that yet."
    ),
    "no_such_device": _no_device,
    "no_such_area": lambda f: sentence(f"I don't know a room called {f.get('name')}"),
    "not_capable": _not_capable,
    "not_now": _not_capable,
    "nothing_there": lambda f: sentence(f"I found no {f.get('what') or f.get('name') or 'device for that'} there"),
    "unavailable": _unavailable,
    "not_found": _not_found,
    "cancelled": lambda f: "Okay, never mind.",
    "already_gone": _gone,
    "not_known": lambda f: sentence(
        f"I did nothing: I can't tell how {enumerate_names([wording.the(n) for n in (f.get('names') or ())[:3]], 'and') or 'it'} "
        f"{'are' if len(f.get('names') or ()) > 1 else 'is'}"
    ),
    "not_for_me": lambda f: "I can only do that for a voice that I know.",
}  # fmt: skip


# --- done -----------------------------------------------------------------------------------------


def _done(act: Act, outcome: Outcome, resolutions: Sequence[Resolution], snapshot: Snapshot) -> str:
    parts: list[str] = []
    if outcome.error == "broker_down":
        parts.append("I can't reach your devices right now; the connection to the broker is down.")
    elif outcome.confirmations:
        parts.append(_commands(outcome.confirmations, snapshot))
    for step in act.steps:
        match step:
            case Answer():
                parts.append(teaching.say(step) or answering.say(step, snapshot))
            case AgendaChange() if step.op == "cancel" and _adds(act):
                pass  # It only makes room for the new one.
            case AgendaChange() if not (step.op == "add" and _is_return(step, act)):
                parts.append(answering.say_agenda(step, snapshot))
            case ListChange():
                parts.append(_list(step))
            case _:
                pass
    parts += [decline(d) for d in act.declined]
    return " ".join(p for p in parts if p) or "Okay."


def _adds(act: Act) -> bool:
    return any(isinstance(s, AgendaChange) and s.op == "add" for s in act.steps)


def _is_return(change: AgendaChange, act: Act) -> bool:
    """Whether it only undoes this act later ("for ten minutes")."""
    return any(isinstance(s, Command) for s in act.steps) and all(
        i.kind == "command" for i in change.items
    )


def _list(change: ListChange) -> str:
    items = enumerate_names(change.items, "and")
    match change.op:
        case "add":
            return sentence(f"Added {items} to your {change.list} list")
        case "complete":
            return sentence(f"Ticked off {items}")
        case "remove":
            return sentence(f"Removed {items} from your {change.list} list")
        case _:
            return sentence(f"Your {change.list} list is empty now")


def _commands(confirmations: Sequence[Confirmation], snapshot: Snapshot) -> str:
    """What was done, told apart by whether it showed."""
    groups: dict[str, list[Confirmation]] = {}
    for confirmation in confirmations:
        groups.setdefault(confirmation.status, []).append(confirmation)
    parts = []
    if done := groups.get("confirmed"):
        parts.append(_confirmed(done, snapshot))
    if silent := groups.get("unconfirmed"):
        names = _names(silent, snapshot)
        parts.append(sentence(f"{names} did not answer, so I can't say whether it worked"))
    if away := groups.get("unavailable"):
        parts.append(
            sentence(f"{_names(away, snapshot)} {'is' if len(away) == 1 else 'are'} not reachable")
        )
    if failed := groups.get("failed"):
        parts.append(sentence(f"I can't do that with {_names(failed, snapshot)}"))
    return " ".join(parts)


def _names(confirmations: Sequence[Confirmation], snapshot: Snapshot) -> str:
    names = list(
        dict.fromkeys(wording.the(_name(c.command.entity_id, snapshot)) for c in confirmations)
    )
    if len(names) > NAMES_MAX:
        return f"{len(names)} devices"
    return enumerate_names(names, "and")


def _confirmed(done: Sequence[Confirmation], snapshot: Snapshot) -> str:
    first = done[0].command
    alike = all(c.command.service == first.service and c.command.data == first.data for c in done)
    if not alike:
        if len(done) > NAMES_MAX:
            return f"Done, {len(done)} devices."
        said = dict.fromkeys(
            wording.done(c.command, wording.the(_name(c.command.entity_id, snapshot)), snapshot)
            for c in done
        )
        return " ".join(sentence(s) for s in said)
    entities = list(dict.fromkeys(c.command.entity_id for c in done))
    if len(entities) > NAMES_MAX:
        domains = {e.partition(".")[0] for e in entities}
        what = (
            f"{len(entities)} {wording.plural(domains.pop())}"
            if len(domains) == 1
            else f"{len(entities)} devices"
        )
        return sentence(wording.done(first, what, snapshot, several=True))
    names = enumerate_names([wording.the(_name(e, snapshot)) for e in entities], "and")
    return sentence(wording.done(first, names, snapshot, several=len(entities) > 1))


def _name(entity_id: str, snapshot: Snapshot) -> str:
    device = snapshot.devices.get(entity_id)
    return device.name if device else entity_id.partition(".")[2].replace("_", " ")
