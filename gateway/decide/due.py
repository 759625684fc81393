"""Readings about timers, alarms, reminders and delayed commands -> changes of the agenda.

Pure: the agenda as it stands comes in the snapshot; what is to change goes out.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from context.agenda import AgendaItem, AgendaKind, When
from context.snapshot import Snapshot
from context.turn import (
    Act,
    AgendaChange,
    Answer,
    Ask,
    Choice,
    Clause,
    Decision,
    Decline,
    Reading,
    Resolution,
    Transcript,
)
from devices.model import Command
from gateway.decide import usual

TIMERS_MAX = 50  # Of one kind at a time; beyond that it is an accident.
REMINDER_AT = time(9)
DURATION_MAX_S = 366 * 86_400.0

SNOOZED_S = 600.0  # Who says "five more minutes" later than that has got up in between.

NewId = Callable[[], str]
INTENTS = frozenset({
    "HassStartTimer", "HassCancelTimer", "HassCancelAllTimers", "HassIncreaseTimer", "HassDecreaseTimer", "HassPauseTimer",
    "HassUnpauseTimer", "HassTimerStatus", "AlarmSet", "AlarmQuery", "AlarmRemove", "AlarmSnooze", "ReminderSet", "ReminderQuery",
    "ReminderRemove", "ScheduleQuery", "ScheduleRemove",
})  # fmt: skip


def decide(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript, new_id: NewId
) -> Decision:
    """What is to become of the agenda."""
    intent = resolution.reading.intent
    if intent in ("HassStartTimer", "AlarmSet", "ReminderSet"):
        return _add(resolution, snapshot, transcript, new_id)
    if intent in ("HassTimerStatus", "AlarmQuery", "ReminderQuery", "ScheduleQuery"):
        return _tell(resolution.reading, snapshot)
    if intent == "AlarmSnooze":
        return _snooze(resolution.reading, snapshot, transcript, new_id)
    return _change(resolution, snapshot)


def duration_s(slots: Any) -> float | None:
    """Seconds in the slots of a timer, Home Assistant's or ours.

    >>> duration_s({"timer_hours": 1, "timer_minutes": 30})
    5400.0
    """
    if "duration_s" in slots:
        return float(slots["duration_s"])
    found = [
        (slots.get(f"timer_{unit}", slots.get(unit)), size)
        for unit, size in (("hours", 3600), ("minutes", 60), ("seconds", 1))
    ]
    if all(amount is None for amount, _ in found):
        return None
    return sum(float(amount or 0) * size for amount, size in found)


def item(
    kind: AgendaKind,
    moment: When,
    snapshot: Snapshot,
    transcript: Transcript,
    new_id: NewId,
    **more: Any,
) -> AgendaItem:
    """A new entry, due at a moment or at the first of its recurrences."""
    due = moment.at
    if due is None and moment.every is not None:
        due = moment.every.next_after(snapshot.now, snapshot.zone)
    satellite = snapshot.satellite(transcript.satellite)
    return AgendaItem(
        id=new_id(), kind=kind, due=due or snapshot.now, every=moment.every, satellite=transcript.satellite,
        person=transcript.person, area=transcript.area or (satellite.area if satellite else None), created_at=snapshot.now, **more,
    )  # fmt: skip


def _add(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript, new_id: NewId
) -> Decision:
    slots = resolution.reading.slots
    kinds: dict[str, AgendaKind] = {
        "HassStartTimer": "timer",
        "AlarmSet": "alarm",
        "ReminderSet": "reminder",
    }
    kind = kinds[resolution.reading.intent]
    if sum(1 for i in snapshot.agenda if i.kind == kind) >= TIMERS_MAX:
        return Decline("not_supported", {"what": f"more than {TIMERS_MAX} {kind}s"})
    if kind == "timer":
        seconds = duration_s(slots)
        if not seconds:
            return _ask(resolution, "duration")
        if seconds > DURATION_MAX_S:
            return Decline("not_supported", {"what": "a timer of more than a year"})
        new = item("timer", When(at=snapshot.now + timedelta(seconds=seconds)), snapshot, transcript, new_id,
                   duration_s=seconds, label=slots.get("timer_name") or slots.get("name"))  # fmt: skip
        return Act((AgendaChange("add", (new,)),))
    moment: When | None = slots.get("when")
    if kind == "reminder":
        if not slots.get("reminder"):
            return _ask(resolution, "reminder")
        moment = _at_some_hour(moment, slots.get("date"), snapshot)
    by_habit = moment is None and bool(slots.get("usual"))
    if by_habit:
        at = usual.alarm(snapshot, transcript)
        moment = When(at=at) if at is not None else None
    if moment is None or (
        moment.at is None
        and (moment.every is None or (moment.every.at is None and moment.every.interval_s is None))
    ):
        return _ask(resolution, "time")
    moment = _not_past(moment, snapshot.now)
    new = item(
        kind,
        moment,
        snapshot,
        transcript,
        new_id,
        label=slots.get("reminder") or slots.get("alarm_name"),
    )
    change = AgendaChange("add", (new,))
    return Act((change,), unsaid=(change,) if by_habit else ())


def _at_some_hour(moment: When | None, day: date | None, snapshot: Snapshot) -> When | None:
    """A reminder for a day without an hour comes in the morning; asking for it would annoy."""
    if moment is None and day is not None:
        return When(at=datetime.combine(day, REMINDER_AT, tzinfo=snapshot.zone))
    if (
        moment is not None
        and moment.every is not None
        and moment.every.at is None
        and moment.every.interval_s is None
    ):
        return replace(moment, every=replace(moment.every, at=REMINDER_AT))
    return moment


def _not_past(moment: When, now: datetime) -> When:
    if moment.at is None or moment.at > now or moment.every is not None:
        return moment
    days = (now - moment.at).days + 1
    return replace(moment, at=moment.at + timedelta(days=days))


def shifted(moment: When, seconds: float) -> When:
    """The same moment so much later, each time it recurs."""
    every = moment.every
    if every is not None and every.at is not None:
        at = (datetime.combine(date(2000, 1, 3), every.at) + timedelta(seconds=seconds)).time()
        every = replace(every, at=at)
    later = moment.at + timedelta(seconds=seconds) if moment.at is not None else None
    return replace(moment, at=later, every=every, for_s=None)


def _ask(resolution: Resolution, slot: str) -> Ask:
    return Ask("missing", (), (resolution,), 0, slot)


def _snooze(
    reading: Reading, snapshot: Snapshot, transcript: Transcript, new_id: NewId
) -> Decision:
    ringing = [i for i in snapshot.ringing if i.kind == "alarm"] or list(snapshot.ringing)
    ringing = ringing or _just_silenced(snapshot)
    if not ringing:
        return Decline("already_gone", {"what": "alarm"})
    due = snapshot.now + timedelta(seconds=float(reading.slots["duration_s"]))
    again = item("alarm", When(at=due), snapshot, transcript, new_id, label=ringing[0].label)
    return Act((AgendaChange("silence", tuple(ringing)), AgendaChange("add", (again,))))


def _just_silenced(snapshot: Snapshot) -> list[AgendaItem]:
    """What rang and was silenced less than `SNOOZED_S` ago; the latest of it."""
    for turn in reversed(snapshot.turns):
        if (snapshot.now - turn.at).total_seconds() > SNOOZED_S:
            break
        for step in turn.decision.steps if isinstance(turn.decision, Act) else ():
            if isinstance(step, AgendaChange) and step.op == "silence":
                return list(step.items)
    return []


# --- which one ------------------------------------------------------------------------------------


def _change(resolution: Resolution, snapshot: Snapshot) -> Decision:
    intent, slots = resolution.reading.intent, resolution.reading.slots
    kind = _kind_of(intent)
    existing = [i for i in (*snapshot.ringing, *snapshot.agenda) if i.kind == kind]
    if not existing:
        return Decline("already_gone", {"what": _word(kind)})
    if intent == "HassCancelAllTimers" or slots.get("all"):
        return Act((AgendaChange("cancel", tuple(existing)),))
    chosen = _matching(existing, slots, snapshot)
    if not chosen:
        return Decline(
            "not_found",
            {"what": _word(kind), "name": slots.get("timer_name") or slots.get("reminder")},
        )
    if len(chosen) > 1:
        return _which(resolution, chosen)
    return Act((_op(intent, chosen[0], slots, snapshot),))


def _kind_of(intent: str) -> AgendaKind:
    if "Timer" in intent:
        return "timer"
    if intent.startswith("Alarm"):
        return "alarm"
    return "reminder" if intent.startswith("Reminder") else "command"


def _word(kind: AgendaKind) -> str:
    return "scheduled command" if kind == "command" else kind


def _matching(existing: Sequence[AgendaItem], slots: Any, snapshot: Snapshot) -> list[AgendaItem]:
    if "agenda_ids" in slots:
        return [i for i in existing if i.id in slots["agenda_ids"]]
    name = slots.get("timer_name") or slots.get("name") or slots.get("reminder")
    if name:
        return [i for i in existing if i.label and (_same(str(name), i.label))]
    seconds = slots.get("duration_s") or _start_s(slots)
    if seconds:
        return [i for i in existing if i.duration_s == seconds]
    moment: When | None = slots.get("when")
    if moment is not None and (moment.at or moment.every):
        wanted = (
            moment.at.astimezone(snapshot.zone).time()
            if moment.at
            else moment.every.at
            if moment.every
            else None
        )
        return [i for i in existing if i.due.astimezone(snapshot.zone).time() == wanted]
    if slots.get("date"):
        return [i for i in existing if i.due.astimezone(snapshot.zone).date() == slots["date"]]
    text = slots.get("text")
    if text and len(existing) > 1:
        named = [i for i in existing if _speaks_of(str(text), i, snapshot)]
        if slots.get("named"):
            return named
        return named or list(existing)
    if slots.get("named"):  # Of one thing alone: another one's plan stays.
        return [i for i in existing if _speaks_of(str(text), i, snapshot)]
    return list(existing)


def _speaks_of(text: str, item: AgendaItem, snapshot: Snapshot) -> bool:
    return any(_device_words(c, snapshot) & set(text.split()) for c in item.commands)


def _start_s(slots: Any) -> float | None:
    found = {u: slots.get(f"start_{u}") for u in ("hours", "minutes", "seconds")}
    return (
        duration_s({k: v for k, v in found.items() if v is not None})
        if any(found.values())
        else None
    )


def _device_words(command: Command, snapshot: Snapshot) -> set[str]:
    device = snapshot.devices.get(command.entity_id)
    return set(device.name.lower().split()) | {device.domain} if device else set()


def _same(said: str, label: str) -> bool:
    ours, theirs = set(said.lower().split()), set(label.lower().split())
    return ours <= theirs or theirs <= ours


def _op(intent: str, chosen: AgendaItem, slots: Any, snapshot: Snapshot) -> AgendaChange:
    if intent in ("HassIncreaseTimer", "HassDecreaseTimer"):
        sign = 1 if intent == "HassIncreaseTimer" else -1
        return AgendaChange("shift", (chosen,), shift_s=sign * (duration_s(slots) or 0.0))
    if intent == "HassPauseTimer":
        return AgendaChange("pause", (chosen,))
    if intent == "HassUnpauseTimer":
        return AgendaChange("resume", (chosen,))
    return AgendaChange("cancel", (chosen,))


def _which(resolution: Resolution, chosen: Sequence[AgendaItem]) -> Ask:
    choices = tuple(Choice(describe(i), i.id) for i in chosen)
    return Ask("which", choices, (resolution,), 0, "agenda_ids")


def describe(entry: AgendaItem) -> str:
    """A short name for an entry: "pasta", "10 minute", "7:00"."""
    if entry.label:
        return entry.label
    if entry.duration_s:
        minutes, seconds = divmod(round(entry.duration_s), 60)
        hours, minutes = divmod(minutes, 60)
        parts = [
            f"{n} {unit}"
            for n, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
            if n
        ]
        return " ".join(parts)
    return entry.due.strftime("%H:%M")


def _tell(reading: Reading, snapshot: Snapshot) -> Decision:
    kind = _kind_of(reading.intent)
    if reading.intent == "ScheduleQuery":
        kind = "command"
    existing = [i for i in snapshot.agenda if i.kind == kind]
    chosen = _matching(existing, reading.slots, snapshot) if kind == "timer" else existing
    rows = tuple(
        {"label": i.label, "left_s": i.left_s(snapshot.now), "due": i.due.astimezone(snapshot.zone), "duration_s": i.duration_s,
         "paused": i.paused_left_s is not None, "every": i.every, "commands": i.commands}
        for i in chosen
    )  # fmt: skip
    return Act(
        (Answer("agenda", {"kind": kind, "items": rows, "asked": reading.slots.get("timer_name")}),)
    )


def delayed(
    commands: Sequence[Command],
    clause: Clause,
    snapshot: Snapshot,
    transcript: Transcript,
    new_id: NewId,
) -> AgendaChange:
    """Commands for later, as the clause says when."""
    moment = _not_past(clause.when, snapshot.now)
    label = clause.text
    return AgendaChange(
        "add",
        (
            item(
                "command",
                moment,
                snapshot,
                transcript,
                new_id,
                commands=tuple(commands),
                label=label,
            ),
        ),
    )
