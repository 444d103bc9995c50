"""People who may sign in, and what each may see and do."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graphsvc.access import Permission, Sensitivity, Viewer
from graphsvc.errors import InvalidValue, NotFound
from graphsvc.folding import fold
from graphsvc.sqlite_file import SqliteFile

NO_CLEARANCES: Mapping[str, Sensitivity] = MappingProxyType({})
READER = frozenset({Permission.OPEN, Permission.READ})
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `name` is what they type at sign-in; `password` is its hash, None: only by links."""

    account: str
    name: str
    is_active: bool
    viewer: Viewer
    password: str | None = None


def login_name(text: str) -> str:
    """The form in which a name for sign-in is kept and compared: case, accents and blanks aside."""
    return fold(text[: 4 * LONGEST_NAME])[:LONGEST_NAME]


class People:
    """The people of an installation."""

    def __init__(self, database: SqliteFile) -> None:
        self._database = database

    def add(
        self,
        name: str,
        *,
        password: str | None,
        everywhere: Sensitivity | None,
        clearances: Mapping[str, Sensitivity],
        permissions: frozenset[Permission],
        at: float,
    ) -> Person:
        """Add somebody; `password` is already hashed. Raises InvalidValue for a name that is empty or taken."""
        if not login_name(name):
            raise InvalidValue("A name for sign-in needs letters or digits.")
        account = "p" + secrets.token_hex(8)
        try:
            with self._database.transaction():
                self._database.rows(
                    "add_person",
                    account=account,
                    name=login_name(name),
                    password=password,
                    everywhere=everywhere.label if everywhere else None,
                    permissions=" ".join(sorted(permission.value for permission in permissions)),
                    created_at=at,
                )
                for collection, level in sorted(clearances.items()):
                    self._database.rows("add_clearance", account=account, collection=collection, level=level.label)
        except sqlite3.IntegrityError as error:
            raise InvalidValue("There is an account with this name.", hint="Choose another name.") from error
        return self.by_account(account)

    def by_name(self, name: str) -> Person | None:
        """The person who signs in with `name`."""
        row = self._database.row("person_by_name", name=login_name(name))
        return self._person(row) if row else None

    def named(self, name: str) -> Person:
        """The person who signs in with `name`. Raises NotFound."""
        person = self.by_name(name)
        if person is None:
            raise NotFound("There is no account with this name.", hint="`graphsvc user list` names the accounts.")
        return person

    def by_account(self, account: str) -> Person:
        """The person with this account id. Raises NotFound."""
        row = self._database.row("person_by_account", account=account)
        if row is None:
            raise NotFound
        return self._person(row)

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        return tuple(self._person(row) for row in self._database.rows("people"))

    def set_password(self, account: str, password: str) -> None:
        """Replace the hash of a password."""
        self._database.rows("set_password", account=account, password=password)

    def set_active(self, account: str, *, is_active: bool) -> None:
        """Open or close an account."""
        self._database.rows("set_active", account=account, is_active=int(is_active))

    def _person(self, row: tuple[Any, ...]) -> Person:
        account, name, password, everywhere, permissions, is_active = row
        clearances = {
            collection: Sensitivity.parse(level)
            for collection, level in self._database.rows("clearances", account=account)
        }
        viewer = Viewer(
            everywhere=Sensitivity.parse(everywhere) if everywhere else None,
            clearances=MappingProxyType(clearances),
            permissions=frozenset(Permission(word) for word in permissions.split()),
            account=account,
        )
        return Person(account, name, bool(is_active), viewer, password)
