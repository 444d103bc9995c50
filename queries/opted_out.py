"""The network that nobody is led through who asked not to introduce."""

from __future__ import annotations

import numpy as np

from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.network import Network


def without_opted_out(network: Network, graph: TieGraph) -> TieGraph:
    """The graph without the ties of those who asked not to introduce: nobody is reached through them."""
    number_of = network.snapshot.number_of
    gone = [number_of[one] for one in network.opted_out() if one in number_of]
    if not gone:
        return graph
    ego, alter = graph.ends()
    kept = ~(np.isin(ego, gone) | np.isin(alter, gone))
    return TieGraph.from_arrays(graph.ids, ego[kept], alter[kept], directed=False)
