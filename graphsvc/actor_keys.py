"""The keys by which an actor is found again: in another viewer's eyes, or after the network has changed.

The id of an actor depends on which statements a viewer sees, so what is kept about an actor for long is kept under all
its keys: its id, the ids of its statements, and its identifiers as `scheme:value` (an id never holds a colon).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graphsvc.identity.aliases import Aliases
from graphsvc.ids import identified_actor_id
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Identifier
from graphsvc.snapshot import Snapshot


def keys_of(snapshot: Snapshot, aliases: Aliases, actor: ActorId, facts: Sequence[ActorFacts]) -> frozenset[str]:
    """Every key of `actor`, whose identifying facts are `facts`."""
    own = {identifier for fact in facts for identifier in fact.own_identifiers()}
    known_as = snapshot.actors.known_as.get(actor)
    if known_as is not None:
        own.add(known_as)
    identifiers = own | {aliases.canonical(identifier) for identifier in own}
    return frozenset({actor, *snapshot.members(actor), *map(str, identifiers)})


def actors_known_by(snapshot: Snapshot, aliases: Aliases, keys: Iterable[str]) -> frozenset[ActorId]:
    """Every actor of `snapshot` that one of `keys` leads to."""
    return frozenset(_found(snapshot, aliases, keys))


def actor_known_by(snapshot: Snapshot, aliases: Aliases, keys: Iterable[str]) -> ActorId | None:
    """The one actor of `snapshot` that `keys` lead to; None where there is none, and where there are several.

    Several are one actor only for those who see more: to take one of them would tell this viewer of the others.
    """
    found = _found(snapshot, aliases, keys)
    return next(iter(found)) if len(found) == 1 else None


def nearest_known_by(snapshot: Snapshot, aliases: Aliases, keys: Iterable[str]) -> ActorId | None:
    """The actor that most of `keys` lead to, of several the first by id; for whoever kept the keys, and nobody else."""
    found = _found(snapshot, aliases, keys)
    return min(found, key=lambda actor: (-found[actor], actor)) if found else None


def _found(snapshot: Snapshot, aliases: Aliases, keys: Iterable[str]) -> Counter[ActorId]:
    found: Counter[ActorId] = Counter()
    for key in keys:
        actor_id = key
        scheme, colon, value = key.partition(":")
        if colon:
            actor_id = identified_actor_id(aliases.canonical(Identifier(scheme, value)))
        actor = ActorId(actor_id) if actor_id in snapshot.number_of else snapshot.actors.also.get(actor_id)
        if actor is not None:
            found[actor] += 1
    return found
