"""Actors that an address names: who of them is there for this viewer."""

from __future__ import annotations

from graphsvc.errors import NotFound
from graphsvc.model.statements import ActorId
from graphsvc.network import Network


def found_or_none(network: Network, actor_id: str) -> ActorId | None:
    """The actor that an id leads to; None where it is not there, or may not be seen."""
    try:
        return network.find(actor_id)
    except NotFound:
        return None
