"""A TCP relay between a program and its server that can be told to misbehave, in one direction or both, while it runs.

The bytes are not understood, but for `cut_on`, which waits for a piece of them: Bolt sends COMMIT as the message
`b"\\x00\\x02\\xb0\\x12"`, so that a connection can be cut exactly when the answer to a commit is due.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

BOLT_COMMIT = b"\x00\x02\xb0\x12"
CHUNK = 65_536


@dataclass
class Fault:
    """What one direction does. All at once are off to begin with."""

    silent: bool = False
    """Bytes are taken and kept back; they go on when this ends."""
    delay_seconds: float = 0.0
    bytes_per_second: float | None = None
    cut_after: int | None = None
    """The connection is closed after so many more bytes."""
    flipped: int | None = None
    """Of the bytes that come now, the one at this place is changed."""


@dataclass
class Proxy:
    """A relay to `port` of this machine. Use it in `with`; `uri` is where to connect to."""

    target_port: int
    to_server: Fault = field(default_factory=Fault)
    to_client: Fault = field(default_factory=Fault)
    refuses: bool = False
    """New connections are closed at once."""
    cut_on: bytes | None = None
    """When the client sends these bytes they go on to the server, whose answer is lost: the connection is reset. This
    happens every second time, so that who tries again is heard."""
    met: int = 0
    """How often the bytes of `cut_on` were met."""
    cuts: int = 0
    """How many connections were cut by `cut_on`."""

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._links: list[_Relay] = []
        self._open = True
        threading.Thread(target=self._accept, daemon=True, name="proxy").start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        _close(self._listener)
        self.reset()

    @property
    def uri(self) -> str:
        """The Bolt address of the relay."""
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def silence(self, is_silent: bool = True) -> None:
        """Let nothing through in either direction, or let everything through again."""
        self.to_server.silent = self.to_client.silent = is_silent

    def reset(self) -> None:
        """Cut all connections hard (RST)."""
        for link in self._links:
            link.reset()
        self._links.clear()

    def half_close(self) -> None:
        """Tell the client that nothing more comes, and go on listening to it."""
        for link in self._links:
            with contextlib.suppress(OSError):
                link.client.shutdown(socket.SHUT_WR)

    def _accept(self) -> None:
        while self._open:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.refuses:
                _reset(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target_port))
            except OSError:
                _reset(client)
                continue
            link = _Relay(self, client, server)
            self._links.append(link)
            link.start()


@dataclass
class _Relay:
    proxy: Proxy
    client: socket.socket
    server: socket.socket
    loses_answer: bool = False

    def start(self) -> None:
        for source, target, is_up in ((self.client, self.server, True), (self.server, self.client, False)):
            threading.Thread(target=self._carry, args=(source, target, is_up), daemon=True, name="relay").start()

    def reset(self) -> None:
        _reset(self.client)
        _close(self.server)

    def _carry(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        fault = self.proxy.to_server if is_up else self.proxy.to_client
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if is_up and self.proxy.cut_on is not None and self.proxy.cut_on in data:
                    self.proxy.met += 1
                    self.loses_answer = self.proxy.met % 2 == 1
                if not is_up and self.loses_answer:  # the server has answered, so it has done what it was asked
                    self.proxy.cuts += 1
                    self.reset()
                    return
                if not self._pass(fault, data, target):
                    self.reset()
                    return
        _close(source)
        _close(target)

    def _pass(self, fault: Fault, data: bytes, target: socket.socket) -> bool:
        while fault.silent:
            time.sleep(0.02)
        if fault.delay_seconds:
            time.sleep(fault.delay_seconds)
        if fault.flipped is not None and fault.flipped < len(data):
            at, fault.flipped = fault.flipped, None
            data = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        if fault.cut_after is not None:
            data, fault.cut_after = data[: fault.cut_after], fault.cut_after - len(data)
        if fault.bytes_per_second is None:
            target.sendall(data)
        else:
            for byte in data:
                target.sendall(bytes([byte]))
                time.sleep(1 / fault.bytes_per_second)
        return fault.cut_after is None or fault.cut_after > 0


def _reset(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RD)  # wakes who waits in recv
    _close(connection)


def _close(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        connection.close()
