"""Models that no package carries: got, checked, and there whole or not at all."""

import hashlib
import io
import urllib.error
import urllib.request
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gateway.hear.models import MODELS, Model, ModelError, install, is_whole

FILES = {"am/final.mdl": b"weights" * 400, "conf/model.conf": b"--beam=10\n", "README": b"small"}


def archive(files: dict[str, bytes] = FILES, name: str = "vosk-small") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for path, content in files.items():
            out.writestr(f"{name}/{path}", content)
    return packed.getvalue()


def model_of(content: bytes, name: str = "vosk-small") -> Model:
    sha256 = hashlib.sha256(content).hexdigest()
    return Model(name, "en", f"https://models.test/{name}.zip", sha256, len(content), "Apache-2.0")


class Server:
    """Answers requests for one file, and breaks off where it is told to."""

    def __init__(self, content: bytes, breaks_at: int | None = None, ranges: bool = True) -> None:
        self.content, self.breaks_at, self.ranges = content, breaks_at, ranges
        self.asked: list[str | None] = []

    def __call__(self, request: urllib.request.Request, timeout: float) -> Any:
        begin = request.get_header("Range")
        self.asked.append(begin)
        start = int(begin.removeprefix("bytes=").rstrip("-")) if begin and self.ranges else 0
        answer = _Answer(self.content[start : self.breaks_at], 206 if start else 200)
        self.breaks_at = None
        return answer


class _Answer(io.BytesIO):
    def __init__(self, content: bytes, status: int) -> None:
        super().__init__(content)
        self.status = status


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Any:
    def started(*args: Any, **more: Any) -> Server:
        server = Server(*args, **more)
        monkeypatch.setattr(urllib.request, "urlopen", server)
        return server

    return started


def test_it_is_fetched_once(tmp_path: Path, serve: Any) -> None:
    content = archive()
    server = serve(content)
    home = install(model_of(content), tmp_path)
    assert (home / "README").read_bytes() == b"small"
    assert [path.name for path in tmp_path.iterdir()] == ["vosk-small"]
    install(model_of(content), tmp_path)
    assert server.asked == [None]


@pytest.mark.parametrize("ranges", [True, False])
def test_a_download_that_broke_off_goes_on(tmp_path: Path, serve: Any, ranges: bool) -> None:
    content = archive()
    server = serve(content, breaks_at=100, ranges=ranges)
    with pytest.raises(ModelError, match="sha256"):
        install(model_of(content), tmp_path)
    assert is_whole(model_of(content), install(model_of(content), tmp_path))
    assert server.asked == [None, "bytes=100-"]


def test_another_file_is_refused_and_thrown_away(tmp_path: Path, serve: Any) -> None:
    content = archive()
    serve(content[:-1] + b"?")
    with pytest.raises(ModelError, match="is not that of vosk-small"):
        install(model_of(content), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_network_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any, **__: Any) -> None:
        raise urllib.error.URLError("no route")

    monkeypatch.setattr(urllib.request, "urlopen", down)
    with pytest.raises(ModelError, match="--from"):
        install(model_of(archive()), tmp_path)


@pytest.mark.parametrize("as_folder", [True, False])
def test_it_is_taken_from_where_it_was_brought(tmp_path: Path, as_folder: bool) -> None:
    content = archive()
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "vosk-small.zip").write_bytes(content)
    source = stick if as_folder else stick / "vosk-small.zip"
    home = install(model_of(content), tmp_path / "models", source)
    assert is_whole(model_of(content), home)
    assert (stick / "vosk-small.zip").exists()


def test_half_a_model_or_too_large_a_one_is_none(tmp_path: Path) -> None:
    half = archive({"README": b"small"})
    (tmp_path / "half.zip").write_bytes(half)
    with pytest.raises(ModelError, match=r"final\.mdl"):
        install(model_of(half), tmp_path / "models", tmp_path / "half.zip")
    whole = archive()
    (tmp_path / "bomb.zip").write_bytes(whole)
    with pytest.raises(ModelError, match="unpacks to more"):
        install(replace(model_of(whole), size=10), tmp_path / "models", tmp_path / "bomb.zip")
    assert not (tmp_path / "models" / "vosk-small").exists()


def test_what_is_listed_is_https_and_hashed() -> None:
    for name, model in MODELS.items():
        assert model.name == name
        assert model.url.startswith("https://")
        assert len(model.sha256) == 64
