"""What is in the network: numbers for the first page, and the sources they rest on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source
from graphsvc.network import Network

MOST_NAMED, LOOKED_THROUGH = 4, 40
BEGINNINGS = frozenset({"organization", "public_body", "person", "coalition"})
"""Kinds of actor that are worth beginning with."""


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    """How much a viewer sees.

    Attributes:
        actors: number of actors; `ties`: number of tie statements; `isolates`: actors without any tie.
        tie_kinds: (kind, number of statements), most first.
        undated: tie statements with neither start nor end.
        sources: all sources, newest first, undated last.
        most_named: of each kind worth beginning with, the actor that most statements on ties name; most first.
    """

    actors: int
    ties: int
    isolates: int
    tie_kinds: tuple[tuple[str, int], ...]
    undated: int
    sources: tuple[Source, ...]
    most_named: tuple[Actor, ...]


def overview(network: Network, *, language: str) -> OverviewAnswer:
    """What the viewer sees, in numbers."""
    snapshot = network.snapshot
    columns = snapshot.columns
    numbers = np.bincount(columns["kind"], minlength=len(snapshot.kinds)).tolist()
    counts = Counter(dict(zip(snapshot.kinds, numbers, strict=True)))
    tied = np.zeros(len(snapshot.actors.ids), dtype=np.bool_)
    tied[snapshot.ego] = tied[snapshot.alter] = True
    sources = sorted(
        network.sources().values(), key=lambda source: (source.published_on or "", source.id), reverse=True
    )
    return OverviewAnswer(
        actors=len(snapshot.actors.ids),
        ties=len(columns["kind"]),
        isolates=int((~tied).sum()),
        tie_kinds=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        undated=int(((columns["start"] == 0) & (columns["end"] == 0)).sum()),
        sources=tuple(sources),
        most_named=_most_named(network, language),
    )


def _most_named(network: Network, language: str) -> tuple[Actor, ...]:
    ids, ends = network.snapshot.actors.ids, (network.snapshot.ego, network.snapshot.alter)
    named = sum((np.bincount(end, minlength=len(ids)) for end in ends), np.zeros(len(ids), dtype=np.int64))
    first = np.argsort(-named, kind="stable")[:LOOKED_THROUGH]
    found: dict[str, Actor] = {}
    for actor in network.actors([ids[number] for number in first.tolist() if named[number]], language).values():
        if actor.kind in BEGINNINGS:
            found.setdefault(actor.kind, actor)
    return tuple(found.values())[:MOST_NAMED]
