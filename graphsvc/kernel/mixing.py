"""Ties between groups: how many there are, how many chance would give, and how far groups keep to themselves.

Ties with an end whose group is not known are left out. A directed tie counts from the group of its ego to the group of
its alter; an undirected tie counts once, and stands in both places of a symmetric matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I64
from graphsvc.kernel.groups import Grouping, sizes_by_kind
from graphsvc.kernel.tiegraph import TieGraph

MOST_GROUPS: Final = 2_000
"""Of a matrix: it has the square of this many numbers."""


class TooManyGroups(ValueError):
    """A matrix of all pairs of groups would be too large."""

    def __init__(self, groups: int) -> None:
        super().__init__(f"There are {groups:,} groups; a matrix has {MOST_GROUPS:,} at most.")


@dataclass(frozen=True, slots=True)
class GroupTies:
    """The ties of a graph by the groups of their ends, each as often as it counts in a sum over ordered pairs.

    Attributes:
        grouping: the groups.
        directed: whether ties go one way only; an undirected tie is listed in both directions here.
        ego, alter: the places of the ends of each listed tie; both of known groups.
    """

    grouping: Grouping
    directed: bool
    ego: I64
    alter: I64

    @classmethod
    def of(cls, graph: TieGraph, grouping: Grouping) -> GroupTies:
        """The ties between actors of known groups."""
        ends = graph.ends()
        is_known = grouping.is_known[ends[0]] & grouping.is_known[ends[1]]
        ego, alter = (end[is_known].astype(np.int64) for end in ends)
        if not graph.is_directed():
            ego, alter = np.concatenate([ego, alter]), np.concatenate([alter, ego])
        return cls(grouping, graph.is_directed(), ego, alter)

    @property
    def ties(self) -> int:
        """How many ties that are."""
        return self.ego.size if self.directed else self.ego.size // 2

    def given(self) -> I64:
        """By group, ties of its members as ego (undirected: as either end)."""
        return self._by_group(self.ego)

    def received(self) -> I64:
        """By group, ties of its members as alter."""
        return self._by_group(self.alter)

    def inside(self) -> I64:
        """By group, listed ties of which both ends are in it: an undirected one twice."""
        numbers = self.grouping.numbers
        return self._by_group(self.ego[numbers[self.ego] == numbers[self.alter]])

    def once(self, listed: NDArray[Any]) -> NDArray[Any]:
        """A groups x groups matrix of listed ties as one in which an undirected tie counts once."""
        if self.directed:
            return listed
        size = np.arange(listed.shape[0])
        counts = listed.copy()
        counts[size, size] = counts[size, size] // 2 if listed.dtype.kind == "i" else counts[size, size] / 2
        return counts

    def matrix(self) -> I64:
        """Groups x groups, listed ties."""
        groups = self.refuse_many()
        numbers = self.grouping.numbers
        pair = numbers[self.ego].astype(np.int64) * groups + numbers[self.alter]
        return np.bincount(pair, minlength=groups**2).reshape(groups, groups).astype(np.int64)

    def refuse_many(self) -> int:
        """The number of groups; raises TooManyGroups."""
        if len(self.grouping) > MOST_GROUPS:
            raise TooManyGroups(len(self.grouping))
        return len(self.grouping)

    def _by_group(self, places: I64) -> I64:
        return np.bincount(self.grouping.numbers[places], minlength=len(self.grouping)).astype(np.int64)


def mixing_matrix(graph: TieGraph, grouping: Grouping) -> I64:
    """Groups x groups: ties from each group to each. Raises TooManyGroups."""
    ties = GroupTies.of(graph, grouping)
    counts: I64 = ties.once(ties.matrix())
    return counts


def expected_mixing(graph: TieGraph, grouping: Grouping, kinds: Grouping | None = None) -> F64:
    """The same, as shuffled labels give it in the mean: exact.

    Args:
        graph: the ties stay where they are.
        grouping: its known labels are dealt out anew among the actors that have one.
        kinds: labels stay among actors of one kind; those of unknown kind are one kind. None: everybody is alike.

    Raises:
        TooManyGroups: more than MOST_GROUPS.
    """
    ties = GroupTies.of(graph, grouping)
    ties.refuse_many()
    weight, sizes = chances_by_kind(ties, kinds)
    means = sizes @ weight @ sizes.T
    size = np.arange(len(grouping))
    # Two ends of one kind are two different actors.
    means[size, size] -= sizes @ np.diag(weight)
    found: F64 = ties.once(means)
    return found


def chances_by_kind(ties: GroupTies, kinds: Grouping | None) -> tuple[F64, F64]:
    """(kinds x kinds: listed ties over ordered pairs of different actors; groups x kinds: sizes)."""
    grouping = ties.grouping
    numbers = np.zeros(grouping.numbers.size, dtype=np.int32)
    whole = Grouping(("all",), numbers) if kinds is None else kinds.with_unknown()
    sizes = sizes_by_kind(grouping, whole)
    members = sizes.sum(axis=0)
    pair = whole.numbers[ties.ego].astype(np.int64) * len(whole) + whole.numbers[ties.alter]
    listed = np.bincount(pair, minlength=len(whole) ** 2).reshape(len(whole), len(whole))
    pairs = np.outer(members, members) - np.diag(members)
    weight = np.divide(listed, pairs, out=np.zeros(pairs.shape), where=pairs > 0)
    return weight, sizes.astype(np.float64)


def expected_by_contacts(graph: TieGraph, grouping: Grouping) -> F64:
    """The same under the configuration model: everybody keeps the number of ties, and they are joined at random.

    Directed: ties given by g times ties received by h over all ties. Undirected, with k ends of ties in a group and m
    ties: k_g k_h / 2m between two groups, k_g^2 / 4m inside one (each tie once, so that the sum is m). Zeros without
    ties. Raises TooManyGroups.
    """
    ties = GroupTies.of(graph, grouping)
    ties.refuse_many()
    listed = np.outer(ties.given(), ties.received()) / max(ties.ego.size, 1)
    found: F64 = ties.once(listed)
    return found


def ratio(observed: I64, expected: F64) -> F64:
    """Observed over expected; NaN where nothing is expected."""
    found: F64 = np.divide(observed, expected, out=np.full(expected.shape, np.nan), where=expected > 0)
    return found


def densities(graph: TieGraph, grouping: Grouping) -> F64:
    """Groups x groups: ties over possible ties, nobody tied to itself; NaN inside a group of one.

    Raises TooManyGroups.
    """
    sizes = grouping.sizes
    possible = np.outer(sizes, sizes).astype(np.float64)
    inside = sizes * (sizes - 1)
    np.fill_diagonal(possible, inside if graph.is_directed() else inside / 2)
    return ratio(mixing_matrix(graph, grouping), possible)


@dataclass(frozen=True, slots=True)
class UntiedPair:
    """Two groups (or one with itself) without a tie, from the first to the second when ties are directed."""

    one: Any
    other: Any
    expected: float


def untied_pairs(
    grouping: Grouping, observed: I64, expected: F64, *, directed: bool, least: float = 0.0
) -> tuple[UntiedPair, ...]:
    """The pairs of groups that share no tie though more than `least` were expected, the most expected first.

    Equally expected ones stand in the order of their labels; undirected, a pair stands once.
    """
    is_gap = (observed == 0) & (expected > least)
    if not directed:
        is_gap = np.triu(is_gap)
    places = np.argwhere(is_gap)
    order = np.argsort(-expected[is_gap], kind="stable")
    labels = grouping.labels
    return tuple(
        UntiedPair(labels[one], labels[other], float(expected[one, other])) for one, other in places[order].tolist()
    )


def assortativity(graph: TieGraph, grouping: Grouping) -> float:
    """How far ties stay inside groups: 1 all do, 0 as many as ends of ties joined at random, below 0 fewer.

    NaN without ties between actors of known groups, and where all of these ends are in one group.

    Source:
        Newman (2003), Physical Review E 67, 026126.
    """
    ties = GroupTies.of(graph, grouping)
    if not ties.ties:
        return float("nan")
    listed = ties.ego.size
    return _coefficient(ties.inside().sum() / listed, float(ties.given() @ ties.received()) / listed**2)


def assortativity_of(shares: F64) -> float:
    """The same from a groups x groups table of the shares of ties, taken as it is printed: it need not sum to 1."""
    return _coefficient(float(np.trace(shares)), float(shares.sum(axis=1) @ shares.sum(axis=0)))


def _coefficient(inside: float, by_chance: float) -> float:
    return (inside - by_chance) / (1 - by_chance) if by_chance < 1 else float("nan")
