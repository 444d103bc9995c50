"""One actor: names, facts, ties with who says so, and its standing in the network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graphsvc.identity.actors import Actor, all_identifiers, all_names
from graphsvc.model.facts import facts_of
from graphsvc.model.statements import ActorId, ActorStatement, Source, StatementId
from graphsvc.model.values import Identifier, Name
from graphsvc.network import Network
from queries.neighbourhood import neighbourhood
from queries.ties import CountedTies, TieGroup, Way, count_ties, read_ties, tie_groups

STANDINGS = ("betweenness", "constraint")
SMALLER_IS_BETTER = frozenset({"constraint"})
SHOWN_OTHERS, NEAREST = 8, 30
"""How many others of each kind of tie the page of an actor shows, and how many contacts its small map."""
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
class NearContact:
    """A contact on the small map: the kinds of tie with the actor, and to how many others of the map it is tied."""

    other: Actor
    ways: tuple[Way, ...]
    among: int


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
        groups: ties by kind and direction, of each the first `SHOWN_OTHERS` other actors.
        contacts: number of other actors it has any tie with.
        nearest: what the small map shows.
        sources: those of the statements about it, and of the ties that were read for it.
        statements: the statements about it, for links to the very rows.
        is_opted_out: it asked not to be used as an introducer, and is in nobody's introduction routes.
    """

    actor: Actor
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]
    facts: tuple[Fact, ...]
    groups: tuple[TieGroup, ...]
    contacts: int
    nearest: tuple[NearContact, ...]
    standing: tuple[Standing, ...]
    sources: tuple[Source, ...]
    statements: tuple[ActorStatement, ...]
    doubts: tuple[str, ...]
    missing: tuple[str, ...]
    is_opted_out: bool


def describe_actor(network: Network, actor_id: str, *, language: str) -> ActorAnswer:
    """What the viewer may know of the actor that `actor_id` leads to. Raises NotFound."""
    actor_id = network.find(actor_id)
    statements = network.statements(actor_id)
    facts = [facts_of(statement) for statement in statements]
    known_as = network.snapshot.actors.known_as.get(actor_id)
    known = network.aliases.names.get(known_as, ()) if known_as else ()
    actor = network.actor(actor_id, language)
    identifiers = all_identifiers(facts, network.aliases)
    counted = count_ties(network, actor_id)
    first = dict.fromkeys(counted.ways, (0, SHOWN_OTHERS))
    shown = [other for pairs in counted.ways.values() for other, _ in pairs[:SHOWN_OTHERS]]
    read = read_ties(network, actor_id, counted, shown)
    said_by = {one.source.id for ties in read.values() for one in ties}
    sources = network.sources()
    named = {statement.source for statement in statements} | said_by
    return ActorAnswer(
        actor=actor,
        names=all_names(facts, known),
        identifiers=identifiers,
        facts=_facts(statements),
        groups=tie_groups(network, actor_id, counted, first, language=language, read=read),
        contacts=len(counted.others()),
        nearest=_nearest(network, actor_id, language) if counted.statements else (),
        standing=standing(network, actor_id),
        sources=tuple(sources[source] for source in sorted(named) if source in sources),
        statements=statements,
        doubts=_doubts(statements),
        missing=_missing(actor, identifiers, counted),
        is_opted_out=actor_id in network.opted_out(),
    )


def _nearest(network: Network, me: ActorId, language: str) -> tuple[NearContact, ...]:
    """What the small map of an actor shows, as a list: who, and the kinds of tie."""
    around = neighbourhood(network, me, language=language, hops=1, cap=NEAREST)
    ways: dict[ActorId, list[Way]] = defaultdict(list)
    among: dict[ActorId, set[ActorId]] = defaultdict(set)
    for tie in around.ties:
        if me in (tie.ego, tie.alter):
            is_outgoing = tie.ego == me or not network.kinds.tie(tie.kind).directed
            ways[tie.alter if tie.ego == me else tie.ego].append((tie.kind, is_outgoing))
        else:
            among[tie.ego].add(tie.alter)
            among[tie.alter].add(tie.ego)
    others = [placed.actor for placed in around.actors if placed.actor.id != me]
    return tuple(NearContact(other, tuple(ways[other.id]), len(among[other.id])) for other in others)


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


def _missing(actor: Actor, identifiers: tuple[Identifier, ...], ties: CountedTies) -> tuple[str, ...]:
    found = {
        "no-country": actor.country is None and "igo" not in actor.roles,
        "no-identifier": not identifiers,
        "no-ties": not ties.statements,
        "ties-without-dates": ties.undated > 0,
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
