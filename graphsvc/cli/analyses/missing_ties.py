"""The pairs of a network file that are not tied and have most around them that speaks for a tie."""

from __future__ import annotations

import argparse
from functools import partial

from graphsvc.cli.analyses.analysis import Analysis, Option
from graphsvc.cli.console import Console, table
from graphsvc.cli.graphs import read_graph
from graphsvc.errors import UnreadableFile, WrongUse

MOST_PAIRS = 1_000

SOURCE = Option("--source", "ID", "only missing ties of this actor")
COUNT = Option("-k", "K", f"how many missing ties, at most; 1 to {MOST_PAIRS}", default=10)


def missing_ties(name: str, description: str) -> Analysis:
    """The analysis of the score of that name, see `graphsvc.kernel.link_scores.Score`."""
    return Analysis(
        name=name,
        description=description,
        direction="ties in either direction",
        reads=None,
        options=(COUNT, SOURCE),
        answer=partial(_answer, name),
    )


def _answer(name: str, args: argparse.Namespace, console: Console) -> int:
    count = COUNT.whole(args, 1, MOST_PAIRS)
    if args.strength is not None:
        raise WrongUse(f"{name} counts ties, not their strengths.", hint="Leave --strength out.")
    graph = read_graph(args, console)
    if not len(graph):
        raise UnreadableFile("There is no actor in it.", file=args.ties.name, rule="no-actors", hint="Add a tie.")
    source = None if args.source is None else args.source.strip()
    if source is not None and source not in graph:
        raise WrongUse("--source: the file has no such actor.", value=source)
    from graphsvc.kernel.link_scores import Score, top_pairs

    places = None if source is None else [graph.place(source)]
    found = top_pairs(graph, Score(name), count, sources=places)
    ends = zip(found.one.tolist(), found.other.tolist(), found.value.tolist(), strict=True)
    rows = [(str(graph.ids[one]), str(graph.ids[other]), value) for one, other, value in ends]
    if args.json:
        values = [{"source": one, "target": other, "value": value} for one, other, value in rows]
        parameters = {"k": count, "source": source, "directed": graph.is_directed()}
        console.answer_json({"measure": name, "parameters": parameters, "values": values})
    elif rows:
        told = [(f"{value:.6g}", one, other) for one, other, value in rows]
        console.say(table((name, "one actor", "the other"), told, numbers=(0,)))
    else:
        console.say("Nothing speaks for a tie that is not there.")
    return 0
