"""What is answered about silos: frozen values that page, JSON, CSV and command line share."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source
from queries.groupings import GroupBy


@dataclass(frozen=True, slots=True)
class Silo:
    """One group, and how far it keeps to itself.

    Attributes:
        group: its label; of a community its number, 1 is the largest.
        actors: how many belong to it; `untied`: how many of them have no tie.
        inside, outside: ties inside it, and ties that lead out of it.
        inside_expected: the mean number of ties inside if the labels were shuffled; None: not defined.
        index: E-I index, -1 (all ties stay inside) to 1 (all lead out); `index_expected`: what shuffled labels give.
            None without ties.
        best_tied: those of its actors with most ties inside it, for naming it.
        certainty: of a community, the mean share of runs in which its members are together; None for other groups.
    """

    group: str
    actors: int
    untied: int
    inside: int
    outside: int
    inside_expected: float | None
    index: float | None
    index_expected: float | None
    best_tied: tuple[Actor, ...]
    certainty: float | None


@dataclass(frozen=True, slots=True)
class GroupPair:
    """Ties between two groups (None: all that are not shown), or inside one.

    `ratio`: ties / expected; None where nothing is expected. `is_empty`: no tie, though at least one was expected.
    """

    one: str | None
    other: str | None
    ties: int
    expected: float
    ratio: float | None
    is_empty: bool


@dataclass(frozen=True, slots=True)
class CrossTie:
    """A tie between two groups without which its ends would not be connected; `separated`: how many it holds on."""

    one: Actor
    one_group: str
    other: Actor
    other_group: str
    separated: int


@dataclass(frozen=True, slots=True)
class Bridging:
    """An actor with ties to other groups: `outside` of its ties lead there, `inside` stay, into `groups` others."""

    actor: Actor
    group: str
    inside: int
    outside: int
    groups: int


@dataclass(frozen=True, slots=True)
class Silos:
    """Where the network falls into groups that have little to do with each other.

    Attributes:
        by: what makes the groups; country: only this country's actors are in groups.
        silos: the largest first; `silos_total`: how many groups there are.
        shown: labels of the matrix, the largest groups first; the last may be None: all other groups together.
        matrix: one row for each of `shown`, symmetric; inside an undirected group each tie counts once.
        empty: pairs of the shown groups without a tie though one was expected, the most expected first.
        index, index_expected: E-I index of the whole network, and what shuffled labels give; None without ties.
        lowest, highest: the least and the largest index that groups of these sizes can have.
        crossing: ties that alone hold groups together, those that hold most first; `crossing_total`: how many.
        bridging: those with most ties to other groups; `bridging_total`: how many have any.
        isolates: the first of those without any tie; `isolates_total`: how many.
        ungrouped: actors whose group is not known.
        actors, ties: of the network that was looked at.
        modularity: of communities: how far ties stay inside them, against chance; None for other groups.
        missing: codes: `few-ties`, `ungrouped`, `one-group`, `all-alone`, `unsure` (communities that other runs do not
            find), `more-groups` (not all groups stand in the matrix).
        sources: those of the network.
    """

    by: GroupBy
    country: str | None
    silos: tuple[Silo, ...]
    silos_total: int
    shown: tuple[str | None, ...]
    matrix: tuple[tuple[GroupPair, ...], ...]
    empty: tuple[GroupPair, ...]
    index: float | None
    index_expected: float | None
    lowest: float | None
    highest: float | None
    crossing: tuple[CrossTie, ...]
    crossing_total: int
    bridging: tuple[Bridging, ...]
    bridging_total: int
    isolates: tuple[Actor, ...]
    isolates_total: int
    ungrouped: int
    actors: int
    ties: int
    modularity: float | None
    missing: tuple[str, ...]
    sources: tuple[Source, ...]
