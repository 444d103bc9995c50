"""Which group every actor of a network is in: silos, countries, kinds."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I32, I64, sealed
from graphsvc.kernel.tiegraph import TieGraph

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Grouping:
    """The actors of one graph in groups that do not overlap.

    Attributes:
        labels: of the groups that have somebody in them, sorted; the place of a label is the number of its group.
        numbers: int32, the group of every actor in the order of the ids; -1: not known, or in none.
    """

    labels: tuple[Any, ...]
    numbers: I32

    @classmethod
    def of(cls, graph: TieGraph, label_of: Mapping[Any, Hashable | None]) -> Self:
        """The grouping that {actor: label} says.

        An actor that the mapping leaves out, or that has None, is in no known group. Actors that are not in the graph
        are not looked at.

        Raises:
            TypeError: labels that cannot be sorted among each other.
        """
        stated: list[Any] = [label_of.get(actor) for actor in graph]
        labels = tuple(sorted({label for label in stated if label is not None}))
        place: dict[Any, int] = {label: number for number, label in enumerate(labels)}
        numbers = np.fromiter((UNKNOWN if one is None else place[one] for one in stated), np.int32, len(stated))
        return cls(labels, sealed(numbers))

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.labels)

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """For every actor whether its group is known."""
        known: NDArray[np.bool_] = self.numbers >= 0
        return known

    @property
    def known(self) -> int:
        """How many actors are in a known group."""
        return int(self.is_known.sum())

    @property
    def unknown(self) -> int:
        """How many actors are not, and are left out of every measure of groups."""
        return self.numbers.size - self.known

    @property
    def sizes(self) -> I64:
        """How many actors each group has, one or more."""
        return np.bincount(self.numbers[self.is_known], minlength=len(self)).astype(np.int64)

    @property
    def is_single(self) -> bool:
        """Whether there is at most one group: shuffling labels then changes nothing."""
        return len(self) < 2

    @property
    def is_separate(self) -> bool:
        """Whether nobody shares a group with anybody: no tie can then stay inside one."""
        return len(self) == self.known

    def with_unknown(self) -> Self:
        """The same where all those whose group is not known are one more group, the last (label None)."""
        if not self.unknown:
            return self
        numbers = np.where(self.is_known, self.numbers, len(self))
        return type(self)((*self.labels, None), sealed(numbers, np.int32))


def sizes_by_kind(grouping: Grouping, kinds: Grouping) -> I64:
    """Groups x kinds: how many of each group are of each kind; both for the same graph, everybody of a known kind."""
    is_known = grouping.is_known
    pair = grouping.numbers[is_known].astype(np.int64) * len(kinds) + kinds.numbers[is_known]
    return np.bincount(pair, minlength=len(grouping) * len(kinds)).reshape(len(grouping), len(kinds)).astype(np.int64)
