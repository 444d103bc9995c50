"""The ties of one actor: counted whole, shown in parts, nothing out of reach; on invented networks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from graphsvc.access import Viewer
from graphsvc.errors import NotFound
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.values import Period, Status
from graphsvc.network import Network as Seen
from graphsvc.network import Networks
from graphsvc.store.sqlite import SqliteStore
from queries import ties as asked
from queries.actor import SHOWN_OTHERS, describe_actor
from queries.search import find_actors
from queries.ties import count_ties, list_ties, ties_between
from tests import networks as drawn
from tests.networks import Network, actor, load, source, tie

KINDS, ALIASES = Kinds.load(), Aliases.load()
NORTH = source("north:a")
HUB = actor(NORTH, "hub", "Red Hub")
RAYS = tuple(actor(NORTH, f"r{number:02}", f"Casa {number:02}") for number in range(20))
TIES = (
    *(tie(f"w{n}", HUB, ray, kind="funds", period=Period.parse(str(2000 + n), None)) for n, ray in enumerate(RAYS)),
    *(tie(f"s{n}", RAYS[3], HUB, kind="funds", period=Period.parse(str(2010 + n), None)) for n in range(5)),
    tie("p", HUB, RAYS[0], kind="works_with", status=Status.PLANNED),
    tie("o", RAYS[0], HUB, kind="opposes", status=Status.ENDED),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def seen(store: SqliteStore) -> Seen:
    load(store, Network((NORTH,), (HUB, *RAYS), TIES))
    return Networks(store, KINDS, ALIASES).of(Viewer.operator())


def test_the_page_of_an_actor_shows_the_newest_few_and_counts_all(seen: Seen) -> None:
    groups = {(group.kind, group.is_outgoing): group for group in describe_actor(seen, HUB.id, language="en").groups}

    funds = groups["funds", True]
    assert [one.other.name for one in funds.ties] == [f"Casa {n:02}" for n in range(19, 19 - SHOWN_OTHERS, -1)]
    assert (funds.others, funds.statements) == (20, 20)
    assert (groups["funds", False].others, groups["funds", False].ties[0].statements) == (1, 5)


def test_pages_of_a_list_hold_every_other_once(seen: Seen) -> None:
    pages = [
        list_ties(seen, HUB.id, "funds", is_outgoing=True, language="en", limit=7, offset=offset).group
        for offset in (0, 7, 14, 21)
    ]

    names = [one.other.name for page in pages for one in page.ties]
    assert sorted(names) == [f"Casa {n:02}" for n in range(20)]
    assert {(page.others, page.statements) for page in pages} == {(20, 20)}


def test_everything_that_is_said_of_two_actors_is_paged_newest_first(seen: Seen) -> None:
    first = ties_between(seen, HUB.id, RAYS[3].id, language="en", kind=None, limit=4)
    rest = ties_between(seen, HUB.id, RAYS[3].id, language="en", kind=None, limit=4, offset=4)

    years = [one.said.statement.record.period.start.text for one in (*first.said, *rest.said)]
    assert years == ["2014", "2013", "2012", "2011", "2010", "2003"]
    assert (first.total, first.kinds, rest.offset) == (6, (("funds", 6),), 4)
    assert [one.is_outgoing for one in rest.said] == [False, True]


def test_statements_of_one_kind_can_be_asked_for(seen: Seen) -> None:
    answer = ties_between(seen, RAYS[0].id, HUB.id, language="en", kind="opposes", limit=10)

    assert [(one.kind, one.is_outgoing) for one in answer.said] == [("opposes", True)]
    assert dict(answer.kinds) == {"funds": 1, "opposes": 1, "works_with": 1}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [(HUB.id, "nobody", None), ("nobody", HUB.id, None), (HUB.id, HUB.id, None), (RAYS[1].id, RAYS[2].id, None),
     (HUB.id, RAYS[1].id, "opposes"), (HUB.id, RAYS[1].id, "no such kind")],
)  # fmt: skip
def test_where_nothing_is_said_there_is_nothing(seen: Seen, one: str, other: str, kind: str | None) -> None:
    with pytest.raises(NotFound):
        ties_between(seen, one, other, language="en", kind=kind, limit=5)


def test_a_list_of_a_kind_that_an_actor_has_no_tie_of_is_not_found(seen: Seen) -> None:
    with pytest.raises(NotFound):
        list_ties(seen, HUB.id, "opposes", is_outgoing=True, language="en", limit=5)


def test_an_actor_with_very_many_ties_is_read_from_the_other_ends(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = describe_actor(seen, HUB.id, language="en").groups
    between = ties_between(seen, HUB.id, RAYS[3].id, language="en", kind=None, limit=9)

    monkeypatch.setattr(asked, "READ_WHOLE", 3)

    assert describe_actor(seen, HUB.id, language="en").groups == whole
    assert ties_between(seen, HUB.id, RAYS[3].id, language="en", kind=None, limit=9) == between


@given(network=drawn.networks())
def test_search_page_list_and_statements_count_the_same(network: Network) -> None:
    with TemporaryDirectory() as folder, closing(SqliteStore(Path(folder) / "store.sqlite")) as store:
        load(store, network)
        seen = Networks(store, KINDS, ALIASES).of(Viewer.operator())
        for me in seen.snapshot.actors.ids:
            counted = count_ties(seen, me)
            answer = describe_actor(seen, me, language="en")
            statements = seen.ties(me)
            others = {end for one in statements for end in seen.ends(one)} - {me}
            hits = find_actors(seen, answer.actor.name, language="en", limit=100).found
            assert [one.contacts for one in hits if one.actor.id == me] in ([len(others)], [])
            assert (counted.statements, set(counted.others()), answer.contacts) == (
                len(statements),
                others,
                len(others),
            )
            assert sum(group.statements for group in answer.groups) == len(statements)
