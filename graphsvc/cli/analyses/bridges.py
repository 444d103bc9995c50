"""The ties of a network file without which two parts lose each other."""

from __future__ import annotations

import argparse

from graphsvc.cli.analyses.analysis import Analysis
from graphsvc.cli.console import Console, table
from graphsvc.cli.graphs import read_graph


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print the bridges, those that separate most actors first."""
    from graphsvc.kernel.cuts import bridges_of

    graph = read_graph(args, console)
    found = bridges_of(graph)
    sides = (found.ego, found.alter, found.ego_side, found.alter_side)
    rows = sorted(zip(*(side.tolist() for side in sides), strict=True), key=lambda row: -min(row[2:]))
    told = [(str(graph.ids[ego]), str(graph.ids[alter]), *counts) for ego, alter, *counts in rows]
    if args.json:
        parameters = {"directed": graph.is_directed(), "strength": args.strength}
        values = [{"actors": [one, other], "separates": [near, far]} for one, other, near, far in told]
        console.answer_json({"measure": args.measure, "parameters": parameters, "values": values})
    elif told:
        headers = ("one end", "other end", "actors with the one", "actors with the other")
        console.say(table(headers, told, numbers=(2, 3)))
    else:
        console.say("There is no bridge: every tie has a way round it.")
    return 0


ANALYSIS = Analysis(
    name="bridges",
    description="the ties without which two parts lose each other, and how many actors are on each side",
    direction="ties in either direction",
    reads=None,
    options=(),
    answer=answer,
)
