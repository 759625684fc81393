"""Which recogniser is taken, and what is said where there is none."""

from pathlib import Path

import pytest

from gateway.hear import engine
from gateway.hear.engine import NoEngine, transcriber
from gateway.hear.models import MODELS


class Taken:
    def __init__(self, folder: Path | None, **_: object) -> None:
        self.folder = folder


class TakenVosk(Taken):
    pass


class TakenWhisper(Taken):
    pass


@pytest.fixture(autouse=True)
def _engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Vosk", TakenVosk)
    monkeypatch.setattr(engine, "Whisper", TakenWhisper)
    monkeypatch.setattr(engine, "packaged_model", lambda: Path("packaged"))


def installed(models: Path) -> Path:
    model = next(iter(MODELS.values()))
    for name in model.needs:
        (models / model.name / name).parent.mkdir(parents=True, exist_ok=True)
        (models / model.name / name).touch()
    return models / model.name


def test_vosk_where_its_model_is_installed(tmp_path: Path) -> None:
    home = installed(tmp_path)
    found = transcriber(models=tmp_path)
    assert isinstance(found, TakenVosk)
    assert found.folder == home
    assert isinstance(transcriber("whisper", models=tmp_path), TakenWhisper)


def test_whisper_where_it_is_not(tmp_path: Path) -> None:
    assert isinstance(transcriber(models=tmp_path), TakenWhisper)


def test_a_folder_that_is_named_decides(tmp_path: Path) -> None:
    assert isinstance(transcriber(model=tmp_path, language="ko"), TakenVosk)
    (tmp_path / "model.bin").touch()
    assert isinstance(transcriber(model=tmp_path), TakenWhisper)


def test_none_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoEngine, match="ambient models --install"):
        transcriber("vosk", models=tmp_path)
    with pytest.raises(NoEngine, match=r"name its folder as hear\.model"):
        transcriber(models=tmp_path, language="ko")
    with pytest.raises(NoEngine, match="there are auto, vosk, whisper"):
        transcriber("kaldi")
    monkeypatch.setattr(engine, "packaged_model", lambda: None)
    with pytest.raises(NoEngine, match="brings Whisper"):
        transcriber(models=tmp_path)
