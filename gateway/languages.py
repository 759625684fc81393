"""The languages that Home Assistant's package speaks: which serves a tag, and how words are spelt.

Sentences are read by `understand/grammar.py`; what the package answers has `replies.py`.
"""

import re
import unicodedata

from home_assistant_intents import get_languages

OWN = "en"
"""The language that frames and the learned model know; all others are the grammar's alone."""

# Tags that name the same language in another way, or that need a choice among several.
_ALSO = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "zh": "zh-CN", "zh-hans": "zh-CN",
         "zh-hant": "zh-TW", "zh-sg": "zh-CN", "zh-mo": "zh-HK"}  # fmt: skip


class UnknownLanguageError(ValueError):
    """There are no sentences for a language; says which ones there are."""


def package_language(tag: str) -> str:
    """The language of the package that serves a BCP-47 tag best.

    >>> package_language("en-US"), package_language("de_CH"), package_language("zh-Hant-HK")
    ('en', 'de-CH', 'zh-HK')
    """
    known = {language.lower(): language for language in get_languages()}
    parts = tag.strip().replace("_", "-").lower().split("-")
    pairs = [f"{parts[0]}-{part}" for part in reversed(parts[1:])]
    for candidate in ("-".join(parts), *pairs, parts[0]):
        found = known.get(candidate) or _ALSO.get(candidate)
        if found:
            return found
    raise UnknownLanguageError(
        f"no sentences for language {tag!r}; there are: {', '.join(get_languages())}"
    )


def is_own(tag: str) -> bool:
    """Whether a language is the one that is known beyond its templates.

    >>> is_own("en-GB"), is_own("de")
    (True, False)
    """
    return tag.strip().replace("_", "-").split("-")[0].lower() == OWN


def plain(text: str) -> str:
    """Text with one form for each letter and apostrophe, however a keyboard or a file made it.

    >>> plain("L\u2019e\u0301tage") == "L'\u00e9tage"
    True
    """
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


def bare(text: str) -> str:
    """Plain text as a keyboard without the language's letters writes it: Latin letters alone.

    >>> bare("Küche"), bare("Kueche"), bare("Größe"), bare("été"), bare("거실")
    ('Kuche', 'Kuche', 'Grosse', 'ete', '거실')
    """
    text = plain(text)
    if text.isascii():
        return _DIGRAPHS.sub(r"\1", text)
    letters = unicodedata.normalize("NFD", text.replace("ß", "ss"))
    kept = [
        c for i, c in enumerate(letters) if not (_is_accent(c) and letters[i - 1 : i].isascii())
    ]
    return _DIGRAPHS.sub(r"\1", unicodedata.normalize("NFC", "".join(kept)))


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) != 0


_DIGRAPHS = re.compile(r"([aou])e", re.IGNORECASE)  # What German writes for its umlauts.
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})
