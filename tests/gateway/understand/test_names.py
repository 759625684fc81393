# ruff: noqa: E501 - tables read best with one case a line
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.understand import names
from gateway.understand.vocabulary import bare_name
from tests.fakes import FAMILY_HOME, thing


def score(words: str, name: str, *areas: str, **more: str) -> float:
    device, _ = thing("light.x", name, **more)  # type: ignore[arg-type]
    return names.score(words, device, areas)[0]


def how(words: str, name: str, *areas: str, aliases: tuple[str, ...] = ()) -> str:
    device, _ = thing("light.x", name, aliases=aliases)
    return names.score(words, device, areas)[1]


HOW = {
    ("desk lamp", "Desk lamp"): "exact",
    ("desk lamp", "The desk lamp"): "exact",
    ("reading spot", "Desk lamp"): "alias",
    ("desk light", "Desk lamp"): "partial",
    ("desk", "Desk lamp"): "partial",
    ("desk lamb", "Desk lamp"): "fuzzy",
}
ANOTHER = {
    "bed lamp": "Red lamp",
    "reading light": "Ceiling light",
    "lamp": "Desk lamp",
    "light": "Hall light",
    "desk lamp": "Bed lamp",
    "lamp 2": "Lamp 12",
    "bedroom 1": "Bedroom 2",
    "big lamp": "Lamp",
    "kitchen radio": "Kitchen light",
}
THE_SAME = {
    "hall lamp": "Hall light",
    "the hall light": "Hall light",
    "coffee machine": "Coffee maker",
    "telly": "TV",
    "bedside lights": "Bedside lamp",
    "lamp 2": "Lamp 2",
}


@pytest.mark.parametrize(("words", "name"), HOW)
def test_how_a_name_was_won_is_told(words: str, name: str) -> None:
    found = how(words, name, aliases=("reading spot",) if words == "reading spot" else ())
    assert found == HOW[words, name]


def test_a_name_that_sounds_the_same_is_fuzzy_or_phonetic() -> None:
    assert how("foto lamp", "Photo lamp") in ("fuzzy", "phonetic")


@pytest.mark.parametrize(("words", "name"), ANOTHER.items())
def test_a_name_that_is_only_like_it_is_another(words: str, name: str) -> None:
    assert score(words, name) < names.ENOUGH


@pytest.mark.parametrize(("words", "name"), THE_SAME.items())
def test_another_word_for_the_same_sort_names_the_same(words: str, name: str) -> None:
    assert score(words, name) >= names.ENOUGH


def test_the_reading_light_is_not_the_landing_light() -> None:
    assert score("reading light", "Landing light") < names.ENOUGH


def test_exact_beats_alias_beats_partial_beats_misspelt() -> None:
    device, _ = thing("light.x", "Desk lamp", aliases=("work light",))
    scores = [
        names.score(words, device)[0] for words in ("desk lamp", "desk light", "desk", "desk lamb")
    ]
    assert scores[0] == 1.0
    assert names.score("work light", device) == (1.0, "alias")
    assert scores[0] > scores[1] > scores[2]
    assert scores[1] > scores[3]


def test_a_word_too_few_costs_less_than_a_word_too_many() -> None:
    assert score("desk", "Desk lamp") > score("big desk lamp", "Desk lamp")


def test_the_room_may_be_said_with_the_name() -> None:
    assert score("kitchen ceiling light", "Ceiling light", "kitchen") >= names.ENOUGH


def test_the_room_may_be_left_out_of_the_name() -> None:
    assert score("ceiling light", "Kitchen ceiling light", "kitchen") >= names.ENOUGH


def test_an_appliance_is_called_by_its_sort() -> None:
    device, _ = thing("switch.x", "Plug 7", kind="kettle")
    assert names.score("kettle", device) == (0.85, "type")


@given(st.text("abcdefg lmnop 123", max_size=24), st.text("abcdefg lmnop 123", min_size=1, max_size=24))  # fmt: skip
def test_a_score_is_a_share(words: str, name: str) -> None:
    assert 0.0 <= score(words, name) <= 1.0


@pytest.mark.parametrize("device", [d for d, _ in FAMILY_HOME], ids=lambda d: d.id)
def test_every_device_answers_to_its_own_name(device: object) -> None:
    assert names.score(" ".join(bare_name(device.name)), device)[0] == 1.0  # type: ignore[attr-defined, arg-type]


@given(st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=30).filter(lambda t: bool(bare_name(t))))  # fmt: skip
def test_any_name_is_its_own_exact_match(name: str) -> None:
    assert score(" ".join(bare_name(name)), name) == 1.0
