"""The artifacts' files become the manifest, with their fingerprints."""

from collections.abc import Iterable
from pathlib import Path

from models_onnx.runtime import FORMAT_VERSION, sha256_of

_ENCODER = {
    "model": "encoder.onnx",
    "weights": "encoder.weights",
    "pieces": "encoder.pieces.npy",
    "vocabulary": "encoder.vocab.txt",
    "settings": "encoder.json",
}


def write_manifest(folder: Path, version: str, heads: Iterable[str]) -> None:
    """Write `manifest.toml` for an encoder and the heads that were trained on it."""
    lines = [
        "# Written by models_onnx/training; what stands here is checked before a model is opened.",
        f"format_version = {FORMAT_VERSION}",
    ]
    lines += _entry(folder, "encoder", version, _ENCODER, ())
    for head in heads:
        files = {"model": f"{head}.onnx", "settings": f"{head}.json"}
        lines += _entry(folder, head, version, files, (f'reads = "{version}"',))
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _entry(
    folder: Path, name: str, version: str, files: dict[str, str], more: Iterable[str]
) -> list[str]:
    lines = ["", f"[models.{name}]", f'version = "{version}"', *more]
    lines += ['card = "artifacts/encoder.md"']
    for role, file in files.items():
        digest = sha256_of(folder / "artifacts" / file)
        lines += ["", f"[models.{name}.files.{role}]", f'path = "artifacts/{file}"']
        lines += [f'sha256 = "{digest}"']
    return lines
