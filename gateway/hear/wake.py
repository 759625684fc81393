"""Wake words in a stream of sound: openWakeWord's models, on bare onnxruntime sessions.

    80 ms of sound -> 8 mel frames (of 32) -> embedding (96) of the last 76 frames
    -> each word's score, of the last 16 embeddings or so

Mel and embedding serve all words. The chain is that of the package openwakeword 0.5.1, frame by
frame (Scripka 2022; Lin et al. 2020, arXiv 2002.01322, for the embedding), without importing it: it
brings SciPy and scikit-learn along. Unlike there, `reset` forgets everything, and each stream
begins with the same past.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gateway.hear.parts import Wake
from gateway.sound import CHUNK, RATE, Pcm

THRESHOLD = 0.5
"""A score from which on a word was said; openWakeWord's own advice."""
REFRACTORY_S = 2.0
"""After a word none is heard for so long: what it rests on slides over the last 2 s of sound."""
WARM_UP_CHUNKS = 13
"""A stream is deaf for its first second: noise that sets in with it scored up to 0.84 at 0.72 s."""
NOISE_LEVEL = 1_000
"""A stream begins as if after loud even noise, always the same. Measured: after silence, or mels of
nothing, speech and noise that set in reach scores up to 0.45 and 0.95; after this, 0.03."""

INSTALL = "pip install --no-deps openwakeword==0.5.1 (later ones come without models)"
_SHARED = ("melspectrogram", "embedding_model", "silero_vad")
_NO_WORDS = (*_SHARED, "timer")  # `timer` tells six durations apart: no wake word.
_OVERLAP = 480  # Samples before a chunk that its mel frames also cover: 25 ms windows, 10 ms apart.
_MEL_WINDOW = 76
_MELS = 32
_FEATURES = 96

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Past:
    """All that is remembered of a stream."""

    sound: Pcm
    """The last 480 samples."""
    mels: Floats
    """Shape (76, 32)."""
    features: Floats
    """Embeddings, newest last, shape (`WakeModels.features_max`, 96)."""


class WakeError(Exception):
    """A wake word that cannot be listened for; says what to do."""


@dataclass(frozen=True)
class WakeModels:
    """Loaded models; one for all microphones, as they remember nothing."""

    mel: Any
    embedding: Any
    words: Mapping[str, Any]
    """Word -> its session (`onnxruntime.InferenceSession`)."""

    @property
    def features_max(self) -> int:
        """How many embeddings the word with the longest memory looks at."""
        return max(_looks_at(session) for session in self.words.values())

    @cached_property
    def beginning(self) -> Past:
        """What a stream that just began remembers: `NOISE_LEVEL`."""
        chunks = self.features_max + _MEL_WINDOW // 8 + 1
        noise = np.random.Generator(np.random.PCG64(1)).integers(
            -NOISE_LEVEL, NOISE_LEVEL, (chunks, CHUNK), dtype=np.int16
        )
        empty = np.ones((_MEL_WINDOW, _MELS), np.float32)
        past = Past(noise[0, :0], empty, np.zeros((self.features_max, _FEATURES), np.float32))
        for chunk in noise:
            past = self.hear(past, chunk)
        return past

    def hear(self, past: Past, chunk: Pcm) -> Past:
        """What is remembered after the next `CHUNK` samples."""
        sound = np.concatenate((past.sound, chunk))
        mels = np.concatenate((past.mels, self.mels(sound)))[-_MEL_WINDOW:]
        features = np.concatenate((past.features[1:], self.embed(mels)[None]))
        return Past(sound[-_OVERLAP:], mels, features)

    def mels(self, sound: Pcm) -> Floats:
        """Frames of sound, shape (about n / 160, 32)."""
        (spectrum,) = self.mel.run(None, {"input": sound.astype(np.float32)[None]})
        # The scale on which the embedding was trained (openwakeword/utils.py, `melspec_transform`).
        mels: Floats = np.asarray(spectrum, np.float32).reshape(-1, _MELS) / np.float32(10)
        return mels + np.float32(2)

    def embed(self, mels: Floats) -> Floats:
        """76 frames become a vector of 96."""
        (embedded,) = self.embedding.run(None, {"input_1": mels[None, :, :, None]})
        return np.asarray(embedded, np.float32).reshape(_FEATURES)

    def scores(self, features: Floats) -> dict[str, float]:
        """0..1 of each word, from embeddings (n >= `features_max`, 96)."""
        return {word: _score(session, features) for word, session in self.words.items()}


def models_folder() -> Path:
    """Where the installed openwakeword keeps its models; it is not imported."""
    found = importlib.util.find_spec("openwakeword")
    for place in (found and found.submodule_search_locations) or ():
        folder = Path(place) / "resources" / "models"
        if all((folder / f"{name}.onnx").exists() for name in _SHARED[:2]):
            return folder
    raise WakeError(f"no wake word models are installed: {INSTALL}")


def known_words(folder: Path) -> dict[str, Path]:
    """Words that can be listened for by name: `hey_jarvis` -> its file."""
    files = {each.stem.split("_v0")[0]: each for each in sorted(folder.glob("*.onnx"))}
    return {word: file for word, file in files.items() if word not in _NO_WORDS}


def load_wake_models(words: Sequence[str], folder: Path | None = None) -> WakeModels:
    """Names of `known_words` ("hey jarvis") or paths of own models, loaded; `WakeError` else.

    `folder`: where the models are, those of the installed openwakeword when None.
    """
    if not words:
        raise WakeError("no wake word is named: give at least one, or listen without")
    folder = folder or models_folder()
    files = dict(_file_of(word, folder) for word in words)
    mel, embedding = (_session(folder / f"{name}.onnx") for name in _SHARED[:2])
    return WakeModels(mel, embedding, {word: _word(file) for word, file in files.items()})


class WakeWords:
    """A `WakeDetector`: one microphone's sound, against several words at once."""

    def __init__(
        self,
        models: WakeModels,
        threshold: float = THRESHOLD,
        thresholds: Mapping[str, float] | None = None,
        refractory_s: float = REFRACTORY_S,
    ) -> None:
        """`thresholds`: of single words, where theirs is another than `threshold`."""
        self._models = models
        self._thresholds = {word: (thresholds or {}).get(word, threshold) for word in models.words}
        self._refractory = round(refractory_s * RATE)
        self.reset()

    def reset(self) -> None:
        """Forget all sound heard so far, as if just made; counting of samples begins anew."""
        self._heard = 0
        self._deaf_until = WARM_UP_CHUNKS * CHUNK
        self._past = self._models.beginning

    def accept(self, chunk: Pcm) -> Wake | None:
        """The next `CHUNK` samples; the word that ended in them, the likeliest if several did."""
        scores = self.scores(chunk)
        over = [word for word, score in scores.items() if score >= self._thresholds[word]]
        if not over or self._heard <= self._deaf_until:
            return None
        self._deaf_until = self._heard + self._refractory
        word = max(over, key=lambda each: scores[each])
        return Wake(word, scores[word], self._heard)

    def scores(self, chunk: Pcm) -> dict[str, float]:
        """The next `CHUNK` samples; how much each word seems to have ended in them, 0..1."""
        if len(chunk) != CHUNK:
            raise ValueError(f"wake words are heard in chunks of {CHUNK} samples, not {len(chunk)}")
        self._heard += CHUNK
        self._past = self._models.hear(self._past, chunk)
        return self._models.scores(self._past.features)


def _file_of(word: str, folder: Path) -> tuple[str, Path]:
    """The name a word goes by, and its model."""
    if word.endswith(".onnx"):
        return Path(word).stem, Path(word)
    name = word.strip().lower().replace(" ", "_")
    known = known_words(folder)
    if name not in known:
        raise WakeError(
            f"no model of the wake word {word!r}: name one of {', '.join(known)}, "
            "or the path of an own one (.onnx, trained for openWakeWord)"
        )
    return name, known[name]


def _word(file: Path) -> Any:
    """A word's session, checked to be one."""
    session = _session(file)
    takes, gives = session.get_inputs()[0].shape, session.get_outputs()[0].shape
    if len(takes) != 3 or not isinstance(takes[1], int) or takes[2] != _FEATURES or gives[-1] != 1:
        raise WakeError(
            f"{file}: takes {takes} and gives {gives}; a model of one wake word for "
            f"openWakeWord takes [1, n, {_FEATURES}] and gives [1, 1]"
        )
    return session


def _session(file: Path) -> Any:
    import onnxruntime  # Slow to import: only who listens pays for it.

    if not file.exists():
        raise WakeError(f"{file}: no such wake word model")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # 10 MB less, as fast.
    try:
        return onnxruntime.InferenceSession(str(file), options, ["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions have no common base of their own.
        raise WakeError(f"{file}: no model that onnxruntime can run ({error})") from error


def _looks_at(session: Any) -> int:
    looks_at: int = session.get_inputs()[0].shape[1]
    return looks_at


def _score(session: Any, features: Floats) -> float:
    takes = session.get_inputs()[0]
    (score,) = session.run(None, {takes.name: features[None, -takes.shape[1] :]})
    return float(np.asarray(score).ravel()[0])
