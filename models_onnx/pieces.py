"""Ids of word pieces become their vectors, read from disk when a sentence needs them.

The table is half of the model, and a sentence needs a dozen of its 15,000 rows. It therefore stays
in its file: rows are read with `pread`, not through a memory map, because the kernel maps the
neighbours of every page it maps, and a hundred sentences make all of such a map resident.
"""

import os
import weakref
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models_onnx.runtime import ArtifactError

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]


def row_type(width: int) -> np.dtype[np.void]:
    """A row as it lies in the file: 7 bits and a sign for each number, one scale for all."""
    return np.dtype([("scale", "<f4"), ("values", "i1", (width,))])


class PieceTable:
    """An int8 table on disk; only the rows that are asked for are read."""

    def __init__(self, descriptor: int, begin: int, count: int, kind: np.dtype[np.void]) -> None:
        self._descriptor = descriptor
        self._begin = begin
        self._kind = kind
        self.count = count
        """Rows of the table."""
        weakref.finalize(self, os.close, descriptor)

    @classmethod
    def open(cls, path: Path) -> "PieceTable":
        """The table of a `.npy` file whose elements are rows (see `row_type`)."""
        try:
            with path.open("rb") as file:
                np.lib.format.read_magic(file)
                (count,), _, kind = np.lib.format.read_array_header_1_0(file)
                begin = file.tell()
            width = kind["values"].shape[0]
            if kind != row_type(width):
                raise ValueError(f"rows of {kind}")
            if path.stat().st_size != begin + count * kind.itemsize:
                raise ValueError("its length is not that of its rows")
            return cls(os.open(path, os.O_RDONLY | os.O_CLOEXEC), begin, count, kind)
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise ArtifactError(f"{path} is not a table of word pieces: {error}") from error

    def vectors(self, ids: Ids) -> Floats:
        """The vectors of the ids, in the shape of `ids` with one axis more."""
        distinct, places = np.unique(ids, return_inverse=True)  # A batch repeats its padding.
        rows = np.frombuffer(b"".join(map(self._row, distinct.tolist())), self._kind)
        known: Floats = rows["values"].astype(np.float32) * rows["scale"][:, None]
        return known[places.reshape(ids.shape)]

    def _row(self, piece: int) -> bytes:
        size = self._kind.itemsize
        raw = os.pread(self._descriptor, size, self._begin + piece * size)
        if len(raw) != size:
            raise ArtifactError(f"the table of word pieces was cut short: no row {piece}")
        return raw
