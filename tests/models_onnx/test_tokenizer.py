"""Word pieces: BERT's rules, and places that stay inside the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models_onnx.runtime import find
from models_onnx.tokenizer import Tokenizer, Vocabulary, split_words

PIECES_MAX = 48


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.read(find("encoder").files["vocabulary"], PIECES_MAX)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Turn ON the light", ["turn", "on", "the", "light"]),
        ("what's 40%?", ["what", "'", "s", "40", "%", "?"]),
        ("Café naïve", ["cafe", "naive"]),
        ("21°C", ["21°c"]),
        ("a\u200bb\tc", ["ab", "c"]),
        ("", []),
        ("日本", ["日", "本"]),
    ],
)
def test_words_are_split_as_bert_does(text: str, words: list[str]) -> None:
    assert [word.normal for word in split_words(text)] == words


@given(st.text(max_size=200))
def test_every_word_stands_where_it_says(text: str) -> None:
    ends = [0]
    for word in split_words(text):
        assert ends[-1] <= word.start < word.end <= len(text)
        assert not text[word.start].isspace()
        ends.append(word.end)


@given(st.text(max_size=400))
def test_an_encoding_never_exceeds_its_limit(text: str) -> None:
    encoding = _tokenizer().encode(text)
    assert len(encoding.ids) <= PIECES_MAX
    assert len(encoding.words) == len(encoding.first_piece)


def test_a_very_long_word_is_unknown(tokenizer: Tokenizer) -> None:
    assert len(tokenizer.encode("x" * 101).ids) == 3


def test_the_vocabulary_finds_every_line_of_its_file() -> None:
    path = find("encoder").files["vocabulary"]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert dict(Vocabulary(path.read_bytes())) == {line: row for row, line in enumerate(lines)}


@given(st.sets(st.text(st.characters(exclude_characters="\n\0", codec="utf-8"), min_size=1)))
def test_a_vocabulary_is_a_mapping_of_its_lines(lines: set[str]) -> None:
    rows = {line: row for row, line in enumerate(lines)}
    vocabulary = Vocabulary("\n".join(rows).encode())
    assert dict(vocabulary) == rows
    assert all(vocabulary.get(f"{line}x") == rows.get(f"{line}x") for line in lines)


def test_an_empty_vocabulary_knows_no_piece() -> None:
    assert "light" not in Vocabulary(b"")


def test_a_remembered_word_gives_the_same_pieces(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("zorblax").ids == tokenizer.encode("zorblax").ids


_OPENED: list[Tokenizer] = []


def _tokenizer() -> Tokenizer:
    if not _OPENED:
        _OPENED.append(Tokenizer.read(find("encoder").files["vocabulary"], PIECES_MAX))
    return _OPENED[0]
