"""Stage 3 of 6: resolutions and the house as it is become one decision.

Act, ask, confirm or decline. Pure functions of values: knows nothing about sound, MQTT or SQL.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from context.attention import ABOUT_TALK, AGAIN_S, last_wish, mentions
from context.lesson import LessonChange
from context.rewrites import RuleChange
from context.snapshot import Snapshot
from context.turn import (
    Act,
    AgendaChange,
    Answer,
    Ask,
    Choice,
    Confirm,
    Decision,
    Decline,
    Interpretation,
    ListChange,
    Reading,
    Resolution,
    Rewritten,
    Step,
    Transcript,
    Turn,
)
from devices.model import Command, State
from gateway.decide import (
    answers,
    by_hand,
    comparing,
    due,
    events,
    info,
    media,
    moments,
    plan,
    policy,
    prefer,
    rules,
    teaching,
    units,
    usual,
    whereabouts,
)
from gateway.decide.answers import spoken_name
from gateway.decide.reasons import reasons, rewritten_because

UNDO_S = 600.0  # Ten minutes: later the house has moved on, and undoing would be a new surprise.
CANCEL_S = 600.0  # "Cancel that" means what was just said, not what was planned an hour ago.
LISTS = {
    "HassListAddItem": "add",
    "HassListCompleteItem": "complete",
    "HassListRemoveItem": "remove",
}


def decide(
    interpretation: Interpretation,
    resolutions: Sequence[Resolution],
    snapshot: Snapshot,
    transcript: Transcript,
    new_id: due.NewId,
) -> Decision:
    """What to do about a sentence."""
    decision = _of_sentence(interpretation, resolutions, snapshot, transcript, new_id)
    rewrite = interpretation.rewrite
    if rewrite is not None and rewrite.applied:
        return _rewritten(rewrite, decision)
    if isinstance(decision, Decline):
        return teaching.offer(decision, interpretation, snapshot, transcript) or decision
    if isinstance(decision, Act):
        offered = by_hand.offer(decision, resolutions, snapshot, transcript)
        if offered is not None and teaching.may_offer(snapshot, transcript):
            return offered
    return units.as_told(decision, snapshot, transcript)


def _rewritten(rewrite: Rewritten, decision: Decision) -> Decision:
    """A decision about words that were read as others, with that as its first reason."""
    why = (rewritten_because(rewrite), *decision.why)
    if isinstance(decision, Act):  # Nobody said it so: it feeds no habit.
        return replace(decision, why=why, unsaid=decision.steps)
    return replace(decision, why=why)


def _of_sentence(
    interpretation: Interpretation,
    resolutions: Sequence[Resolution],
    snapshot: Snapshot,
    transcript: Transcript,
    new_id: due.NewId,
) -> Decision:
    missed = sum(1 for clause in interpretation.clauses if not clause.readings)
    if not resolutions or missed == len(interpretation.clauses):
        return Decline("not_understood", why=("no parser recognised a request",))
    readings = [c.best for c in interpretation.clauses if c.best and c.best.intent != "Remark"]
    first = readings[0] if readings else None
    if first is not None and first.intent == "Answer" and first.slots.get("yes"):
        return _confirmed(first, snapshot, transcript)
    if resolutions[0].reading.intent in teaching.INTENTS:
        taught = teaching.decide(
            resolutions, missed > 0, snapshot, transcript, new_id,
            lambda parts: _all(parts, snapshot, transcript, new_id),
        )  # fmt: skip
        asked = resolutions[0].reading
        forgets = asked.intent == "Forget"
        return rules.forget(asked, taught, snapshot, transcript) if forgets else taught
    if first is not None and first.intent in ABOUT_TALK:
        return _about_talk(first, snapshot, transcript, new_id)
    if first is not None and first.intent == "Moment":
        return moments.decide(first, snapshot, transcript)
    if first is not None and first.intent == "EventQuery":
        return events.decide(first, snapshot, transcript)
    if first is not None and first.intent == "Whereabouts":
        return whereabouts.decide(first, snapshot, transcript)
    if first is not None and first.intent == "Wish":
        return _usual(first, _all(resolutions, snapshot, transcript, new_id), snapshot)
    resolutions = [r for r in resolutions if r.reading.intent != "Remark"]
    if missed or not resolutions:
        # Half a sentence understood is half a wrong act.
        return Decline("not_understood", {"part": _missed_text(interpretation)})
    return _all(resolutions, snapshot, transcript, new_id)


def _usual(wish: Reading, decision: Decision, snapshot: Snapshot) -> Decision:
    """What this household did upon these words, with that as its first reason.

    What costs comfort or safety is never done for words that do not name it: it is asked.
    """
    why = f"that is what you did the last {wish.slots.get('occasions')} times"
    match decision:
        case Act():
            act = replace(decision, why=(why, *decision.why), unsaid=decision.steps)
            return Confirm(act, "R2", why=act.why) if policy.costs(act, snapshot) else act
        case Confirm():
            act = replace(decision.act, unsaid=decision.act.steps)
            return replace(decision, act=act, why=(why, *decision.why))
        case _:
            return decision


def _missed_text(interpretation: Interpretation) -> str:
    return next((clause.text for clause in interpretation.clauses if not clause.readings), "")


def _all(
    resolutions: Sequence[Resolution], snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Decision:
    steps: list[Step] = []
    declined: list[Decline] = []
    why: list[str] = []
    unsaid: list[Step] = []
    resolutions = prefer.filled(_branch(resolutions, snapshot), snapshot, transcript)
    for index, resolution in enumerate(resolutions):
        premise = "premise" in resolution.reading.slots
        part = (
            _unmet(resolution, snapshot)
            if premise
            else _one(resolution, snapshot, transcript, new_id)
        )
        if part is None:  # the premise holds
            continue
        declined += [Decline("no_such_device", {"name": name}) for name in resolution.missing]
        if isinstance(part, Ask):
            return replace(part, resolutions=tuple(resolutions), clause=index)
        if isinstance(part, Decline):
            declined.append(part)
        elif isinstance(part, Act):
            steps += part.steps
            declined += part.declined
            why += part.why
            unsaid += part.steps if _by_habit(resolution) else part.unsaid
        if premise:  # What comes after it hangs on it.
            break
    if not steps:
        return declined[0] if declined else Decline("not_supported")
    wrong = _corrected(resolutions, snapshot)
    back = _taken_back(wrong, steps, snapshot) if wrong is not None else ()
    act = Act(
        (*back, *steps),
        tuple(declined),
        (*why, *reasons(resolutions, snapshot, transcript)),
        undoes=wrong.id if wrong is not None else None,
        unsaid=(*back, *unsaid),
    )
    risk = policy.needs_yes(act, resolutions, snapshot)
    if risk is not None:
        tier, reason = risk
        return Confirm(act, tier, why=(*act.why, reason))
    return act


def _branch(resolutions: Sequence[Resolution], snapshot: Snapshot) -> Sequence[Resolution]:
    """Of "if ..., this, otherwise that" the one that holds now, without its premise."""
    for at, resolution in enumerate(resolutions):
        size = resolution.reading.slots.get("then")
        if size is None or resolution.problem is not None:
            continue
        unmet = _unmet(resolution, snapshot)
        ends = at + 1 + int(size)
        if unmet is None:
            return (*resolutions[:at], *resolutions[at + 1 : ends])
        if isinstance(unmet, Act):
            return (*resolutions[:at], *resolutions[ends:])
    return resolutions


def _unmet(resolution: Resolution, snapshot: Snapshot) -> Act | Decline | None:
    """Why what hangs on a premise is not done; None when the premise holds."""
    if resolution.problem == "ambiguous":
        return Decline("not_known", {"names": _names(resolution, snapshot)})
    if resolution.problem is not None:
        return _problem(resolution, snapshot)
    answer = _answered(resolution, snapshot)
    held = comparing.verdict(answer)
    if held is None:
        return Decline("not_known", {"names": _names(resolution, snapshot)})
    if held is resolution.reading.slots["premise"]:
        return None
    return Act((Answer("unmet", {"kind": answer.kind, "facts": dict(answer.facts)}),))


def _answered(resolution: Resolution, snapshot: Snapshot) -> Answer:
    """A question about devices, answered; values held against what they are compared with."""
    return comparing.compared(resolution.reading, answers.answer(resolution, snapshot), snapshot)


def _names(resolution: Resolution, snapshot: Snapshot) -> tuple[str, ...]:
    known = (snapshot.devices.get(c.entity_id) for c in resolution.candidates)
    return tuple(spoken_name(d, snapshot) for d in known if d is not None)


def _by_habit(resolution: Resolution) -> bool:
    """Whether the words left it to a habit which thing is meant, or what is to be done."""
    reading = resolution.reading
    if reading.intent == "HassMediaSearchAndPlay" and media.names_nothing(resolution):
        return True
    chosen = {c.entity_id for c in resolution.candidates if c.how == "habit"}
    return not chosen.isdisjoint(resolution.targets)


def _corrected(resolutions: Sequence[Resolution], snapshot: Snapshot) -> Turn | None:
    """ "No, the other one": the turn in whose place this is done."""
    wrong = {r.reading.slots.get("corrects") for r in resolutions} - {None}
    return next((turn for turn in snapshot.turns if turn.id in wrong), None)


def _taken_back(wrong: Turn, steps: Sequence[Step], snapshot: Snapshot) -> tuple[Step, ...]:
    """What undoes a turn, but for what is told anew."""
    told = {s.entity_id for s in steps if isinstance(s, Command)}
    return tuple(
        step
        for step in _inverse_steps(wrong, snapshot)
        if not (isinstance(step, Command) and step.entity_id in told)
    )


def _one(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Decision:
    """One clause by itself."""
    intent = resolution.reading.intent
    if intent == "HassMediaSearchAndPlay":
        return _play(resolution, snapshot, transcript, new_id)
    if intent == "Habitual" and not resolution.reading.phrases:
        return _the_usual(resolution, snapshot, transcript, new_id)
    if intent == "MediaQuery" and resolution.problem in (None, "ambiguous"):
        everywhere = tuple(c.entity_id for c in resolution.candidates)
        return Act((answers.playing(replace(resolution, targets=everywhere), snapshot),))
    if resolution.problem == "ambiguous":
        return _which(resolution, snapshot)
    if resolution.problem is not None:
        return _problem(resolution, snapshot)
    if intent == "Habitual":
        return usual.decide(resolution, snapshot, transcript)
    if intent in due.INTENTS:
        return due.decide(resolution, snapshot, transcript, new_id)
    if intent in LISTS or intent in ("ListQuery", "ListClear"):
        return _list(resolution.reading, snapshot)
    if intent in info.INTENTS:
        return info.decide(resolution, snapshot)
    if intent in ("HassGetState", "HassClimateGetTemperature"):
        return Act((_answered(resolution, snapshot),))
    missing = plan.missing(resolution.reading)
    if missing is not None:
        return Ask("missing", (), (), 0, missing)
    if intent in plan.PLANNERS:
        return _devices(resolution, snapshot, transcript, new_id)
    return Decline("not_supported", {"what": intent})


# --- devices --------------------------------------------------------------------------------------


def _devices(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Decision:
    commands: list[Command] = []
    refused: list[tuple[str, plan.CannotError]] = []
    for target in resolution.targets:
        device, state = snapshot.devices[target], snapshot.states.get(target)
        try:
            commands += plan.commands(
                resolution.reading, device, state, snapshot.household.temperature_unit
            )
        except plan.CannotError as error:
            refused.append((spoken_name(device, snapshot), error))
    unable = _unable(resolution, snapshot)
    commands += [step for step in unable.steps if isinstance(step, Command)]
    if not commands:
        only_now = any(isinstance(error, plan.NotNowError) for _, error in refused)
        return Decline(
            "not_now" if only_now else "not_capable",
            {
                "names": tuple(n for n, _ in refused),
                "because": str(refused[0][1]) if refused else "",
            },
        )
    told = unable.declined
    when = resolution.clause.when
    if not when.is_now:
        later = due.delayed(commands, resolution.clause, snapshot, transcript, new_id)
        ends = _ends_later(commands, resolution, snapshot, transcript, new_id)
        return Act((later, *ends), told)
    steps: list[Step] = list(commands)
    if when.for_s is not None:
        steps.append(_back_again(commands, resolution, snapshot, transcript, new_id))
    return Act(tuple(steps), told)


def _unable(resolution: Resolution, snapshot: Snapshot) -> Act:
    """What becomes of those that cannot do all that is wished: told of, and on if that was said."""
    devices = [snapshot.devices[i] for i in resolution.unable if i in snapshot.devices]
    if not devices:
        return Act(())
    names = tuple(spoken_name(d, snapshot) for d in devices)
    facts = {"names": names, "each": True, "intent": resolution.reading.intent}
    on: list[Command] = []
    if resolution.reading.slots.get("on"):
        for device in devices:
            on += plan.commands(Reading("HassTurnOn"), device, snapshot.states.get(device.id))
    return Act(tuple(on), (Decline("not_capable", facts),))


def _back_again(
    commands: Sequence[Command],
    resolution: Resolution,
    snapshot: Snapshot,
    transcript: Transcript,
    new_id: due.NewId,
) -> AgendaChange:
    """ "For ten minutes": what brings it all back is due then."""
    inverse: list[Command] = []
    for command in commands:
        device, state = snapshot.devices[command.entity_id], snapshot.states.get(command.entity_id)
        back = plan.restoring(device, state, None) if state is not None else ()
        if policy.tier_of(command, device, snapshot) == "R3" or not back:
            back = plan.opposite(command)  # "the oven for an hour" ends off, however it was
        inverse += back
    moment = replace(
        resolution.clause.when, at=snapshot.now + _seconds(resolution.clause.when.for_s), every=None
    )
    later = replace(resolution.clause, when=moment)
    return due.delayed(inverse, later, snapshot, transcript, new_id)


def _ends_later(
    commands: Sequence[Command],
    resolution: Resolution,
    snapshot: Snapshot,
    transcript: Transcript,
    new_id: due.NewId,
) -> tuple[AgendaChange, ...]:
    """ "At seven for ten minutes": the end of what begins later."""
    when = resolution.clause.when
    inverse = [c for command in commands for c in plan.opposite(command)]
    if when.for_s is None or not inverse:
        return ()
    end = due.shifted(when, when.for_s)
    clause = replace(resolution.clause, when=end)
    return (due.delayed(inverse, clause, snapshot, transcript, new_id),)


def _seconds(seconds: float | None) -> timedelta:
    return timedelta(seconds=seconds or 0.0)


def _play(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Decision:
    if resolution.problem not in (None, "ambiguous") and resolution.reading.phrases:
        return _problem(resolution, snapshot)
    played = media.play(resolution, snapshot, transcript)
    if isinstance(played, Command) and not resolution.clause.when.is_now:
        return Act((due.delayed((played,), resolution.clause, snapshot, transcript, new_id),))
    if isinstance(played, Command):
        return Act((played,), why=media.why(played, resolution, snapshot, transcript))
    return played


def _the_usual(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Decision:
    """ "The usual", of whatever: something to hear where that is what this person has now."""
    players = [i for i in resolution.targets if i.startswith("media_player.")]
    if not players or "level" in resolution.reading.slots:
        return usual.decide(resolution, snapshot, transcript)
    wish = replace(
        resolution.reading, intent="HassMediaSearchAndPlay", slots={"search_query": None}
    )
    return _play(replace(resolution, reading=wish), snapshot, transcript, new_id)


def _which(resolution: Resolution, snapshot: Snapshot) -> Decision:
    devices = [
        snapshot.devices[c.entity_id]
        for c in resolution.candidates
        if c.entity_id in snapshot.devices
    ]
    choices = tuple(Choice(spoken_name(d, snapshot), d.id) for d in devices)
    why = ("several fit equally well",)
    return Ask("which", choices, (), 0, why=why)


def _problem(resolution: Resolution, snapshot: Snapshot) -> Decline:
    facts = {
        "name": resolution.spoken,
        "names": _names(resolution, snapshot),
        "intent": resolution.reading.intent,
        "action": resolution.reading.slots.get("action"),
    }
    assert resolution.problem is not None
    assert resolution.problem != "ambiguous"
    return Decline(
        resolution.problem, facts, why=(PROBLEMS[resolution.problem].format(resolution.spoken),)
    )


PROBLEMS = {
    "no_such_device": 'no device here is called "{}"',
    "no_such_area": 'no room here is called "{}"',
    "not_capable": 'nothing that "{}" can mean is able to do that',
    "nothing_there": 'I found nothing that "{}" can mean',
    "unavailable": "it does not answer at the moment",
}

# --- lists ----------------------------------------------------------------------------------------


def _list(reading: Reading, snapshot: Snapshot) -> Decision:
    name = str(reading.slots.get("list", "shopping"))
    entries = [e for e in snapshot.lists if e.list.casefold() == name.casefold()]
    items = reading.slots.get("item", ())
    wanted = (items,) if isinstance(items, str) else tuple(items)
    if reading.intent == "ListQuery":
        facts = {
            "list": name,
            "items": tuple(e.item for e in entries if not e.done),
            "asked": wanted,
        }
        return Act((Answer("list", facts),))
    if reading.intent == "ListClear":
        return (
            Act((ListChange("clear", name, ()),))
            if entries
            else Decline("already_gone", {"what": f"{name} list"})
        )
    if reading.intent == "HassListAddItem":
        return (
            Act((ListChange("add", name, wanted),)) if wanted else Ask("missing", (), (), 0, "item")
        )
    found = tuple(e.item for w in wanted for e in entries if _same_item(w, e.item))
    if not found:
        return Decline("not_found", {"what": "item", "name": ", ".join(wanted), "list": name})
    return Act(
        (
            ListChange(
                "complete" if reading.intent == "HassListCompleteItem" else "remove", name, found
            ),
        )
    )


def _same_item(said: str, kept: str) -> bool:
    a, b = said.casefold().rstrip("s"), kept.casefold().rstrip("s")
    return a == b or set(a.split()) <= set(b.split())


# --- about what was said before -------------------------------------------------------------------


def _about_talk(
    reading: Reading, snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Decision:
    match reading.intent:
        case "Undo":
            by_hand = _moved_by_hand(snapshot) if reading.slots.get("by_hand") else None
            undone = by_hand or _undo(snapshot, transcript)
            return _regretted(undone) if reading.slots.get("wrong") else undone
        case "Repeat":
            return _repeat(snapshot, transcript, new_id)
        case "SayAgain":
            last = _last_turn(snapshot, transcript)
            return Act((Answer("said", {"text": last.reply.text if last else ""}),))
        case "Silence":
            return Act((AgendaChange("silence", snapshot.ringing),))
        case "Stop":
            return _stop(snapshot, transcript)
        case "Why":
            last = _last_turn(snapshot, transcript)
            return (
                Act((Answer("why", {"turn": last}),))
                if last
                else Decline("already_gone", {"what": "turn"})
            )
        case "HassRespond":
            return Act((Answer("respond", {"kind": reading.slots.get("kind", "hello")}),))
        case _:
            return _never_mind(snapshot, transcript)


def _regretted(undone: Decision) -> Decision:
    """What was wrong is taken back with a word of regret."""
    if isinstance(undone, Act):
        return replace(undone, steps=(Answer("regret"), *undone.steps))
    return Act((Answer("regret", {"nothing": True}),)) if isinstance(undone, Decline) else undone


def _never_mind(snapshot: Snapshot, transcript: Transcript) -> Decision:
    """ "Cancel that" right after something was planned takes it off the agenda again."""
    last = _last_turn(snapshot, transcript, within_s=CANCEL_S)
    steps = last.decision.steps if last is not None and isinstance(last.decision, Act) else ()
    planned = {
        i.id for s in steps if isinstance(s, AgendaChange) and s.op == "add" for i in s.items
    }
    still = tuple(i for i in snapshot.agenda if i.id in planned)
    spoken_of = teaching.spoken_of(steps, snapshot, transcript)
    if spoken_of is not None:
        return spoken_of
    if last is None or not still:
        return Decline("cancelled")
    return _undoing(last, (AgendaChange("cancel", still),))


def _undoing(turn: Turn | None, steps: Sequence[Step], *why: str) -> Act:
    """Steps that bring back what was before a turn, or before a hand moved something."""
    return Act(tuple(steps), (), why, turn.id if turn is not None else None, tuple(steps))


def _last_turn(snapshot: Snapshot, transcript: Transcript, within_s: float = UNDO_S) -> Turn | None:
    return snapshot.last_turn(transcript.satellite, within_s)


def _undo(snapshot: Snapshot, transcript: Transcript) -> Decision:
    """Bring back what the latest turn here changed, if that is less than ten minutes ago."""
    for turn in reversed(snapshot.turns):
        if (snapshot.now - turn.at).total_seconds() > UNDO_S:
            break
        here = turn.transcript.satellite == transcript.satellite or (
            transcript.person is not None and turn.transcript.person == transcript.person
        )
        if here and (turn.outcome.confirmations or _acted(turn)):
            return _inverse(turn, snapshot)
    return Decline("already_gone", {"what": "undo"})


def _moved_by_hand(snapshot: Snapshot) -> Decision | None:
    """ "Put it back": the device that was moved by hand since anything was last asked of us."""
    last = max((t.at.timestamp() for t in snapshot.turns if _acted(t)), default=0.0)
    for mention in mentions(snapshot, Transcript(""), 0.0):
        change = next(
            (c for c in reversed(snapshot.changes) if (c.entity_id,) == mention.targets), None
        )
        device = snapshot.devices.get(mention.targets[0])
        if mention.source != "moved" or mention.at < last or change is None or device is None:
            continue
        if change.before is None:
            continue
        commands = plan.restoring(device, change.before, snapshot.states.get(device.id))
        if commands:
            why = f"the {spoken_name(device, snapshot)} had just been changed by hand"
            act = _undoing(None, commands, why)
            risk = policy.needs_yes(act, (), snapshot)
            return Confirm(act, risk[0], why=(risk[1],)) if risk is not None else act
    return None


def _acted(turn: Turn) -> bool:
    """Whether a turn meant to change something, even if nothing came of it."""
    return isinstance(turn.decision, Act) and any(
        not isinstance(s, Answer) for s in turn.decision.steps
    )


def _kept(turn: Turn) -> tuple[Step, ...]:
    """What a turn changed in our own books."""
    steps = turn.decision.steps if isinstance(turn.decision, Act) else ()
    return tuple(
        s for s in steps if isinstance(s, AgendaChange | ListChange | LessonChange | RuleChange)
    )


def _inverse(turn: Turn, snapshot: Snapshot) -> Decision:
    steps = _inverse_steps(turn, snapshot)
    if not steps:
        return Decline("already_gone", {"what": "undo"})
    act = _undoing(turn, steps, "you asked me to undo what I did before")
    risk = policy.needs_yes(act, (), snapshot)
    return Confirm(act, risk[0], why=(risk[1],)) if risk is not None else act


def _inverse_steps(turn: Turn, snapshot: Snapshot) -> list[Step]:
    """What brings back what a turn changed, in the house and in our books."""
    commands: list[Command] = []
    earliest: dict[str, State] = {}
    for done in reversed(turn.outcome.confirmations):
        earliest.update(done.others)
        if done.before is not None and not done.others:
            earliest[done.command.entity_id] = done.before
    for entity_id, before in earliest.items():
        device = snapshot.devices.get(entity_id)
        if device is not None:
            commands += plan.restoring(device, before, snapshot.states.get(entity_id))
    steps: list[Step] = list(commands)
    for step in _kept(turn):
        if isinstance(step, AgendaChange) and step.op == "add":
            still = tuple(i for i in snapshot.agenda if i.id in {x.id for x in step.items})
            steps += [AgendaChange("cancel", still)] if still else []
        elif isinstance(step, AgendaChange) and step.op == "cancel":
            steps.append(AgendaChange("add", step.items))
        elif isinstance(step, LessonChange):
            steps.append(LessonChange("forget" if step.op == "add" else "add", step.lessons))
        elif isinstance(step, RuleChange):
            steps.append(RuleChange("restore" if step.op == "forget" else "forget", step.rules))
        elif isinstance(step, ListChange) and step.op == "add":
            steps.append(ListChange("remove", step.list, step.items))
        elif isinstance(step, ListChange) and step.op in ("remove", "complete"):
            steps.append(ListChange("add", step.list, step.items))
    return steps


def _repeat(snapshot: Snapshot, transcript: Transcript, new_id: due.NewId) -> Decision:
    turn = last_wish(snapshot, transcript, AGAIN_S)
    if turn is None or isinstance(turn.decision, Decline):
        return Decline("already_gone", {"what": "turn"})
    again = [resolution.anew for resolution in turn.resolutions]
    return _all(again, snapshot, transcript, new_id)


def _stop(snapshot: Snapshot, transcript: Transcript) -> Decision:
    """A bare "stop": what moves or plays here stops; else there is nothing to stop."""
    satellite = snapshot.satellite(transcript.satellite)
    area = transcript.area or (satellite.area if satellite else None)
    steps: list[Step] = []
    for device in snapshot.devices.values():
        state = snapshot.states.get(device.id)
        if state is None or (area is not None and device.area != area):
            continue
        if device.domain == "cover" and state.state in ("opening", "closing"):
            steps.append(Command(device.id, "stop_cover", {}))
        if device.domain == "media_player" and state.state == "playing":
            steps.append(Command(device.id, "media_pause", {}))
    return Act(tuple(steps)) if steps else Decline("cancelled")


def _confirmed(answer: Reading, snapshot: Snapshot, transcript: Transcript) -> Decision:
    """What the very question asked for that was answered, and no other one."""
    asked = next((t for t in reversed(snapshot.turns) if t.id == answer.slots.get("turn")), None)
    if asked is None or not isinstance(asked.decision, Confirm):
        return Decline("already_gone", {"what": "question"})
    if not policy.may_confirm(transcript, asked.decision.tier, snapshot):
        return Decline("not_for_me", why=("the voice was not recognised",))
    return replace(asked.decision.act, why=(*asked.decision.act.why, "confirmed"))
