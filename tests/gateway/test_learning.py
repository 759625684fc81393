"""With learning off nothing that people did before is applied: stories of habits then fail."""

from pathlib import Path

import pytest

from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.player import run_scenario
from gateway.evaluate.scenarios import read_scenarios

STORIES = Path(__file__).parents[1] / "stories"
APPLIED = {
    "habits.yaml": ("own-taste", "a-lamp-as-always", "by-hand-counts-too"),
    "learn/learned.yaml": ("a-phrase-of-their-own", "misheard-twice-the-same-way"),
    "whose_habit.yaml": ("a-wish-is-kept-while-it-is-granted", "no-usual-for-an-unknown-voice"),
}
"""Stories that end in something that only a habit, a wish or a rule can know."""


@pytest.mark.parametrize("file", APPLIED)
def test_off_is_off_for_habits_and_for_wishes(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMBIENT_LEARNING", "off")
    read = {s.id: s for s in read_scenarios(STORIES / file, {}).scenarios}
    for story in APPLIED[file]:
        result = run_scenario(read[story], real_gateway, fresh_store)
        assert result.failures, story


def test_with_lessons_only_no_rule_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMBIENT_LEARNING", "taught")
    read = {s.id: s for s in read_scenarios(STORIES / "learn" / "learned.yaml", {}).scenarios}
    result = run_scenario(read["a-phrase-of-their-own"], real_gateway, fresh_store)
    assert any("no rewrite" in failure for failure in result.failures)
    assert any("there is []" in failure for failure in result.failures)
