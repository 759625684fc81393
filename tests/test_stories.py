"""The stories play as they are told: one test a file, the learned model included."""

from pathlib import Path

import pytest

from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.player import run_scenario
from gateway.evaluate.scenarios import Homes, find_files, read_scenarios

FOLDER = Path(__file__).parent / "stories"
EXAM = FOLDER / "exam"
TEACH = FOLDER / "teach"
LEARN = FOLDER / "learn"
FOLDERS = (FOLDER, EXAM, TEACH, LEARN)
STORIES = [each for folder in FOLDERS for each in sorted(folder.glob("*.yaml"))]
KNOWN_GAPS = [each for folder in FOLDERS for each in sorted((folder / "open").glob("*.yaml"))]
MEASURED = sorted((FOLDER / "context").glob("*.yaml"))
"""Not played: see the README.md beside them."""
HOMES: Homes = {}
"""Read once for all files."""


def called(file: Path) -> str:
    return file.relative_to(FOLDER).with_suffix("").as_posix()


def test_there_are_stories() -> None:
    assert {file.parent for file in STORIES} == set(FOLDERS)


def test_a_folder_of_stories_holds_homes_that_are_no_stories() -> None:
    assert set(find_files([FOLDER])) == {*STORIES, *KNOWN_GAPS, *MEASURED}


@pytest.mark.parametrize("file", [*KNOWN_GAPS, *MEASURED], ids=called)
def test_what_is_measured_and_not_played_can_be_read(file: Path) -> None:
    assert read_scenarios(file, HOMES).errors == ()


@pytest.mark.parametrize("file", STORIES, ids=called)
def test_a_story_plays_as_it_is_told(file: Path) -> None:
    read = read_scenarios(file, HOMES)
    assert [str(error) for error in read.errors] == []
    results = [run_scenario(scenario, real_gateway, fresh_store) for scenario in read.scenarios]
    failures = [f"{r.scenario.id}: {failure}" for r in results for failure in r.failures]
    assert failures == [], "\n".join(failures)
