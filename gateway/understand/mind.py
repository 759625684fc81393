"""All parsers of a language, loaded once: grammar, learned model, and what is misheard."""

import logging
from dataclasses import dataclass
from pathlib import Path

from gateway.understand.grammar import Grammar
from gateway.understand.learned import learned_parser
from gateway.understand.misheard import Ear, ear_for
from gateway.understand.parse import ClauseModel, Parser
from gateway.understand.understand import Understanding
from models_onnx.runtime import ArtifactError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mind:
    """What understands a language; costs memory, so several gateways may share it."""

    grammar: Grammar
    model: ClauseModel | None
    ear: Ear | None = None

    def parser(self) -> Understanding:
        """A parser of its own for a gateway: it keeps what one home calls its things."""
        if self.grammar.alone:
            from gateway.understand.native import (
                NativeParser,  # With all that other languages need.
            )

            return NativeParser(self.grammar)
        return Parser(self.grammar, self.model, self.ear)


def mind_for(language: str, custom_sentences: Path | None = None) -> Mind:
    """The parsers of a language. A model that cannot be loaded is said once and done without."""
    try:
        model = learned_parser(language)
    except ArtifactError as error:
        _LOG.error("no learned model, understanding templates only: %s", error)
        model = None
    try:
        ear = ear_for(language)
    except ArtifactError as error:
        _LOG.error("no confusions, what is misheard stays so: %s", error)
        ear = None
    return Mind(Grammar(language, custom_sentences), model, ear)
