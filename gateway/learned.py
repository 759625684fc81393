"""What was learned, as plain values: what `ambient learned` lists and exports."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from context.lesson import Lesson
from context.lesson_book import stored
from context.store import Store


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
        "purpose": lesson.purpose or None,
        "private": lesson.private or None,
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


def rows(lessons: Iterable[Lesson], person: str | None = None) -> list[dict[str, Any]]:
    """Lessons as JSON tells them; of one person, where that is given."""
    return [told(one) for one in lessons if person is None or one.person == person]


def stored_rows(store: Store, person: str | None = None) -> list[dict[str, Any]]:
    """The same from a database, beside a running daemon or without."""
    return rows(stored(store), person)


def chosen(
    lessons: Sequence[Lesson], *, what: str | None = None, person: str | None = None
) -> tuple[Lesson, ...]:
    """The lessons of an id or of a phrase; of one person, where that is given; all for neither.

    >>> one = Lesson("1", "phrase", "movie time", "dim the lamp", person="ann")
    >>> [each.id for each in chosen([one], what="Movie Time")], chosen([one], person="bob")
    (['1'], ())
    """
    mine = [one for one in lessons if person is None or one.person == person]
    if what is None:
        return tuple(mine)
    by_id = tuple(one for one in mine if one.id == what)
    words = " ".join(what.casefold().split())
    return by_id or tuple(one for one in mine if words in (one.phrase, one.means.casefold()))


def table(lessons: Sequence[dict[str, Any]]) -> str:
    """Rows for people: what was taught, whose it is, and its id for `ambient forget`."""
    if not lessons:
        return "nothing was taught yet"
    lines = [
        (
            str(row["id"]),
            str(row["kind"]),
            str(row.get("person") or "everybody"),
            str(row.get("phrase") or ""),
            " ".join(str(part) for part in (row.get("means"), row.get("when")) if part),
        )
        for row in lessons
    ]
    head = ("id", "kind", "whose", "phrase", "means")
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(4)]
    return "\n".join(
        "  ".join(
            (*(part.ljust(width) for part, width in zip(line, widths, strict=False)), line[4])
        )
        for line in (head, *lines)
    )
