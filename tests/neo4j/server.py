"""A real Neo4j Community server as a process of its own, to be stopped, killed and started again by tests."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import neo4j
from neo4j.exceptions import Neo4jError

FOLDER = Path(__file__).parent
BUILT = FOLDER / "target"
READY_WITHIN_SECONDS = 90
STOPPED_WITHIN_SECONDS = 30
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-DkeepPlans=true")
"""For a server that lives for minutes on few cores: compile quickly, collect on one thread, and keep plans although the
small database is filled and emptied all the time. With the defaults most of the tests' time is spent on these three."""
FIRST_PASSWORD = "neo4j"  # what a new server is delivered with; it must be changed before anything else


class ServerNotStarted(RuntimeError):
    """The server's parts are missing, or it ended or stayed silent; the end of its log is in the message."""


class Neo4jServer:
    """One server with its data in `home`, on a free port of the loopback address that it keeps over restarts.

    It runs in a process group of its own with a small heap, and ends by itself when the test process is gone.
    `is_measured`: it compiles, collects and plans like a server in use, for figures; otherwise as suits tests.
    """

    user = "neo4j"

    def __init__(self, home: Path, *, heap_mb: int = 512, is_measured: bool = False) -> None:
        self.home = home
        self.heap_mb = heap_mb
        self.is_measured = is_measured
        self.port = free_port()
        self.uri = f"bolt://127.0.0.1:{self.port}"
        self.password = FIRST_PASSWORD
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id, which is also the number of its group."""
        if self._process is None:
            raise ServerNotStarted("The Neo4j server does not run.")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process is alive; it may still be starting."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()  # its data is thrown away with the test, and an orderly stop takes five seconds

    def start(self) -> None:
        """Start, wait until the server answers, and give it a random password if it still has the first one."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # ended by stop() or kill()
                self._command(), stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=self.home, start_new_session=True
            )
        try:
            self._wait_until_ready()
            if self.password == FIRST_PASSWORD:
                self._change_password(secrets.token_urlsafe(24))
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Let the server close its store and end; it is killed when that takes too long."""
        if self._process is None:
            return
        self._close_input()
        try:
            self._process.wait(STOPPED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End the whole group at once (SIGKILL), as a loss of power would."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._close_input()
        self._process = None

    def restart(self) -> None:
        """Stop, if it still runs, and start again with the same data, port and password."""
        self.stop()
        self.start()

    def empty(self) -> None:
        """Take out everything: data, constraints, indexes."""
        with self.driver() as driver:
            empty(driver)

    def driver(self) -> neo4j.Driver:
        """A new driver, to be closed by the caller."""
        return neo4j.GraphDatabase.driver(
            self.uri, auth=(self.user, self.password), connection_timeout=5, max_transaction_retry_time=5
        )

    def _command(self) -> list[str]:
        jars, classes = BUILT / "jars", BUILT / "classes"
        if not (classes / "Neo4jServer.class").exists():
            raise ServerNotStarted("Neo4j is not set up. Run `make neo4j` once (Java 17 and Maven).")
        return [
            "java",
            f"-Xms{self.heap_mb}m",
            f"-Xmx{self.heap_mb}m",
            *(() if self.is_measured else SHORT_LIVED),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            f"{classes}:{jars}/*",
            "Neo4jServer",
            str(self.home),
            str(self.port),
        ]

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < deadline:
            if not self.is_running:
                raise ServerNotStarted(f"The Neo4j server ended. Its log:\n{self._log_end()}")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                self._wait_for_bolt(deadline)
                return
            time.sleep(0.1)
        raise ServerNotStarted(
            f"The Neo4j server did not answer in {READY_WITHIN_SECONDS} s. Its log:\n{self._log_end()}"
        )

    def _wait_for_bolt(self, deadline: float) -> None:
        """The port opens a moment before the databases are there."""
        while True:
            try:
                with self.driver() as driver, driver.session(database="system") as session:
                    session.run("SHOW DATABASES").consume()
            except (Neo4jError, neo4j.exceptions.DriverError, OSError) as error:
                if getattr(error, "code", "").endswith(("CredentialsExpired", "PermissionDenied")):
                    return  # it answers, and asks for a new password
                if time.monotonic() > deadline or not self.is_running:
                    raise ServerNotStarted(f"{error}\nThe server's log:\n{self._log_end()}") from error
                time.sleep(0.2)
            else:
                return

    def _change_password(self, password: str) -> None:
        with self.driver() as driver, driver.session(database="system") as session:
            statement = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
            session.run(statement, old=self.password, new=password).consume()
        self.password = password

    def _close_input(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def _log_end(self) -> str:
        return (self.home / "server.log").read_text(errors="replace")[-3000:]


def empty(driver: neo4j.Driver) -> None:
    """Take out everything from the one database: data in steps, then constraints, then indexes."""
    with driver.session() as session:
        # Relationships first: a dense network with its nodes in one go takes more memory than the server has.
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run(f"DROP CONSTRAINT `{row['name']}`").consume()
        for row in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").data():
            session.run(f"DROP INDEX `{row['name']}`").consume()


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
