"""The groups that brokers and silos are asked for: by country, kind, role, topic, region, or the ties themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from graphsvc.errors import InvalidValue, Refused
from graphsvc.folding import fold
from graphsvc.kernel.communities import Communities, communities
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked, Kinds
from graphsvc.model.values import check_country
from graphsvc.network import Network
from graphsvc.traits import Traits

INTERNATIONAL, BETWEEN_STATES = "international", "igo"
"""The group of those who are of no country: of organizations between states, whatever country they have a seat in."""


class GroupBy(StrEnum):
    """What puts two actors into one group."""

    COUNTRY = "country"
    KIND = "kind"
    ROLE = "role"
    TOPIC = "topic"
    REGION = "region"
    COMMUNITY = "community"
    """Who has more ties to each other than their numbers of ties let expect."""


class BadGrouping(Refused):
    """There is no such way to group."""

    code = "grouping.bad"
    status = 400
    message = "There is no such way to group."
    hint = f"Use one of {', '.join(GroupBy)}."


class BadCountry(Refused):
    """What was given is no code of a country."""

    code = "grouping.bad-country"
    status = 400
    message = "This is no code of a country."
    hint = "Use two capital letters, as in MX."


def group_by(text: str | None) -> GroupBy:
    """The way to group that `text` names; by country where nothing is given. Raises BadGrouping."""
    try:
        return GroupBy(text) if text else GroupBy.COUNTRY
    except ValueError as error:
        raise BadGrouping(value=text) from error


def country_of(text: str | None) -> str | None:
    """The country that `text` names by its ISO 3166-1 code; None where nothing is given. Raises BadCountry."""
    try:
        return check_country(text) if text else None
    except InvalidValue as error:
        raise BadCountry(value=text) from error


def grouping_of(network: Network, graph: TieGraph, by: GroupBy, country: str | None = None) -> Grouping:
    """The groups of the actors of `graph`, a graph of this network.

    Who has several roles or topics is put with the one that most actors have (then the first by name), so that groups
    do not overlap. Organizations between states are a group beside the countries. A region is the first place that is
    printed, compared without case and accents. An actor of whom nothing is known, and an unnamed group, is in no group.

    Args:
        country: ISO 3166-1 alpha-2; everybody else is in no group.
    """
    traits = network.traits()
    labels = _communities(network, graph) if by is GroupBy.COMMUNITY else _LABELS[by](traits, network.kinds)
    unnamed = {name for name, kind in network.kinds.actors.items() if kind.asked is Asked.NOBODY}
    stays = [
        traits.kind[number] not in unnamed and (country is None or traits.country[number] == country)
        for number in range(len(labels))
    ]
    ids = network.snapshot.actors.ids
    named = {ids[number]: label for number, label in enumerate(labels) if stays[number] and label is not None}
    return Grouping.of(graph, named)


def kinds_of(network: Network, graph: TieGraph, by: GroupBy) -> Grouping | None:
    """The kinds of the actors of `graph`: labels are shuffled among actors of one kind only.

    None where the kinds are the groups themselves: then shuffling within them would change nothing.
    """
    if by is GroupBy.KIND:
        return None
    return Grouping.of(graph, dict(zip(network.snapshot.actors.ids, network.traits().kind.tolist(), strict=True)))


def found_communities(network: Network, graph: TieGraph) -> Communities:
    """The communities of `graph`, this network's graph under the usual filters; worked out once a version."""
    return network.worked_out("communities", lambda: communities(graph))


def _communities(network: Network, graph: TieGraph) -> Sequence[str | None]:
    """Numbers as text, 1 is the largest. Who has no tie is in none."""
    is_tied = (graph.forward.degrees() > 0).tolist()
    numbers = found_communities(network, graph).group.tolist()
    return [str(number) if tied else None for number, tied in zip(numbers, is_tied, strict=True)]


def _countries(traits: Traits, _: Kinds) -> Sequence[str | None]:
    pairs = zip(traits.country, traits.roles, strict=True)
    return [INTERNATIONAL if BETWEEN_STATES in roles else country for country, roles in pairs]


def _kinds(traits: Traits, _: Kinds) -> Sequence[str | None]:
    return [kind or None for kind in traits.kind.tolist()]


def _roles(traits: Traits, _: Kinds) -> Sequence[str | None]:
    return _most_common(traits.roles)


def _topics(traits: Traits, _: Kinds) -> Sequence[str | None]:
    return _most_common(traits.topics)


def _regions(traits: Traits, _: Kinds) -> Sequence[str | None]:
    printed = [next((fact.place for fact in facts if fact.place), None) for facts in traits.facts]
    first: dict[str, str] = {}
    for place in sorted({place for place in printed if place}):
        first.setdefault(fold(place), place)
    return [None if place is None else first[fold(place)] for place in printed]


def _most_common(several: Sequence[frozenset[str]]) -> list[str | None]:
    count = Counter(one for some in several for one in some)
    return [min(some, key=lambda one: (-count[one], one), default=None) for some in several]


_LABELS: Mapping[GroupBy, Callable[[Traits, Kinds], Sequence[str | None]]] = {
    GroupBy.COUNTRY: _countries,
    GroupBy.KIND: _kinds,
    GroupBy.ROLE: _roles,
    GroupBy.TOPIC: _topics,
    GroupBy.REGION: _regions,
}
