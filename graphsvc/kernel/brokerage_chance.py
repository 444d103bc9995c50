"""How often roles come about if every tie were there or not independently of all others, with exact variances.

The random network has the groups and, on average, the density d of the one that was counted. This is the expectation
of R's sna, where it is exact: the variances of single actors. Those of a whole network are exact here and not in sna,
which leaves part of the covariance out of triples that exclude each other (one needs the tie that the other needs
absent). It makes little sense where ties between some groups cannot exist: then shuffle labels (`brokerage_expected`).

With c = d^2 (1 - d) a path is open and there, and two paths that share one pair of actors covary by
D = d^3 (1 - d)^3 when both need it tied, B = d^5 (1 - d) when both need it not tied, -A = -d^4 (1 - d)^2 when one needs
it and the other does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.brokerage import (
    COLUMNS,
    COORDINATOR,
    ITINERANT,
    LIAISON,
    TOTAL,
    Brokerage,
)
from graphsvc.kernel.compiled import F64, I64
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph


@dataclass(frozen=True, slots=True)
class Chance:
    """Mean and standard deviation of the counts in a random network, and how many of these the counts are away.

    Attributes:
        density: ties over possible ties among the actors of known groups; NaN with fewer than two.
        expected, deviation, z: float64, actors x COLUMNS; NaN for an actor whose group is not known, and for everybody
            with fewer than three known. z is NaN also where nothing can vary: a role that the groups do not allow, no
            tie, or every tie.
        network_expected, network_deviation, network_z: the same by COLUMNS for the sums over all actors.
    """

    density: float
    expected: F64
    deviation: F64
    z: F64
    network_expected: F64
    network_deviation: F64
    network_z: F64


def independent_ties(graph: TieGraph, found: Brokerage) -> Chance:
    """The counts of `found` beside those of networks of independent ties with the density of `graph`.

    Source:
        Gould and Fernandez (1989), Sociological Methodology 19, 89-126; the variances proved against all small networks
        (tests).
    """
    grouping = found.grouping
    d = density(graph, grouping)
    if grouping.known < 3:
        none, sums = np.full(found.counts.shape, np.nan), np.full(len(COLUMNS), np.nan)
        return Chance(d, none, none, none, sums, sums, sums)
    pairs, shared = _pairs_by_group(grouping.sizes, grouping.known, directed=found.directed)
    c = d**2 * (1 - d)
    by_group = c * pairs, np.sqrt(c * pairs * (1 - c) + shared * (d * (1 - d)) ** 3)
    numbers = np.where(grouping.is_known, grouping.numbers, 0)
    expected, deviation = (np.where(grouping.is_known[:, None], values[numbers], np.nan) for values in by_group)
    sums = (by_group[0] * grouping.sizes[:, None]).sum(axis=0)
    spread = np.sqrt(network_variances(grouping.sizes, d, directed=found.directed))
    return Chance(
        density=d,
        expected=expected,
        deviation=deviation,
        z=_away(found.counts, expected, deviation),
        network_expected=sums,
        network_deviation=spread,
        network_z=_away(found.network, sums, spread),
    )


def density(graph: TieGraph, grouping: Grouping) -> float:
    """Ties over possible ties among the actors of known groups; NaN with fewer than two."""
    if grouping.known < 2:
        return float("nan")
    ego, alter = graph.ends()
    ties = int((grouping.is_known[ego] & grouping.is_known[alter]).sum())
    possible = grouping.known * (grouping.known - 1)
    return ties / (possible if graph.is_directed() else possible / 2)


def _away(counts: NDArray[np.int64], expected: F64, deviation: F64) -> F64:
    away: F64 = np.divide(counts - expected, deviation, out=np.full(expected.shape, np.nan), where=deviation > 0)
    return away


def _pairs_by_group(sizes: I64, total: int, *, directed: bool) -> tuple[F64, F64]:
    """For a broker of each group, by COLUMNS: how many pairs it could broker, and how many pairs of these share an end.

    Undirected, pairs are half as many, and so are those that share an end, but for the gateway: its pairs have one end
    in the broker's group and one outside, whichever comes first.
    """
    different, place = np.unique(sizes, return_inverse=True)
    moments = int((sizes**2).sum()), sum(size**3 for size in sizes.tolist())
    rows = [_pairs_of_broker(size, total, *moments) for size in different.tolist()]
    pairs, shared = (np.array([row[which] for row in rows], dtype=np.float64)[place] for which in (0, 1))
    if not directed:
        halved = [COORDINATOR, ITINERANT, LIAISON, TOTAL]
        pairs[:, halved] /= 2
        shared[:, halved] /= 2
    return pairs, shared


def _pairs_of_broker(n: int, total: int, squares: int, cubes: int) -> tuple[list[int], list[int]]:
    """The same for one broker whose group has n members; whole numbers, as large terms cancel each other."""
    x = total - n
    squares, cubes = squares - n**2, cubes - n**3
    gateway = (n - 1) * x
    pairs = [(n - 1) * (n - 2), squares - x, gateway, gateway, x**2 - squares, (total - 1) * (total - 2)]
    crossing = (n - 1) * x * (x - 1) + x * (n - 1) * (n - 2)
    shared = [
        2 * (n - 1) * (n - 2) * (n - 3),
        2 * (cubes - 3 * squares + 2 * x),
        crossing,
        crossing,
        2 * (x * x * (x - 1) - (2 * x - 1) * squares + cubes),
        2 * (total - 1) * (total - 2) * (total - 3),
    ]
    return pairs, shared


@dataclass(frozen=True, slots=True)
class Pattern:
    """How the triples of one role use pairs of actors, in a network of N actors.

    Attributes:
        within: (size of a group, N): how many triples need a pair inside the group tied, and how many not tied.
        across: (size of ego's group, of alter's, N): the same for a pair of two groups.
        exclusive: ordered pairs of triples of the same three actors that exclude each other, over the triples.
    """

    within: Callable[[F64, float], tuple[F64, F64]]
    across: Callable[[F64, F64, float], tuple[F64, F64]]
    exclusive: int


_COORDINATOR: Final = Pattern(
    within=lambda n, _: (2 * (n - 2), n - 2),
    across=lambda n, m, _: (0 * (n + m), 0 * (n + m)),
    exclusive=2,
)
_ITINERANT: Final = Pattern(
    within=lambda n, total: (0 * n, total - n),
    across=lambda n, m, _: (n + m - 2, 0 * (n + m)),
    exclusive=0,
)
_REPRESENTATIVE: Final = Pattern(
    within=lambda n, total: (total - n, 0 * n),
    across=lambda n, m, _: (n - 1 + 0 * m, n - 1 + 0 * m),
    exclusive=1,
)
_GATEKEEPER: Final = Pattern(
    within=lambda n, total: (total - n, 0 * n),
    across=lambda n, m, _: (m - 1 + 0 * n, m - 1 + 0 * n),
    exclusive=1,
)
_GATEWAY: Final = Pattern(
    within=lambda n, total: (2 * (total - n), 0 * n),
    across=lambda n, m, _: (n + m - 2, n + m - 2),
    exclusive=1,
)
_LIAISON: Final = Pattern(
    within=lambda n, _: (0 * n, 0 * n),
    across=lambda n, m, total: (2 * (total - n - m), total - n - m),
    exclusive=2,
)
_DIRECTED: Final = (_COORDINATOR, _ITINERANT, _REPRESENTATIVE, _GATEKEEPER, _LIAISON)
_UNDIRECTED: Final = (_COORDINATOR, _ITINERANT, _GATEWAY, _GATEWAY, _LIAISON)


def network_variances(sizes: I64, d: float, *, directed: bool) -> F64:
    """By COLUMNS, the exact variance of the sum over all actors when ties are independent with density `d`.

    Every pair of triples that share a pair of actors covaries by D, B or -A; those of the same three actors share more
    than one pair, and are put right afterwards.
    """
    triples = _triples(sizes.tolist(), directed=directed)
    patterns = _DIRECTED if directed else _UNDIRECTED
    everybody = np.array([sizes.sum()])
    roles = [_variance(one, sizes, count, d, directed=directed) for one, count in zip(patterns, triples, strict=False)]
    # Without groups every role is the coordinator's.
    total = _variance(_COORDINATOR, everybody, triples[TOTAL], d, directed=directed)
    return np.maximum([*roles, total], 0.0)


def _triples(sizes: list[int], *, directed: bool) -> list[int]:
    """By COLUMNS, how many (i, j, k) of different actors are in the role; undirected, (i, k) unordered."""
    total, squares, cubes = (sum(size**power for size in sizes) for power in (1, 2, 3))
    alike = sum(size * (size - 1) * (size - 2) for size in sizes)
    two = sum(size * (size - 1) * (total - size) for size in sizes)
    apart = total**3 - 3 * total * squares + 2 * cubes
    half = 1 if directed else 2
    return [alike // half, two // half, two, two, apart // half, total * (total - 1) * (total - 2) // half]


def _variance(pattern: Pattern, sizes: I64, triples: int, d: float, *, directed: bool) -> float:
    c, a, b, both = d**2 * (1 - d), d**4 * (1 - d) ** 2, d**5 * (1 - d), (d * (1 - d)) ** 3

    def covariance(tied: F64, absent: F64) -> F64:
        return tied * (tied - 1) * both + absent * (absent - 1) * b - 2 * tied * absent * a

    n, often = np.unique(sizes.astype(np.float64), return_counts=True)
    total = float(n @ often)
    pairs = np.outer(often, often) - np.diag(often)
    inside = float((often * n * (n - 1) * covariance(*pattern.within(n, total))).sum())
    between = float((pairs * np.outer(n, n) * covariance(*pattern.across(n[:, None], n[None, :], total))).sum())
    if directed:
        return triples * (c * (1 - c) + pattern.exclusive * a) + inside + between
    return triples * (c * (1 - c) + pattern.exclusive * (a - both)) + (inside + between) / 2
