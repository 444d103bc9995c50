"""Signing in and out: the one door to the accounts file for pages and the command line."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from graphsvc.access import Permission, Sensitivity
from graphsvc.errors import NotFound, SignInFailed
from graphsvc.sqlite_file import SqliteFile
from web.accounts.audit import Audit
from web.accounts.passwords import LONGEST, Passwords, check_password
from web.accounts.people import NO_CLEARANCES, READER, People, Person, login_name
from web.accounts.tries import Tries

FILE_NAME = "accounts.sqlite"
PACKAGE = "web.accounts"
"""Whose statements the accounts file is asked with."""
LINK_SECONDS = 30 * 60
TOUCH_SECONDS = 10.0
"""A session's last use is written down at most this often."""
CLOCK_TOLERANCE_SECONDS = 300.0
"""A session that was used this far in the future is over: the clock went back, and its age is not known."""


class Accounts:
    """People, sessions, one-time links and the audit of one installation.

    Sessions and links are known by random tokens of 256 bits; the file keeps only their hashes.
    """

    def __init__(
        self,
        database: SqliteFile,
        *,
        idle_seconds: float = 30 * 60,
        longest_seconds: float = 12 * 3600,
        passwords: Passwords | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._idle_seconds = idle_seconds
        self._longest_seconds = longest_seconds
        self._passwords = passwords or Passwords()
        self._clock = clock
        self.people = People(database)
        self.audit = Audit(database, clock)
        self._tries = Tries(database, clock)

    @classmethod
    def open(cls, data_folder: Path, *, idle_seconds: float = 30 * 60, longest_seconds: float = 12 * 3600) -> Accounts:
        """The accounts kept in `data_folder`; the file is made when it is not there."""
        return cls(
            SqliteFile(data_folder / FILE_NAME, PACKAGE), idle_seconds=idle_seconds, longest_seconds=longest_seconds
        )

    def check(self) -> None:
        """Raise a StoreUnreachable, StoreBusy or StoreFull when the file cannot be used."""
        self._database.rows("last_audit")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # -- for the command line

    def add_person(
        self,
        name: str,
        *,
        password: str | None = None,
        everywhere: Sensitivity | None = Sensitivity.PUBLIC,
        clearances: Mapping[str, Sensitivity] = NO_CLEARANCES,
        permissions: frozenset[Permission] = READER,
    ) -> Person:
        """Add somebody. Without a password only one-time links open the account.

        Raises:
            InvalidValue: the name is taken or empty, or the password is too short or too common.
        """
        if password is not None:
            check_password(password, name=name)
        hashed = None if password is None else self._passwords.hash(password)
        person = self.people.add(
            name,
            password=hashed,
            everywhere=everywhere,
            clearances=clearances,
            permissions=permissions,
            at=self._clock(),
        )
        self.audit.record("person added", account=None, subject=person.account)
        return person

    def set_password(self, name: str, password: str) -> None:
        """Give somebody another password; ends all their sessions and links. Raises NotFound, InvalidValue."""
        person = self.people.named(name)
        check_password(password, name=name)
        hashed = self._passwords.hash(password)
        with self._database.transaction():
            self.people.set_password(person.account, hashed)
            self._end_everything_of(person)
            self.audit.record("password set", account=None, subject=person.account)

    def set_active(self, name: str, *, is_active: bool) -> None:
        """Close an account, from the next request on, or open it again. Raises NotFound."""
        person = self.people.named(name)
        with self._database.transaction():
            self.people.set_active(person.account, is_active=is_active)
            self._end_everything_of(person)
            self.audit.record("account opened" if is_active else "account closed", account=None, subject=person.account)

    def make_link(self, name: str) -> str:
        """A token that signs `name` in once, within 30 minutes. Raises NotFound."""
        person = self.people.named(name)
        token = secrets.token_urlsafe(32)
        with self._database.transaction():
            self._database.rows("end_old_links", now=self._clock())
            self._database.rows(
                "add_link",
                token_hash=_hash(token),
                account=person.account,
                expires_at=self._clock() + LINK_SECONDS,
            )
            self.audit.record("link made", account=None, subject=person.account)
        return token

    # -- for the pages

    def sign_in(self, name: str, password: str, *, address: str) -> str:
        """The token of a new session.

        Raises:
            SignInFailed: name and password do not fit together, or the account is closed; takes as long in each case.
            TooManyTries: ten tries of this name, or thirty of this address, in the last minute.
        """
        self._tries.note(address=address, name=login_name(name))
        person = self.people.by_name(name)
        fits = self._passwords.fits(password[: LONGEST + 1], person.password if person else None)
        if person is None or not fits or not person.is_active:
            self.audit.record("sign-in failed", account=None, subject=person.account if person else None)
            raise SignInFailed
        if person.password and self._passwords.is_outdated(person.password):
            self.people.set_password(person.account, self._passwords.hash(password))
        return self._begin_session(person, "signed in")

    def use_link(self, token: str, *, address: str) -> str:
        """The token of a new session for the person whom the one-time link was made for.

        Raises:
            NotFound: the link was used, is too old, or never was.
            TooManyTries: thirty tries of this address in the last minute.
        """
        self._tries.note(address=address)
        now = self._clock()
        with self._database.transaction():
            row = self._database.row("take_link", token_hash=_hash(token), now=now, latest=now + LINK_SECONDS)
        person = self.people.by_account(row[0]) if row else None
        if person is None or not person.is_active:
            raise NotFound("This link was used already, or is too old.", hint="Ask for a new one.")
        return self._begin_session(person, "signed in by link")

    def signed_in(self, token: str) -> Person | None:
        """The person whose session this is; None when it is over, was ended, or never was."""
        row = self._database.row("session", token_hash=_hash(token))
        if row is None:
            return None
        account, began_at, seen_at = row
        now = self._clock()
        is_over = now - seen_at > self._idle_seconds or now - began_at > self._longest_seconds
        if is_over or seen_at - now > CLOCK_TOLERANCE_SECONDS:
            self._database.rows("end_session", token_hash=_hash(token))
            return None
        if abs(now - seen_at) > TOUCH_SECONDS:
            self._database.rows("touch_session", token_hash=_hash(token), at=now)
        person = self.people.by_account(account)
        return person if person.is_active else None

    def sign_out(self, token: str) -> None:
        """End a session, at once."""
        person = self.signed_in(token)
        self._database.rows("end_session", token_hash=_hash(token))
        if person is not None:
            self.audit.record("signed out", account=person.account)

    def secret(self, name: str) -> bytes:
        """A random secret of this installation (256 bits), made at the first call and the same from then on."""
        self._database.rows("add_secret", name=name, value=secrets.token_bytes(32))
        row = self._database.row("secret", name=name)
        if row is None:
            raise NotFound
        return bytes(row[0])

    def _begin_session(self, person: Person, what: str) -> str:
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._database.transaction():
            self._database.rows(
                "end_old_sessions", began_before=now - self._longest_seconds, seen_before=now - self._idle_seconds
            )
            self._database.rows("add_session", token_hash=_hash(token), account=person.account, at=now)
            self.audit.record(what, account=person.account)
        return token

    def _end_everything_of(self, person: Person) -> None:
        self._database.rows("end_sessions_of", account=person.account)
        self._database.rows("end_links_of", account=person.account)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
