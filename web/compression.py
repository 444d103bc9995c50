"""Scripts, style sheets and JSON in a quarter of their size, for weak connections.

Pages are never compressed: they hold tokens beside text that a stranger may choose, and the length of a compressed
page can tell the one by the other (BREACH). Nothing else has a token in it.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

SHORTEST = 1_400
"""What is not longer fits into one packet as it is."""
_LEVEL = 5
_COMPRESSED = frozenset({"application/json", "text/css", "text/javascript", "image/svg+xml"})


def install(app: Flask) -> None:
    """Compress what `app` answers, for those who take it."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in _COMPRESSED or response.is_streamed:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"] <= 0 or (response.content_length or 0) <= SHORTEST:
            return response
        is_lasting = "immutable" in (response.headers.get("Cache-Control") or "")
        body = response.get_data()
        response.set_data(_lasting(body) if is_lasting else _compressed(body))
        response.headers["Content-Encoding"] = "gzip"
        return response


@lru_cache(maxsize=64)
def _lasting(body: bytes) -> bytes:
    """As `_compressed`, once for each file that does not change."""
    return _compressed(body)


def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)
