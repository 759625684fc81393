"""A sentence of a language that only the templates know becomes clauses with readings.

Home Assistant's templates name all that a sentence says: name, area, floor, domain and device class
become the phrase that points at devices, as exactly as they were said. Nothing here is about one
language; yes, no and "and" come from the package's own replies, and a few more words from a table.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rapidfuzz import fuzz

from context.agenda import When
from context.places import CatalogItem
from context.snapshot import Snapshot
from context.turn import (
    Ask,
    Clause,
    Confirm,
    Interpretation,
    Phrase,
    Reading,
    Transcript,
)
from devices.model import Device
from gateway.languages import bare, plain
from gateway.replies import replies
from gateway.understand import dialogue, fits
from gateway.understand.from_grammar import volume_step
from gateway.understand.grammar import TEXT_CHARS_MAX, Found, Grammar
from gateway.understand.misheard import Rewrite
from gateway.understand.quantities import COLORS
from gateway.understand.vocabulary import bare_name

CLAUSES_MAX = 5
ZONE_WORDS_MAX = 3  # "San Juan Capistrano".
TITLE_RATIO = 85.0  # Of rapidfuzz's token_set_ratio: a title as heard, articles aside.

AGREED = frozenset(
    """ok okay yes ja jawohl klar sicher oui ouais d'accord si claro vale dale adelante
    sim tak igen kyllä da 네 예 응 그래 좋아 맞아""".split()  # noqa: SIM905 - a table of words
)
"""Ways to agree, beside the package's word for yes. None means no in another language."""
REFUSED = frozenset("no stop stopp nein nee non 아니 아니요 아니오 취소".split())  # noqa: SIM905
UNPLACED = frozenset({"HassVacuumCleanArea", "HassGetWeather", "HassListAddItem"})
"""Intents whose area or name is not where their device is."""
PLACED = (frozenset(fits.DOMAINS) | {"HassGetState", "HassClimateGetTemperature"}) - UNPLACED
"""Intents that can be said of a place."""
PLACE_WORDS: Mapping[str, frozenset[str]] = {
    "fr": frozenset("dans le la les du de des à au aux en sur".split()),  # noqa: SIM905
}
"""Words that lead to a place, for languages whose package has no rule about places."""
ADDED: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "ko": (
        (re.compile(r"(?<=[가-힣])[을를](?= )"), ""),
        (re.compile(r" (?=줘$|줄래$|주세요$)"), ""),
    ),
}
"""What may be added to words without a change of sense: particles of the object, a space."""
LATIN = re.compile(r"[A-Za-z]")
PUNCTUATION = re.compile(r"[.,;:!?¡¿…\u3002\uff0c\uff1f\uff01\u3001]+")

COVERS = frozenset({"cover", "valve"})
SHADING = frozenset({"blind", "shade", "shutter"})
"""Classes that people hardly tell apart."""
ROAMING = frozenset({"HassVacuumStart", "HassVacuumReturnToBase"})
"""Intents whose device goes to the place that is named."""
OF_INTENT: Mapping[str, str] = {"HassClimateSetTemperature": "climate", "HassFanSetSpeed": "fan"}
"""What an intent is said of, though its slots do not say so."""
KEPT_SLOTS = {"minutes": 60, "hours": 3600, "seconds": 1}


class NativeParser:
    """Words to readings by templates alone, for one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._bare = grammar.in_form(bare)

    def parse(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation:
        """The interpretation of one hypothesis of what was heard."""
        text = " ".join(plain(text).split())[:TEXT_CHARS_MAX]
        if not text:
            return Interpretation("")
        answer = self._answer(text, transcript, snapshot)
        if answer is not None:
            return Interpretation(text, (Clause(text, (answer,)),))
        satellite = snapshot.satellite(transcript.satellite)
        area = transcript.area or (satellite.area if satellite else None)
        return Interpretation(text, self._clauses(text, snapshot, area))

    def meant(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Interpretation | None:
        """Lessons are understood in English only, as yet."""
        return None

    def rewrites(self, texts: Sequence[str], snapshot: Snapshot) -> tuple[Rewrite, ...]:
        """Nothing: what is misheard for what is known of English only."""
        return ()

    def strange(self, text: str, snapshot: Snapshot) -> frozenset[str]:
        """Nothing: which words name things of other homes is known of English only."""
        return frozenset()

    def _clauses(self, text: str, snapshot: Snapshot, area: str | None) -> tuple[Clause, ...]:
        """One clause, or several when only the parts of an "and" make sense, each of them."""
        whole = self._clause(text, snapshot, area)
        parts = [part.strip(" ,") for part in text.split(replies(self._grammar.language).joiner)]
        if whole.readings or not 1 < len(parts) <= CLAUSES_MAX:
            return (whole,)
        clauses = tuple(self._clause(part, snapshot, area) for part in parts if part)
        return clauses if all(clause.readings for clause in clauses) else (whole,)

    def _clause(self, text: str, snapshot: Snapshot, area: str | None) -> Clause:
        found = self._found(text, snapshot, area)
        if found is None:
            return Clause(text)
        reading = found.reading
        command = reading.slots.get("conversation_command")
        if reading.intent == "HassStartTimer" and command:
            inner = self._clause(str(command), snapshot, area)
            seconds = sum(_amount(reading.slots, unit) * s for unit, s in KEPT_SLOTS.items())
            moment = When(at=snapshot.now + timedelta(seconds=seconds), spoken=text)
            return replace(inner, when=moment)
        return Clause(text, (pointed(found, snapshot),))

    def _found(self, text: str, snapshot: Snapshot, area: str | None) -> Found | None:
        """By the templates as it was said, else with its place taken out, its particles or accents."""
        ways = (text, *_reworded(text, self._grammar.language))
        for way in ways:
            found = self._grammar.read_with_wildcards(way, snapshot, area)
            if found is not None and not _overreaches(found, snapshot):
                return found
        for way in ways:
            found = self._placed(way, snapshot)
            if found is not None:
                return found
        if not LATIN.search(text):
            return None
        found = _restored(self._bare.read_with_wildcards(text, snapshot, area), text)
        return found if found is not None and not _overreaches(found, snapshot) else None

    def _placed(self, text: str, snapshot: Snapshot) -> Found | None:
        """A place may stand anywhere: what is said without it, said of it."""
        said = [(kind, id, at) for kind, id, at in _places(snapshot, text)]
        if len(said) != 1:
            return None  # Of two places one would be dropped.
        ((kind, id, (start, end)),) = said
        before = text[:start].split()
        leading = self._grammar.place_words() | PLACE_WORDS.get(self._grammar.language[:2], set())
        while before and before[-1].casefold() in leading:
            before.pop()
        rest = " ".join([*before, *text[end:].split()])
        places = snapshot.household.areas if kind == "area" else snapshot.household.floors
        rooms = [a.id for a in snapshot.household.areas.values() if id in (a.id, a.floor)]
        found = self._grammar.read_with_wildcards(rest, snapshot, rooms[0] if rooms else None)
        if found is None or found.wild or found.reading.intent not in PLACED:
            return None
        slots = {k: v for k, v in found.reading.slots.items() if k not in found.implied}
        if {"area", "floor"} & set(slots):
            return None
        slots[kind] = places[id].name.strip()
        return Found(replace(found.reading, slots=slots), frozenset(), frozenset())

    # --- answers ----------------------------------------------------------------------------------

    def _answer(self, text: str, transcript: Transcript, snapshot: Snapshot) -> Reading | None:
        asked = dialogue.open_question(snapshot, transcript.satellite, transcript.person)
        if asked is None:
            return None
        said = " ".join(PUNCTUATION.sub(" ", text).casefold().split())
        own = replies(self._grammar.language)
        first = said.split(" ")[0]
        if said in REFUSED or (own.no and (said == own.no or first == own.no)):
            return Reading("HassNevermind", {"answer": "no", "turn": asked.id})
        if isinstance(asked.decision, Confirm):
            agreed = said in AGREED or first in AGREED or (own.yes and first == own.yes)
            return Reading("Answer", {"yes": True, "turn": asked.id}) if agreed else None
        assert isinstance(asked.decision, Ask)
        chosen = _chosen(said, asked.decision, snapshot)
        return Reading("Answer", {"chosen": (chosen,)}) if chosen else None


def _chosen(said: str, asked: Ask, snapshot: Snapshot) -> str | None:
    """The choice whose name, or whose room, was said; None when that is not one of them."""
    found = []
    for choice in asked.choices:
        device = snapshot.devices.get(choice.id or "")
        area = snapshot.area(device.area) if device else None
        names = (choice.name, *((area.name, *area.aliases) if area else ()))
        if any(_same(said, name) for name in names):
            found.append(choice.id or choice.name)
    return found[0] if len(found) == 1 else None


def _same(said: str, name: str) -> bool:
    """ "Im Schlafzimmer" says "Schlafzimmer", "침실이요" says "침실"."""
    folded = plain(name).casefold()
    return folded == said or folded in said or fuzz.ratio(folded, said) >= TITLE_RATIO


# --- what is pointed at ---------------------------------------------------------------------------


def pointed(found: Found, snapshot: Snapshot) -> Reading:
    """The reading with the phrase that its slots are, and with the slots that our stages need."""
    reading = found.reading
    slots = {**reading.slots, **_more(reading, snapshot)}
    if reading.intent in UNPLACED:
        return replace(reading, slots=slots)
    household = snapshot.household
    name = slots.get("name") if "name" not in found.wild else None
    phrase = Phrase(
        text=str(name or slots.get("area") or slots.get("floor") or ""),
        name=" ".join(bare_name(str(name))) if name else None,
        area=_id_of(slots.get("area"), household.areas),
        floor=_id_of(slots.get("floor"), household.floors),
    )
    loose = "area" in found.implied or reading.intent in ROAMING
    if loose and "domain" not in slots and not _fits_there(reading, phrase, snapshot):
        phrase = replace(phrase, area=None, floor=None)
    domain = slots.get("domain") or OF_INTENT.get(reading.intent)
    if phrase.name is None and domain:
        placed = bool(phrase.area or phrase.floor)
        phrase = replace(
            phrase,
            domains=(str(domain),),
            kinds=_kinds(slots.get("device_class"), phrase, snapshot),
            every=placed or "domain" in slots,
            everywhere=not placed and "domain" in slots,
        )
        if reading.intent == "HassGetState":
            slots["domain"] = _who_knows(str(domain), phrase, snapshot)
    return replace(reading, slots=slots, phrases=() if phrase == Phrase() else (phrase,))


def _reworded(text: str, language: str) -> tuple[str, ...]:
    """The same without what a language may add anywhere, when it has such things.

    >>> _reworded("스탠드를 켜 줘", "ko"), _reworded("Licht an", "de")
    (('스탠드 켜줘',), ())
    """
    changed = text
    for pattern, instead in ADDED.get(language[:2], ()):
        changed = pattern.sub(instead, changed)
    return (changed,) if changed != text else ()


def _places(snapshot: Snapshot, text: str) -> list[tuple[str, str, tuple[int, int]]]:
    """Rooms and floors that are named: kind, id and where; a longer name hides one within it."""
    household = snapshot.household
    named = [
        (plain(name.strip()), kind, place.id)
        for kind, places in (("area", household.areas), ("floor", household.floors))
        for place in places.values()
        for name in (place.name, *place.aliases)
    ]
    found: list[tuple[str, str, tuple[int, int]]] = []
    for name, kind, id in sorted(named, key=lambda n: -len(n[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            if not any(a < match.end() and match.start() < b for _, _, (a, b) in found):
                found.append((kind, id, match.span()))
    return found


def _restored(found: Found | None, text: str) -> Found | None:
    """With the letters of what was taken as it stood, where they are as many as without accents."""
    short = bare(text)
    if found is None or len(short) != len(text):
        return found
    slots = dict(found.reading.slots)
    for name in found.wild & slots.keys():
        start = short.find(str(slots[name]))
        if start >= 0:
            slots[name] = text[start : start + len(str(slots[name]))]
    return found._replace(reading=replace(found.reading, slots=slots))


def _overreaches(found: Found, snapshot: Snapshot) -> bool:
    """Whether a zone took the rest of a sentence: "are all" of "are all lights in the kitchen on"."""
    if "state" not in found.wild:
        return False
    zone = plain(str(found.reading.slots["state"])).casefold()
    areas = snapshot.household.areas.values()
    return len(zone.split()) > ZONE_WORDS_MAX or any(
        plain(a.name).casefold() in zone for a in areas
    )


def _fits_there(reading: Reading, phrase: Phrase, snapshot: Snapshot) -> bool:
    """Whether a place has what the intent is about; "pause" may mean another room's player."""
    domains = fits.DOMAINS.get(reading.intent, ())
    return not domains or any(d.domain in domains for d in _at(phrase, snapshot))


def _id_of(name: Any, places: Mapping[str, Any]) -> str | None:
    wanted = plain(str(name)).casefold() if name is not None else None
    for place in places.values():
        if any(plain(n.strip()).casefold() == wanted for n in (place.name, *place.aliases)):
            return str(place.id)
    return None


def _kinds(
    device_class: str | Sequence[str] | None, place: Phrase, snapshot: Snapshot
) -> frozenset[str]:
    """Classes that a word may mean: what shades a window is one thing where only one is there."""
    said = {device_class} if isinstance(device_class, str) else set(device_class or ())
    if "garage" in said:
        said.add("garage_door")
    if not said & SHADING or said & {d.kind for d in _at(place, snapshot) if d.domain == "cover"}:
        return frozenset(said)
    return frozenset(said | SHADING)


def _at(place: Phrase, snapshot: Snapshot) -> Iterable[Device]:
    if place.area:
        return snapshot.in_area(place.area)
    return snapshot.on_floor(place.floor) if place.floor else snapshot.devices.values()


def _who_knows(domain: str, phrase: Phrase, snapshot: Snapshot) -> str | tuple[str, ...]:
    """Whether a window is open tells its cover, or where it has none the contact on it."""
    devices = snapshot.devices.values()
    if domain != "cover" or any(d.domain == domain and d.kind in phrase.kinds for d in devices):
        return domain
    contacts = any(d.domain == "binary_sensor" and d.kind in phrase.kinds for d in devices)
    return (domain, "binary_sensor") if contacts else domain


def _more(reading: Reading, snapshot: Snapshot) -> dict[str, Any]:
    """Slots in our own terms, beside Home Assistant's."""
    slots, more = reading.slots, dict[str, Any]()
    match reading.intent:
        case "HassTurnOn" | "HassTurnOff":
            opening = reading.intent == "HassTurnOn"
            if slots.get("domain") in COVERS:
                more["action"] = "open" if opening else "close"
            elif slots.get("domain") == "lock":
                more["action"] = "lock" if opening else "unlock"
        case "HassLightSet" if slots.get("color") in COLORS:
            more["rgb_color"] = COLORS[str(slots["color"])]
        case "HassSetVolumeRelative":
            more["step"] = volume_step(slots.get("volume_step"))
        case "HassMediaSearchAndPlay" if "search_query" in slots:
            query = str(slots["search_query"])
            found = [i for i in snapshot.household.catalog if _plays(query, i)]
            more["media_ids"] = tuple(i.id for i in found)
        case "HassRespond":
            more["kind"] = reading.response or "hello"
        case _:
            pass
    return more


def _plays(query: str, item: CatalogItem) -> bool:
    wanted = plain(query).casefold()
    return any(
        fuzz.token_set_ratio(wanted, plain(name).casefold()) >= TITLE_RATIO
        for name in (item.title, item.by, item.genre)
        if name
    )


def _amount(slots: Mapping[str, Any], unit: str) -> float:
    value = slots.get(unit, slots.get(f"timer_{unit}", 0))
    return float(value) if isinstance(value, int | float) else 0.0
