"""All that a viewer can get out of a store, as one value that two stores can be compared by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from graphsvc.access import Viewer
from graphsvc.errors import NotFound
from graphsvc.model.statements import StatementId
from graphsvc.store.protocol import Evidence, GraphStore, TieColumns
from graphsvc.store.rows import actor_row, tie_row

SEARCHES = (
    "a",
    "goc idaresi",
    "GÖÇ",
    "ada",
    "ada refuge",
    "q7",
    "forum istanbul",
    "xm dac",
    "",
    "!",
    "北",
    "comision ayuda",
)


def seen(store: GraphStore, viewer: Viewer, ids: Iterable[StatementId]) -> dict[str, Any]:
    """Every read of the protocol but `runs`, for `viewer`; `ids` are asked for one by one, seen or not."""
    asked = sorted(ids)
    return {
        "version": store.version(viewer),
        "sources": store.sources(viewer),
        "actors": [actor_row(one) for one in store.actor_statements(viewer)],
        "facts": list(store.actor_facts(viewer)),
        "asked actors": [actor_row(one) for one in store.actor_statements(viewer, asked)],
        "ties": [tie_row(one) for one in store.tie_statements(viewer, asked)],
        "ties of": [
            [tie_row(one) for one in store.ties_of(viewer, given, limit=limit)]
            for given in (asked, *([id_] for id_ in asked))
            for limit in (1, 3, 1000)
        ],
        "columns": columns(store.tie_columns(viewer)),
        "search": [store.search(viewer, text, limit=limit) for text in SEARCHES for limit in (1, 2, 1000)],
        "evidence": [evidence(store, viewer, id_) for id_ in asked],
        "decisions": store.decisions(viewer),
    }


def evidence(store: GraphStore, viewer: Viewer, id_: StatementId) -> Evidence | None:
    """The evidence of `id_`; None where there is nothing that the viewer may see."""
    try:
        return store.evidence(viewer, id_)
    except NotFound:
        return None


def columns(found: TieColumns) -> dict[str, Any]:
    """Columns as lists that compare, with their types; NaN as None."""
    arrays = ("ego", "alter", "kind", "start", "end", "status", "confidence", "formality", "source")
    plain = {name: (getattr(found, name).dtype.name, getattr(found, name).tolist()) for name in arrays}
    strengths = [None if np.isnan(value) else value for value in found.strength.tolist()]
    return plain | {
        "actors": found.actors,
        "ids": found.ids,
        "kinds": found.kinds,
        "sources": found.sources,
        "strength": (found.strength.dtype.name, strengths),
    }
