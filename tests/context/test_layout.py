from dataclasses import replace

from sqlalchemy import select

from context.layout import save_layout
from context.places import Area
from context.schema import area, person
from context.store import Store
from tests.context.samples import HOUSEHOLD


def test_the_layout_is_written_once() -> None:
    with Store.in_memory() as store:
        assert save_layout(store, HOUSEHOLD)
        assert not save_layout(store, HOUSEHOLD)


def test_a_changed_layout_takes_the_place_of_the_old_one() -> None:
    moved = replace(HOUSEHOLD, areas={"attic": Area("attic", "Attic")}, people={})
    with Store.in_memory() as store:
        save_layout(store, HOUSEHOLD)
        save_layout(store, moved)
        with store.reading() as connection:
            assert connection.execute(select(area.c.id)).scalars().all() == ["attic"]
            assert connection.execute(select(person)).all() == []
