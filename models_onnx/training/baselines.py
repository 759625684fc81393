"""What simpler things reach on the same validation splits, beside ours.

    python -m models_onnx.training.baselines

hassil: Home Assistant's own grammar alone, in a home that has every name, room, floor and list
that the splits' own labels mention, and common ones (generous: no real home does). TF-IDF: words
1-2 and letters 2-5 with logistic regression, on the very examples that ours learned from. Each
model's operating point is the threshold at which 1.5 % of the talk of all splits is accepted.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from models_onnx.intent import IntentModel
from models_onnx.labels import OUT_OF_SCOPE
from models_onnx.training import check, data, vocabulary
from models_onnx.training.generate import Example
from models_onnx.training.metrics import Answer, operating_point, score, spans_of
from models_onnx.training.tfidf import TfIdf

_HASSIL_NAMES = ("front door", "bedside lamp", "tv", "thermostat", "ceiling fan", "coffee maker",
                 "shopping list", "to do list", "vacuum", "roomba", "heater", "speaker",
                 "living room lamp", "music player", "radio", "plug", "weather")  # fmt: skip


class Predictor(Protocol):
    """Texts in, answers out."""

    def __call__(self, examples: Sequence[Example]) -> list[Answer]:
        """One answer an example."""


class Hassil:
    """home-assistant-intents with hassil: exact or nothing."""

    def __init__(self, examples: Sequence[Example]) -> None:
        from hassil.intents import Intents, TextSlotList
        from home_assistant_intents import get_intents

        self._intents = Intents.from_dict(get_intents("en") or {})
        said = [span for one in examples for span in spans_of(one)]

        def known(slots: set[str], common: Sequence[str]) -> Any:
            gold = {words for slot, words in said if slot in slots and words.isprintable()}
            return TextSlotList.from_strings(sorted(gold | set(common)), allow_template=False)

        self._lists = {
            "name": known({"name", "list"}, _HASSIL_NAMES),
            "area": known({"area"}, vocabulary.AREAS),
            "floor": known({"floor"}, vocabulary.FLOORS),
        }

    def __call__(self, examples: Sequence[Example]) -> list[Answer]:
        """Answers; what it does not recognise it is silent about."""
        return [self._answer(one.text) for one in examples]

    def _answer(self, text: str) -> Answer:
        from hassil.recognize import recognize_best

        best: Any = recognize_best(
            text, self._intents, slot_lists=self._lists, best_slot_name="name"
        )
        name = best.intent.name if best is not None else OUT_OF_SCOPE
        return Answer(name.replace("HassShoppingList", "HassList"))


class Ours:
    """The artifact, or the float network behind it."""

    def __init__(self, model: IntentModel) -> None:
        self._model = model

    def __call__(self, examples: Sequence[Example]) -> list[Answer]:
        """Intents and slots."""
        return check.answers(self._model, examples)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--skip", nargs="*", default=[], help="hassil, tfidf, float or int8")
    options = parser.parse_args()
    try:
        corpus = data.load()
    except data.DataMissing as error:
        sys.exit(str(error))
    makers: dict[str, Callable[[], Predictor]] = {
        "hassil": lambda: Hassil([one for split in corpus.valid.values() for one in split]),
        "tfidf": lambda: TfIdf(corpus.train),
        "float": lambda: Ours(check.open_float()),
        "int8": lambda: Ours(IntentModel.open()),
    }
    print(check.HEADER)  # noqa: T201
    for kind, make in makers.items():
        if kind not in options.skip:
            _measure(kind, make(), corpus)


def _measure(kind: str, predictor: Predictor, corpus: data.Corpus) -> None:
    begin = time.process_time()
    answers = {name: predictor(split) for name, split in corpus.valid.items()}
    count = sum(map(len, corpus.valid.values()))
    cpu_ms = 1000 * (time.process_time() - begin) / count
    # A grammar knows no probabilities: it has no operating point to choose.
    held = [one for split in corpus.valid.values() for one in split]
    said = [answer for split in answers.values() for answer in split]
    at = 0.0 if kind == "hassil" else operating_point(held, said)
    for name, split in corpus.valid.items():
        print(check.row(name, kind, score(split, answers[name], at)))  # noqa: T201
    print(f"{kind}: threshold={at:.3f} cpu_ms={cpu_ms:.2f}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
