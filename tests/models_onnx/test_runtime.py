"""Opening a model: verified or refused with a reason, and nothing loaded before."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models_onnx.intent import IntentModel
from models_onnx.runtime import HERE, MANIFEST, ArtifactError, find

OWN_KB_MAX = 15 * 1024  # Measured 12 MB, 7 of them packed weights; another copy is 4 MB more, or 7.


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "artifacts", tmp_path / "artifacts")
    return Path(shutil.copy(MANIFEST, tmp_path / "manifest.toml"))


def test_every_committed_file_has_the_fingerprint_of_the_manifest() -> None:
    assert set(find("encoder").files) == {"model", "weights", "pieces", "vocabulary", "settings"}
    assert {name: set(find(name).files) for name in ("intent", "slots")} == {
        "intent": {"model", "settings"},
        "slots": {"model", "settings"},
    }


def test_the_environment_may_name_other_models(copy: Path) -> None:
    code = (
        "from models_onnx.intent import IntentModel; from models_onnx.runtime import MANIFEST; "
        "IntentModel.open(); print(MANIFEST)"
    )
    for folder, manifest in ((str(copy.parent), copy), ("", HERE / "manifest.toml")):
        told = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "AMBIENT_MODELS": folder},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == str(manifest)


def test_the_encoder_weighs_at_most_twelve_megabytes_and_a_head_next_to_nothing() -> None:
    sizes = {
        name: sum(path.stat().st_size for path in find(name).files.values())
        for name in ("encoder", "intent", "slots")
    }
    assert sizes["encoder"] <= 12_000_000
    assert max(sizes["intent"], sizes["slots"]) <= 200_000


def test_a_head_of_another_encoder_is_refused(copy: Path) -> None:
    copy.write_text(re.sub(r'reads = "[^"]+"', 'reads = "0.9"', copy.read_text()))
    with pytest.raises(ArtifactError, match=r"'intent' was trained on encoder 0\.9"):
        IntentModel.open(copy)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_opening_the_intent_model_copies_its_weights_once_and_its_word_pieces_never() -> None:
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
    weights = copy.parent / "artifacts" / "encoder.weights"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ArtifactError, match=r"encoder\.weights.*damaged.*restore"):
        IntentModel.open(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy.parent / "artifacts" / "encoder.vocab.txt").unlink()
    with pytest.raises(ArtifactError, match=r"cannot read .*encoder\.vocab\.txt"):
        IntentModel.open(copy)


def test_a_newer_format_is_refused(copy: Path) -> None:
    copy.write_text(copy.read_text().replace("format_version = 3", "format_version = 4"))
    with pytest.raises(ArtifactError, match="format_version 4"):
        IntentModel.open(copy)


def test_a_manifest_that_is_not_toml_is_refused(copy: Path) -> None:
    copy.write_text("models = [")
    with pytest.raises(ArtifactError, match="not TOML"):
        find("intent", copy)


def test_an_unknown_model_is_answered_with_the_known_ones(copy: Path) -> None:
    with pytest.raises(ArtifactError, match="no model 'ranking', only: encoder, intent, slots"):
        find("ranking", copy)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="cannot read the manifest"):
        find("intent", tmp_path / "manifest.toml")
