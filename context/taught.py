"""Which lessons count now, for who speaks."""

from context.lesson import Lesson, owned
from context.snapshot import Snapshot
from context.turn import Transcript


def holding(snapshot: Snapshot, transcript: Transcript) -> tuple[Lesson, ...]:
    """The lessons that count now: of who speaks first, and the narrower before the wider."""
    if not snapshot.lessons:
        return ()
    alone = _alone(snapshot)
    satellite = snapshot.satellite(transcript.satellite)
    here = transcript.area or (satellite.area if satellite else None)
    mine = [
        one
        for one in owned(snapshot.lessons, transcript.person)
        if one.condition.holds(snapshot.now, alone, here)
    ]
    return tuple(sorted(mine, key=lambda one: (_rank(one, transcript), one.condition.always)))


def _alone(snapshot: Snapshot) -> bool | None:
    """Whether one person is at home; None when nothing tells."""
    home = [
        state.state == "home"
        for id, state in snapshot.states.items()
        if id.startswith("person.") and state.available
    ]
    if home:
        return sum(home) == 1
    return len(snapshot.presence) == 1 if snapshot.presence else None


def _rank(lesson: Lesson, transcript: Transcript) -> int:
    """Theirs, then everybody's, then what others taught."""
    if lesson.person == transcript.person:
        return 0
    return 1 if lesson.person is None else 2
