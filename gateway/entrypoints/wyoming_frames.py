"""Events of the Wyoming protocol as they come from strangers: read with limits, sound made ours.

A line of JSON, then `data_length` bytes of more JSON, then `payload_length` bytes of sound. The
package's own reader believes any length; this one does not.
"""

import asyncio
import json
from typing import Any

import numpy as np
from wyoming.event import Event

from gateway.sound import RATE, Pcm

LINE_BYTES_MAX = 65_536
DATA_BYTES_MAX = 1_048_576  # The description of the largest server known has a tenth.
PAYLOAD_BYTES_MAX = 1_048_576  # Five seconds at 48 kHz in stereo; usual are 80 ms.
RATES = (8_000, 96_000)
CHANNELS_MAX = 8
WIDTHS = {1: "u1", 2: "<i2", 4: "<i4"}


class BadEventError(Exception):
    """What came is no event; nothing that follows on this connection can be trusted."""


async def read_event(reader: asyncio.StreamReader) -> Event | None:
    """The next event; None at the end. Raises `BadEventError`."""
    try:
        line = await reader.readline()
        if not line:
            return None
        head = _object(line)
        data = {} if head.get("data") is None else head["data"]
        if not isinstance(data, dict):
            raise BadEventError("`data` has to be an object")
        more = await _part(reader, head, "data_length", DATA_BYTES_MAX)
        if more:
            data = {**data, **_object(more)}
        payload = await _part(reader, head, "payload_length", PAYLOAD_BYTES_MAX)
    except asyncio.IncompleteReadError:
        return None
    except ValueError as error:  # `readline` beyond its limit.
        raise BadEventError(f"a line of more than {LINE_BYTES_MAX} bytes") from error
    kind = head.get("type")
    if not isinstance(kind, str):
        raise BadEventError("`type` has to be text")
    return Event(kind, data, payload or None)


async def _part(
    reader: asyncio.StreamReader, head: dict[str, Any], key: str, bytes_max: int
) -> bytes:
    length = head.get(key) or 0
    if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length <= bytes_max:
        raise BadEventError(f"`{key}` has to be 0..{bytes_max}")
    return await reader.readexactly(length) if length else b""


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadEventError("not a line of JSON") from None
    if not isinstance(found, dict):
        raise BadEventError("an event is a JSON object")
    return found


class Ear:
    """Sound of one stream, at any usual rate and width, as samples of one channel at `RATE`."""

    def __init__(self) -> None:
        self._rate = RATE
        self._resampler: Any = None
        self._rest = b""

    def take(self, event: Event) -> Pcm:
        """The samples of an `audio-chunk`; raises `ValueError` for a format that is none."""
        rate, width, channels = (event.data.get(key) for key in ("rate", "width", "channels"))
        if not isinstance(rate, int) or not RATES[0] <= rate <= RATES[1]:
            raise ValueError(f"`rate` has to be {RATES[0]}..{RATES[1]}")
        if width not in WIDTHS:
            raise ValueError("`width` has to be 1, 2 or 4 bytes")
        if not isinstance(channels, int) or not 1 <= channels <= CHANNELS_MAX:
            raise ValueError(f"`channels` has to be 1..{CHANNELS_MAX}")
        sound = self._rest + (event.payload or b"")
        whole = len(sound) - len(sound) % (width * channels)
        self._rest = sound[whole:]
        samples = np.frombuffer(sound[:whole], WIDTHS[width]).reshape(-1, channels)
        if width == 1:
            samples = (samples.astype(np.int16) - 128) << 8
        elif width == 4:
            samples = samples >> 16
        mono = samples[:, 0] if channels == 1 else samples.mean(axis=1)
        return self._at_rate(mono.astype(np.int16), rate)

    def end(self) -> Pcm:
        """What a change of the rate still holds back."""
        if self._resampler is None:
            return np.zeros(0, np.int16)
        rest: Pcm = self._resampler.resample_chunk(np.zeros(0, np.int16), last=True)
        self._resampler = None
        return rest

    def _at_rate(self, pcm: Pcm, rate: int) -> Pcm:
        if rate == RATE:
            return pcm
        if self._resampler is None or rate != self._rate:
            import soxr  # Only a satellite at another rate pays for it.

            self._rate = rate
            self._resampler = soxr.ResampleStream(rate, RATE, 1, dtype="int16")
        resampled: Pcm = self._resampler.resample_chunk(pcm)
        return resampled
