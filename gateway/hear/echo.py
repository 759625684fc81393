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
PEAK_MIN = 30.0  # -60 dB: below it there is nothing to compare with.


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


def echo_share(heard: Pcm, played: Pcm) -> float:
    """How much of the energy of `heard` is `played` come back, 0..1.

    Both end at the same moment; `played` begins earlier, by as much as an echo may be late. The
    share is the coherent power, sum over f of |S_xy|^2 / S_xx, over the whole, S_yy; Welch
    estimates after aligning by the phase transform (Knapp and Carter, "The Generalized Correlation
    Method for Estimation of Time Delay", 1976). 0 where nothing was played.
    """
    slack = len(played) - len(heard)
    if len(heard) < LEAST or slack < 0 or np.abs(played).max(initial=0) < PEAK_MIN:
        return 0.0
    y, x_all = heard.astype(np.float64), played.astype(np.float64)
    x = x_all[_offset(y, x_all, slack) :][: len(y)]
    spectra_x, spectra_y = _spectra(x), _spectra(y)
    s_xx = (np.abs(spectra_x) ** 2).sum(axis=0)
    s_yy = (np.abs(spectra_y) ** 2).sum(axis=0)
    s_xy = np.abs((np.conj(spectra_x) * spectra_y).sum(axis=0)) ** 2
    total = float(s_yy.sum())
    if total <= 0.0:
        return 0.0
    return float((s_xy / np.maximum(s_xx, 1e-9)).sum() / total)


def _offset(y: NDArray[np.float64], x: NDArray[np.float64], slack: int) -> int:
    """Where in `x` the sound `y` begins, 0..slack, by the phase transform."""
    size = 1 << (len(x) + len(y) - 1).bit_length()
    cross = np.fft.rfft(x, size) * np.conj(np.fft.rfft(y, size))
    correlation = np.fft.irfft(cross / (np.abs(cross) + 1e-9), size)
    return int(np.argmax(correlation[: slack + 1]))


def _spectra(samples: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Short-time spectra, half overlapping, shape (frames, FRAME / 2 + 1)."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[:: FRAME // 2]
    return np.fft.rfft(frames * np.hanning(FRAME), axis=1)
