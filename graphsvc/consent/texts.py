"""Texts that people write into a request: trimmed, of a bounded length, without control characters."""

from __future__ import annotations

from graphsvc.errors import TextMissing, TextNotShown, TextTooLong

LONGEST_NAME = 400
LONGEST_PURPOSE = 1_000
LONGEST_PLAN = 4_000
LONGEST_NOTE = 500
LONGEST_CONTACT = 500

_KEPT = frozenset("\n\t")


def clean(text: str, *, longest: int) -> str:
    """`text` without blanks around it, its lines ended by line feeds; may be empty.

    Raises:
        TextTooLong: it has more than `longest` characters.
        TextNotShown: it holds control characters or half a character.
    """
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(tidy) > longest:
        raise TextTooLong(longest=longest)
    if not all(letter in _KEPT or _is_shown(ord(letter)) for letter in tidy):
        raise TextNotShown
    return tidy


def needed(text: str, *, longest: int) -> str:
    """As `clean`, and not empty. Raises TextMissing too."""
    tidy = clean(text, longest=longest)
    if not tidy:
        raise TextMissing
    return tidy


def _is_shown(code: int) -> bool:
    return code >= 32 and code != 127 and not 0xD800 <= code <= 0xDFFF
