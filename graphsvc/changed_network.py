"""The network as it would be with other ties: in memory only, for one viewer, and gone with the question.

The changed columns go through the same steps as those of the store (`graphsvc.chances`), so what is computed on them is
what would be computed if a source really said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Ints
from graphsvc.consent.outcomes import TieOutcome
from graphsvc.known import Known
from graphsvc.model.statements import ActorId, Source
from graphsvc.model.values import Confidence, Formality, Status
from graphsvc.network import Network
from graphsvc.snapshot import CONFIDENCES, STATUSES, Snapshot

PLANNED_BY = "~plan"
"""Stands for the source of ties that nobody stated: never the id of a source, which holds a colon."""


@dataclass(frozen=True, slots=True)
class NewTie:
    """A tie that nobody stated, between two actors by number."""

    ego: int
    alter: int
    kind: str


class ChangedNetwork(Network):
    """One viewer's eyes on a network with some statements on ties left out, and some ties more.

    Graphs, chances and routes are those of the changed ties; actors are the same. What was added stands in no store:
    ask for no evidence of it. Nothing of it is kept, in memory or on disk: `graph` and `measured` are not for it.

    Args:
        base: the network as it is.
        without: places of statements, in the columns of its snapshot, that are left out.
        added: ties that are there from `as_of` on, stated, of unknown formality, each kind said by one source.
        apart: pairs of actors whose requests of the past count no longer.
    """

    def __init__(
        self,
        base: Network,
        *,
        without: Ints,
        added: Sequence[NewTie],
        as_of: date,
        apart: frozenset[tuple[ActorId, ActorId]] = frozenset(),
    ) -> None:
        known = Known(changed_snapshot(base.snapshot, without, added, as_of), traits=base.traits())
        super().__init__(base.networks, base.viewer, known)
        self.readings = base.readings
        self.store = base.store
        self._base = base
        self._apart = apart

    def sources(self) -> Mapping[str, Source]:
        """Those of the network as it is."""
        return self._base.sources()

    def opted_out(self) -> frozenset[ActorId]:
        """As in the network as it is."""
        return self._base.opted_out()

    def outcomes(self) -> Mapping[tuple[ActorId, ActorId], TieOutcome]:
        """As in the network as it is, without those of pairs that are taken apart."""
        return {pair: outcome for pair, outcome in self._base.outcomes().items() if pair not in self._apart}


def changed_snapshot(snapshot: Snapshot, without: Ints, added: Sequence[NewTie], as_of: date) -> Snapshot:
    """`snapshot` without the statements at these places, and with `added`, which begin on the day `as_of`."""
    kinds = tuple(sorted({*snapshot.kinds, *(tie.kind for tie in added)}))
    place = np.array([kinds.index(name) for name in snapshot.kinds], dtype=np.uint16)
    kept = np.ones(snapshot.columns["kind"].size, dtype=np.bool_)
    kept[without] = False
    old = {name: column[kept] for name, column in snapshot.columns.items()}
    old["kind"] = place[old["kind"]] if place.size else old["kind"]
    sources = (*snapshot.sources, PLANNED_BY)
    new = _columns(added, kinds, len(sources) - 1, as_of)
    columns = {name: np.concatenate([column, new[name].astype(_wide(name, column))]) for name, column in old.items()}
    return Snapshot(f"{snapshot.version}+", snapshot.actors, kinds, columns, sources)


def _columns(added: Sequence[NewTie], kinds: tuple[str, ...], source: int, as_of: date) -> dict[str, npt.NDArray[Any]]:
    each = np.ones(len(added), dtype=np.int64)
    return {
        "id": np.array([f"{PLANNED_BY}{number}".encode() for number in range(len(added))], dtype=np.bytes_),
        "ego": np.array([tie.ego for tie in added], dtype=np.int64),
        "alter": np.array([tie.alter for tie in added], dtype=np.int64),
        "kind": np.array([kinds.index(tie.kind) for tie in added], dtype=np.int64),
        "start": each * (as_of.year * 10_000 + as_of.month * 100 + as_of.day),
        "end": each * 0,
        "status": each * STATUSES.index(Status.REALISED),
        "confidence": each * CONFIDENCES.index(Confidence.STATED),
        "formality": each * tuple(Formality).index(Formality.UNKNOWN),
        "source": each * source,
        "strength": np.full(len(added), np.nan),
    }


def _wide(name: str, column: npt.NDArray[Any]) -> Any:
    """Texts may be longer than those that are there; everything else keeps its type."""
    return np.bytes_ if name == "id" else column.dtype
