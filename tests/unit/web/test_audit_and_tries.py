"""The audit cannot be changed unseen, and guessing is slow."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from graphsvc.errors import SignInFailed, TooManyTries
from tests.signing_in import Clock
from web.accounts.accounts import FILE_NAME, Accounts


def entries(accounts: Accounts) -> list[str]:
    return [entry.what for entry in accounts.audit.entries()]


def test_what_is_done_is_recorded_in_order(accounts: Accounts) -> None:
    accounts.add_person("rosa", password="plum orbit kettle 9")
    accounts.sign_out(accounts.sign_in("rosa", "plum orbit kettle 9", address="a"))
    with pytest.raises(SignInFailed):
        accounts.sign_in("rosa", "wrong", address="a")
    accounts.use_link(accounts.make_link("rosa"), address="a")
    accounts.set_active("rosa", is_active=False)

    assert entries(accounts) == [
        *("person added", "signed in", "signed out", "sign-in failed", "link made", "signed in by link"),
        "account closed",
    ]
    assert accounts.audit.first_broken() is None


def test_the_audit_cannot_be_changed_by_a_statement(tmp_path: Path, accounts: Accounts) -> None:
    accounts.audit.record("looked", account="p1", subject="a1")
    direct = sqlite3.connect(tmp_path / FILE_NAME)

    for statement in ("UPDATE audit SET subject = 'a2'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            direct.execute(statement)
    direct.close()


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET subject = 'x' WHERE number = 2", "DELETE FROM audit WHERE number = 2"]
)
def test_a_changed_or_missing_entry_is_found(tmp_path: Path, accounts: Accounts, change: str) -> None:
    for number in range(4):
        accounts.audit.record("looked", account="p1", subject=f"a{number}")
    direct = sqlite3.connect(tmp_path / FILE_NAME)
    direct.execute("DROP TRIGGER audit_is_not_changed")
    direct.execute("DROP TRIGGER audit_is_not_deleted")
    direct.execute(change)
    direct.commit()
    direct.close()

    assert accounts.audit.first_broken() == 2


@pytest.mark.parametrize("name", ["rosa", "nobody"])
def test_ten_tries_of_a_name_in_a_minute_are_enough_whether_it_exists_or_not(
    accounts: Accounts, clock: Clock, name: str
) -> None:
    accounts.add_person("rosa", password="plum orbit kettle 9")
    for number in range(10):
        with pytest.raises(SignInFailed):
            accounts.sign_in(name, "wrong", address=f"10.0.0.{number}")

    with pytest.raises(TooManyTries):
        accounts.sign_in(name, "wrong", address="10.0.1.1")
    clock.now += 61
    with pytest.raises(SignInFailed):
        accounts.sign_in(name, "wrong", address="10.0.1.1")


def test_thirty_tries_from_an_address_are_enough_and_others_are_not_touched(accounts: Accounts, clock: Clock) -> None:
    accounts.add_person("rosa", password="plum orbit kettle 9")
    for number in range(30):
        with pytest.raises(SignInFailed):
            accounts.sign_in(f"name {number}", "wrong", address="10.0.0.1")

    with pytest.raises(TooManyTries):
        accounts.sign_in("one more", "wrong", address="10.0.0.1")
    with pytest.raises(TooManyTries):
        accounts.use_link("a guess", address="10.0.0.1")
    assert accounts.sign_in("rosa", "plum orbit kettle 9", address="10.0.0.2")


def test_somebody_whose_name_others_try_can_still_come_in_by_a_link(accounts: Accounts) -> None:
    accounts.add_person("rosa", password="plum orbit kettle 9")
    for number in range(10):
        with pytest.raises(SignInFailed):
            accounts.sign_in("rosa", "wrong", address=f"10.0.0.{number}")

    assert accounts.signed_in(accounts.use_link(accounts.make_link("rosa"), address="10.0.2.2")) is not None


def test_tries_that_a_clock_put_in_the_future_do_not_lock_anybody_out(accounts: Accounts, clock: Clock) -> None:
    for _ in range(10):
        with pytest.raises(SignInFailed):
            accounts.sign_in("rosa", "wrong", address="a")

    clock.now -= 24 * 3600

    with pytest.raises(SignInFailed):
        accounts.sign_in("rosa", "wrong", address="a")
