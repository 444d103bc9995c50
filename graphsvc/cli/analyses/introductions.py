"""Who can introduce X to Y, on a network file whose strengths are chances."""

from __future__ import annotations

import argparse
import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graphsvc.cli.analyses.analysis import COUNT, LONGEST, SOURCE, TARGET, Analysis
from graphsvc.cli.console import Console, table
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphsvc.kernel.routes import FoundRoute
    from graphsvc.kernel.tiegraph import TieGraph
    from importers.networkfile import NetworkFile

MOST_ROUTES, MOST_TIES = 100, 6


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print the most reliable routes, best first."""
    if args.strength is None:
        raise WrongUse(
            "introductions needs the chance of each tie.",
            hint="Name the column that holds it with --strength: above 0, at most 1.",
        )
    source, target = SOURCE.text(args).strip(), TARGET.text(args).strip()
    count, longest = COUNT.whole(args, 1, MOST_ROUTES), LONGEST.whole(args, 1, MOST_TIES)
    if source == target:
        raise WrongUse("--source and --target name the same actor.", hint="Name two.", value=source)
    graph = _graph(args, console)
    for option, end in ((SOURCE, source), (TARGET, target)):
        if end not in graph:
            raise WrongUse(f"{option.flag}: the file has no such actor.", value=end)
    from graphsvc.kernel.routes import introduction_routes

    routes = introduction_routes(graph, graph.place(source), graph.place(target), k=count, longest=longest)
    told = [_told(graph, route) for route in routes]
    if args.json:
        console.answer_json({"routes": [{"actors": actors, "chance": math.prod(steps)} for actors, steps in told]})
    elif told:
        rows = [(f"{math.prod(steps):.6g}", f"{min(steps):.6g}", " > ".join(actors)) for actors, steps in told]
        console.say(table(("chance", "weakest tie", "route"), rows, numbers=(0, 1)))
    else:
        console.say(f"There is no route of at most {longest} ties.")
    return 0


def _graph(args: argparse.Namespace, console: Console) -> TieGraph:
    """The ties of the file with their chances as strength and -ln(chance) as length."""
    from graphsvc.cli.importing import limits_of
    from graphsvc.kernel.tiegraph import TieGraph
    from importers.networkfile import read_network

    network = read_network(
        args.ties,
        actors=args.actors,
        strength=args.strength,
        undirected=args.undirected,
        limits=limits_of(console),
        is_chance=True,
    )
    ego, alter, chance = merged(network)
    counts = network.counts()
    console.note(f"{counts.told()} left out, {counts.repeated:,} repeated merged.")
    # A length is above zero: a chance of 1 gets the least there is.
    length = np.maximum(np.rint(-np.log(chance) * 1e9), 1).astype(np.int64)
    return TieGraph.from_arrays(network.actors, ego, alter, directed=network.directed, strength=chance, length=length)


def merged(network: NetworkFile) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """(ego, alter, chance) of each pair once, without self-ties: it works unless all of its rows fail."""
    is_tie = network.ego != network.alter
    ego, alter = network.ego[is_tie], network.alter[is_tie]
    assert network.strength is not None  # noqa: S101 - it was asked for
    chance = network.strength[is_tie]
    if not network.directed:
        ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
    order = np.lexsort((alter, ego))
    ego, alter, chance = ego[order], alter[order], chance[order]
    if not chance.size:
        return ego, alter, chance
    starts = np.flatnonzero(np.r_[True, (ego[1:] != ego[:-1]) | (alter[1:] != alter[:-1])])
    is_single = np.diff(np.r_[starts, chance.size]) == 1
    # 1 - (1 - p) is not always p.
    together = np.where(is_single, chance[starts], 1 - np.multiply.reduceat(1 - chance, starts))
    return ego[starts], alter[starts], together


def _told(graph: TieGraph, route: FoundRoute) -> tuple[list[str], list[float]]:
    """The actors of a route and the chances of its ties."""
    actors = [str(graph.ids[place]) for place in route.places]
    return actors, [float(graph[one][other]["strength"]) for one, other in pairwise(actors)]


ANALYSIS = Analysis(
    name="introductions",
    description="the most reliable routes over which one actor can be introduced to another; not a number an actor",
    direction="ties given",
    reads="strength",
    options=(SOURCE, TARGET, COUNT, LONGEST),
    answer=answer,
)
