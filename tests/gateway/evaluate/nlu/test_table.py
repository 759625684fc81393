"""A system is a process; what it answers becomes a line of the table."""

import json
import sys
from pathlib import Path

import pytest

from gateway.evaluate.nlu.asked import Asked, Command
from gateway.evaluate.nlu.systems import System, known
from gateway.evaluate.nlu.table import COLUMNS, bare_mb, measure, read_sets

ECHO = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"id": asked["id"], "ms": 2.0, **json.loads(asked["text"])}), flush=True)
"""
LAMP = Command(("HassLightSet",), ("light.a",), {"brightness": 40.0})


def system(tmp_path: Path) -> System:
    """It says what it is told to."""
    script = tmp_path / "echo.py"
    script.write_text(ECHO, "utf-8")
    model = tmp_path / "model"
    model.write_bytes(b"0" * 2_000_000)
    return System("echo", (sys.executable, str(script)), (model,), (sys.executable,))


def said(intent: str | None, target: str = "light.a", brightness: int = 40, **more: bool) -> str:
    return json.dumps(
        {"intent": intent, "targets": [target], "slots": {"brightness": brightness}, **more}
    )


def cells(row: str) -> dict[str, str]:
    return dict(zip(COLUMNS, row.strip("| ").split(" | "), strict=True))


def test_a_set_of_commands_becomes_a_line(tmp_path: Path) -> None:
    texts = [said("HassLightSet"), said("HassLightSet", "light.b"), said("HassTurnOff"), said(None)]
    asked = [Asked(str(n), text, "", (LAMP,)) for n, text in enumerate(texts)]
    row = cells(measure(system(tmp_path), "lamps", asked).row())
    assert (row["set"], row["system"], row["n"]) == ("lamps", "echo", "4")
    assert (row["intent %"], row["right %"], row["wrong %"]) == ("50.0", "25.0", "50.0")
    assert (row["refused %"], row["false accepts %"]) == ("25.0", "-")
    # 8 pairs are wanted, 6 said, 5 of them right.
    assert row["slot F1 %"] == "71.4"
    assert (row["p50 ms"], row["size MB"]) == ("2.00", "2.0")
    assert 0 < float(row["RSS MB"]) < 200


def test_a_set_of_talk_has_false_accepts(tmp_path: Path) -> None:
    asked = [Asked(str(n), said(intent), "") for n, intent in enumerate(["HassTurnOn", None])]
    row = cells(measure(system(tmp_path), "talk", asked).row())
    assert (row["false accepts %"], row["refused %"]) == ("50.0", "50.0")
    assert {row[name] for name in ("intent %", "right %", "wrong %", "slot F1 %")} == {"-"}


def test_a_system_that_fails_is_told(tmp_path: Path) -> None:
    broken = System("broken", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(SystemExit, match="broken ended with 3"):
        measure(broken, "lamps", [])


def test_what_a_system_stands_on_is_measured() -> None:
    assert bare_mb(()) == 0
    assert bare_mb((sys.executable, "json")) >= 0


def test_sets_are_read_from_their_folder(tmp_path: Path) -> None:
    one = Asked("1", "dim it", "home.yaml", (LAMP,), "hall")
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(one.json()) + "\n", "utf-8")
    assert list(read_sets(tmp_path, ["b"])) == [("b", [one])]


def test_only_what_is_built_is_compared(tmp_path: Path) -> None:
    assert [one.name for one in known(tmp_path)] == ["ours"]
    assert 10 < known(tmp_path)[0].size_mb < 15
