"""Opening a model: verified or refused with a reason, and nothing loaded before."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models_onnx.intent import IntentModel
from models_onnx.runtime import HERE, MANIFEST, ArtifactError, find

OWN_KB_MAX = 8 * 1024  # Measured 5 MB; a copy of weights or word pieces on the heap is 5 MB more.


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "artifacts", tmp_path / "artifacts")
    return Path(shutil.copy(MANIFEST, tmp_path / "manifest.toml"))


def test_every_committed_file_has_the_fingerprint_of_the_manifest() -> None:
    assert set(find("intent").files) == {"model", "weights", "pieces", "vocabulary", "settings"}


def test_the_artifacts_weigh_at_most_twelve_megabytes() -> None:
    assert sum(path.stat().st_size for path in (HERE / "artifacts").iterdir()) <= 12_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_opening_the_intent_model_takes_less_memory_than_its_files() -> None:
    code = """
import hashlib, tomllib, numpy, onnxruntime
def own_kb():
    return int(open("/proc/self/status").read().split("RssAnon:")[1].split()[0])
before = own_kb()
from models_onnx.intent import IntentModel
model = IntentModel.open()
model.predict("turn on the kitchen light")
print(own_kb() - before)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(out.stdout) < OWN_KB_MAX


def test_importing_the_models_loads_no_onnxruntime() -> None:
    code = "import sys, models_onnx.intent; sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_damaged_file_is_named_with_what_to_do(copy: Path) -> None:
    weights = copy.parent / "artifacts" / "intent.weights"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ArtifactError, match=r"intent\.weights.*damaged.*restore"):
        IntentModel.open(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy.parent / "artifacts" / "intent.vocab.txt").unlink()
    with pytest.raises(ArtifactError, match=r"cannot read .*intent\.vocab\.txt"):
        IntentModel.open(copy)


def test_a_newer_format_is_refused(copy: Path) -> None:
    copy.write_text(copy.read_text().replace("format_version = 2", "format_version = 3"))
    with pytest.raises(ArtifactError, match="format_version 3"):
        IntentModel.open(copy)


def test_a_manifest_that_is_not_toml_is_refused(copy: Path) -> None:
    copy.write_text("models = [")
    with pytest.raises(ArtifactError, match="not TOML"):
        find("intent", copy)


def test_an_unknown_model_is_answered_with_the_known_ones(copy: Path) -> None:
    with pytest.raises(ArtifactError, match="no model 'ranking', only: intent"):
        find("ranking", copy)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="cannot read the manifest"):
        find("intent", tmp_path / "manifest.toml")
