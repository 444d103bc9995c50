"""How many ties and how many contacts an actor has."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from graphsvc.kernel.compiled import I64
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.views import DegreeView


def degree_centrality(G: TieGraph) -> dict[Hashable, float]:
    """Degree over the number of other actors; 1 for a lone actor, as in networkx."""
    return _shares(G, G.degree)


def in_degree_centrality(G: TieGraph) -> dict[Hashable, float]:
    """Ties received over the number of other actors."""
    return _shares(G, G.in_degree)


def out_degree_centrality(G: TieGraph) -> dict[Hashable, float]:
    """Ties given over the number of other actors."""
    return _shares(G, G.out_degree)


def contacts(graph: TieGraph) -> I64:
    """Distinct actors to whom each actor is tied in either direction; a pair tied both ways counts once."""
    rows, _ = graph.either_way(graph.totals(None))
    return rows.degrees()


def _shares(G: TieGraph, degree: DegreeView) -> dict[Hashable, float]:
    if len(G) <= 1:
        return dict.fromkeys(G, 1)
    shares = degree.counts() * (1.0 / (len(G) - 1.0))
    return dict(zip(G.ids, np.asarray(shares).tolist(), strict=True))
