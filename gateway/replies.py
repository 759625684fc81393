"""What Home Assistant's package answers, language by language.

Not in a stage, because both those that understand and those that speak need these texts.
"""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from home_assistant_intents import get_intents
from jinja2 import TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from gateway.languages import package_language


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
