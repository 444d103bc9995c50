"""PageRank: standing that is passed on along ties."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import networkx as nx
import numpy as np

from graphsvc.kernel.compiled import F64, I32, I64, kernel, sealed
from graphsvc.kernel.tiegraph import TieGraph

Numbers = Mapping[Hashable, float]


def pagerank(
    G: TieGraph,
    alpha: float = 0.85,
    personalization: Numbers | None = None,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: Numbers | None = None,
    weight: str | None = "weight",
    dangling: Numbers | None = None,
) -> dict[Hashable, float]:
    """Where a walk that follows ties ends up: each actor passes its standing on in proportion to its ties' weights.

    Stops when the sum of changes is below `tol` times the number of actors, as networkx does: its default leaves an
    error of about 1e-7, so give `tol=1e-12` for exact figures.

    Raises:
        networkx.PowerIterationFailedConvergence: not there after `max_iter` rounds.
        ZeroDivisionError: all of `personalization` is zero.

    Source:
        Brin and Page (1998), Computer Networks 30, 107-117.
    """
    actors = len(G)
    if not actors:
        return {}
    values = G.totals(weight)
    own = G.own_totals(weight)
    out = G.forward.along(values)
    owner = np.repeat(np.arange(actors), G.forward.degrees())
    given: F64 = np.bincount(owner, weights=out, minlength=actors).astype(np.float64)
    if own is not None:
        given += own
    back = G.reverse_rows
    jump = np.full(actors, 1 / actors) if personalization is None else _spread(G, personalization)
    start = np.full(actors, 1 / actors) if nstart is None else _spread(G, nstart)
    fallen = jump if dangling is None else _spread(G, dangling)
    kept = np.zeros(actors) if own is None else np.array(own)
    ranks, is_stable = _iterate(
        back.offsets, back.neighbours, sealed(back.along(values)), given, kept, jump, fallen, start,
        float(alpha), int(max_iter), float(tol),
    )  # fmt: skip
    if not is_stable:
        raise nx.PowerIterationFailedConvergence(max_iter)
    return dict(zip(G.ids, ranks.tolist(), strict=True))


def _spread(graph: TieGraph, numbers: Numbers) -> F64:
    spread = np.array([numbers.get(actor, 0) for actor in graph], dtype=np.float64)
    total = spread.sum()
    if total == 0:
        raise ZeroDivisionError
    shares: F64 = spread / total
    return shares


@kernel
def _iterate(
    offsets: I64, neighbours: I32, values: F64, given: F64, own: F64, jump: F64, fallen: F64, start: F64,
    alpha: float, rounds: int, tolerance: float,
) -> tuple[F64, bool]:  # fmt: skip
    actors = offsets.size - 1
    rank = start.copy()
    passed = np.empty(actors)
    for _ in range(rounds):
        lost = 0.0
        for actor in range(actors):
            if given[actor] == 0.0:
                lost += rank[actor]
                passed[actor] = 0.0
            else:
                passed[actor] = rank[actor] / given[actor]
        change = 0.0
        for actor in range(actors):
            got = passed[actor] * own[actor]
            missing = 0.0  # what rounding took (Kahan 1965); standing that swings to and fro would carry it on and on
            for slot in range(offsets[actor], offsets[actor + 1]):
                more = passed[neighbours[slot]] * values[slot] - missing
                total = got + more
                missing = (total - got) - more
                got = total
            new = alpha * (got + lost * fallen[actor]) + (1.0 - alpha) * jump[actor]
            change += abs(new - rank[actor])
            rank[actor] = new
        if change < actors * tolerance:
            return rank, True
    return rank, False
