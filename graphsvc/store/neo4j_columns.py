"""All live ties that a viewer sees as columns, gathered on the server in lists and put in order here."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.model.values import Confidence, Formality, Status
from graphsvc.store.days import first_day, last_day
from graphsvc.store.neo4j_session import Work
from graphsvc.store.neo4j_views import View
from graphsvc.store.protocol import TieColumns

_STATUS = {status.value: place for place, status in enumerate(Status)}
_FORMALITY = {formality.value: place for place, formality in enumerate(Formality)}
_CONFIDENCE = {confidence.value: place for place, confidence in enumerate(Confidence)}


def tie_columns(work: Work, view: View) -> TieColumns:
    """The columns of `view`."""
    seen: dict[str, Any] = {"scopes": view.scopes, "at": view.at}
    actors = sorted(chain.from_iterable(ids for _, ids in work.rows("columns_actors", **seen)))
    parts = work.rows("columns_ties", **seen)
    ids, egos, alters, kinds, starts, ends, statuses, confidences, formalities, said_by, strengths = (
        list(chain.from_iterable(column)) for column in (zip(*parts, strict=True) if parts else [()] * 11)
    )
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.intp)
    place = {id_: position for position, id_ in enumerate(actors)}
    names = tuple(sorted(set(kinds)))
    sources = tuple(sorted(set(said_by)))
    source_place = {id_: position for position, id_ in enumerate(sources)}
    kind_place = {name: position for position, name in enumerate(names)}
    strength = np.array(strengths, dtype=np.float32)
    strength[strength < 0] = np.nan
    return TieColumns(
        actors=tuple(actors),
        ids=tuple(ids[position] for position in order),
        ego=_ordered([place[id_] for id_ in egos], np.int32, order),
        alter=_ordered([place[id_] for id_ in alters], np.int32, order),
        kinds=names,
        kind=_ordered([kind_place[name] for name in kinds], np.uint16, order),
        start=_ordered([first_day(text or None) for text in starts], np.int32, order),
        end=_ordered([last_day(text or None) for text in ends], np.int32, order),
        status=_ordered([_STATUS[text] for text in statuses], np.uint8, order),
        confidence=_ordered([_CONFIDENCE[text] for text in confidences], np.uint8, order),
        formality=_ordered([_FORMALITY[text] for text in formalities], np.uint8, order),
        sources=sources,
        source=_ordered([source_place[id_] for id_ in said_by], np.int32, order),
        strength=strength[order],
    )


def _ordered(values: list[Any], dtype: Any, order: npt.NDArray[np.intp]) -> Any:
    column: npt.NDArray[Any] = np.array(values, dtype=dtype)
    return column[order]
