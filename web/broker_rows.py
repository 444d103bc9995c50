"""An answer on brokers as a table: one row a broker, with the numbers that the page says in words."""

from __future__ import annotations

from collections.abc import Iterator

from queries.broker_values import Broker, BrokerRole, Brokers
from web.spreadsheets import Row, Value, rounded

COLUMNS = (
    *("place", "id", "name", "group", "contacts", "contacts_by_group", "between_groups"),
    *("betweenness_rank", "rank_of", "rank_best", "rank_worst", "constraint_percentile", "main_role"),
    *(f"{role.value}_{what}" for role in BrokerRole for what in ("count", "expected", "ratio")),
    *("parts", "separated", "only_it", "only_it_first"),
)


def broker_rows(answer: Brokers) -> Iterator[Row]:
    """The columns' names, then the shown brokers in their order; groups by their code."""
    yield COLUMNS
    for place, broker in enumerate(answer.brokers, 1):
        yield _row(place, broker)


def _row(place: int, broker: Broker) -> Row:
    counts = {one.role: one for one in broker.roles}
    roles: list[Value] = []
    for role in BrokerRole:
        one = counts.get(role)
        roles += [None, None, None] if one is None else [one.count, rounded(one.expected), rounded(one.ratio)]
    return (
        place,
        broker.actor.id,
        broker.actor.name,
        broker.group,
        broker.contacts,
        "; ".join(f"{share.group} {share.contacts}" for share in broker.reaches),
        broker.between_groups,
        broker.rank,
        broker.rank_of,
        broker.rank_best,
        broker.rank_worst,
        broker.constraint_percentile,
        broker.main.role.value if broker.main else None,
        *roles,
        broker.parts,
        broker.separated,
        broker.only_it_total,
        "; ".join(actor.name for actor in broker.only_it),
    )
