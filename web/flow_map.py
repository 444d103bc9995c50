"""The map of funding paths: actors in columns by their steps from the payers, arrows as thick as the money on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from queries.funding_values import FundingPaths, Step
from web.formats import label
from web.map_labels import told_apart
from web.maps import TieMap, actor_node

COLUMN, ROW = 150.0, 62.0
_SIZE, _END_SIZE = 11.0, 14.0
_THIN, _THICK = 1.0, 8.0


def flow_map(answer: FundingPaths, *, what: Callable[[Actor], str], line: Callable[[Step], str]) -> dict[str, Any]:
    """The paths of `answer` as vis-network takes them.

    Args:
        what: says in words what an actor is; line: what a step says.

    Returns:
        nodes, edges (dashed: nobody publishes how much), options, and `meta` with the root (the first payer) and how
        many paths.
    """
    drawing = TieMap()
    actors, column = _columns(answer)
    briefly = told_apart(label(actor) for actor in actors.values())
    places = _places(column)
    ends = {path.steps[-1].recipient.id for path in answer.paths}
    for one, actor in actors.items():
        size = _END_SIZE if column[one] == 0 or one in ends else _SIZE
        drawing.add_node(one, **actor_node(actor, places[one], size, steps=column[one], contacts=1))
        drawing.node_map[one] |= {"what": what(actor), "brief": briefly[label(actor)]}
    steps = {(step.payer.id, step.recipient.id): step for path in answer.paths for step in path.steps}
    most = max((step.attributed or Decimal(0) for step in steps.values()), default=Decimal(0))
    for (payer, recipient), step in steps.items():
        drawing.add_edge(payer, recipient, **_edge(step, most, line(step)))
    root = answer.paths[0].steps[0].payer.id if answer.paths else None
    return drawing.payload() | {"meta": {"root": root, "paths": len(answer.paths)}}


def _columns(answer: FundingPaths) -> tuple[dict[ActorId, Actor], dict[ActorId, int]]:
    """(actors of the paths by id, the longest way to each from a payer): an arrow then mostly leads to the right."""
    actors: dict[ActorId, Actor] = {}
    column: dict[ActorId, int] = defaultdict(int)
    for path in answer.paths:
        actors.setdefault(path.steps[0].payer.id, path.steps[0].payer)
        column[path.steps[0].payer.id] = max(column[path.steps[0].payer.id], 0)
        for number, step in enumerate(path.steps, 1):
            actors.setdefault(step.recipient.id, step.recipient)
            column[step.recipient.id] = max(column[step.recipient.id], number)
    return actors, dict(column)


def _places(column: dict[ActorId, int]) -> dict[ActorId, tuple[float, float]]:
    held: dict[int, list[ActorId]] = defaultdict(list)
    for one, number in column.items():
        held[number].append(one)
    return {
        one: (number * COLUMN, (row - (len(some) - 1) / 2) * ROW)
        for number, some in held.items()
        for row, one in enumerate(some)
    }


def _edge(step: Step, most: Decimal, title: str) -> dict[str, Any]:
    share = float((step.attributed or 0) / most) if most > 0 else 0.0
    return {
        "id": f"{step.payer.id}-{step.recipient.id}",
        "kind": "funds",
        "arrows": "to",
        "dashes": [7, 5] if step.amount is None else False,
        "width": round(_THIN + (_THICK - _THIN) * max(share, 0.0) ** 0.5, 1),
        "title": title,
    }
