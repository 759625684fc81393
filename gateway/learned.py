"""What was learned, as plain values: what `ambient learned` lists and exports."""

from datetime import UTC, datetime
from typing import Any

from context.lesson import Lesson


def told(lesson: Lesson) -> dict[str, Any]:
    """A lesson as JSON tells it; keys that say nothing are left out.

    >>> told(Lesson("1", "name", "big light", "the floor lamp", (("light.floor",),)))["alias"]
    'big light'
    """
    polarity = "like" if lesson.liked else "dislike"
    targets = [entity_id for clause in lesson.targets for entity_id in clause]
    rows: dict[str, Any] = {
        "id": lesson.id,
        "kind": "alias" if lesson.kind == "name" else lesson.kind,
        "phrase": lesson.phrase,
        "alias": lesson.phrase if lesson.kind == "name" else None,
        "name": lesson.phrase if lesson.kind == "name" else None,
        "means": lesson.means,
        "value": lesson.means,
        "entity_id": targets[0] if len(targets) == 1 else None,
        "targets": targets,
        "area": lesson.area,
        "slots": dict(lesson.slots),
        "polarity": polarity if lesson.kind == "preference" else None,
        "person": lesson.person,
        "taught_by": lesson.taught_by,
        "when": lesson.condition.words or None,
        "source": "taught",
        "turn": lesson.turn,
        "taught_at": datetime.fromtimestamp(lesson.at, UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    return {key: value for key, value in rows.items() if value not in (None, [], {})}
