"""Taking back what was learned by itself: "forget that", said of words that were read as others."""

from context.attention import same_talk
from context.rewrites import Rule, RuleChange, key_of
from context.snapshot import Snapshot
from context.turn import Act, Answer, Confirm, Decision, Decline, Reading, Transcript

JUST_S = 600.0  # As long as "undo that" works.


def forget(
    reading: Reading, taught: Decision, snapshot: Snapshot, transcript: Transcript
) -> Decision:
    """What becomes of a wish to forget, where it means rules; else `taught`, what becomes of it where
    it means lessons. Nobody forgets what is another's."""
    what = reading.slots.get("what")
    if what == "all":
        return _all(taught, snapshot, transcript)
    rule = (
        _just_applied(snapshot, transcript) if what == "last" else _of(what, snapshot, transcript)
    )
    if rule is None or (what != "last" and not isinstance(taught, Decline)):
        return taught
    return Act(
        (RuleChange("forget", (rule,)), Answer("unlearned", {"text": rule.text, "to": rule.to}))
    )


def _all(taught: Decision, snapshot: Snapshot, transcript: Transcript) -> Decision:
    mine = tuple(r for r in _own(snapshot, transcript) if r.person is not None)
    if not mine:
        return taught
    change = RuleChange("forget", mine)
    if isinstance(taught, Confirm):
        return Confirm(Act((change, *taught.act.steps)), taught.tier, taught.why)
    if isinstance(taught, Decline) and taught.reason == "already_gone":
        told = Answer("unlearned", {"count": len(mine)})
        return Confirm(Act((change, told)), "R2", why=("all of it would be gone",))
    return taught


def _just_applied(snapshot: Snapshot, transcript: Transcript) -> Rule | None:
    """The rule of the last turn here, if there was one."""
    for turn in reversed(snapshot.turns):
        if (snapshot.now - turn.at).total_seconds() > JUST_S:
            return None
        if same_talk(turn, transcript) and turn.interpretation.intent != "Why":
            used = turn.rewrite.rule if turn.rewrite is not None else None
            return next((r for r in _own(snapshot, transcript) if r.id == used), None)
    return None


def _of(what: object, snapshot: Snapshot, transcript: Transcript) -> Rule | None:
    key = key_of(str(what or ""))
    return next((r for r in _own(snapshot, transcript) if key and r.text == key), None)


def _own(snapshot: Snapshot, transcript: Transcript) -> tuple[Rule, ...]:
    return tuple(
        r for r in snapshot.rewrites.rules if r.status == "live" and r.speaks_for(transcript.person)
    )
