"""Requests are received whole before a thread answers them: who sends half of one, or slowly, holds no thread.

gunicorn's worker gives a thread to a connection with its first byte, and the thread then waits for the rest as long as
the sender likes: as many half-sent requests as there are threads would stop the service for everybody. Here the main
loop, which waits for all connections at once, gathers a request, for so many seconds and no longer.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import ThreadWorker

LARGEST_HEAD_BYTES = 64_000
LARGEST_BODY_BYTES = 100_000
"""At least what a page takes. Of a larger one only the beginning is handed on, and the application refuses it."""
PIECE_BYTES = 64_000
_END = b"\r\n\r\n"
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
_IN_CHUNKS = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9a-f]{1,8})[ \t]*(;[^\r\n]*)?\r\n", re.IGNORECASE)


class Incoming:
    """What has come of one request."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.expects_word = False
        """The sender waits until it is told to go on."""
        self._body_at: int | None = None
        self._length: int | None = 0
        self._chunk_at = 0

    def add(self, piece: bytes) -> None:
        """Take what has come now."""
        searched = max(0, len(self.data) - len(_END) + 1)
        self.data += piece
        if self._body_at is None and (end := self.data.find(_END, searched)) >= 0:
            self._read_head(end + len(_END))

    def is_whole(self) -> bool:
        """Whether a thread can answer it, or refuse it, without waiting for more."""
        if self._body_at is None:
            return len(self.data) > LARGEST_HEAD_BYTES
        body_bytes = len(self.data) - self._body_at
        if body_bytes > LARGEST_BODY_BYTES:
            return True
        if self._length is None:
            return self._has_last_chunk()
        return self._length > LARGEST_BODY_BYTES or body_bytes >= self._length

    def _read_head(self, body_at: int) -> None:
        self._body_at = self._chunk_at = body_at
        head = bytes(self.data[:body_at])
        self.expects_word = _EXPECTS.search(head) is not None
        length = _LENGTH.search(head)
        self._length = None if _IN_CHUNKS.search(head) else int(length[1]) if length else 0

    def _has_last_chunk(self) -> bool:
        while chunk := _CHUNK.match(self.data, self._chunk_at):
            size = int(chunk[1], 16)
            if size == 0:
                return self.data.find(_END, chunk.end() - 2) >= 0
            self._chunk_at = chunk.end() + size + 2
        # What cannot be a chunk is for the parser to refuse.
        return self.data.find(b"\r\n", self._chunk_at) >= 0


class Receiver(ThreadWorker):
    """gunicorn's threaded worker, with a limit of time for what comes in and for what goes out."""

    receiving_seconds: float = 10
    """From the first moment of a connection, or the first byte of a later request, to the last byte of the request."""
    answering_seconds: float = 30
    """Until the sender has taken a piece of the answer."""
    closing_seconds: float = 2
    """Until the sender closes too, after the last answer."""

    def enqueue_req(self, conn: Any) -> None:
        """Gather the next request of `conn`; a thread answers it when it is whole."""
        conn.init()
        if not isinstance(conn.parser.unreader, _Unreader):
            conn.parser.unreader = _Unreader(conn.sock)
        conn.incoming = Incoming()
        conn.incoming.add(conn.parser.unreader.take_buffered())
        if conn.incoming.is_whole():
            self._hand_on(conn)
        else:
            self._wait(conn, self.receiving_seconds, self._receive)

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """Keep the connection for another request, or close it without waiting for the other side."""
        if fs.cancelled() or fs.exception() is not None or fs.result() is not False:
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
        else:
            # An answer could be lost if the socket were closed with something in it that nobody has read.
            self._wait(conn, self.closing_seconds, self._discard)

    def murder_pending(self) -> None:
        """Close what was not received in time."""
        now = time.monotonic()
        for conn in [conn for conn in self.pending_conns if conn.timeout <= now]:
            self._stop_waiting(conn)
            self._drop(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer; who does not take the answer is left."""
        conn.sock.settimeout(self.answering_seconds)
        try:
            return super().handle_request(req, conn)
        except TimeoutError as error:
            raise _gone() from error

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def _wait(self, conn: Any, seconds: float, then: Callable[[Any, socket.socket], None]) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + seconds
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def _stop_waiting(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)

    def _drop(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()

    def _receive(self, conn: Any, client: socket.socket) -> None:
        piece = _received(client)
        if piece is None:
            return
        expected_word = conn.incoming.expects_word
        conn.incoming.add(piece)
        if conn.incoming.is_whole():
            self._stop_waiting(conn)
            self._hand_on(conn)
        elif not piece or (conn.incoming.expects_word and not expected_word and not _told_to_go_on(client)):
            self._stop_waiting(conn)
            self._drop(conn)

    def _discard(self, conn: Any, client: socket.socket) -> None:
        if _received(client) == b"":
            self._stop_waiting(conn)
            self._drop(conn)

    def _hand_on(self, conn: Any) -> None:
        conn.parser.unreader.unread(bytes(conn.incoming.data))
        conn.incoming = None
        super().enqueue_req(conn)


class _Unreader(SocketUnreader):
    """Gives what was received; a thread waits for nothing more."""

    def chunk(self, _size_hint: int | None = None) -> bytes:
        raise _gone()


def _gone() -> ConnectionResetError:
    # With this number gunicorn takes the connection for one that the other side has ended, and logs nothing.
    return ConnectionResetError(errno.ECONNRESET, "The other side is too slow.")


def _received(client: socket.socket) -> bytes | None:
    """What has come; nothing at all when the other side has closed, None when there is nothing yet."""
    try:
        return client.recv(PIECE_BYTES)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _told_to_go_on(client: socket.socket) -> bool:
    try:
        client.sendall(_CONTINUE)
    except OSError:
        return False
    return True
