"""Who is compared: ours and its peers, as far as they are there.

What was trained without whole sources (`make train-apart`) is measured on sentences of these alone.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models_onnx.runtime import HERE, find

ROOT = Path(__file__).parents[3]
PEERS = ROOT / ".venv-peers"
APART_SETS = ("users", "users held", "crowd", "crowd other", "homes", "homes held", "talk")


@dataclass(frozen=True)
class System:
    """A process that answers lines of JSON as `ambient parse --jsonl` does."""

    name: str
    command: Sequence[str]
    files: Sequence[Path] = ()
    """What it knows: models and package data, without code and without libraries."""
    runtime: Sequence[str] = ()
    """Python and what a bare one has to import before it could run the system's model."""
    sets: Sequence[str] = ()
    """Those that it is measured on; empty for all."""

    @property
    def size_mb(self) -> float:
        """Megabytes (10^6 bytes) of its files."""
        return sum(path.stat().st_size for path in self.files) / 1e6


def known(root: Path = ROOT) -> list[System]:
    """All that are built in a working copy; peers first."""
    return [*_peers(root), *_ours(root)]


def _peers(root: Path) -> Iterator[System]:
    python = root / PEERS.name / "bin" / "python"
    if not python.exists():
        return
    packages = next((root / PEERS.name / "lib").glob("python*/site-packages"))
    module = "gateway.evaluate.nlu.peers"
    hassil = (str(python), "-m", f"{module}.home_assistant")
    sentences = packages / "home_assistant_intents" / "data" / "en.json"
    yield System("hassil", hassil, (sentences,), (str(python),))
    tables = (packages / "gazetteer_matcher" / "data").glob("*.yaml")
    more = (packages / "home_assistant_intents" / "intents.json", *tables)
    yield System(
        "hassil, gazetteer", (*hassil, "--gazetteer"), (sentences, *more), (str(python),)
    )  # fmt: skip
    for name, file, sets in (
        ("TF-IDF + LR", root / "build/peers/tfidf.joblib", ()),
        ("TF-IDF + LR, sources left out", root / "build/apart/tfidf.joblib", APART_SETS),
    ):
        if file.exists():
            command = (str(python), "-m", f"{module}.tfidf", str(file))
            libraries = (str(python), "sklearn.pipeline", "sklearn.linear_model", "sklearn.feature_extraction.text")  # fmt: skip
            yield System(name, command, (file,), libraries, sets)


def _ours(root: Path) -> Iterator[System]:
    import home_assistant_intents

    sentences = Path(home_assistant_intents.__file__).parent / "data" / "en.json"
    for name, folder, sets in (
        ("ours", HERE, ()),
        ("ours, float", root / "build/encoder", ()),
        ("ours, sources left out", root / "build/apart", APART_SETS),
        ("ours, sources left out, float", root / "build/apart/float", APART_SETS),
    ):
        manifest = folder / "manifest.toml"
        if manifest.exists():
            models = [f for n in ("encoder", "intent", "slots") for f in find(n, manifest).files.values()]  # fmt: skip
            ambient = str(Path(sys.executable).parent / "ambient")
            command = ("env", f"AMBIENT_MODELS={folder}", ambient, "parse", "--jsonl")
            runtime = (sys.executable, "numpy", "onnxruntime")
            yield System(name, command, (*models, sentences), runtime, sets)
