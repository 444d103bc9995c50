"""Numbers on the command line."""

from __future__ import annotations

import argparse

LARGEST = 2**63 - 1
"""The largest whole number that a store holds."""


def at_least_one(text: str) -> int:
    """A whole number of at least 1."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) and 1 <= int(text) <= LARGEST):
        raise argparse.ArgumentTypeError("use a whole number of at least 1, of 19 digits at most")
    return int(text)
