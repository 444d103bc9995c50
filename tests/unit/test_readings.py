"""What is read once for a version: kept for who asks next, never shown for another version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Viewer
from graphsvc.chance_values import Walkable
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Name
from graphsvc.network import Networks
from graphsvc.readings import Recent
from graphsvc.runs.undo import undo
from graphsvc.store.sqlite import SqliteStore
from queries.funding_ledger import ledger_of
from tests import networks as drawn
from tests.asking import ALIASES, KINDS, NORTH, number
from tests.unit.queries.funding import pays

OPERATOR = Viewer.operator()
ANA, BEA = (drawn.actor(NORTH, key, f"Actor {key}") for key in ("ana", "bea"))
AGENCY = drawn.actor(NORTH, "agency")
AGENCY = replace(AGENCY, record=replace(AGENCY.record, names=(Name("The Agency", "en"), Name("La Agencia", "es"))))
TIE = drawn.tie("1", ANA, BEA, note="as first said")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "store.sqlite")
    drawn.load(made, drawn.Network((NORTH,), (ANA, BEA, AGENCY), (TIE,)))
    yield made
    made.close()


def test_what_was_read_after_a_change_is_not_shown_when_the_change_is_undone(store: SqliteStore) -> None:
    networks = Networks(store, KINDS, ALIASES)
    before = networks.of(OPERATOR)
    ana = before.find(ANA.id)
    changed = replace(ANA, record=replace(ANA.record, names=(Name("Withdrawn name"),)))
    again = replace(TIE, record=replace(TIE.record, note="withdrawn"))
    drawn.load(store, drawn.Network((replace(NORTH, title="Withdrawn title"),), (changed, BEA, AGENCY), (again,)))

    # Its version is no longer the newest; what it reads now is of the next one.
    before.actors([ana], "en")
    before.tie_statements([TIE.id])
    before.sources()
    undo(store, store.runs(OPERATOR, limit=1)[0].number)

    after = networks.of(OPERATOR)
    assert after.version == before.version
    assert after.actor(ActorId(ana), "en").name == "Actor ana"
    assert after.tie_statements([TIE.id])[TIE.id].record.note == "as first said"
    assert after.sources()[NORTH.id].title == NORTH.title


def test_what_is_kept_is_not_read_again(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    networks = Networks(store, KINDS, ALIASES)
    asked = networks.of(OPERATOR)
    first = (asked.actors([asked.find(ANA.id)], "en"), asked.tie_statements([TIE.id]), asked.sources())
    for verb in ("actor_statements", "tie_statements", "sources"):
        monkeypatch.setattr(SqliteStore, verb, lambda *_: pytest.fail("read again"))

    asked = networks.of(OPERATOR)
    assert (asked.actors([asked.find(ANA.id)], "en"), asked.tie_statements([TIE.id]), asked.sources()) == first


def test_each_language_has_its_own_names(store: SqliteStore) -> None:
    seen = Networks(store, KINDS, ALIASES).of(OPERATOR)
    ana = seen.find(AGENCY.id)

    assert seen.actor(ana, "en").name == "The Agency"
    assert seen.actor(ana, "es").name == "La Agencia"


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=12), st.integers(1, 12), st.booleans())
def test_it_gives_what_reading_gives_and_holds_no_more_than_it_may(
    asked: list[list[int]],
    most: int,
    may_keep: bool,
) -> None:
    read: list[int] = []

    def give(keys: list[int]) -> dict[int, str]:
        read.extend(keys)
        return {key: str(key) for key in keys if key != 5}

    kept: Recent[int, str] = Recent(most)
    for keys in asked:
        assert kept.of(keys, give, lambda: may_keep) == {key: str(key) for key in keys if key != 5}
        assert list(kept.of(keys, give, lambda: may_keep)) == [key for key in dict.fromkeys(keys) if key != 5]
        assert len(kept) <= most
    if not may_keep:
        assert len(kept) == 0
    if may_keep and most >= 10:
        assert all(read.count(key) <= 1 for key in read if key != 5)


def test_what_rests_on_later_readings_is_not_kept_either(store: SqliteStore) -> None:
    """Money is read from the store, and chances look at the days of sources."""
    paid = pays("2", ANA, BEA, "100", currency="USD")
    drawn.load(store, drawn.Network((NORTH,), (ANA, BEA, AGENCY), (TIE, paid)))
    networks, day = Networks(store, KINDS, ALIASES), Walkable(date(2026, 1, 1))
    before = networks.of(OPERATOR)
    changed = replace(NORTH, published_on="2001-01-01"), pays("2", ANA, BEA, "999", currency="USD")
    drawn.load(store, drawn.Network((changed[0],), (ANA, BEA, AGENCY), (TIE, changed[1])))

    pair = number(before, ANA), number(before, BEA)
    later = before.chances(day).chance(*pair)
    ledger_of(before)
    undo(store, store.runs(OPERATOR, limit=1)[0].number)

    after = networks.of(OPERATOR)
    assert after.version == before.version
    assert [one.minor for some in ledger_of(after).counted.values() for one in some] == [10_000]
    fresh = Networks(store, KINDS, ALIASES).of(OPERATOR).chances(day).chance(*pair)
    assert after.chances(day).chance(*pair) == fresh != later
