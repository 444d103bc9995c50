"""The values of `graphsvc.chances`: which statements may carry a route, and what makes their chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from graphsvc.consent.outcomes import TieOutcome
from graphsvc.kinds import TieKind
from graphsvc.model.values import Confidence

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Walkable:
    """Which statements may carry a route.

    Attributes:
        as_of: the day for which it is asked; ages are counted to it.
        kinds: names of kinds of tie; None: every walkable kind. Kinds that are not walkable never carry a route.
        without_kinds, without_sources: what is left out.
        least_confidence: the most doubtful that is taken.
        with_ended, with_planned: whether ties that are over, or only planned, count as if they were there.
    """

    as_of: date
    kinds: frozenset[str] | None = None
    without_kinds: frozenset[str] = frozenset()
    without_sources: frozenset[str] = frozenset()
    least_confidence: Confidence = Confidence.DOUBTFUL
    with_ended: bool = False
    with_planned: bool = False

    def key(self) -> str:
        """As text, the same for equal choices."""
        parts = (
            "*" if self.kinds is None else ",".join(sorted(self.kinds)),
            ",".join(sorted(self.without_kinds)),
            ",".join(sorted(self.without_sources)),
            self.least_confidence.value,
            f"{self.with_ended:d}{self.with_planned:d}",
        )
        return f"{self.as_of.isoformat()}|{'|'.join(parts)}"

    def takes(self, kind: TieKind) -> bool:
        """Whether ties of `kind` are taken at all."""
        is_chosen = self.kinds is None or kind.name in self.kinds
        return kind.walkable and is_chosen and kind.name not in self.without_kinds


NO_OUTCOMES: Mapping[tuple[int, int], TieOutcome] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Statements:
    """The tie statements that may carry a route, with what makes their chance; one entry each.

    Attributes:
        row: place in the columns of the snapshot.
        chance: of this statement alone.
        known: YYYYMMDD, the last day on which the tie was known to hold; 0: no date at all.
        members: how many different actors are tied to its alter by its kind.
    """

    row: Ints
    chance: Floats
    known: Ints
    members: Ints
