from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.consent.consent import Consent
from tests.introductions import opened
from tests.signing_in import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def consent(tmp_path: Path, clock: Clock) -> Iterator[Consent]:
    made = opened(tmp_path, clock)
    yield made
    made.close()
