"""An answer on silos as a table: groups, pairs of groups, ties and actors that hold groups together, who is alone."""

from __future__ import annotations

from collections.abc import Iterator

from queries.silo_values import Bridging, CrossTie, GroupPair, Silo, Silos
from web.spreadsheets import Row, Value, rounded

COLUMNS = (
    *(
        "part",
        "group",
        "id",
        "name",
        "other_group",
        "other_id",
        "other",
        "actors",
        "untied",
        "ties",
        "expected",
        "ratio",
    ),
    *("standing", "outside", "index", "index_expected", "certainty", "groups_met", "separated"),
)
REST = "(all others)"


def silo_rows(answer: Silos) -> Iterator[Row]:
    """The columns' names, then all parts of the answer; groups by their code. Each pair of groups stands once."""
    yield COLUMNS
    yield _row(
        "whole",
        actors=answer.actors,
        ties=answer.grouped_ties,
        index=rounded(answer.index),
        index_expected=rounded(answer.index_expected),
        untied=answer.isolates_total,
    )
    yield from map(_silo, answer.silos)
    for row, line in enumerate(answer.matrix):
        yield from map(_pair, line[row:])
    yield from map(_bridging, answer.bridging)
    yield from map(_crossing, answer.crossing)
    for actor in answer.isolates:
        yield _row("alone", id=actor.id, name=actor.name)


def _silo(silo: Silo) -> Row:
    return _row(
        "group",
        group=silo.group,
        name=silo.given.name if silo.given else "; ".join(actor.name for actor in silo.best_tied),
        actors=silo.actors,
        untied=silo.untied,
        ties=silo.inside,
        expected=rounded(silo.inside_expected),
        outside=silo.outside,
        index=rounded(silo.index),
        index_expected=rounded(silo.index_expected),
        certainty=rounded(silo.certainty),
    )


def _pair(pair: GroupPair) -> Row:
    return _row(
        "pair",
        group=pair.one or REST,
        other_group=pair.other or REST,
        ties=pair.ties,
        expected=rounded(pair.expected),
        ratio=rounded(pair.ratio),
        standing=pair.standing.value,
    )


def _bridging(one: Bridging) -> Row:
    return _row(
        "bridging",
        group=one.group,
        id=one.actor.id,
        name=one.actor.name,
        ties=one.inside,
        outside=one.outside,
        groups_met=one.groups,
    )


def _crossing(tie: CrossTie) -> Row:
    return _row(
        "only tie",
        group=tie.one_group,
        id=tie.one.id,
        name=tie.one.name,
        other_group=tie.other_group,
        other_id=tie.other.id,
        other=tie.other.name,
        separated=tie.separated,
    )


def _row(part: str, **cells: Value) -> Row:
    return (part, *(cells.get(column) for column in COLUMNS[1:]))
