"""Names that people give to communities, kept in the introductions file: each in one scope, by those named with it.

A community is found anew in each version of the network and has no identity of its own. So its name is kept with those
who were best tied inside it, and holds wherever all of them are in one community.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson

from graphsvc.access import Scope, Sensitivity, Viewer
from graphsvc.consent.texts import clean, needed
from graphsvc.errors import InvalidValue, NotFound, PlaceUnfit
from graphsvc.sqlite_file import SqliteFile

LONGEST_GROUP_NAME = 80
MOST_NAMES = 500
"""In one scope: a limit of all would tell how many there are that one does not see."""
FIRST_ID = 2**32
"""Ids are drawn from here to the largest whole number that JSON carries exactly; those of format 2 were counted up."""
LAST_ID = 2**53 - 1


class TooManyNames(InvalidValue):
    """There are as many names of groups in one scope as are kept."""

    code = "group-names.too-many"
    message = f"At most {MOST_NAMES} names of groups are kept."
    hint = "Take one away that is no longer needed."


@dataclass(frozen=True, slots=True)
class KeptName:
    """The name of a group.

    Attributes:
        id: drawn at random, so that it does not tell how many names there are.
        members: of each actor that it was given with, the keys by which it is found again.
    """

    id: int
    scope: Scope
    name: str
    members: tuple[frozenset[str], ...]


class GroupNames:
    """The names of groups in the introductions file."""

    def __init__(self, file: SqliteFile, clock: Callable[[], float]) -> None:
        self._file = file
        self._clock = clock

    def give(self, account: str, scope: Scope, name: str, members: Iterable[frozenset[str]]) -> None:
        """Keep a name; one that was given in this scope with the same members goes.

        Raises:
            InvalidValue: no name, one that is too long or of several lines, no member; too many names.
        """
        text = " ".join(needed(clean(name, longest=LONGEST_GROUP_NAME), longest=LONGEST_GROUP_NAME).split())
        keys = sorted(sorted(one) for one in members)
        if not keys:
            raise InvalidValue("A group without anybody cannot be named.")
        if Sensitivity.parse(scope.level) is Sensitivity.SEALED:
            raise PlaceUnfit
        place = {"collection": scope.collection, "level": scope.level}
        group = place | {"members": orjson.dumps(keys).decode()}
        new = FIRST_ID + secrets.randbelow(LAST_ID - FIRST_ID)
        with self._file.transaction():
            self._file.rows("drop_same_group_name", **group)
            [(there,)] = self._file.rows("count_group_names", **place)
            if there >= MOST_NAMES:
                raise TooManyNames
            self._file.rows("add_group_name", id=new, account=account, name=text, at=self._clock(), **group)

    def seen_by(self, viewer: Viewer) -> tuple[KeptName, ...]:
        """The names in scopes that the viewer may see, the last given last."""
        return tuple(
            KeptName(number, Scope(collection, level), name, tuple(map(frozenset, orjson.loads(members))))
            for number, collection, level, name, members in self._file.rows("group_names")
            if viewer.can_see(Scope(collection, level))
        )

    def drop(self, viewer: Viewer, number: int) -> None:
        """Take a name away. Raises NotFound where the viewer does not see it."""
        if number not in {kept.id for kept in self.seen_by(viewer)}:
            raise NotFound
        self._file.rows("drop_group_name", id=number)

    def any(self) -> bool:
        """Whether any name is kept."""
        return bool(self._file.rows("group_names"))
