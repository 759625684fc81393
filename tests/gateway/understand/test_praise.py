# ruff: noqa: E501 - tables read best with one case a line
"""Thanks and praise, and what only sounds like it."""

import pytest

from gateway.understand.praise import is_praise
from gateway.understand.words import tokens

THANKS = [
    "that's lovely, thank you dear", "well done", "good job", "cheers mate", "brilliant, ta", "that's exactly what I wanted",
    "nice one", "perfect", "you're a star", "much better", "I love it", "thanks a million", "how kind of you", "great stuff",
]  # fmt: skip
NOT = [
    "good morning", "good night", "right", "play love songs", "is it nice out", "do it", "thanks, lights off", "the best one", "well",
    "did it work", "turn it on again",
]  # fmt: skip


@pytest.mark.parametrize("text", THANKS)
def test_thanks(text: str) -> None:
    assert is_praise(tokens(text))


@pytest.mark.parametrize("text", NOT)
def test_no_thanks(text: str) -> None:
    assert not is_praise(tokens(text))
