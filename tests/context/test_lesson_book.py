"""The book of lessons: kept over a restart, replaced, forgotten, and never full without a word."""

import pytest

from context import lesson_book
from context.lesson import Lesson
from context.lesson_book import LessonBook, lesson_of, row_of, stored
from context.recorder import Recorder
from context.store import Store

TEA = Lesson("1", "phrase", "tea", "put the kettle on", (("switch.kettle",),), person="anna")


def test_what_was_added_is_there_after_a_restart_and_what_was_forgotten_is_not() -> None:
    store = Store.in_memory()
    recorder = Recorder(store, threaded=False)
    book = LessonBook.load(store, recorder)
    other = Lesson("2", "name", "bertie", "the lamp", (("light.a",),))
    assert book.add(TEA)
    assert book.add(other)
    assert book.forget("2")
    assert not book.forget("2")
    recorder.close()
    assert stored(store) == (TEA,)
    assert LessonBook.load(store, Recorder(store, threaded=False)).all() == (TEA,)


def test_a_lesson_taught_anew_stands_in_the_place_of_the_old_one() -> None:
    book = LessonBook(Recorder(Store.in_memory(), threaded=False), [TEA])
    anew = Lesson("2", "phrase", "tea", "play jazz", person="anna")
    assert book.add(anew)
    assert book.all() == (anew,)


def test_a_full_book_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson_book, "LESSONS_MAX", 1)
    book = LessonBook(Recorder(Store.in_memory(), threaded=False), [TEA])
    assert not book.add(Lesson("2", "phrase", "other", "play jazz"))
    assert book.full


def test_names_are_counted_so_that_devices_are_called_anew() -> None:
    book = LessonBook(Recorder(Store.in_memory(), threaded=False))
    name = Lesson("1", "name", "bertie", "the lamp", (("light.a",),))
    book.add(name)
    assert book.names == (name,)
    before = book.named
    book.forget("1")
    assert book.named == before + 1


def test_a_row_of_another_version_is_left_where_it_is() -> None:
    assert lesson_of({"lesson": {"unheard": "of"}}) is None
    assert lesson_of(row_of(TEA)) == TEA
