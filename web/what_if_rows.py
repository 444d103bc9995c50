"""What a plan would change, as a table: the lines of the plan, the figures before and after, and who is behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphsvc.identity.actors import Actor
from queries.what_if_values import Parts, Reached, WhatIf

Row = tuple[str, ...]
COLUMNS = ("part", "what", "id", "name", "other_id", "other", "before", "after")


def what_if_rows(answer: WhatIf) -> Iterator[Row]:
    """The columns' names, then what the page shows, part by part; an empty figure is not known."""
    yield COLUMNS
    for line in answer.lines:
        what = " ".join([line.change.value, *line.kinds])
        problem = line.problem.value if line.problem else "done"
        yield (f"line {line.number}", what, *_named(line.one), *_named(line.other), "", problem)
    for reached in answer.reaches:
        yield from _reached(reached)
    yield ("distance", "harmonic mean", "", "", "", "", _number(answer.distance_before), _number(answer.distance_after))
    yield ("routes", f"at most {answer.longest} ties", *_NOBODY, str(answer.routes_before), str(answer.routes_after))
    for carrier in answer.carriers:
        yield ("routes through", "", *_named(carrier.actor), "", "", str(carrier.before), str(carrier.after))
    yield ("parts", "", *_NOBODY, str(answer.parts_before), str(answer.parts_after))
    for what, groups in (("joined", answer.joined), ("split", answer.split)):
        yield from _parts(what, groups)


_NOBODY = ("", "", "", "")


def _reached(reached: Reached) -> Iterator[Row]:
    within = "any number of ties" if reached.steps is None else f"within {reached.steps} ties"
    yield ("reached", within, *_NOBODY, str(reached.before), str(reached.after))
    for what, actors, before, after in (
        ("gained", reached.gained, "0", "1"),
        ("lost", reached.lost, "1", "0"),
        ("kept", reached.kept, "1", "1"),
    ):
        for actor in actors:
            yield (what, within, *_named(actor), "", "", before, after)


def _parts(what: str, groups: Sequence[Parts]) -> Iterator[Row]:
    for number, group in enumerate(groups, 1):
        for part in group.parts:
            yield (what, f"part {number}: {part.size} actors", *_named(part.best_tied), "", "", "", "")


def _named(actor: Actor | None) -> tuple[str, str]:
    return (actor.id, actor.name) if actor else ("", "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
