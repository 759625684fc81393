"""Rules and sayings, in memory and on the disk."""

from dataclasses import replace
from pathlib import Path

import pytest

from context.recorder import Recorder
from context.rewrite_book import RewriteBook
from context.rewrites import Rewrites, Rule, Saying, key_of
from context.store import Store

COSY = Rule("w1", "make it cosy", "dim the lamp", "ann", at=5.0)
SAYING = Saying("dim the lamp", "dim the lamp", "ann", 3, 2, 9.0)


def opened(path: Path) -> tuple[Store, RewriteBook]:
    store = Store.open(path)
    return store, RewriteBook.load(store, Recorder(store, threaded=False))


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Make it cosy!", "make it cosy"),
        ("could you please make it cosy for me", "make it cosy"),
        ("please", "please"),
        ("", ""),
        ("Schalte das Licht an", "schalte das licht an"),
    ],
)
def test_a_key_is_what_tells_words_apart(said: str, key: str) -> None:
    assert key_of(said) == key


def test_own_rules_go_before_those_of_the_household() -> None:
    shared = replace(COSY, id="h1", person=None, layer="household", to="close the blind")
    known = Rewrites((shared, COSY))
    assert known.rule("make it cosy", "ann") == COSY
    assert known.rule("make it cosy", "bob") == shared


def test_an_unknown_voice_has_what_unknown_voices_said() -> None:
    known = Rewrites((replace(COSY, person=None),))
    assert known.rule("make it cosy", None) is not None
    assert known.rule("make it cosy", "ann") is None


def test_what_was_taken_back_is_not_given_by_others() -> None:
    shared = replace(COSY, id="h1", person=None, layer="household")
    known = Rewrites((replace(COSY, status="blocked"), shared))
    assert known.rule("make it cosy", "ann") is None
    assert known.rule("make it cosy", "bob") == shared


def test_what_is_published_is_there_after_a_restart(tmp_path: Path) -> None:
    store, book = opened(tmp_path / "a.db")
    book.publish(Rewrites((COSY,), (SAYING,)), at=100.0)
    store.close()
    store, book = opened(tmp_path / "a.db")
    assert book.all() == Rewrites((COSY,), (SAYING,))
    assert book.learned_at() == 100.0
    store.close()


def test_publishing_replaces_all_or_nothing(tmp_path: Path) -> None:
    store, book = opened(tmp_path / "a.db")
    book.publish(Rewrites((COSY,)), at=1.0)
    twice = Rewrites((replace(COSY, id="x"), replace(COSY, id="x")))  # the second is refused
    with pytest.raises(Exception, match="UNIQUE"):
        book.publish(twice, at=2.0)
    assert book.all().rules == (COSY,)
    assert RewriteBook.load(store, Recorder(store, threaded=False)).all().rules == (COSY,)
    store.close()


def test_blocking_forgetting_and_counting_are_kept(tmp_path: Path) -> None:
    store, book = opened(tmp_path / "a.db")
    book.publish(Rewrites((COSY,)), at=1.0)
    book.used("w1")
    assert book.block("w1", "undone")
    assert not book.block("none", "undone")
    book.publish(book.all(), at=2.0)
    (kept,) = RewriteBook.load(store, Recorder(store, threaded=False)).all().rules
    assert (kept.status, kept.reason, kept.uses) == ("blocked", "undone", 1)
    store.close()


def test_what_was_taken_back_while_the_night_was_thinking_stays_so(tmp_path: Path) -> None:
    store, book = opened(tmp_path / "a.db")
    book.publish(Rewrites((COSY,)), at=1.0)
    thought_of = book.all()
    book.block("w1", "undone")
    book.publish(thought_of, at=2.0)
    assert [rule.status for rule in book.all().rules] == ["blocked"]
    store.close()


def test_of_a_person_everything_is_deleted(tmp_path: Path) -> None:
    store, book = opened(tmp_path / "a.db")
    bobs = replace(COSY, id="w2", person="bob")
    book.publish(Rewrites((COSY, bobs), (SAYING,)), at=1.0)
    book.forget_person("ann")
    assert book.all() == Rewrites((bobs,))
    assert RewriteBook.load(store, Recorder(store, threaded=False)).all() == Rewrites((bobs,))
    store.close()
