"""The artifacts' files become the manifest, with their fingerprints."""

import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from models_onnx.runtime import FORMAT_VERSION, sha256_of

_ENCODER = {
    "model": "encoder.onnx",
    "weights": "encoder.weights",
    "pieces": "encoder.pieces.npy",
    "vocabulary": "encoder.vocab.txt",
    "settings": "encoder.json",
}


def write_manifest(folder: Path, version: str, heads: Iterable[str]) -> None:
    """Enter an encoder and the heads that were trained on it into `manifest.toml`."""
    card = "artifacts/encoder.md"
    enter(folder, "encoder", version, _ENCODER, card)
    for head in heads:
        files = {"model": f"{head}.onnx", "settings": f"{head}.json"}
        enter(folder, head, version, files, card, reads=version)


def enter(
    folder: Path,
    name: str,
    version: str,
    files: Mapping[str, str],
    card: str,
    reads: str | None = None,
) -> None:
    """Put one model into `manifest.toml`, in the place of its earlier version; the rest stays."""
    path = folder / "manifest.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    models = told.get("models", {}) if told.get("format_version") == FORMAT_VERSION else {}
    models[name] = {"version": version} | ({"reads": reads} if reads else {}) | {"card": card}
    models[name]["files"] = {
        role: {
            "path": f"artifacts/{file}",
            "sha256": sha256_of(folder / "artifacts" / file),
        }
        for role, file in files.items()
    }
    path.write_text(_toml(models), encoding="utf-8")


def _toml(models: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        "# Written by models_onnx/training; what stands here is checked before a model is opened.",
        f"format_version = {FORMAT_VERSION}",
    ]
    for name, model in models.items():
        lines += ["", f"[models.{name}]"]
        lines += [f'{key} = "{value}"' for key, value in model.items() if key != "files"]
        for role, file in model["files"].items():
            lines += ["", f"[models.{name}.files.{role}]"]
            lines += [f'{key} = "{value}"' for key, value in file.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Take the fingerprints of a model anew: `python -m models_onnx.training.manifest NAME`."""
    folder = Path(__file__).parent.parent
    (name,) = sys.argv[1:]
    model = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))["models"][name]
    files = {role: Path(file["path"]).name for role, file in model["files"].items()}
    enter(folder, name, model["version"], files, model["card"], model.get("reads"))


if __name__ == "__main__":
    main()
