"""Everett and Valente's brokerage: how much of an actor's betweenness each of its contacts brings. API only."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx
import numpy as np

from graphsvc.kernel.betweenness import betweenness_centrality
from graphsvc.kernel.components import component_numbers
from graphsvc.kernel.tiegraph import TieGraph


def everett_valente(graph: TieGraph) -> dict[Hashable, float]:
    """(2 B + r) / degree where B, the betweenness by pairs of others, is above zero, and 0 elsewhere.

    r is how many others the actor reaches, so that separate parts of the network do not touch each other. Takes as
    long as exact betweenness.

    Raises:
        networkx.NetworkXNotImplemented: the network is directed.

    Source:
        Everett and Valente (2016), Social Networks 44, 202-208.
    """
    if graph.is_directed():
        raise nx.NetworkXNotImplemented("not implemented for directed type")
    between = np.fromiter(betweenness_centrality(graph, normalized=False).values(), np.float64, len(graph))
    numbers = component_numbers(graph)
    reached = np.bincount(numbers, minlength=1)[numbers] - 1
    degrees = graph.forward.degrees()
    values = np.divide(2 * between + reached, degrees, out=np.zeros(len(graph)), where=between > 0)
    return dict(zip(graph.ids, values.tolist(), strict=True))
