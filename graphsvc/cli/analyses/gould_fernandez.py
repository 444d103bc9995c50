"""Who brokers between groups, and in which role, beside what chance would give."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from graphsvc.cli.analyses.analysis import Analysis
from graphsvc.cli.analyses.grouped import (
    EXPECTED,
    GROUP,
    KIND,
    LARGEST_SEED,
    SEED,
    SHUFFLES,
    GroupedNetwork,
    chosen_expectation,
    chosen_shuffles,
    numbers,
    read_grouped,
    shown,
)
from graphsvc.cli.console import Console, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphsvc.kernel.brokerage import Brokerage

    Rows = dict[str, NDArray[Any]]

INDEPENDENT = "independent"


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print the roles of every actor."""
    from graphsvc.kernel.brokerage import brokerage

    how, shuffles = chosen_expectation(args, (INDEPENDENT,)), chosen_shuffles(args)
    seed = SEED.whole(args, 0, LARGEST_SEED)
    network = read_grouped(args, console)
    found = brokerage(network.graph, network.grouping)
    beside, in_network = _independent(network, found) if how == INDEPENDENT else _shuffled(network, found)
    if shuffles is not None:
        beside |= _chances(network, found, shuffles, seed)
    if args.json:
        parameters = {**network.parameters, "expected": how, "shuffles": shuffles, "seed": seed}
        console.answer_json(_as_json(args.measure, parameters, network, found, beside, in_network))
    else:
        _say(console, network, found, beside["expected"], in_network["expected"])
    return 0


def _shuffled(network: GroupedNetwork, found: Brokerage) -> tuple[Rows, Rows]:
    from graphsvc.kernel.brokerage_expected import expected_in_network, expected_roles

    expected = expected_roles(network.graph, found, network.kinds)
    return {"expected": expected}, {"expected": expected_in_network(expected)}


def _independent(network: GroupedNetwork, found: Brokerage) -> tuple[Rows, Rows]:
    from graphsvc.kernel.brokerage_chance import independent_ties

    chance = independent_ties(network.graph, found)
    return (
        {"expected": chance.expected, "deviation": chance.deviation, "z": chance.z},
        {"expected": chance.network_expected, "deviation": chance.network_deviation, "z": chance.network_z},
    )


def _chances(network: GroupedNetwork, found: Brokerage, rounds: int, seed: int) -> Rows:
    from graphsvc.kernel.brokerage_shuffles import role_chances

    chances = role_chances(network.graph, found, network.kinds, rounds=rounds, seed=seed)
    return {"as_many": chances.as_many, "as_few": chances.as_few}


def _as_json(
    name: str, parameters: dict[str, Any], network: GroupedNetwork, found: Brokerage, beside: Rows, in_network: Rows
) -> dict[str, Any]:
    rows = {key: values.tolist() for key, values in beside.items()}
    values = {}
    for place, (actor, label) in enumerate(zip(network.graph, network.labels, strict=True)):
        counts = found.counts[place].tolist() if label is not None else [None] * found.counts.shape[1]
        values[actor] = _named(counts) | {key: _named(held[place]) for key, held in rows.items()}
    return {
        "measure": name,
        "parameters": parameters,
        "notes": network.notes,
        "left_out": network.grouping.unknown,
        "values": values,
        "network": _named(found.network) | {key: _named(held) for key, held in in_network.items()},
    }


def _named(row: Any) -> dict[str, Any]:
    from graphsvc.kernel.brokerage import COLUMNS

    return dict(zip(COLUMNS, numbers(row), strict=False))


def _say(console: Console, network: GroupedNetwork, found: Brokerage, expected: Any, in_network: Any) -> None:
    """Brokers with the most pairs first, each count with what chance gives in brackets."""
    from graphsvc.kernel.brokerage import COLUMNS, GATEKEEPER, REPRESENTATIVE, TOTAL

    columns = [place for place in range(len(COLUMNS)) if found.directed or place != GATEKEEPER]
    heads = ["gateway" if place == REPRESENTATIVE and not found.directed else COLUMNS[place] for place in columns]

    def cells(counts: Any, chances: Any) -> list[str]:
        return [f"{shown(counts[place])} ({shown(chances[place], 3)})" for place in columns]

    order = sorted(range(len(network.graph)), key=lambda place: -int(found.counts[place, TOTAL]))
    brokers = [place for place in order if found.counts[place, TOTAL]]
    labels, ids = network.labels, network.graph.ids
    rows = [(ids[place], labels[place], *cells(found.counts[place], expected[place])) for place in brokers]
    rows.append(("(network)", "", *cells(found.network, in_network)))
    console.say(table(("actor", "group", *heads), rows, numbers=range(2, len(heads) + 2)))
    console.say(
        f"In brackets: what chance would give. {network.grouping.known - len(brokers):,} others broker nothing."
    )


ANALYSIS = Analysis(
    name="gould_fernandez",
    description="how often it brokers between two others that are not tied, by role between groups, beside chance",
    direction="ties given",
    reads=None,
    options=(GROUP, KIND, EXPECTED, SHUFFLES, SEED),
    answer=answer,
)
