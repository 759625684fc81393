"""Replies in any language but English: Home Assistant's own texts, with what was done and learned.

The package says "Licht eingeschaltet" for each intent and "das habe ich nicht verstanden" for each
failure, in every language. What it has no text for is said in a few words of `PHRASES`, or by names
alone, which every language shares; never in English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from context.agenda import AgendaItem
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
    Reading,
    Resolution,
)
from devices.model import Command, nothing
from gateway.languages import package_language
from gateway.replies import Replies, replies

NAMES_MAX = 6
ENDS = ".!?\u3002\uff1f\uff01"  # The last three are Chinese and Japanese.

PHRASES: Mapping[str, Mapping[str, str]] = {
    "de": {"sure": "Wirklich: {0}?", "which": "Was davon: {0}?", "missing": "Bitte genauer.", "silent": "{0} hat nicht geantwortet.",
           "away": "{0} ist gerade nicht erreichbar.", "stranger": "Das mache ich nur für eine Stimme, die ich kenne.", "timer": "Der Timer ist abgelaufen.",
           "alarm": "Der Wecker klingelt.", "late": "Dafür war es zu spät: {0}.", "or": " oder ", "empty": "Da ist nichts."},
    "fr": {"sure": "Vraiment : {0} ?", "which": "Lequel : {0} ?", "missing": "Plus précisément, s'il te plaît.", "silent": "{0} n'a pas répondu.",
           "away": "{0} n'est pas joignable.", "stranger": "Je ne le fais que pour une voix que je connais.", "timer": "Le minuteur est terminé.",
           "alarm": "C'est l'heure du réveil.", "late": "Il était trop tard : {0}.", "or": " ou ", "empty": "Il n'y a rien."},
    "es": {"sure": "¿Seguro: {0}?", "which": "¿Cuál: {0}?", "missing": "Más exactamente, por favor.", "silent": "{0} no ha respondido.",
           "away": "{0} no está disponible.", "stranger": "Solo lo hago para una voz que conozco.", "timer": "El temporizador ha terminado.",
           "alarm": "Suena la alarma.", "late": "Ya era tarde: {0}.", "or": " o ", "empty": "No hay nada."},
    "ko": {"sure": "정말 할까요: {0}?", "which": "어느 것인가요: {0}?", "missing": "조금 더 자세히 말해 주세요.", "silent": "{0} 응답이 없습니다.",
           "away": "{0} 연결할 수 없습니다.", "stranger": "아는 목소리일 때만 할 수 있습니다.", "timer": "타이머가 끝났습니다.",
           "alarm": "알람입니다.", "late": "너무 늦어서 하지 않았습니다: {0}.", "or": ", ", "empty": "아무것도 없습니다."},
}  # fmt: skip
NAMELESS: Mapping[str, str] = {"sure": "{0}?", "which": "{0}?", "or": " / ", "late": "{0}: \u2013"}
"""The same for languages without a table, where words can be done without."""
IN_PLACE_OF: Mapping[str, str] = {
    "missing": "no_intent", "silent": "handle_error", "away": "handle_error",
    "stranger": "handle_error", "timer": "", "alarm": "", "empty": "no_domain",
}  # fmt: skip
"""The package's own error that comes nearest to a phrase."""
PRODUCT = ("Home Assistant", "Ambient Gateway")


@dataclass(frozen=True)
class Told:
    """A state as Home Assistant's templates look at it."""

    state: str
    name: str = ""
    unit: str = ""
    entity_id: str = ""
    attributes: Mapping[str, Any] = field(default_factory=nothing)

    @property
    def domain(self) -> str:
        """`light` of `light.hall`."""
        return self.entity_id.partition(".")[0]

    @property
    def state_with_unit(self) -> str:
        """The state, and what it is measured in."""
        return f"{self.state} {self.unit}".strip()


class Voice:
    """What is said in one language."""

    def __init__(self, tag: str) -> None:
        self.replies: Replies = replies(tag)
        self._phrases = PHRASES.get(package_language(tag).split("-")[0], {})

    def phrase(self, key: str, *names: str) -> str:
        """One of `PHRASES`, or what comes nearest to it."""
        known = self._phrases.get(key) or NAMELESS.get(key)
        if known is not None:
            return known.format(*names)
        told = self.replies.of_error(IN_PLACE_OF[key]) if IN_PLACE_OF[key] else "\u2013"
        return sentence(": ".join(n for n in (*names, told) if n))

    def join(self, names: Sequence[str], joiner: str | None = None) -> str:
        """a, b and c."""
        shown = list(dict.fromkeys(names))[:NAMES_MAX]
        if len(shown) < 2:
            return "".join(shown)
        between = self.replies.joiner if joiner is None else joiner
        return f"{', '.join(shown[:-1])}{between}{shown[-1]}"

    def error(self, key: str, **facts: Any) -> str:
        """Why something was not done, by Home Assistant's key."""
        told = self.replies.of_error(key, **facts) or self.replies.of_error("handle_error")
        return sentence(told)


def phrase(
    decision: Decision, outcome: Outcome, resolutions: Sequence[Resolution], snapshot: Snapshot
) -> str:
    """The reply to a turn, in the home's language."""
    voice = Voice(snapshot.household.language)
    match decision:
        case Ask(kind="which"):
            return voice.phrase(
                "which", voice.join([c.name for c in decision.choices], voice.phrase("or"))
            )
        case Ask():
            return voice.phrase("missing")
        case Confirm():
            steps = decision.act.steps
            planned = [i for s in steps if isinstance(s, AgendaChange) for i in s.items]
            commands = [s for s in steps if isinstance(s, Command)]
            commands += [c for item in planned for c in item.commands]
            names = [_name(c.entity_id, snapshot) for c in commands]
            return voice.phrase("sure", voice.join(names))
        case Decline():
            return _declined(decision, resolutions, voice)
        case Act():
            return _done(decision, outcome, resolutions, snapshot, voice)
        case _:
            return voice.error("no_intent")


def sentence(text: str) -> str:
    """With a capital, in scripts whose sentences begin with one, and a full stop.

    >>> sentence("geöffnet"), sentence("")
    ('Geöffnet.', '')
    """
    text = text.strip()
    if not text:
        return ""
    return text[:1].title() + text[1:] + ("" if text[-1] in ENDS else ".")


def _name(entity_id: str, snapshot: Snapshot) -> str:
    device = snapshot.devices.get(entity_id)
    return device.name if device else entity_id.partition(".")[2].replace("_", " ")


# --- declining ------------------------------------------------------------------------------------


def _declined(decline: Decline, resolutions: Sequence[Resolution], voice: Voice) -> str:
    """Why nothing was done."""
    facts = decline.facts
    slots = resolutions[0].reading.slots if resolutions else {}
    what = str(facts.get("what") or "")
    name = facts.get("name") or next(iter(facts.get("names") or ()), None)
    match decline.reason:
        case "not_understood":
            return voice.error("no_intent")
        case "no_such_area":
            return voice.error("no_area", area=name)
        case "no_such_device" | "nothing_there":
            return _not_there(slots, voice)
        case "already_gone" | "not_found" if what == "timer":
            return voice.error("timer_not_found")
        case "not_found" if name:
            return voice.error("no_entity", entity=name)
        case "already_gone" | "not_found":
            return voice.phrase("empty")
        case "unavailable":
            return voice.phrase("away", voice.join(facts.get("names") or ()))
        case "cancelled":
            return sentence(voice.replies.of_intent("HassNevermind", "default")) or "OK."
        case "not_for_me":
            return voice.phrase("stranger")
        case _:
            return voice.error("feature_not_supported")


def _not_there(slots: Mapping[str, Any], voice: Voice) -> str:
    """The place that was named has no such device, or the home has none."""
    facts = {
        "entity": slots.get("name"), "area": slots.get("area"), "floor": slots.get("floor"),
        "domain": slots.get("domain"), "device_class": slots.get("device_class"),
    }  # fmt: skip
    sort = "entity" if facts["entity"] else "device_class" if facts["device_class"] else "domain"
    if not isinstance(facts[sort], str):
        facts[sort] = None
    place = "_in_area" if facts["area"] else "_in_floor" if facts["floor"] else ""
    told = voice.error(f"no_{sort}{place}", **facts)
    untranslated = sort != "entity" and str(facts[sort]) in told
    return voice.phrase("empty") if untranslated else told


# --- done -----------------------------------------------------------------------------------------


def _done(
    act: Act, outcome: Outcome, resolutions: Sequence[Resolution], snapshot: Snapshot, voice: Voice
) -> str:
    if outcome.error == "broker_down":
        return voice.error("handle_error")
    by_entity: dict[str, list[Confirmation]] = {}
    for confirmation in outcome.confirmations:
        by_entity.setdefault(confirmation.command.entity_id, []).append(confirmation)
    answers = iter([s for s in act.steps if isinstance(s, Answer)])
    changes = iter([s for s in act.steps if isinstance(s, AgendaChange | ListChange)])
    parts: list[str] = []
    for resolution in resolutions:
        done = [c for t in resolution.targets for c in by_entity.get(t, ())]
        done = done or (list(outcome.confirmations) if len(resolutions) == 1 else [])
        if done:
            parts += _commands(resolution, done, snapshot, voice)
        elif _asks(resolution.reading):
            parts.append(_answer(resolution.reading, next(answers, None), snapshot, voice))
        else:
            parts.append(_changed(resolution.reading, next(changes, None), voice))
    parts += [_declined(d, resolutions, voice) for d in act.declined]
    return " ".join(dict.fromkeys(p for p in parts if p)) or "OK."


def _asks(reading: Reading) -> bool:
    return reading.intent in QUESTIONS


QUESTIONS = frozenset(
    """HassGetState HassClimateGetTemperature HassGetCurrentTime HassGetCurrentDate HassGetWeather
    HassTimerStatus HassRespond ListQuery MediaQuery""".split()  # noqa: SIM905 - a table of words
)


def _commands(
    resolution: Resolution, done: Sequence[Confirmation], snapshot: Snapshot, voice: Voice
) -> list[str]:
    """What was done, told apart by whether it showed."""
    names = {
        status: voice.join(
            [_name(c.command.entity_id, snapshot) for c in done if c.status == status]
        )
        for status in ("confirmed", "unconfirmed", "unavailable", "failed")
    }
    parts = []
    if names["confirmed"]:
        reading = resolution.reading
        called = names["confirmed"]
        slots = {**reading.slots, "name": called, "device_class": called, "media": True}
        key = reading.response or "default"
        first = next(c.command.entity_id for c in done if c.status == "confirmed")
        state = Told("", called, entity_id=first)
        told = voice.replies.of_intent(reading.intent, key, slots=slots, state=state)
        parts.append(sentence(told) or "OK.")
    if names["unconfirmed"]:
        parts.append(voice.phrase("silent", names["unconfirmed"]))
    if names["unavailable"]:
        parts.append(voice.phrase("away", names["unavailable"]))
    if names["failed"]:
        parts.append(voice.error("feature_not_supported"))
    return parts


CLOCK = frozenset({"hours", "minutes", "seconds"})
"""Slots that the package's texts take as words, as they were said."""


def _changed(reading: Reading, change: AgendaChange | ListChange | None, voice: Voice) -> str:
    """What became of timers and lists."""
    slots = {k: str(v) if k in CLOCK else v for k, v in reading.slots.items()}
    intent, key = reading.intent, reading.response or "default"
    if isinstance(change, ListChange):
        slots["item"] = voice.join(change.items)
    elif change is not None:
        slots["canceled"] = len(change.items)
        if any(item.kind == "command" for item in change.items):
            intent, key = "HassStartTimer", "command"
            left = round(change.items[0].left_s(change.items[0].created_at or change.items[0].due))
            slots |= {k: str(v) for k, v in _clock_parts(left).items() if v}
    return sentence(voice.replies.of_intent(intent, key, slots=slots)) or "OK."


# --- answers --------------------------------------------------------------------------------------


def _answer(reading: Reading, answer: Answer | None, snapshot: Snapshot, voice: Voice) -> str:
    facts = answer.facts if answer is not None else {}
    intent, key = reading.intent, reading.response or "default"
    slots = dict(reading.slots)
    state = Told("unknown")
    query: Mapping[str, Sequence[Told]] = {"matched": (), "unmatched": ()}
    match answer.kind if answer is not None else "":
        case "time":
            slots["time"] = facts["now"].time()
        case "date":
            slots["date"] = facts["day"].date()
        case "weather":
            degrees, unit = _number(facts.get("temperature")), f"°{facts.get('unit') or 'C'}"
            measured = {"temperature": degrees, "temperature_unit": unit}
            state = Told(str(facts.get("condition") or ""), attributes=measured)
        case "agenda":
            slots["timers"] = [_timer(item) for item in facts["items"]]
        case "holding":
            query = {
                "matched": [Told(str(facts["state"]), n) for n in facts["yes"]],
                "unmatched": [Told(str(facts["state"]), n) for n in facts["no"]],
            }
            state = _first_state(
                [*facts.get("yes_ids", ()), *_ids_of(facts["no"], snapshot)], snapshot
            )
        case "values":
            state = _value(facts["values"])
        case "states":
            devices = facts["devices"]
            state = _fact(devices[0]) if devices else state
        case "list":
            return sentence(voice.join(facts["items"])) or voice.phrase("empty")
        case _:
            pass
    slots.setdefault("name", state.name)

    def state_attr(_: str, name: str) -> Any:
        return state.attributes.get(name)

    told = voice.replies.of_intent(
        intent, key, slots=slots, state=state, query=query, state_attr=state_attr
    )
    if not told and intent == "HassGetState":
        told = f"{state.name}: {state.state_with_unit}"
    return sentence(told.replace(*PRODUCT)) or "OK."


def _ids_of(names: Sequence[str], snapshot: Snapshot) -> list[str]:
    return [d.id for d in snapshot.devices.values() if d.name in names]


def _first_state(ids: Sequence[str], snapshot: Snapshot) -> Told:
    for entity_id in ids:
        now = snapshot.states.get(entity_id)
        if now is not None:
            name = _name(entity_id, snapshot)
            return Told(now.state, name, "", entity_id, now.attributes)
    return Told("unknown")


def _value(values: Sequence[Mapping[str, Any]]) -> Told:
    """What was measured, wherever a template looks for it."""
    known = [value for value in values if value["value"] is not None]
    if not known:
        return Told("unavailable", attributes={})
    first = known[0]
    number = _number(first["value"])
    carried = {"current_temperature": number, "temperature": number}
    return Told(str(number), first["name"], first["unit"] or "", first["id"], carried)


def _number(value: Any) -> Any:
    """7.0 as 7; what is no number as it is.

    >>> _number(7.0), _number("7.5")
    (7, '7.5')
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _fact(device: Mapping[str, Any]) -> Told:
    state = device["state"]
    unit = str(device["attributes"].get("unit_of_measurement") or "")
    name, domain = device["name"], device["domain"]
    return Told(state or "unavailable", name, unit, f"{domain}.", device["attributes"])


ROUNDED_TO = ((60, 1), (600, 10), (float("inf"), 60))
"""Below so many seconds that are left, they are told in steps of so many."""


def _timer(item: Mapping[str, Any]) -> dict[str, Any]:
    """A timer with the keys that Home Assistant's templates ask for."""
    left, whole = max(0, round(item["left_s"])), round(item["duration_s"] or 0)
    step = next(step for below, step in ROUNDED_TO if left < below)
    shown = (left + step // 2) // step * step
    return {
        "name": item["label"], "is_active": not item["paused"], "total_seconds_left": left,
        **{f"{unit}_left": value for unit, value in _clock_parts(left).items()},
        **{f"rounded_{unit}_left": value for unit, value in _clock_parts(shown).items()},
        **{f"start_{unit}": value for unit, value in _clock_parts(whole).items()},
    }  # fmt: skip


def _clock_parts(seconds: int) -> dict[str, int]:
    """Hours, minutes and seconds.

    >>> _clock_parts(3725)
    {'hours': 1, 'minutes': 2, 'seconds': 5}
    """
    return {"hours": seconds // 3600, "minutes": seconds % 3600 // 60, "seconds": seconds % 60}


# --- unasked --------------------------------------------------------------------------------------


def due(item: AgendaItem, language: str) -> str:
    """What is said when something falls due."""
    voice = Voice(language)
    if item.kind == "command":
        return ""
    told = voice.phrase(item.kind) if item.kind in ("timer", "alarm") else ""
    return " ".join(sentence(part) for part in (item.label or "", told) if part)


def late(names: str, language: str) -> str:
    """That a planned command was left, as its time had passed."""
    return Voice(language).phrase("late", names)


def silent(names: str, language: str) -> str:
    """That a planned command showed nothing."""
    return Voice(language).phrase("silent", names)
