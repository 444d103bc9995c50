"""The graph of a network file that is given on the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console

if TYPE_CHECKING:
    from graphsvc.kernel.tiegraph import TieGraph


def read_graph(args: argparse.Namespace, console: Console) -> TieGraph:
    """The cleaned ties of the file, with strengths where a column is named; tells what was cleaned."""
    from graphsvc.cli.importing import limits_of
    from graphsvc.kernel.tiegraph import TieGraph
    from importers.networkfile import read_network

    network = read_network(
        args.ties,
        actors=args.actors,
        strength=args.strength,
        undirected=args.undirected,
        limits=limits_of(console),
    )
    graph = TieGraph.from_arrays(
        network.actors, network.ego, network.alter, directed=network.directed, strength=network.strength
    )
    cleaned = graph.cleaned
    console.note(
        f"{len(network.ego):,} ties read, {graph.number_of_edges():,} kept: {cleaned.self_ties:,} self-ties and "
        f"{cleaned.zero_strength:,} of strength zero left out, {cleaned.parallel:,} repeated merged."
    )
    return graph
