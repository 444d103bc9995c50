"""The names that people gave to communities, as one viewer sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.access import Scope
from graphsvc.actor_keys import actor_known_by
from graphsvc.kernel.groups import UNKNOWN, Grouping
from graphsvc.network import Network
from queries.groupings import GroupBy


@dataclass(frozen=True, slots=True)
class GivenName:
    """A name that somebody gave. `scope`: who may not see it, does not see the name."""

    id: int
    name: str
    scope: Scope


def given_names(network: Network, by: GroupBy, grouping: Grouping) -> Mapping[str, GivenName]:
    """{label of a community: its name}; groups of other kinds have names already, and get none.

    A name holds where the viewer may see it, sees everybody whom it was given with, and they are all in one community.
    Of several, the last given holds.
    """
    if by is not GroupBy.COMMUNITY or network.consent is None:
        return {}
    snapshot = network.snapshot
    found: dict[str, GivenName] = {}
    for kept in network.consent.group_names.seen_by(network.viewer):
        actors = [actor_known_by(snapshot, network.aliases, keys) for keys in kept.members]
        groups = {UNKNOWN if one is None else int(grouping.numbers[snapshot.number_of[one]]) for one in actors}
        if len(groups) == 1 and UNKNOWN not in groups:
            found[str(grouping.labels[groups.pop()])] = GivenName(kept.id, kept.name, kept.scope)
    return found
