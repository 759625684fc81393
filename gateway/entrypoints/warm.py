"""A sentence is read at the start, so that nobody waits while grammars are built."""

from context.turn import Transcript
from gateway.app import Gateway

SENTENCE = "turn on the light of the lighthouse"
"""Goes through every parser; reading it changes nothing. The first one costs 0.2 s on a PC."""


def warm_up(gateway: Gateway) -> None:
    """Build what is built at first use; the reading is thrown away."""
    gateway.understand(Transcript(SENTENCE))
