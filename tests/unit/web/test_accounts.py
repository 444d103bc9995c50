"""Signing in: sessions, links, and what ends them."""

from __future__ import annotations

import secrets
import sqlite3
import stat
from pathlib import Path

import pytest

from graphsvc.access import Permission, Sensitivity
from graphsvc.errors import InvalidValue, NotFound, SignInFailed, StoreBusy, StoreUnreachable
from graphsvc.sqlite_file import SqliteFile
from tests.signing_in import Clock, quick_passwords
from web.accounts.accounts import FILE_NAME, PACKAGE, Accounts

PASSWORD = "plum orbit kettle 9"


def sign_in(accounts: Accounts, name: str = "rosa", password: str = PASSWORD) -> str:
    return accounts.sign_in(name, password, address="127.0.0.1")


def test_a_person_who_signs_in_sees_what_their_account_may_see(accounts: Accounts) -> None:
    accounts.add_person(
        "Rosa", password=PASSWORD, everywhere=Sensitivity.PUBLIC, clearances={"north": Sensitivity.RESTRICTED}
    )

    person = accounts.signed_in(sign_in(accounts, "ROSA"))

    assert person is not None
    assert person.viewer.clearance("north") is Sensitivity.RESTRICTED
    assert person.viewer.clearance("south") is Sensitivity.PUBLIC
    assert person.viewer.permissions == {Permission.OPEN, Permission.READ}


def test_a_name_can_be_taken_once(accounts: Accounts) -> None:
    accounts.add_person("Rosa")

    with pytest.raises(InvalidValue, match="with this name"):
        accounts.add_person("rósa")
    with pytest.raises(InvalidValue, match="letters or digits"):
        accounts.add_person(" - ")


@pytest.mark.parametrize(("name", "password"), [("rosa", "plum orbit kettle 8"), ("nobody", PASSWORD), ("", "")])
def test_wrong_names_and_passwords_are_refused_alike(accounts: Accounts, name: str, password: str) -> None:
    accounts.add_person("rosa", password=PASSWORD)

    with pytest.raises(SignInFailed) as refusal:
        sign_in(accounts, name, password)

    assert str(refusal.value) == str(SignInFailed())


def test_an_account_without_a_password_opens_by_link_only(accounts: Accounts) -> None:
    accounts.add_person("rosa")

    with pytest.raises(SignInFailed):
        sign_in(accounts, "rosa", "a password that nobody has")
    assert accounts.signed_in(accounts.use_link(accounts.make_link("rosa"), address="::1")) is not None


def test_a_link_works_once(accounts: Accounts) -> None:
    accounts.add_person("rosa")
    link = accounts.make_link("rosa")

    accounts.use_link(link, address="::1")

    with pytest.raises(NotFound):
        accounts.use_link(link, address="::1")


@pytest.mark.parametrize("seconds", [30 * 60 + 1, -24 * 3600])
def test_a_link_is_good_for_half_an_hour_whatever_the_clock_does(
    accounts: Accounts, clock: Clock, seconds: float
) -> None:
    accounts.add_person("rosa")
    link = accounts.make_link("rosa")

    clock.now += seconds

    with pytest.raises(NotFound):
        accounts.use_link(link, address="::1")


def test_a_session_ends_after_half_an_hour_without_a_request(accounts: Accounts, clock: Clock) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    token = sign_in(accounts)

    clock.now += 29 * 60
    assert accounts.signed_in(token) is not None
    clock.now += 29 * 60
    assert accounts.signed_in(token) is not None
    clock.now += 31 * 60
    assert accounts.signed_in(token) is None


def test_a_session_ends_after_twelve_hours_however_busy(accounts: Accounts, clock: Clock) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    token = sign_in(accounts)
    lasted = 0

    while accounts.signed_in(token) is not None:
        clock.now += 600
        lasted += 600

    assert lasted == 12 * 3600 + 600


@pytest.mark.parametrize("seconds", [-24 * 3600, 365 * 24 * 3600])
def test_a_session_is_over_when_the_clock_jumps(accounts: Accounts, clock: Clock, seconds: float) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    token = sign_in(accounts)

    clock.now += seconds

    assert accounts.signed_in(token) is None


def test_a_session_is_dead_at_sign_out(accounts: Accounts) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    token, other = sign_in(accounts), sign_in(accounts)

    accounts.sign_out(token)

    assert accounts.signed_in(token) is None
    assert accounts.signed_in(other) is not None


def test_closing_an_account_ends_its_sessions_and_links_at_once(accounts: Accounts) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    token, link = sign_in(accounts), accounts.make_link("rosa")

    accounts.set_active("rosa", is_active=False)

    assert accounts.signed_in(token) is None
    with pytest.raises(NotFound):
        accounts.use_link(link, address="::1")
    with pytest.raises(SignInFailed):
        sign_in(accounts)


def test_a_new_password_ends_the_sessions_that_the_old_one_began(accounts: Accounts) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    token = sign_in(accounts)

    accounts.set_password("rosa", "kettle orbit plum 10")

    assert accounts.signed_in(token) is None
    assert accounts.signed_in(sign_in(accounts, password="kettle orbit plum 10")) is not None
    with pytest.raises(NotFound):
        accounts.set_password("nobody", PASSWORD)


def test_tokens_that_never_were_are_nobody(accounts: Accounts) -> None:
    for token in ("", "x", secrets.token_urlsafe(32), "\ud800"):
        assert accounts.signed_in(token) is None
        accounts.sign_out(token)


def test_the_file_holds_neither_passwords_nor_tokens_and_is_for_its_owner(tmp_path: Path, accounts: Accounts) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    token, link = sign_in(accounts), accounts.make_link("rosa")
    accounts.close()

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert not any(secret.encode() in kept for secret in (PASSWORD, token, link))
    assert b"$argon2id$" in kept
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_secrets_of_an_installation_stay_the_same(tmp_path: Path, accounts: Accounts) -> None:
    first = accounts.secret("forms")

    again = Accounts(SqliteFile(tmp_path / FILE_NAME, PACKAGE), passwords=quick_passwords())

    assert again.secret("forms") == first
    assert again.secret("other") != first


def test_a_password_kept_with_weaker_settings_is_hashed_anew_at_sign_in(tmp_path: Path, accounts: Accounts) -> None:
    accounts.add_person("rosa", password=PASSWORD)
    stronger = Accounts(SqliteFile(tmp_path / FILE_NAME, PACKAGE), passwords=quick_passwords(time_cost=2))

    sign_in(stronger)

    assert "t=2" in str(stronger.people.named("rosa").password)
    assert accounts.signed_in(sign_in(accounts)) is not None


def test_an_accounts_file_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreUnreachable):
        SqliteFile(tmp_path / "file" / "accounts.sqlite", PACKAGE)
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(StoreUnreachable):
        SqliteFile(tmp_path / "folder.sqlite", PACKAGE)


def test_an_accounts_file_that_another_program_holds_is_said_to_be_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.sqlite_file.BUSY_SECONDS", 0.05)
    accounts = Accounts(SqliteFile(tmp_path / FILE_NAME, PACKAGE), passwords=quick_passwords())
    accounts.add_person("rosa")
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy):
        accounts.make_link("rosa")
    other.close()
