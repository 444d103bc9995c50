from __future__ import annotations

import pytest

from graphsvc.cli.receiving import LARGEST_BODY_BYTES, LARGEST_HEAD_BYTES, Incoming
from web.app import LARGEST_FORM_BYTES

GET = b"GET /en/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /en/search HTTP/1.1\r\nhost: localhost\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        GET,
        POST + b"\r\n",
        POST + b"content-length:3\r\n\r\nabc",
        POST + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
        CHUNKED + b"0\r\n\r\n",
        CHUNKED + b"3;x=y\r\nabc\r\nC\r\n\r\n0\r\n\r\n12345\r\n000\r\nTrailer: x\r\n\r\n",
        CHUNKED + b"no chunk\r\n",
    ],
)
def test_a_request_is_whole_with_its_last_byte_however_it_comes(request_: bytes) -> None:
    incoming = Incoming()

    whole = []
    for number in range(len(request_)):
        incoming.add(request_[number : number + 1])
        whole.append(incoming.is_whole())

    assert whole == [False] * (len(request_) - 1) + [True]
    assert bytes(incoming.data) == request_


def test_nothing_is_gathered_beyond_what_is_taken() -> None:
    long_head, long_body, long_chunk = Incoming(), Incoming(), Incoming()

    long_head.add(b"GET /" + b"x" * LARGEST_HEAD_BYTES)
    long_body.add(POST + f"Content-Length: {LARGEST_BODY_BYTES + 1}\r\n\r\n".encode("ascii"))
    long_chunk.add(CHUNKED + b"ffffff\r\n" + b"x" * LARGEST_BODY_BYTES)

    assert all(incoming.is_whole() for incoming in (long_head, long_body, long_chunk))
    assert LARGEST_BODY_BYTES > LARGEST_FORM_BYTES
