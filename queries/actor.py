"""One actor: names, facts, ties with who says so, and its standing in the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.identity.actors import Actor, all_identifiers, all_names
from graphsvc.model.facts import facts_of
from graphsvc.model.statements import ActorId, ActorStatement, Source, StatementId, TieStatement
from graphsvc.model.values import Identifier, Name
from graphsvc.network import Network

STANDINGS = ("betweenness", "constraint")
SMALLER_IS_BETTER = frozenset({"constraint"})
ENOUGH_TIES = 10
"""A network with fewer ties says too little to rank anybody."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about an actor and who says it. `field` is a field of ActorRecord or the name of an attribute."""

    field: str
    value: str
    said_by: tuple[StatementId, ...]
    is_attribute: bool = False


@dataclass(frozen=True, slots=True)
class SaidTie:
    """One statement on a tie, with its source."""

    statement: TieStatement
    source: Source


@dataclass(frozen=True, slots=True)
class TieToOther:
    """Everything that is said about one kind of tie with one other actor; the newest statement first."""

    other: Actor
    said: tuple[SaidTie, ...]


@dataclass(frozen=True, slots=True)
class TieGroup:
    """Ties of one kind in one direction: `is_outgoing` from this actor (also for kinds without a direction)."""

    kind: str
    is_outgoing: bool
    ties: tuple[TieToOther, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an actor stands by one measure among all actors that have a value.

    Attributes:
        measure: name of the registry.
        value: None where the measure is undefined for this actor (no ties).
        rank: 1 is best (largest betweenness, smallest constraint); equal values share the best rank.
        of: how many actors have a value.
        percentile: share of them, in percent, that this actor is at least as good as; rounded down.
    """

    measure: str
    value: float | None
    rank: int | None
    of: int
    percentile: int | None


@dataclass(frozen=True, slots=True)
class ActorAnswer:
    """What is known of one actor.

    Attributes:
        standing: empty where the network has fewer than `ENOUGH_TIES` ties ("not enough data").
        doubts: codes: `kinds-differ`, `countries-differ`.
        missing: codes: `no-country`, `no-ties`, `no-identifier`, `ties-without-dates`.
        contacts: number of other actors it has any tie with.
        statements: the statements about it, for links to the very rows.
    """

    actor: Actor
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]
    facts: tuple[Fact, ...]
    groups: tuple[TieGroup, ...]
    contacts: int
    standing: tuple[Standing, ...]
    sources: tuple[Source, ...]
    statements: tuple[ActorStatement, ...]
    doubts: tuple[str, ...]
    missing: tuple[str, ...]
    is_cut: bool


MOST_TIES = 2_000


def describe_actor(network: Network, actor_id: str, *, language: str) -> ActorAnswer:
    """What the viewer may know of the actor that `actor_id` leads to. Raises NotFound."""
    actor_id = network.find(actor_id)
    statements = network.statements(actor_id)
    facts = [facts_of(statement) for statement in statements]
    known_as = network.snapshot.actors.known_as.get(actor_id)
    known = network.aliases.names.get(known_as, ()) if known_as else ()
    ties = network.ties(actor_id, limit=MOST_TIES)
    sources = network.sources()
    groups = _groups(network, actor_id, ties, sources, language)
    named = {statement.source for statement in statements} | {tie.source for tie in ties}
    actor = network.actor(actor_id, language)
    identifiers = all_identifiers(facts, network.aliases)
    return ActorAnswer(
        actor=actor,
        names=all_names(facts, known),
        identifiers=identifiers,
        facts=_facts(statements),
        groups=groups,
        contacts=len({tie.other.id for group in groups for tie in group.ties}),
        standing=standing(network, actor_id),
        sources=tuple(sources[source] for source in sorted(named) if source in sources),
        statements=statements,
        doubts=_doubts(statements),
        missing=_missing(actor, identifiers, ties),
        is_cut=len(ties) >= MOST_TIES,
    )


def _groups(
    network: Network, me: ActorId, ties: tuple[TieStatement, ...], sources: Mapping[str, Source], language: str
) -> tuple[TieGroup, ...]:
    grouped: dict[tuple[str, bool], dict[ActorId, list[SaidTie]]] = defaultdict(lambda: defaultdict(list))
    for tie in ties:
        ego, alter = network.ends(tie)
        other = alter if ego == me else ego
        is_outgoing = ego == me or not network.kinds.tie(tie.record.kind).directed
        if tie.source in sources:
            grouped[tie.record.kind, is_outgoing][other].append(SaidTie(tie, sources[tie.source]))
    others = network.actors((other for group in grouped.values() for other in group), language)
    order = {name: number for number, name in enumerate(network.kinds.ties)}
    keys = sorted(grouped, key=lambda key: (order[key[0]], not key[1]))
    return tuple(TieGroup(kind, out, _ties(grouped[kind, out], others)) for kind, out in keys)


def _ties(said: dict[ActorId, list[SaidTie]], others: dict[ActorId, Actor]) -> tuple[TieToOther, ...]:
    found = [TieToOther(others[other], tuple(sorted(ties, key=_newest_first))) for other, ties in said.items()]
    return tuple(sorted(found, key=lambda tie: (tie.other.name.casefold(), tie.other.id)))


def _newest_first(said: SaidTie) -> tuple[str, str]:
    period = said.statement.record.period
    last = period.end or period.start
    newest = "".join(chr(0x7F - ord(char)) for char in last.text) if last else "~"
    return newest, said.statement.id


def _facts(statements: tuple[ActorStatement, ...]) -> tuple[Fact, ...]:
    said: dict[tuple[str, str, bool], list[StatementId]] = defaultdict(list)
    for statement in statements:
        record = statement.record
        single = {"country": record.country, "place_name": record.place_name, "note": record.note}
        several = {"languages": record.languages, "topics": record.topics, "roles": tuple(sorted(record.roles))}
        for field, value in single.items():
            if value:
                said[field, value, False].append(statement.id)
        for field, values in several.items():
            for value in values:
                said[field, value, False].append(statement.id)
        for field, value in record.attributes:
            said[field, value, True].append(statement.id)
    return tuple(Fact(field, value, tuple(ids), free) for (field, value, free), ids in sorted(said.items()))


def _doubts(statements: tuple[ActorStatement, ...]) -> tuple[str, ...]:
    countries = {statement.record.country for statement in statements if statement.record.country}
    kinds = {statement.record.kind for statement in statements}
    found = {"kinds-differ": len(kinds) > 1, "countries-differ": len(countries) > 1}
    return tuple(code for code, is_so in found.items() if is_so)


def _missing(actor: Actor, identifiers: tuple[Identifier, ...], ties: tuple[TieStatement, ...]) -> tuple[str, ...]:
    undated = any(tie.record.period.start is None and tie.record.period.end is None for tie in ties)
    found = {
        "no-country": actor.country is None and "igo" not in actor.roles,
        "no-identifier": not identifiers,
        "no-ties": not ties,
        "ties-without-dates": undated,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def standing(network: Network, actor: ActorId) -> tuple[Standing, ...]:
    """The actor's rank by each of `STANDINGS` on the realised walkable ties; empty without enough ties."""
    if network.graph().number_of_edges() < ENOUGH_TIES:
        return ()
    return tuple(_standing(network, actor, name) for name in STANDINGS)


def _standing(network: Network, actor: ActorId, name: str) -> Standing:
    graph = network.graph()
    has_ties = graph.forward.degrees() > 0
    values = network.measured(name).values
    numbers = network.snapshot.number_of
    held = {
        other: float(value)
        for other, value in values.items()
        if isinstance(value, int | float) and has_ties[numbers[str(other)]]
    }
    mine = held.get(actor)
    if mine is None:
        return Standing(name, None, None, len(held), None)
    sense = -1 if name in SMALLER_IS_BETTER else 1
    better = sum(1 for value in held.values() if sense * value > sense * mine)
    percentile = int(100 * (len(held) - better) / len(held))
    return Standing(name, mine, better + 1, len(held), percentile)
