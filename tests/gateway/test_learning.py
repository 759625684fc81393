"""With learning off nothing that people did before is applied: stories of habits then fail."""

from pathlib import Path

import pytest

from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.player import run_scenario
from gateway.evaluate.scenarios import read_scenarios

STORIES = Path(__file__).parents[1] / "stories"
APPLIED = {
    "habits.yaml": ("own-taste", "a-lamp-as-always", "by-hand-counts-too"),
    "whose_habit.yaml": ("a-wish-is-kept-while-it-is-granted", "no-usual-for-an-unknown-voice"),
}
"""Stories that end in something that only a habit or a wish can know."""


@pytest.mark.parametrize("file", APPLIED)
def test_off_is_off_for_habits_and_for_wishes(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMBIENT_LEARNING", "off")
    read = {s.id: s for s in read_scenarios(STORIES / file, {}).scenarios}
    for story in APPLIED[file]:
        result = run_scenario(read[story], real_gateway, fresh_store)
        assert result.failures, story
