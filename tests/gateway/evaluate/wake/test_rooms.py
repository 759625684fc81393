import numpy as np
import pytest

from gateway.evaluate.wake.rooms import in_room, speech_power
from gateway.hear.loudness import power
from gateway.sound import RATE
from tests.gateway.hear.sounds import noise, voice

KITCHEN = noise(20.0, 700)


def test_pauses_do_not_count_as_speech() -> None:
    spoken = np.concatenate((voice(0.8), np.zeros(RATE, np.int16), voice(0.8)))
    assert speech_power(spoken) == pytest.approx(3000**2, rel=0.05)


@pytest.mark.parametrize("snr_db", [20, 10, 5])
def test_the_voice_stands_so_far_above_the_noise(snr_db: int) -> None:
    sound = in_room(voice(2.0, 1000), KITCHEN, snr_db)
    before = power(sound[: 2 * RATE])
    assert 10 * np.log10(1000**2 / before) == pytest.approx(snr_db, abs=0.2)


def test_a_room_is_there_before_and_after_the_voice() -> None:
    assert len(in_room(voice(1.0))) == 4 * RATE


def test_the_same_seed_is_the_same_room() -> None:
    assert np.array_equal(in_room(voice(1), KITCHEN, 10, 3), in_room(voice(1), KITCHEN, 10, 3))
    assert not np.array_equal(in_room(voice(1), KITCHEN, 10, 3), in_room(voice(1), KITCHEN, 10, 4))
