"""Texts that stand where a name should and name nobody: placeholders, names taken out, classes of givers."""

# ruff: noqa: SIM905  (lists of words read better as words than as quoted lists)

from __future__ import annotations

import re

PLACEHOLDERS = frozenset(
    "0 00000 n/a na n.a. none null nil unknown tbc tbd - -- . x xx excluded aa-aaa-123456789 xm-ocha-hpc0000".split()
) | {"not available", "not applicable", "no data"}
_REDACTED = re.compile(
    r"\b(redacted|withheld|anonymi[sz]ed|supplier name withheld|name removed|confidential)\b", re.IGNORECASE
)
NO_NAMES = frozenset(
    {"", "n a", "na", "none", "null", "unknown", "not available", "not applicable", "correction", "customer", "tbc"}
)
# Classes of givers and receivers without a name of their own: "Private donors in Spain", "Governmental donors of ...".
AGGREGATE = re.compile(
    r"^((various|multiple|several|different|other|unspecified|miscellaneous|anonymous|private|individual|institutional"
    r"|corporate|major|small|general|public|government|governmental|unearmarked|earmarked)\s+([\w&/,-]+\s+){0,4}?)?"
    r"(donors|donations|givers|individuals|contributions|contributors|supporters|sources|organi[sz]ations)"
    r"(\s*$|\s*[(,;:-]|\s+(of|in|from|to|for|via|through|within)\b)|^un joint programmes$",
    re.IGNORECASE,
)


def is_redacted(*texts: str) -> bool:
    """Whether one of the texts says that a name was taken out."""
    return any(text and _REDACTED.search(text) for text in texts)
