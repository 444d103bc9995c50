"""What one viewer sees, frozen; its graphs, and its copy on disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from graphsvc.access import Sensitivity, Viewer
from graphsvc.errors import NotFound, StoreBusy
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.values import Identifier, Period, Status
from graphsvc.network import Network as Seen
from graphsvc.network import Networks
from graphsvc.snapshot import Filters, Snapshot, take_snapshot
from graphsvc.snapshot_cache import KEPT, SnapshotCache
from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, decision, load, load_source, source, tie

KINDS, ALIASES = Kinds.load(), Aliases.load()
OPERATOR = Viewer.operator()
NORTH, SOUTH = source("north:a"), source("south:a")
ANA, BEA, CAL = (actor(NORTH, key, f"Casa {key}") for key in ("ana", "bea", "cal"))
BEA_AGAIN = actor(SOUTH, "b", "Beatriz House")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def seen(store: SqliteStore, *statements: object, viewer: Viewer = OPERATOR) -> Snapshot:
    actors = tuple(one for one in statements if hasattr(one, "record") and not hasattr(one, "ego"))
    ties = tuple(one for one in statements if hasattr(one, "ego"))
    decisions = tuple(one for one in statements if hasattr(one, "judgement"))
    load(store, Network((NORTH, SOUTH), actors, ties, decisions))
    return take_snapshot(store, viewer, ALIASES)


def pairs(snapshot: Snapshot, filters: Filters = Filters(), *, directed: bool = False) -> set[tuple[str, str]]:  # noqa: B008
    graph = snapshot.graph(filters, KINDS, directed=directed)
    ego, alter = graph.ends()
    return {(snapshot.actors.ids[e], snapshot.actors.ids[a]) for e, a in zip(ego.tolist(), alter.tolist(), strict=True)}


def as_columns(of: Snapshot) -> dict[str, tuple[str, bytes]]:
    """The type and the bytes of each column."""
    return {name: (column.dtype.str, column.tobytes()) for name, column in of.columns.items()}


def test_an_empty_store_gives_an_empty_snapshot(store: SqliteStore) -> None:
    snapshot = take_snapshot(store, OPERATOR, ALIASES)

    assert (snapshot.actors.ids, len(snapshot.graph(Filters(), KINDS))) == ((), 0)


def test_ties_of_two_sources_meet_in_the_actor_that_a_decision_made_one(store: SqliteStore) -> None:
    dan = actor(SOUTH, "d", "Casa dan")
    snapshot = seen(
        store, ANA, BEA, BEA_AGAIN, dan, tie("1", ANA, BEA), tie("1", dan, BEA_AGAIN), decision(BEA, BEA_AGAIN)
    )

    graph = snapshot.graph(Filters(), KINDS)

    assert len(graph) == 3
    assert nx.shortest_path_length(graph, snapshot.find(ANA.id), snapshot.find(dan.id)) == 2


def test_the_same_tie_said_twice_is_one_tie_and_two_kinds_are_stronger(store: SqliteStore) -> None:
    said = [tie("1", ANA, BEA), tie("2", BEA, ANA), tie("3", ANA, CAL), tie("4", ANA, CAL, kind="funds")]
    snapshot = seen(store, ANA, BEA, CAL, *said)

    graph = snapshot.graph(Filters(), KINDS)

    strengths = {frozenset((u, v)): s for u, v, s in _strengths(snapshot)}
    assert graph.number_of_edges() == 2
    assert strengths == {frozenset((ANA.id, BEA.id)): 1.0, frozenset((ANA.id, CAL.id)): 2.0}


def _strengths(snapshot: Snapshot) -> list[tuple[str, str, float]]:
    graph = snapshot.graph(Filters(), KINDS)
    ego, alter = graph.ends()
    ids = snapshot.actors.ids
    return [(ids[e], ids[a], s) for e, a, s in zip(ego, alter, graph.totals("strength").tolist(), strict=True)]


def test_the_strongest_statement_of_a_kind_counts(store: SqliteStore) -> None:
    snapshot = seen(store, ANA, BEA, tie("1", ANA, BEA, strength=0.25), tie("2", ANA, BEA, strength=0.5))

    assert [strength for _, _, strength in _strengths(snapshot)] == [0.5]


def test_a_tie_between_two_statements_about_one_actor_is_no_tie(store: SqliteStore) -> None:
    snapshot = seen(store, ANA, BEA, tie("1", ANA, BEA), decision(ANA, BEA))

    graph = snapshot.graph(Filters(), KINDS)

    assert (len(graph), graph.number_of_edges()) == (1, 0)


def test_planned_and_opposing_ties_carry_no_introduction(store: SqliteStore) -> None:
    planned, against = tie("1", ANA, BEA, status=Status.PLANNED), tie("2", ANA, CAL, kind="opposes")
    snapshot = seen(store, ANA, BEA, CAL, planned, against)

    assert pairs(snapshot) == set()
    assert len(pairs(snapshot, Filters(statuses=frozenset(Status)))) == 1
    assert len(pairs(snapshot, Filters(kinds=frozenset({"opposes"})))) == 1


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (None, None, {"2019", "until 2020", "unknown"}),
        (20_200_101, None, {"until 2020", "unknown"}),
        (20_210_101, None, {"unknown"}),
        (None, 20_181_231, {"until 2020", "unknown"}),
        (20_191_231, 20_191_231, {"2019", "until 2020", "unknown"}),
    ],
)
def test_a_window_keeps_what_can_have_held_in_it(
    store: SqliteStore, first: int | None, last: int | None, held: set[str]
) -> None:
    others = {name: actor(NORTH, name) for name in ("2019", "until 2020", "unknown")}
    periods = {"2019": Period.parse("2019", "2019"), "until 2020": Period.parse(None, "2020-06"), "unknown": Period()}
    ties = [tie(name, ANA, other, period=periods[name]) for name, other in others.items()]
    snapshot = seen(store, ANA, *others.values(), *ties)

    found = {end for pair in pairs(snapshot, Filters(first=first, last=last)) for end in pair} - {ANA.id}

    assert found == {others[name].id for name in held}


def test_directions_are_kept_where_asked_for(store: SqliteStore) -> None:
    snapshot = seen(store, ANA, BEA, tie("1", BEA, ANA, kind="funds"))

    assert pairs(snapshot, directed=True) == {(BEA.id, ANA.id)}


def test_every_old_id_leads_to_the_actor_and_an_unknown_one_nowhere(store: SqliteStore) -> None:
    known = actor(NORTH, "u", "UNHCR", identifiers=(Identifier("wikidata", "Q0"),))
    snapshot = seen(store, known)

    (actor_id,) = snapshot.actors.ids

    assert {snapshot.find(one) for one in (known.id, actor_id)} == {actor_id}
    with pytest.raises(NotFound):
        snapshot.find("nobody")


def test_hidden_statements_leave_no_trace(store: SqliteStore, tmp_path: Path) -> None:
    hidden = actor(NORTH, "h", "Casa hidden", level=Sensitivity.RESTRICTED)
    guest = Viewer.guest(may_read=True)
    whole = seen(store, ANA, BEA, hidden, tie("1", ANA, BEA), tie("2", ANA, hidden), viewer=guest)
    other = SqliteStore(tmp_path / "other.sqlite")
    load(other, Network((NORTH,), (ANA, BEA), (tie("1", ANA, BEA),)))

    pruned = take_snapshot(other, guest, ALIASES)

    assert (whole.version, whole.actors, whole.kinds, whole.sources) == (
        pruned.version,
        pruned.actors,
        pruned.kinds,
        pruned.sources,
    )
    assert as_columns(whole) == as_columns(pruned)
    other.close()


def test_a_snapshot_comes_back_from_disk_as_it_was(store: SqliteStore, tmp_path: Path) -> None:
    snapshot = seen(store, ANA, BEA, CAL, tie("1", ANA, BEA), tie("2", BEA, CAL, strength=0.5))
    cache = SnapshotCache(tmp_path / "cache")

    cache.save(snapshot)
    kept = cache.load(snapshot.version)

    assert kept is not None
    assert (kept.actors, kept.kinds, kept.sources) == (snapshot.actors, snapshot.kinds, snapshot.sources)
    assert as_columns(kept) == as_columns(snapshot)
    assert cache.load("another version") is None


def test_a_damaged_copy_is_as_good_as_none(store: SqliteStore, tmp_path: Path) -> None:
    snapshot = seen(store, ANA, BEA, tie("1", ANA, BEA))
    cache = SnapshotCache(tmp_path)
    cache.save(snapshot)
    for file in tmp_path.rglob("*.npy"):
        file.write_bytes(b"\x93NUMPY")

    assert cache.load(snapshot.version) is None


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    SnapshotCache(tmp_path / "file").save(seen(store, ANA))

    assert (tmp_path / "file").read_text() == "no folder"


def test_only_the_last_versions_stay_on_disk(store: SqliteStore, tmp_path: Path) -> None:
    snapshot = seen(store, ANA)
    cache = SnapshotCache(tmp_path / "cache")

    for number in range(KEPT + 3):
        cache.save(Snapshot(f"v{number}", snapshot.actors, snapshot.kinds, snapshot.columns, snapshot.sources))

    (folder,) = (tmp_path / "cache").iterdir()
    assert len(list(folder.iterdir())) == KEPT


def test_graphs_are_kept_beside_their_snapshot(store: SqliteStore, tmp_path: Path) -> None:
    seen(store, ANA, BEA, tie("1", ANA, BEA))
    first = Networks(store, KINDS, ALIASES, tmp_path / "cache").of(OPERATOR)
    made = first.graph()

    kept = Networks(store, KINDS, ALIASES, tmp_path / "cache").of(OPERATOR).graph()

    assert first.graph() is made
    assert (kept.ids, list(kept.edges)) == (made.ids, list(made.edges))


def test_a_publication_shows_at_once_and_equal_views_share_one_snapshot(store: SqliteStore) -> None:
    seen(store, ANA)
    networks = Networks(store, KINDS, ALIASES)
    before = networks.of(OPERATOR)
    same = networks.of(Viewer.guest(may_read=True))

    load_source(store, SOUTH, [BEA_AGAIN])
    after = networks.of(OPERATOR)

    assert before.snapshot is same.snapshot
    assert (len(before.snapshot.actors.ids), len(after.snapshot.actors.ids)) == (1, 2)


def test_a_large_network_answers_from_its_last_snapshot_while_the_new_one_is_made(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.network.MADE_IN_REQUEST", 0)
    seen(store, ANA, BEA, tie("1", ANA, BEA))
    networks = Networks(store, KINDS, ALIASES)
    networks.prepare(OPERATOR)

    load_source(store, SOUTH, [BEA_AGAIN])
    first = len(networks.of(OPERATOR).snapshot.actors.ids)
    other_viewer = len(networks.of(Viewer.guest(may_read=True)).snapshot.actors.ids)
    until = time.monotonic() + 20
    while len(networks.of(OPERATOR).snapshot.actors.ids) == first and time.monotonic() < until:
        time.sleep(0.01)

    assert (first, other_viewer, len(networks.of(OPERATOR).snapshot.actors.ids)) == (2, 3, 3)


def test_a_store_that_never_stands_still_is_said_to_be_busy(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = iter(range(100))
    monkeypatch.setattr(store, "version", lambda _viewer: str(next(counter)))

    with pytest.raises(StoreBusy):
        take_snapshot(store, OPERATOR, ALIASES)


def test_a_large_network_answers_from_its_last_snapshot_until_everything_is_worked_out(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.network.MADE_IN_REQUEST", 0)
    seen(store, ANA, BEA, tie("1", ANA, BEA))
    worked, may_go_on = [], threading.Event()

    def work(network: Seen) -> None:
        worked.append(len(network.snapshot.actors.ids))
        assert len(worked) == 1 or may_go_on.wait(20)

    networks = Networks(store, KINDS, ALIASES, further=(work,))
    networks.prepare(OPERATOR)
    load_source(store, SOUTH, [BEA_AGAIN])
    while networks.of(OPERATOR) and len(worked) < 2:
        time.sleep(0.01)
    meanwhile = len(networks.of(OPERATOR).snapshot.actors.ids)
    may_go_on.set()
    until = time.monotonic() + 20
    while len(networks.of(OPERATOR).snapshot.actors.ids) == 2 and time.monotonic() < until:
        time.sleep(0.01)

    assert (meanwhile, len(networks.of(OPERATOR).snapshot.actors.ids)) == (2, 3)
    assert set(worked) == {2, 3}


def test_only_the_last_few_things_that_were_worked_out_are_kept(store: SqliteStore) -> None:
    seen(store, ANA)
    network = Networks(store, KINDS, ALIASES).of(OPERATOR)
    worked = []

    for number in (*range(25), 1, 0):
        network.worked_out(str(number), lambda one=number: worked.append(one) or one)

    assert worked == [*range(25), 0]
