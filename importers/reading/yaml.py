"""YAML from strangers as plain text: lists, mappings and texts, nothing else, within limits.

YAML guesses types (`NO` becomes False, `012` becomes 10, `12:30:45` becomes 45045) and lets a file build objects and
multiply itself. Here every value is the text that stands in the file; an empty value is None; and aliases, anchors,
tags, merge keys, directives, several documents, duplicate keys and keys that are no words are refused.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from graphsvc.errors import UnreadableFile

YamlValue = str | None | list["YamlValue"] | dict[str, "YamlValue"]
"""What a file can hold."""

_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NOT_A_WORD = re.compile(
    r"~|null|true|false|[-+]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+|[-+]?\.(inf|nan)"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?",
    re.IGNORECASE,
)
_CURLY = "\u201c\u201d\u2018\u201e\u00ab"
_HIDDEN_COLON = re.compile(":[\u00a0\u2007\u202f]")


@dataclass(frozen=True, slots=True)
class YamlLimits:
    """The largest YAML that is taken: bytes, levels, keys of one mapping, characters of one line."""

    file_bytes: int = 1_000_000
    depth: int = 20
    keys: int = 20_000
    line_characters: int = 20_000


def read_yaml(path: Path, limits: YamlLimits = YamlLimits()) -> YamlValue:
    """The one document of `path`, every value as text.

    Raises:
        UnreadableFile: anything that is not plain YAML within the limits; names the line and what to do.
    """
    text = _checked_text(path, limits)
    try:
        return _Builder(path.name, limits).build(text)
    except yaml.YAMLError as error:
        raise _broken(error, path.name) from error


def _checked_text(path: Path, limits: YamlLimits) -> str:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            message = f"The file has {size:,} bytes; at most {limits.file_bytes:,} are taken."
            raise UnreadableFile(message, file=path.name, rule="file.too-large", hint="Split it.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile("The file cannot be opened.", file=path.name, rule="file.unreadable") from error
    text = _decoded(data, path.name)
    bad = _BAD_CHARACTERS.search(text)
    if bad is not None:
        message = f"The character U+{ord(bad[0]):04X} is not taken."
        hint = "Remove it; it is invisible or breaks lines in some programs only."
        raise _refusal(message, path.name, "yaml.character", text.count("\n", 0, bad.start()) + 1, hint)
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > limits.line_characters:
            message = f"The line has more than {limits.line_characters:,} characters."
            raise _refusal(message, path.name, "yaml.long-line", number, "Break it into several lines.")
    return text


def _decoded(data: bytes, file: str) -> str:
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"The byte 0x{data[error.start]:02X} is not UTF-8."
        raise _refusal(message, file, "yaml.encoding", line, "Save the file as UTF-8.") from error


def _refusal(message: str, file: str, rule: str, line: int, hint: str) -> UnreadableFile:
    return UnreadableFile(message, file=file, rule=rule, place=f"line {line}", hint=hint)


def _line_of(event: Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark is not None else 0


def _broken(error: yaml.YAMLError, file: str) -> UnreadableFile:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}" if mark is not None else None
    hint = "Indent with blanks, not tabs; put texts with a colon, quote or # into quotes."
    return UnreadableFile("This is not well-formed YAML.", file=file, rule="yaml.malformed", place=place, hint=hint)


class _Builder:
    """Builds values out of the parser's events, without recursion."""

    def __init__(self, file: str, limits: YamlLimits) -> None:
        self._file = file
        self._limits = limits
        # The open lists and mappings; for a mapping: its key that waits for a value, and the line of each key.
        self._open: list[tuple[list[YamlValue] | dict[str, YamlValue], dict[str, int]]] = []
        self._keys: list[str | None] = []
        self._documents = 0
        self._has_value = False
        self._value: YamlValue = None

    def build(self, text: str) -> YamlValue:
        for event in yaml.parse(text, Loader=_PARSER):
            self._take(event)
        if not self._has_value or self._value is None:
            raise UnreadableFile("The file is empty.", file=self._file, rule="yaml.empty", hint="Check the file.")
        return self._value

    def _take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._begin(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, AliasEvent):
            raise self._no(event, "yaml.alias", "Aliases (*name) are not taken.", "Write the value out.")
        elif isinstance(event, DocumentStartEvent):
            self._document(event)

    def _document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._no(event, "yaml.documents", "Only one document is taken.", "Split the file at ---.")
        if event.version or event.tags:
            raise self._no(event, "yaml.directive", "Directives (%YAML, %TAG) are not taken.", "Remove the line.")

    def _begin(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        self._check_plain(event)
        if self._waits_for_key():
            raise self._no(event, "yaml.key", "A key must be one word or text.", "Write the key as text.")
        if len(self._open) >= self._limits.depth:
            message = f"Lists and mappings stand more than {self._limits.depth} levels deep."
            raise self._no(event, "yaml.depth", message, "Write it flatter.")
        value: list[YamlValue] | dict[str, YamlValue] = {} if isinstance(event, MappingStartEvent) else []
        self._put(value)
        self._open.append((value, {}))
        self._keys.append(None)

    def _scalar(self, event: ScalarEvent) -> None:
        self._check_plain(event)
        text = str(event.value)
        is_plain = not event.style  # the C parser says "", the other one None
        if is_plain:
            self._check_look_alikes(event, text)
        elif event.style == '"' and _BAD_CHARACTERS.search(text):
            message = "The text holds a control character or half a character."
            raise self._no(event, "yaml.character", message, "Remove the escape.")
        if self._waits_for_key():
            self._key(event, text, is_plain=is_plain)
        else:
            self._put(None if is_plain and not text else text)

    def _waits_for_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], dict) and self._keys[-1] is None

    def _key(self, event: ScalarEvent, text: str, *, is_plain: bool) -> None:
        mapping, lines = self._open[-1]
        line = _line_of(event)
        if is_plain and text == "<<":
            raise self._no(event, "yaml.merge", "Merge keys (<<) are not taken.", "Write the values out.")
        if not text or (is_plain and _NOT_A_WORD.fullmatch(text)):
            raise self._no(event, "yaml.key", "A key must be a text.", "Put the key into quotes.")
        if text in lines:
            message = f"The key stands here and in line {lines[text]}."
            raise self._no(event, "yaml.duplicate-key", message, "Keep one of the two.")
        if len(mapping) >= self._limits.keys:
            message = f"A mapping has more than {self._limits.keys:,} keys."
            raise self._no(event, "yaml.keys", message, "Split the file.")
        lines[text] = line
        self._keys[-1] = text

    def _put(self, value: YamlValue) -> None:
        if not self._open:
            self._has_value, self._value = True, value
            return
        container, _ = self._open[-1]
        if isinstance(container, list):
            container.append(value)
            return
        key = self._keys[-1]
        if key is not None:
            container[key] = value
            self._keys[-1] = None

    def _check_plain(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        if event.anchor is not None:
            raise self._no(event, "yaml.anchor", "Anchors (&name) are not taken.", "Remove it.")
        if event.tag is not None:
            raise self._no(event, "yaml.tag", "Tags (!name) are not taken.", "Remove it; every value is text.")

    def _check_look_alikes(self, event: ScalarEvent, text: str) -> None:
        if text.isascii():
            return
        if text[:1] in _CURLY and text:
            raise self._no(event, "yaml.curly-quotes", "Curly quotes do not quote.", "Use straight quotes.")
        if _HIDDEN_COLON.search(text):
            message = "After the colon stands a blank of another kind."
            raise self._no(event, "yaml.hidden-blank", message, "Type the blank again.")

    def _no(self, event: Event, rule: str, message: str, hint: str) -> UnreadableFile:
        return _refusal(message, self._file, rule, _line_of(event), hint)


_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
