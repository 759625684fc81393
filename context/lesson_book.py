"""The memory of what was taught, kept over a restart: in memory at once, written behind."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from sqlalchemy import select

from context.codec import CodecError, decode, encode, storable
from context.lesson import Lesson
from context.recorder import Recorder
from context.schema import lesson as lesson_table
from context.store import Store

LESSONS_MAX = 1_000  # More than a household teaches in ten years; a runaway loop stops here.


class LessonBook:
    """Lessons by id, oldest first."""

    def __init__(self, recorder: Recorder, lessons: Iterable[Lesson] = ()) -> None:
        self._recorder = recorder
        self._lessons = {one.id: one for one in lessons}
        self._all: tuple[Lesson, ...] | None = None
        self.named = 0
        """Grows when a name is taught or forgotten."""

    @classmethod
    def load(cls, store: Store, recorder: Recorder) -> Self:
        """The book as the store has it; what cannot be read is left where it is."""
        return cls(recorder, stored(store))

    def all(self) -> tuple[Lesson, ...]:
        """Everything that was taught, oldest first."""
        if self._all is None:
            self._all = tuple(self._lessons.values())
        return self._all

    @property
    def names(self) -> tuple[Lesson, ...]:
        """Those that name a device or a room."""
        return tuple(one for one in self.all() if one.kind == "name")

    @property
    def full(self) -> bool:
        """Whether there is no room for another one."""
        return len(self._lessons) >= LESSONS_MAX

    def add(self, lesson: Lesson) -> bool:
        """Keep it, in the place of what it says anew; False when the book is full."""
        for old in [one for one in self.all() if lesson.replaces(one) and one.id != lesson.id]:
            self.forget(old.id)
        if self.full and lesson.id not in self._lessons:
            return False
        self._lessons[lesson.id] = lesson
        self._all = None
        self.named += lesson.kind == "name"
        self._recorder.upsert(lesson_table, row_of(lesson))
        self._recorder.soon()
        return True

    def forget(self, lesson_id: str) -> bool:
        """Delete it, for good; False when it was not there."""
        gone = self._lessons.pop(lesson_id, None)
        if gone is None:
            return False
        self._all = None
        self.named += gone.kind == "name"
        self._recorder.delete(lesson_table, {"id": lesson_id})
        self._recorder.soon()
        return True


def stored(store: Store) -> tuple[Lesson, ...]:
    """The lessons of a database, oldest first; what cannot be read is left out."""
    in_order = select(lesson_table).order_by(lesson_table.c.at, lesson_table.c.id)
    with store.reading() as connection:
        rows = connection.execute(in_order).mappings().all()
    return tuple(one for row in rows if (one := lesson_of(row)) is not None)


def row_of(lesson: Lesson) -> dict[str, Any]:
    """A lesson as a row of the table `lesson`."""
    return {
        "id": lesson.id,
        "kind": lesson.kind,
        "phrase": storable(lesson.phrase),
        "person": lesson.person,
        "at": lesson.at,
        "lesson": encode(lesson, Lesson),
    }


def lesson_of(row: Mapping[Any, Any]) -> Lesson | None:
    """The lesson that a row holds; None when it is of a version that we do not know."""
    try:
        lesson: Lesson = decode(row["lesson"], Lesson)
    except CodecError:
        return None
    return lesson
