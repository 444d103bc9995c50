"""Compute a measure on your own file, without any store, to check our numbers against other programs'.

Ties are rows of a CSV file with the columns source and target (directed, unless --undirected says otherwise), or a
GraphML or GEXF file. Without --strength they count one; a strength is 0, or from 1e-15 to 1e15. Self-ties and ties of
strength zero are left out, repeated rows become one tie with the sum of the strengths; how many is said on standard
error. For measures along routes (betweenness) the length of a tie is 1 / strength; routes are compared to twelve
digits or better, so that equally short ones share.

introductions gives routes instead of a number an actor: the most reliable ones from --source to --target. It needs
--strength, taken as the chance that a tie works, above 0 and at most 1. Repeated rows of a pair are statements that are
independent of each other: together they are one tie that works unless all fail, 1 - product of (1 - chance).

bridges and key_players are no number an actor either: the ties without which two parts lose each other, and the set of
actors that holds the network together (--goal fragment, distance) or reaches most of it (--goal reach, distance_reach).

communities gives each actor its group and how sure that is. resource_allocation and l3 give the best pairs of actors
that are not tied: over one actor between (within a kind), or over two (between kinds); of one actor with --source.

gould_fernandez, ei_index and mixing need groups: --actors names a CSV file of all actors, --group its column with the
group of each; an empty cell means not known, and such an actor is left out of all three.

trace follows the money of --source through a CSV file with the columns source, target, amount, currency and year: what
arrives at each recipient by proportional sharing, at least and at most, what stays where it cannot be followed, and
what is left out. Amounts are exact.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphsvc.cli.analyses import analyses
from graphsvc.cli.analyses.analysis import Analysis, Option
from graphsvc.cli.console import Console, table
from graphsvc.cli.graphs import read_graph
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from graphsvc.kernel.tiegraph import TieGraph
    from graphsvc.measure_kinds import Measure

NAME = "measure"
HELP = "compute a measure on your own network file"
EXAMPLES = (
    "measure --list",
    "measure constraint --ties docs/examples/ties.csv --undirected",
    "measure betweenness --ties docs/examples/ties.csv --strength times_met --json",
    "measure introductions --ties docs/examples/chances.csv --strength chance --source Ana --target Dora",
    "measure introductions --ties docs/examples/chances.csv --strength chance --source Ana --target Dora -k 1 --json",
    "measure reach --ties docs/examples/kite.csv --undirected --set steps=1",
    "measure cut_actors --ties docs/examples/kite.csv --undirected",
    "measure bridges --ties docs/examples/kite.csv --undirected",
    "measure key_players --ties docs/examples/kite.csv --undirected -k 2 --json",
    "measure key_players --ties docs/examples/kite.csv --undirected -k 2 --goal reach --steps 1",
    "measure communities --ties docs/examples/kite.csv --undirected",
    "measure communities --ties docs/examples/kite.csv --undirected --resolution 0.5 --runs 5 --json",
    "measure resource_allocation --ties docs/examples/kite.csv --undirected -k 3",
    "measure l3 --ties docs/examples/kite.csv --undirected --source Jane --json",
    "measure gould_fernandez --ties docs/examples/ties.csv --actors docs/examples/actors.csv --group town",
    "measure ei_index --ties docs/examples/ties.csv --actors docs/examples/actors.csv --group town --json",
    "measure mixing --ties docs/examples/ties.csv --actors docs/examples/actors.csv --group town --kind sector",
    "measure trace --ties docs/examples/payments.csv --source F1",
    "measure trace --ties docs/examples/payments.csv --source F2 --year 2023 --json",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc measure`."""
    parser.add_argument("measure", nargs="?", metavar="NAME", help="which measure; --list names them")
    parser.add_argument("--list", action="store_true", help="name the measures, one line each")
    parser.add_argument("--ties", type=Path, metavar="FILE", help="CSV, GraphML or GEXF")
    parser.add_argument("--actors", type=Path, metavar="FILE", help="CSV with a column id, for actors without ties")
    parser.add_argument("--undirected", action="store_true", help="every tie goes both ways")
    parser.add_argument("--strength", metavar="COLUMN", help="column or attribute with the strength of a tie")
    parser.add_argument(
        "--set", action="append", default=[], dest="choices", metavar="NAME=VALUE", help="a parameter of the measure"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    for flag, uses in _uses_of_options().items():
        parser.add_argument(flag, metavar=uses[0][1].metavar, help="; ".join(_help(*use) for use in uses))


def _uses_of_options() -> dict[str, list[tuple[str, Option]]]:
    """{flag: (analysis, what the option means to it), ...}."""
    uses: dict[str, list[tuple[str, Option]]] = {}
    for one in analyses().values():
        for option in one.options:
            uses.setdefault(option.flag, []).append((one.name, option))
    return uses


def _help(user: str, option: Option) -> str:
    default = "" if option.default is None else f" (default {option.default})"
    return f"{user}: {option.help}{default}"


def run(args: argparse.Namespace, console: Console) -> int:
    """List the measures, or compute one."""
    from graphsvc.measures import find_measure, measure

    if args.list:
        return _list(args, console)
    if args.measure is None or args.ties is None:
        raise WrongUse(
            "Name a measure and a file.", hint="graphsvc measure NAME --ties FILE; --list names the measures."
        )
    analysis = analyses().get(args.measure)
    _refuse_foreign_options(args, analysis)
    if analysis is not None:
        return analysis.answer(args, console)
    one = find_measure(args.measure, analyses())
    chosen = _parameters(one, args.choices)
    graph = read_graph(args, console)
    if one.reads == "length" and args.strength is not None:
        graph = _with_lengths(graph)
    result = measure(one.name, graph, **chosen)
    parameters = {**result.parameters, "directed": graph.is_directed(), "strength": args.strength}
    if args.json:
        values = dict(sorted(result.values.items()))
        console.answer_json({"measure": result.measure, "parameters": parameters, "values": values})
    else:
        console.say(table(("actor", result.measure), [(actor, _shown(result.values[actor])) for actor in graph]))
    return 0


def _list(args: argparse.Namespace, console: Console) -> int:
    from graphsvc.measures import measures

    known: list[dict[str, object]] = [
        {
            "name": one.name,
            "description": one.description,
            "direction": one.direction.value,
            "reads": one.reads,
            "parameters": {p.name: {"default": p.default, "help": p.help} for p in one.parameters},
        }
        for one in measures().values()
    ]
    known += [
        {
            "name": other.name,
            "description": other.description,
            "direction": other.direction,
            "reads": other.reads,
            "parameters": {option.flag: {"default": option.default, "help": option.help} for option in other.options},
        }
        for other in analyses().values()
    ]
    if args.json:
        console.answer_json(known)
    else:
        console.say(table(("name", "what it says of an actor"), [(one["name"], one["description"]) for one in known]))
    return 0


def _refuse_foreign_options(args: argparse.Namespace, analysis: Analysis | None) -> None:
    """An option that only other measures take is a mistake, never ignored."""
    own = {option.flag for option in analysis.options} if analysis is not None else set()
    every = (option for one in analyses().values() for option in one.options)
    foreign = [option.flag for option in every if option.flag not in own and getattr(args, option.name) is not None]
    if analysis is not None and args.choices:
        foreign.append("--set")
    if foreign:
        raise WrongUse(f"{args.measure[:40]} has no option {foreign[0]}.", hint="Leave it out.")


def _parameters(measure: Measure, choices: list[str]) -> dict[str, object]:
    kinds = {parameter.name: parameter.kind for parameter in measure.parameters}
    chosen: dict[str, object] = {}
    for choice in choices:
        name, _, text = choice.partition("=")
        if name not in kinds:
            known = ", ".join(kinds) or "none"
            raise WrongUse(f"{measure.name} has no parameter {name[:40]}.", hint=f"It has: {known}.")
        chosen[name] = _value(name, text.strip(), kinds[name])
    return chosen


def _value(name: str, text: str, kind: type[bool | int | float | str]) -> object:
    try:
        return {"true": True, "false": False}[text.casefold()] if kind is bool else kind(text)
    except (KeyError, ValueError) as error:
        word = {bool: "true or false", int: "a whole number"}.get(kind, "a number")
        raise WrongUse(f"{name} must be {word}.", value=text) from error


def _with_lengths(graph: TieGraph) -> TieGraph:
    """The same ties with the length 1 / strength."""
    import numpy as np

    from graphsvc.kernel.tiegraph import TieGraph
    from graphsvc.lengths import lengths_of

    ego, alter = graph.ends()
    strength = np.asarray(graph.strength, dtype=np.float64)
    length = lengths_of(strength, len(graph))
    return TieGraph.from_arrays(graph.ids, ego, alter, directed=graph.is_directed(), strength=strength, length=length)


def _shown(value: Any) -> str:
    if value is None:
        return "undefined"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, int):
        return str(value)
    return ", ".join(f"{name} {_shown(number)}" for name, number in value.items())
