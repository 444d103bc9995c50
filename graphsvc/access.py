"""Who may see what: sensitivity of statements, clearance of viewers. Asked before anything is read or computed.

Every statement (a record about an actor, a tie, an identity decision) lies in one *scope*: a collection and a
sensitivity, written `collection/level`. A viewer sees a set of scopes, and nothing else exists for that viewer.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from operator import itemgetter
from types import MappingProxyType
from typing import Self

from graphsvc.errors import InvalidValue


class Sensitivity(Enum):
    """How closed a statement is. `SEALED` never reaches a server: an import that holds it is refused whole."""

    PUBLIC = ("public", 0)
    MEMBERS = ("members", 1)
    RESTRICTED = ("restricted", 2)
    SEALED = ("sealed", 3)

    def __init__(self, label: str, level: int) -> None:
        self.label = label
        self.level = level

    @classmethod
    def parse(cls, text: str) -> Self:
        """The sensitivity named by `text`, case and blanks aside. Raises InvalidValue for an unknown word."""
        for member in cls:
            if member.label == text.strip().casefold():
                return member
        raise InvalidValue("Unknown sensitivity.", hint="Use public, members or restricted.", value=text)

    @classmethod
    def strictest(cls, levels: Iterable[Self]) -> Self:
        """The most closed of `levels`: what rests on several statements is as closed as the most closed of them."""
        return max(levels, key=lambda sensitivity: sensitivity.level)


STORED_LEVELS = (Sensitivity.PUBLIC, Sensitivity.MEMBERS, Sensitivity.RESTRICTED)


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """One collection at one sensitivity: the unit of access. A store keeps it as the text `collection/level`."""

    collection: str
    level: str

    @classmethod
    def of(cls, collection: str, sensitivity: Sensitivity) -> Self:
        """The scope of a statement in `collection` with `sensitivity`."""
        return cls(collection, sensitivity.label)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The scope written as `collection/level`."""
        collection, _, level = text.rpartition("/")
        return cls(collection, level)

    def __str__(self) -> str:
        return f"{self.collection}/{self.level}"


class Permission(Enum):
    """What an endpoint or command may be used for. Each endpoint declares one; without one it does not exist."""

    OPEN = "open"
    """Needs no sign-in and shows no data: sign-in page, help, health."""
    READ = "read"
    """Shows what the viewer's scopes hold."""
    CURATE = "curate"
    """Imports, undoes runs, decides identities in a collection."""
    ADMINISTER = "administer"
    """Accounts and settings; shows no data."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks: which clearance in which collection.

    Attributes:
        everywhere: clearance in collections without an entry of their own; None: sees nothing there.
        clearances: clearance by collection; replaces `everywhere` there.
        permissions: what this viewer may do at all.
        account: opaque account id, None for a guest or the command line.
    """

    everywhere: Sensitivity | None = None
    clearances: Mapping[str, Sensitivity] = field(default_factory=lambda: MappingProxyType({}))
    permissions: frozenset[Permission] = frozenset({Permission.OPEN})
    account: str | None = None

    @classmethod
    def guest(cls, *, may_read: bool) -> Self:
        """Somebody who is not signed in: public statements where the installation allows guests, else nothing."""
        if not may_read:
            return cls()
        return cls(everywhere=Sensitivity.PUBLIC, permissions=frozenset({Permission.OPEN, Permission.READ}))

    @classmethod
    def operator(cls) -> Self:
        """The person at the command line of the machine: everything that is stored."""
        return cls(everywhere=Sensitivity.RESTRICTED, permissions=frozenset(Permission))

    def clearance(self, collection: str) -> Sensitivity | None:
        """The highest sensitivity this viewer may see in `collection`; None: nothing."""
        return self.clearances.get(collection, self.everywhere)

    @property
    def sight(self) -> Hashable:
        """Equal for viewers with the same clearances: they see the same."""
        return self.everywhere, tuple(sorted(self.clearances.items(), key=itemgetter(0)))

    def can_see(self, scope: Scope) -> bool:
        """Whether a statement in `scope` exists for this viewer."""
        clearance = self.clearance(scope.collection)
        return clearance is not None and Sensitivity.parse(scope.level).level <= clearance.level

    def visible(self, scopes: Iterable[Scope]) -> tuple[Scope, ...]:
        """Those of `scopes` that this viewer may see, sorted."""
        return tuple(sorted(scope for scope in set(scopes) if self.can_see(scope)))

    def may(self, permission: Permission) -> bool:
        """Whether this viewer has `permission`."""
        return permission in self.permissions
