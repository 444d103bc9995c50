"""A pytest plugin for networkx's own tests: expects the listed differences, counts what the kernel computed.

Loaded by `test_networkx_suite.py` with `-p`, in the process that runs networkx's tests.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from graphsvc.kernel.backend import dispatcher
from graphsvc.kernel.backend_info import FUNCTIONS

LEFT_OUT = Path(__file__).with_name("left_out.toml")
CALLS: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--counts", help="file that gets {function: number of calls}")


def pytest_configure(config: pytest.Config) -> None:
    for name in FUNCTIONS:
        setattr(dispatcher, name, counted(name, getattr(dispatcher, name)))


def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        CALLS[name] += 1
        return function(*args, **kwargs)

    return call


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reasons = {entry["test"]: entry["reason"] for entry in tomllib.loads(LEFT_OUT.read_text())["left_out"]}
    collected = {item.nodeid.rpartition("networkx/")[2]: item for item in items}
    stale = reasons.keys() - collected.keys()
    if stale:
        raise pytest.UsageError(f"left_out.toml names tests that are not there: {sorted(stale)}")
    for name, reason in reasons.items():
        collected[name].add_marker(pytest.mark.xfail(reason=reason, strict=True))


def pytest_sessionfinish(session: pytest.Session) -> None:
    Path(session.config.getoption("--counts")).write_text(json.dumps(CALLS))
