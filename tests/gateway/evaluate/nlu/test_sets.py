"""Rows of corpora become sentences in homes that have what they speak of."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gateway.evaluate.home_file import read_home
from gateway.evaluate.nlu import sets
from gateway.evaluate.nlu.asked import Asked
from gateway.evaluate.nlu.homes import Device
from models_onnx.training import data

ROOMS = ("Observatory", "Boathouse", "Scullery")


def row(id: str, text: str, source: str = "", home: str | None = None, **expect: Any) -> Any:
    return {"id": id, "text": text, "home": home, "expect": expect, "source": source}


def thing(id: str, text: str, intent: str, **slots: str) -> Any:
    return row(id, text, "almond eval/train", intent=intent, slots=slots)


def action(id: str, home: str, text: str, target: str, what: str) -> Any:
    return row(id, text, home=home, action=what, targets=[target])


def corpus_home(id: str, rooms: tuple[str, ...]) -> Mapping[str, Any]:
    lamps = [
        {"name": f"{room} lantern", "domain": "light", "area": room, "capabilities": ["Turn on"]}
        for room in rooms
    ]
    heat = {"name": "Stove", "domain": "hvac", "area": rooms[0], "capabilities": []}
    return {"id": id, "areas": list(rooms), "entities": [*lamps, heat]}


def recording(number: int) -> Any:
    said = "turn of the lamp" if number % 2 else "turn off the lamp"
    return {
        "slurp_id": number,
        "reference": "turn off the lamp",
        "hypothesis": said,
        "intent": "iot_hue_lightoff",
    }


LANTERNS = [
    action(f"a-{room}-{n}", "alder", f"Turn on the {room} lantern{' please' * n}", f"{room}/{room} lantern", "Turn on")
    for n in range(5)
    for room in ROOMS
]  # fmt: skip
CORPORA = {
    "ohf_sampled_en": [
        row("o-1", "dim the study to 30", intent="HassLightSet", slots={"brightness": "30", "area": "study"}),
        row("o-2", "lights off in an hour", intent="HassStartTimer", slots={"timer_command": "lights off"}),
    ],
    "thingpedia_iot": [
        thing("t-1", "switch frieda 's lamp on", "HassTurnOn", device_class="light-bulb", name="frieda 's"),
        thing("t-2", "is the awning open", "HassGetState", device_class="cover"),
        thing("t-3", "play QUOTED_STRING_0", "HassTurnOn", device_class="tv"),
    ],
    "hwu64_valid": [
        row("h-1", "brew me some coffee", native_intent="iot_coffee"),
        row("h-2", "wake me at nine", native_intent="alarm_set"),
        row("h-3", "any headlines", native_intent="news_query"),
        row("h-4", "put lunch into my diary", native_intent="calendar_set"),
    ],
    "slurp_devel": [],
    "clinc150_val": [
        row("c-1", "how do you say otter in welsh", intent="translate"),
        row("c-2", "what is the weather", intent="weather"),
    ],
    "device_actions": [
        *LANTERNS,
        action("b-1", "birch", "Set the stove to 70 degrees", "Observatory/Stove", "Set temperature"),
        action("b-2", "birch", "allumer la lanterne", "Observatory/Observatory lantern", "Turn on"),
        action("b-3", "cedar", "Set the stove to 21 degrees", "Ballroom/Stove", "Set temperature"),
    ],
}  # fmt: skip


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The kept homes, by path; the corpora stand in a folder."""
    nlu = tmp_path / "nlu"
    (nlu / "homes").mkdir(parents=True)
    for name, rows in CORPORA.items():
        (nlu / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    for id, rooms in (("alder", ROOMS), ("birch", ROOMS), ("cedar", ("Ballroom",))):
        text = json.dumps(corpus_home(id, rooms))
        (nlu / "homes" / f"{id}.json").write_text(text, "utf-8")
    (tmp_path / "asr").mkdir()
    with gzip.open(tmp_path / "asr" / "slurp_hypotheses.jsonl.gz", "wt", encoding="utf-8") as heard:
        heard.writelines(json.dumps(recording(n)) + "\n" for n in range(20))
    monkeypatch.setenv("AMBIENT_DATA", str(tmp_path))
    return {}


def made(name: str, homes: dict[str, Any]) -> dict[str, Asked]:
    """A set by id; every home it is said in is one that the gateway reads, with its targets."""

    def keep(home: sets.Home) -> str:
        homes[home["home"]] = home
        return str(home["home"])

    found = {one.id: one for one in sets.SETS[name](keep)}
    for one in found.values():
        known = read_home(homes[one.home]).devices
        assert all(t in known for c in one.commands for t in c.targets or ())
    return found


def device(home: sets.Home, id: str) -> Device:
    return next(each for each in home["devices"] if each["id"] == id)


def test_a_folder_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AMBIENT_DATA", str(tmp_path))
    with pytest.raises(sets.DataMissing, match="set AMBIENT_DATA"):
        sets.rows("hwu64_valid")


def test_grammar_keeps_values_and_leaves_delayed_commands_out(homes: dict[str, Any]) -> None:
    (one,) = made("grammar", homes).values()
    assert one.commands[0].intents == ("HassLightSet",)
    assert one.commands[0].values == {"brightness": 30.0}


def test_users_have_what_they_name_and_what_they_speak_of(homes: dict[str, Any]) -> None:
    found = made("users", homes)
    assert set(found) == {"t-1", "t-2"}
    (command,) = found["t-1"].commands
    (target,) = command.targets or ()
    home = homes[found["t-1"].home]
    assert device(home, target)["name"] in ("frieda's", "frieda's lamp")
    assert device(home, "cover.awning")["type"] == "awning"
    assert found["t-2"].commands[0].targets is None


def test_the_crowd_is_parted_by_task(homes: dict[str, Any]) -> None:
    assert set(made("crowd", homes)) == {"h-1"}
    assert set(made("crowd other", homes)) == {"h-2"}


def test_talk_is_what_no_home_assistant_does(homes: dict[str, Any]) -> None:
    found = made("talk", homes)
    assert set(found) == {"c-1", "h-3"}
    assert not any(one.commands for one in found.values())


def test_homes_are_spoken_to_in_english_in_the_room_and_in_their_unit(
    homes: dict[str, Any],
) -> None:
    found = made("homes", homes)
    assert "b-2" not in found
    assert (homes["birch"]["temperature_unit"], homes["cedar"]["temperature_unit"]) == ("F", "C")
    assert found["b-1"].area == "observatory"
    assert found["b-1"].commands[0].values == {"temperature": 70.0}


@pytest.mark.parametrize(("every", "some"), [("users", "users held"), ("homes", "homes held")])
def test_what_is_held_out_is_a_part(homes: dict[str, Any], every: str, some: str) -> None:
    whole, held = made(every, homes), made(some, homes)
    assert all(whole[id] == one for id, one in held.items())
    assert len(held) < len(whole)


def test_what_is_held_out_is_what_training_leaves_out(homes: dict[str, Any]) -> None:
    for key in ("t-1", "alder", "birch", "cedar"):
        assert sets.chance(key) == data.chance(key)
    rule = (data.HOLD_OUT_EVERY, data.HOLD_OUT_HOMES_EVERY)
    assert rule == (sets.HOLD_OUT_EVERY, sets.HOLD_OUT_HOMES_EVERY)


def test_several_commands_are_joined(homes: dict[str, Any]) -> None:
    found = made("several", homes)
    assert len(found) == sets.COMPOUNDS
    for one in found.values():
        assert 2 <= len(one.commands) <= len(ROOMS)
        said = one.text.lower()
        assert all(c.targets and c.targets[0].split("_")[1] in said for c in one.commands)


def test_absent_is_said_where_no_such_room_is(homes: dict[str, Any], tmp_path: Path) -> None:
    def keep(home: sets.Home) -> str:
        path = tmp_path / f"{home['home']}.json"
        path.write_text(json.dumps(home), "utf-8")
        return str(path)

    found = list(sets.absent(keep))
    assert found
    assert {Path(one.home).stem for one in found} == {"cedar"}
    assert not any(one.commands for one in found)


def test_all_sets_are_written_with_their_homes(homes: dict[str, Any], tmp_path: Path) -> None:
    sets.write(tmp_path / "out")
    written = {path.stem for path in (tmp_path / "out").glob("*.jsonl")}
    assert written == set(sets.SETS)
    (line,) = (tmp_path / "out" / "grammar.jsonl").read_text("utf-8").splitlines()
    read_home(json.loads(Path(json.loads(line)["home"]).read_text("utf-8")))
