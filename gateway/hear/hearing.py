"""Sound becomes a transcript: recognised with what is likely here and now, the wake word off."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from context.snapshot import Snapshot
from context.turn import Sounded, Transcript
from gateway.hear.parts import Recognition, Transcriber, Utterance
from gateway.hear.vocabulary import vocabulary
from gateway.hear.wake_prefix import COMMAND_WORDS, without_wake_word

NBEST_MAX = 5
UNSURE = 0.5  # What an engine without confidence has heard, where it has heard it twice otherwise.


class Hearing:
    """One recogniser with the home that it is told of."""

    def __init__(
        self,
        transcriber: Transcriber,
        snapshot: Callable[[], Snapshot],
        words: Sequence[str] = (),
    ) -> None:
        """`words`: further ones that are likely to be said."""
        self.transcriber = transcriber
        self._snapshot = snapshot
        self._words = tuple(words)

    def hints(self, heard: Transcript, wake: str | None = None) -> tuple[str, ...]:
        """Words that are likely from who speaks there, the likeliest first.

        A wake word is among them: unknown to the recogniser it is heard as the start of a command.
        """
        called = (wake.replace("_", " "),) if wake else ()
        return vocabulary(self._snapshot(), heard, (*called, *self._words))

    def read(self, utterance: Utterance, heard: Transcript) -> Transcript:
        """The words of an utterance, empty where there are none; takes a second of computing.

        `heard`: who speaks where, as far as that is known.
        """
        wake = utterance.wake.word if utterance.wake else None
        listening = self.transcriber.listen(self.hints(heard, wake))
        listening.accept(utterance.pcm)
        return transcript(listening.final(), utterance, heard)


def transcript(found: Recognition, utterance: Utterance, heard: Transcript) -> Transcript:
    """A recognition with where, when and how well it was heard."""
    wake = utterance.wake
    texts = found.nbest or (found.text,)
    if wake is not None:
        texts = tuple(without_wake_word(text, wake.word, COMMAND_WORDS) for text in texts)
    nbest = tuple(dict.fromkeys(text for text in texts if text.strip()))[:NBEST_MAX]
    confidence = found.confidence
    if confidence is None:
        confidence = UNSURE if len(nbest) > 1 else 1.0
    return replace(
        heard,
        text=nbest[0] if nbest else "",
        nbest=nbest if len(nbest) > 1 else (),
        confidence=confidence,
        wake=wake.score if wake is not None else 1.0,
        sound=Sounded(found.engine, utterance.speech_s, utterance.snr_db),
    )
