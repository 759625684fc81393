"""What becomes of a lesson: kept, refused, or asked about; and what is told of lessons.

A lesson is kept when all of it was understood, and read back in the reply. Nothing taught makes
anything less risky: a phrase whose acts need a yes needs it each time it is used.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from context.attention import same_talk
from context.lesson import DEFINING, Condition, Lesson, LessonChange, owned
from context.snapshot import Snapshot
from context.turn import (
    Act,
    Answer,
    Ask,
    Choice,
    Clause,
    Confirm,
    Decision,
    Decline,
    Interpretation,
    Reading,
    Resolution,
    Step,
    Transcript,
)
from gateway.decide import due
from gateway.decide.answers import spoken_name

PHRASE_WORDS_MAX = 8
ACTS_MAX = 6
TRIES_MAX = 2  # Of asking for a definition: more is an examination.
QUESTIONS_MAX = 5
JUST_S = 600.0  # "Forget that" is said of a lesson of the last minutes.
INTENTS = frozenset({"Teach", "Name", "Prefer", "Place", "Remember", "Forget", "Lessons", "WhoTaught", "Interview", "Recalled"})  # fmt: skip
NOT_LEVELS = frozenset({"area", "floor", "name", "domain", "device_class", "preferred_area_id", "on", "action", "response"})  # fmt: skip
INTERVIEW = ("music", "temperature", "radio station", "evening light", "name")
"""What we ask for to get to know somebody, in this order."""

Whole = Callable[[Sequence[Resolution]], Decision]
"""What would be done about a definition."""


def decide(
    resolutions: Sequence[Resolution],
    missed: bool,
    snapshot: Snapshot,
    transcript: Transcript,
    new_id: due.NewId,
    whole: Whole,
) -> Decision:
    """What to do about a sentence that teaches, or asks about what was taught."""
    reading = resolutions[0].reading
    refused = _refused(snapshot, transcript)
    match reading.intent:
        case "Recalled":
            told = next(one for one in snapshot.lessons if one.id == reading.slots["lesson"])
            return Act((Answer("recalled", {"lesson": told}),))
        case "Lessons":
            return _tell(reading, snapshot, transcript)
        case "WhoTaught":
            return _who(reading, snapshot, transcript)
        case "Forget":
            return _forget(reading, snapshot, transcript)
        case _ if refused is not None:
            return refused
        case "Teach":
            return _teach(resolutions, missed, snapshot, transcript, new_id, whole)
        case "Name":
            named = _name(resolutions[0], snapshot, transcript, new_id)
            now = whole(resolutions[1:]) if len(resolutions) > 1 and not missed else None
            if isinstance(named, Act) and isinstance(now, Act):
                return replace(named, steps=(*now.steps, *named.steps))
            return named
        case "Interview":
            return _interview(resolutions, missed, snapshot, transcript, new_id)
        case _:
            return _like(resolutions, missed, snapshot, transcript, new_id)


def _refused(snapshot: Snapshot, transcript: Transcript) -> Decline | None:
    """Why nothing may be taught here and now."""
    if not snapshot.teachable:
        return Decline("not_teachable", {"why": "off"}, why=("learning is switched off",))
    if is_guest(snapshot, transcript):
        return Decline("not_teachable", {"why": "guest"}, why=("the voice was not recognised",))
    return None


def is_guest(snapshot: Snapshot, transcript: Transcript) -> bool:
    """A voice that is not recognised, in a home where voices are."""
    return transcript.person is None and snapshot.recognises and bool(snapshot.household.people)


# --- phrases --------------------------------------------------------------------------------------


def _teach(
    resolutions: Sequence[Resolution], missed: bool, snapshot: Snapshot, transcript: Transcript,
    new_id: due.NewId, whole: Whole,
) -> Decision:  # fmt: skip
    teach, *rest = resolutions
    slots = teach.reading.slots
    phrase = str(slots.get("phrase") or "")
    if not phrase:
        return _asking(teach, "phrase")
    if len(phrase.split()) > PHRASE_WORDS_MAX:
        return Decline("not_teachable", {"why": "long", "phrase": phrase})
    if slots.get("loop"):
        return Decline("not_teachable", {"why": "loop", "phrase": phrase})
    if slots.get("value"):
        lesson = _lesson("value", phrase, str(slots["means"]), slots, snapshot, transcript, new_id)
        now = whole(rest) if rest and not missed else None
        return _kept(lesson, now.steps if isinstance(now, Act) else (), slots, snapshot)
    if not slots.get("means"):
        return _asking(teach, "means")
    if missed or not rest:
        tries = int(slots.get("tries", 0)) + 1
        if tries > TRIES_MAX:
            return Decline("not_understood")
        return _asking(_with(teach, tries=tries, means=None), "means")
    if sum(max(1, len(r.reading.phrases)) for r in rest) > ACTS_MAX:
        return Decline("not_teachable", {"why": "many", "phrase": phrase})
    doing = whole(rest)
    if isinstance(doing, Ask):
        return replace(doing, resolutions=tuple(resolutions), clause=doing.clause + 1)
    if isinstance(doing, Decline):
        return Decline("not_teachable", {"why": "unable", "phrase": phrase, "because": doing})
    act = doing.act if isinstance(doing, Confirm) else doing
    if act.declined:
        return Decline(
            "not_teachable", {"why": "unable", "phrase": phrase, "because": act.declined[0]}
        )
    lesson = replace(
        _lesson("phrase", phrase, str(slots["means"]), slots, snapshot, transcript, new_id),
        targets=tuple(_settled(r) for r in rest),
    )
    pending = slots.get("pending") and not isinstance(doing, Confirm)
    risky = isinstance(doing, Confirm) and doing.tier == "R3"
    kept = _kept(lesson, act.steps if pending else (), {**slots, "risky": risky}, snapshot)
    if slots.get("breaks") and not _same_meaning(lesson, snapshot):
        return Confirm(kept, "R2", why=(f'"{phrase}" already does something here',))
    return _contested(lesson, kept, snapshot, transcript)


def _contested(lesson: Lesson, kept: Act, snapshot: Snapshot, transcript: Transcript) -> Decision:
    """What another one taught for everybody is not overwritten without a word."""
    old = next((one for one in snapshot.lessons if lesson.replaces(one)), None)
    if old is None or old.taught_by in (None, transcript.person):
        return kept
    person = snapshot.person(old.taught_by)
    who = person.name if person is not None else "Somebody else"
    return Confirm(kept, "R2", why=(f"{who} taught me that it means: {old.means}",))


def _settled(resolution: Resolution) -> tuple[str, ...]:
    """The devices of a clause that a lesson keeps: those that its words named."""
    named = any(p != type(p)() for p in resolution.reading.phrases)
    return resolution.targets if named else ()


def _same_meaning(lesson: Lesson, snapshot: Snapshot) -> bool:
    return any(one.kind in DEFINING and one.phrase == lesson.phrase for one in snapshot.lessons)


def _kept(
    lesson: Lesson, steps: Sequence[Step], slots: dict[str, Any] | Any, snapshot: Snapshot
) -> Act:
    old = tuple(one for one in snapshot.lessons if lesson.replaces(one))
    forgets = (LessonChange("forget", old),) if old else ()
    facts = {
        "lesson": lesson,
        "instead_of": old[-1].means if old and not slots.get("amended") else None,
        "risky": bool(slots.get("risky")),
    }
    changes = (*forgets, LessonChange("add", (lesson,)))
    return Act((*steps, *changes, Answer("taught", facts)), why=("you taught me that",))


def _lesson(
    kind: Any, phrase: str, means: str, slots: Any, snapshot: Snapshot, transcript: Transcript,
    new_id: due.NewId,
) -> Lesson:  # fmt: skip
    return Lesson(
        new_id(), kind, phrase, means,
        person=None if slots.get("scope") == "household" else transcript.person,
        private=slots.get("scope") == "personal", taught_by=transcript.person,
        condition=slots.get("condition") or Condition(), at=snapshot.now.timestamp(),
        purpose=slots.get("purpose") or "",
        liked=slots.get("liked", True),
    )  # fmt: skip


def _with(resolution: Resolution, **slots: Any) -> Resolution:
    reading = replace(resolution.reading, slots={**resolution.reading.slots, **slots})
    return replace(resolution, reading=reading)


def _asking(resolution: Resolution, slot: str) -> Ask:
    return Ask("missing", (), (resolution,), 0, slot)


# --- names ----------------------------------------------------------------------------------------


def _name(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Decision:
    name = str(resolution.reading.slots["name"])
    if len(name.split()) > PHRASE_WORDS_MAX:
        return Decline("not_teachable", {"why": "long", "phrase": name})
    if resolution.problem == "ambiguous":
        devices = [
            snapshot.devices[c.entity_id]
            for c in resolution.candidates
            if c.entity_id in snapshot.devices
        ]
        choices = tuple(Choice(spoken_name(d, snapshot), d.id) for d in devices)
        return Ask("which", choices, (resolution,), 0, why=("several fit equally well",))
    if resolution.problem is not None:
        because = Decline("no_such_device", {"name": resolution.spoken})
        return Decline("not_teachable", {"why": "unable", "phrase": name, "because": because})
    area = next((p.area for p in resolution.reading.phrases if p.area), None)
    group = len(resolution.reading.phrases) > 1
    target = resolution.targets if group else resolution.targets[:1]
    slots = resolution.reading.slots
    lesson = _lesson("name", name, "", slots, snapshot, transcript, new_id)
    if target:
        called = [spoken_name(snapshot.devices[t], snapshot) for t in target]
        lesson = replace(lesson, targets=(target,), means=" and the ".join(called))
    else:
        room = snapshot.area(area)
        lesson = replace(lesson, area=area, means=room.name if room is not None else "")
    taken = _taken(name, target, area, snapshot)
    kept = _kept(lesson, (), slots, snapshot)
    if taken is not None:
        return Confirm(kept, "R2", why=(f"{taken} is called so already",))
    return kept


def _plain(name: str) -> str:
    """A name as it is heard: "Beau's lamp" is "beaus lamp"."""
    return name.casefold().replace("'", "").replace("\u2019", "").replace("-", " ")


def _taken(name: str, target: Sequence[str], area: str | None, snapshot: Snapshot) -> str | None:
    """What else bears that name."""
    wanted = _plain(name)
    given = {one.phrase for one in snapshot.lessons if one.kind == "name"}
    if wanted in given or len(target) > 1:
        return None  # It moves, or means something else for each of them.
    for device in snapshot.devices.values():
        if device.id not in target and wanted in (
            _plain(n) for n in (device.name, *device.aliases)
        ):
            return spoken_name(device, snapshot)
    for room in snapshot.household.areas.values():
        if room.id != area and wanted in (_plain(n) for n in (room.name, *room.aliases)):
            return room.name
    return None


# --- likings and facts ----------------------------------------------------------------------------


def _like(
    resolutions: Sequence[Resolution], missed: bool, snapshot: Snapshot, transcript: Transcript,
    new_id: due.NewId,
) -> Decision:  # fmt: skip
    reading = resolutions[0].reading
    slots = reading.slots
    if reading.intent == "Place":
        owner = {**slots, "scope": slots.get("scope") or ("personal" if slots.get("own") else None)}
        lesson = _lesson(
            "place", str(slots["who"]), str(slots["means"]), owner, snapshot, transcript, new_id
        )
        return _kept(lesson, (), slots, snapshot)
    if reading.intent == "Remember":
        lesson = _lesson("fact", "", str(slots["means"]), slots, snapshot, transcript, new_id)
        return _kept(lesson, (), slots, snapshot)
    if slots.get("subject") != "level":
        lesson = _lesson(
            "preference",
            str(slots.get("subject") or ""),
            str(slots["means"]),
            slots,
            snapshot,
            transcript,
            new_id,
        )
        kept = _kept(lesson, (), slots, snapshot)
        more = [
            _kept(
                _lesson("preference", subject, means, {**slots}, snapshot, transcript, new_id),
                (),
                slots,
                snapshot,
            )
            for subject, means in slots.get("also", ())
        ]
        return replace(kept, steps=(*kept.steps, *(step for each in more for step in each.steps)))
    if missed or len(resolutions) < 2:
        return Decline("not_understood")
    level = level_of(resolutions[1], slots, snapshot, transcript, new_id)
    if isinstance(level, Decline):
        return Decline("not_teachable", {"why": "unable", "phrase": "", "because": level})
    return _kept(level, (), slots, snapshot)


def level_of(
    resolution: Resolution, slots: Any, snapshot: Snapshot, transcript: Transcript, new_id: due.NewId
) -> Lesson | Decline:  # fmt: skip
    """A liking from the command that would set it."""
    values = {k: v for k, v in resolution.reading.slots.items() if k not in NOT_LEVELS}
    if resolution.problem not in (None, "ambiguous") or not values or "step" in values:
        return Decline("not_understood")
    named = any(p.name or p.noun or p.area or p.here or p.ids for p in resolution.reading.phrases)
    room = next((p.area for p in resolution.reading.phrases if p.area), None)
    climate = resolution.reading.intent == "HassClimateSetTemperature"
    devices = [snapshot.devices[t] for t in resolution.targets if t in snapshot.devices]
    means = _in_words(values)
    lesson = _lesson(
        "preference",
        "temperature" if climate else "level",
        means,
        slots,
        snapshot,
        transcript,
        new_id,
    )
    if not named or (climate and not devices):
        return replace(lesson, slots=values, area=room)
    return replace(lesson, slots=values, targets=(tuple(d.id for d in devices),), area=room)


def _in_words(values: dict[str, Any]) -> str:
    parts = []
    for key, value in values.items():
        if key == "brightness" or key in ("position", "percentage", "volume_level"):
            parts.append(f"{float(value):g} percent")
        elif key == "temperature":
            parts.append(f"{value:g} degrees" if isinstance(value, float) else f"{value} degrees")
        elif key != "rgb_color":
            parts.append(str(value))
    return " and ".join(dict.fromkeys(parts))


# --- getting to know somebody ---------------------------------------------------------------------


def _interview(
    resolutions: Sequence[Resolution], missed: bool, snapshot: Snapshot, transcript: Transcript,
    new_id: due.NewId,
) -> Decision:  # fmt: skip
    slots = resolutions[0].reading.slots
    kept: tuple[Step, ...] = ()
    if slots.get("subject"):
        lesson = _answered(resolutions, missed, snapshot, transcript, new_id)
        kept = (LessonChange("add", (lesson,)),) if lesson is not None else ()
    left = slots.get("left")
    following = open_subjects(snapshot, transcript) if left is None else tuple(left)
    asked = int(slots.get("asked", 0))
    if not following or asked >= QUESTIONS_MAX:
        return Act((*kept, Answer("interviewed", {"asked": asked})))
    subject, *rest = following
    again = _with(resolutions[0], subject=subject, left=tuple(rest), asked=asked + 1, means=None)
    return Ask("missing", (), (again,), 0, "preference", steps=kept)


def open_subjects(snapshot: Snapshot, transcript: Transcript) -> tuple[str, ...]:
    """What this person has not told yet and this home has a use for."""
    known = {one.phrase for one in snapshot.lessons if one.person == transcript.person}
    domains = {d.domain for d in snapshot.devices.values()}
    stations = any(i.kind == "radio_station" for i in snapshot.household.catalog)
    useful = {
        "music": "media_player" in domains, "temperature": "climate" in domains,
        "radio station": stations, "evening light": "light" in domains, "name": True,
    }  # fmt: skip
    return tuple(s for s in INTERVIEW if useful[s] and s not in known)


def _answered(
    resolutions: Sequence[Resolution], missed: bool, snapshot: Snapshot, transcript: Transcript,
    new_id: due.NewId,
) -> Lesson | None:  # fmt: skip
    slots = resolutions[0].reading.slots
    subject, means = str(slots["subject"]), str(slots.get("means") or "")
    if not means:
        return None
    if slots.get("level") or subject in ("temperature", "evening light"):
        if missed or len(resolutions) < 2:
            return None
        hours = {"evening light": Condition(hours=(17, 23), words="in the evening")}
        level = level_of(
            resolutions[1], {"condition": hours.get(subject)}, snapshot, transcript, new_id
        )
        return None if isinstance(level, Decline) else level
    return _lesson("preference", subject, means, {}, snapshot, transcript, new_id)


# --- telling and forgetting -----------------------------------------------------------------------


def _own(snapshot: Snapshot, transcript: Transcript) -> tuple[Lesson, ...]:
    """What somebody may hear of: their own, and what is everybody's."""
    if is_guest(snapshot, transcript):
        return ()
    return tuple(reversed(owned(snapshot.lessons, transcript.person)))


def _tell(reading: Reading, snapshot: Snapshot, transcript: Transcript) -> Decision:
    mine = _own(snapshot, transcript)
    if "subject" in reading.slots:
        subject = str(reading.slots["subject"])
        found = [one for one in mine if one.id == reading.slots.get("lesson")]
        return Act((Answer("favourite", {"subject": subject, "lessons": tuple(found)}),))
    what = reading.slots.get("what")
    if what == "all":
        own = tuple(one for one in mine if one.person == transcript.person)
        return Act((Answer("lessons", {"lessons": own}),))
    found = [one for one in mine if one.id == reading.slots.get("lesson")]
    return Act((Answer("lessons", {"lessons": tuple(found), "what": what}),))


def _who(reading: Reading, snapshot: Snapshot, transcript: Transcript) -> Decision:
    wanted = reading.slots.get("lesson")
    mine = _own(snapshot, transcript)
    found = next((one for one in mine if one.id == wanted), None)
    if found is None and not reading.slots.get("what"):
        found = mine[-1] if mine else None
    if found is None:
        return Act((Answer("who_taught", {}),))
    person = snapshot.person(found.taught_by or found.person)
    return Act(
        (
            Answer(
                "who_taught",
                {
                    "lesson": found,
                    "name": person.name if person else None,
                    "you": person is not None and person.id == transcript.person,
                    "at": datetime.fromtimestamp(found.at, snapshot.zone),
                },
            ),
        )
    )


def _forget(reading: Reading, snapshot: Snapshot, transcript: Transcript) -> Decision:
    if is_guest(snapshot, transcript):
        return Decline("not_for_me", why=("the voice was not recognised",))
    mine = tuple(one for one in snapshot.lessons if one.person in (None, transcript.person))
    what = reading.slots.get("what")
    if what == "all":
        gone = tuple(one for one in mine if one.person == transcript.person)
        if not gone:
            return Decline("already_gone", {"what": "lesson"})
        forget = Act((LessonChange("forget", gone), Answer("forgotten", {"lessons": gone})))
        return Confirm(forget, "R2", why=("all of it would be gone",))
    if what == "last":
        return forget_last(snapshot, transcript) or Decline("already_gone", {"what": "lesson"})
    ids = reading.slots.get("lessons", ())
    gone = tuple(one for one in mine if one.id in ids)
    if gone:
        return Act((LessonChange("forget", gone), Answer("forgotten", {"lessons": gone})))
    others = next((one for one in snapshot.lessons if one.id in ids), None)
    if others is not None:
        person = snapshot.person(others.person)
        return Decline(
            "not_teachable", {"why": "theirs", "name": person.name if person else "somebody else"}
        )
    return Decline("already_gone", {"what": "lesson"})


def spoken_of(steps: Sequence[Step], snapshot: Snapshot, transcript: Transcript) -> Act | None:
    """ "Forget that", said of a lesson that was just taught, or just told of."""
    for step in steps:
        told = step.facts if isinstance(step, Answer) else {}
        lessons = (told.get("lesson"), *(told.get("lessons") or ()))
        ids = {one.id for one in lessons if isinstance(one, Lesson)}
        gone = tuple(
            one
            for one in snapshot.lessons
            if one.id in ids and one.person in (None, transcript.person)
        )
        if len(gone) == 1:
            return Act((LessonChange("forget", gone), Answer("forgotten", {"lessons": gone})))
    return None


def forget_last(snapshot: Snapshot, transcript: Transcript) -> Act | None:
    """Take back the lesson of the last minutes, and bring back what it replaced."""
    recent = [
        one
        for one in snapshot.lessons
        if one.person == transcript.person and snapshot.now.timestamp() - one.at <= JUST_S
    ]
    if not recent:
        return None
    gone = (recent[-1],)
    return Act((LessonChange("forget", gone), Answer("forgotten", {"lessons": gone})))


# --- offering to be taught ------------------------------------------------------------------------

FAILED = frozenset({"not_understood", "no_such_device", "not_found"})
AGAIN_S = 600.0  # The same goal, failed twice within ten minutes.
ALIKE = 0.5  # Share of words that two tries at one goal have in common.
MODE = re.compile(
    r"^(?:please |can you |could you )?(?:set|put|switch|change|turn|make|give me|activate|start|go|do|run|use|enter) (?:.+ )?(?:to |into |in |on )?(?P<word>[a-z]+) (?:mode|mood|setting|lighting|vibe)(?: please| now)?$"
)
"""A known frame around a word that is not known: "set the lights to study mode"."""
RISKY = re.compile(
    r"\b(?:un ?lock|open|disarm|oven|stove|garage|gate|door|alarm|buy|order|call|pay)\b"
)
COURTESY = re.compile(r"^(?:please |(?:can|could|would|will) you (?:please )?|hey |ok |okay )+| (?:please|thanks|thank you)$")  # fmt: skip
HEARD_WELL = 0.7


def offer(
    decline: Decline, interpretation: Interpretation, snapshot: Snapshot, transcript: Transcript
) -> Ask | None:
    """Ask to be taught, where the same goal failed before or only one word was unknown.

    At most once a day for each person, and less often who does not want it; never of risky acts.
    """
    text = " ".join(w for w in interpretation.text.split() if w != ",")
    text = COURTESY.sub("", text)
    heard = min(transcript.confidence, transcript.wake)
    if decline.reason not in FAILED or heard < HEARD_WELL or RISKY.search(text):
        return None
    if _refused(snapshot, transcript) or not 1 < len(text.split()) <= PHRASE_WORDS_MAX:
        return None
    mode = MODE.match(text)
    if mode is None and not _failed_before(text, snapshot, transcript):
        return None
    if not may_offer(snapshot, transcript):
        return None
    phrase = f"{mode['word']} mode" if mode is not None and text.endswith("mode") else text
    clause = Clause(interpretation.text, (Reading("Teach"),))
    slots = {"phrase": phrase, "pending": True, "asked_in": text}
    if decline.reason == "no_such_device" and str(decline.facts.get("name") or "") in text:
        slots["named"] = decline.facts.get("name")
    lesson = Resolution(clause, Reading("Teach", slots))
    return Ask("missing", (), (lesson,), 0, "means", why=decline.why)


def _failed_before(text: str, snapshot: Snapshot, transcript: Transcript) -> bool:
    """Whether this was tried in like words a moment ago, and came to nothing."""
    said = set(text.split())
    for turn in reversed(snapshot.turns):
        if (snapshot.now - turn.at).total_seconds() > AGAIN_S:
            return False
        if not same_talk(turn, transcript) or not isinstance(turn.decision, Decline):
            continue
        before = {w for w in turn.interpretation.text.split() if w != ","}
        if turn.decision.reason in FAILED and len(said & before) >= ALIKE * len(said | before):
            return True
    return False


def may_offer(snapshot: Snapshot, transcript: Transcript) -> bool:
    """Once a day; after n refusals in a row, once in 2^n days."""
    refusals, last = 0, None
    turns = snapshot.turns
    for turn, following in zip(turns, (*turns[1:], None)[: len(turns)], strict=True):
        asked = turn.decision
        if turn.transcript.person != transcript.person or not isinstance(asked, Ask):
            continue
        pending = asked.slot == "means" and asked.resolutions[0].reading.slots.get("pending")
        if not pending and asked.slot != "keep":
            continue
        taken = following is not None and following.interpretation.intent in ("Teach", "Prefer")
        refusals, last = 0 if taken else refusals + 1, turn.at
    if last is None:
        return True
    days = (snapshot.now.date() - last.astimezone(snapshot.zone).date()).days
    return bool(days >= max(1, 2 ** (refusals - 1)))
