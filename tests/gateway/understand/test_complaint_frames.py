"""A complaint is mended, a tale is not."""

import pytest

from gateway.understand.complaint_frames import complains


@pytest.mark.parametrize(
    "text",
    ["it is too dark in here", "i am cold", "the tv is way too loud", "i can not see a thing",
     "it is freezing", "too bright", "we need more light in here", "it is stuffy in the office"],
)  # fmt: skip
def test_it_complains(text: str) -> None:
    assert complains(text)


@pytest.mark.parametrize(
    "text",
    ["it was too dark yesterday", "it is warm in here", "this beer is too warm",
     "the light is on", "if it is too cold", "it is cold outside", "is it too dark"],
)  # fmt: skip
def test_it_only_tells(text: str) -> None:
    assert not complains(text)
