"""Sound files."""

from pathlib import Path

import numpy as np
import pytest

from gateway.sound import RATE, Sound, SoundError, read_sound, write_sound

TONE_HZ = 1_000


def tone(rate: int, hz: float = TONE_HZ, seconds: float = 0.5) -> Sound:
    times = np.arange(int(rate * seconds)) / rate
    return Sound((np.sin(2 * np.pi * hz * times) * 8_000).astype(np.int16), rate)


def loudest_hz(sound: Sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound.pcm))
    return float(np.argmax(spectrum)) * sound.rate / len(sound.pcm)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_sound(tmp_path / "tone.wav", tone(RATE))
    assert np.array_equal(read_sound(tmp_path / "tone.wav").pcm, tone(RATE).pcm)


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000])
def test_another_rate_keeps_pitch_and_length(tmp_path: Path, rate: int) -> None:
    write_sound(tmp_path / "tone.wav", tone(rate))
    sound = read_sound(tmp_path / "tone.wav")
    assert sound.rate == RATE
    assert sound.seconds == pytest.approx(0.5, abs=0.001)
    assert loudest_hz(sound) == pytest.approx(TONE_HZ, abs=3)


def test_what_16_khz_cannot_hold_does_not_fold_into_it(tmp_path: Path) -> None:
    write_sound(tmp_path / "high.wav", tone(48_000, hz=12_000))
    assert np.abs(read_sound(tmp_path / "high.wav").pcm[1_000:-1_000]).max() < 80


def test_no_sound_says_so(tmp_path: Path) -> None:
    (tmp_path / "words.wav").write_text("not sound")
    with pytest.raises(SoundError, match="give a WAV or FLAC"):
        read_sound(tmp_path / "words.wav")
    with pytest.raises(SoundError, match=r"missing\.wav"):
        read_sound(tmp_path / "missing.wav")
