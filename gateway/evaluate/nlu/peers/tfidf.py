"""TF-IDF with logistic regression for the intent; the home's own words for the rest.

    python -m gateway.evaluate.nlu.peers.tfidf MODEL

MODEL is what `models_onnx.training.tfidf` wrote, trained on the rows that ours learned from. It
knows intents only. So that it can act at all, slots are what stands in the sentence letter by
letter: the longest name and the longest area of the home, else a noun that means a domain (one
device where it is singular), and the last number as the value that the intent takes. Below its
operating point it is silent.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gateway.evaluate.nlu.peers.house import House, Reading, run

SILENCE = "OutOfScope"
_NOUNS: Mapping[str, str] = {
    "light": "light", "lamp": "light", "fan": "fan", "blind": "cover", "curtain": "cover",
    "shutter": "cover", "shade": "cover", "lock": "lock", "tv": "media_player",
    "speaker": "media_player", "thermostat": "climate", "heating": "climate", "vacuum": "vacuum",
    "plug": "switch", "switch": "switch",
}  # fmt: skip
_NOUNS = {**_NOUNS, **{f"{noun}s": domain for noun, domain in _NOUNS.items()}}
_VALUES: Mapping[str, str] = {
    "HassLightSet": "brightness", "HassSetPosition": "position", "HassSetVolume": "volume_level",
    "HassClimateSetTemperature": "temperature", "HassFanSetSpeed": "percentage",
}  # fmt: skip


class TfIdf:
    """A fitted pipeline in homes."""

    def __init__(self, model: Any, reject_below: float) -> None:
        """`model` has `predict_proba` and `classes_`."""
        self._model = model
        self._reject_below = reject_below
        self._names: dict[str, str] = {}
        self._areas: dict[str, str] = {}

    @classmethod
    def open(cls, path: Path) -> "TfIdf":
        """A file of ours: joblib runs what it reads."""
        import joblib

        told = joblib.load(path)
        return cls(told["model"], told["reject_below"])

    def enter(self, house: House) -> None:
        """Names and areas to look for."""
        self._names = {name.casefold(): name for one in house.entities for name in one.names}
        self._areas = {
            name.casefold(): area.id for area in house.areas.values() for name in area.names
        }

    def read(self, text: str, here: str | None) -> Sequence[Reading]:
        """The most probable intent with what was spotted."""
        (shares,) = self._model.predict_proba([text.lower()])
        best = shares.argmax()
        intent, probability = str(self._model.classes_[best]), float(shares[best])
        if intent == SILENCE or probability < self._reject_below:
            return ()
        return (self._reading(intent, text.casefold(), probability),)

    def _reading(self, intent: str, text: str, probability: float) -> Reading:
        slots: dict[str, Any] = {}
        area, name = longest(self._areas, text), longest(self._names, text)
        noun = None if name else longest(_NOUNS, text)
        if area:
            slots["area"] = self._areas[area]
        if name:
            slots["name"] = self._names[name]
        if noun:
            slots["domain"] = _NOUNS[noun]
        number = re.search(r"(\d+(?:\.\d+)?)(?!.*\d)", text)
        if number and intent in _VALUES:
            slots[_VALUES[intent]] = float(number[1])
        return Reading(
            intent, slots, probability, single=bool(noun) and not str(noun).endswith("s")
        )


def longest(phrases: Iterable[str], text: str) -> str | None:
    """The longest phrase that stands in a text as whole words.

    >>> longest(["lamp", "desk lamp"], "the desk lamp on")
    'desk lamp'
    """
    found = [each for each in phrases if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)]
    return max(found, key=len, default=None)


def main() -> None:
    """Answer lines."""
    run(TfIdf.open(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
