"""XML from strangers, element by element: no document type, no entities, no network, within limits, memory flat."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from graphsvc.errors import UnreadableFile
from importers.reading.pieces import PARSER, Undivided, piece_roots

_HEAD_BYTES = 65_536
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<([^\s/>!?][^\s/>]*)")
_EIGHT_BIT = re.compile(r"utf-?8|(us-)?ascii|iso-?8859-?\d{1,2}|latin-?1|(windows-|cp)125\d|koi8-r", re.IGNORECASE)
_SIXTEEN_BIT = re.compile(r"utf-?16(le|be)?", re.IGNORECASE)
_PIECE_BYTES = 32_768
_SHALLOW = 8
_PACKED = {
    b"\x1f\x8b": "a gzip file",
    b"PK": "a ZIP file or workbook",
    b"BZh": "a bzip2 file",
    b"\xd0\xcf": "an Office file",
}


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """The largest XML that is taken: levels, attributes of an element, characters of a text, bytes of one record."""

    depth: int = 64
    attributes: int = 64
    text_characters: int = 1_000_000
    record_bytes: int = 64_000_000
    file_bytes: int = 2_000_000_000


def root_name(path: Path, limits: XmlLimits = XmlLimits()) -> str:
    """The name of the first element of `path` as written, found without any parser.

    Raises:
        UnreadableFile: empty, packed, no XML, a document type, an encoding that is not taken, or too large.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableFile("The file cannot be opened.", file=path.name, rule="file.unreadable") from error
    if size > limits.file_bytes:
        raise UnreadableFile(
            f"The file has {size:,} bytes; at most {limits.file_bytes:,} are taken.",
            file=path.name,
            rule="file.too-large",
            hint="Split it, or raise the limit in the settings.",
        )
    return _root_of(head, path.name)


def _root_of(head: bytes, file: str) -> str:
    for magic, what in _PACKED.items():
        if head.startswith(magic):
            raise UnreadableFile(
                f"This is {what}.", file=file, rule="xml.packed", hint="Unpack it and give the XML file."
            )
    text = _decoded(head, file)
    if not text.strip():
        raise UnreadableFile("The file is empty.", file=file, rule="xml.empty", hint="Download it again.")
    position = 0
    while match := _BEFORE_ROOT.match(text, position):
        position = match.end()
    if text[position : position + 9].upper() == "<!DOCTYPE":
        if text[position + 9 : position + 15].strip().casefold().startswith("html"):
            raise _web_page(file)
        raise _doctype(file, text.count("\n", 0, position) + 1)
    root = _ROOT.match(text, position)
    if root is None:
        hint = "Check the file, download it again."
        raise UnreadableFile("This is not XML, or it has no element.", file=file, rule="xml.not-xml", hint=hint)
    if root[1].casefold() == "html":
        raise _web_page(file)
    return root[1]


def _doctype(file: str, line: int) -> UnreadableFile:
    hint = "Remove the <!DOCTYPE ...> part; data needs none, and it can make a program read other files."
    return UnreadableFile(
        "A document type is not taken.", file=file, rule="xml.doctype", place=f"line {line}", hint=hint
    )


def _web_page(file: str) -> UnreadableFile:
    return UnreadableFile(
        "This is a web page, not data.",
        file=file,
        rule="xml.web-page",
        hint="The server answered with a page instead of the file: open its address in a browser, then download again.",
    )


def _decoded(head: bytes, file: str) -> str:
    """The head as text, exact enough to find the root in."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _bad_encoding(file, "UTF-32")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head[:2] in (b"<\x00", b"\x00<"):
        return _sixteen_bit(head, file)
    body = head.removeprefix(codecs.BOM_UTF8)
    text = body.decode("latin-1")  # the marks that matter here are ASCII in every encoding that is taken
    declared = _declared_encoding(text)
    if declared is not None and not _EIGHT_BIT.fullmatch(declared):
        raise _bad_encoding(file, declared)
    return text


def _sixteen_bit(head: bytes, file: str) -> str:
    is_little = head.startswith((codecs.BOM_UTF16_LE, b"<\x00"))
    codec = "utf-16-le" if is_little else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(codec, "replace").removeprefix("\ufeff")
    declared = _declared_encoding(text)
    if declared is not None and not _SIXTEEN_BIT.fullmatch(declared):
        raise _bad_encoding(file, declared)
    return text


def _declared_encoding(text: str) -> str | None:
    declaration = _DECLARATION.match(text)
    match = _ENCODING.search(declaration[0]) if declaration else None
    return match[1] if match else None


def _bad_encoding(file: str, name: str) -> UnreadableFile:
    message = f"The encoding {name[:20]} is not taken."
    return UnreadableFile(message, file=file, rule="xml.encoding", hint="Save the file as UTF-8.")


def _has_level(depth: int) -> str:
    """Whether elements below a record stand more than `depth` levels deep in the file, as an XPath."""
    return f"boolean({'/'.join(['*'] * (depth - 1))})"


def _forget(record: etree._Element, root: etree._Element) -> None:
    """Free what a record holds, and all that stands before it."""
    record.clear()
    while root[0] is not record:
        del root[0]


class XmlStream:
    """The records of one XML file, one after the other.

    The file is read in pieces; where it cannot be, in one go, by a parser that knows the line of what is wrong.

    `root_attributes` are known once the first record was asked for. An element that was given is emptied when the
    next one is asked for: take from it what is needed at once.
    """

    def __init__(self, path: Path, root: str, record: str, limits: XmlLimits = XmlLimits()) -> None:
        self.root_attributes: dict[str, str] = {}
        self._path = path
        self._root = root
        self._record = record
        self._limits = limits
        self._bytes_of_record = 0
        self._is_started = False
        # Nearly all records are shallow, and a path of many steps costs the parser's time once more.
        self._is_deep = etree.XPath(_has_level(min(limits.depth, _SHALLOW)))
        self._too_deep = etree.XPath(_has_level(limits.depth))
        self._too_wide = etree.XPath(f"boolean(descendant-or-self::*/@*[{limits.attributes + 1}])")
        self._too_long = etree.XPath(f"boolean(.//text()[string-length() > {limits.text_characters}])")

    def records(self, on_start: Callable[[dict[str, str]], None]) -> Iterator[etree._Element]:
        """The elements named `record` directly under the root, in the order of the file.

        Args:
            on_start: called once with the attributes of the root, before the first record.

        Raises:
            UnreadableFile: not well-formed, another root, a document type, or over a limit.
        """
        given = 0
        try:
            for root, size in piece_roots(self._path, self._root, self._record):
                self._check_root(root, on_start)
                for record in self._records_of(root, size):
                    yield record
                    given += 1
        except Undivided:
            yield from islice(self._as_a_whole(on_start), given, None)

    def _records_of(self, root: etree._Element, size: int) -> Iterator[etree._Element]:
        """The records of a piece of `size` bytes. Raises Undivided where one may be over a limit."""
        is_long = size > self._limits.text_characters and self._too_long(root)
        if is_long or self._is_deep(root) or self._too_wide(root):
            raise Undivided
        for record in list(root.iterchildren(self._record)):
            yield record
            _forget(record, root)

    def _as_a_whole(self, on_start: Callable[[dict[str, str]], None]) -> Iterator[etree._Element]:
        with self._path.open("rb") as file:
            try:
                yield from self._parse(file, on_start)
            except etree.XMLSyntaxError as error:
                line, column = error.position
                raise UnreadableFile(
                    "This is not well-formed XML.",
                    file=self._path.name,
                    rule="xml.malformed",
                    place=f"line {line}, column {column}",
                    hint="The file may be cut off or damaged: download it again. Nothing of it was taken.",
                ) from error

    def _parse(self, file: BinaryIO, on_start: Callable[[dict[str, str]], None]) -> Iterator[etree._Element]:
        root: etree._Element | None = None
        started: etree._Element | None = None
        for element in self._starts(file):
            if root is None:
                root = element
                self._check_root(element, on_start)
            elif element.getparent() is root:
                if started is not None:
                    yield from self._whole(started, root)
                started = element
        if root is None:
            raise self._wrong_root(None)
        if started is not None:
            yield from self._whole(started, root)

    def _starts(self, file: BinaryIO) -> Iterator[etree._Element]:
        """The root and the records, each when it begins: all before it is read and whole.

        Ends are not asked for, and ids are not collected: both cost the parser much of its time.
        """
        parser = etree.XMLPullParser(events=("start",), tag=(self._root, self._record), **PARSER)
        while piece := file.read(_PIECE_BYTES):
            self._count(len(piece))
            parser.feed(piece)
            for _, element in parser.read_events():
                yield cast("etree._Element", element)  # noqa: SLF001  (lxml's own name of the type)
        parser.close()

    def _count(self, read_bytes: int) -> None:
        self._bytes_of_record += read_bytes
        if self._bytes_of_record > self._limits.record_bytes:
            raise UnreadableFile(
                f"One element has more than {self._limits.record_bytes:,} bytes.",
                file=self._path.name,
                rule="xml.record-size",
                hint="Check the file; a single record is never that large.",
            )

    def _whole(self, record: etree._Element, root: etree._Element) -> Iterator[etree._Element]:
        self._check(record)
        yield record
        self._bytes_of_record = 0
        _forget(record, root)

    def _check_root(self, element: etree._Element, on_start: Callable[[dict[str, str]], None]) -> None:
        if element.getparent() is not None or element.tag != self._root:
            raise self._wrong_root(str(element.tag))
        if element.getroottree().docinfo.internalDTD is not None:
            raise _doctype(self._path.name, 1)
        if not self._is_started:
            self._is_started = True
            self.root_attributes = {str(name): str(value) for name, value in element.attrib.items()}
            on_start(self.root_attributes)

    def _wrong_root(self, found: str | None) -> UnreadableFile:
        shown = "another element" if found is None else "another level"
        return UnreadableFile(
            f"The file should begin with <{self._root}>, without a namespace, but begins with {shown}.",
            file=self._path.name,
            rule="xml.root",
            hint="Check that this is the right file for this importer.",
        )

    def _check(self, element: etree._Element) -> None:
        problem = None
        if self._is_deep(element) and self._too_deep(element):
            problem = ("xml.depth", f"Elements stand more than {self._limits.depth} levels deep.")
        elif self._too_wide(element):
            problem = ("xml.attributes", f"An element has more than {self._limits.attributes} attributes.")
        # A text cannot be longer than what was read since the record before, and the piece that one ended in.
        elif self._bytes_of_record + _PIECE_BYTES > self._limits.text_characters and self._too_long(element):
            problem = ("xml.text", f"A text has more than {self._limits.text_characters:,} characters.")
        if problem is not None:
            rule, message = problem
            place = f"line {element.sourceline}"
            raise UnreadableFile(message, file=self._path.name, rule=rule, place=place, hint="Check the file.")
