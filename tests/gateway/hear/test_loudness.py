import numpy as np
import pytest

from gateway.hear.loudness import Loudness, power, snr_db
from tests.gateway.hear.sounds import chunks, noise, voice


def heard(*sounds: np.ndarray) -> Loudness:
    loudness = Loudness()
    for chunk in chunks(*sounds):
        loudness.accept(chunk)
    return loudness


def test_the_power_of_full_scale_fits() -> None:
    assert power(np.full(10, -32768, np.int16)) == 32768.0**2


@pytest.mark.parametrize(("both", "noise_", "db"), [(110, 10, 10), (1010, 10, 20), (10, 10, -20)])
def test_signal_over_noise(both: float, noise_: float, db: float) -> None:
    assert snr_db(both, noise_) == pytest.approx(db)


def test_noise_is_what_pauses_have() -> None:
    loudness = heard(noise(1.0), voice(1.5), noise(0.5), voice(1.0))
    assert loudness.noise() == pytest.approx(100**2, rel=0.1)


def test_too_little_sound_is_no_measure() -> None:
    assert heard(noise(0.16)).noise() is None
    assert heard(noise(0.9)).above_noise_db(0.8) is None


def test_a_word_stands_above_the_noise_before_it() -> None:
    assert heard(noise(2.0), voice(0.8)).above_noise_db(0.8) == pytest.approx(29.5, abs=1)


def test_a_gain_changes_nothing() -> None:
    quiet, loud = heard(noise(2.0, 50), voice(0.8, 500)), heard(noise(2.0, 500), voice(0.8, 5000))
    assert quiet.above_noise_db(0.8) == pytest.approx(loud.above_noise_db(0.8), abs=0.2)


def test_what_was_long_ago_is_forgotten() -> None:
    assert heard(noise(6.0, 10), noise(6.0, 1000)).noise() == pytest.approx(1000**2, rel=0.1)
