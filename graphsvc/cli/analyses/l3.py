"""Missing ties over two actors between: for actors of different kinds, who share no contacts where kinds alternate."""

from __future__ import annotations

from graphsvc.cli.analyses.missing_ties import missing_ties

ANALYSIS = missing_ties(
    "l3",
    "the pairs that are not tied and whose contacts are tied, best first; between kinds; not a number an actor",
)
