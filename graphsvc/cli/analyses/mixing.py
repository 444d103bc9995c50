"""How many ties there are between groups, beside what chance would give, and which groups share none."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphsvc.cli.analyses.analysis import Analysis
from graphsvc.cli.analyses.grouped import (
    EXPECTED,
    GROUP,
    KIND,
    GroupedNetwork,
    chosen_expectation,
    number,
    numbers,
    read_grouped,
    shown,
)
from graphsvc.cli.console import Console, table
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graphsvc.kernel.mixing import UntiedPair

CONFIGURATION: Final = "configuration"
WIDEST: Final = 12
"""Groups of a matrix that is printed for a person; more are listed pair by pair."""


@dataclass(frozen=True, slots=True)
class Found:
    """The matrices and what follows from them."""

    observed: NDArray[Any]
    expected: NDArray[Any]
    ratio: NDArray[Any]
    density: NDArray[Any]
    untied: tuple[UntiedPair, ...]
    assortativity: float


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print the matrix of ties between groups."""
    from graphsvc.kernel.mixing import TooManyGroups

    how = chosen_expectation(args, (CONFIGURATION,))
    network = read_grouped(args, console)
    try:
        found = _found(network, how)
    except TooManyGroups as error:
        raise WrongUse(str(error), hint="Use a column with fewer groups.", value=args.group) from error
    if args.json:
        parameters = {**network.parameters, "expected": how}
        console.answer_json(_as_json(args.measure, parameters, network, found))
    else:
        _say(console, network, found)
    return 0


def _found(network: GroupedNetwork, how: str) -> Found:
    from graphsvc.kernel import mixing

    graph, grouping = network.graph, network.grouping
    observed = mixing.mixing_matrix(graph, grouping)
    if how == CONFIGURATION:
        expected = mixing.expected_by_contacts(graph, grouping)
    else:
        expected = mixing.expected_mixing(graph, grouping, network.kinds)
    return Found(
        observed,
        expected,
        mixing.ratio(observed, expected),
        mixing.densities(graph, grouping),
        mixing.untied_pairs(grouping, observed, expected, directed=graph.is_directed()),
        mixing.assortativity(graph, grouping),
    )


def _as_json(name: str, parameters: dict[str, Any], network: GroupedNetwork, found: Found) -> dict[str, Any]:
    return {
        "measure": name,
        "parameters": parameters,
        "notes": network.notes,
        "left_out": network.grouping.unknown,
        "groups": network.grouping.labels,
        "sizes": network.grouping.sizes.tolist(),
        "observed": found.observed.tolist(),
        "expected": found.expected.tolist(),
        "ratio": [numbers(row) for row in found.ratio],
        "density": [numbers(row) for row in found.density],
        "untied": [{"from": one.one, "to": one.other, "expected": one.expected} for one in found.untied],
        "assortativity": number(found.assortativity),
    }


def _say(console: Console, network: GroupedNetwork, found: Found) -> None:
    """Each count with what chance gives in brackets."""
    labels = network.grouping.labels

    def cell(one: int, other: int) -> str:
        return f"{shown(found.observed[one, other])} ({shown(found.expected[one, other], 3)})"

    every = range(len(labels))
    if len(labels) <= WIDEST:
        rows = [(labels[one], *(cell(one, other) for other in every)) for one in every]
        head = "from \\ to" if network.graph.is_directed() else "group"
        console.say(table((head, *labels), rows, numbers=range(1, len(labels) + 1)))
    else:
        pairs = [(one, other) for one in every for other in every if network.graph.is_directed() or one <= other]
        pairs.sort(key=lambda pair: -int(found.observed[pair]))
        listed = [(labels[one], labels[other], cell(one, other)) for one, other in pairs if found.observed[one, other]]
        console.say(table(("from", "to", "ties"), listed, numbers=(2,)))
    console.say(f"In brackets: what chance would give. Assortativity: {shown(found.assortativity)}.")
    for gap in found.untied:
        to = (
            "inside" if gap.one == gap.other else f"to {gap.other}" if network.graph.is_directed() else f"- {gap.other}"
        )
        console.say(f"No tie: {gap.one} {to}, where chance would give {shown(gap.expected, 3)}.")


ANALYSIS = Analysis(
    name="mixing",
    description="how many ties there are between groups, beside chance, and which share none; not a number an actor",
    direction="ties given",
    reads=None,
    options=(GROUP, KIND, EXPECTED),
    answer=answer,
)
