"""The real server: what it makes of half a request, of one that comes slowly, and of headers that only it reads."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
THREADS = 8
PROGRAM = f"""
import sys
from graphsvc.cli import main
from graphsvc.cli.receiving import Receiver

Receiver.receiving_seconds = 3
sys.exit(main(["serve", "--threads", "{THREADS}"]))
"""
HEAD = b"POST /en/search HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n"
PAGE = b"GET /en/about HTTP/1.1\r\nHost: localhost\r\n"
HALVES = {
    "nothing": b"",
    "half a header": b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "half a body": FORM + b"Content-Length: 1000\r\n\r\nq=",
    "half a chunk": FORM + b"Transfer-Encoding: chunked\r\n\r\nff\r\nq=",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    environ = {
        **{name: text for name, text in os.environ.items() if not name.startswith(("GRAPHSVC_", "NEO4J_"))},
        "GRAPHSVC_DATA_FOLDER": str(tmp_path_factory.mktemp("served")),
        "GRAPHSVC_PORT": "0",
        "GRAPHSVC_GUEST_VIEWING": "true",
    }
    command = [sys.executable, "-c", PROGRAM]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
    assert said is not None
    with urllib.request.urlopen(f"http://127.0.0.1:{said[1]}/health/live", timeout=60):
        pass
    yield int(said[1])
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_sent_requests_stop_nobody_and_are_closed(port: int, half: bytes) -> None:
    stalled = [connection(port, half) for _ in range(3 * THREADS)]

    answered_after = seconds_to_answer(port)
    ended = [until_closed(one, seconds=6) for one in stalled]

    assert answered_after < 2
    assert ended == [b""] * len(stalled)


def test_a_byte_now_and_then_is_no_way_to_stay(port: int) -> None:
    began = time.monotonic()
    with connection(port, HALVES["half a header"]) as slow, pytest.raises(OSError, match=r"Broken pipe|reset"):
        dribble(slow, seconds=10)

    assert time.monotonic() - began < 6


def test_who_does_not_close_after_the_answer_delays_nobody(port: int) -> None:
    done = [connection(port, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            for _ in range(THREADS)]  # fmt: skip
    time.sleep(0.3)

    answered_after = seconds_to_answer(port)

    assert answered_after < 1
    assert all(until_closed(one, seconds=6).startswith(b"HTTP/1.1 200 ") for one in done)


def test_a_request_in_pieces_is_answered_and_another_on_the_same_connection(port: int) -> None:
    body = b"x" * 40_000
    slow = connection(port, HEAD + b"Expect: 100-continue\r\nContent-Length: 40000\r\n\r\n")

    told = slow.recv(1000)
    slow.sendall(body[:20_000])
    time.sleep(0.3)
    slow.sendall(body[20_000:] + b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answers = until_closed(slow, seconds=6)

    assert told == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers)[-2:] == [b"403", b"200"]


def test_a_body_that_is_too_large_is_refused_before_it_comes(port: int) -> None:
    announced = connection(port, FORM + b"Content-Length: 900000\r\n\r\nq=")

    assert until_closed(announced, seconds=6).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("header", ["SCRIPT_NAME: /zzz", "SCRIPT_NAME: //evil.example", "PATH_INFO: /en/sources",
                                    "REMOTE_USER: rosa"])  # fmt: skip
def test_a_header_changes_nothing_of_where_the_request_goes(port: int, header: str) -> None:
    plain, other = (
        until_closed(connection(port, PAGE + sent + b"Connection: close\r\n\r\n"), seconds=10)
        for sent in (b"", header.encode("ascii") + b"\r\n")
    )

    assert other.startswith(b"HTTP/1.1 200 ")
    assert re.findall(rb'href="[^"]*"', other) == re.findall(rb'href="[^"]*"', plain)


def connection(port: int, sent: bytes) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port))
    made.sendall(sent)
    return made


def dribble(one: socket.socket, *, seconds: float) -> None:
    """Send a byte five times a second."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        one.sendall(b"x")
        time.sleep(0.2)


def seconds_to_answer(port: int) -> float:
    began = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=20) as answer:
        assert answer.status == 200
    return time.monotonic() - began


def until_closed(one: socket.socket, *, seconds: float) -> bytes:
    """All that comes until the other side closes."""
    one.settimeout(seconds)
    with one:
        return b"".join(iter(lambda: one.recv(65_536), b""))
