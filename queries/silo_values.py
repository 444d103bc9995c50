"""What is answered about silos: frozen values that page, JSON, CSV and command line share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source
from queries.group_names import GivenName
from queries.groupings import GroupBy


@dataclass(frozen=True, slots=True)
class Silo:
    """One group, and how far it keeps to itself.

    Attributes:
        group: its label; of a community its number, 1 is the largest.
        actors: how many belong to it; `untied`: how many of them have no tie.
        inside, outside: ties inside it, and ties that lead out of it.
        inside_expected: the mean number of ties inside if the labels were shuffled; None: too few ties to compare.
        index: E-I index, -1 (all ties stay inside) to 1 (all lead out); None without ties. `index_expected`: what
            shuffled labels give; None also with too few ties to compare.
        best_tied: those of its actors with most ties inside it, for naming it.
        certainty: of a community, the mean share of runs in which its members are together; None for other groups.
        given: of a community, the name that somebody gave it.
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
    given: GivenName | None = None


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A community that is not shown by itself, by those best tied inside it, and the name that somebody gave it."""

    group: str
    actors: int
    best_tied: tuple[Actor, ...]
    given: GivenName | None = None


class Standing(StrEnum):
    """Where the number of ties of two groups stands beside what chance gives."""

    MORE = "more"
    USUAL = "usual"
    LESS = "less"
    EMPTY = "empty"
    """No tie, though three or more were expected."""


@dataclass(frozen=True, slots=True)
class GroupPair:
    """Ties between two groups (None: all that are not shown), or inside one.

    Attributes:
        expected: the mean number of ties if the labels were shuffled; ratio: ties / expected; None: nothing is
            expected, or there are too few ties to compare.
        standing: whether it is far from that; `usual` too where nothing is compared.
    """

    one: str | None
    other: str | None
    ties: int
    expected: float | None
    ratio: float | None
    standing: Standing


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
        by: what makes the groups; country: only this country's actors are looked at, where one is given.
        silos: the largest first; `silos_total`: how many groups there are.
        others: communities that are not among them, but named below.
        shown: labels of the matrix, the largest groups first; the last may be None: all other groups together.
        matrix: one row for each of `shown`, symmetric; inside an undirected group each tie counts once.
        empty: pairs of the shown groups (or one with itself) without a tie though three were expected, the most first.
        farthest: of two different shown groups, those that are least tied for what chance gives; None: none are far.
        index, index_expected: E-I index of all groups, and what shuffled labels give; None without ties, the expected
            one also with too few ties to compare.
        as_closed: the share of shuffles with an index as low; `as_open`: with one as high; None where nothing is
            compared. `shuffles`: how many there were.
        lowest, highest: the least and the largest index that groups of these sizes can have; None without ties.
        crossing: ties that alone hold groups together, those that hold most first; `crossing_total`: how many.
        bridging: those with most ties to other groups; `bridging_total`: how many have any.
        isolates: the first of those without any tie; `isolates_total`: how many.
        grouped: actors whose group is known; `ungrouped`: those whose group is not.
        actors: of the network, or of the country; `ties`: of the network; `grouped_ties`: those between actors whose
            groups are known: all numbers on ties above are of these.
        modularity: of communities: how far ties stay inside them, against chance; None for other groups.
        missing: codes: `few-ties` (nothing is compared with chance), `nobody-grouped`, `ungrouped`, `one-group`,
            `all-alone`, `unsure` (communities that other runs do not find), `by-chance` (chance alone gives such an
            index often), `more-groups` (not all groups stand in the matrix).
        sources: those of the network.
    """

    by: GroupBy
    country: str | None
    silos: tuple[Silo, ...]
    silos_total: int
    others: tuple[NamedGroup, ...]
    shown: tuple[str | None, ...]
    matrix: tuple[tuple[GroupPair, ...], ...]
    empty: tuple[GroupPair, ...]
    farthest: GroupPair | None
    index: float | None
    index_expected: float | None
    as_closed: float | None
    as_open: float | None
    shuffles: int
    lowest: float | None
    highest: float | None
    crossing: tuple[CrossTie, ...]
    crossing_total: int
    bridging: tuple[Bridging, ...]
    bridging_total: int
    isolates: tuple[Actor, ...]
    isolates_total: int
    grouped: int
    ungrouped: int
    actors: int
    ties: int
    grouped_ties: int
    modularity: float | None
    missing: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def is_compared(self) -> bool:
        """Whether there are ties enough to say what chance would give."""
        return "few-ties" not in self.missing

    @property
    def trivial(self) -> str | None:
        """The code of `missing` that says why there is nothing between groups to see; None: there can be."""
        return next((code for code in ("nobody-grouped", "one-group", "all-alone") if code in self.missing), None)

    @property
    def as_far(self) -> int | None:
        """In how many shuffles ties stayed inside as often as they do (as seldom, where that is rarer).

        None where nothing is compared.
        """
        if self.index is None or self.index_expected is None or self.as_closed is None or self.as_open is None:
            return None
        share = self.as_closed if self.index <= self.index_expected else self.as_open
        return round(share * (self.shuffles + 1)) - 1
