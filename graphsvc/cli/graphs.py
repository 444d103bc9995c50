"""The graph of a network file that is given on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console

if TYPE_CHECKING:
    from graphsvc.kernel.tiegraph import TieGraph
    from importers.networkfile import NetworkFile


def read_graph(args: argparse.Namespace, console: Console) -> TieGraph:
    """The cleaned ties of the file, with strengths where a column is named; tells what was cleaned."""
    return read_labelled(args, console, ())[1]


def read_labelled(args: argparse.Namespace, console: Console, labels: Sequence[str]) -> tuple[NetworkFile, TieGraph]:
    """The network that the options of `graphsvc measure` name, with the columns `labels` of its actors, as a graph."""
    from graphsvc.cli.importing import limits_of
    from graphsvc.kernel.tiegraph import TieGraph
    from importers.networkfile import read_network

    network = read_network(
        args.ties,
        actors=args.actors,
        strength=args.strength,
        undirected=args.undirected,
        limits=limits_of(console),
        labels=labels,
    )
    graph = TieGraph.from_arrays(
        network.actors, network.ego, network.alter, directed=network.directed, strength=network.strength
    )
    counts = network.counts()
    zero, repeated = counts.zero_strength, counts.repeated
    console.note(f"{counts.told()} and {zero:,} of strength zero left out, {repeated:,} repeated merged.")
    return network, graph
