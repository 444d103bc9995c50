"""An answer on introductions as a table: one row a step of each route, or of each route that a new tie would open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from queries.introduction_values import Introductions, Near, Opening, Piece, Route, Step
from web.spreadsheets import Row, Value

COLUMNS = (
    "part",
    "route",
    "reasons",
    "route_tier",
    "introductions",
    "step",
    "from_id",
    "from",
    "tie",
    "direction",
    "to_id",
    "to",
    "meeting",
    "tier",
    "is_weakest",
    "since",
    "last_confirmed",
    "sources",
    "said_by",
    "file",
    "place",
    "statement",
    "languages_shared",
    "interpreter",
)


def introduction_rows(answer: Introductions) -> Iterator[Row]:
    """The columns' names, then every statement shown on every step; where there is no route, what could open one."""
    yield COLUMNS
    for number, route in enumerate(answer.routes, 1):
        yield from _route(number, route)
    if answer.no_route is not None:
        for number, opening in enumerate(answer.no_route.openings, 1):
            yield from _opening(number, opening)
        for side, some in (("near-start", answer.no_route.from_start), ("near-target", answer.no_route.from_target)):
            yield from (_near(side, one) for one in some)


def _route(number: int, route: Route) -> Iterator[Row]:
    told = (number, " ".join(route.reasons), route.tier.value, len(route.introducers))
    for place, step in enumerate(route.steps):
        is_weakest = "yes" if place == route.weakest else None
        for piece in step.pieces or (None,):
            yield ("route", *told, place + 1, *_step(step, piece, is_weakest))


def _step(step: Step, piece: Piece | None, is_weakest: str | None) -> Row:
    needs = step.speech.needs_interpreter
    return (
        step.ego.id,
        step.ego.name,
        piece.kind if piece else None,
        None if piece is None else "there" if piece.is_outgoing else "back",
        step.alter.id,
        step.alter.name,
        piece.meeting.name if piece and piece.meeting else None,
        step.tier.value,
        is_weakest,
        step.since.text if step.since else None,
        step.confirmed,
        step.sources,
        piece.source.title if piece else None,
        piece.statement.record.place.file if piece else None,
        piece.statement.record.place.locator if piece else None,
        piece.statement.id if piece else None,
        " ".join(step.speech.shared),
        "not known" if needs is None else "yes" if needs else "no",
    )


def _opening(number: int, opening: Opening) -> Iterator[Row]:
    told = (number, opening.reason, opening.tier.value, len(opening.route) - 2)
    for place, (ego, alter) in enumerate(pairwise(opening.route), 1):
        is_new = {ego.id, alter.id} == {opening.one.id, opening.other.id}
        through = opening.through.name if is_new and opening.through else None
        tie = "new" if is_new else None
        yield _filled("opening", *told, place, ego.id, ego.name, tie, None, alter.id, alter.name, through)


def _near(side: str, one: Near) -> Row:
    return _filled(
        side, None, None, one.tier.value, None, one.ties, None, None, None, None, one.actor.id, one.actor.name
    )


def _filled(*cells: Value) -> Row:
    return (*cells, *(None,) * (len(COLUMNS) - len(cells)))
