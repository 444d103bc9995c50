"""What identity and classes of actors look at in a statement about an actor."""

from __future__ import annotations

from typing import NamedTuple

from graphsvc.model.statements import ActorStatement, StatementId
from graphsvc.model.values import Identifier, NameKind

WEAK_NAMES = frozenset({NameKind.ACRONYM.value, NameKind.FORMER.value})
"""Sorts of names that never join statements by themselves."""


class ActorFacts(NamedTuple):
    """The short part of an actor statement that is read of all actors at once.

    `names` are (text, language, sort) as in the row form; `place` is the city or region as printed. Identity does not
    look at languages, topics and place.
    """

    id: StatementId
    kind: str
    country: str | None
    roles: tuple[str, ...]
    names: tuple[tuple[str, str | None, str], ...]
    identifiers: tuple[tuple[str, str], ...]
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    place: str | None = None

    def own_identifiers(self) -> tuple[Identifier, ...]:
        """The identifiers as values."""
        return tuple(Identifier(scheme, value) for scheme, value in self.identifiers)


def facts_of(statement: ActorStatement) -> ActorFacts:
    """The facts of `statement`."""
    record = statement.record
    return ActorFacts(
        statement.id,
        record.kind,
        record.country,
        tuple(sorted(record.roles)),
        tuple((name.value, name.language, name.kind.value) for name in record.names),
        tuple((identifier.scheme, identifier.value) for identifier in record.identifiers),
        tuple(record.languages),
        tuple(record.topics),
        record.place_name,
    )
