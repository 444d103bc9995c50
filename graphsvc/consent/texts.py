"""Texts that people write into a request: trimmed, of a bounded length, without control characters."""

from __future__ import annotations

from graphsvc.errors import InvalidValue

LONGEST_NAME = 400
LONGEST_PURPOSE = 1_000
LONGEST_PLAN = 4_000
LONGEST_NOTE = 500
LONGEST_CONTACT = 500

_KEPT = frozenset("\n\t")


def clean(text: str, *, longest: int, what: str) -> str:
    """`text` without blanks around it, its lines ended by line feeds; may be empty.

    Raises:
        InvalidValue: it is longer than `longest` characters, or holds control characters or half a character.
    """
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(tidy) > longest:
        raise InvalidValue(f"The {what} is too long.", hint=f"Use at most {longest:,} characters.")
    if any((ord(letter) < 32 and letter not in _KEPT) or ord(letter) == 127 for letter in tidy):
        raise InvalidValue(f"The {what} holds characters that cannot be shown.", hint="Type it again.")
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in tidy):
        raise InvalidValue(f"The {what} holds half of a two-part character.", hint="Type it again.")
    return tidy


def needed(text: str, *, longest: int, what: str) -> str:
    """As `clean`, and not empty."""
    tidy = clean(text, longest=longest, what=what)
    if not tidy:
        raise InvalidValue(f"The {what} is missing.", hint="Write a sentence.")
    return tidy
