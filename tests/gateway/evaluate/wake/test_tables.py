import math
from collections import Counter

import numpy as np
import pytest

from gateway.evaluate.wake.__main__ import WORDS, _bound, _counts, peaks
from gateway.hear.wake import WakeWords, load_wake_models
from tests.gateway.hear.sounds import AT_ONCE, recording


@pytest.mark.parametrize(("count", "bound"), [(0, -math.log(0.05)), (1, 4.744), (5, 10.513)])
def test_so_many_seen_may_be_more(count: int, bound: float) -> None:
    """Chi-square tables: half its 95th percentile at 2 (count + 1) degrees of freedom."""
    assert _bound(count) == pytest.approx(bound, abs=1e-3)


def test_words_are_counted_apart() -> None:
    assert _counts(Counter({"alexa": 2, "hey_jarvis": 1})) == "alexa 2, hey_jarvis 1"
    assert _counts(Counter()) == "0"


@pytest.mark.audio
def test_each_clip_begins_with_nothing() -> None:
    detector = WakeWords(load_wake_models(list(WORDS)))
    assert peaks(detector, recording(AT_ONCE))["hey_jarvis"] > 0.9
    assert max(peaks(detector, np.zeros(48_000, np.int16)).values()) < 0.1
