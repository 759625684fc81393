# ruff: noqa: E501 - tables read best with one case a line
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.understand import clauses
from gateway.understand.vocabulary import Vocabulary
from gateway.understand.words import tokens
from tests.fakes import family_home, house, thing

HOME = Vocabulary(family_home())


def cut(text: str, vocabulary: Vocabulary = HOME) -> list[str]:
    return [" ".join(part) for part in clauses.split(tokens(text), vocabulary)]


CUT = {
    "turn on the lamp and lock the front door": ["turn on the lamp", "lock the front door"],
    "turn on the lamp, then lock the front door": ["turn on the lamp", "lock the front door"],
    "turn on the lamp then turn off the tv and close the blinds": [
        "turn on the lamp",
        "turn off the tv",
        "close the blinds",
    ],
    "play jazz and dim the lights": ["play jazz", "dim the lights"],
    "add milk to the list and play jazz": ["add milk to the list", "play jazz"],
    "turn on the lamp and what time is it": ["turn on the lamp", "what time is it"],
    "turn the tv off and the floor lamp on": ["turn the tv off", "turn the floor lamp on"],
    "set the floor lamp to 30 percent and the counter light to 50 percent": [
        "set the floor lamp to 30 percent",
        "set the counter light to 50 percent",
    ],
}
WHOLE = (
    "turn on the lamp and the kettle",
    "turn on the lamp, the kettle and the oven",
    "turn off the lights in the kitchen and the hall",
    "add milk and eggs to the shopping list",
    "turn everything off but the lamp",
    "turn off all lights but not the lamp",
    "remind me to turn off the oven and lock the door",
    "please remind me to buy milk then call mum",
    "announce that dinner is ready and turn up the heat",
)


@pytest.mark.parametrize("text", CUT)
def test_a_sentence_is_cut_where_both_sides_stand_alone(text: str) -> None:
    assert cut(text) == CUT[text]


@pytest.mark.parametrize("text", WHOLE)
def test_an_enumeration_or_free_text_stays_whole(text: str) -> None:
    assert len(cut(text)) == 1


def test_a_name_with_a_conjunction_is_not_cut() -> None:
    home = Vocabulary(house(thing("light.x", "Salt and play lamp")))
    assert len(cut("turn on the salt and play lamp", home)) == 1


def test_there_is_a_limit_to_the_commands_of_a_sentence() -> None:
    many = " and ".join(["turn on the lamp"] * 30)
    assert len(cut(many)) == clauses.CLAUSES_MAX


WORDS = st.sampled_from(
    "turn on off the lamp tv kettle lock door set to 50 percent red play jazz and then but , it in kitchen".split()  # noqa: SIM905
)


@given(st.lists(WORDS, max_size=16))
def test_no_word_is_lost_but_joiners_and_none_is_added_but_verbs(words: list[str]) -> None:
    came = [word for part in clauses.split(words, HOME) for word in part]
    kept = [w for w in words if w not in clauses.JOINERS]
    left = iter(came)
    assert all(any(word == found for found in left) for word in kept)
