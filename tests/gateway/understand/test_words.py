# ruff: noqa: SIM905 - tables of words are easiest to read as prose.
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.understand.words import name, normalise, tokens

SENTENCES = {
    "What's Anna's lamp at?": "what is annas lamp at",
    "I\u2019d like it off": "i would like it off",
    "don't": "do not",
    "let's go": "let us go",
    "turn 'em off!": "turn them off",
    "the kids' room": "the kids room",
    "nine o'clock": "9 o'clock",
    "nine o clock": "9 o'clock",
    "lights 1,2 and 3": "lights 1 , 2 and 3",
    "Is it open? Lock it.": "is it open , lock it",
    "50%": "50 percent",
    "five per cent": "5 percent",
    "21°C": "21 degrees c",
    "20.5c": "20.5 degrees c",
    "-5 degrees": "minus 5 degrees",
    "2700K": "2700 k",
    "1,000": "1000",
    "2½ hours": "2.5 hours",
    "\uff12\uff10\uff05": "20 percent",
}
NUMBERS = {
    "twenty one": "21",
    "two hundred and fifty": "250",
    "two hundred thousand": "200000",
    "a hundred percent": "100 percent",
    "nineteen point five": "19.5",
    "nineteen and a half": "19.5",
    "one and a half hours": "1.5 hours",
    "a couple of minutes": "2 minutes",
    "twenty second timer": "20 second timer",
    "one hour": "1 hour",
    "one percent": "1 percent",
    "channel one": "channel 1",
}
WORDS_THAT_STAY = (
    "the other one",
    "turn one on",
    "this one",
    "the second one",
    "twenty first of may",
    "wait a second",
)
CLOCKS = {
    "7pm": "7 pm",
    "7 p.m.": "7 pm",
    "seven p m": "7 pm",
    "at 3 p. m. to go": "at 3 pm to go",
    "at one p m": "at 1 pm",
    "at 7.30 pm": "at 7:30 pm",
    "at seven thirty": "at 7:30",
    "at twenty one thirty": "at 21:30",
    "seven oh five": "7:05",
    "at one thirty": "at 1:30",
    "for two twenty minute timers": "for 2 20 minute timers",
}
NAMES = {
    "Bedroom 2": "bedroom 2",
    "Big Ben lamp": "big ben lamp",
    "TV": "tv",
    "T.V.": "tv",
    "Salt & pepper lamp": "salt and pepper lamp",
    "Küche": "küche",
    "Wi-Fi": "wi fi",
    "कमरा": "कमरा",
    "Dr. Dre": "dr dre",
}
VOCABULARY = st.sampled_from(
    "one two seven twenty thirty hundred thousand million a an and half quarter quarters three "
    "point oh o zero at for to couple of second hour percent 7 30 05 3 the pm p m , light what's "
    "anna's it's o'clock per cent clock 7:30 19.5 more number channel first 100 5pm "
    "p. m. 20% 1/2".split()
)


@pytest.mark.parametrize(("text", "plain"), SENTENCES.items())
def test_a_sentence_has_one_plain_form(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(("text", "plain"), NUMBERS.items())
def test_a_spoken_number_becomes_digits(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize("text", WORDS_THAT_STAY)
def test_a_pronoun_or_an_ordinal_is_no_number(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(("text", "plain"), CLOCKS.items())
def test_a_spoken_clock_reading_becomes_one_token(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(("text", "plain"), NAMES.items())
def test_a_name_keeps_its_letters(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_a_name_has_no_pauses() -> None:
    assert name("Good Morning, Vietnam!") == "good morning vietnam"


def test_a_row_of_digits_beyond_any_amount_stays_as_it_is() -> None:
    assert normalise("9" * 5000) == "9" * 5000


@given(st.text())
def test_normalising_any_text_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(VOCABULARY, max_size=10).map(" ".join))
def test_normalising_number_words_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_no_token_has_white_space_or_capitals(text: str) -> None:
    for token in tokens(text):
        assert not any(map(str.isspace, token))
        assert token == token.lower()
