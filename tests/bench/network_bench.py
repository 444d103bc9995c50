"""Snapshots of a large store, their copy on disk, their memory, and the map of one actor."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from graphsvc.access import Viewer
from graphsvc.chance_values import Walkable
from graphsvc.identity.aliases import Aliases
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorStatement, Source
from graphsvc.network import Networks
from graphsvc.snapshot import Snapshot
from graphsvc.store.protocol import NewRun
from graphsvc.store.rows import actor_row, tie_row
from graphsvc.store.sqlite import SqliteStore
from queries.introduction_values import EndAsked
from queries.neighbourhood import neighbourhood
from queries.what_if import find_what_if
from queries.what_if_values import Change, Plan, PlanLine
from tests.bench.graphs import network
from tests.bench.table import Row, best_of
from tests.networks import actor, source, tie

ACTORS = 96_000
"""So many actors have some 500,000 ties."""
MOST_TIES = 500_000
BATCH = 5_000
KINDS, ALIASES = Kinds.load(), Aliases.load()
OPERATOR = Viewer.operator()
COUNTRIES = ("MX", "TR", "US", "GR", "DE", "FR", "GT", "HN", "CA", "JO", "LB", "CO")
NAMES = ("funds", "knows", "member_of", "works_with")


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured."""
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        store = SqliteStore(Path(folder) / "store.sqlite")
        fill(store)
        yield from _snapshots(store, Path(folder))
        yield from _maps(store)
        yield _sandbox(store)
        store.close()


def fill(store: SqliteStore) -> None:
    """Load a network of `ACTORS` actors, in batches so that memory stays small."""
    drawn, register = network(ACTORS), source("bench:register")
    run = store.begin(NewRun("import", source=register), holder="bench")
    people = [_somebody(register, number) for number in range(ACTORS)]
    pairs = drawn.pairs()[:MOST_TIES]
    rows_of_actors = sorted(map(actor_row, people), key=lambda row: row.id)
    for first in range(0, ACTORS, BATCH):
        store.stage_actors(run, rows_of_actors[first : first + BATCH])
    for first in range(0, len(pairs), BATCH):
        some = enumerate(pairs[first : first + BATCH], first)
        ties = [tie(f"{n:07}", people[ego], people[alter], kind=NAMES[n % 4]) for n, (ego, alter) in some]
        store.stage_ties(run, sorted(map(tie_row, ties), key=lambda row: row.id))
        store.keep_lock(run)
    store.publish(run, {})


def _somebody(register: Source, number: int) -> ActorStatement:
    """Of one of a few countries; each fiftieth makes policy."""
    roles = frozenset({"policymaker"} if number % 50 == 0 else {"cso"})
    country = COUNTRIES[number * 7 % len(COUNTRIES)]
    return actor(register, f"{number:06}", f"Organization {number}", country=country, roles=roles)


def _snapshots(store: SqliteStore, folder: Path) -> Iterator[Row]:
    what = f"snapshot of {MOST_TIES:,} ties, {ACTORS:,} actors, with its graph"
    made = best_of(2, lambda: Networks(store, KINDS, ALIASES).of(OPERATOR).graph())
    yield Row(f"{what}, from SQLite", made, "", None, limit=2.0)
    cache = folder / "cache"
    Networks(store, KINDS, ALIASES, cache).of(OPERATOR).graph()
    kept = best_of(3, lambda: Networks(store, KINDS, ALIASES, cache).of(OPERATOR).graph())
    yield Row(f"{what}, from its copy on disk", kept, "", None, limit=0.3)
    seen = Networks(store, KINDS, ALIASES).of(OPERATOR)
    yield Row("memory of the graph", _bytes(seen.graph()), "", None, limit=40.0, unit="bytes a tie")
    yield Row("columns of the snapshot, mapped from disk", _column_bytes(seen.snapshot), "", None, unit="bytes a tie")


def _bytes(graph: TieGraph) -> float:
    arrays = graph.to_arrays()
    return sum(array.nbytes for name, array in arrays.items() if not name.startswith("id_")) / graph.number_of_edges()


def _column_bytes(snapshot: Snapshot) -> float:
    return sum(column.nbytes for column in snapshot.columns.values()) / len(snapshot.columns["kind"])


def _maps(store: SqliteStore) -> Iterator[Row]:
    seen = Networks(store, KINDS, ALIASES).of(OPERATOR)
    busiest = max(range(ACTORS), key=seen.graph().forward.degrees().item)
    root = seen.snapshot.actors.ids[busiest]
    neighbourhood(seen, root, language="en")
    warm = best_of(5, lambda: neighbourhood(seen, root, language="en"))
    yield Row("map of 60 actors around the best connected of 96,000, warm", warm, "", None, limit=0.03)


def _sandbox(store: SqliteStore) -> Row:
    """Three new ties and one end, from one actor to fifty others; the network as it is was asked before."""
    seen = Networks(store, KINDS, ALIASES).of(OPERATOR)
    ids, walkable = seen.snapshot.actors.ids, Walkable(date(2026, 1, 1))
    ends = EndAsked((ids[0],)), EndAsked(tuple(ids[number * 1_900] for number in range(1, 51)))
    lines = [PlanLine(Change.ADD, ids[0], ids[number * 30_000]) for number in range(1, 4)]
    plan = Plan((*lines, PlanLine(Change.LEAVE, ids[5])))
    ask = partial(find_what_if, seen, plan, *ends, walkable, language="en")
    ask()
    what = f"what a plan of four changes brings, {MOST_TIES:,} ties, before and after"
    return Row(what, best_of(3, ask), "", None, limit=2.0)
