"""The table of word pieces on disk: the right rows, in the right shape, or a clear refusal."""

from pathlib import Path

import numpy as np
import pytest

from models_onnx.pieces import PieceTable, row_type
from models_onnx.runtime import ArtifactError, find


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = np.empty(3, row_type(2))
    rows["values"] = [[1, -2], [127, 0], [-127, 5]]
    rows["scale"] = [0.5, 1.0, 2.0]
    np.save(tmp_path / "table.npy", rows)
    return tmp_path / "table.npy"


def test_a_row_is_its_numbers_times_its_scale(path: Path) -> None:
    vectors = PieceTable.open(path).vectors(np.array([[0, 2]]))
    assert vectors.tolist() == [[[0.5, -1.0], [-254.0, 10.0]]]


def test_repeated_ids_give_the_same_row(path: Path) -> None:
    vectors = PieceTable.open(path).vectors(np.array([[1, 0], [0, 0]]))
    assert vectors.dtype == np.float32
    assert vectors.tolist() == [[[127.0, 0.0], [0.5, -1.0]], [[0.5, -1.0], [0.5, -1.0]]]


def test_the_committed_table_gives_what_a_loaded_one_does() -> None:
    path = find("encoder").files["pieces"]
    ids = np.arange(0, 11_500, 7)[None, :]
    rows = np.load(path)[ids]
    wanted = rows["values"].astype(np.float32) * rows["scale"][..., None]
    assert np.array_equal(PieceTable.open(path).vectors(ids), wanted)


def test_a_table_cut_short_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ArtifactError, match=r"table\.npy is not a table.*length"):
        PieceTable.open(path)


def test_a_table_cut_short_while_open_gives_no_wrong_vectors(path: Path) -> None:
    table = PieceTable.open(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ArtifactError, match="no row 2"):
        table.vectors(np.array([2]))


@pytest.mark.parametrize("values", [np.zeros((3, 2), np.float32), np.zeros(3, np.int8)])
def test_another_array_is_refused(tmp_path: Path, values: np.ndarray) -> None:
    np.save(tmp_path / "other.npy", values)
    with pytest.raises(ArtifactError, match="not a table of word pieces"):
        PieceTable.open(tmp_path / "other.npy")


def test_what_is_no_array_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.npy").write_text("hello")
    with pytest.raises(ArtifactError, match="not a table of word pieces"):
        PieceTable.open(tmp_path / "text.npy")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"none\.npy"):
        PieceTable.open(tmp_path / "none.npy")
