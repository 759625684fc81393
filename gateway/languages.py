"""The languages that Home Assistant's package speaks: which serves a tag, and what it answers.

Sentences are read by `understand/grammar.py`; here are the names of languages, and the texts of
replies as the package has them, because both stages that understand and that speak need those.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from home_assistant_intents import get_intents, get_languages
from jinja2 import TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

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

# --- replies --------------------------------------------------------------------------------------


class Replies:
    """The package's reply templates in one language."""

    def __init__(self, language: str) -> None:
        found = (get_intents(language) or {}).get("responses") or {}
        self._intents: Mapping[str, Mapping[str, str]] = found.get("intents") or {}
        self._errors: Mapping[str, str] = found.get("errors") or {}
        self._environment = SandboxedEnvironment(undefined=_Nothing, autoescape=False)

    def of_intent(self, intent: str, key: str, **facts: Any) -> str:
        """The reply to an intent; empty when there is none, or when these facts are too few."""
        templates = self._intents.get(intent) or {}
        return self._render(templates.get(key) or templates.get("default") or "", facts)

    def of_error(self, key: str, **facts: Any) -> str:
        """Why something was not done; empty when there is no text for that."""
        return self._render(self._errors.get(key) or "", facts)

    @cached_property
    def yes(self) -> str:
        """The word for yes, as questions are answered with it."""
        told = self._asked("one_yesno", ("-",), ())
        return told.split(",")[0].strip(" .!").casefold()

    @cached_property
    def no(self) -> str:
        """The word for no."""
        told = re.split(r"[,\uff0c\u3001.]", self._asked("one_yesno", (), ("-",)))[0]
        return told.strip(" .!").casefold()

    @cached_property
    def joiner(self) -> str:
        """What stands between the last two names of an enumeration, spaces included."""
        told = self._asked("which", ("\u2460", "\u2461"), ())
        between = told.partition("\u2460")[2].partition("\u2461")[0]
        return between if between.strip() else ", "

    def _asked(self, key: str, matched: tuple[str, ...], unmatched: tuple[str, ...]) -> str:
        state = {"state": "-", "state_with_unit": "-", "name": "-", "domain": "light"}
        query = {
            "matched": [{**state, "name": name} for name in matched],
            "unmatched": [{**state, "name": name} for name in unmatched],
        }
        slots = {"name": "-", "state": "-"}
        return self.of_intent("HassGetState", key, query=query, state=state, slots=slots)

    def _render(self, template: str, facts: Mapping[str, Any]) -> str:
        try:
            told = " ".join(self._environment.from_string(template).render(**facts).split())
        except (TemplateError, TypeError, ValueError, KeyError, AttributeError):
            return ""  # Written for facts that we do not have.
        # Not translated yet, or a table of the template had no word for this.
        return "" if told.upper().startswith("TODO") or "None" in told.split() else told


class _Nothing(Undefined):
    """A fact that is not there: nothing, at any depth."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: Any) -> Any:
        return self


@lru_cache(maxsize=4)
def replies(tag: str) -> Replies:
    """The replies of the language that serves a tag; raises `UnknownLanguageError`."""
    return Replies(package_language(tag))
