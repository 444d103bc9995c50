"""Questions through the web application: how many a second, and how long a page takes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
from flask import Flask

from graphsvc.access import Viewer
from graphsvc.chance_values import Walkable
from graphsvc.cli.serving import collect_seldom
from graphsvc.config import Settings
from graphsvc.consent.consent import Consent
from graphsvc.network import Networks
from graphsvc.store.sqlite import SqliteStore
from queries import brokers
from queries.broker_values import Order
from tests.bench.network_bench import ACTORS, ALIASES, KINDS, OPERATOR, fill
from tests.bench.table import Row, Target
from web.accounts.accounts import Accounts
from web.app import create_app

QUESTIONS = 400
THREADS = 4
BROKER_ROUNDS = 20
SEEDS = (11, 12, 13)
WARM_SEED, PAGES_SEED = 14, 11
API = "/api/v1/introductions"
WARM_QUESTIONS = 100
DAY = date(2026, 1, 1)


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured."""
    collect_seldom()
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        store = SqliteStore(Path(folder) / "store.sqlite")
        fill(store)
        yield from measure(store, Path(folder))
        store.close()


def measure(store: SqliteStore, folder: Path) -> Iterator[Row]:
    """The figures on a filled store."""
    networks = Networks(store, KINDS, ALIASES, folder / "cache", Consent.open(folder), further=(brokers.prepare,))
    settings = Settings(data_folder=folder, guest_viewing=True)
    accounts = Accounts.open(folder, idle_seconds=3600, longest_seconds=7200)
    app = create_app(settings, networks, accounts)
    networks.prepare(OPERATOR)
    ask = Asker(app)
    networks.of(Viewer.guest(may_read=True)).chances(Walkable(DAY))
    # A server that runs has answered other questions before.
    ask.seconds(API, _queries(_pairs(networks, WARM_SEED)[:WARM_QUESTIONS]))
    a_second = max(_a_second(ask, _pairs(networks, seed)) for seed in SEEDS)
    what = f"introductions through the API, {ACTORS:,} actors, {THREADS} at a time, best of {len(SEEDS)} rounds"
    yield Row(what, a_second, "", None, Target.AT_LEAST, 200, unit="questions/s")
    pairs = _pairs(networks, PAGES_SEED)
    pages = ask.seconds("/en/introductions", _queries(pairs))
    what = f"page of introductions, {ACTORS:,} actors"
    yield Row(f"{what}, p50", float(np.percentile(pages, 50)), "", None)
    yield Row(f"{what}, p95", float(np.percentile(pages, 95)), "", None, limit=0.1)
    orders = [f"order={order}" for order in Order] * BROKER_ROUNDS
    ask.seconds("/en/landscape/brokers", orders[:1])
    pages = ask.seconds("/en/landscape/brokers", orders)
    yield Row(f"page of brokers, {ACTORS:,} actors, p95", float(np.percentile(pages, 95)), "", None, limit=0.3)
    accounts.close()


def _a_second(ask: Asker, pairs: Sequence[tuple[str, str]]) -> float:
    """Questions a second, so many at a time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        parts = [pairs[place::THREADS] for place in range(THREADS)]
        list(pool.map(lambda part: ask.seconds(API, _queries(part)), parts))
    return len(pairs) / (time.perf_counter() - began)


def _pairs(networks: Networks, seed: int) -> list[tuple[str, str]]:
    """Different random pairs, and some between the 50 best connected: no question is asked twice."""
    seen = networks.of(OPERATOR)
    random, ids = np.random.default_rng(seed), seen.snapshot.actors.ids
    top = np.argsort(-seen.graph().forward.degrees(), kind="stable")[:50]
    drawn = [random.choice(len(ids), 2, replace=False) for _ in range(QUESTIONS * 3 // 4)]
    drawn += [random.choice(top, 2, replace=False) for _ in range(QUESTIONS // 4)]
    random.shuffle(drawn)
    return [(ids[int(one)], ids[int(other)]) for one, other in drawn]


def _queries(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [f"from={one}&to={other}&as_of={DAY.isoformat()}" for one, other in pairs]


class Asker:
    """Asks as many guests, so that nobody's budget is spent."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._asked = 0

    def seconds(self, path: str, queries: Sequence[str]) -> list[float]:
        """How long each question took."""
        taken = []
        for query in queries:
            self._asked += 1
            guest = f"10.0.{self._asked // 250 % 250}.{self._asked % 250}"
            client = self._app.test_client()
            began = time.perf_counter()
            answer = client.get(
                f"{path}?{query}",
                headers={"Host": "127.0.0.1"},
                environ_base={"REMOTE_ADDR": guest},
            )
            taken.append(time.perf_counter() - began)
            if answer.status_code != 200:
                raise RuntimeError(f"{answer.status_code} for {path}: {answer.get_data(as_text=True)[:300]}")
        return taken
