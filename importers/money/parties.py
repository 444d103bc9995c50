"""Who gives and who receives, over all files of an import: each once, and only those that take part in a tie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphsvc.model.building import quick
from graphsvc.model.records import ActorRecord, Place
from graphsvc.model.values import Identifier, Name, NameKind
from importers.reading.cleaning import clean, one_line
from importers.unnamed import AGGREGATE

NAME_CHARACTERS = 500
_new_actor = quick(ActorRecord)


@dataclass(slots=True)
class Party:
    """One organisation, project or class of givers, as far as it is known; grows while the files are read."""

    key: str
    place: Place
    kind: str
    names: dict[str, NameKind]
    raw: tuple[tuple[str, str], ...]
    roles: set[str] = field(default_factory=set)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    country: str | None = None
    place_name: str | None = None
    attributes: dict[tuple[str, str], None] = field(default_factory=dict)
    is_used: bool = False

    @property
    def label(self) -> str:
        """The name under which it was first seen."""
        return next(iter(self.names))

    def record(self) -> ActorRecord:
        """What the files say about it."""
        return _new_actor(
            place=self.place,
            key=self.key,
            kind=self.kind,
            names=tuple(Name(value, None, kind) for value, kind in self.names.items()),
            roles=frozenset(self.roles),
            identifiers=tuple(self.identifiers),
            country=self.country,
            place_name=self.place_name,
            attributes=tuple(self.attributes),
            raw=self.raw,
        )


class Parties:
    """Every party of the files that are read, by key."""

    def __init__(self) -> None:
        self._known: dict[str, Party] = {}

    def find(self, key: str) -> Party | None:
        """The party that was met under `key` before."""
        return self._known.get(key)

    def add(self, party: Party) -> Party:
        """`party`, or the one that was met under its key before."""
        return self._known.setdefault(party.key, party)

    def records(self) -> Iterator[ActorRecord]:
        """One record for each party that takes part in a tie, in the order in which they were first seen."""
        return (party.record() for party in self._known.values() if party.is_used)


def party_name(text: str) -> tuple[str, str | None]:
    """A name on one line, cut to what is kept, and the rule under which it cannot be used; None: it can."""
    cleaned = clean(one_line(text))
    return cleaned.text[:NAME_CHARACTERS], cleaned.refusal


def is_class(name: str) -> bool:
    """Whether a name is that of a class without a name of its own ("Private donors", "NGOs (details not ...)")."""
    return "details not yet provided" in name or bool(AGGREGATE.match(name)) or name.startswith("Private (")
