"""What Home Assistant ships: hassil with its own sentences, and then gazetteer-matcher.

    python -m gateway.evaluate.nlu.peers.home_assistant [--gazetteer]

hassil gets the home's names, areas and floors as lists, and the room where it was said as context,
as Home Assistant's default agent gives them. With `--gazetteer`, what hassil does not recognise, or
finds nothing for, goes to gazetteer-matcher, with the same home by ids; it accepts all or nothing.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from hassil.intents import Intents, TextSlotList
from hassil.recognize import recognize_best
from home_assistant_intents import get_intents

from gateway.evaluate.nlu.peers.house import House, Place, Reading, run


class Hassil:
    """Exact sentences."""

    def __init__(self) -> None:
        self._intents = Intents.from_dict(get_intents("en") or {})
        self._lists: dict[str, TextSlotList] = {}
        self._areas: dict[str, str] = {}

    def enter(self, house: House) -> None:
        """The home's names become lists."""
        names = [
            (name, name, {"domain": one.domain, "device_class": one.device_class})
            for one in house.entities
            for name in one.names
        ]
        self._lists = {
            "name": TextSlotList.from_tuples(names, allow_template=False, name="name"),
            "area": _places("area", house.areas.values()),
            "floor": _places("floor", house.floors.values()),
        }
        self._areas = {area.id: area.names[0] for area in house.areas.values()}

    def read(self, text: str, here: str | None) -> Sequence[Reading]:
        """The best of the sentences that fit."""
        area = self._areas.get(here or "")
        best = recognize_best(
            text,
            self._intents,
            slot_lists=dict(self._lists),
            intent_context={"area": area} if area else None,
            language="en",
            best_slot_name="name",
        )
        if best is None:
            return ()
        slots = {name: entity.value for name, entity in best.entities.items()}
        return (Reading(best.intent.name, slots),)


class HassilThenGazetteer:
    """Exact sentences, else what the gazetteer accepts."""

    def __init__(self) -> None:
        from gazetteer_matcher import GazetteerMatcher

        self._hassil = Hassil()
        self._gazetteer = GazetteerMatcher()
        self._house: House | None = None

    def enter(self, house: House) -> None:
        """The home by ids."""
        self._house = house
        self._hassil.enter(house)
        self._gazetteer.set_home(gazetteer_home(house))

    def read(self, text: str, here: str | None) -> Sequence[Reading]:
        """One reading, or the gazetteer's frames."""
        exact = self._hassil.read(text, here)
        if exact and self._house and all(self._house.has(each, here) for each in exact):
            return exact
        found = self._gazetteer.interpret(text, context_area=here)
        return [Reading(f.intent, f.slots) for f in found.frames] if found.accepted else exact


def gazetteer_home(house: House) -> dict[str, Any]:
    """`areas`, `floors` and `entities`, as gazetteer-matcher documents them."""
    return {
        "areas": {area.id: _named(area.names) | {"floor": area.floor} for area in house.areas.values()},
        "floors": {floor.id: _named(floor.names) for floor in house.floors.values()},
        "entities": {
            one.id: _named(one.names)
            | {"domain": one.domain, "area": one.area}
            | ({"device_class": one.device_class} if one.device_class else {})
            for one in house.entities
        },
    }  # fmt: skip


def _named(names: Sequence[str]) -> dict[str, Any]:
    return {"name": names[0], "aliases": list(names[1:])}


def _places(key: str, places: Any) -> TextSlotList:
    every: list[Place] = list(places)
    pairs = [(name, place.names[0]) for place in every for name in place.names]
    return TextSlotList.from_tuples(pairs, allow_template=False, name=key)


def main() -> None:
    """Answer lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gazetteer", action="store_true")
    run(HassilThenGazetteer() if parser.parse_args().gazetteer else Hassil())


if __name__ == "__main__":
    main()
