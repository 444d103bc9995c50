"""Small networks of invented statements for tests: built by hand, or drawn by hypothesis with sensitivities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from graphsvc.access import STORED_LEVELS, Permission, Scope, Sensitivity, Viewer
from graphsvc.ids import actor_statement_id, tie_statement_id
from graphsvc.model.records import ActorRecord, Place, TieRecord
from graphsvc.model.statements import ActorStatement, Decision, Judgement, Source, SourceId, StatementId, TieStatement
from graphsvc.model.values import (
    Confidence,
    FlowClass,
    Formality,
    Identifier,
    Money,
    Name,
    NameKind,
    PartialDate,
    Period,
    Status,
)
from graphsvc.store.protocol import GraphStore, NewRun
from graphsvc.store.rows import actor_row, tie_row

COLLECTIONS = ("north", "south")
ACTOR_KINDS = ("organization", "person", "public_body")
TIE_KINDS = ("funds", "knows", "member_of", "works_with")
ROLES = ("cso", "funder", "policymaker")
NAMES = (
    "Ada Refuge",
    "Göç İdaresi Başkanlığı",
    "Goc Idaresi",
    "Comisión de Ayuda",
    "Kızılay Kadıköy",
    "ISTANBUL Forum",
    'O\'Neil "Bay" Fund',
    "北方 联盟",
    "Ada",
)
DECIDED_AT = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Network:
    """Statements of several sources, and decisions on pairs of them."""

    sources: tuple[Source, ...]
    actors: tuple[ActorStatement, ...]
    ties: tuple[TieStatement, ...]
    decisions: tuple[Decision, ...] = ()


def source(id_: str = "north:register", level: Sensitivity = Sensitivity.PUBLIC, **facts: Any) -> Source:
    """A source; its collection is what stands before the colon."""
    facts.setdefault("title", id_.partition(":")[2].title())
    return Source(SourceId(id_), id_.partition(":")[0], sensitivity=level, **facts)


def actor(of: Source, key: str, *names: str, level: Sensitivity | None = None, **facts: Any) -> ActorStatement:
    """What `of` says about its actor `key`, no less closed than the source."""
    given = tuple(Name(name) for name in names or (f"Actor {key}",))
    facts.setdefault("place", Place(f"{of.collection}.csv", f"row {key}"))
    facts.setdefault("raw", (("name", given[0].value),))
    record = ActorRecord(key=key, kind=facts.pop("kind", "organization"), names=given, **facts)
    scope = Scope.of(of.collection, Sensitivity.strictest((of.sensitivity, level or of.sensitivity)))
    return ActorStatement(actor_statement_id(of.id, key), scope, of.id, record)


def tie(
    key: str, ego: ActorStatement, alter: ActorStatement, *, level: Sensitivity | None = None, **facts: Any
) -> TieStatement:
    """A tie between two actors of one source, as closed as the most closed of them and `level`."""
    facts.setdefault("place", Place(f"{ego.scope.collection}.csv", f"tie {key}"))
    record = TieRecord(
        key=key, kind=facts.pop("kind", "works_with"), ego=ego.record.key, alter=alter.record.key, **facts
    )
    levels = [Sensitivity.parse(end.scope.level) for end in (ego, alter)] + ([level] if level else [])
    scope = Scope.of(ego.scope.collection, Sensitivity.strictest(levels))
    return TieStatement(tie_statement_id(ego.source, key), scope, ego.source, ego.id, alter.id, record)


def decision(one: ActorStatement, other: ActorStatement, judgement: Judgement = Judgement.SAME) -> Decision:
    """A person's word on two actor statements."""
    left, right = sorted((one.id, other.id))
    return Decision(left, right, judgement, "same address", "rosa", DECIDED_AT)


def load(store: GraphStore, network: Network) -> None:
    """Publish `network`: one run a source, one for all decisions."""
    for one in network.sources:
        load_source(
            store,
            one,
            [statement for statement in network.actors if statement.source == one.id],
            [statement for statement in network.ties if statement.source == one.id],
        )
    if network.decisions:
        run = store.begin(NewRun("decide"), holder="test")
        for each in network.decisions:
            store.stage_decision(run, each)
        store.publish(run, {"decided": len(network.decisions)})


def load_source(
    store: GraphStore,
    of: Source,
    actors: Iterable[ActorStatement],
    ties: Iterable[TieStatement] = (),
    *,
    retired: Iterable[StatementId] = (),
    **new: Any,
) -> int:
    """Publish one run of `of`; returns its number."""
    run = store.begin(NewRun("import", source=of, **new), holder="test")
    store.stage_actors(run, sorted(map(actor_row, actors), key=lambda row: row.id))
    store.stage_ties(run, sorted(map(tie_row, ties), key=lambda row: row.id))
    store.retire(run, sorted(retired))
    store.publish(run, {})
    return run


def visible_part(network: Network, viewer: Viewer) -> Network:
    """`network` as if nothing that is hidden from `viewer` had ever been said."""
    actors = tuple(one for one in network.actors if viewer.can_see(one.scope))
    ties = tuple(one for one in network.ties if viewer.can_see(one.scope))
    left = {one.id for one in actors}
    told = {one.source for one in actors}
    return Network(
        tuple(one for one in network.sources if one.id in told),
        actors,
        ties,
        tuple(one for one in network.decisions if {one.left, one.right} <= left),
    )


# -- drawn by hypothesis


def levels() -> st.SearchStrategy[Sensitivity]:
    """A sensitivity that a store may hold."""
    return st.sampled_from(STORED_LEVELS)


def viewers() -> st.SearchStrategy[Viewer]:
    """Anybody who asks: a clearance or none, in all collections or with exceptions."""
    return st.builds(
        Viewer,
        everywhere=st.none() | levels(),
        clearances=st.dictionaries(st.sampled_from(COLLECTIONS), levels()),
        permissions=st.just(frozenset({Permission.READ})),
        account=st.none() | st.just("u1"),
    )


def texts() -> st.SearchStrategy[str]:
    """Any text that a file can hold."""
    return st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def partial_dates() -> st.SearchStrategy[PartialDate]:
    """2019, 2019-10 or 2019-10-08."""
    return st.builds(
        lambda day, precision: PartialDate(day.isoformat()[:precision]),
        st.dates(datetime(1990, 1, 1).date(), datetime(2030, 12, 31).date()),  # noqa: DTZ001 - only their days count
        st.sampled_from((4, 7, 10)),
    )


def periods() -> st.SearchStrategy[Period]:
    """Known and unknown starts and ends, in order."""

    def ordered(start: PartialDate | None, end: PartialDate | None) -> Period:
        if start and end and end.last_day < start.first_day:
            start, end = end, start
        return Period(start, end)

    return st.builds(ordered, st.none() | partial_dates(), st.none() | partial_dates())


def amounts() -> st.SearchStrategy[Money]:
    """Money with and without an amount."""
    values = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=2)
    some = st.builds(
        Money, st.sampled_from(FlowClass), values, st.sampled_from(("EUR", "TRY")), st.none() | partial_dates()
    )
    return (
        some | st.builds(Money, st.sampled_from(FlowClass)) | st.just(Money(FlowClass.PLEDGE, Decimal("0.10"), "MXN"))
    )


@st.composite
def actors_of(draw: st.DrawFn, of: Source, key: str) -> ActorStatement:
    """A statement of `of` about an actor, with whatever facts."""
    names = draw(st.lists(st.sampled_from(NAMES) | texts().filter(str.strip), min_size=1, max_size=3))
    kinds = draw(st.lists(st.sampled_from(NameKind), min_size=len(names), max_size=len(names)))
    built = actor(
        of,
        key,
        level=draw(levels()),
        kind=draw(st.sampled_from(ACTOR_KINDS)),
        roles=draw(st.frozensets(st.sampled_from(ROLES))),
        identifiers=draw(
            st.sampled_from(((), (Identifier("wikidata", "Q7"),), (Identifier("org-id", "XM-DAC-41121"),)))
        ),
        country=draw(st.sampled_from((None, "MX", "TR", "XK"))),
        attributes=draw(st.lists(st.tuples(texts(), texts()), max_size=2).map(tuple)),
    )
    named = tuple(
        Name(name, draw(st.sampled_from((None, "tr"))), kind) for name, kind in zip(names, kinds, strict=True)
    )
    return replace(built, record=replace(built.record, names=named))


@st.composite
def ties_of(draw: st.DrawFn, key: str, actors: list[ActorStatement]) -> TieStatement:
    """A tie between two of `actors`, with whatever facts."""
    ego, alter = draw(st.permutations(actors))[:2]
    return tie(
        key,
        ego,
        alter,
        level=draw(levels()),
        kind=draw(st.sampled_from(TIE_KINDS)),
        period=draw(periods()),
        formality=draw(st.sampled_from(Formality)),
        status=draw(st.sampled_from(Status)),
        confidence=draw(st.sampled_from(Confidence)),
        strength=draw(st.none() | st.floats(0.01, 1.0)),
        money=draw(st.none() | amounts()),
        note=draw(st.none() | texts()),
    )


@st.composite
def networks(draw: st.DrawFn, *, max_actors: int = 5, max_ties: int = 6) -> Network:
    """Up to three sources in two collections with actors, ties and decisions of all sensitivities."""
    ids = draw(st.lists(st.sampled_from(("north:a", "north:b", "south:a")), min_size=1, max_size=3, unique=True))
    sources = [source(id_, draw(levels())) for id_ in ids]
    actors: list[ActorStatement] = []
    ties: list[TieStatement] = []
    for one in sources:
        own = [draw(actors_of(one, str(number))) for number in range(draw(st.integers(0, max_actors)))]
        if len(own) > 1:
            ties += [draw(ties_of(str(number), own)) for number in range(draw(st.integers(0, max_ties)))]
        actors += own
    return Network(tuple(sources), tuple(actors), tuple(ties), tuple(draw(decisions(actors))))


@st.composite
def decisions(draw: st.DrawFn, actors: list[ActorStatement]) -> list[Decision]:
    """At most two decisions, on different pairs of `actors`."""
    if len(actors) < 2:
        return []
    pairs = st.permutations(actors).map(lambda order: order[:2])
    drawn = [decision(*draw(pairs), draw(st.sampled_from(Judgement))) for _ in range(draw(st.integers(0, 2)))]
    return list({(one.left, one.right): one for one in drawn}.values())


# -- networks in which introductions have something to say

TELLING_KINDS = ("person", "person", "person", "organization", "coalition", "event", "position")
TELLING_TIES = ("knows", "works_with", "employed_by", "member_of", "sits_on", "attended", "organized", "holds_position")


@st.composite
def telling(draw: st.DrawFn) -> Network:
    """One source with people, bodies, offices and events, most of them tied, of all sensitivities."""
    of = source("north:a", published_on="2019-06-01")
    level = st.sampled_from((None, None, None, *STORED_LEVELS))
    actors = [
        actor(
            of,
            str(number),
            level=draw(level),
            kind=draw(st.sampled_from(TELLING_KINDS)),
            roles=draw(st.frozensets(st.sampled_from((*ROLES, "committee")), max_size=2)),
            languages=draw(st.sampled_from(((), ("en",), ("es", "tr")))),
        )
        for number in range(draw(st.integers(4, 7)))
    ]
    pairs = draw(st.lists(st.permutations(actors).map(lambda order: order[:2]), min_size=5, max_size=14))
    ties = [
        tie(
            str(number),
            ego,
            alter,
            level=draw(level),
            kind=draw(st.sampled_from(TELLING_TIES)),
            status=draw(st.sampled_from((Status.REALISED, Status.REALISED, Status.ENDED))),
            period=draw(st.sampled_from((Period.parse(None, None), Period.parse("2015", "2019-03")))),
        )
        for number, (ego, alter) in enumerate(pairs)
    ]
    return Network((of,), tuple(actors), tuple(ties))


@st.composite
def crowds(draw: st.DrawFn) -> Network:
    """One source with enough ties to rank who brokers: actors of few kinds and countries, some things closed."""
    of = source("north:a", published_on="2019-06-01")
    level = st.sampled_from((None, None, None, None, *STORED_LEVELS))
    actors = [
        actor(
            of,
            str(number),
            level=draw(level),
            kind=draw(st.sampled_from(ACTOR_KINDS)),
            roles=draw(st.frozensets(st.sampled_from(ROLES), max_size=1)),
            country=draw(st.sampled_from((None, "MX", "MX", "TR", "US"))),
        )
        for number in range(draw(st.integers(9, 13)))
    ]
    pairs = list(combinations(actors, 2))
    chosen = draw(st.lists(st.sampled_from(range(len(pairs))), min_size=20, max_size=32, unique=True))
    ties = [tie(str(number), *pairs[number], level=draw(level)) for number in sorted(chosen)]
    return Network((of,), tuple(actors), tuple(ties))
