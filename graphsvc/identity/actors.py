"""An actor as shown: the statements about it brought together, each fact with those who say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphsvc.identity.aliases import Aliases, name_key
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Identifier, Name, NameKind

_ACRONYM = NameKind.ACRONYM.value


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor in one viewer's eyes, for lists and maps. `name` is in the language asked for where there is one.

    `acronym` is the usual short form in that language, else in any; None where no source prints one.
    """

    id: ActorId
    name: str
    kind: str
    roles: tuple[str, ...]
    country: str | None
    acronym: str | None = None


def display_name(facts: Sequence[ActorFacts], language: str, known: Sequence[Name] = ()) -> str:
    """The name to show: the alias table's, else one in `language`, else the most usual; ties by length and alphabet."""
    curated = [name for name in known if name.kind is not NameKind.ACRONYM]
    for name in curated:
        if name.language == language:
            return name.value
    printed = [entry for fact in facts for entry in fact.names]
    full = [entry for entry in printed if entry[2] != _ACRONYM] or printed
    spoken = [entry for entry in full if entry[1] == language]
    if not spoken and curated:
        return curated[0].value
    usual = Counter(text for text, _, _ in spoken or _first_names(facts))
    return min(usual, key=lambda text: (-usual[text], text.isupper(), len(text), text))


def _first_names(facts: Sequence[ActorFacts]) -> list[tuple[str, str | None, str]]:
    first = [next((entry for entry in fact.names if entry[2] != _ACRONYM), fact.names[0]) for fact in facts]
    full = [entry for entry in first if entry[2] != _ACRONYM]
    return full or first


def display_acronym(facts: Sequence[ActorFacts], language: str, known: Sequence[Name] = ()) -> str | None:
    """The acronym to show beside the name: in `language` before any other, the table's before the printed."""
    curated = [(name.value, name.language) for name in known if name.kind is NameKind.ACRONYM]
    usual = Counter((text, spoken) for fact in facts for text, spoken, sort in fact.names if sort == _ACRONYM)
    found = curated + sorted(usual, key=lambda entry: (-usual[entry], len(entry[0]), entry[0]))
    spoken_first = [text for text, spoken in found if spoken == language] + [text for text, _ in found]
    return spoken_first[0] if spoken_first else None


def main_kind(facts: Sequence[ActorFacts], order: Mapping[str, object]) -> str:
    """The kind most statements give; equal counts by the order of the registry."""
    ranks = {name: rank for rank, name in enumerate(order)}
    counts = Counter(fact.kind for fact in facts)
    return min(counts, key=lambda kind: (-counts[kind], ranks.get(kind, len(ranks)), kind))


def main_country(facts: Sequence[ActorFacts]) -> str | None:
    """The country most statements give; None where none does."""
    counts = Counter(fact.country for fact in facts if fact.country)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else None


def all_names(facts: Sequence[ActorFacts], known: Sequence[Name] = ()) -> tuple[Name, ...]:
    """Every name of the statements and the alias table, each key once, the most usual spelling first."""
    counts: Counter[tuple[str, str | None, str]] = Counter(entry for fact in facts for entry in fact.names)
    counts.update((name.value, name.language, name.kind.value) for name in known)
    best: dict[str, tuple[str, str | None, str]] = {}
    for entry in sorted(counts, key=lambda entry: (entry[1] is None, -counts[entry], entry[0].isupper(), entry[0])):
        best.setdefault(name_key(entry[0]), entry)
    return tuple(Name(text, language, NameKind(sort)) for text, language, sort in best.values())


def all_identifiers(facts: Sequence[ActorFacts], aliases: Aliases) -> tuple[Identifier, ...]:
    """Every identifier of the statements, sorted; without the alias table's local ones."""
    found = {aliases.canonical(identifier) for fact in facts for identifier in fact.own_identifiers()}
    return tuple(sorted(identifier for identifier in found if identifier.scheme != "local"))
