from datetime import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.evaluate.home_file import read_home
from gateway.evaluate.scenarios import (
    Check,
    Hear,
    Interrupt,
    Learn,
    PublishRaw,
    Repeat,
    Restart,
    Say,
    SetFaults,
    SetStates,
    TellLearned,
    TellStates,
    Wait,
    find_files,
    read_scenarios,
    read_step,
    seconds,
)
from gateway.yaml_lines import FormatError
from tests.gateway.evaluate.fakes import HOME


def write(folder: Path, text: str, name: str = "story.yaml") -> Path:
    (folder / "home.yaml").write_text(yaml.safe_dump(HOME))
    file = folder / name
    file.write_text(text)
    return file


STORY = """\
home: home.yaml
scenarios:
  - id: first
    tags: [a, b]
    at: 2026-03-02T06:50:00
    given: {light.lamp: {state: on}}
    steps:
      - {say: lamp on, to: speaker, by: anna, expect: {changes: {light.lamp: {state: on}}}}
  - id: second
    steps:
      - {wait: 5min}
"""


def test_a_file_holds_several_scenarios(tmp_path: Path) -> None:
    first, second = read_scenarios(write(tmp_path, STORY), {}).scenarios
    assert (first.id, first.tags, first.given) == (
        "first",
        ("a", "b"),
        {"light.lamp": {"state": "on"}},
    )
    assert first.at.isoformat() == "2026-03-02T06:50:00+00:00"
    assert second.at.isoformat() == "2026-03-02T10:00:00+00:00"


def test_a_file_may_be_one_scenario_with_its_own_home(tmp_path: Path) -> None:
    document = {"id": "x", "home": HOME, "steps": [{"wait": "1s"}]}
    (scenario,) = read_scenarios(write(tmp_path, yaml.safe_dump(document)), {}).scenarios
    assert "light.lamp" in scenario.home.devices


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"say": "hi", "to": "speaker"}, Say("hi", "speaker")),
        (
            {"say": "hi", "to": "speaker", "by": "anna", "wake": 0.3,
             "asr": {"confidence": 0.5, "nbest": ["high", "hi"]}},
            Say("hi", "speaker", "anna", ("high", "hi"), 0.5, 0.3),
        ),
        ({"hear": "x.wav", "to": "speaker", "wake": False}, Hear("x.wav", "speaker", wake=False)),
        ({"publish": {"topic": "a", "payload": "x", "times": 3}}, PublishRaw("a", b"xxx")),
        ({"publish": {"topic": "a", "payload": {"b": 1}, "retain": True}},
         PublishRaw("a", b'{"b":1}', retain=True)),
        ({"publish": {"topic": "a", "payload": "ff", "hex": True}}, PublishRaw("a", b"\xff")),
        ({"set": {"light.lamp": {"state": True}}}, SetStates({"light.lamp": {"state": "on"}})),
        ({"fault": {"light.lamp": "ignores"}}, SetFaults({"light.lamp": "ignores"})),
        ({"interrupt": True}, Interrupt()),
        ({"wait": "45min"}, Wait(2700)),
        ({"wait": "until 07:30"}, Wait(until=time(7, 30))),
        ({"learn": True}, Learn()),
        ({"restart": True}, Restart()),
        ({"repeat": 2, "steps": [{"wait": "1s"}]}, Repeat(2, (Wait(1),))),
        ({"state": ["light.lamp"]}, TellStates(("light.lamp",))),
        ({"learned": True}, TellLearned()),
    ],
)  # fmt: skip
def test_a_step_is_read(document: dict[str, Any], expected: object) -> None:
    assert read_step(document, read_home(HOME), asking=True) == expected


def test_a_check_is_an_expectation() -> None:
    step = read_step({"check": {"says": "x"}}, read_home(HOME))
    assert isinstance(step, Check)
    assert step.expect.values == {"says": ("x",)}


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"shout": "hi"}, "exactly one verb"),
        ({"wait": "1s", "learn": True}, "exactly one verb"),
        ({"say": "hi"}, "needs `to`"),
        ({"say": "hi", "to": "attic"}, "no satellite `attic`"),
        ({"say": "hi", "to": "speaker", "by": "eve"}, "no person `eve`"),
        ({"say": "hi", "to": "speaker", "loud": True}, "no key `loud`"),
        ({"say": "hi", "to": "speaker", "wake": 2}, "from 0 to 1"),
        ({"wait": "soon"}, "must be a duration"),
        ({"wait": "until 25:00"}, "must be a duration"),
        ({"wait": "9000d"}, "ten years"),
        ({"set": {"light.no": {"state": "on"}}}, "no device `light.no`"),
        ({"fault": {"light.lamp": "explodes"}}, "no fault `explodes`"),
        ({"publish": {"topic": "a/#"}}, "no wildcards"),
        ({"publish": {"topic": "a", "payload": "zz", "hex": True}}, "bytes in hex"),
        ({"publish": {"topic": "a", "payload": "x" * 9, "times": 60_000_000}}, "more than"),
        ({"restart": "now"}, "must be true"),
        ({"repeat": 3, "steps": []}, "needs `steps`"),
        ({"check": None}, "nothing to check"),
        ({"state": ["light.lamp"]}, "exactly one verb"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(document: dict[str, Any], why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read_step(document, read_home(HOME))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8s", 8),
        ("45min", 2700),
        ("3h", 10_800),
        ("2d", 172_800),
        ("1h 30min", 5400),
        ("0.5s", 0.5),
    ],
)
def test_a_duration_is_read(text: str, expected: float) -> None:
    assert seconds(text) == expected


def test_a_mistake_is_shown_with_its_line_and_the_others_still_count(tmp_path: Path) -> None:
    read = read_scenarios(write(tmp_path, STORY.replace("to: speaker", "to: cellar")), {})
    assert [scenario.id for scenario in read.scenarios] == ["second"]
    assert str(read.errors[0]).endswith("story.yaml:8: there is no satellite `cellar`")


def test_a_missing_home_is_told_once(tmp_path: Path) -> None:
    read = read_scenarios(write(tmp_path, STORY.replace("home.yaml", "nowhere.yaml")), {})
    assert [error.what for error in read.errors] == ["there is no home file nowhere.yaml"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- a\n- b\n", "must be a mapping"),
        ("home: {}\nscenarios:\n  - {id: x}\n", "3: `x` has no `steps`"),
        ("home: home.yaml\nid: x\nsteps: [{wait: 1s}]\nat: noon\n", "4: `at` must be a time"),
        ("home: home.yaml\nid: x\nsteps: [{wait: 1s}]\ntag: a\n", "4: a scenario has no key `tag`"),
        ("id: x\nsteps: [{wait: 1s}]\n", "has no `home`"),
        ("home: home.yaml\nsteps: [\n", "not valid YAML"),
    ],
)
def test_a_file_that_follows_no_format_is_an_error(tmp_path: Path, text: str, why: str) -> None:
    read = read_scenarios(write(tmp_path, text), {})
    assert read.scenarios == ()
    assert why in str(read.errors[0])


def test_two_scenarios_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    read = read_scenarios(write(tmp_path, STORY.replace("second", "first")), {})
    assert "two scenarios have the id `first`" in str(read.errors[0])


def test_a_folder_is_searched_for_scenarios_and_not_for_homes(tmp_path: Path) -> None:
    file = write(tmp_path, STORY)
    assert list(find_files([tmp_path])) == [file]
