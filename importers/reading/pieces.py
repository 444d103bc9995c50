"""An XML file cut behind its records into small documents: a parser that need not tell of each element is quicker.

Why the pieces together say what the file says: the bytes of the file behind its root's start tag are cut at some
places, and each part is put between that same start tag and the root's end tag. If every such document is well-formed,
every part is whole content of the root: a part that was cut inside a comment, CDATA, a processing instruction, a tag or
an element below the root would end within it, and its document would not be well-formed. Content behind content is
content; so the file is well-formed and its root's children are those of the pieces, in their order, with the same
namespaces and the same encoding. Where a piece is not well-formed, or anything else is unusual, nothing is concluded:
`Undivided` is raised, and the file is to be read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

_PIECE_BYTES = 131_072
_LONGEST_BYTES = 8_000_000
_HEAD_BYTES = 4_096
# An XML declaration, blanks and comments, the root's start tag. The encodings are those in which ASCII means itself.
_HEAD = re.compile(
    rb"""(?P<start>(?:\xef\xbb\xbf)?
      (?:<\?xml\s+version\s*=\s*["']1\.0["']
        (?:\s+encoding\s*=\s*["'](?i:utf-8|(?:us-)?ascii|iso-8859-\d{1,2}|windows-125\d)["'])?
        (?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>)?)
    (?:\s|<!--(?:[^-]|-[^-])*-->)*
    (?P<tag><(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)(?:\s+[^\s<>"'=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*>)""",
    re.VERBOSE,
)

PARSER: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "collect_ids": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,
}
"""How every parser of strangers' XML is made."""


class Undivided(Exception):
    """The file cannot be read in pieces; whether anything is wrong with it is seen when it is read as a whole."""


def piece_roots(path: Path, root: str, record: str) -> Iterator[tuple[etree._Element, int]]:
    """The roots of the pieces of a file, with their sizes in bytes; all records stand directly inside them.

    Args:
        path: the file.
        root: the name that its first element should have.
        record: the name of the elements behind whose ends the file may be cut.

    Raises:
        Undivided: malformed, an encoding in which ASCII does not mean itself, a document type, another root, or a
            record that is too large to be kept as bytes.
    """
    parser = etree.XMLParser(**PARSER)
    with path.open("rb") as file:
        for piece in _pieces(file, root.encode(), f"</{record}>".encode()):
            try:
                parsed = etree.fromstring(piece, parser)
            except etree.XMLSyntaxError:
                raise Undivided from None
            if parsed.tag != root:  # of a namespace
                raise Undivided
            yield parsed, len(piece)


def _pieces(file: BinaryIO, root: bytes, end: bytes) -> Iterator[bytes]:
    """The documents: the first begins as the file does, and the last ends as it does."""
    rest = file.read(_PIECE_BYTES)
    head = _HEAD.match(rest, 0, _HEAD_BYTES)
    if head is None or head["name"] != root:
        raise Undivided
    start, closing = b"", b"</" + root + b">"
    searched = head.end()
    while True:
        cut = rest.rfind(end, searched)
        if cut >= 0:
            cut += len(end)
            yield b"".join((start, rest[:cut], closing))
            start, rest = head["start"] + head["tag"], rest[cut:]
        elif len(rest) > _LONGEST_BYTES:
            raise Undivided
        searched = max(len(rest) - len(end), 0)
        block = file.read(_PIECE_BYTES)
        if not block:
            yield start + rest
            return
        rest += block
