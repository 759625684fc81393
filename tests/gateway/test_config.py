import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from gateway.config import ConfigError, Settings, home_of, json_schema_text, load, load_home
from gateway.voice_file import VoiceSection, WyomingSection
from gateway.yaml_lines import parse_yaml

DOCS = Path(__file__).parents[2] / "docs"


class Folder:
    """A folder with a configuration in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path / "config.yaml"

    def write(self, text: str, name: str = "config.yaml") -> None:
        (self.path / name).write_text(text)

    def load(self, **env: str) -> Settings:
        return load(self.file, env)

    def problems(self, text: str, **env: str) -> list[str]:
        self.write(text)
        with pytest.raises(ConfigError) as caught:
            self.load(**env)
        return [p.replace(str(self.path) + "/", "") for p in str(caught.value).split("\n")]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


# --- reading ---


def test_without_a_file_everything_has_a_default() -> None:
    settings = load(None, {})
    assert (settings.mqtt.host, settings.mqtt.port, settings.learning) == ("localhost", 1883, "on")


def test_an_empty_file_is_all_defaults(folder: Folder) -> None:
    folder.write("# nothing yet\n")
    assert folder.load().mqtt == load(None, {}).mqtt


def test_the_file_is_found_through_the_environment(folder: Folder) -> None:
    folder.write("mqtt: {host: broker}")
    assert load(None, {"AMBIENT_CONFIG": str(folder.file)}).mqtt.host == "broker"


def test_the_environment_goes_before_the_file(folder: Folder) -> None:
    folder.write("mqtt: {host: one, port: 1}")
    mqtt = folder.load(AMBIENT_MQTT__HOST="two").mqtt
    assert (mqtt.host, mqtt.port) == ("two", 1)


def test_the_environment_may_hold_a_list(folder: Folder) -> None:
    folder.write("")
    home = folder.load(AMBIENT_HOME__PEOPLE='[{"id": "a", "name": "A"}]').home
    assert home.people[0].name == "A"


def test_variables_of_other_programs_are_left_alone() -> None:
    assert load(None, {"AMBIENT_ZZZ": "1", "PATH": "/bin"}) == load(None, {})


@pytest.mark.parametrize(
    ("given", "found"), [("on", "on"), ("off", "off"), ("taught", "taught"), ('"off"', "off")]
)
def test_learning_may_be_written_bare(folder: Folder, given: str, found: str) -> None:
    folder.write(f"learning: {given}")
    assert folder.load().learning == found


def test_learning_is_set_by_the_environment() -> None:
    assert load(None, {"AMBIENT_LEARNING": "off"}).learning == "off"


def test_settings_cannot_be_changed() -> None:
    settings: Any = load(None, {})
    with pytest.raises(ValidationError):
        settings.mqtt.host = "other"


def test_relative_paths_start_at_the_file(folder: Folder) -> None:
    folder.write("custom_sentences: words\nstore: {path: a.db}\nmqtt: {tls: {ca: ca.pem}}")
    settings = folder.load()
    assert settings.custom_sentences == folder.path / "words"
    assert settings.store.path == folder.path / "a.db"
    assert settings.mqtt.tls is not None
    assert settings.mqtt.tls.ca == folder.path / "ca.pem"


# --- secrets ---


def test_a_password_is_never_shown(folder: Folder) -> None:
    folder.write("mqtt: {password: hunter2}")
    assert "hunter2" not in repr(folder.load())


def test_a_secret_comes_from_the_file_beside(folder: Folder) -> None:
    folder.write("mqtt: {password: !secret broker}")
    folder.write("broker: hunter2", "secrets.yaml")
    assert password(folder.load()) == "hunter2"


def test_a_secret_that_is_missing_is_told_with_its_line(folder: Folder) -> None:
    found = folder.problems("mqtt:\n  password: !secret broker")
    assert found[0].startswith("config.yaml:2: there is no secret 'broker'")


def test_a_password_comes_from_the_environment(folder: Folder) -> None:
    folder.write("mqtt: {password: old}")
    assert password(folder.load(AMBIENT_MQTT__PASSWORD="new")) == "new"


def test_a_password_comes_from_its_file(folder: Folder) -> None:
    folder.write("hunter2\n", "password")
    folder.write("mqtt: {password_file: password}")
    assert password(folder.load()) == "hunter2"


def test_a_password_comes_from_systemd(folder: Folder) -> None:
    folder.write("hunter2\n", "mqtt_password")
    folder.write("")
    assert password(folder.load(CREDENTIALS_DIRECTORY=str(folder.path))) == "hunter2"


def test_a_password_file_that_is_not_there_is_told(folder: Folder) -> None:
    found = folder.problems("mqtt:\n  host: a\n  password_file: nope")
    assert found[0].startswith("config.yaml:3: mqtt.password_file: ")


def test_two_passwords_are_one_too_many(folder: Folder) -> None:
    found = folder.problems("mqtt: {password: a, password_file: b}")
    assert "not both" in found[0]


def test_a_wrong_secret_is_told_without_its_value(folder: Folder) -> None:
    folder.write("broker: hunter2", "secrets.yaml")
    found = folder.problems("mqtt: {port: !secret broker}")
    assert "mqtt.port" in found[0]
    assert "hunter2" not in found[0]


def password(settings: Settings) -> str | None:
    given = settings.mqtt.password
    return None if given is None else given.get_secret_value()


# --- what is wrong ---


def test_an_unknown_key_is_told_with_what_was_probably_meant(folder: Folder) -> None:
    assert folder.problems("mqtt:\n  host: a\n  prot: 1") == [
        "config.yaml:3: mqtt.prot: unknown key; did you mean 'port'? "
        "allowed: host, port, username, password, password_file, client_id, tls"
    ]


def test_everything_wrong_is_told_at_once(folder: Folder) -> None:
    found = folder.problems("mqtt:\n  port: 99999\nlearning: maybe\nstor: {}\n")
    assert [line.split(": ")[:2] for line in found] == [
        ["config.yaml:2", "mqtt.port"],
        ["config.yaml:3", "learning"],
        ["config.yaml:4", "stor"],
    ]


def test_a_wrong_choice_is_told_with_those_allowed(folder: Folder) -> None:
    found = folder.problems("learning: maybe")
    assert found == ["config.yaml:1: learning: should be 'on', 'off' or 'taught', not 'maybe'"]


def test_a_wrong_variable_is_named(folder: Folder) -> None:
    found = folder.problems("", AMBIENT_MQTT__PORT="many")
    assert found[0].startswith("AMBIENT_MQTT__PORT: mqtt.port: should be a valid integer")


def test_a_misspelt_variable_is_told() -> None:
    with pytest.raises(ConfigError, match=r"AMBIENT_LEARNNG.*AMBIENT_LEARNING"):
        load(None, {"AMBIENT_LEARNNG": "off"})


def test_a_value_where_a_section_belongs_is_told(folder: Folder) -> None:
    assert "has to be a mapping" in folder.problems("mqtt: localhost")[0]


def test_a_list_as_a_whole_file_is_told(folder: Folder) -> None:
    assert "has to be a mapping" in folder.problems("- mqtt")[0]


def test_broken_yaml_is_told_with_its_line(folder: Folder) -> None:
    found = folder.problems("mqtt:\n  host: [a\n  port: 1")[0]
    assert found.startswith("config.yaml:3: is not valid YAML")
    assert found.endswith("in what begins on line 2")


def test_a_key_given_twice_is_told(folder: Folder) -> None:
    found = folder.problems("mqtt:\n  host: a\n  host: b")
    assert found == ["config.yaml:3: mqtt.host: is given twice"]


def test_a_file_that_is_not_there_is_told(folder: Folder) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        folder.load()


def test_aliases_of_aliases_do_not_fill_the_memory(folder: Folder) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "too large" in folder.problems("\n".join(lines))[0]


# --- the home ---


def test_a_home_file_is_read_from_beside(folder: Folder) -> None:
    folder.write("home: maple.yaml")
    folder.write("home: maple\nareas: [{id: kitchen, name: Kitchen}]", "maple.yaml")
    household = folder.load().household()
    assert (household.id, household.areas["kitchen"].name) == ("maple", "Kitchen")


def test_a_mistake_in_a_home_file_is_told_with_that_file(folder: Folder) -> None:
    folder.write("home: maple\nareas:\n  - {id: kitchen, nam: Kitchen}", "maple.yaml")
    found = folder.problems("home: maple.yaml")
    assert found[0] == "maple.yaml:3: home.areas[0].name: is missing"
    assert found[1].startswith("maple.yaml:3: home.areas[0].nam: unknown key; did you mean 'name'?")


def test_ids_that_name_nothing_are_told(folder: Folder) -> None:
    found = folder.problems(
        "home:\n  timezone: Europe/Zuerich\n  areas:\n    - {id: kitchen, name: K, floor: up}\n"
        "  satellites:\n    - {id: s, area: kichen}\n  devices:\n    - {id: light.a, area: x}\n"
    )
    assert [line.split(": ")[:2] for line in found] == [
        ["config.yaml:4", "home.areas[0].floor"],
        ["config.yaml:6", "home.satellites[0].area"],
        ["config.yaml:8", "home.devices[0].area"],
        ["config.yaml:2", "home.timezone"],
    ]
    assert "did you mean 'kitchen'?" in found[1]


def test_an_id_given_twice_is_told(folder: Folder) -> None:
    found = folder.problems("home:\n  people:\n    - {id: a, name: A}\n    - {id: a, name: B}")
    assert found == ["config.yaml:4: home.people[1].id: 'a' is the id of people[0] already"]


def test_a_device_becomes_a_note() -> None:
    light = {
        "id": "light.a", "name": "Lamp", "type": "bulb", "area": "k", "exposed": False,
        "speaks": "zigbee2mqtt", "features": ["brightness"], "state": {"state": "on"},
    }  # fmt: skip
    home = home_of({"areas": [{"id": "k", "name": "K"}], "devices": [light]})
    note = home.household().notes["light.a"]
    assert (note.name, note.kind, note.area, note.exposed) == ("Lamp", "bulb", "k", False)


def test_places_and_catalog_come_through() -> None:
    home = home_of(
        {
            "home": "m",
            "place": "z",
            "places": [{"id": "z", "name": "Z", "weather": {"temperature": 3}}],
            "catalog": [{"id": "c", "kind": "song", "title": "C", "by": "D"}],
        }
    ).household()
    assert home.places[0].weather is not None
    assert (home.places[0].weather.temperature, home.catalog[0].by) == (3.0, "D")


def test_a_home_file_can_be_read_by_itself(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("home: m\nfloors: [{id: g, name: Ground}]")
    assert load_home(tmp_path / "m.yaml").household().floors["g"].name == "Ground"


# --- documents ---


def test_the_example_is_valid() -> None:
    settings = load(DOCS / "config.example.yaml", {})
    assert settings.household().notes["switch.boiler"].exposed is False


def test_the_example_shows_the_defaults() -> None:
    example, default = load(DOCS / "config.example.yaml", {}), load(None, {})
    home_alone = {"home": default.home, "voice": None, "wyoming": None}
    assert example.model_copy(update=home_alone) == default
    assert example.voice is not None
    assert example.voice.model_copy(update={"satellite": None}) == VoiceSection()
    assert example.wyoming is not None
    assert example.wyoming.model_copy(update={"satellites": {}}) == WyomingSection()


def test_the_committed_schema_is_current() -> None:
    """Renew it: python -c "from gateway.config import *; print(json_schema_text(), end='')"."""
    assert (DOCS / "config.schema.json").read_text() == json_schema_text()


def test_the_schema_knows_every_section() -> None:
    assert json.loads(json_schema_text())["properties"].keys() == Settings.model_fields.keys()


def test_importing_it_loads_neither_database_nor_settings_machinery() -> None:
    code = (
        "import sys, gateway.config; "
        "raise SystemExit(any(n in sys.modules for n in ('sqlalchemy', 'rapidfuzz', 'alembic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- what people write ---


def test_text_is_what_was_written_even_where_yaml_sees_a_number(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "home: 007\nareas: [{id: 1, name: on, aliases: [24, No]}]\n"
        "devices: [{id: light.a, name: 01:30, area: 1, aliases: yes}]"
    )
    home = load_home(tmp_path / "m.yaml")
    assert (home.home, home.areas[0].name, home.areas[0].aliases) == ("007", "on", ("24", "No"))
    assert (home.devices[0].name, home.devices[0].aliases) == ("01:30", ("yes",))


def test_a_state_is_text_and_its_attributes_are_values(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "devices:\n  - {id: sensor.a, state: {state: 21.50}}\n"
        "  - {id: light.a, state: {state: on, brightness: 7, rgb_color: [1, 2, 3]}}"
    )
    sensor, light = load_home(tmp_path / "m.yaml").devices
    assert sensor.state == {"state": "21.50"}
    assert light.state == {"state": "on", "brightness": 7, "rgb_color": [1, 2, 3]}


def test_a_domain_that_is_none_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("devices:\n  - {id: lights.a}")
    with pytest.raises(ConfigError, match=r"m.yaml:2: devices\[0\].id: .*did you mean 'light'"):
        load_home(tmp_path / "m.yaml")


def test_a_home_within_a_scenario_is_told_with_its_own_lines(tmp_path: Path) -> None:
    document = parse_yaml("id: x\nhome:\n  floors:\n    - {id: g}\n", tmp_path / "story.yaml")
    with pytest.raises(ConfigError, match=r"story.yaml:4: floors\[0\].name: is missing"):
        home_of(document.data["home"], "story.yaml")


# --- voice ---


def test_a_voice_has_defaults_and_absolute_paths(folder: Folder) -> None:
    folder.write("voice: {voice: joe.onnx, wake_models: [a.onnx], night_to: 6:30}")
    voice = folder.load().voice
    assert voice is not None
    assert voice.voice == str(folder.path / "joe.onnx")
    assert voice.wake_models == (folder.path / "a.onnx",)
    assert (voice.night_to, voice.microphone) == ("06:30", "default")


def test_a_night_has_hours(folder: Folder) -> None:
    (problem,) = folder.problems("voice: {night_from: dusk}")
    assert problem.endswith("has to be a time of day such as 22:00, not 'dusk'")


def test_a_room_of_the_voice_has_to_be_in_the_home(folder: Folder) -> None:
    text = "home: {areas: [{id: kitchen, name: K}]}\nvoice: {area: kitchn}"
    assert folder.problems(text) == [
        "config.yaml:2: voice.area: there is no 'kitchn' in the home; did you mean 'kitchen'?"
    ]


def test_satellites_of_wyoming_are_satellites_or_areas(folder: Folder) -> None:
    text = "home: {areas: [{id: kitchen, name: K}]}\nwyoming: {satellites: {abc: hall}}"
    assert folder.problems(text) == [
        "config.yaml:2: wyoming.satellites.abc: there is no 'hall' in the home; known: kitchen"
    ]


def test_who_may_connect_is_said_in_networks(folder: Folder) -> None:
    (problem,) = folder.problems("wyoming: {allow: [kitchen]}")
    assert "an address or a network such as 192.168.1.0/24" in problem
