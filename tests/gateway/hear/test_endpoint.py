from collections.abc import Iterable

import numpy as np
import pytest

from gateway.hear.endpoint import BLOCK, Endpointer, Patience, silero
from gateway.hear.parts import Utterance, Wake
from gateway.sound import CHUNK, RATE, Pcm
from tests.gateway.hear.sounds import AT_ONCE, chunks, loud_is_voice, noise, recording, voice

WAKE = Wake("hey_you", 0.9, 0)
WORD = voice(0.8)


def endpointer(patience: Patience | None = None) -> Endpointer:
    return Endpointer(loud_is_voice, patience)


def first(ear: Endpointer, pieces: Iterable[Pcm]) -> Utterance | None:
    return next((said for piece in pieces if (said := ear.accept(piece))), None)


def said(*sounds: Pcm, patience: Patience | None = None, wake: Wake | None = WAKE) -> Utterance:
    """Two seconds of noise and a wake word, after which nobody pauses, go before the beginning."""
    ear = endpointer(patience)
    first(ear, chunks(noise(2.0), WORD))
    ear.begin(wake)
    utterance = first(ear, chunks(*sounds))
    assert utterance
    return utterance


def test_silence_after_speech_ends_it() -> None:
    utterance = said(voice(1.0), noise(3.0))
    assert utterance.ended_by == "silence"
    assert utterance.speech_s == pytest.approx(1.0, abs=0.05)
    assert len(utterance.pcm) / RATE == pytest.approx(1.0 + 1.0 + 0.7, abs=0.13)


def test_a_pause_for_breath_does_not() -> None:
    assert said(voice(0.5), noise(0.5), voice(0.5), noise(3.0)).speech_s == pytest.approx(
        1, abs=0.05
    )


def test_the_second_before_a_wake_word_comes_along_and_less_before_a_button() -> None:
    ear = endpointer()
    first(ear, chunks(noise(2.0), WORD))
    assert len(ear.begin(WAKE)) == RATE
    assert len(ear.begin(None)) == round(0.4 * RATE)


@pytest.mark.parametrize("pause_s", [0.12, 0.2, 0.4])
def test_after_a_pause_the_wake_word_is_left_out(pause_s: float) -> None:
    ear = endpointer()
    first(ear, chunks(noise(2.0), WORD, noise(pause_s), voice(0.08)))
    pre_roll = ear.begin(WAKE)
    assert len(pre_roll) == pytest.approx((0.08 + 0.1) * RATE, abs=400)
    assert float(np.abs(pre_roll[:1000]).mean()) < 200


def test_a_wake_word_with_a_closure_in_it_is_kept_whole() -> None:
    ear = endpointer()
    first(ear, chunks(noise(2.0), voice(0.4), noise(0.08), voice(0.32)))
    assert len(ear.begin(WAKE)) == RATE


def test_all_sound_of_an_utterance_is_in_it_and_in_order() -> None:
    ear = endpointer()
    spoken = np.concatenate((noise(1.6), WORD, voice(0.5), noise(1.0)))
    pieces = chunks(spoken)
    first(ear, pieces[:30])
    ear.begin(WAKE)
    utterance = first(ear, pieces[30:])
    assert utterance
    start = 30 * CHUNK - RATE
    assert np.array_equal(utterance.pcm, spoken[start : start + len(utterance.pcm)])


def test_a_pause_after_the_wake_word_is_waited_for() -> None:
    assert said(noise(2.0), voice(1.0), noise(1.0)).ended_by == "silence"


def test_the_last_of_a_wake_word_is_no_speech() -> None:
    assert said(voice(0.09), noise(2.0), voice(1.0), noise(1.0)).speech_s > 0.9


def test_clicks_do_not_add_up_to_speech() -> None:
    click = np.concatenate((voice(0.064), noise(0.5)))
    assert said(*[click] * 12).ended_by == "nobody"


def test_nobody_who_speaks_ends_it_too() -> None:
    utterance = said(noise(6.0))
    assert (utterance.ended_by, utterance.speech_s) == ("nobody", 0.0)


def test_another_patience_for_an_answer() -> None:
    ear = endpointer()
    ear.begin(nobody_s=1.0)
    assert first(ear, chunks(noise(0.96))) is None
    assert first(ear, chunks(noise(0.24)))


def test_nobody_is_heard_for_ever() -> None:
    utterance = said(voice(9.0), patience=Patience(length_s_max=4.0))
    assert utterance.ended_by == "length"
    assert utterance.speech_s == pytest.approx(4.1, abs=0.2)


def test_the_end_of_the_stream_ends_it() -> None:
    ear = endpointer()
    ear.begin(WAKE)
    first(ear, chunks(voice(1.0)))
    utterance = ear.end()
    assert utterance
    assert (utterance.ended_by, ear.is_open) == ("end", False)


def test_without_speech_the_end_of_the_stream_is_no_utterance() -> None:
    ear = endpointer()
    ear.begin(WAKE)
    first(ear, chunks(noise(1.0)))
    assert ear.end() is None
    assert not ear.is_open


def test_speech_is_measured_above_the_noise_before_it() -> None:
    # 3000 over 100 is 29.5 dB.
    assert said(voice(1.0), noise(1.0)).snr_db == pytest.approx(29.5, abs=1.0)


def test_where_no_noise_was_heard_none_is_measured() -> None:
    ear = endpointer()
    ear.begin(WAKE)
    utterance = first(ear, chunks(voice(1.0), noise(1.0)))
    assert utterance
    assert utterance.snr_db is None


def test_digital_silence_is_a_noise_too() -> None:
    ear = endpointer()
    first(ear, chunks(np.zeros(RATE * 2, np.int16)))
    ear.begin(WAKE)
    utterance = first(ear, chunks(voice(1.0), noise(1.0)))
    assert utterance
    assert utterance.snr_db == pytest.approx(69.5, abs=1.0)


def test_after_a_reset_the_sound_before_is_forgotten() -> None:
    ear = endpointer()
    first(ear, chunks(noise(2.0)))
    ear.reset()
    assert len(ear.begin(WAKE)) == 0


def test_a_voice_detector_gets_blocks_of_its_size_whatever_comes() -> None:
    sizes: list[int] = []
    ear = Endpointer(lambda block: float(sizes.append(len(block)) or 0.0))
    ear.begin(WAKE)
    first(ear, [noise(1.0)[:n] for n in (1, 300, 1280, 0, 777)])
    assert sizes == [2 * BLOCK] * ((1 + 300 + 1280 + 777) // BLOCK)


@pytest.mark.audio
def test_silero_finds_the_end_of_what_a_voice_says() -> None:
    ear = silero()
    pieces = chunks(recording(AT_ONCE))
    first(ear, pieces[:26])
    ear.begin(WAKE)
    utterance = first(ear, pieces[26:])
    assert utterance
    assert utterance.ended_by == "silence"
    assert 0.8 < utterance.speech_s < 2.5
    assert utterance.snr_db is not None
    assert 30 < utterance.snr_db < 60


@pytest.mark.audio
@pytest.mark.parametrize("level", [0, 30, 1000])
def test_silero_takes_noise_for_nobody(level: int) -> None:
    ear = silero()
    ear.begin(WAKE)
    utterance = first(ear, chunks(noise(6.0, level)))
    assert utterance
    assert utterance.ended_by == "nobody"
