"""What becomes a rule, and what does not."""

from dataclasses import replace

from context.rewrites import Beta, Rewrites, Rule
from tests.gateway.learn.fakes import DAY_S, NOW, meanings, pair, rewrites, said

COSY, DIM = "make it cosy", "dim the lamp"


def days(*which: int, **more: object) -> list:  # type: ignore[type-arg]
    return [x for day in which for x in pair(day, COSY, DIM, **more)]


def test_three_days_make_a_rule() -> None:
    (rule,) = rewrites(days(3, 2, 1)).rules
    assert (rule.text, rule.to, rule.person, rule.support, rule.days) == (COSY, DIM, "ann", 3, 3)


def test_two_days_are_chance_where_the_words_have_nothing_in_common() -> None:
    assert rewrites(days(2, 1)).rules == ()


def test_twice_is_enough_for_words_that_sound_alike() -> None:
    past = [
        x for day in (2, 1) for x in pair(day, "turn on the hole fight", "turn on the hall light")
    ]
    assert meanings(rewrites(past)) == {"turn on the hole fight": "turn on the hall light"}


def test_one_day_is_one_day_however_often() -> None:
    past = [x for part in (0.1, 0.2, 0.3, 0.4, 0.5) for x in pair(1 + part, COSY, DIM)]
    assert rewrites(past).rules == ()


def test_fifty_times_a_day_by_a_child_is_one_rule_at_most() -> None:
    past = [x for day in range(1, 4) for n in range(50) for x in pair(day + n / 100, COSY, DIM)]
    (rule,) = rewrites(past).rules
    assert rule.support <= 2 * rule.days


def test_what_was_said_a_minute_later_is_another_wish() -> None:
    past = [
        x
        for day in (3, 2, 1)
        for x in (said(COSY, NOW - day * DAY_S, failed=True), said(DIM, NOW - day * DAY_S + 60))
    ]
    assert rewrites(past).rules == ()


def test_words_that_mostly_work_are_left_alone() -> None:
    works = [said(COSY, NOW - day * DAY_S / 2, on="light.b") for day in range(10, 20)]
    assert rewrites([*works, *days(3, 2, 1)]).rules == ()


def test_what_is_often_said_anyway_follows_by_chance() -> None:
    often = [said(DIM, NOW - hour * 3600.0) for hour in range(100, 130)]
    assert rewrites([*often, *days(3, 2, 1)]).rules == ()


def test_what_is_risky_is_never_meant() -> None:
    for risky in ("lock.front", "alarm_control_panel.home", "camera.porch", "valve.gas"):
        assert rewrites(days(3, 2, 1, on=risky)).rules == ()


def test_a_golden_sentence_is_never_read_as_another() -> None:
    assert rewrites(days(3, 2, 1), golden=frozenset({COSY})).rules == ()


def test_what_was_undone_was_not_meant() -> None:
    past = []
    for day in (4, 3, 2, 1):
        failed, done = pair(day, COSY, DIM)
        past += [failed, done, said("undo that", done.at + 5, undoes=done.id, intent="Undo")]
    assert rewrites(past).rules == ()


def test_the_television_says_nothing() -> None:
    past = [replace(x, wake=0.4) for x in days(4, 3, 2, 1)]
    assert rewrites(past) == Rewrites()


def test_each_person_has_their_own_meaning() -> None:
    past = [*days(3, 2, 1)]
    for day in (3.5, 2.5, 1.5):
        past += pair(day, COSY, "turn on the fan", on="fan.a", person="bob")
    found = {(r.person, r.layer): r.to for r in rewrites(past).rules}
    assert found == {("ann", "personal"): DIM, ("bob", "personal"): "turn on the fan"}


def test_what_two_people_mean_alike_is_everybodys() -> None:
    past = [*days(3, 2, 1)]
    for day in (3.5, 2.5, 1.5):
        past += pair(day, COSY, DIM, person="bob")
    found = rewrites(past)
    shared = found.rule(COSY, "kim")
    assert shared is not None
    assert (shared.layer, shared.person) == ("household", None)


def test_a_person_has_nothing_of_another() -> None:
    found = rewrites(days(3, 2, 1))
    assert found.rule(COSY, "bob") is None
    assert found.rule(COSY, None) is None


def test_what_was_blocked_is_not_learned_again() -> None:
    (rule,) = rewrites(days(3, 2, 1)).rules
    blocked = replace(rule, status="blocked", reason="undone")
    assert meanings(rewrites(days(3, 2, 1), Rewrites((blocked,)))) == {}


def test_what_was_forgotten_means_nothing_else_either() -> None:
    (rule,) = rewrites(days(3, 2, 1)).rules
    forgotten = replace(rule, to="turn on the fan", status="blocked", reason="forgotten")
    assert meanings(rewrites(days(3, 2, 1), Rewrites((forgotten,)))) == {}


def test_a_rule_that_does_not_help_is_taken_back() -> None:
    (rule,) = rewrites(days(30, 29, 28)).rules
    known = Rewrites((replace(rule, without=Beta(6.0, 2.0)),))
    used = []
    for day in (4, 3, 2, 1):
        at = NOW - day * DAY_S
        wrong = said(COSY, at, rule=rule.id, applied=True, layer="personal", to=DIM)
        used += [wrong, said("undo that", at + 5, undoes=wrong.id, intent="Undo")]
    (after,) = rewrites(used, known).rules
    assert (after.status, after.reason) == ("blocked", "it did not help")


def test_a_rule_is_kept_while_it_works() -> None:
    (rule,) = rewrites(days(3, 2, 1)).rules
    used = [
        said(COSY, NOW - day * DAY_S, rule=rule.id, applied=True, layer="personal", to=DIM)
        for day in range(1, 20)
    ]
    (after,) = rewrites(used, Rewrites((rule,))).rules
    assert after.status == "live"
    assert after.with_it.mean > 0.8


def test_a_rule_that_nobody_used_for_months_is_dropped() -> None:
    old = Rule("w1", COSY, DIM, "ann", at=NOW - 200 * DAY_S)
    assert rewrites([], Rewrites((old,))).rules == ()


def test_a_wish_of_two_acts_is_left_to_habits() -> None:
    past = []
    for day in (3, 2, 1):
        past += [*days(day), said("close the blind", NOW - day * DAY_S + 20, on="cover.b")]
    assert rewrites(past).rules == ()


def test_sayings_are_what_went_well() -> None:
    past = [said(DIM, NOW - day * DAY_S) for day in (2, 1)]
    (saying,) = rewrites([*past, said("bla bla", NOW - 50, failed=True)]).sayings
    assert (saying.said, saying.times, saying.days, saying.person) == (DIM, 2, 2, "ann")
