"""An answer on missing ties as a table: the whole, each tie by itself, then the plan."""

from __future__ import annotations

from collections.abc import Iterator

from queries.groupings import GroupBy
from queries.missing_tie_values import JoinedPair, MissingTie, MissingTies
from web.spreadsheets import Row, Value, rounded

COLUMNS = (
    *("part", "place", "id", "name", "other_id", "other", "brings", "brings_first", "relieves", "broker"),
    *("likelihood", "likelihood_in_words", "shared", "shared_first", "introduction", "introduction_tier"),
    *("countries", "countries_ties", "countries_expected"),
    *("communities", "communities_ties", "communities_expected"),
    *("reached", "targets", "steps", "at_most"),
)


def missing_tie_rows(answer: MissingTies) -> Iterator[Row]:
    """The columns' names, then the rows. `reached` is with all ties of the plan up to that row."""
    yield COLUMNS
    yield _row(
        "whole",
        reached=answer.reached,
        targets=answer.targets,
        steps=answer.steps,
        at_most=answer.at_most,
        broker=answer.broker.actor.name if answer.broker else None,
        relieves=answer.broker.carries if answer.broker else None,
    )
    for place, tie in enumerate(answer.ties, 1):
        yield _tie(answer, tie, place)
    for place, step in enumerate(answer.plan, 1):
        yield _row(
            "plan",
            place=place,
            id=step.one.id,
            name=step.one.name,
            other_id=step.other.id,
            other=step.other.name,
            brings=step.adds,
            reached=step.reached,
        )


def _tie(answer: MissingTies, tie: MissingTie, place: int) -> Row:
    joins = {pair.by: pair for pair in tie.joins}
    return _row(
        "tie",
        place=place,
        id=tie.one.id,
        name=tie.one.name,
        other_id=tie.other.id,
        other=tie.other.name,
        brings=tie.brings_total,
        brings_first="; ".join(actor.name for actor in tie.brings),
        relieves=tie.relieves,
        broker=answer.broker.actor.name if answer.broker and tie.relieves else None,
        likelihood=rounded(tie.chance, 5),
        likelihood_in_words=tie.likely.value if tie.likely else None,
        shared=tie.shared_total,
        shared_first="; ".join(actor.name for actor in tie.shared),
        introduction="; ".join(actor.name for actor in tie.introduction),
        introduction_tier=tie.tier.value if tie.tier else None,
        **_joined("countries", joins.get(GroupBy.COUNTRY)),
        **_joined("communities", joins.get(GroupBy.COMMUNITY)),
    )


def _joined(name: str, pair: JoinedPair | None) -> dict[str, Value]:
    if pair is None:
        return {}
    both = f"{pair.one}; {pair.other}"
    return {name: both, f"{name}_ties": pair.ties, f"{name}_expected": rounded(pair.expected)}


def _row(part: str, **cells: Value) -> Row:
    return (part, *(cells.get(column) for column in COLUMNS[1:]))
