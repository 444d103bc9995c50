"""What a viewer may not see changes no answer on brokers: on any small network, and where there is enough to rank."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from graphsvc.access import Viewer
from graphsvc.network import Network as Seen
from queries.broker_values import Order
from queries.brokers import find_brokers
from queries.groupings import GroupBy
from tests.networks import Network, crowds, networks, viewers, visible_part
from tests.security.test_hidden_questions import as_bytes, clearances, eyes


def ask_brokers(seen: Seen) -> Any:
    wanted = [(by, order) for by in GroupBy for order in (Order.GROUPS, Order.BETWEENNESS, Order.COORDINATOR)]
    found = [find_brokers(seen, by=by, order=order, language="en") for by, order in wanted]
    return [*found, find_brokers(seen, by="kind", country="MX", limit=3, language="es")]


@settings(max_examples=60)
@given(network=crowds(), viewer=clearances())
def test_where_there_is_enough_to_rank(network: Network, viewer: Viewer) -> None:
    with eyes(network, viewer) as seen:
        whole = as_bytes(ask_brokers(seen))
    with eyes(visible_part(network, viewer), viewer) as seen:
        pruned = as_bytes(ask_brokers(seen))

    assert whole == pruned


@given(network=networks(), viewer=viewers())
def test_on_any_small_network(network: Network, viewer: Viewer) -> None:
    with eyes(network, viewer) as seen:
        whole = as_bytes(ask_brokers(seen))
    with eyes(visible_part(network, viewer), viewer) as seen:
        pruned = as_bytes(ask_brokers(seen))

    assert whole == pruned
