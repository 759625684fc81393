"""A model's name becomes an open ONNX session: found in the manifest, verified, then loaded.

Knows nothing about what a model means; `encoder.py`, `intent.py` and their siblings do. onnxruntime
is imported when the first model is opened, never before.
"""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT_VERSION = 3
"""Of manifest and artifacts; raised when an older gateway could not read the newer files."""
HERE = Path(__file__).parent
MANIFEST = Path(os.environ.get("AMBIENT_MODELS") or HERE) / "manifest.toml"
"""Of the models in use; `AMBIENT_MODELS` names another folder that was trained."""
ARTIFACT_BYTES_MAX = 64 * 1024 * 1024  # Five times our largest; more is not one of ours.


class ArtifactError(Exception):
    """A model cannot be opened; the message says which file and what to do."""


@dataclass(frozen=True)
class Artifact:
    """A model as the manifest lists it: verified bytes on disk, nothing loaded."""

    name: str
    version: str
    files: Mapping[str, Path]
    """By role: `model`, `weights` (found by the model), `pieces`, `vocabulary`, `settings`."""
    reads: str | None = None
    """Of a head: the version of the encoder whose states it reads."""


def find(name: str, manifest: Path = MANIFEST) -> Artifact:
    """The artifact of that name, every file checked against its sha256."""
    entry = _entry(name, manifest)
    folder = manifest.parent
    files = {
        role: _verified(folder / _field(file, "path"), _field(file, "sha256"))
        for role, file in entry.get("files", {}).items()
    }
    reads = _field(entry, "reads") if "reads" in entry else None
    return Artifact(name, _field(entry, "version"), files, reads)


def open_session(model: Path) -> Any:
    """An onnxruntime session on one thread, with settings that keep memory low."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # An arena keeps its worst moment for ever.
    options.enable_mem_pattern = False  # Sentences differ in length: a pattern never fits twice.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    # Weights are packed when a model is opened (onnxruntime's default): it takes two fifths off a
    # sentence's time. The packed copy is on the heap, but then their file is not mapped: same RSS.
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ArtifactError(f"{model} is not a model onnxruntime can run: {error}") from error


def _entry(name: str, manifest: Path) -> Mapping[str, Any]:
    try:
        listed = tomllib.loads(manifest.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArtifactError(f"cannot read the manifest {manifest}: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ArtifactError(f"{manifest} is not TOML: {error}") from error
    version = listed.get("format_version")
    if version != FORMAT_VERSION:
        raise ArtifactError(
            f"{manifest} has format_version {version}, this gateway reads {FORMAT_VERSION}: "
            "install matching artifacts or retrain"
        )
    models = listed.get("models", {})
    if name not in models:
        raise ArtifactError(f"{manifest} lists no model {name!r}, only: {', '.join(models)}")
    entry: Mapping[str, Any] = models[name]
    return entry


def _field(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise ArtifactError(f"the manifest lacks the text {key!r} in {dict(table)}")
    return value


def _verified(path: Path, sha256: str) -> Path:
    try:
        if path.stat().st_size > ARTIFACT_BYTES_MAX:
            raise ArtifactError(f"{path} is larger than any of our models: restore it")
        digest = sha256_of(path)
    except OSError as error:
        raise ArtifactError(f"cannot read {path}: {error}; restore it or retrain") from error
    if digest != sha256:
        raise ArtifactError(
            f"{path} has sha256 {digest[:12]}..., the manifest says {sha256[:12]}...: "
            "the file is damaged or from another version; restore it or retrain"
        )
    return path


def sha256_of(path: Path) -> str:
    """The file's fingerprint, read in pieces: nothing of it stays in this process."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
