"""Is the committed int8 artifact as good as the float network it came from, and how heavy is it?

    python -m models_onnx.training.check [--errors 0]

Prints one line a split: intents, slots, false accepts, float against int8; then size, latency on
one thread and memory. Needs `build/encoder/encoder.float.*` of the last training.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models_onnx.encoder import Encoder, Settings
from models_onnx.head import Head
from models_onnx.intent import IntentModel, IntentPrediction
from models_onnx.pieces import Floats, Ids
from models_onnx.runtime import HERE, MANIFEST, find, open_session
from models_onnx.tokenizer import Tokenizer
from models_onnx.training import data, minilm
from models_onnx.training.generate import Example
from models_onnx.training.metrics import Answer, Score, percent, score, spans_of

FLOAT = minilm.BUILD / "encoder" / "encoder.float.onnx"
FLOAT_PIECES = FLOAT.with_suffix(".npy")
ACCURACY_LOST_MAX = 0.006  # What int8 may cost, as a share of right intents.
_MEMORY = """
import sys
def show(when):
    told = dict(line.split(":") for line in open("/proc/self/status") if line[:3] in ("VmR", "Rss"))
    mb = {name: int(told[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon", "RssFile")}
    print(f"{when:12}", *(f"{name}={value:.1f}" for name, value in mb.items()))
show("python")
import hashlib, tomllib, numpy, onnxruntime
show("libraries")
from models_onnx.intent import IntentModel
model = IntentModel.open()
show("model opened")
for text in sys.stdin.read().splitlines():
    model.predict(text)
show("model used")
"""


def answers(model: IntentModel, examples: Sequence[Example]) -> list[Answer]:
    """The model's answers, as they are counted."""
    return [_answer(one) for one in model.predict_batch([one.text for one in examples])]


def _answer(prediction: IntentPrediction) -> Answer:
    slots = tuple((one.slot, one.text.lower().strip(".,?!;:")) for one in prediction.slots)
    return Answer(prediction.intent, prediction.probability, slots)


class FloatPieces:
    """The table of word pieces before it became int8."""

    def __init__(self, table: Floats) -> None:
        self._table = table

    def vectors(self, ids: Ids) -> Floats:
        """The vectors of the ids."""
        return self._table[ids]


def open_float() -> IntentModel:
    """The float encoder behind the artifact; the heads are float anyway."""
    artifact = find("encoder", MANIFEST)
    settings = Settings.read(artifact.files["settings"])
    tokenizer = Tokenizer.read(artifact.files["vocabulary"], settings.pieces_max)
    pieces = FloatPieces(np.load(FLOAT_PIECES))
    encoder = Encoder(open_session(FLOAT), tokenizer, pieces, artifact.version)
    return IntentModel(encoder, *(Head.open(n, artifact.version) for n in ("intent", "slots")))


def row(name: str, kind: str, figures: Score) -> str:
    """A line of the table."""
    return (
        f"{name:20} {kind:14} {figures.sentences:5} {percent(figures.accuracy):>6} "
        f"{percent(figures.acted_right):>6} {percent(figures.acted_wrong):>6} "
        f"{percent(figures.false_accepts):>6} {percent(figures.slot_f1):>6} "
        f"{figures.error_of_calibration:6.3f}"
    )


HEADER = (
    f"{'split':20} {'model':14} {'n':>5} {'intent':>6} {'right':>6} {'wrong':>6} {'FA':>6} "
    f"{'slotF1':>6} {'ECE':>6}"
)


def latency(model: IntentModel, texts: Sequence[str]) -> tuple[float, float, float]:
    """p50, p95 and mean CPU milliseconds of a sentence."""
    walls, begin = [], time.process_time()
    for text in texts:
        start = time.perf_counter()
        model.predict(text)
        walls.append(1000 * (time.perf_counter() - start))
    cpu = 1000 * (time.process_time() - begin) / len(texts)
    walls.sort()
    return walls[len(walls) // 2], walls[int(0.95 * len(walls))], cpu


def same_pieces(corpus: data.Corpus, count: int = 5000) -> int:
    """How many sentences our tokenizer splits otherwise than the reference one."""
    from tokenizers import BertWordPieceTokenizer

    path = find("encoder", MANIFEST).files["vocabulary"]
    ours = Tokenizer.read(path, 512)
    reference = BertWordPieceTokenizer(str(path), lowercase=True)
    texts = [one.text for one in corpus.train[:: max(1, len(corpus.train) // count)]]
    texts += [
        "Café 20°C — “hi”",
        "naïve ÅNGSTRÖM",
        "日本 語 x",
        "a\u200bb\tc",
        "#1, it's 5:30p.m.!",
    ]
    return sum(ours.encode(text).ids != reference.encode(text).ids for text in texts)


def main() -> None:
    """Print the comparison; exit 1 when int8 lost too much."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", type=int, default=0, help="show so many errors a split")
    options = parser.parse_args()
    try:
        corpus = data.load(generated=2000)
    except data.DataMissing as error:
        sys.exit(str(error))
    if not (FLOAT.exists() and FLOAT_PIECES.exists()):
        sys.exit(
            f"{FLOAT} or {FLOAT_PIECES.name} is missing: "
            "run `python -m models_onnx.training.train` first"
        )
    print(f"other pieces than the reference tokenizer: {same_pieces(corpus)}")  # noqa: T201
    lost = _compare(corpus, options.errors)
    _weigh(corpus)
    if lost > ACCURACY_LOST_MAX:
        sys.exit(f"int8 loses {100 * lost:.2f} points of intent accuracy: quantize otherwise")


def _compare(corpus: data.Corpus, errors: int) -> float:
    models = {"float": open_float(), "int8": IntentModel.open()}
    right = dict.fromkeys(models, 0.0)
    print(HEADER)  # noqa: T201
    for name, split in corpus.valid.items():
        for kind, model in models.items():
            said = answers(model, split)
            figures = score(split, said, model.reject_below)
            right[kind] += figures.accuracy * figures.sentences
            print(row(name, kind, figures))  # noqa: T201
        _show_errors(split, said, errors)
    total = sum(len(split) for split in corpus.valid.values())
    return (right["float"] - right["int8"]) / total


def _show_errors(examples: Sequence[Example], said: Sequence[Answer], errors: int) -> None:
    wrong = [pair for pair in zip(examples, said, strict=True) if pair[0].intent != pair[1].intent]
    for one, answer in wrong[:: max(1, len(wrong) // errors)][:errors] if errors else []:
        print(f"    {one.text!r}: {one.intent}, said {answer.intent} {answer.probability:.2f}")  # noqa: T201
    slots = [
        (one, answer)
        for one, answer in zip(examples, said, strict=True)
        if one.tags is not None and sorted(spans_of(one)) != sorted(answer.slots)
    ]
    for one, answer in slots[:: max(1, len(slots) // errors)][:errors] if errors else []:
        print(f"    {one.text!r}: {spans_of(one)}, said {answer.slots}")  # noqa: T201


def _weigh(corpus: data.Corpus) -> None:
    files = sorted(path for path in (HERE / "artifacts").iterdir() if path.suffix != ".md")
    size, whole = (
        sum(path.stat().st_size for path in group) for group in (files, [FLOAT, FLOAT_PIECES])
    )
    print(f"artifact_mb={size / 1e6:.2f} float_mb={whole / 1e6:.1f}")  # noqa: T201
    texts = [one.text for one in corpus.valid["common"]]
    for kind, model in {"float": open_float(), "int8": IntentModel.open()}.items():
        p50, p95, cpu = latency(model, texts)
        print(f"{kind}: ms p50={p50:.2f} p95={p95:.2f} cpu={cpu:.2f}")  # noqa: T201
    out = subprocess.run(
        [sys.executable, "-c", _MEMORY], cwd=Path(HERE).parent, text=True, capture_output=True,
        check=True, input="\n".join(texts),
    )  # fmt: skip
    print(out.stdout.strip())  # noqa: T201


if __name__ == "__main__":
    main()
