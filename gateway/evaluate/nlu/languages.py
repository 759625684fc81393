"""How well a language is understood in a home of that language, on Home Assistant's own wording.

Sentences are drawn at random from the templates of the installed package, names from the home; the
template says which intent, slots and devices are meant. `gateway.entrypoints.languages` prints the
table.
"""

import random
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.intents import RangeSlotList, TextSlotList, WildcardSlotList
from hassil.util import normalize_whitespace

from context.snapshot import Snapshot
from context.turn import Transcript
from devices.model import Device
from gateway.evaluate.asking import Understand
from gateway.understand.grammar_sources import load_intents
from gateway.understand.grammar_templates import Template, build

TRIES_MAX = 8  # For a template that needs what the home may lack: a script, a zone.
DEPTH_MAX = 24
RENAMED = {
    "HassShoppingListAddItem": "HassListAddItem",
    "HassShoppingListCompleteItem": "HassListCompleteItem",
    "HassShoppingListRemoveItem": "HassListRemoveItem",
}
NOT_OURS = frozenset({"HassBroadcast"})
"""Intents that the gateway declines in every language."""
KINDS_OF = {"garage": frozenset({"garage", "garage_door"})}
ABOUT_DEVICES = frozenset(
    """HassTurnOn HassTurnOff HassLightSet HassSetPosition HassClimateSetTemperature HassFanSetSpeed
    HassMediaNext HassMediaPrevious HassMediaPause HassMediaUnpause HassSetVolume HassVacuumStart
    HassSetVolumeRelative HassMediaPlayerMute HassMediaPlayerUnmute HassVacuumReturnToBase
    HassLawnMowerDock HassLawnMowerStartMowing HassGetState HassClimateGetTemperature
    HassClimateSetFanMode HassMediaSearchAndPlay""".split()  # noqa: SIM905 - a table of words
)
PLAYERS = frozenset(
    """HassMediaNext HassMediaPrevious HassMediaPause HassMediaUnpause HassMediaPlayerMute
    HassMediaPlayerUnmute HassSetVolume HassSetVolumeRelative
    HassMediaSearchAndPlay""".split()  # noqa: SIM905 - a table of words
)
"""Intents that are about one of the players of a room."""
OF_DOMAIN = {
    "HassClimateSetTemperature": "climate", "HassClimateGetTemperature": "climate",
    "HassFanSetSpeed": "fan", "HassClimateSetFanMode": "climate",
    **dict.fromkeys(PLAYERS, "media_player"),
}  # fmt: skip
CAPABLE = {"HassClimateSetFanMode": "fan_mode"}


@dataclass
class Drawn:
    """A sentence, and what its template says that it means."""

    text: str
    intent: str
    slots: dict[str, Any] = field(default_factory=dict)
    area: str | None = None
    """Id of the area that it is said in."""
    targets: frozenset[str] | None = None
    """Entities that are meant; None when the sentence does not say."""


class _NotInThisHomeError(Exception):
    """A list that nothing in the home fills."""


class Sampler:
    """Draws sentences of one language for one home."""

    def __init__(self, language: str, snapshot: Snapshot, seed: int = 0) -> None:
        intents, _ = load_intents(language, None)
        self._intents = intents
        self._snapshot = snapshot
        self._random = random.Random(f"{language}{seed}")
        self.templates = [t for t in build(intents).templates if t.intent not in NOT_OURS]

    def draw(self, each: int, only: frozenset[str] | None = None) -> Iterator[Drawn]:
        """So many sentences of each block of templates, or as many as the home allows."""
        blocks: dict[Any, list[Template]] = {}
        for template in self.templates:
            if only is None or template.intent in only:
                key = (
                    template.intent,
                    str(template.data.metadata),
                    str(template.data.requires_context),
                    template.data.response,
                    str(template.data.slots),
                )
                blocks.setdefault(key, []).append(template)
        for templates in blocks.values():
            for _ in range(each):
                for _ in range(TRIES_MAX):
                    try:
                        yield self.one(self._random.choice(templates))
                        break
                    except _NotInThisHomeError:
                        continue

    def one(self, template: Template) -> Drawn:
        """A sentence of one template."""
        data = template.data
        context = data.requires_context
        slots: dict[str, Any] = {}
        heard = None
        if "area" in context:
            heard = self._random.choice(self._rooms())
            slots["area"] = heard.name
        text = self._of(data.sentences[0].expression, template, slots, 0)
        slots.update(data.slots)
        text = normalize_whitespace(text).strip()
        drawn = Drawn(text, RENAMED.get(template.intent, template.intent), slots)
        drawn.area = heard.id if heard else None
        drawn.targets = self._meant(template.intent, slots, context)
        return drawn

    def _rooms(self) -> list[Any]:
        floors = [a for a in self._snapshot.household.areas.values() if a.floor]
        return floors or list(self._snapshot.household.areas.values())

    def _of(
        self, part: Expression | Sentence, template: Template, slots: dict[str, Any], depth: int
    ) -> str:
        if depth > DEPTH_MAX:
            raise _NotInThisHomeError
        if isinstance(part, Sentence):
            part = part.expression
        if isinstance(part, TextChunk):
            return part.original_text
        if isinstance(part, RuleReference):
            rules = {**self._intents.expansion_rules, **template.data.expansion_rules}
            return self._of(rules[part.rule_name].expression, template, slots, depth + 1)
        if isinstance(part, ListReference):
            return self._value(part, template, slots, depth)
        assert isinstance(part, Group)
        if isinstance(part, Alternative):
            return self._of(self._random.choice(part.items), template, slots, depth + 1)
        items = list(part.items)
        if isinstance(part, Permutation):
            self._random.shuffle(items)
            return " ".join(self._of(item, template, slots, depth + 1) for item in items)
        return "".join(self._of(item, template, slots, depth + 1) for item in items)

    def _value(
        self, part: ListReference, template: Template, slots: dict[str, Any], depth: int
    ) -> str:
        name = part.list_name
        if part.is_inline_range:
            raise _NotInThisHomeError
        found = {**self._intents.slot_lists, **template.data.slot_lists}.get(name)
        if name in ("name", "area", "floor"):
            said = self._own(name, template)
            slots[part.slot_name] = said
            return said
        if isinstance(found, TextSlotList):
            value = self._random.choice(found.values)
            slots[part.slot_name] = value.value_out
            return self._of(value.text_in, template, {}, depth + 1)
        if isinstance(found, RangeSlotList):
            low, high = (16, 28) if name == "temperature" else (found.start, found.stop)
            number = self._random.choice(list(range(low, high + 1, found.step)))
            slots[part.slot_name] = number * (found.multiplier or 1)
            return str(number)
        if isinstance(found, WildcardSlotList):
            titles = [item.title for item in self._snapshot.household.catalog]
            if name in ("timer_command", "message", "zone"):
                raise _NotInThisHomeError
            said = self._random.choice(titles) if titles else "Ambient"
            slots[part.slot_name] = said
            return said
        raise _NotInThisHomeError

    def _own(self, name: str, template: Template) -> str:
        household = self._snapshot.household
        if name == "area":
            return self._random.choice([a.name for a in household.areas.values()])
        if name == "floor":
            return self._random.choice([f.name for f in household.floors.values()])
        domains = _domains(template.data.requires_context)
        if template.intent.startswith("HassList") or domains == {"todo"}:
            return "to-do"
        names = [
            d.name
            for d in self._snapshot.devices.values()
            if (not domains or d.domain in domains)
            and (domains or template.intent != "HassGetState" or d.domain == "sensor")
        ]
        if not names:
            raise _NotInThisHomeError
        return self._random.choice(names)

    # --- what is meant ----------------------------------------------------------------------------

    def _meant(
        self, intent: str, slots: Mapping[str, Any], context: Mapping[str, Any]
    ) -> frozenset[str] | None:
        """The devices that Home Assistant would act on, by name, area, floor, domain and class."""
        domain = slots.get("domain", OF_DOMAIN.get(intent))
        if intent not in ABOUT_DEVICES or not (domain or "name" in slots) or domain == "person":
            return None
        if not {"name", "area", "floor"} & set(slots) and "domain" not in slots:
            return None
        domains = {str(domain)} if domain else _domains(context)
        able = CAPABLE.get(intent)
        said = slots.get("device_class") or ()
        classes = [said] if isinstance(said, str) else said
        kinds = frozenset().union(*(KINDS_OF.get(kind, frozenset({kind})) for kind in classes))
        return frozenset(
            d.id
            for d in self._snapshot.devices.values()
            if (not domains or d.domain in domains)
            and ("name" not in slots or d.name == slots["name"])
            and (not kinds or d.kind in kinds)
            and (able is None or d.can(able))
            and self._is_in(d, slots)
        )

    def _is_in(self, device: Device, slots: Mapping[str, Any]) -> bool:
        household = self._snapshot.household
        area = household.areas.get(device.area or "")
        if "area" in slots and (area is None or area.name != slots["area"]):
            return False
        if "floor" in slots:
            floor = household.floors.get(area.floor or "") if area else None
            return floor is not None and floor.name == slots["floor"]
        return True


def _domains(context: Mapping[str, Any]) -> set[str]:
    wanted = context.get("domain")
    if isinstance(wanted, Mapping):
        wanted = wanted.get("value")
    return {wanted} if isinstance(wanted, str) else set(wanted or ())


# --- judging --------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What became of the sentences of one language."""

    language: str
    n: int = 0
    intents: int = 0
    slots: int = 0
    aimed: int = 0
    hit: int = 0
    ms: list[float] = field(default_factory=list)
    load_ms: float = 0.0
    misses: list[tuple[str, Drawn, Mapping[str, Any]]] = field(default_factory=list)

    def row(self) -> str:
        """A line of the table."""
        ms = sorted(self.ms) or [0.0]
        figures = (
            self.language, self.n, f"{100 * self.intents / max(1, self.n):.1f}",
            f"{100 * self.slots / max(1, self.n):.1f}", self.aimed,
            f"{100 * self.hit / max(1, self.aimed):.1f}", f"{statistics.median(ms):.1f}",
            f"{ms[round(0.95 * (len(ms) - 1))]:.1f}", f"{self.load_ms:.0f}",
        )  # fmt: skip
        return " | ".join(str(figure) for figure in figures)


def judge(
    language: str, snapshot: Snapshot, understand: Understand, each: int, seed: int = 0
) -> Tally:
    """Draw sentences, let them be understood, and compare."""
    tally = Tally(language)
    started = perf_counter()
    understand(snapshot, Transcript("-"))
    tally.load_ms = (perf_counter() - started) * 1000
    for drawn in Sampler(language, snapshot, seed).draw(each):
        if drawn.targets is not None and not drawn.targets:
            continue  # "The curtains in the kitchen", where there are none.
        started = perf_counter()
        found = understand(snapshot, Transcript(drawn.text, area=drawn.area))
        tally.ms.append((perf_counter() - started) * 1000)
        tally.n += 1
        same = found["intent"] == drawn.intent
        tally.intents += same
        told = same and told_slots(drawn, found["slots"])
        tally.slots += told
        hit = drawn.targets is None or _meets(drawn, frozenset(found["targets"]))
        if drawn.targets is not None:
            tally.aimed += 1
            tally.hit += hit and same
        if not same:
            tally.misses.append(("intent", drawn, found))
        elif not hit:
            tally.misses.append(("target", drawn, found))
        elif not told:
            tally.misses.append(("slots", drawn, found))
    return tally


def _meets(drawn: Drawn, targets: frozenset[str]) -> bool:
    assert drawn.targets is not None
    if drawn.intent in PLAYERS:
        return bool(targets) and targets <= drawn.targets
    return targets == drawn.targets


def told_slots(drawn: Drawn, found: Mapping[str, Any]) -> bool:
    """Whether all that the template's slots say is there; we may know more."""
    for name, value in drawn.slots.items():
        ours = found.get(name)
        if name == "temperature" and ours is None:
            ours = found.get("color_temperature")
        if name == "name" and ours is None:
            ours = found.get("list")
        if isinstance(value, str) and isinstance(ours, str):
            if value.strip().casefold() != ours.strip().casefold():
                return False
        elif ours != value and not (isinstance(ours, tuple) and value in ours):
            return False
    return True
