"""The introductions file when it is held, full or damaged: a named error, and nothing half-written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from graphsvc.consent.consent import FILE_NAME, Consent
from graphsvc.consent.states import Action, Role, State
from graphsvc.errors import StoreBusy, StoreFull, StoreRefused, StoreTooNew
from tests.introductions import ROSA, brought_to, do, new_request, opened
from tests.signing_in import Clock


def test_a_file_that_is_held_is_said_to_be_busy_and_the_request_stays_as_it_was(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.sqlite_file.BUSY_SECONDS", 0.05)
    consent = opened(tmp_path, clock)
    request = brought_to(consent, State.ASKED)
    holder = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy):
        do(consent, request, Role.INTRODUCER, Action.AGREE)
    holder.close()

    assert consent.requests.own_one(ROSA, request).state is State.ASKED
    consent.close()


def test_a_full_disk_leaves_no_half_of_a_request(consent: Consent) -> None:
    pages = consent._file._connection.execute("PRAGMA page_count").fetchone()[0]
    consent._file._connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreFull):
        fill(consent)

    own = consent.requests.own(ROSA)
    assert all(len(one.route) == 3 for one in own)
    consent.requests.own(ROSA)


def fill(consent: Consent) -> None:
    for _ in range(200):
        consent.requests.create(new_request(plan="x" * 4_000))


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 500)

    with pytest.raises(StoreRefused):
        Consent.open(tmp_path)


def test_a_file_of_a_newer_version_is_refused(consent: Consent, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()

    with pytest.raises(StoreTooNew):
        Consent.open(tmp_path)
