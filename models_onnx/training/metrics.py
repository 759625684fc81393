"""How right answers are counted: the same way for every model and baseline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models_onnx.labels import OUT_OF_SCOPE
from models_onnx.training.generate import Example

Span = tuple[str, str]
"""A slot and its words."""
FALSE_ACCEPTS_MAX = 0.015
"""The operating point: so much out-of-scope talk of the validation may pass as a command."""


@dataclass(frozen=True)
class Answer:
    """What a model said to an example."""

    intent: str
    probability: float = 1.0
    slots: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Score:
    """Figures of one split."""

    sentences: int
    accuracy: float
    """Share of right intents, without any threshold."""
    acted_right: float | None
    """Of the commands: acted on, and rightly, at the operating point."""
    acted_wrong: float | None
    """Of the commands: acted on as something else."""
    false_accepts: float | None
    """Of the talk: acted on."""
    slot_f1: float | None
    """None for a model that gives no slots."""
    error_of_calibration: float


def score(examples: Sequence[Example], answers: Sequence[Answer], reject_below: float) -> Score:
    """Count."""
    pairs = list(zip(examples, answers, strict=True))
    commands = [pair for pair in pairs if pair[0].intent != OUT_OF_SCOPE]
    talk = [pair for pair in pairs if pair[0].intent == OUT_OF_SCOPE]

    def acted(answer: Answer) -> bool:
        return answer.intent != OUT_OF_SCOPE and answer.probability >= reject_below

    return Score(
        len(pairs),
        _share(one.intent == answer.intent for one, answer in pairs) or 0.0,
        _share(acted(answer) and one.intent == answer.intent for one, answer in commands),
        _share(acted(answer) and one.intent != answer.intent for one, answer in commands),
        _share(acted(answer) for _, answer in talk),
        slot_f1([pair for pair in pairs if pair[0].tags is not None])
        if any(answer.slots for answer in answers)
        else None,
        calibration_error(pairs),
    )


def operating_point(examples: Sequence[Example], answers: Sequence[Answer]) -> float:
    """The probability at which the allowed share of the talk is accepted."""
    talk = [a for one, a in zip(examples, answers, strict=True) if one.intent == OUT_OF_SCOPE]
    sure = sorted((a.probability for a in talk if a.intent != OUT_OF_SCOPE), reverse=True)
    allowed = int(FALSE_ACCEPTS_MAX * len(talk))
    return sure[allowed] + 1e-6 if allowed < len(sure) else 0.0


def spans_of(example: Example) -> tuple[Span, ...]:
    """The slots of an example, as words."""
    found: list[tuple[str, list[str]]] = []
    for word, tag in zip(example.words, example.tags or ["O"] * len(example.words), strict=True):
        word = word.lower().strip(".,?!;:")
        if tag.startswith("B-"):
            found.append((tag[2:], [word]))
        elif tag.startswith("I-"):
            found[-1][1].append(word)
    return tuple((slot, " ".join(words)) for slot, words in found)


def slot_f1(pairs: Sequence[tuple[Example, Answer]]) -> float | None:
    """Micro F1 of whole spans (slot and words)."""
    return f1([(spans_of(one), answer.slots) for one, answer in pairs])


def f1(pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> float | None:
    """Micro F1 of (true spans, said spans); None when there are neither.

    >>> f1([([("area", "hall")], [("area", "hall"), ("name", "lamp")])])
    0.6666666666666666
    """
    right = said = wanted = 0
    for truth, answer in pairs:
        left = list(truth)
        said += len(answer)
        wanted += len(left)
        for span in answer:
            if span in left:
                left.remove(span)
                right += 1
    return 2 * right / (said + wanted) if said + wanted else None


def calibration_error(pairs: Sequence[tuple[Example, Answer]], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): mean gap of sureness and rightness."""
    total = 0.0
    for nth in range(bins):
        inside = [
            (answer.probability, one.intent == answer.intent)
            for one, answer in pairs
            if nth / bins < answer.probability <= (nth + 1) / bins
        ]
        if inside:
            sure = sum(probability for probability, _ in inside)
            total += abs(sure - sum(right for _, right in inside))
    return total / len(pairs)


def _share(facts: Iterable[bool]) -> float | None:
    counted = list(facts)
    return sum(counted) / len(counted) if counted else None


def percent(share: float | None) -> str:
    """For tables.

    >>> percent(0.912)
    '91.2'
    """
    return "-" if share is None else f"{100 * share:.1f}"
