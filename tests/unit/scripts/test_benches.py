"""Every bench can be asked: what it imports is there."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.bench.__main__ import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_bench_has_rows(name: str) -> None:
    assert callable(import_module(f"tests.bench.{name}_bench").rows)
