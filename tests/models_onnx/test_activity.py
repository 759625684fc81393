"""Activities: the shipped model, and the generated days that it was taught by."""

import json
import math
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

from models_onnx.activity import FEATURES, KINDS, ActivityModel, Trace, features, fit
from models_onnx.runtime import ArtifactError, find
from models_onnx.training import days
from models_onnx.training.manifest import enter

KITCHEN = {"kitchen": Trace(20, False, (4, 9, 12)), "fridge": Trace(60, False, (1, 3, 3)),
           "heat": Trace(100, True, (1, 2, 2)), "bedroom": Trace(9000), "entrance": Trace(9900),
           "bathroom": Trace(7200)}  # fmt: skip


def test_the_shipped_model_weighs_little_and_its_chances_sum_to_one() -> None:
    assert find("activity").files["model"].stat().st_size < 50_000
    chances = ActivityModel.open().probabilities(features(KITCHEN, 18.5))
    assert chances.shape == (len(KINDS),)
    assert chances.sum() == pytest.approx(1, abs=1e-5)
    assert KINDS[int(chances.argmax())] == "cooking"


def test_a_home_without_sensors_has_features_too() -> None:
    assert features({}, 3.0).shape == (FEATURES,)
    assert np.isfinite(features({"bed": Trace(math.inf)}, 3.0)).all()


def test_a_model_made_for_other_features_is_refused() -> None:
    told = json.loads(find("activity").files["model"].read_text())
    with pytest.raises(ArtifactError, match="other features"):
        ActivityModel.read(told | {"kinds": ["away"]})


def test_fitting_finds_what_tells_two_kinds_apart() -> None:
    dice = np.random.default_rng(1)
    read = dice.normal(size=(2000, FEATURES)).astype(np.float32)
    kinds = np.where(read[:, 3] > 0, 1, 3)
    model = fit(read, kinds, rounds=60)
    assert (model.probabilities(read).argmax(axis=1) == kinds).mean() > 0.97


@pytest.mark.parametrize("seed", range(5))
def test_the_days_of_a_person_have_no_gaps(seed: int) -> None:
    dice = Random(seed)
    for spells in days.live(days.new_home(dice), 4, dice):
        assert spells[0].start == 0
        assert all(a.end == b.start for a, b in pairwise(spells))
        assert all(spell.end > spell.start for spell in spells)


def test_a_trace_knows_nothing_of_the_future() -> None:
    dice = Random(7)
    home = days.new_home(dice)
    days.live(home, 3, dice)
    now = 1.8 * days.DAY
    seen = home.traces(now)
    for channel in home.noises:
        home.spans[channel] = [span for span in home.spans[channel] if span[0] <= now]
        home.came_on[channel] = [start for start, _ in home.spans[channel]]
        home.changed[channel] = [at for at in home.changed[channel] if at <= now]
    assert home.traces(now) == seen


def test_a_home_is_away_only_when_all_are() -> None:
    out = [days.Spell("away", 0, 100)]
    assert days.doing([out, [days.Spell("away", 0, 90)]], 50) == "away"
    assert days.doing([out, [days.Spell("toilet", 0, 90)]], 50) == "washing"
    assert days.doing([out, [days.Spell("away", 0, 90)]], 95) is None


def test_entering_a_model_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "artifacts").mkdir()
    for name in ("a.json", "b.json"):
        (tmp_path / "artifacts" / name).write_text(name)
    enter(tmp_path, "a", "1.0", {"model": "a.json"}, "a.md")
    enter(tmp_path, "b", "1.0", {"model": "b.json"}, "b.md", reads="1.0")
    enter(tmp_path, "a", "1.1", {"model": "a.json"}, "a.md")
    manifest = tmp_path / "manifest.toml"
    assert (find("a", manifest).version, find("b", manifest).reads) == ("1.1", "1.0")
