"""Missing ties asked through the web application on a large network: how long the page takes, and what is prepared."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from graphsvc.access import Viewer
from graphsvc.config import Settings
from graphsvc.consent.consent import Consent
from graphsvc.network import Networks
from graphsvc.store.sqlite import SqliteStore
from queries import missing_ties
from tests.bench.network_bench import ACTORS, ALIASES, KINDS, OPERATOR, fill
from tests.bench.table import Row, Target
from tests.bench.web_bench import Asker
from web.accounts.accounts import Accounts
from web.app import create_app

QUESTIONS, TARGETS, DAY = 40, 30, "2026-01-01"
SEED = 11


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured."""
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        store = SqliteStore(Path(folder) / "store.sqlite")
        fill(store)
        yield from measure(store, Path(folder))
        store.close()


def measure(store: SqliteStore, folder: Path) -> Iterator[Row]:
    """The figures on a filled store: each question is another one, with everything prepared."""
    networks = Networks(store, KINDS, ALIASES, folder / "cache", Consent.open(folder))
    networks.prepare(OPERATOR)
    seen = networks.of(Viewer.guest(may_read=True))
    began = time.perf_counter()
    missing_ties.prepare(seen)
    yield Row(
        f"what missing ties rest on, {ACTORS:,} actors, in the background, communities included",
        time.perf_counter() - began,
        "",
        None,
    )
    accounts = Accounts.open(folder, idle_seconds=3600, longest_seconds=7200)
    ask = Asker(create_app(Settings(data_folder=folder, guest_viewing=True), networks, accounts))
    random, ids = np.random.default_rng(SEED), seen.snapshot.actors.ids
    queries = [
        f"from={ids[one]}&to={','.join(ids[other] for other in others)}&as_of={DAY}"
        for one, *others in (random.choice(len(ids), TARGETS + 1, replace=False).tolist() for _ in range(QUESTIONS + 1))
    ]
    ask.seconds("/en/landscape/missing-ties", queries[:1])
    pages = ask.seconds("/en/landscape/missing-ties", queries[1:])
    what = f"page of missing ties, {ACTORS:,} actors, {TARGETS} targets"
    yield Row(f"{what}, p50", float(np.percentile(pages, 50)), "", None)
    yield Row(f"{what}, p95", float(np.percentile(pages, 95)), "", None, Target.AT_MOST, limit=0.5)
    accounts.close()
