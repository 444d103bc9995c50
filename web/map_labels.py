"""The short names beside the marks of a map: told apart even where there is room for their beginning only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from web.formats import LONGEST_LABEL


def told_apart(labels: Iterable[str]) -> dict[str, str]:
    """{label: what to write where the whole label does not fit}.

    Labels that begin alike are written without the words that they share with another: of two subcommittees of one
    committee the last words are left, after a sign that the beginning was cut. Other labels stay as they are.
    """
    alike: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        alike[label[: LONGEST_LABEL - 1] if len(label) > LONGEST_LABEL else label].add(label)
    return {label: _without_shared(label, group - {label}) for group in alike.values() for label in group}


def _without_shared(label: str, others: Iterable[str]) -> str:
    words = label.split()
    shared = [_shared_words(words, other.split()) for other in others]
    most = max((count for count in shared if count < len(words)), default=0)
    return "…" + " ".join(words[most:]) if most else label


def _shared_words(words: Sequence[str], others: Sequence[str]) -> int:
    for count, (one, other) in enumerate(zip(words, others, strict=False)):
        if one.rstrip(",;:") != other.rstrip(",;:"):
            return count
    return min(len(words), len(others))
