"""An answer on brokers as a table: one row a broker, with the numbers that the page says in words."""

from __future__ import annotations

from collections.abc import Iterator

from queries.broker_values import Broker, BrokerRole, Brokers

COLUMNS = (
    *("place", "id", "name", "group", "contacts", "contacts_by_group", "between_groups"),
    *("betweenness_rank", "rank_of", "rank_best", "rank_worst", "constraint_percentile", "main_role"),
    *(f"{role.value}_{what}" for role in BrokerRole for what in ("count", "expected", "ratio")),
    *("parts", "separated", "only_it", "only_it_first"),
)

Row = tuple[str, ...]


def broker_rows(answer: Brokers) -> Iterator[Row]:
    """The columns' names, then the shown brokers in their order; groups by their code."""
    yield COLUMNS
    for place, broker in enumerate(answer.brokers, 1):
        yield _row(place, broker)


def _row(place: int, broker: Broker) -> Row:
    counts = {one.role: one for one in broker.roles}
    roles: list[str] = []
    for role in BrokerRole:
        one = counts.get(role)
        roles += ["", "", ""] if one is None else [str(one.count), _number(one.expected), _number(one.ratio)]
    return (
        str(place),
        broker.actor.id,
        broker.actor.name,
        broker.group or "",
        str(broker.contacts),
        "; ".join(f"{share.group} {share.contacts}" for share in broker.reaches),
        str(broker.between_groups),
        str(broker.rank),
        str(broker.rank_of),
        "" if broker.rank_best is None else str(broker.rank_best),
        "" if broker.rank_worst is None else str(broker.rank_worst),
        "" if broker.constraint_percentile is None else str(broker.constraint_percentile),
        broker.main.role.value if broker.main else "",
        *roles,
        str(broker.parts),
        str(broker.separated),
        str(broker.only_it_total),
        "; ".join(actor.name for actor in broker.only_it),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
