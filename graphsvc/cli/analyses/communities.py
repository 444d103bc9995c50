"""The groups of a network file with more ties inside than chance lets expect, and how sure each actor's place is."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from graphsvc.cli.analyses.analysis import Analysis, Option
from graphsvc.cli.console import Console, table
from graphsvc.cli.graphs import read_graph
from graphsvc.errors import UnreadableFile, WrongUse

if TYPE_CHECKING:
    from graphsvc.kernel.communities import Communities

MOST_RUNS, MOST_SEED = 1_000, 999_999_999

RESOLUTION = Option("--resolution", "R", "above 1 more and smaller groups, below 1 fewer and larger", default="1")
RUNS = Option("--runs", "N", f"how often to divide, each time in another order; 1 to {MOST_RUNS}", default=20)
SEED = Option("--seed", "N", "chooses the orders", default=0)


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print the group and the certainty of every actor, group by group."""
    resolution = _resolution(args)
    runs, seed = RUNS.whole(args, 1, MOST_RUNS), SEED.whole(args, 0, MOST_SEED)
    graph = read_graph(args, console)
    if not len(graph):
        raise UnreadableFile("There is no actor in it.", file=args.ties.name, rule="no-actors", hint="Add a tie.")
    from graphsvc.kernel.communities import communities

    weight = None if args.strength is None else "strength"
    found = communities(graph, weight=weight, resolution=resolution, runs=runs, seed=seed)
    rows = list(zip(graph.ids, found.group.tolist(), found.certainty.tolist(), strict=True))
    if args.json:
        chosen = {"resolution": resolution, "runs": runs, "seed": seed}
        console.answer_json(
            {
                "measure": args.measure,
                "parameters": {**chosen, "directed": graph.is_directed(), "strength": args.strength},
                "values": {actor: {"group": group, "certainty": certainty} for actor, group, certainty in rows},
                "groups": found.sizes.size,
                "modularity": None if math.isnan(found.modularity) else found.modularity,
            }
        )
    else:
        by_group = sorted(rows, key=lambda row: row[1])
        told = [(group, f"{certainty:.0%}", actor) for actor, group, certainty in by_group]
        console.say(_headline(found))
        console.say(table(("group", "certainty", "actor"), told, numbers=(0, 1)))
    return 0


def _resolution(args: argparse.Namespace) -> float:
    given = args.resolution if args.resolution is not None else str(RESOLUTION.default)
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise WrongUse("--resolution must be a number above 0.", value=given)
    return value


def _headline(found: Communities) -> str:
    if math.isnan(found.modularity):
        return "There is no tie: everybody is a group of one."
    groups = "1 group" if found.sizes.size == 1 else f"{found.sizes.size:,} groups"
    runs = "1 run" if found.runs == 1 else f"{found.runs:,} runs"
    return f"{groups}, modularity {found.modularity:.6g}: the best of {runs}."


ANALYSIS = Analysis(
    name="communities",
    description="the group that it is in, of more ties inside than chance lets expect, and how sure that is",
    direction="ties in either direction, added up",
    reads="strength",
    options=(RESOLUTION, RUNS, SEED),
    answer=answer,
)
