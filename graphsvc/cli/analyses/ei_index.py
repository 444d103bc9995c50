"""How far actors, groups and the network keep to their own group: the E-I index beside what chance would give."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from graphsvc.cli.analyses.analysis import Analysis
from graphsvc.cli.analyses.grouped import (
    GROUP,
    KIND,
    LARGEST_SEED,
    SEED,
    SHUFFLES,
    GroupedNetwork,
    chosen_shuffles,
    number,
    numbers,
    read_grouped,
    shown,
)
from graphsvc.cli.console import Console, table

if TYPE_CHECKING:
    from graphsvc.kernel.external_internal import ExternalInternal, Index, IndexChances

    Range = tuple[float, float]


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print the index of the network, of every group and of every actor."""
    from graphsvc.kernel.external_internal import ROUNDS, external_internal, index_chances, reachable

    shuffles, seed = chosen_shuffles(args) or ROUNDS, SEED.whole(args, 0, LARGEST_SEED)
    network = read_grouped(args, console)
    graph, grouping, kinds = network.graph, network.grouping, network.kinds
    found = external_internal(graph, grouping, kinds)
    chances = index_chances(graph, grouping, kinds, rounds=shuffles, seed=seed)
    reach = reachable(graph, grouping)
    if args.json:
        parameters = {**network.parameters, "shuffles": shuffles, "seed": seed}
        console.answer_json(_as_json(args.measure, parameters, network, found, chances, reach))
    else:
        _say(console, network, found, chances, reach)
    return 0


def _as_json(
    name: str,
    parameters: dict[str, Any],
    network: GroupedNetwork,
    found: ExternalInternal,
    chances: IndexChances,
    reach: Range,
) -> dict[str, Any]:
    sizes = network.grouping.sizes.tolist()
    groups = {
        label: {
            "actors": sizes[place],
            **_index(found.groups, place),
            "as_high": number(chances.groups_as_high[place]),
            "as_low": number(chances.groups_as_low[place]),
        }
        for place, label in enumerate(network.grouping.labels)
    }
    whole = {
        **_index(found.network, 0),
        "lowest": number(reach[0]),
        "highest": number(reach[1]),
        "as_high": number(chances.network_as_high),
        "as_low": number(chances.network_as_low),
    }
    return {
        "measure": name,
        "parameters": parameters,
        "notes": network.notes,
        "left_out": network.grouping.unknown,
        "values": dict(zip(network.graph, numbers(found.actors.value), strict=True)),
        "expected": dict(zip(network.graph, numbers(found.actors.expected), strict=True)),
        "groups": groups,
        "network": whole,
    }


def _index(index: Index, place: int) -> dict[str, Any]:
    return {
        "value": number(index.value[place]),
        "expected": number(index.expected[place]),
        "external": number(index.external[place]),
        "internal": number(index.internal[place]),
    }


def _say(
    console: Console, network: GroupedNetwork, found: ExternalInternal, chances: IndexChances, reach: Range
) -> None:
    def cells(index: Index, place: int) -> tuple[str, ...]:
        counts = (shown(index.external[place]), shown(index.internal[place]))
        return (*counts, shown(index.value[place]), shown(index.expected[place]))

    heads, labels = ("external", "internal", "E-I", "by chance"), network.grouping.labels
    sizes = network.grouping.sizes.tolist()
    rows = [
        (label, sizes[place], *cells(found.groups, place), shown(chances.groups_as_low[place]))
        for place, label in enumerate(labels)
    ]
    whole = (*cells(found.network, 0), shown(chances.network_as_low))
    rows.append(("(network)", network.grouping.known, *whole))
    console.say(table(("group", "actors", *heads, "p as low"), rows, numbers=range(1, 7)))
    console.say(
        f"With these sizes and this number of ties the network can reach {shown(reach[0])} to {shown(reach[1])}."
    )
    console.say()
    actors = [
        (actor, label, *cells(found.actors, place))
        for place, (actor, label) in enumerate(zip(network.graph, network.labels, strict=True))
        if label is not None
    ]
    console.say(table(("actor", "group", *heads), actors, numbers=range(2, 6)))


ANALYSIS = Analysis(
    name="ei_index",
    description="ties to other groups less ties inside its own, over all its ties: -1 closed to +1 open (E-I index)",
    direction="ties in either direction",
    reads=None,
    options=(GROUP, KIND, SHUFFLES, SEED),
    answer=answer,
)
