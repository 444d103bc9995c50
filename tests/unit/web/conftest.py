"""Accounts for tests: quick hashes, and a clock that is turned by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.sqlite_file import SqliteFile
from tests.signing_in import Clock, quick_passwords
from web.accounts.accounts import FILE_NAME, PACKAGE, Accounts


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Accounts:
    return Accounts(SqliteFile(tmp_path / FILE_NAME, PACKAGE), passwords=quick_passwords(), clock=clock)
