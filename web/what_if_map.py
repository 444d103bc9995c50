"""The small map of a plan: ties that stay are drawn as ever, new ones dashed, and those that end dotted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphsvc.identity.actors import Actor
from graphsvc.kernel.layout import small_map
from queries.what_if_values import Change, DrawnTie, WhatIf
from web.formats import label
from web.map_labels import told_apart
from web.maps import TieMap, actor_node

NEW, GONE = "#0b5d63", "#b3461b"
_SIZE, _END_SIZE = 10.0, 13.0


def what_if_map(
    answer: WhatIf, *, what: Callable[[Actor], str], words: Callable[[Change | None], str]
) -> dict[str, Any]:
    """The drawn ties of `answer` as vis-network takes them.

    Args:
        what: says in words what an actor is; words: what the plan does with a tie.

    Returns:
        nodes, edges (`change`: add, remove or empty), options, and `meta` with the root.
    """
    drawing, actors = TieMap(), {one.id: one for tie in answer.drawn for one in (tie.one, tie.other)}
    asking = {one.id for one in answer.start.actors}
    order = sorted(actors, key=lambda one: (one not in asking, one))
    place = {one: number for number, one in enumerate(order)}
    ends = np.array([(place[tie.one.id], place[tie.other.id]) for tie in answer.drawn], dtype=np.int32).reshape(-1, 2)
    places = small_map(len(order), ends[:, 0].copy(), ends[:, 1].copy())
    briefly = told_apart(label(one) for one in actors.values())
    for one, (x, y) in zip(order, places.tolist(), strict=True):
        actor = actors[one]
        size, steps = (_END_SIZE, 0) if one in asking else (_SIZE, 1)
        ties = sum(one in (tie.one.id, tie.other.id) for tie in answer.drawn)
        drawing.add_node(one, **actor_node(actor, (x, y), size, steps=steps, contacts=ties))
        drawing.node_map[one] |= {"what": what(actor), "brief": briefly[label(actor)]}
    for tie in answer.drawn:
        drawing.add_edge(tie.one.id, tie.other.id, **_edge(tie, words(tie.change)))
    return drawing.payload() | {"meta": {"root": order[0] if order else None}}


def _edge(tie: DrawnTie, words: str) -> dict[str, Any]:
    found = {"id": f"{tie.one.id}-{tie.other.id}", "kind": "tie", "arrows": "", "width": 1.2, "dashes": False}
    found |= {"change": tie.change.value if tie.change else "", "title": words}
    if tie.change is None:
        return found
    is_new = tie.change is Change.ADD
    both = dict.fromkeys(("color", "highlight", "hover"), NEW if is_new else GONE)
    changed = {"width": 2.5, "dashes": [7, 5] if is_new else [2, 4], "line": "--accent" if is_new else "--attention"}
    return found | changed | {"color": both | {"inherit": False}}
