"""Small networks to ask introductions of: people by key, a network opened for one viewer, answers as names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graphsvc.access import Viewer
from graphsvc.chance_values import Walkable
from graphsvc.consent.consent import Consent
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorStatement, Decision, Source, TieStatement
from graphsvc.model.values import Identifier
from graphsvc.network import Network as Seen
from graphsvc.network import Networks
from graphsvc.store.sqlite import SqliteStore
from graphsvc.traits import ActorClass
from queries.introduction_values import Controls, EndAsked, Introductions, NoRoute, Route
from queries.introductions import find_introductions
from tests.networks import Network, actor, load, source

KINDS, ALIASES = Kinds.load(), Aliases.load()
TODAY = date(2026, 1, 1)
NORTH, SOUTH = source("north:a", published_on="2026-01-01"), source("south:a", published_on="2026-01-01")
OPERATOR = Viewer.operator()


def person(key: str, of: Source = NORTH, **facts: Any) -> ActorStatement:
    """A person whose key is also their name; the same in every source."""
    facts.setdefault("kind", "person")
    return actor(of, key, facts.pop("name", key), identifiers=(Identifier("wikidata", f"Q{key}"),), **facts)


def people(*keys: str) -> tuple[ActorStatement, ...]:
    """People of one source."""
    return tuple(person(key) for key in keys)


@dataclass(frozen=True, slots=True)
class World:
    """A store and an introductions file, and the eyes of whoever looks."""

    networks: Networks
    consent: Consent

    def of(self, viewer: Viewer = OPERATOR) -> Seen:
        """What `viewer` sees."""
        return self.networks.of(viewer)


@contextmanager
def world(
    actors: Sequence[ActorStatement],
    ties: Sequence[TieStatement],
    *sources: Source,
    decisions: Sequence[Decision] = (),
) -> Iterator[World]:
    """`actors` and `ties`, said by `sources` (NORTH where none is given), with an introductions file."""
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "store.sqlite")
        consent = Consent.open(Path(folder), lambda: 1_750_000_000.0)
        try:
            load(store, Network(sources or (NORTH,), tuple(actors), tuple(ties), tuple(decisions)))
            yield World(Networks(store, KINDS, ALIASES, consent=consent), consent)
        finally:
            consent.close()
            store.close()


def number(seen: Seen, one: ActorStatement) -> int:
    """The number of an actor in the snapshot of `seen`."""
    return seen.snapshot.number_of[seen.find(one.id)]


def end(*actors: ActorStatement, **of_class: str) -> EndAsked:
    """An end of a question."""
    return EndAsked(tuple(one.id for one in actors), ActorClass(**of_class) if of_class else None)


def controls(**chosen: Any) -> Controls:
    """Controls as of TODAY; those of ties and those of routes in one, actors as statements."""
    of_ties = {name: chosen.pop(name) for name in list(chosen) if name in Walkable.__dataclass_fields__}
    for name in ("avoid", "via"):
        if name in chosen:
            chosen[name] = tuple(one.id for one in chosen[name])
    return Controls(Walkable(**{"as_of": TODAY} | of_ties), **chosen)


def ask(
    seen: Seen, start: ActorStatement | EndAsked, target: ActorStatement | EndAsked, **chosen: Any
) -> Introductions:
    """Who can introduce `start` to `target`."""
    ends = [one if isinstance(one, EndAsked) else end(one) for one in (start, target)]
    return find_introductions(seen, *ends, controls(**chosen), language="en")


def chain(route: Route) -> tuple[str, ...]:
    """The names of the actors of a route, in order."""
    return (route.steps[0].ego.name, *(step.alter.name for step in route.steps))


def chains(answer: Introductions) -> list[tuple[str, ...]]:
    """The routes of an answer, as names."""
    return [chain(route) for route in answer.routes]


def without_route(answer: Introductions) -> NoRoute:
    """What an answer without any route says."""
    assert answer.routes == ()
    assert answer.no_route is not None
    return answer.no_route
