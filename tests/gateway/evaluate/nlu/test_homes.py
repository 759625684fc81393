"""Homes for sets are home files, with devices that can what their kind usually can."""

import pytest

from gateway.evaluate.home_file import read_home
from gateway.evaluate.nlu.homes import (
    corpus_home,
    crowd_home,
    entity,
    entity_id,
    grammar_home,
    home,
    named_home,
    slug,
)


@pytest.mark.parametrize(
    ("name", "plain"), [("Anna's room", "anna_s_room"), ("Büro", "buro"), ("  ", "thing")]
)
def test_a_name_becomes_an_id(name: str, plain: str) -> None:
    assert slug(name) == plain


def test_the_same_name_in_two_rooms_is_two_devices() -> None:
    assert entity_id("light", "Lamp", "Hall") != entity_id("light", "Lamp", "Den")


def test_what_cannot_be_dimmed_has_no_brightness() -> None:
    assert "brightness" in entity("light", "Lamp")["state"]
    assert "brightness" not in entity("light", "Lamp", features=())["state"]


def test_rooms_are_on_their_floors() -> None:
    made = home("h", ["Den", "Loft"], [], {"Upstairs": ["Loft"]})
    assert made["areas"] == [
        {"id": "den", "name": "Den"},
        {"id": "loft", "name": "Loft", "floor": "upstairs"},
    ]


def test_a_corpus_s_names_lead_to_entity_ids() -> None:
    gate = {"name": "Gate", "domain": "garage-door", "area": "Yard", "capabilities": []}
    blind = {"name": "Blind", "domain": "smart-blinds", "area": "Yard", "capabilities": ["Set position"]}  # fmt: skip
    made, ids = corpus_home({"id": "h-1", "areas": ["Yard"], "entities": [gate, blind]})
    assert ids == {"Yard/Gate": "cover.yard_gate", "Yard/Blind": "cover.yard_blind"}
    devices = read_home(made).devices
    assert devices["cover.yard_blind"].has("position")
    assert not devices["cover.yard_gate"].has("position")


def test_a_named_device_takes_the_place_of_a_common_one() -> None:
    made = named_home("h", [entity("fan", "Fan", kind="ceiling")])
    assert [d.get("type") for d in made["devices"] if d["id"] == "fan.fan"] == ["ceiling"]


def test_the_made_up_homes_can_be_read() -> None:
    for made in (crowd_home(), grammar_home(), named_home("h", [])):
        assert len(read_home(made).devices) == len(made["devices"]) > 10
