"""The map of introduction routes: layers from left to right, one lane a route, each actor once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Confidence, Status
from queries.introduction_values import Introductions, Piece, Route, Step
from web.formats import label
from web.map_labels import told_apart
from web.maps import TieMap, actor_node

LAYER, LANE, END = 120.0, 90.0, 80.0
"""Distances between layers, between routes, and between actors of one end."""
_SIZE, _END_SIZE = 11.0, 14.0

Point = tuple[float, float]


def route_map(answer: Introductions, *, what: Callable[[Actor], str], kinds: Kinds) -> dict[str, Any]:
    """The routes of `answer` as vis-network takes them.

    Args:
        what: says in words what an actor is.

    Returns:
        nodes (`routes`: numbers of the routes through it, from 1), edges (likewise; `is_weakest`: the weakest step of
        the best route), options, and `meta` with the root (the start of the best route) and how many routes.
    """
    drawing = TieMap()
    places = places_of(answer.routes)
    briefly = told_apart(label(actor) for actor in _actors(answer.routes).values())
    for actor in _actors(answer.routes).values():
        on = [number for number, route in enumerate(answer.routes, 1) if actor.id in _ids(route)]
        drawing.add_node(actor.id, **_node(actor, places[actor.id], on, is_end=_is_end(actor.id, answer.routes)))
        drawing.node_map[actor.id] |= {"what": what(actor), "brief": briefly[label(actor)]}
    best = answer.routes[0] if answer.routes else None
    weakest = best.steps[best.weakest] if best and len(best.steps) > 1 else None
    for step, on in _steps(answer.routes):
        is_weakest = weakest is not None and (step.ego.id, step.alter.id) == (weakest.ego.id, weakest.alter.id)
        drawing.add_edge(step.ego.id, step.alter.id, **_edge(step, on, kinds, is_weakest=is_weakest))
    root = best.steps[0].ego.id if best else None
    return drawing.payload() | {"meta": {"root": root, "routes": len(answer.routes)}}


def places_of(routes: tuple[Route, ...]) -> Mapping[ActorId, Point]:
    """Where each actor stands: the share of its route that lies before it from left to right, its lane from the top.

    An actor on several routes stands on the first of them. Actors at an end stand at the height of their routes,
    `END` apart where they would meet.
    """
    longest = max((len(route.steps) for route in routes), default=1)
    width = LAYER * max(longest, 2)
    inner: dict[ActorId, Point] = {}
    ends: dict[ActorId, tuple[float, list[float]]] = {}
    lane = 0
    for route in routes:
        actors = _ids(route)
        fresh = [one for one in actors[1:-1] if one not in inner]
        height = lane * LANE
        for one in fresh:
            inner[one] = (width * actors.index(one) / len(route.steps), height)
        lane += bool(fresh)
        heights = [inner[one][1] for one in actors[1:-1]] or [height]
        for one, x, next_to in ((actors[0], 0.0, heights[0]), (actors[-1], width, heights[-1])):
            ends.setdefault(one, (x, []))[1].append(next_to)
    return inner | _apart(ends, inner)


def _apart(ends: Mapping[ActorId, tuple[float, list[float]]], inner: Mapping[ActorId, Point]) -> dict[ActorId, Point]:
    """The ends of each side, at the mean height of what they lead to, none nearer to the next than `END`."""
    found: dict[ActorId, Point] = {}
    for side in sorted({x for x, _ in ends.values()}):
        wanted = sorted(
            (sum(heights) / len(heights), one) for one, (x, heights) in ends.items() if x == side and one not in inner
        )
        last = float("-inf")
        for height, one in wanted:
            last = max(height, last + END)
            found[one] = (side, last)
    return found


def _ids(route: Route) -> list[ActorId]:
    return [route.steps[0].ego.id, *(step.alter.id for step in route.steps)]


def _actors(routes: tuple[Route, ...]) -> dict[ActorId, Actor]:
    found: dict[ActorId, Actor] = {}
    for route in routes:
        for actor in (route.steps[0].ego, *(step.alter for step in route.steps)):
            found.setdefault(actor.id, actor)
    return found


def _is_end(actor: ActorId, routes: tuple[Route, ...]) -> bool:
    return any(actor in (_ids(route)[0], _ids(route)[-1]) for route in routes)


def _steps(routes: tuple[Route, ...]) -> list[tuple[Step, list[int]]]:
    """Each step once, with the numbers of the routes that it belongs to."""
    found: dict[tuple[ActorId, ActorId], tuple[Step, list[int]]] = {}
    for number, route in enumerate(routes, 1):
        for step in route.steps:
            found.setdefault((step.ego.id, step.alter.id), (step, []))[1].append(number)
    return list(found.values())


def _node(actor: Actor, place: Point, on: list[int], *, is_end: bool) -> dict[str, Any]:
    size = _END_SIZE if is_end else _SIZE
    return actor_node(actor, place, size, steps=min(on), contacts=len(on)) | {"routes": on}


def _edge(step: Step, on: list[int], kinds: Kinds, *, is_weakest: bool) -> dict[str, Any]:
    piece = step.pieces[0] if step.pieces else None
    phrase = "" if piece is None else piece.kind
    is_planned = piece is not None and piece.statement.record.status is Status.PLANNED
    is_inferred = piece is not None and piece.statement.record.confidence is not Confidence.STATED
    return {
        "id": f"{step.ego.id}-{step.alter.id}",
        "kind": phrase,
        "arrows": _arrows(piece, kinds),
        "dashes": [2, 4] if is_planned else [7, 5] if is_inferred or is_weakest else False,
        "width": 2.5 if 1 in on else 1.2,
        "routes": on,
        "is_weakest": is_weakest,
    }


def _arrows(piece: Piece | None, kinds: Kinds) -> str:
    if piece is None or piece.meeting is not None or not kinds.tie(piece.kind).directed:
        return ""
    return "to" if piece.is_outgoing else "from"
