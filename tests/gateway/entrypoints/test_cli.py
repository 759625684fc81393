import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from context.lesson import Lesson
from context.lesson_book import LessonBook
from context.recorder import Recorder
from context.store import Store
from gateway.entrypoints.cli import app

HOME = Path(__file__).parents[3] / "gateway" / "evaluate" / "homes" / "willow.yaml"
COMMANDS = (
    "run", "demo", "say", "devices", "why", "eval", "play", "parse", "check-config", "doctor",
    "learned", "teach", "forget",
)  # fmt: skip


def ambient(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(command: str) -> None:
    ran = ambient(command, "--help")
    assert ran.exit_code == 0
    assert f"ambient {command}" in ran.stdout


def test_the_version_is_told() -> None:
    assert ambient("--version").stdout.startswith("ambient")


# --- configuration ---


def test_a_wrong_configuration_is_told_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("mqtt:\n  prot: 1883\n")
    ran = ambient("check-config", "--config", str(file))
    assert ran.exit_code == 1
    assert f"{file}:2: mqtt.prot: unknown key; did you mean 'port'?" in ran.stderr


def test_a_good_configuration_is_summed_up(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"home: {HOME}\nmqtt: {{host: broker.lan}}\n")
    ran = ambient("check-config", "--config", str(file))
    assert ran.exit_code == 0
    assert "broker.lan:1883" in ran.stdout
    assert "11 areas" in ran.stdout


def test_the_schema_is_json() -> None:
    assert json.loads(ambient("check-config", "--schema").stdout)["title"]


def test_the_doctor_names_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(f"mqtt: {{host: 127.0.0.1, port: 1}}\nstore: {{path: {tmp_path}/a.db}}\n")
    ran = ambient("doctor", "--config", str(file))
    assert ran.exit_code == 1
    assert "fail broker    no broker at 127.0.0.1:1" in ran.stdout
    assert f"ok   store     {tmp_path}/a.db will be made" in ran.stdout


# --- what was taught ---


def test_what_was_taught_is_read_beside_the_daemon(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Store.open(file) as store:
        recorder = Recorder(store, threaded=False)
        book = LessonBook(recorder)
        book.add(Lesson("1", "phrase", "tea", "put the kettle on", person="anna"))
        book.add(Lesson("2", "name", "bertie", "the lamp", (("light.a",),), person="bob"))
        recorder.close()
    everything = json.loads(ambient("learned", "--json", "--store", str(file)).stdout)
    assert [row["phrase"] for row in everything] == ["tea", "bertie"]
    ran = ambient("learned", "--person", "bob", "--store", str(file))
    assert "bertie" in ran.stdout
    assert "kettle" not in ran.stdout


@pytest.mark.parametrize("arguments", [[], ["tea", "--all"]])
def test_forget_wants_one_thing_a_person_or_all(arguments: list[str]) -> None:
    ran = ambient("forget", *arguments)
    assert ran.exit_code == 2
    assert "--all" in ran.stderr


# --- without a daemon ---


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["say", "hi"], "start one with `ambient run`"),
        (["devices"], "there is no database"),
        (["why"], "there is no database"),
        (["learned"], "there is no database"),
        (["teach", "the lamp is called Bertie"], "start one with `ambient run`"),
        (["forget", "--all"], "start one with `ambient run`"),
    ],
)
def test_without_a_daemon_one_is_told_what_to_do(
    tmp_path: Path, arguments: list[str], text: str
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("store: {path: none.db}\nsocket: none.sock\n")
    ran = ambient(*arguments, "--config", str(file))
    assert ran.exit_code == 1
    assert text in ran.stderr


# --- parse, play, eval ---


def parsed(*lines: object) -> list[dict[str, object]]:
    stdin = "\n".join(json.dumps(line) for line in lines)
    ran = ambient("parse", "--jsonl", "--home", str(HOME), stdin=stdin)
    assert ran.exit_code == 0
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_a_line_is_answered_with_its_meaning() -> None:
    (answer,) = parsed({"id": 7, "text": "turn on the desk lamp"})
    assert set(answer) == {"id", "intent", "slots", "targets", "probability", "by", "asks", "ms"}
    assert (answer["id"], answer["intent"]) == (7, "HassTurnOn")
    assert (answer["targets"], answer["by"]) == (["light.desk_lamp"], "grammar")


def test_what_would_not_be_acted_on_has_no_intent() -> None:
    (answer,) = parsed({"id": 1, "text": "blorb the frobnicator"})
    assert (answer["intent"], answer["targets"], answer["by"]) == (None, [], None)
    assert answer["refused"] == "not_understood"


def test_what_cannot_be_done_is_told_apart_from_what_was_not_understood() -> None:
    absent, unable = parsed(
        {"text": "open the sauna door"}, {"text": "set the desk lamp to 21 degrees"}
    )
    assert absent["refused"] in ("no_such_device", "no_such_area")
    assert unable["refused"] == "not_capable"


def test_commands_of_one_sentence_are_told_one_by_one() -> None:
    (answer,) = parsed({"text": "turn on the desk lamp and set a timer for 5 minutes"})
    assert [one["intent"] for one in answer["commands"]] == ["HassTurnOn", "HassStartTimer"]


def test_what_would_be_asked_about_keeps_its_intent() -> None:
    which, sure = parsed({"text": "turn on the bedside lamp"}, {"text": "unlock the front door"})
    assert which["intent"] == "HassTurnOn"
    assert sure["targets"] == ["lock.front_door"]


def test_the_room_decides_which_light() -> None:
    (answer,) = parsed({"text": "turn on the light", "area": "study"})
    assert answer["targets"] == ["light.desk_lamp"]


def test_a_sentence_is_explained_to_people() -> None:
    ran = ambient("parse", "turn on the desk lamp")
    assert ran.exit_code == 0
    assert "intent       HassTurnOn" in ran.stdout


@pytest.mark.parametrize("arguments", [["parse"], ["parse", "hi", "--jsonl"]])
def test_parse_wants_either_a_sentence_or_lines(arguments: list[str]) -> None:
    assert ambient(*arguments).exit_code == 2


def test_a_home_that_is_not_there_is_status_2() -> None:
    assert ambient("parse", "--jsonl", "--home", "none.yaml").exit_code == 2


def test_a_step_is_played() -> None:
    step = json.dumps({"say": "turn on the hall lamp", "to": "kitchen_speaker"})
    ran = ambient("play", "--home", str(HOME), stdin=step)
    assert json.loads(ran.stdout)["changes"]["light.hall"]["state"] == "on"


def test_only_results_are_on_standard_output_in_every_process(tmp_path: Path) -> None:
    """A spawned process sets up its logs by itself; the bad message makes it log a warning."""
    step = {"publish": {"topic": "homeassistant/light/x/config", "payload": "{bad"}}
    story = {"home": str(HOME), "scenarios": [{"id": str(n), "steps": [step]} for n in range(2)]}
    file = tmp_path / "story.yaml"
    file.write_text(json.dumps(story))
    command = [sys.executable, "-m", "gateway", "eval", "--json", "--jobs", "2", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len([json.loads(line) for line in ran.stdout.splitlines()]) == 3
    assert "bad payload" in ran.stderr
