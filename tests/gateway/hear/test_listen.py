import asyncio
from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from gateway.hear.endpoint import Endpointer, silero
from gateway.hear.listen import Ear, Heard, listen
from gateway.hear.parts import Piece, Utterance, Wake
from gateway.hear.wake import WakeWords, load_wake_models
from gateway.sound import CHUNK, Pcm
from tests.gateway.hear.sounds import (
    AT_ONCE,
    WITH_A_PAUSE,
    WakeAt,
    chunks,
    loud_is_voice,
    noise,
    recording,
    stream,
    voice,
)


def ear(*wakes_at: int) -> Ear:
    """Hears a wake word in the chunks of these numbers, which begin at 1."""
    return Ear(Endpointer(loud_is_voice), WakeAt(wakes_at))


def hear(listener: Ear, pieces: Iterable[Pcm]) -> list[Heard]:
    async def collect() -> list[Heard]:
        return [heard async for heard in listen(stream(pieces), listener)]

    return asyncio.run(collect())


def utterances(heard: Sequence[Heard]) -> list[Utterance]:
    return [each for each in heard if isinstance(each, Utterance)]


def kinds(heard: Sequence[Heard]) -> str:
    """W for a wake word, U for an utterance; pieces left out."""
    return "".join(type(each).__name__[0] for each in heard if not isinstance(each, Piece))


def test_a_wake_word_then_speech_is_an_utterance() -> None:
    heard = hear(ear(25), chunks(noise(2.0), voice(1.0), noise(1.0)))
    assert kinds(heard) == "WU"
    (utterance,) = utterances(heard)
    assert utterance.wake
    assert utterance.wake.word == "hey_you"


def test_a_wake_word_tells_how_loud_it_was() -> None:
    heard = hear(ear(25), chunks(noise(1.2), voice(0.8), noise(1.0)))
    (wake,) = (each for each in heard if isinstance(each, Wake))
    assert wake.level_db == pytest.approx(29.5, abs=1)


def test_pieces_are_the_utterance_as_it_comes() -> None:
    heard = hear(ear(25), chunks(noise(2.0), voice(1.0), noise(1.0)))
    pieces = np.concatenate([each.pcm for each in heard if isinstance(each, Piece)])
    assert np.array_equal(pieces, utterances(heard)[0].pcm)


def test_without_a_wake_word_nothing_is_heard() -> None:
    assert hear(ear(), chunks(noise(1.0), voice(2.0), noise(1.0))) == []


def test_a_wake_word_during_an_utterance_begins_anew() -> None:
    heard = hear(ear(13, 38), chunks(noise(1.0), voice(3.0), noise(1.0)))
    assert kinds(heard) == "WWU"
    (utterance,) = utterances(heard)
    assert utterance.wake
    assert utterance.wake.at == 38 * CHUNK
    assert utterance.speech_s == pytest.approx(4.0 - 38 * 0.08, abs=0.1)


def test_after_an_utterance_it_waits_for_the_next_wake_word() -> None:
    turn = (noise(1.0), voice(0.6), noise(1.4))
    assert kinds(hear(ear(13), chunks(*turn, *turn))) == "WU"
    assert kinds(hear(ear(13, 51), chunks(*turn, *turn))) == "WUWU"


@pytest.mark.parametrize("wake", [WakeAt(()), None])
def test_a_button_and_an_answer_need_no_wake_word(wake: WakeAt | None) -> None:
    listener = Ear(Endpointer(loud_is_voice), wake)
    listener.accept(noise(1.0))
    listener.attend(5.0)
    heard = listener.accept(np.concatenate((voice(1.0), noise(1.0))))
    assert kinds(heard) == "U"
    assert utterances(heard)[0].wake is None


def test_an_answer_that_does_not_come_is_waited_for_so_long() -> None:
    listener = ear()
    listener.attend(2.0)
    assert kinds(listener.accept(noise(1.9))) == ""
    assert utterances(listener.accept(noise(0.3)))[0].ended_by == "nobody"


def test_a_wake_word_instead_of_an_answer_begins_a_command() -> None:
    listener = ear(10)
    listener.attend(5.0)
    heard = listener.accept(np.concatenate((noise(0.8), voice(1.0), noise(1.0))))
    assert kinds(heard) == "WU"


def test_who_is_not_nearest_falls_silent_until_the_next_wake_word() -> None:
    listener = ear(13, 60)
    assert kinds(listener.accept(np.concatenate((noise(1.04), voice(0.5))))) == "W"
    listener.fall_silent()
    assert listener.accept(np.concatenate((voice(1.0), noise(1.0)))) == []
    heard = listener.accept(np.concatenate((noise(1.2), voice(1.0), noise(1.0))))
    assert kinds(heard) == "WU"


def test_the_end_of_the_stream_ends_an_utterance() -> None:
    (utterance,) = utterances(hear(ear(13), chunks(noise(1.04), voice(0.51))))
    assert utterance.ended_by == "end"
    assert len(utterance.pcm) == round(1.51 * 16_000)  # The last piece is shorter than a chunk.


@pytest.mark.parametrize("size", [1, 160, 1024, 1280, 5000])
def test_sound_may_come_in_pieces_of_any_size(size: int) -> None:
    sound = np.concatenate((noise(1.04), voice(0.2), noise(0.8)))
    pieces = [sound[start : start + size] for start in range(0, len(sound), size)]
    assert kinds(hear(ear(13), pieces[:1] if size == 1 else pieces)) == ("" if size == 1 else "WU")


def test_another_stream_begins_with_nothing() -> None:
    listener = ear(13)
    hear(listener, chunks(noise(1.04), noise(0.5)))
    heard = hear(listener, chunks(noise(1.04), voice(0.5), noise(1.0)))
    assert len(utterances(heard)[0].pcm) <= round(2.54 * 16_000)


@pytest.mark.audio
@pytest.mark.parametrize(("file", "speech_s"), [(AT_ONCE, 1.3), (WITH_A_PAUSE, 1.0)])
def test_the_real_thing_hears_a_command_after_its_wake_word(file: object, speech_s: float) -> None:
    listener = Ear(silero(), WakeWords(load_wake_models(["hey_jarvis"])))
    heard = hear(listener, chunks(recording(file)))  # type: ignore[arg-type]
    assert kinds(heard) == "WU"
    (utterance,) = utterances(heard)
    assert utterance.speech_s == pytest.approx(speech_s, abs=0.4)
