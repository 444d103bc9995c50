from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Viewer
from graphsvc.errors import StoreRefused
from graphsvc.store.sqlite import SqliteStore
from graphsvc.store.sqlite_columns import order_of
from tests.networks import actor, load_source, source, tie

REGISTER = source()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@given(st.lists(st.text("ab~é北😀", max_size=3)))
def test_ids_are_sorted_by_code_point(ids: list[str]) -> None:
    assert [ids[position] for position in order_of(ids)] == sorted(ids)


def test_a_tie_whose_end_is_gone_is_damage_and_never_another_actors_tie(store: SqliteStore) -> None:
    ends = [actor(REGISTER, key) for key in ("1", "2", "3")]
    load_source(store, REGISTER, ends, (tie("a", ends[0], ends[1]),))
    with store._connections.writing() as connection:
        connection.execute("UPDATE actor SET died = 1 WHERE key = (SELECT alter_key FROM tie)")

    with pytest.raises(StoreRefused, match="damaged"):
        store.tie_columns(Viewer.operator())


def test_a_strength_keeps_every_digit_of_a_float32(store: SqliteStore) -> None:
    ends = [actor(REGISTER, key) for key in ("1", "2")]
    load_source(store, REGISTER, ends, (tie("a", *ends, strength=0.123456789012345),))

    found = store.tie_columns(Viewer.operator())

    assert found.strength.tolist() == [found.strength.dtype.type(0.123456789012345)]
