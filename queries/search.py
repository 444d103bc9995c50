"""Find actors by any name, alias or identifier, in any language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graphsvc.folding import fold
from graphsvc.identity.actors import Actor
from graphsvc.identity.aliases import name_key
from graphsvc.ids import identified_actor_id
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.neighbourhood import all_ties

MOST = 1_000
"""More hits than this are not looked at; the answer says so."""


@dataclass(frozen=True, slots=True)
class FoundActor:
    """One result: the actor, the name that matched where it is not the one shown, and how many others it is tied to."""

    actor: Actor
    matched: str | None
    contacts: int


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search found.

    Attributes:
        text: what was looked for, as typed.
        found: the actors of this page, best first.
        total: how many there are in all under the chosen kind; `is_cut` if there may be more than were looked at.
        kinds: (kind, number) over all results, whatever kind is chosen, most first.
        offset: number of results before this page.
    """

    text: str
    found: tuple[FoundActor, ...]
    total: int
    kinds: tuple[tuple[str, int], ...]
    offset: int = 0
    is_cut: bool = False


def find_actors(
    network: Network, text: str, *, language: str, kind: str | None = None, limit: int = 25, offset: int = 0
) -> SearchAnswer:
    """Actors that `text` fits: every word begins some word of a name, an alias or an identifier."""
    if not fold(text):
        return SearchAnswer(text, (), 0, ())
    hits = network.search(text, limit=MOST)
    actors = network.actors(dict.fromkeys((*_by_alias(network, text), *hits)), language)
    kinds = Counter(actor.kind for actor in actors.values())
    fitting = [actor for actor in actors.values() if kind is None or actor.kind == kind]
    page = fitting[offset : offset + limit]
    contacts = _contacts(network, [actor.id for actor in page])
    found = tuple(FoundActor(actor, _matched(network, actor, text), contacts[actor.id]) for actor in page)
    counts = tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    return SearchAnswer(text, found, len(fitting), counts, offset, is_cut=len(hits) >= MOST)


def _by_alias(network: Network, text: str) -> list[ActorId]:
    """Actors that the alias table knows by `text`, whether or not a source prints that name."""
    known = {alias.identifier for alias in network.aliases.by_name.get(name_key(text), ())}
    held = (network.snapshot.actors.also.get(identified_actor_id(identifier)) for identifier in sorted(known))
    return [actor for actor in held if actor is not None]


def _matched(network: Network, actor: Actor, text: str) -> str | None:
    """The printed name that `text` fits, if the shown one does not."""
    wanted = fold(text).split()
    names = [name for fact in network.facts([actor.id])[actor.id] for name, _, _ in fact.names]
    for name in (actor.name, *sorted(names)):
        words = fold(name).split()
        if all(any(word.startswith(part) for word in words) for part in wanted):
            return None if name == actor.name else name
    return None


def _contacts(network: Network, actors: list[ActorId]) -> dict[ActorId, int]:
    degrees = all_ties(network).forward.degrees()
    return {actor: int(degrees[network.snapshot.number_of[actor]]) for actor in actors}
