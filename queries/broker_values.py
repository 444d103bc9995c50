"""What is answered about brokers: frozen values that page, JSON, CSV and command line share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source
from queries.group_names import GivenName
from queries.groupings import GroupBy


class BrokerRole(StrEnum):
    """How an actor stands between two others that are not tied to each other."""

    COORDINATOR = "coordinator"
    """All three of one group."""
    ITINERANT = "itinerant"
    """The two of one group, the actor of another."""
    GATEWAY = "gateway"
    """The actor with one of its own group, and one of another."""
    LIAISON = "liaison"
    """All three of different groups."""


class Order(StrEnum):
    """Who comes first: by pairs of different groups that it stands between, by betweenness, or by one role."""

    GROUPS = "groups"
    BETWEENNESS = "betweenness"
    COORDINATOR = "coordinator"
    ITINERANT = "itinerant"
    GATEWAY = "gateway"
    LIAISON = "liaison"


class LeftOut(StrEnum):
    """What is left out, again and again, to see how far a rank moves."""

    TIES = "ties"
    """A tenth of the ties, at random."""
    RESPONDENTS = "respondents"
    """All that one respondent of a survey said, one respondent after the other."""


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How often an actor has a role.

    Attributes:
        count: pairs of others that it stands between in this role, and that are not tied to each other.
        expected: the mean count if the labels of the groups were shuffled among actors of one kind (among all, where
            the groups are the kinds); None: not defined.
        ratio: count / expected; None where nothing is expected.
    """

    role: BrokerRole
    count: int
    expected: float | None
    ratio: float | None


BETWEEN_GROUPS = (BrokerRole.GATEWAY, BrokerRole.LIAISON)
"""The roles in which the two others are of different groups."""


@dataclass(frozen=True, slots=True)
class GroupShare:
    """How many contacts an actor has in one group."""

    group: str
    contacts: int


@dataclass(frozen=True, slots=True)
class Broker:
    """One actor that others are connected through.

    Attributes:
        group: label of its own group; None: not known.
        contacts: how many actors it is tied to; `reaches`: of these, by group, the most first.
        rank: by betweenness, 1 is the most; equal values share the best rank.
        rank_of: how many actors have a rank.
        rank_best, rank_worst: between which ranks it stays when some of what is known is left out (`Brokers.left_out`);
            None: not enough data.
        constraint_percentile: of 100 actors with contacts, how many have contacts more tied to each other than it has.
        roles: all roles, in their order; empty where its group is not known.
        main: the role in which it has most pairs above what is expected, where there are enough to say so.
        parts: into how many parts its part of the network falls without it; 1: it does not fall apart.
        separated: how many actors would lose the largest of these parts.
        only_it: the first of the policymakers to whom, of its group, only it is tied; `only_it_total`: how many.
    """

    actor: Actor
    group: str | None
    contacts: int
    reaches: tuple[GroupShare, ...]
    rank: int
    rank_of: int
    rank_best: int | None
    rank_worst: int | None
    constraint_percentile: int | None
    roles: tuple[RoleCount, ...]
    main: RoleCount | None
    parts: int
    separated: int
    only_it: tuple[Actor, ...]
    only_it_total: int

    @property
    def between_groups(self) -> int:
        """Pairs of others of different groups, not tied to each other, that it stands between."""
        return sum(role.count for role in self.roles if role.role in BETWEEN_GROUPS)

    def count_of(self, role: str) -> int:
        """How often it has `role`; 0 where its group is not known."""
        return next((one.count for one in self.roles if one.role == role), 0)


@dataclass(frozen=True, slots=True)
class GroupSize:
    """A group, how many actors it has, and for a community the name that somebody gave it."""

    group: str
    actors: int
    given: GivenName | None = None


@dataclass(frozen=True, slots=True)
class KeySet:
    """The few actors that hold most of the network together, as a set: not the same as the best one by one.

    Attributes:
        unconnected: without them, so many of 100 pairs of the others are not connected; `unconnected_now`: with them.
        is_best: all sets were tried; else it is the best that was found.
    """

    actors: tuple[Actor, ...]
    unconnected: float
    unconnected_now: float
    is_best: bool


@dataclass(frozen=True, slots=True)
class Brokers:
    """Who holds the network together, and how.

    Attributes:
        by: what makes the groups; country: only this country's actors are in groups.
        order: who comes first in the list.
        groups: the largest first.
        ungrouped: actors whose group is not known.
        actors, ties: of the network that was looked at: ties that exist and can carry an introduction.
        brokers: the first of the list; `total`: how many actors it has in all.
        key_set: those without whom most pairs lose contact; None where there is not enough data, or nothing to lose.
        left_out: what is left out to see between which ranks actors stay.
        missing: codes: `few-ties` (nobody is ranked), `nobody-grouped`, `ungrouped`, `one-group`, `all-alone`,
            `sampled`.
        sources: those of the network.
    """

    by: GroupBy
    country: str | None
    order: Order
    groups: tuple[GroupSize, ...]
    ungrouped: int
    actors: int
    ties: int
    brokers: tuple[Broker, ...]
    total: int
    key_set: KeySet | None
    left_out: LeftOut
    missing: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def given(self) -> dict[str, str]:
        """{label of a community: the name that somebody gave it}."""
        return {group.group: group.given.name for group in self.groups if group.given is not None}
