"""Vosk: small models for many languages, words as they are spoken, and what each is worth.

Recognition is open; the hints become a grammar. A grammar hears nothing else, whatever is said, and
is always sure of itself, so it has a voice of its own only where it is asked for (`closed`: a model
that knows too few of the words people say here). Otherwise, where the open one is in doubt, its
alternatives and what the grammar hears become further hypotheses, for understanding to weigh.
"""

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gateway.hear.parts import Recognition, Word
from gateway.hear.vocabulary import said
from gateway.sound import RATE, Pcm

DOUBT = 0.9
"""Mean confidence of words below which other hypotheses are worth their time."""
ALTERNATIVES = 3
"""So few that the grammar's is among the five hypotheses which a turn keeps."""
UNKNOWN = ("[unk]", "<UNK>", "<unk>")
"""What models call a word that they do not know."""


class VoskError(Exception):
    """A folder that holds no model; says what to do."""


class Vosk:
    """A model, loaded once; several may listen at a time."""

    def __init__(self, folder: Path, *, closed: bool = False, words: Sequence[str] = ()) -> None:
        """`closed`: hear only what is hinted, and `words`, with which one asks anything of it.

        Raises `VoskError`.
        """
        if not (folder / "am" / "final.mdl").is_file() and not (folder / "final.mdl").is_file():
            raise VoskError(
                f"{folder}: there is no Vosk model; get one with `ambient models --install`"
            )
        import vosk  # 40 MB with its library: only who uses it pays for it.

        vosk.SetLogLevel(-1)
        self._vosk = vosk
        self._model = vosk.Model(str(folder))
        self._closed = closed
        self._words = tuple(words)

    @property
    def name(self) -> str:
        """vosk."""
        return "vosk"

    def listen(self, hints: Sequence[str] = ()) -> "VoskListening":
        """Begin an utterance."""
        grammar = self.grammar((*hints, *self._words))
        first = self._recogniser(grammar if self._closed else ())
        return VoskListening(self, first, grammar, closed=self._closed and bool(grammar))

    def grammar(self, hints: Iterable[str]) -> tuple[str, ...]:
        """The hints, each once, as far as the model knows their words."""
        return tuple(
            dict.fromkeys(phrase for hint in hints if (phrase := " ".join(self._known(hint))))
        )

    def unknown(self, hints: Iterable[str]) -> tuple[str, ...]:
        """Words of hints that this model can never hear."""
        words = dict.fromkeys(word for hint in hints for word in said(hint).split())
        return tuple(word for word in words if not self._knows(word))

    def second_opinions(self, pcm: Pcm, grammar: Sequence[str]) -> tuple[str, ...]:
        """Other things that the same sound may have been."""
        recogniser = self._recogniser(())
        recogniser.SetMaxAlternatives(ALTERNATIVES)
        recogniser.AcceptWaveform(pcm.tobytes())
        found = json.loads(recogniser.FinalResult()).get("alternatives", ())
        texts = [_text(alternative) for alternative in found]
        if grammar:
            closed = self._recogniser(grammar)
            closed.AcceptWaveform(pcm.tobytes())
            texts.append(_text(json.loads(closed.FinalResult())))
        return tuple(text for text in texts if text)

    def _recogniser(self, grammar: Sequence[str]) -> Any:
        if not grammar:
            return self._vosk.KaldiRecognizer(self._model, RATE)
        known = [*grammar, *(word for word in UNKNOWN if self._knows(word))]
        return self._vosk.KaldiRecognizer(self._model, RATE, json.dumps(known, ensure_ascii=False))

    def _known(self, hint: str) -> Iterable[str]:
        return (word for word in said(hint).split() if self._knows(word))

    def _knows(self, word: str) -> bool:
        return int(self._model.vosk_model_find_word(word)) >= 0


class VoskListening:
    """One utterance."""

    def __init__(
        self, engine: Vosk, recogniser: Any, grammar: Sequence[str], *, closed: bool
    ) -> None:
        self._engine = engine
        self._recogniser = recogniser
        self._recogniser.SetWords(True)
        self._grammar = grammar
        self._closed = closed
        self._heard: list[Pcm] = []
        self._done: list[dict[str, Any]] = []  # Parts that ended with a pause.
        self._seconds = 0.0

    def accept(self, pcm: Pcm) -> None:
        """More of it."""
        begun = time.perf_counter()
        self._heard.append(pcm)
        if len(pcm) and self._recogniser.AcceptWaveform(pcm.tobytes()):
            self._done.append(json.loads(self._recogniser.Result()))
        self._seconds += time.perf_counter() - begun

    def partial(self) -> str:
        """The words so far."""
        now = json.loads(self._recogniser.PartialResult()).get("partial", "")
        return " ".join(part for part in (*map(_text, self._done), _clean(now)) if part)

    def final(self) -> Recognition:
        """All of it."""
        begun = time.perf_counter()
        parts = [*self._done, json.loads(self._recogniser.FinalResult())]
        text = " ".join(part for part in map(_text, parts) if part)
        words = tuple(_word(w) for p in parts for w in p.get("result", ()) if _clean(w["word"]))
        confidence = None
        if words and not self._closed:
            confidence = float(np.mean([word.confidence or 0.0 for word in words]))
        others: tuple[str, ...] = ()
        if not self._closed and text and (confidence or 0.0) < DOUBT:
            others = self._engine.second_opinions(np.concatenate(self._heard), self._grammar)
        nbest = tuple(dict.fromkeys((text, *others))) if others else ()
        self._seconds += time.perf_counter() - begun
        return Recognition(text, nbest, confidence, words, self._engine.name, self._seconds)


def _text(result: dict[str, Any]) -> str:
    return _clean(str(result.get("text", "")))


def _clean(text: str) -> str:
    return " ".join(word for word in text.split() if word not in UNKNOWN)


def _word(found: dict[str, Any]) -> Word:
    return Word(found["word"], found["start"], found["end"], found.get("conf"))
