"""Sets of what recognisers hear: only of the part that nothing was counted on, wordings once."""

import gzip
import json
from pathlib import Path

from gateway.evaluate.nlu.asked import Asked
from gateway.evaluate.nlu.heard import EVERY, REPORTED, each, noised, recorded, respelled, together

LAMP = Asked("a", "turn on the desk lamp", "home.yaml")


def rows(folder: Path) -> list[dict[str, object]]:
    said = [
        (REPORTED + EVERY, "lamp on", "lamb on"),
        (REPORTED + EVERY, "lamp on", "lamb on"),
        (REPORTED + EVERY, "lamp on", "the lamp < unk > on"),
        (REPORTED + EVERY + 1, "lamp on", "lamps on"),
    ]
    with gzip.open(folder / "slurp_hypotheses.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, reference, hypothesis in said:
            row = {"slurp_id": number, "reference": reference, "hypothesis": hypothesis}
            file.write(json.dumps({**row, "intent": "iot"}) + "\n")
    return [dict(row) for row in recorded(folder)]


def test_only_the_kept_part_is_read_and_each_wording_once(tmp_path: Path) -> None:
    assert [row["hypothesis"] for row in rows(tmp_path)] == ["lamb on", "the lamp on"]


def test_hypotheses_are_asked_alone_and_together(tmp_path: Path) -> None:
    found = rows(tmp_path)
    assert [a.text for a in each(found, lambda row: LAMP)] == ["lamb on", "the lamp on"]
    (asked,) = together(found, lambda row: LAMP)
    assert asked.nbest == ("lamb on", "the lamp on")
    assert asked.line()["nbest"] == ["lamb on", "the lamp on"]
    assert list(each(found, lambda row: None)) == []


def test_a_command_is_heard_with_the_mistakes_of_the_rows(tmp_path: Path) -> None:
    found = rows(tmp_path)
    assert [a.text for a in noised(found, [LAMP])] == ["turn on the desk lamb"]
    (asked,) = respelled(found, [LAMP])
    assert sum(a != b for a, b in zip(asked.text, LAMP.text, strict=False)) <= 1
