"""The artifact's files become a manifest entry with their fingerprints."""

from pathlib import Path

from models_onnx.runtime import FORMAT_VERSION, sha256_of

_INTENT = {
    "model": "intent.onnx",
    "weights": "intent.weights",
    "pieces": "intent.pieces.npy",
    "vocabulary": "intent.vocab.txt",
    "settings": "intent.json",
}


def write_manifest(folder: Path, version: str) -> None:
    """Write `manifest.toml` for the artifacts of that folder."""
    lines = [
        "# Written by models_onnx/training; what stands here is checked before a model is opened.",
        f"format_version = {FORMAT_VERSION}",
        "",
        "[models.intent]",
        f'version = "{version}"',
        'card = "artifacts/intent.md"',
    ]
    for role, name in _INTENT.items():
        digest = sha256_of(folder / "artifacts" / name)
        lines += ["", f"[models.intent.files.{role}]", f'path = "artifacts/{name}"']
        lines += [f'sha256 = "{digest}"']
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
