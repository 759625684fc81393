from pathlib import Path
from typing import Any

import pytest

from gateway.evaluate.home_file import read_home
from gateway.yaml_lines import FormatError
from tests.gateway.evaluate.fakes import HOME, home_with

FULL = """\
home: maple
language: en
timezone: Europe/London
temperature_unit: F
place: wilkerson
floors:
  - {id: ground, name: Ground floor, aliases: [downstairs]}
areas:
  - {id: kitchen, name: Kitchen, floor: ground, aliases: [galley]}
people:
  - {id: anna, name: Anna}
satellites:
  - {id: speaker, area: kitchen, screen: true, owner: anna}
devices:
  - {id: light.lamp, name: Lamp, aliases: [light], area: kitchen, type: spot, state: {state: on}}
  - {id: scene.dark, name: Dark, sets: {light.lamp: {state: off}}}
catalog:
  - {id: movie.x, kind: movie, title: X, by: Y, genre: drama}
places:
  - {id: wilkerson, name: Wilkerson, region: WA, weather: {temperature: 48, condition: rain}}
"""


def read(tmp_path: Path, text: str) -> Any:
    file = tmp_path / "home.yaml"
    file.write_text(text)
    return read_home(file)


def test_every_key_is_read(tmp_path: Path) -> None:
    household = read(tmp_path, FULL).household
    assert (household.id, household.temperature_unit, household.place) == (
        "maple",
        "F",
        "wilkerson",
    )
    assert household.floors["ground"].aliases == ("downstairs",)
    assert household.areas["kitchen"].floor == "ground"
    assert household.satellites["speaker"].owner == "anna"
    assert household.catalog[0].by == "Y"
    assert household.places[0].weather.condition == "rain"


def test_what_no_dialect_can_say_becomes_a_note(tmp_path: Path) -> None:
    note = read(tmp_path, FULL).household.notes["light.lamp"]
    assert (note.aliases, note.area, note.kind) == (("light",), "kitchen", "spot")


def test_a_bare_on_or_off_is_a_state(tmp_path: Path) -> None:
    home = read(tmp_path, FULL)
    assert home.devices["light.lamp"].state == {"state": "on"}
    assert home.devices["scene.dark"].sets == {"light.lamp": {"state": "off"}}


def test_a_home_may_be_a_mapping() -> None:
    assert list(read_home(HOME).devices) == ["light.lamp", "switch.fan", "scene.evening"]


@pytest.mark.parametrize(
    ("line", "replacement", "expected"),
    [
        (13, "  - {id: speaker, area: attic}", "13: satellites[0].area: there is no area 'attic'"),
        (
            9,
            "  - {id: kitchen, name: K, flor: ground}",
            "9: areas[0].flor: unknown key; did you mean 'floor'",
        ),
        (
            15,
            "  - {id: lamp.x, name: Lamp, state: {state: on}}",
            "15: devices[0].id: there is no domain 'lamp'",
        ),
        (15, "  - {id: light.lamp, name: Lamp}", "15: light.lamp needs `state`"),
        (
            15,
            "  - {id: light.lamp, name: L, speaks: x, state: {state: on}}",
            "15: devices[0].speaks: should be 'homeassistant'",
        ),
        (15, "  - {id: light.lamp, name: L, state: {brightness: 3}}", "needs the key `state`"),
        (
            15,
            "  - {id: light.lamp, name: L, state: on}",
            "15: devices[0].state: has to be a mapping",
        ),
        (
            16,
            "  - {id: scene.x, name: X, sets: {light.no: {}}}",
            "16: devices[1].sets.light.no: there is no device 'light.no'",
        ),
        (
            16,
            "  - {id: light.lamp, name: L, state: {state: on}}",
            "16: devices[1].id: 'light.lamp' is the id of devices[0] already",
        ),
        (3, "timezone: Mars/Olympus", "3: timezone: 'Mars/Olympus' is not a time zone"),
        (4, "temperature_unit: K", "4: temperature_unit: should be 'C' or 'F'"),
        (18, "  - {id: movie.x, kind: opera, title: X}", "18: catalog[0].kind: should be"),
        (2, "home: again", "2: home: is given twice"),
        (5, "place: [", "not valid YAML"),
        (5, "place: nowhere", "5: place: there is no place 'nowhere'"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(
    tmp_path: Path, line: int, replacement: str, expected: str
) -> None:
    lines = FULL.splitlines()
    lines[line - 1] = replacement
    with pytest.raises(FormatError) as error:
        read(tmp_path, "\n".join(lines))
    assert "home.yaml" in str(error.value)
    assert expected in str(error.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        read_home(tmp_path / "none.yaml")


def test_a_device_has_a_feature_that_its_state_shows() -> None:
    home = home_with({"id": "light.x", "state": {"state": "on", "brightness": 3}})
    assert home.devices["light.x"].has("brightness")
