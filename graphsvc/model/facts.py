"""What identity looks at in a statement about an actor."""

from __future__ import annotations

from typing import NamedTuple

from graphsvc.model.statements import ActorStatement, StatementId
from graphsvc.model.values import Identifier, NameKind

WEAK_NAMES = frozenset({NameKind.ACRONYM.value, NameKind.FORMER.value})
"""Sorts of names that never join statements by themselves."""


class ActorFacts(NamedTuple):
    """The identifying part of an actor statement. `names` are (text, language, sort) as in the row form."""

    id: StatementId
    kind: str
    country: str | None
    roles: tuple[str, ...]
    names: tuple[tuple[str, str | None, str], ...]
    identifiers: tuple[tuple[str, str], ...]

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
    )
