"""Missing ties over one actor between, who counts the less the more contacts it has."""

from __future__ import annotations

from graphsvc.cli.analyses.missing_ties import missing_ties

ANALYSIS = missing_ties(
    "resource_allocation",
    "the pairs that are not tied and share contacts, best first; for actors of one kind; not a number an actor",
)
