import pytest

from gateway.hear.language_words import language_words
from gateway.languages import UnknownLanguageError


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("ko", {"켜", "줘", "꺼", "불", "온도", "타이머"}),
        ("de-AT", {"Temperatur", "alle", "den"}),
        ("en", {"turn", "off", "percent"}),
    ],
)
def test_the_words_of_its_commands_are_known(tag: str, words: set[str]) -> None:
    found = language_words(tag)
    assert words <= set(found)
    assert len(found) == len(set(found))
    assert not any(sign in word for word in found for sign in "[]{}()<>|; 0123456789")


def test_a_language_without_templates_is_told() -> None:
    with pytest.raises(UnknownLanguageError):
        language_words("tlh")
