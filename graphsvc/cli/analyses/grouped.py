"""What analyses of a network in groups share: their options, reading the groups, and numbers that may be undefined."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphsvc.cli.analyses.analysis import Option
from graphsvc.cli.console import Console
from graphsvc.cli.graphs import read_labelled
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from graphsvc.kernel.groups import Grouping
    from graphsvc.kernel.tiegraph import TieGraph

GROUP: Final = Option("--group", "COLUMN", "column of the actors file with the group of each actor")
KIND: Final = Option("--kind", "COLUMN", "column with its kind; labels of groups are then shuffled within kinds")
EXPECTED: Final = Option(
    "--expected",
    "HOW",
    "what chance is: shuffled labels (shuffled, the default), ties independent of each other (independent, for "
    "gould_fernandez), or ties joined at random by numbers of contacts (configuration, for mixing)",
)
SHUFFLES: Final = Option("--shuffles", "N", "deals of the labels to draw for p-values; ei_index draws 999 if not told")
SEED: Final = Option("--seed", "N", "chooses the deals", default=0)
SHUFFLED: Final = "shuffled"
MOST_SHUFFLES, LARGEST_SEED = 100_000, 999_999_999


@dataclass(frozen=True, slots=True)
class GroupedNetwork:
    """A network file with the groups, and the kinds if any, that its actors file says."""

    graph: TieGraph
    grouping: Grouping
    kinds: Grouping | None
    parameters: Mapping[str, Any]

    @property
    def labels(self) -> list[str | None]:
        """The label of every actor."""
        labels = (*self.grouping.labels, None)
        return [labels[number] for number in self.grouping.numbers.tolist()]

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be said about the groups."""
        found, grouping = [], self.grouping
        if grouping.unknown:
            found.append(f"{grouping.unknown:,} of {len(self.graph):,} actors have no group and are left out.")
        if grouping.known and grouping.is_single:
            found.append("Everybody is in one group: shuffling labels changes nothing.")
        elif grouping.known > 1 and grouping.is_separate:
            found.append("Everybody is in a group alone: no tie can stay inside one, shuffling labels changes nothing.")
        return tuple(found)


def read_grouped(args: argparse.Namespace, console: Console) -> GroupedNetwork:
    """Reads the files that the options name, and says on standard error what has to be said about the groups."""
    from graphsvc.kernel.brokerage_expected import MOST_KINDS
    from graphsvc.kernel.groups import Grouping

    column = GROUP.text(args)
    if args.actors is None:
        raise WrongUse(
            f"{args.measure} needs --actors FILE.", hint="A CSV file with the columns id and, for --group, the groups."
        )
    columns = [column] if args.kind is None else [column, args.kind]
    network, graph = read_labelled(args, console, columns)

    def grouped(name: str) -> Grouping:
        return Grouping.of(graph, dict(zip(network.actors, network.labels.get(name, ()), strict=True)))

    kinds = None if args.kind is None else grouped(args.kind)
    if kinds is not None and len(kinds.with_unknown()) > MOST_KINDS:
        raise WrongUse(f"--kind: more than {MOST_KINDS} kinds.", hint="Use a column with fewer.", value=args.kind)
    parameters = {"directed": graph.is_directed(), "strength": args.strength, "group": column, "kind": args.kind}
    found = GroupedNetwork(graph, grouped(column), kinds, parameters)
    for note in found.notes:
        console.note(note)
    return found


def chosen_expectation(args: argparse.Namespace, others: Sequence[str]) -> str:
    """What --expected says: shuffled, or one of `others`, which know no kinds and no shuffles."""
    chosen: str = args.expected or SHUFFLED
    if chosen not in (SHUFFLED, *others):
        known = " or ".join((SHUFFLED, *others))
        raise WrongUse(f"--expected must be {known}.", value=chosen)
    shuffling = [option.flag for option in (KIND, SHUFFLES) if getattr(args, option.name, None) is not None]
    if chosen != SHUFFLED and shuffling:
        raise WrongUse(f"{shuffling[0]} is for --expected {SHUFFLED}.", hint="Leave one of them out.")
    return chosen


def chosen_shuffles(args: argparse.Namespace) -> int | None:
    """How many deals to draw; None: not told."""
    return None if args.shuffles is None else SHUFFLES.whole(args, 1, MOST_SHUFFLES)


def number(value: Any) -> Any:
    """A number of NumPy as one of Python; None where it is not a number."""
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain


def numbers(values: Iterable[Any]) -> list[Any]:
    """Each of them."""
    return [number(value) for value in values]


def shown(value: Any, digits: int = 4) -> str:
    """A number for a person; a dash where it is undefined."""
    plain = number(value)
    return "-" if plain is None else f"{plain:,}" if isinstance(plain, int) else f"{plain:.{digits}g}"
