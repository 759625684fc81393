from pathlib import Path

import numpy as np
import pytest

from gateway.evaluate.activity import NOBODY_KNOWS, House, Replay, scores
from models_onnx.activity import KINDS

FILES = {
    "sensors": "1000\t60\t1\n1200\t5\t2\n1500\t9\t9\n",
    "sensor_names": "1\tHall-Keuken deur\n2\tfrontdoor\n",
    "activities": "1000\t300\t3\n1400\t120\t4\n",
    "activity_names": "3\tprep-tea\n4\tgoing-out-to-sing\n5\tnap",
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    for kind, text in FILES.items():
        (tmp_path / f"houseX.{kind}").write_text(text)
    return House.read(tmp_path, "X")


def test_a_house_is_read_with_the_names_that_its_household_would_give(house: House) -> None:
    assert [device.name for device in house.devices.values()] == ["kitchen deur", "front door"]
    assert len(house.stirs) == 4


def test_minutes_at_the_door_and_without_label_are_not_asked(house: House) -> None:
    assert KINDS[house.truth(1100)] == "cooking"
    assert house.truth(1450) == house.truth(1310) == NOBODY_KNOWS


def test_a_replay_has_a_row_for_every_minute(house: House) -> None:
    replay = Replay.of(house)
    assert len(replay.read) == len(replay.told) == len(replay.truth) == 5


def test_scores_by_hand() -> None:
    accuracy, macro, each = scores(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]))
    assert (accuracy, macro) == pytest.approx((0.75, (2 / 3 + 0.8) / 2))
    assert each == pytest.approx({"away": 2 / 3, "cooking": 0.8})
