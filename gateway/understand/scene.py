"""What stands around a sentence while its devices are looked for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from context.attention import Mention, mentions
from context.snapshot import Snapshot
from context.turn import Resolution, Transcript

if TYPE_CHECKING:
    from gateway.understand.weigh import Rank

REFERENT_S = 600.0  # "Turn it off" five minutes later still means it; after ten people name it.
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
    rank: "Rank | None" = None
    """What tells rivals apart; None for the shipped reranker."""

    def mentions(self, within_s: float) -> tuple[Mention, ...]:
        """What "it" may mean, the likeliest first: this sentence, this talk, what moved."""
        spoken = tuple(
            Mention(self.snapshot.now.timestamp(), r.targets, "sentence")
            for r in reversed(self.earlier)
            if r.targets
        )
        return (*spoken, *mentions(self.snapshot, self.transcript, within_s))

    def referents(self, within_s: float) -> tuple[str, ...]:
        """Entities last spoken of, here or by this person."""
        said = (m.targets for m in self.mentions(within_s) if m.source in ("sentence", "said"))
        return next(said, ())
