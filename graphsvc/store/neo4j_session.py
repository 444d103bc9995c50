"""The one place that speaks to the Neo4j driver: deadlines, retries, and what its errors mean to a person.

The driver itself can wait for ever on a network that falls silent. So every unit of work runs on a thread of its own,
and whoever asked for it waits no longer than the deadline; then the driver is closed, which frees that thread too, and
the next unit gets a new one.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graphsvc.errors import StoreUnreachable
from graphsvc.store.neo4j_errors import Trouble, trouble
from graphsvc.store.neo4j_statements import Statements, all_statements

Answer = TypeVar("Answer")
SERVER_SHARE = 0.8
"""The server gives up a transaction after this share of the deadline, so that its own words come in time."""
AGENT = "graphsvc"
FREED_WITHIN_SECONDS = 30.0
_LOOKED_AGAIN_AFTER = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the store may take, and how often it is asked.

    Attributes:
        page_seconds: deadline of a read for a page.
        batch_seconds: deadline of a batch of an import, and of a read of the whole network.
        page_retry_seconds, batch_retry_seconds: no new try after this long.
        tries: of one unit of work, retries included.
        connect_seconds, acquire_seconds: for a connection to the server, and for a free one of the pool.
        pool_size: connections, and units of work at once.
        lease_seconds: how long a run keeps the lock without a sign of life.
    """

    page_seconds: float = 5.0
    batch_seconds: float = 30.0
    page_retry_seconds: float = 2.0
    batch_retry_seconds: float = 10.0
    tries: int = 3
    connect_seconds: float = 2.0
    acquire_seconds: float = 3.0
    pool_size: int = 20
    lease_seconds: float = 60.0


class Work:
    """One transaction: runs statements by name and gives their rows as plain lists."""

    def __init__(self, transaction: neo4j.ManagedTransaction, statements: Statements, *, may_write: bool) -> None:
        self._transaction = transaction
        self._statements = statements
        self._may_write = may_write

    def rows(self, name: str, /, **values: Any) -> list[list[Any]]:
        """The rows of statement `name`, each a list in the order of its header's `returns`."""
        return self._run(name, None, values)

    def one(self, name: str, /, **values: Any) -> Any:
        """The first value of the first row of statement `name`; None where it gives no row."""
        rows = self._run(name, None, values)
        return rows[0][0] if rows else None

    def typed(self, name: str, tie_type: str, /, **values: Any) -> list[list[Any]]:
        """The rows of statement `name` as it is made for `tie_type`."""
        return self._run(name, tie_type, values)

    def _run(self, name: str, tie_type: str | None, values: dict[str, Any]) -> list[list[Any]]:
        if all_statements()[name].writes and not self._may_write:
            raise RuntimeError(f"{name} writes, and this is a read.")
        return self._transaction.run(self._statements.text(name, tie_type), values).values()


class Link:
    """The way to one server: one driver per process, opened when it is first needed."""

    def __init__(self, uri: str, user: str, password: str, statements: Statements, limits: Limits) -> None:
        self.limits = limits
        self.statements = statements
        self._uri = uri
        self._auth = (user, password)
        self._guard = threading.Lock()
        self._process = 0
        self._driver: neo4j.Driver | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._refusal: Trouble | None = None
        self._bookmarks: neo4j.Bookmarks | None = None

    def read(self, work: Callable[[Work], Answer], *, whole: bool = False) -> Answer:
        """What `work` reads, in one transaction; it may run more than once. `whole`: with the deadline of a batch."""
        limits = self.limits
        if whole:
            return self._try(work, limits.batch_seconds, limits.batch_retry_seconds, may_write=False)
        return self._try(work, limits.page_seconds, limits.page_retry_seconds, may_write=False)

    def write(self, work: Callable[[Work], Answer]) -> Answer:
        """What `work` gives after its transaction is committed.

        It may run more than once, also when the first time was committed and only the answer was lost: `work` itself
        finds out what is written already.
        """
        return self._try(work, self.limits.batch_seconds, self.limits.batch_retry_seconds, may_write=True)

    def close(self) -> None:
        """Close the driver, if this process opened one."""
        with self._guard:
            driver, threads = self._driver, self._threads
            self._driver = self._threads = None
        if driver is not None and threads is not None and self._process == os.getpid():
            threads.shutdown(wait=False)
            _hang_up(driver)

    def _try(self, work: Callable[[Work], Answer], seconds: float, retry_seconds: float, *, may_write: bool) -> Answer:
        begun = time.monotonic()
        for left in range(self.limits.tries - 1, -1, -1):
            try:
                return self._once(work, seconds, may_write=may_write)
            except (Neo4jError, DriverError, OSError) as error:
                found = trouble(error)
                self._bookmarks = None  # a server that came back from a backup has not seen what they name
                if found.is_final:
                    self._refusal = found
                if not found.can_retry or not left or time.monotonic() - begun > retry_seconds:
                    raise found.error() from error
            except UnicodeEncodeError as error:
                raise trouble(error).error() from error
            # Jittered, so that two who collided do not collide again.
            time.sleep(min(2.0, 0.1 * 2.0 ** (self.limits.tries - left)) * random.uniform(0.5, 1.0))  # noqa: S311
        raise StoreUnreachable

    def _once(self, work: Callable[[Work], Answer], seconds: float, *, may_write: bool) -> Answer:
        driver, threads = self._open()
        unit = neo4j.unit_of_work(timeout=seconds * SERVER_SHARE, metadata={"app": AGENT})

        def run(transaction: neo4j.ManagedTransaction) -> Answer:
            return work(Work(transaction, self.statements, may_write=may_write))

        def in_session() -> Answer:
            with driver.session(bookmarks=self._bookmarks) as session:
                answer: Answer = session.execute_write(unit(run)) if may_write else session.execute_read(unit(run))
                if may_write:
                    self._bookmarks = session.last_bookmarks()
                return answer

        future = threads.submit(in_session)
        try:
            return future.result(timeout=seconds)
        except TimeoutError:
            if future.done():
                raise
            self._abandon(driver, threads, future)
            raise StoreUnreachable from None

    def _open(self) -> tuple[neo4j.Driver, ThreadPoolExecutor]:
        with self._guard:
            if self._refusal is not None and self._refusal.is_fresh():
                raise self._refusal.error()  # the server locks out who tries a wrong password too often
            if self._driver is None or self._threads is None or self._process != os.getpid():
                self._driver, self._threads, self._process = self._new_driver(), self._new_threads(), os.getpid()
            return self._driver, self._threads

    def _new_threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.limits.pool_size, thread_name_prefix="graphsvc-neo4j")

    def _new_driver(self) -> neo4j.Driver:
        limits = self.limits
        settings: Mapping[str, Any] = {
            "connection_timeout": limits.connect_seconds,
            "connection_acquisition_timeout": limits.acquire_seconds,
            "max_connection_pool_size": limits.pool_size,
            "liveness_check_timeout": 30.0,
            "max_transaction_retry_time": 0.0,  # retries are ours: a limit of tries, and of time
            "fetch_size": 5_000,
            "notifications_min_severity": "OFF",
            "telemetry_disabled": True,
            "user_agent": AGENT,
        }
        return neo4j.GraphDatabase.driver(self._uri, auth=self._auth, **settings)

    def _abandon(self, driver: neo4j.Driver, threads: ThreadPoolExecutor, future: Future[Any]) -> None:
        """Let nobody wait for a driver that fell silent; ending its connections frees their threads."""
        with self._guard:
            if self._driver is driver:
                self._driver = self._threads = None
        future.cancel()
        threads.shutdown(wait=False, cancel_futures=True)
        threading.Thread(target=_free, args=(driver, future), name="graphsvc-neo4j-close", daemon=True).start()


def _free(driver: neo4j.Driver, future: Future[Any]) -> None:
    """End what `future` waits for, then close `driver`.

    Its sockets are shut down, which wakes whoever reads them, and closed only when nobody does: the number of a closed
    socket goes to the next file that is opened, and a thread that was about to read would wait on that one. It is done
    again until the thread is free, because a connection that was just being opened is in no pool yet.
    """
    until = time.monotonic() + FREED_WITHIN_SECONDS
    is_free = False
    while not is_free and time.monotonic() < until:
        for connection in _connections(driver):
            with suppress(OSError):
                socket.socket.shutdown(connection.socket._socket, socket.SHUT_RDWR)  # noqa: SLF001
        time.sleep(_LOOKED_AGAIN_AFTER)
        is_free = future.done()
    _hang_up(driver)


def _connections(driver: neo4j.Driver) -> list[Any]:
    pool = driver._pool  # noqa: SLF001 - the driver has no public way to end a connection without a word
    with pool.lock:
        return [connection for some in pool.connections.values() for connection in some]


def _hang_up(driver: neo4j.Driver) -> None:
    """Close `driver` and the sockets of its connections, whoever waits on them.

    `close` alone says goodbye on each connection first. When another thread is using that connection, the driver's
    buffers, which are made for one thread, refuse it; then the socket stays open, and that thread waits for ever.
    """
    for connection in _connections(driver):
        connection.kill()
    driver.close()
