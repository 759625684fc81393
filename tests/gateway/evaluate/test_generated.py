"""Made-up homes differ, hold one thing that is meant, and come again from their seed."""

from itertools import islice

from gateway.evaluate import generated
from gateway.evaluate.choices import Choice, fit
from gateway.understand.mind import Mind
from tests.fakes import parser


class _Bare(Mind):
    """Templates and frames, without the learned model."""

    def __init__(self) -> None:
        pass

    def parser(self):  # type: ignore[no-untyped-def]
        return parser()


def drawn(seed: int) -> list[tuple[str, str, int]]:
    found = generated.choices(_Bare(), 6, 10, seed)
    return [(m.transcript.text, m.meant, len(r.pool)) for m, r in islice(found, 40)]


def test_a_seed_makes_the_same_homes_again_and_another_makes_others() -> None:
    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)


def test_one_of_several_rivals_is_meant() -> None:
    for moment, rivals in generated.choices(_Bare(), 6, 10, 5):
        assert len(rivals.pool) > 1
        assert sum(c.entity_id == moment.meant for c in rivals.pool) == 1
        assert moment.meant in moment.snapshot.devices


def test_reasons_and_words_vary() -> None:
    found = [m for m, _ in generated.choices(_Bare(), 12, 15, 11)]
    assert len({m.reason for m in found}) >= 5
    assert len({m.transcript.text for m in found}) >= 25


def test_a_choice_of_little_weight_moves_a_weight_less() -> None:
    rivals = ({"here": 1.0}, {})
    light = fit([Choice("h", rivals, (1.0, 0.0), 0.1)] * 5, {"here": 0.0})["here"]
    heavy = fit([Choice("h", rivals, (1.0, 0.0), 1.0)] * 5, {"here": 0.0})["here"]
    assert 0 < light < heavy
