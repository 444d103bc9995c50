"""What holds for every test: no way out of this machine, how many examples hypothesis tries, who runs with whom."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from hypothesis import HealthCheck, settings

from tests.neo4j.plugin import (
    empty_neo4j,
    neo4j_driver,
    neo4j_home,
    neo4j_server,
    neo4j_server_to_kill,
    own_neo4j_server,
)

__all__ = [
    "empty_neo4j",
    "neo4j_driver",
    "neo4j_home",
    "neo4j_server",
    "neo4j_server_to_kill",
    "own_neo4j_server",
]

# The same examples each time, so that a change is judged by what it changes; `thorough` looks for new ones.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=1000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


FIXTURES = {
    "neo4j": {"neo4j_server", "neo4j_driver", "empty_neo4j", "own_neo4j_server"},
    "browser": {"browser", "browser_context", "chromium", "page"},
}
"""What a test asks for says which mark it carries, so that `make test-quick` leaves it out."""


GROUPS = ("neo4j", "own neo4j", "browser")
"""What is run by one worker each, so that a server is started once; the longest first, so that none is left over."""

NEO4J_SECONDS = 900
"""A test that asks a real server fifty times over, while another worker's server starts, can take some minutes."""

MEMORY, NEEDED_BYTES = Path("/dev/shm"), 4 << 30


def pytest_configure() -> None:
    """Let temporary files lie in memory where there is much of it: most of what tests do is to write small stores."""
    if "TMPDIR" not in os.environ and _is_roomy(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that need Neo4j or Chromium, and say which tests one worker runs when there are several."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        for mark, fixtures in FIXTURES.items():
            if asked & fixtures:
                item.add_marker(mark)
        if item.get_closest_marker("neo4j") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(NEO4J_SECONDS))
    if hasattr(config, "workerinput"):
        groups = {item: _group(item) for item in items}
        for item, group in groups.items():
            item.add_marker(pytest.mark.xdist_group(group))
        items.sort(key=lambda item: GROUPS.index(groups[item]) if groups[item] in GROUPS else len(GROUPS))


def _group(item: pytest.Item) -> str:
    """Tests of one file share their fixtures; what needs a server or a browser is together with its like."""
    if "own_neo4j_server" in getattr(item, "fixturenames", ()):
        return "own neo4j"
    return next((mark for mark in ("neo4j", "browser") if item.get_closest_marker(mark)), str(item.path))


def _is_roomy(folder: Path) -> bool:
    """Whether `folder` takes all that the tests write, and programs can be run from it."""
    if not os.access(folder, os.W_OK) or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return False
    return shutil.disk_usage(folder).free >= NEEDED_BYTES and psutil.virtual_memory().available >= NEEDED_BYTES


class WayOutClosed(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Sockets of this process reach loopback addresses (and the server named by NEO4J_URI), nothing else."""
    guarded = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    with pytest.MonkeyPatch.context() as patch:
        for name, method in guarded.items():
            patch.setattr(socket.socket, name, _guard(method))
        yield


def _guard(method: Callable[..., Any]) -> Callable[..., Any]:
    given = urlsplit(os.environ.get("NEO4J_URI", "")).hostname
    allowed = {"localhost"} if given is None else {"localhost", given, *_addresses(given)}

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_near(str(address[0]), allowed):
            raise WayOutClosed(f"Tests reach this machine only, not {address[0]}.")
        return method(self, address)

    return guarded


def _is_near(host: str, allowed: set[str]) -> bool:
    if host in allowed:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _addresses(host: str) -> set[str]:
    return {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
