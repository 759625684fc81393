import io
import json
from pathlib import Path
from typing import Any

import yaml

from gateway.evaluate.asking import parse_jsonl
from gateway.evaluate.commands import eval_paths, look, play
from tests.gateway.evaluate.fakes import HOME, ScriptedGateway

SCENARIOS: dict[str, Any] = {
    "home": "home.yaml",
    "scenarios": [
        {
            "id": "good",
            "tags": ["light"],
            "steps": [{"say": "lamp on", "to": "speaker", "expect": {"says": "on"}}],
        },
        {
            "id": "bad",
            "tags": ["light", "hard"],
            "steps": [{"say": "lamp on", "to": "speaker", "expect": {"says": "off"}}],
        },
    ],
}


def write(folder: Path, document: Any = SCENARIOS, name: str = "story.yaml") -> Path:
    (folder / "home.yaml").write_text(yaml.safe_dump(HOME))
    file = folder / name
    file.write_text(yaml.safe_dump(document) if isinstance(document, dict) else document)
    return file


def evaluated(*paths: Path, **more: Any) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = eval_paths(paths, out, err, make_gateway=ScriptedGateway, make_store=list, **more)
    return status, out.getvalue(), err.getvalue()


def test_each_scenario_and_a_summary_come_as_json(tmp_path: Path) -> None:
    status, out, _ = evaluated(write(tmp_path), json=True)
    good, bad, summary = map(json.loads, out.splitlines())
    assert status == 1
    assert (good["pass"], bad["pass"]) == (True, False)
    assert summary["by_tag"] == {"hard": [0, 1], "light": [1, 2]}
    assert (summary["scenarios"], summary["passed"], summary["ms_p50"]) == (2, 1, 2.0)


def test_a_turn_has_all_its_keys(tmp_path: Path) -> None:
    _, out, _ = evaluated(write(tmp_path), json=True)
    (turn,) = json.loads(out.splitlines()[0])["turns"]
    assert turn == {
        "said": "lamp on",
        "heard_as": "lamp on",
        "intent": "HassTurnOn",
        "slots": {"name": "lamp"},
        "targets": ["light.lamp"],
        "actions": [{"entity_id": "light.lamp", "service": "turn_on", "data": {}}],
        "reply": "The lamp is on.",
        "asked": None,
        "rewrite": None,
        "why": [],
        "ms": 2.0,
        "by": "grammar",
    }


def test_people_get_a_line_each_and_a_table(tmp_path: Path) -> None:
    _, out, _ = evaluated(write(tmp_path))
    assert "FAIL" in out
    assert "expected 'off', came 'The lamp is on.'" in out
    assert "all scenarios" in out


def test_a_malformed_file_is_status_2_and_the_others_still_run(tmp_path: Path) -> None:
    write(tmp_path, "steps: [", "broken.yaml")
    status, out, err = evaluated(write(tmp_path).parent, json=True)
    assert status == 2
    assert "broken.yaml:2: is not valid YAML" in err
    assert json.loads(out.splitlines()[-1])["scenarios"] == 2


def test_a_path_that_is_not_there_is_status_2(tmp_path: Path) -> None:
    assert evaluated(tmp_path / "none.yaml")[0] == 2


def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert evaluated(path, json=True, jobs=2)[:2] == evaluated(path, json=True)[:2]


def lived(tmp_path: Path, *lines: Any, **more: Any) -> tuple[int, list[dict[str, Any]]]:
    write(tmp_path)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    out, err = io.StringIO(), io.StringIO()
    status = play(
        tmp_path / "home.yaml", texts, out, err, make_gateway=ScriptedGateway, make_store=list,
        **more,
    )  # fmt: skip
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_step_is_answered_with_a_line(tmp_path: Path) -> None:
    status, (answer,) = lived(tmp_path, {"say": "lamp on", "to": "speaker"})
    assert status == 0
    assert answer["turn"]["reply"] == "The lamp is on."
    assert answer["changes"] == {"light.lamp": {"state": "on", "brightness": 255}}
    assert (answer["spoken"], answer["failures"]) == ([], [])
    assert answer["now"].startswith("2026-03-02T10:00:0")


def test_what_the_gateway_says_by_itself_is_told_with_its_step(tmp_path: Path) -> None:
    _, answers = lived(tmp_path, {"say": "remind me", "to": "speaker"}, {"wait": "11min"})
    assert [answer["spoken"] for answer in answers] == [[], ["Your reminder."]]


def test_states_and_what_was_learned_are_told(tmp_path: Path) -> None:
    _, (state, learned) = lived(tmp_path, {"state": ["light.lamp"]}, {"learned": True})
    assert state["state"] == {"light.lamp": {"state": "off"}}
    assert learned["learned"] == [{"phrase": "x"}]


def test_a_bad_line_is_answered_and_the_next_goes_on(tmp_path: Path) -> None:
    status, answers = lived(
        tmp_path, "{nonsense", {"say": "hi"}, {"say": "crash", "to": "speaker"}, {"wait": "1s"}
    )
    assert status == 0
    assert ["error" in answer for answer in answers] == [True, True, True, False]
    assert answers[1]["error"] == "a step in which somebody speaks needs `to`"


def test_a_failed_expectation_is_told_with_its_step(tmp_path: Path) -> None:
    _, (answer,) = lived(tmp_path, {"check": {"says": "x"}})
    assert answer["failures"] == ["says: expected 'x', came ''"]


def test_a_kept_store_goes_on_where_it_stopped(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    lived(tmp_path, {"wait": "3d"}, store_path=store)
    _, (answer,) = lived(tmp_path, {"wait": "1s"}, store_path=store)
    assert answer["now"].startswith("2026-03-05T10:00:0")


def parsed(tmp_path: Path, *lines: Any) -> tuple[int, list[dict[str, Any]]]:
    write(tmp_path)
    out = io.StringIO()

    def understand(snapshot: Any, transcript: Any) -> dict[str, Any]:
        home, nbest = snapshot.household.id, list(transcript.nbest)
        return {"intent": "X", "area": transcript.area, "home": home, "nbest": nbest}

    parse_jsonl(
        [json.dumps(line) for line in lines],
        out,
        understand,
        lambda path: look(path, ScriptedGateway, list),
        tmp_path / "home.yaml",
    )
    return 0, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_parsed_in_its_home_and_area(tmp_path: Path) -> None:
    status, (answer,) = parsed(tmp_path, {"id": 7, "text": "on", "area": "kitchen"})
    assert status == 0
    assert (answer["id"], answer["area"], answer["home"]) == (7, "kitchen", "test")
    assert answer["ms"] >= 0


def test_a_line_may_have_a_recognisers_hypotheses(tmp_path: Path) -> None:
    _, (answer,) = parsed(tmp_path, {"id": 7, "text": "lamb on", "nbest": ["lamb on", "lamp on"]})
    assert answer["nbest"] == ["lamb on", "lamp on"]


def test_a_line_that_cannot_be_parsed_is_answered(tmp_path: Path) -> None:
    status, answers = parsed(
        tmp_path, {"id": 1}, {"id": 2, "text": "x", "area": "attic"}, {"text": "x", "nbest": [1]}
    )
    assert status == 0
    assert all("error" in answer for answer in answers)


def test_a_home_that_cannot_be_read_is_status_2(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert play(tmp_path / "none.yaml", [], out, err, make_store=list) == 2
    assert "cannot be read" in err.getvalue()
