"""JSON from strangers, one record after the other: numbers stay text, keys stand once, memory stays flat."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from graphsvc.errors import UnreadableFile
from importers.reading.files import open_bytes, refusal

_BLOCK = 1_048_576
_BLANKS = re.compile(r"[ \t\r\n]*")
# Escapes that can stand for what no text may hold: half a surrogate pair, or the character 0.
_DOUBTFUL = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_AGAIN = "Download the file again."
_SAVE = "Save the file as UTF-8."


@dataclass(frozen=True, slots=True)
class JsonLimits:
    """The largest JSON that is taken: bytes of the file, characters of one record."""

    file_bytes: int = 2_000_000_000
    record_characters: int = 8_000_000


class _KeyTwice(ValueError):
    """A key stands twice in one object: which of the two counts is not defined."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _NotANumber(ValueError):
    """`NaN` or `Infinity`, which are not JSON."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _KeyTwice(key)
            seen.add(key)
    return made


def _constant(text: str) -> Any:
    raise _NotANumber(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_constant)


class JsonRecords:
    """The records of a JSON file: the elements of one array of objects somewhere near its top.

    Numbers are given as the text that stands in the file, so that none passes through a float. `rest` holds, after a
    whole pass, the other members on the way to the array, without what stands inside it.

    Args:
        path: the file.
        wanted: the names under which the array is looked for, each as the path of keys to it: `("data", "flows")`.
        limits: the largest that is taken.
    """

    def __init__(self, path: Path, wanted: tuple[tuple[str, ...], ...], limits: JsonLimits = JsonLimits()) -> None:
        self.path = path
        self.rest: dict[tuple[str, ...], Any] = {}
        self._wanted = wanted
        self._limits = limits

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each record in turn.

        Raises:
            UnreadableFile: not JSON, cut off, another layout, a key that stands twice, a byte that is not UTF-8, or
                over a limit.
        """
        with open_bytes(self.path, self._limits.file_bytes) as stream:
            text = _Text(self.path, stream, self._limits.record_characters)
            found = yield from self._members(text, ())
            text.end()
        if not found:
            shown = " or ".join(".".join(keys) for keys in self._wanted)
            there = ", ".join(".".join(keys) for keys in sorted(self.rest))[:200]
            raise refusal(
                self.path,
                "json.layout",
                f"There is no list {shown}.",
                hint=f"The file has: {there or 'nothing'}. Is this the right file and importer?",
            )

    def _members(self, text: _Text, above: tuple[str, ...]) -> Generator[dict[str, Any], None, bool]:
        """The records in the object that begins here; returns whether the array was found."""
        found = False
        seen: set[str] = set()
        text.expect("{")
        while text.more(begun=bool(seen), closing="}"):
            key = text.value()
            if not isinstance(key, str) or key in seen:
                raise text.refuse("json.key-twice", f"The key {str(key)[:60]} stands twice in one object.")
            seen.add(key)
            text.expect(":")
            keys = (*above, key)
            if keys in self._wanted:
                found = True
                yield from self._elements(text, keys)
            elif any(wanted[: len(keys)] == keys for wanted in self._wanted) and text.peek() == "{":
                found = (yield from self._members(text, keys)) or found
            else:
                self.rest[keys] = text.value()
        return found

    def _elements(self, text: _Text, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        begun = False
        text.expect("[")
        while text.more(begun=begun, closing="]"):
            begun = True
            value = text.value()
            if not isinstance(value, dict):
                message = f"The list {'.'.join(keys)} holds something that is no object."
                raise text.refuse("json.layout", message)
            yield value


class _Text:
    """The text of a file as far as it is needed: a piece, and the place in it."""

    def __init__(self, path: Path, stream: BinaryIO, most: int) -> None:
        self._path = path
        self._stream = stream
        self._most = most
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._line = 1
        self._bytes = 0
        self._is_whole = False
        self._read()
        if self._text.startswith("\ufeff"):
            self._at = 1
        elif "\x00" in self._text[:100]:
            raise refusal(path, "json.encoding", "This looks like UTF-16 or UTF-32.", hint=_SAVE)

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            match = _BLANKS.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text) or self._is_whole:
                return self._text[self._at : self._at + 1]
            self._read()

    def expect(self, sign: str) -> None:
        """Step over `sign`. Raises UnreadableFile where something else stands."""
        found = self.peek()
        if found != sign:
            raise self.cut_off() if not found else self.refuse("json.malformed", f"A {sign} is missing here.")
        self._at += 1

    def more(self, *, begun: bool, closing: str) -> bool:
        """Whether another member follows; steps over the comma before it, or over `closing`."""
        if self.peek() == closing:
            self._at += 1
            return False
        if begun:
            self.expect(",")
            self.peek()
        return True

    def value(self) -> Any:
        """The value that begins here, whole."""
        if not self.peek():
            raise self.cut_off()
        before: tuple[str, int] | None = None
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                where = (error.msg, error.pos - self._at)
                if self._is_whole:
                    is_at_end = error.pos >= len(self._text.rstrip()) or error.msg.startswith("Unterminated")
                    raise (self.cut_off() if is_at_end else self._malformed(error)) from error
                if before == where and not error.msg.startswith("Unterminated"):
                    raise self._malformed(error) from error
                before = where
                self._read()
            except (_KeyTwice, _NotANumber, RecursionError) as error:
                raise self._odd(error) from error
            else:
                if end < len(self._text) or self._is_whole:
                    self._check_texts(found, end)
                    self._at = end
                    return found
                self._read()

    def _check_texts(self, found: Any, end: int) -> None:
        if _DOUBTFUL.search(self._text, self._at, end) and any(_UNUSABLE.search(text) for text in _texts(found)):
            message = "A text in the record that begins here holds half a character, or the character 0."
            raise self.refuse("text.control", message, "Ask the publisher for a sound file.")

    def end(self) -> None:
        """Raises UnreadableFile where something stands behind the end."""
        if self.peek():
            raise self.refuse("json.malformed", "Something stands behind the end of the JSON.")

    def refuse(self, rule: str, message: str, hint: str = _AGAIN) -> UnreadableFile:
        """The error for this place of the file."""
        line = self._line + self._text.count("\n", 0, self._at)
        return refusal(self._path, rule, message, place=f"line {line}", hint=hint)

    def cut_off(self) -> UnreadableFile:
        """The error for a file that ends too early."""
        self._at = len(self._text)
        return self.refuse("json.cut-off", "The file ends in the middle: a part of it is missing.")

    def _malformed(self, error: json.JSONDecodeError) -> UnreadableFile:
        self._at = error.pos
        return self.refuse("json.malformed", f"This is not JSON: {error.msg}.")

    def _odd(self, error: Exception) -> UnreadableFile:
        if isinstance(error, _KeyTwice):
            message = f"In the record that begins here the key {error.key[:60]} stands twice."
            return self.refuse("json.key-twice", message, "Ask the publisher which of the two counts.")
        if isinstance(error, _NotANumber):
            return self.refuse("json.not-a-number", f"{error} is no JSON number.", "Ask the publisher for the number.")
        return self.refuse("json.too-deep", "The record that begins here is nested too deeply.")

    def _read(self) -> None:
        left = len(self._text) - self._at
        if left > self._most:
            message = f"One record has more than {self._most:,} characters."
            raise self.refuse("json.record-too-large", message, "Is this the right file?")
        # Read as much again as is waiting, so that a long record is not parsed again for each small block.
        block = self._stream.read(max(_BLOCK, left))
        self._line += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :]
        self._at = 0
        try:
            self._text += self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            offset = self._bytes + error.start
            line = self._line + self._text.count("\n") + block.count(b"\n", 0, max(error.start, 0))
            message = f"Near byte {offset + 1:,} the file is not UTF-8."
            raise refusal(self._path, "text.bad-byte", message, place=f"line {line}", hint=_SAVE) from error
        self._bytes += len(block)
        self._is_whole = not block


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)


def looks_like_json(head: bytes) -> bool:
    """Whether a file that begins with `head` is meant as JSON."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")
