"""Which lessons count now."""

from dataclasses import replace

from context.lesson import Condition, Lesson
from context.taught import holding
from tests.fakes import house, said

TEA = Lesson("1", "phrase", "tea", "put the kettle on", person="anna")


def ids(*lessons: Lesson, **more: str) -> list[str]:
    return [one.id for one in holding(house(lessons=lessons), said("tea", **more))]


def test_one_s_own_go_first_then_everybody_s_then_what_others_taught() -> None:
    others = replace(TEA, id="3", person="bob")
    assert ids(others, replace(TEA, id="2", person=None), TEA, person="anna") == ["1", "2", "3"]


def test_the_narrower_goes_before_the_wider() -> None:
    here = replace(TEA, id="2", condition=Condition(area="hall"))
    assert ids(TEA, here, person="anna", area="hall") == ["2", "1"]
    assert ids(TEA, here, person="anna", area="kitchen") == ["1"]


def test_what_holds_at_another_hour_does_not_count() -> None:
    assert ids(replace(TEA, condition=Condition(hours=(21, 6))), person="anna") == []
