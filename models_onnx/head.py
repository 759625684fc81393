"""A head: a small graph over the encoder's states, with the labels of its outputs.

What a head means is said by the file that uses it (`intent.py`); here is only how one is opened.
`training/heads.py` tells how a new one is made.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models_onnx.encoder import read_settings
from models_onnx.pieces import Floats
from models_onnx.runtime import MANIFEST, ArtifactError, find, open_session


class Head:
    """States in, logits out."""

    def __init__(self, session: Any, settings: Mapping[str, Any]) -> None:
        self._session = session
        self.settings = settings
        """Labels, temperature and whatever else training fixed for it."""

    @classmethod
    def open(cls, name: str, encoder_version: str, manifest: Path = MANIFEST) -> "Head":
        """The head of that name, made for that encoder."""
        artifact = find(name, manifest)
        if artifact.reads != encoder_version:
            raise ArtifactError(
                f"the head {name!r} was trained on encoder {artifact.reads}, not on "
                f"{encoder_version}: restore the artifacts or train it again"
            )
        settings = read_settings(artifact.files["settings"])
        return cls(open_session(artifact.files["model"]), settings)

    def logits(self, states: Floats) -> Floats:
        """Shape (n, width) to shape (n, labels)."""
        (logits,) = self._session.run(None, {"states": states})
        result: Floats = logits
        return result
