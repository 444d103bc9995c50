"""What a plan would change, as a table: the lines of the plan, the figures before and after, and who is behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphsvc.identity.actors import Actor
from queries.what_if_values import Parts, Reached, WhatIf
from web.spreadsheets import Row, Value, rounded

COLUMNS = ("part", "what", "id", "name", "other_id", "other", "before", "after")


def what_if_rows(answer: WhatIf) -> Iterator[Row]:
    """The columns' names, then what the page shows, part by part; an empty figure is not known."""
    yield COLUMNS
    for line in answer.lines:
        what = " ".join([line.change.value, *line.kinds])
        problem = line.problem.value if line.problem else "done"
        yield (f"line {line.number}", what, *_named(line.one), *_named(line.other), None, problem)
    for reached in answer.reaches:
        yield from _reached(reached)
    yield ("distance", "harmonic mean", *_NOBODY, rounded(answer.distance_before), rounded(answer.distance_after))
    yield ("routes", f"at most {answer.longest} ties", *_NOBODY, answer.routes_before, answer.routes_after)
    for carrier in answer.carriers:
        yield ("routes through", None, *_named(carrier.actor), None, None, carrier.before, carrier.after)
    yield ("parts", None, *_NOBODY, answer.parts_before, answer.parts_after)
    for what, groups in (("joined", answer.joined), ("split", answer.split)):
        yield from _parts(what, groups)


_NOBODY = (None, None, None, None)


def _reached(reached: Reached) -> Iterator[Row]:
    within = "any number of ties" if reached.steps is None else f"within {reached.steps} ties"
    yield ("reached", within, *_NOBODY, reached.before, reached.after)
    for what, actors, before, after in (
        ("gained", reached.gained, 0, 1),
        ("lost", reached.lost, 1, 0),
        ("kept", reached.kept, 1, 1),
    ):
        for actor in actors:
            yield (what, within, *_named(actor), None, None, before, after)


def _parts(what: str, groups: Sequence[Parts]) -> Iterator[Row]:
    for number, group in enumerate(groups, 1):
        for part in group.parts:
            yield (what, f"part {number}: {part.size} actors", *_named(part.best_tied), *_NOBODY)


def _named(actor: Actor | None) -> tuple[Value, Value]:
    return (actor.id, actor.name) if actor else (None, None)
