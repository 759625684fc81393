"""A sentence with what has to come of it, and whether an answer is that.

A system answers as `ambient parse --jsonl` does. Right is an answer with the intent, the targets and
the values that were wanted; anything else that would be acted on is a wrong act; no intent is a
refusal. Of talk and of what cannot be done, every act is a false accept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Verdict = Literal["right", "slots", "wrong", "asked", "refused", "silent", "accepted"]
"""`slots`: the right intent, but with other targets or values: as wrong an act as another intent."""

SAME: Mapping[str, str] = {
    "HassOpenCover": "HassTurnOn",
    "HassCloseCover": "HassTurnOff",
    "HassShoppingListAddItem": "HassListAddItem",
    "HassShoppingListCompleteItem": "HassListCompleteItem",
    "HassListRemoveItem": "HassListCompleteItem",
    "HassMediaPlayPause": "HassMediaPause",
    "HassGetCurrentDate": "HassGetCurrentTime",
    "HassVacuumCleanArea": "HassVacuumStart",
}
"""Intents that corpora and peers name differently, or that a coarse label does not tell apart."""


@dataclass(frozen=True)
class Command:
    """One thing that was wanted."""

    intents: tuple[str, ...]
    """Any of these."""
    targets: tuple[str, ...] | None = None
    """Entity ids, all of them; None when the source does not tell."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Slots with their values: numbers within 1, text regardless of case."""


@dataclass(frozen=True)
class Asked:
    """One sentence of a set."""

    id: str
    text: str
    home: str
    """Path of a home file."""
    commands: tuple[Command, ...] = ()
    """Empty: nothing may be done."""
    area: str | None = None
    nbest: tuple[str, ...] = ()
    """A recogniser's hypotheses, best first; empty when `text` is the only one."""

    def line(self) -> dict[str, Any]:
        """What the systems are given of it."""
        more = {"nbest": list(self.nbest)} if self.nbest else {}
        return {"id": self.id, "text": self.text, "home": self.home, "area": self.area, **more}

    def json(self) -> dict[str, Any]:
        """All of it."""
        return asdict(self)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Asked":
        """From its JSON object."""
        commands = tuple(
            Command(
                tuple(c["intents"]),
                None if c["targets"] is None else tuple(c["targets"]),
                c["values"],
            )
            for c in raw["commands"]
        )
        return cls(raw["id"], raw["text"], raw["home"], commands, raw["area"], tuple(raw["nbest"]))


def verdict(asked: Asked, answer: Mapping[str, Any]) -> Verdict:
    """What an answer is worth."""
    did = said(answer)
    if not asked.commands:
        return "accepted" if did else "silent"
    if not did:
        return "refused"
    if answer.get("asks") and plain(str(answer["intent"])) in {
        plain(i) for c in asked.commands for i in c.intents
    }:
        return "asked"
    if len(asked.commands) == 1:
        return _one(asked.commands[0], did)
    left = list(did)
    for command in asked.commands:
        match = next((d for d in left if _one(command, [d]) == "right"), None)
        if match is None:
            return "slots"
        left.remove(match)
    return "slots" if left else "right"


def said(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The commands of an answer: `commands` where there are several, else the answer itself."""
    if answer.get("intent") is None:
        return []
    return list(answer.get("commands") or [answer])


def _one(command: Command, did: Sequence[Mapping[str, Any]]) -> Verdict:
    """Several that are one: "the lamp and the fan" may come as one command or as two."""
    wanted = {plain(i) for i in command.intents}
    if any(plain(str(d["intent"])) not in wanted for d in did):
        return "wrong"
    targets = {t for d in did for t in d.get("targets") or ()}
    if command.targets is not None and targets != set(command.targets):
        return "slots"
    slots: dict[str, Any] = {}
    for each in did:
        slots.update(each.get("slots") or {})
    return "right" if all(_holds(slots, k, v) for k, v in command.values.items()) else "slots"


def plain(intent: str) -> str:
    """One name for what is the same."""
    return SAME.get(intent, intent)


_VALUE_NAMES: Mapping[str, tuple[str, ...]] = {
    "volume": ("volume", "volume_level"),
    "percentage": ("percentage", "fan_speed", "speed"),
    "fan_speed": ("percentage", "fan_speed", "speed"),
}


def _holds(slots: Mapping[str, Any], key: str, wanted: Any) -> bool:
    found = next((slots[n] for n in _VALUE_NAMES.get(key, (key,)) if n in slots), None)
    return found is not None and _same(found, wanted)


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, int | float):
        number = re.search(r"-?\d+(?:\.\d+)?", str(found))
        return number is not None and abs(float(number[0]) - wanted) <= 1
    return words(str(found)) == words(str(wanted)) or str(wanted).lower() in str(found).lower()


# --- slots ---------------------------------------------------------------------------------------

TARGET = "target"
"""The slot whose values are devices."""


def slot_f1(pairs: Sequence[tuple[Asked, Mapping[str, Any]]]) -> float | None:
    """Micro F1 of (slot, value) pairs of a set, whatever the intent; None where it labels no slots.

    Wanted is a pair for each value and, where the source tells whom it means, for each device
    (`target`, entity id). Said are the answer's pairs, as far as the set can tell: of slots that it
    labels somewhere, in sentences whose values (or whose devices) it labels at all. Values are the
    same as in `verdict`. Who refuses said nothing; a question counts with what it asks about.
    """
    labels = {name for one, _ in pairs for name, _ in _wanted_pairs(one)}
    right = said_count = wanted_count = 0
    for one, answer in pairs:
        left = list(_wanted_pairs(one))
        judged = labels - {TARGET} if any(c.values for c in one.commands) else set()
        if all(command.targets is not None for command in one.commands):
            judged |= {TARGET}
        told = [pair for pair in _said_pairs(answer) if pair[0] in judged]
        wanted_count += len(left)
        said_count += len(told)
        for name, value in told:
            match = next((p for p in left if p[0] == name and _same(value, p[1])), None)
            if match is not None:
                left.remove(match)
                right += 1
    return 2 * right / (said_count + wanted_count) if wanted_count else None


def _wanted_pairs(asked: Asked) -> Iterator[tuple[str, Any]]:
    for command in asked.commands:
        yield from ((TARGET, each) for each in command.targets or ())
        yield from ((_slot(name), value) for name, value in command.values.items())


def _said_pairs(answer: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for each in said(answer):
        yield from ((TARGET, target) for target in each.get("targets") or ())
        yield from ((_slot(name), value) for name, value in (each.get("slots") or {}).items())


def _slot(name: str) -> str:
    """One name for the slots that say the same."""
    return next((key for key, names in _VALUE_NAMES.items() if name in names), name)


def words(text: str) -> list[str]:
    """Letters and digits, lower case."""
    return re.findall(r"[a-z0-9]+", text.lower())


def spread(rows: Iterable[Any], most: int) -> list[Any]:
    """At most so many, taken evenly."""
    every = list(rows)
    if len(every) <= most:
        return every
    return [every[i * len(every) // most] for i in range(most)]
