"""After a change: the store's own picture of actors, for people who ask it directly, is brought up to date."""

from __future__ import annotations

from graphsvc.identity.aliases import Aliases
from graphsvc.identity.cards import operator_cards
from graphsvc.kinds import Kinds
from graphsvc.store.protocol import GraphStore


def settle(store: GraphStore, kinds: Kinds, aliases: Aliases) -> None:
    """Bring the store's picture of actors up to date. May be repeated; readers of the service do not depend on it."""
    store.settle(operator_cards(store, kinds, aliases))
