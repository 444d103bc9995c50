"""The operator's picture of all actors, which a store keeps for people who ask it in its own language."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.access import Viewer
from graphsvc.identity.actors import all_names, display_name, main_country, main_kind
from graphsvc.identity.aliases import Aliases
from graphsvc.identity.resolving import resolve
from graphsvc.kinds import Kinds
from graphsvc.model.facts import facts_of
from graphsvc.store.protocol import ActorCard, GraphStore


def operator_cards(store: GraphStore, kinds: Kinds, aliases: Aliases, *, language: str = "en") -> Iterator[ActorCard]:
    """A card for every actor of `store`, sorted by id."""
    viewer = Viewer.operator()
    facts = {fact.id: fact for fact in map(facts_of, store.actor_statements(viewer))}
    resolution = resolve(facts.values(), aliases, store.decisions(viewer))
    for actor, statements in resolution.members.items():
        own = [facts[statement] for statement in statements]
        known_as = resolution.known_as.get(actor)
        known = aliases.names[known_as] if known_as else ()
        kind = main_kind(own, kinds.actors)
        roles = tuple(sorted({role for fact in own for role in fact.roles}))
        labels = (kinds.actor(kind).neo4j, *(kinds.role(role).neo4j for role in roles))
        names = tuple(name.value for name in all_names(own, known))
        yield ActorCard(
            actor, display_name(own, language, known), kind, roles, labels, names, main_country(own), statements
        )
