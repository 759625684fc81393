"""Facts that were asked for -> the sentence that tells them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from context.agenda import AgendaItem, Recurrence
from context.snapshot import Snapshot
from context.turn import AgendaChange, Answer
from gateway.languages import OWN, is_own
from gateway.speak import native
from gateway.speak.times import clock, duration, moment
from gateway.speak.wording import enumerate_names, infinitive, sentence, the

NAMES_MAX = 8
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STATE_WORDS = {"not_home": "away", "on": "on", "off": "off", "heat": "heating", "cool": "cooling", "heat_cool": "heating or cooling",
               "fan_only": "on fan", "not known": "not known"}  # fmt: skip


def say(answer: Answer, snapshot: Snapshot) -> str:
    """One answer in words."""
    return ANSWERS[answer.kind](answer.facts, snapshot)


# --- states ---------------------------------------------------------------------------------------


def _holding(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    question, state = facts["question"], STATE_WORDS.get(facts["state"], facts["state"])
    yes, no, unknown = facts["yes"], facts["no"], facts["unknown"]
    if not yes and not no:
        return sentence(f"I can't tell: {enumerate_names([the(n) for n in unknown[:NAMES_MAX]], 'and')} "
                        f"{'is' if len(unknown) == 1 else 'are'} unavailable") if unknown else "I found nothing like that."  # fmt: skip
    if facts["sensed"] == "occupancy" and facts["state"] == "off":
        words = _are(yes, "empty") if yes else _are(no, "in use")
        return sentence(f"{'Yes' if yes else 'No'}, {words}")
    if facts["sensed"] and facts["state"] == "on":
        return _sensed(facts)
    if question == "how_many":
        return _how_many(len(yes), facts, state)
    if question == "which":
        return _listed(yes, state, facts)
    if question == "all":
        if unknown and not no:
            return sentence(
                f"All that I can tell of, but {enumerate_names([the(n) for n in unknown[:NAMES_MAX]], 'and')} {'is' if len(unknown) == 1 else 'are'} unavailable"
            )
        return "Yes, all of them." if not no else sentence(f"No, {_are(no, 'not ' + state)}")
    if question == "any" or len(yes) + len(no) > 1:
        return (
            sentence(f"Yes, {_are(yes, state)}")
            if yes
            else sentence(f"No, {_none_of(facts, state)}")
        )
    if yes:
        return sentence(f"Yes, {_are(yes, state)}")
    opposite = {
        "on": "off",
        "off": "on",
        "open": "closed",
        "closed": "open",
        "locked": "unlocked",
        "unlocked": "locked",
    }
    return sentence(f"No, {_are(no, opposite.get(state, f'not {state}'))}")


def _are(names: Sequence[str], state: str) -> str:
    shown = [the(n) for n in names[:NAMES_MAX]]
    more = f" and {len(names) - NAMES_MAX} more" if len(names) > NAMES_MAX else ""
    joined = ", ".join(shown) + more if more else enumerate_names(shown, "and")
    return f"{joined} {'is' if len(names) == 1 else 'are'} {state}"


def _none_of(facts: Mapping[str, Any], state: str) -> str:
    noun = facts.get("noun")
    if facts["total"] == 1 and facts["no"]:
        return _are(facts["no"], f"not {state}")
    return f"no {noun or 'device'} is {state}"


def _listed(yes: Sequence[str], state: str, facts: Mapping[str, Any]) -> str:
    return sentence(_are(yes, state)) if yes else sentence(_none_of(facts, state))


def _how_many(count: int, facts: Mapping[str, Any], state: str) -> str:
    noun = facts.get("noun") or "device"
    words = (
        f"{count} {noun if count == 1 else _plural(noun)} {'is' if count == 1 else 'are'} {state}"
    )
    names = (
        f": {enumerate_names([the(n) for n in facts['yes'][:NAMES_MAX]], 'and')}"
        if 0 < count <= 3
        else ""
    )
    return sentence(words.replace("0 ", "No ", 1) + names if count == 0 else words + names)


def _plural(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("s", "ch", "sh", "x")) else f"{noun}s"


SENSED = {
    "motion": "movement",
    "occupancy": "somebody",
    "smoke": "smoke",
    "moisture": "water",
    "gas": "gas",
    "sound": "noise",
    "vibration": "vibration",
}


def _sensed(facts: Mapping[str, Any]) -> str:
    kind = facts["sensed"]
    what = SENSED.get(kind if isinstance(kind, str) else "", str(kind))
    if facts["yes"]:
        return sentence(
            f"Yes, {enumerate_names([the(n) for n in facts['yes']], 'and')} {'detects' if len(facts['yes']) == 1 else 'detect'} {what}"
        )
    return sentence(f"No, there is no {what if what != 'somebody' else 'movement'}")


def _states(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    return " ".join(sentence(_state(d)) for d in facts["devices"]) or "I found nothing like that."


def _state(device: Mapping[str, Any]) -> str:
    name, state, attributes = the(device["name"]), device["state"], device["attributes"]
    if state is None:
        return f"{name} is unavailable right now"
    if device["domain"] == "sensor":
        return f"{name} is {state}{_unit(attributes.get('unit_of_measurement'))}"
    if device["domain"] == "binary_sensor" and device["kind"] in (
        "door",
        "window",
        "opening",
        "garage_door",
    ):
        return f"{name} is {'open' if state == 'on' else 'closed'}"
    if device["domain"] == "light" and state == "on" and attributes.get("brightness"):
        return f"{name} is on at {round(attributes['brightness'] / 2.55)} percent"
    if device["domain"] == "climate":
        now = (
            f", it is {attributes['current_temperature']} degrees"
            if attributes.get("current_temperature") is not None
            else ""
        )
        target = (
            f" set to {attributes['temperature']} degrees"
            if attributes.get("temperature") is not None
            else f" {state}"
        )
        return f"{name} is{target}{now}"
    if device["domain"] == "cover" and attributes.get("current_position") not in (None, 0, 100):
        return f"{name} is {state} at {attributes['current_position']} percent"
    if device["domain"] == "media_player" and attributes.get("media_title"):
        return f"{name} is {state}: {attributes['media_title']}"
    return f"{name} is {STATE_WORDS.get(state, str(state).replace('_', ' '))}"


# --- values ---------------------------------------------------------------------------------------


def _values(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    values = facts["values"]
    known = [v for v in values if v["value"] is not None]
    if not known:
        return (
            sentence(f"I don't know, {the(values[0]['name'])} is unavailable")
            if values
            else "I don't know."
        )
    if len(known) == 1:
        return sentence(_one_value(known[0], facts["property"]))
    return sentence(
        enumerate_names(
            [f"{the(v['name'])} {_amount(v, facts['property'])}" for v in known[:NAMES_MAX]], "and"
        )
    )


def _one_value(value: Mapping[str, Any], asked: str) -> str:
    amount = _amount(value, asked)
    if (
        asked in ("temperature", "humidity")
        and value["domain"] in ("sensor", "climate")
        and value["area"]
    ):
        return f"it is {amount}" + (
            f" ({value['name'].lower()})"
            if value["domain"] == "sensor"
            else f" in the {value['area'].lower()}"
        )
    return f"{the(value['name'])} is {'at ' if asked in AT else ''}{amount}"


AT = frozenset({"brightness", "volume", "position", "tilt", "speed", "battery"})


def _amount(value: Mapping[str, Any], asked: str) -> str:
    raw, unit = value["value"], value["unit"]
    match asked:
        case "brightness":
            return (
                f"{round(float(raw) / 2.55)} percent"
                if value["domain"] == "light"
                else f"{raw}{_unit(unit)}"
            )
        case "volume":
            return f"{round(float(raw) * 100)} percent"
        case "position" | "tilt" | "speed":
            return f"{raw} percent"
        case "color_temp":
            return f"{raw} kelvin"
        case "color":
            return _colour(raw)
        case "mode":
            return str(raw).replace("_", " ")
        case _:
            return f"{_number(raw)}{_unit(unit or ('%' if asked in ('humidity', 'battery') else None))}"


def _colour(rgb: Any) -> str:
    named = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0), "orange": (255, 165, 0),
             "purple": (128, 0, 128), "pink": (255, 192, 203), "cyan": (0, 255, 255), "white": (255, 255, 255)}  # fmt: skip
    return min(named, key=lambda n: sum((a - b) ** 2 for a, b in zip(named[n], rgb, strict=False)))


def _number(raw: Any) -> str:
    try:
        value = float(raw)
    except (TypeError, ValueError):
        return str(raw)
    return str(int(value)) if value.is_integer() else str(raw)


def _unit(unit: str | None) -> str:
    words = {
        "°C": " degrees",
        "°F": " degrees",
        "%": " percent",
        "W": " watts",
        "kWh": " kilowatt hours",
        "lx": " lux",
        "ppm": " ppm",
        "hPa": " hectopascal",
        "V": " volts",
    }
    return words.get(unit, f" {unit}") if unit else ""


# --- time, weather, people ------------------------------------------------------------------------


def _date(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    day: datetime = facts["day"]
    lead = "Tomorrow is" if facts.get("offset_days") == 1 else "It is"
    return f"{lead} {DAYS[day.weekday()]}, {day.strftime('%B')} {day.day}, {day.year}."


def _weather(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    where = f" in {facts['place']}" if facts.get("place") else ""
    condition = str(facts.get("condition") or "").replace("-", " ").replace("_", " ")
    temperature = facts.get("temperature")
    degrees = f"{_number(temperature)} degrees" if temperature is not None else ""
    now = " and ".join(p for p in (condition, degrees) if p) or "not known"
    if facts.get("forecast"):
        return sentence(f"I have no forecast, but right now it is {now}{where}")
    asked = facts.get("asked")
    if asked and condition:
        yes = _same_weather(str(asked), condition)
        return sentence(f"{'Yes' if yes else 'No'}, it is {now}{where}")
    return sentence(f"It is {now}{where}")


RAINY = ("rain", "rainy", "pouring", "drizzle", "shower", "lightning rainy")


def _same_weather(asked: str, condition: str) -> bool:
    if asked == "rainy":
        return any(word in condition for word in RAINY)
    return asked.rstrip("y") in condition or condition.rstrip("y") in asked


def _people(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    if not facts["known"]:
        return "I don't know who is at home."
    names = facts["home"]
    return (
        sentence(f"{enumerate_names(names, 'and')} {'is' if len(names) == 1 else 'are'} at home")
        if names
        else "Nobody is at home."
    )


def _whereabouts(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    """What sensors know of people: somebody, and where; a name only where it was asked with one."""
    kind, held, rooms = facts["kind"], facts["held"], [the(r) for r in facts["rooms"]]
    where = f" in {enumerate_names(rooms, 'and')}" if rooms else ""
    who = facts["person"] or "somebody"
    if not facts["known"]:
        return "I have nothing that would tell me."
    if facts["away"] and not held:
        return sentence(f"{'Yes' if kind == 'empty' else 'No'}, {facts['person'] or 'everybody'} is out")  # fmt: skip
    match kind, held:
        case "bed", True:
            return sentence(f"Yes, {who} is in bed, it seems")
        case "bed", False:
            return sentence(f"No, {who if facts['person'] else 'no one'} is {'not ' if facts['person'] else ''}in bed, as far as I can tell")  # fmt: skip
        case "up", True:
            return sentence(f"Yes, {who} is up: something moves{where}")
        case "up", False:
            return sentence(f"No, {who + ' is not up' if facts['person'] else 'I notice no one up'} yet")  # fmt: skip
        case "room", True:
            return sentence(f"Yes, somebody is{where}")
        case "room", False:
            return sentence(f"No, I notice nobody{where}")
        case "empty", True:
            return sentence(f"No, somebody is{where}")
        case "empty", False:
            return "Yes, I notice nobody else."
        case _, True:
            return sentence(f"Yes, somebody is{where}")
        case _:
            return "I notice nobody else."


def _playing(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    players = facts["players"]
    if not players:
        return "Nothing is playing."
    return " ".join(
        sentence(f"{the(p['name'])} {'is playing' if p['state'] == 'playing' else 'is paused at'} {p['title'] or 'something'}{' by ' + p['artist'] if p['artist'] else ''}")
        for p in players
    )  # fmt: skip


def _list(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    items, name, asked = facts["items"], facts["list"], facts.get("asked")
    if asked:
        there = [i for i in items if any(w.casefold().rstrip("s") in i.casefold() for w in asked)]
        return (
            sentence(f"Yes, {enumerate_names(there, 'and')} is on it")
            if there
            else sentence(f"No, that is not on your {name} list")
        )
    if not items:
        return f"Your {name} list is empty."
    count = f"There {'is' if len(items) == 1 else 'are'} {len(items)} item{'s' * (len(items) > 1)} on your {name} list"
    return f"{count}: {enumerate_names(items[:20], 'and')}."


def _unlearned(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    if "count" in facts:
        return f"Okay, I forgot all {facts['count']} things that I had learned."
    return f'Okay, "{facts["text"]}" no longer means "{facts["to"]}".'


REASONS_MAX = 2  # More reasons than this nobody listens to; `ambient why` has them all.


def _why(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    reasons = tuple(getattr(facts["turn"].decision, "why", ()))[:REASONS_MAX]
    heard = facts["turn"].interpretation.text
    if not reasons:
        return sentence(f'you said "{heard}"')
    return sentence(f"because {enumerate_names(reasons, 'and')}")


HAPPENED = {"door": ("opened", "closed"), "window": ("opened", "closed"), "opening": ("opened", "closed"), "garage_door": ("opened", "closed"),
            "gate": ("opened", "closed"), "motion": ("saw somebody move", "went quiet"), "occupancy": ("noticed somebody", "went quiet")}  # fmt: skip
"""What on and off of a sensor of some kind are, as an event."""
STATE_EVENTS = {"on": "went on", "off": "went off", "open": "was opened", "opening": "was opened", "closed": "was closed", "closing": "was closed",
                "locked": "was locked", "unlocked": "was unlocked", "playing": "began to play", "paused": "was paused", "cleaning": "began to clean"}  # fmt: skip


def _event(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    """ "The front door opened a moment ago", "Bram: the espresso machine went on"."""
    sensed = facts["domain"] == "binary_sensor"
    name, state = the(facts["name"]), facts["state"]
    if sensed and "bell" in facts["name"].lower() and state == "on":
        did = "rang"
    elif sensed and facts["kind"] in HAPPENED:
        did = HAPPENED[facts["kind"]][state != "on"]
    else:
        did = STATE_EVENTS.get(state, f"went to {state}")
    minutes = round(facts["ago_s"] / 60)
    ago = "just now" if minutes < 1 else f"{minutes} minute{'s' * (minutes > 1)} ago"
    by = f"; it was {facts['doer']}" if facts["doer"] else ""
    return sentence(f"{name} {did} {ago}{by}")


def _asked_for(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    """What somebody last asked of the devices."""
    done = dict.fromkeys(infinitive(c) for c in facts["commands"])
    names = enumerate_names([the(n) for n in facts["names"][:4]], "and")
    who = facts["doer"] or "somebody"
    return sentence(f"{who} asked me to {enumerate_names(list(done), 'and')} {names}")


def _rang(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    """What rang, and for what."""
    kind, label = facts["kind"], facts["label"]
    if kind == "reminder":
        return sentence(f"it reminded you: {label}")
    if label:
        return sentence(f"that was the {label} {kind}")
    if facts["duration_s"]:
        return sentence(f"that was the timer of {duration(facts['duration_s'])}")
    return sentence(f"that was the alarm of {clock(facts['due'].time())}")


RESPONSES = {
    "hello": "Hello!", "thanks": "You're welcome.", "listening": "I only listen after the wake word, and nothing leaves the house.",
    "data": "Nowhere: everything stays in this house.", "creator": "I am Ambient Gateway, made by people who like their homes private.",
    "night": "Good night.", "leave": "See you later.", "arrive": "Welcome home.",
    "name": "I am Ambient Gateway.", "how": "Fine, thanks.",
    "commands": "You can switch and dim lights, set heating, blinds and fans, ask about sensors, play media, and set timers, alarms, reminders and lists.",
}  # fmt: skip


# --- agenda ---------------------------------------------------------------------------------------


def _agenda(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    kind, items = facts["kind"], facts["items"]
    if not items:
        return {
            "timer": "There is no timer running.",
            "alarm": "There is no alarm set.",
            "reminder": "You have no reminders.",
        }.get(kind, "Nothing is scheduled.")
    return " ".join(sentence(_row(kind, i, snapshot)) for i in items[:5])


def _row(kind: str, item: Mapping[str, Any], snapshot: Snapshot) -> str:
    if kind == "timer":
        name = (
            f"the {item['label']} timer"
            if item["label"]
            else f"the {duration(item['duration_s'] or 0)} timer"
        )
        left = duration(max(0.0, item["left_s"]))
        return f"{name} is paused with {left} left" if item["paused"] else f"{left} left on {name}"
    when = _recurring(item["every"]) or moment(item["due"], snapshot.now)
    if kind == "alarm":
        return f"an alarm is set for {when}"
    if kind == "reminder":
        return f"{when}: {item['label']}"
    return f"{when}: {item['label']}"


def say_agenda(change: AgendaChange, snapshot: Snapshot) -> str:
    """What became of timers, alarms, reminders and delayed commands."""
    if change.op == "silence":
        return "Okay."
    if not change.items:
        return ""
    if len(change.items) > 1:
        return sentence(f"{len(change.items)} {change.items[0].kind}s cancelled")
    item = change.items[0]
    return sentence(AGENDA_OPS[change.op](item, change, snapshot))


def when_due(item: AgendaItem, snapshot: Snapshot) -> str:
    """The moment of an entry, as it stands after a verb: "at 7 am", "every day at noon"."""
    return _on(_recurring(item.every) or moment(item.due.astimezone(snapshot.zone), snapshot.now))


def _added(item: AgendaItem, change: AgendaChange, snapshot: Snapshot) -> str:
    when = _recurring(item.every) or moment(item.due.astimezone(snapshot.zone), snapshot.now)
    match item.kind:
        case "timer":
            return f"{_timer(item)} started"
        case "alarm":
            return f"alarm set for {when}"
        case "reminder":
            return f"I will remind you {_on(when)} to {item.label}"
        case _:
            return f"okay, I will do that {_on(when)}"


def _on(when: str) -> str:
    return when if when.startswith(("in ", "every", "on ", "at ", "tomorrow")) else f"at {when}"


def _timer(item: AgendaItem) -> str:
    spoken = duration(item.duration_s or 0).replace(",", "").replace(" and", "")
    length = re.sub(r"(?<=hour|nute|cond)s\b|(?<= day)s\b", "", spoken)
    return f"{length} {item.label} timer" if item.label else f"{length} timer"


def _shifted(item: AgendaItem, change: AgendaChange, snapshot: Snapshot) -> str:
    left = max(0.0, item.left_s(snapshot.now) + change.shift_s)
    return f"{duration(left)} left on the timer"


AGENDA_OPS: Mapping[str, Callable[[AgendaItem, AgendaChange, Snapshot], str]] = {
    "add": _added,
    "cancel": lambda i, c, s: f"{_timer(i) if i.kind == 'timer' else 'that ' + ('command' if i.kind == 'command' else i.kind)} cancelled",
    "pause": lambda i, c, s: f"{_timer(i)} paused",
    "resume": lambda i, c, s: f"{_timer(i)} resumed",
    "shift": _shifted,
}  # fmt: skip


def _recurring(every: Recurrence | None) -> str:
    if every is None:
        return ""
    if every.at is None:
        return f"every {duration(every.interval_s or 86_400)}"
    days = sorted(every.weekdays)
    if len(days) == 7:
        named = "day"
    elif days == [0, 1, 2, 3, 4]:
        named = "weekday"
    elif days == [5, 6]:
        named = "weekend day"
    else:
        named = enumerate_names([DAYS[d] for d in days], "and")
    return f"every {named} at {clock(every.at)}"


def due(item: AgendaItem, language: str = OWN) -> str:
    """What is said when something falls due."""
    if not is_own(language):
        return native.due(item, language)
    match item.kind:
        case "timer":
            return (
                f"Time's up: the {item.label} timer is done."
                if item.label
                else "Time's up: your timer is done."
            )
        case "alarm":
            return f"This is your alarm: {item.label}." if item.label else "This is your alarm."
        case "reminder":
            return f"Reminder: {item.label}."
        case _:
            return ""


def planned_late(names: str, language: str = OWN) -> str:
    """That a planned command was left, as its time had passed."""
    if not is_own(language):
        return native.late(names, language)
    return f"I was away when it was time for {names}, so I left it."


def planned_silent(names: str, language: str = OWN) -> str:
    """That a planned command showed nothing."""
    if not is_own(language):
        return native.silent(names, language)
    return f"I could not confirm what was planned: {names}."


def _compared(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    """ "Yes, it is 26 degrees", "No, the kitchen is 20 degrees and Mia's room is 21 degrees"."""
    said = _values(facts, snapshot)
    if facts["holds"] is None:
        return said
    return f"{'Yes' if facts['holds'] else 'No'}, {said[:1].lower()}{said[1:]}"


def _unmet(facts: Mapping[str, Any], snapshot: Snapshot) -> str:
    """Why nothing was done: how it is."""
    said = re.sub("^(?:Yes|No), ", "", say(Answer(facts["kind"], facts["facts"]), snapshot))
    return f"I did nothing: {said[:1].lower()}{said[1:]}"


ANSWERS: Mapping[str, Callable[[Mapping[str, Any], Snapshot], str]] = {
    "holding": _holding, "compared": _compared, "unmet": _unmet, "states": _states, "values": _values, "date": _date, "weather": _weather, "people": _people, "whereabouts": _whereabouts, "playing": _playing,
    "list": _list, "agenda": _agenda, "why": _why, "unlearned": _unlearned, "event": _event, "asked": _asked_for, "rang": _rang, "time": lambda f, s: f"It is {clock(f['now'].time())}.",
    "said": lambda f, s: f["text"] or "I did not say anything.", "respond": lambda f, s: RESPONSES.get(f["kind"], "Hello!"),
}  # fmt: skip
