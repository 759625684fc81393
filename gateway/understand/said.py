"""A sentence and where it was said, for those who look at the house to understand it."""

from collections.abc import Sequence

from context.snapshot import Snapshot
from context.turn import Phrase, Transcript
from devices.model import Device
from gateway.understand import at_hand
from gateway.understand.tagging import strip_politeness


class Said:
    """The words without courtesies and commas, the house, and the room that they are about."""

    def __init__(self, words: Sequence[str], snapshot: Snapshot, transcript: Transcript) -> None:
        parts = [p.split() for p in " ".join(words).split(",")]
        self.words = tuple(w for w in strip_politeness([w for w in words if w != ","]) if w != ",")
        self.text = " ".join(self.words)
        self.parts = tuple(t for p in parts if (t := " ".join(strip_politeness(p))))
        """The same, by comma."""
        self.snapshot = snapshot
        self.person = transcript.person
        satellite = snapshot.satellite(transcript.satellite)
        self.area = transcript.area or (satellite.area if satellite else None)
        named = at_hand.places(self.words, snapshot)
        self.named = named[0] if len(named) == 1 else None
        self.place = self.named or self.area

    def nearest(self, found: Sequence[Device]) -> list[Device]:
        """Those in the room that is meant; all, where none is there."""
        return [d for d in found if self.place is not None and d.area == self.place] or list(found)


def about(devices: Sequence[Device | str], every: bool = True) -> tuple[Phrase, ...]:
    """The phrase that means just these."""
    ids = tuple(d if isinstance(d, str) else d.id for d in devices)
    return (Phrase(ids=ids, every=every and len(ids) > 1),)
