"""What stands around a sentence while its devices are looked for."""

from dataclasses import dataclass

from context.snapshot import Snapshot
from context.turn import Resolution, Transcript, Turn

REFERENT_S = 300.0  # "Turn it off" five minutes later still means it; after that people name it.
IMPLIED_S = 120.0  # "A bit brighter" needs no "it" for two minutes.


@dataclass(frozen=True)
class Scene:
    """What stands around a sentence: the house, the room, and who spoke."""

    snapshot: Snapshot
    transcript: Transcript
    area: str | None
    """The speaker's."""
    words: tuple[str, ...] = ()
    """Of the clause."""
    earlier: tuple[Resolution, ...] = ()
    """The clauses of this sentence before the present one."""

    def referents(self, within_s: float) -> tuple[str, ...]:
        """Entities last spoken of, here or by this person."""
        for resolution in reversed(self.earlier):
            if resolution.targets:
                return resolution.targets
        for turn in reversed(self.snapshot.turns):
            if (self.snapshot.now - turn.at).total_seconds() > within_s:
                return ()
            if same_talk(turn, self.transcript) and turn.targets:
                return turn.targets
        return ()


def same_talk(turn: Turn, transcript: Transcript) -> bool:
    """Whether a turn belongs to what is being said: by the same person, or at the same place."""
    if turn.transcript.satellite == transcript.satellite:
        return True
    return transcript.person is not None and turn.transcript.person == transcript.person
