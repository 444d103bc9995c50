"""What is known of all actors that a viewer sees, at once: to choose actors by kind, role, country, topic, language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from graphsvc.folding import fold
from graphsvc.identity.actors import main_country, main_kind
from graphsvc.kinds import Kinds
from graphsvc.model.facts import ActorFacts
from graphsvc.snapshot import Snapshot

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Traits:
    """By number of the actor in the snapshot: kind, country (None: not known), and all that any statement gives.

    Attributes:
        languages: BCP 47 codes; empty where nothing is known.
        topics: folded.
        facts: what the statements about each actor give.
    """

    kind: npt.NDArray[np.object_]
    country: tuple[str | None, ...]
    roles: tuple[frozenset[str], ...]
    languages: tuple[frozenset[str], ...]
    topics: tuple[frozenset[str], ...]
    facts: tuple[tuple[ActorFacts, ...], ...]

    @classmethod
    def of(cls, snapshot: Snapshot, facts: Iterable[ActorFacts], kinds: Kinds) -> Traits:
        """The traits of the actors of `snapshot`; a statement that came after it is left out."""
        found = {fact.id: fact for fact in facts}
        groups = tuple(tuple([found[one] for one in members if one in found]) for members in snapshot.actors.members)
        return cls(
            np.array([_kind(group, kinds) for group in groups], dtype=object),
            tuple([group[0].country if len(group) == 1 else main_country(group) for group in groups]),
            tuple([_joined(group, _roles) for group in groups]),
            tuple([_joined(group, _languages) for group in groups]),
            tuple([frozenset(map(fold, _joined(group, _topics))) or _NONE for group in groups]),
            groups,
        )

    def names(self, number: int) -> tuple[str, ...]:
        """All names of an actor, folded."""
        return tuple(fold(entry[0]) for fact in self.facts[number] for entry in fact.names)

    def known_topics(self) -> tuple[str, ...]:
        """Every topic of any actor, sorted."""
        return tuple(sorted(frozenset().union(*self.topics)))

    def known_languages(self) -> tuple[str, ...]:
        """Every language of any actor, sorted."""
        return tuple(sorted(frozenset().union(*self.languages)))


@dataclass(frozen=True, slots=True)
class ActorClass:
    """Actors by what is known of them: "senators of Arizona", "policymakers on asylum". Everything given must fit.

    Attributes:
        kind, role: names of the registry.
        country: ISO 3166-1 alpha-2.
        topic: compared folded.
        words: every word must begin a word of one and the same name of the actor, or of an office that it holds.
    """

    kind: str | None = None
    role: str | None = None
    country: str | None = None
    topic: str | None = None
    words: str | None = None

    def is_empty(self) -> bool:
        """Whether nothing is chosen, so that it would be everybody."""
        return not any((self.kind, self.role, self.country, self.topic, (self.words or "").strip()))

    def members(self, traits: Traits, offices: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
        """Numbers of the actors that fit, sorted.

        Args:
            offices: {number of an actor: numbers of the positions that it holds now}.
        """
        return tuple(number for number in range(len(traits.country)) if self._fits(number, traits, offices))

    def _fits(self, number: int, traits: Traits, offices: Mapping[int, tuple[int, ...]]) -> bool:
        given = (
            self.kind is None or traits.kind[number] == self.kind,
            self.role is None or self.role in traits.roles[number],
            self.country is None or traits.country[number] == self.country,
            self.topic is None or fold(self.topic) in traits.topics[number],
        )
        if not all(given):
            return False
        wanted = fold(self.words or "").split()
        named = (number, *offices.get(number, ()))
        return not wanted or any(_begins_all(name, wanted) for one in named for name in traits.names(one))


_roles, _languages, _topics = attrgetter("roles"), attrgetter("languages"), attrgetter("topics")


def _kind(group: tuple[ActorFacts, ...], kinds: Kinds) -> str:
    if len(group) == 1:
        return group[0].kind
    return main_kind(group, kinds.actors) if group else ""


def _joined(group: tuple[ActorFacts, ...], read: Callable[[ActorFacts], tuple[str, ...]]) -> frozenset[str]:
    held = [value for fact in group for value in read(fact)]
    return frozenset(held) if held else _NONE


def _begins_all(name: str, wanted: list[str]) -> bool:
    return all(f" {name}".find(f" {word}") >= 0 for word in wanted)
