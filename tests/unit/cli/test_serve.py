from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.cli.console import Console
from graphsvc.cli.serve import listen
from graphsvc.cli.serving import make_application
from graphsvc.cli.user import address_of
from graphsvc.errors import BadSetting, PortInUse

ROOT = Path(__file__).parents[3]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def test_a_port_in_use_is_said_with_another_one(taken_port: int) -> None:
    with pytest.raises(PortInUse) as refused:
        listen("127.0.0.1", taken_port)

    assert str(refused.value) == (
        f"Port {taken_port} is in use by another program. "
        f"Stop it, or choose another port: PORT={taken_port + 1} make run."
    )


def test_a_host_that_is_not_this_machine_is_said() -> None:
    with pytest.raises(BadSetting, match=r"192\.0\.2\.1 is no address of this machine"):
        listen("192.0.2.1", 0)  # an address for documentation (RFC 5737)


def test_port_nought_takes_any_free_one() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"GRAPHSVC_HOST": "::1", "GRAPHSVC_PORT": "81"}, "http://[::1]:81"),
        ({"GRAPHSVC_TRUSTED_HOSTS": "ties.example.org", "GRAPHSVC_SECURE_COOKIES": "on"}, "https://ties.example.org"),
        (
            {
                "GRAPHSVC_TRUSTED_HOSTS": "127.0.0.1,localhost,::1,ties.example.org,other.example.org",
                "GRAPHSVC_SECURE_COOKIES": "on",
            },
            "https://ties.example.org",
        ),
        ({"GRAPHSVC_TRUSTED_HOSTS": "127.0.0.1,localhost"}, "http://127.0.0.1:8000"),
    ],
)
def test_the_address_is_the_one_by_which_people_come(settings: dict[str, str], address: str) -> None:
    assert address_of(Console(settings)) == address


def test_the_application_has_its_pages(tmp_path: Path) -> None:
    application = make_application(Console({"GRAPHSVC_DATA_FOLDER": str(tmp_path), "GRAPHSVC_GUEST_VIEWING": "on"}))

    with application.test_client() as client:
        assert client.get("/en/", base_url="http://127.0.0.1").status_code == 200


@pytest.mark.slow
def test_a_newcomer_gets_samples_an_address_and_a_link_that_works_once(tmp_path: Path) -> None:
    first = start(tmp_path)
    assert first.stdout is not None
    address, link = (re.search(r"http://\S+", first.stdout.readline()) for _ in range(2))
    assert address is not None
    assert link is not None

    with urllib.request.urlopen(f"{address[0]}/en/", timeout=20) as page:
        assert page.status == 200

    assert stop(first) == 0


def start(folder: Path) -> subprocess.Popen[str]:
    environ = {
        **{name: text for name, text in os.environ.items() if not name.startswith(("GRAPHSVC_", "NEO4J_"))},
        "GRAPHSVC_DATA_FOLDER": str(folder),
        "GRAPHSVC_PORT": "0",
        "GRAPHSVC_GUEST_VIEWING": "true",
    }
    command = [sys.executable, "-m", "graphsvc", "serve", "--samples"]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    return process.returncode
