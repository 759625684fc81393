"""Is it a person, or our own voice coming back from the room?

What the loudspeaker plays is known, sample by sample. An echo is that sound, later and coloured by
the room: what a linear filter of it explains of what was heard is echo, the rest is somebody.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gateway.sound import Pcm

DELAY_S_MAX = 0.4  # From writing to hearing: buffers, air, a USB microphone's own buffer.
FRAME = 1024  # 64 ms: most of what a living room adds to a voice.
LEAST = 4 * FRAME  # Of fewer samples nothing can be said.
PEAK_MIN = 30.0  # -60 dB: below it nothing was played.
POWER_MIN = 100.0  # -70 dB, as a mean square: a pause between sentences.

Spectra = NDArray[np.complex128]
"""Of a stretch of sound, shape (frames, FRAME / 2 + 1)."""


class Loudspeaker(Protocol):
    """What is known of our own voice; `gateway.speak.playback.Player` is one."""

    text: str

    @property
    def playing(self) -> bool:
        """Whether a reply sounds now."""

    def heard_since(self, at_s: float) -> Pcm:
        """All that sounded since then until now, by the loop's time, at `RATE`."""

    def stop(self) -> float | None:
        """Be silent now; how many ms of the reply sounded, None when none does."""


def unexplained(heard: Pcm, played: Pcm) -> float:
    """What of `heard` is no echo, as a power over that of `played`.

    While nobody else speaks this is much the same always: it is the late part of the echo, which a
    short filter does not explain, and that is so and so loud in a room.
    """
    power = float(np.mean(played.astype(np.float64) ** 2)) if len(played) else 0.0
    rest = (1.0 - echo_share(heard, played)) * float(np.mean(heard.astype(np.float64) ** 2))
    return rest / max(power, POWER_MIN)


def echo_share(heard: Pcm, played: Pcm) -> float:
    """How much of the energy of `heard` is `played` come back, 0..1.

    Both end at the same moment; `played` begins earlier, by as much as an echo may be late. The
    share is the coherent power, sum over f of |S_xy|^2 / S_xx, over the whole, S_yy; Welch
    estimates after aligning by the phase transform (Knapp and Carter, "The Generalized Correlation
    Method for Estimation of Time Delay", 1976). 0 where nothing was played.
    """
    spectra = _aligned(heard, played)
    if spectra is None:
        return 0.0
    x, y = spectra
    total = float((np.abs(y) ** 2).sum())
    explained = np.abs(_cross(x, y)) ** 2 / np.maximum(_power(x), 1e-9)
    return float(explained.sum() / total) if total > 0.0 else 0.0


def without_echo(heard: Pcm, played: Pcm) -> Pcm:
    """What is left of `heard` when the part that `played` explains is taken away.

    The Wiener filter S_xy / S_xx of the whole stretch, applied frame by frame; the arguments are
    those of `echo_share`.
    """
    spectra = _aligned(heard, played)
    if spectra is None:
        return heard
    x, y = spectra
    rest = np.fft.irfft(y - x * (_cross(x, y) / np.maximum(_power(x), 1e-9)), FRAME, axis=1)
    clean = np.zeros(len(heard))
    for number, frame in enumerate(rest):  # Hann windows at half their length add up to one.
        clean[number * FRAME // 2 : number * FRAME // 2 + FRAME] += frame
    return np.clip(clean, -32768, 32767).astype(np.int16)


def _aligned(heard: Pcm, played: Pcm) -> tuple[Spectra, Spectra] | None:
    """Short-time spectra of what was played, as late as its echo, and of what was heard."""
    slack = len(played) - len(heard)
    if len(heard) < LEAST or slack < 0 or np.abs(played).max(initial=0) < PEAK_MIN:
        return None
    y, x = heard.astype(np.float64), played.astype(np.float64)
    return _spectra(x[_offset(y, x, slack) :][: len(y)]), _spectra(y)


def _cross(x: Spectra, y: Spectra) -> NDArray[np.complex128]:
    total: NDArray[np.complex128] = (np.conj(x) * y).sum(axis=0)
    return total


def _power(x: Spectra) -> NDArray[np.float64]:
    total: NDArray[np.float64] = (np.abs(x) ** 2).sum(axis=0)
    return total


def _offset(y: NDArray[np.float64], x: NDArray[np.float64], slack: int) -> int:
    """Where in `x` the sound `y` begins, 0..slack, by the phase transform."""
    size = 1 << (len(x) + len(y) - 1).bit_length()
    cross = np.fft.rfft(x, size) * np.conj(np.fft.rfft(y, size))
    correlation = np.fft.irfft(cross / (np.abs(cross) + 1e-9), size)
    return int(np.argmax(correlation[: slack + 1]))


def _spectra(samples: NDArray[np.float64]) -> Spectra:
    """Short-time spectra, half overlapping."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[:: FRAME // 2]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)
    return np.fft.rfft(frames * hann, axis=1)
