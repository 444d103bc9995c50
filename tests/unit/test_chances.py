"""The chance that a tie carries an introduction: by hand, and against a slow reckoning statement by statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Viewer
from graphsvc.chance_factors import factors_of
from graphsvc.chance_values import Walkable
from graphsvc.chances import ChanceGraph, chance_graph, day_of, moved_by, walkable_statements
from graphsvc.consent.outcomes import TieOutcome
from graphsvc.errors import BadSetting
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Asked, Kinds
from graphsvc.model.statements import ActorStatement, Source, TieStatement
from graphsvc.model.values import Confidence, Formality, Identifier, Period, Status
from graphsvc.network import Network as Seen
from graphsvc.network import Networks
from graphsvc.store.sqlite import SqliteStore
from tests import networks as drawn
from tests.networks import Network, actor, load, source, tie

KINDS, ALIASES = Kinds.load(), Aliases.load()
NORTH, SOUTH = source("north:a", published_on="2026-01-01"), source("south:a")
TODAY = date(2026, 1, 1)


def person(of: Source, key: str) -> ActorStatement:
    """The same person in every source."""
    return actor(of, key, key.title(), kind="person", identifiers=(Identifier("wikidata", f"Q{key}"),))


ANA, BEN, CAN = (person(NORTH, key) for key in ("ana", "ben", "can"))


@contextmanager
def eyes(network: Network) -> Iterator[Seen]:
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "store.sqlite")
        try:
            load(store, network)
            yield Networks(store, KINDS, ALIASES).of(Viewer.operator())
        finally:
            store.close()


def chance(seen: Seen, one: ActorStatement, other: ActorStatement, **wanted: object) -> float:
    graph = seen.chances(Walkable(**{"as_of": TODAY} | wanted))
    numbers = [seen.snapshot.number_of[seen.snapshot.actor_of[end.id]] for end in (one, other)]
    assert graph.chance(*numbers) == graph.chance(*numbers[::-1])
    return graph.chance(*numbers)


def of_one(*ties: TieStatement, actors: tuple[ActorStatement, ...] = (ANA, BEN, CAN), **wanted: object) -> float:
    with eyes(Network((NORTH,), actors, ties)) as seen:
        return chance(seen, actors[0], actors[1], **wanted)


def test_a_tie_confirmed_today_has_the_chance_of_its_kind() -> None:
    assert of_one(tie("1", ANA, BEN, kind="knows")) == pytest.approx(KINDS.tie("knows").chance)


def test_the_chance_halves_with_every_half_life_since_the_tie_was_last_known() -> None:
    met = tie("1", ANA, BEN, kind="met", period=Period.parse("2022-01-01", "2022-01-01"))

    assert of_one(met) == pytest.approx(KINDS.tie("met").chance / 4, rel=1e-3)


@pytest.mark.parametrize(
    ("published", "retrieved", "as_of", "day"),
    [
        ("2006-01-01", "2025-12-31", date(2026, 1, 1), date(2006, 1, 1)),
        ("2006-01-01", "2025-12-31", date(2010, 1, 1), date(2006, 1, 1)),
        (None, "2024-01-01", date(2026, 1, 1), date(2024, 1, 1)),
        ("some day", "2024-01-01", date(2026, 1, 1), date(2024, 1, 1)),
        ("2027", "2024-01-01", date(2026, 1, 1), date(2024, 1, 1)),
        ("2022-03", "2024-01-01", date(2026, 1, 1), date(2022, 3, 31)),
        ("2026", None, date(2026, 7, 1), date(2026, 7, 1)),
        ("2027-01-01", "2027-01-02", date(2026, 1, 1), None),
        (None, None, date(2026, 1, 1), None),
    ],
)
def test_a_lasting_tie_was_last_known_on_the_day_its_source_was_published(
    published: str | None, retrieved: str | None, as_of: date, day: date | None
) -> None:
    of = source("north:a", published_on=published, retrieved_on=retrieved)
    ends = person(of, "ana"), person(of, "ben")
    kind = KINDS.tie("knows")
    age = KINDS.chances.unknown_date if day is None else 2 ** (-(as_of - day).days / 365.25 / kind.half_life)

    with eyes(Network((of,), ends, (tie("1", *ends, kind="knows"),))) as seen:
        assert chance(seen, *ends, as_of=as_of) == pytest.approx(kind.chance * age)


def test_without_any_date_a_tie_counts_as_the_rules_say() -> None:
    met = tie("1", ANA, BEN, kind="met")

    assert of_one(met) == pytest.approx(KINDS.tie("met").chance * KINDS.chances.unknown_date)


def test_formality_confidence_and_stated_strength_count() -> None:
    said = tie(
        "1",
        ANA,
        BEN,
        kind="knows",
        formality=Formality.INFORMAL,
        confidence=Confidence.DOUBTFUL,
        strength=0.5,
        period=Period.parse(None, "2026-01-01"),
    )

    assert of_one(said) == pytest.approx(0.7 * 0.9 * 0.4 * 0.8)


def test_several_statements_of_one_source_count_once_and_of_two_sources_as_two() -> None:
    other = person(SOUTH, "ana"), person(SOUTH, "ben")
    again = tie("2", ANA, BEN, kind="knows")
    south = tie("1", *other, kind="knows", period=Period.parse(None, "2026-01-01"))

    assert of_one(tie("1", ANA, BEN, kind="knows"), again) == pytest.approx(0.7)
    with eyes(Network((NORTH, SOUTH), (ANA, BEN, *other), (tie("1", ANA, BEN, kind="knows"), south))) as seen:
        assert chance(seen, ANA, BEN) == pytest.approx(1 - 0.3 * 0.3)


def test_no_tie_is_surer_than_the_rules_allow() -> None:
    others = [source(f"south:{number}", published_on="2026-01-01") for number in range(5)]
    pairs = [(person(one, "ana"), person(one, "ben")) for one in others]
    ties = [tie("1", *pair, kind="knows") for pair in pairs]

    with eyes(Network(tuple(others), tuple(end for pair in pairs for end in pair), tuple(ties))) as seen:
        assert chance(seen, *pairs[0]) == pytest.approx(KINDS.chances.most)


@pytest.mark.parametrize(("people", "share"), [(2, 1.0), (3, 1 / 2), (11, 1 / 10)])
def test_an_event_of_n_people_ties_two_of_them_by_one_part_in_n_less_one(people: int, share: float) -> None:
    event = actor(NORTH, "e", "Forum", kind="event")
    guests = tuple(actor(NORTH, f"g{n:02}", f"Guest {n:02}", kind="person") for n in range(people))
    day = Period.parse("2026-01-01", "2026-01-01")
    ties = [tie(f"{n}", guest, event, kind="attended", period=day) for n, guest in enumerate(guests)]

    found = of_one(*ties, actors=(*guests, event))

    assert found == pytest.approx(KINDS.tie("attended").chance * share)


def test_who_leads_a_project_knows_each_who_takes_part_in_it() -> None:
    lead, partners = actor(NORTH, "l", "Lead"), [actor(NORTH, f"p{n:02}", f"Partner {n:02}") for n in range(9)]
    project = actor(NORTH, "x", "Project", kind="project")
    year = Period.parse("2026-01-01", "2026-01-01")
    ties = [tie(f"{n}", one, project, kind="implements", period=year) for n, one in enumerate(partners)]
    ties.append(tie("l", lead, project, kind="accountable_for", period=year))

    assert of_one(*ties, actors=(lead, *partners, project)) == pytest.approx(KINDS.tie("implements").chance)
    partner = KINDS.tie("implements").chance / 9
    assert of_one(*ties, actors=(*partners, lead, project)) == pytest.approx(partner)


def test_a_committee_of_many_counts_less_for_each_of_them() -> None:
    board = actor(NORTH, "x", "Board", kind="public_body")
    members = tuple(actor(NORTH, f"m{n:02}", f"Member {n:02}", kind="person") for n in range(17))
    ties = [tie(f"{n}", one, board, kind="sits_on") for n, one in enumerate(members)]

    found = of_one(*ties, actors=(members[0], board, *members[1:]))

    assert found == pytest.approx(KINDS.tie("sits_on").chance / 2)  # 16 ** (-0.5 / 2)


def test_an_unnamed_group_ties_nobody() -> None:
    group = actor(NORTH, "g", "Surveyed organizations", kind="group")
    ties = (tie("1", ANA, group, kind="works_with"), tie("2", BEN, group, kind="works_with"))

    assert of_one(*ties, actors=(ANA, BEN, group)) == 0.0
    assert of_one(*ties, actors=(ANA, group, BEN)) == 0.0


@pytest.mark.parametrize(
    ("facts", "wanted", "is_there"),
    [
        ({"status": Status.PLANNED}, {}, False),
        ({"status": Status.PLANNED}, {"with_planned": True}, True),
        ({"status": Status.ENDED}, {}, False),
        ({"status": Status.ENDED}, {"with_ended": True}, True),
        ({"period": Period.parse("2019", "2024")}, {}, False),
        ({"period": Period.parse("2019", "2024")}, {"with_ended": True}, True),
        ({"period": Period.parse("2019", "2024")}, {"as_of": date(2020, 5, 1)}, True),
        ({"period": Period.parse("2019", "2024")}, {"as_of": date(2018, 5, 1)}, False),
        ({"period": Period.parse("2027", None)}, {}, False),
        ({"confidence": Confidence.DOUBTFUL}, {"least_confidence": Confidence.INFERRED}, False),
        ({"confidence": Confidence.INFERRED}, {"least_confidence": Confidence.INFERRED}, True),
        ({}, {"kinds": frozenset({"met"})}, False),
        ({}, {"without_kinds": frozenset({"knows"})}, False),
        ({}, {"without_sources": frozenset({"north:a"})}, False),
        ({"kind": "opposes"}, {"kinds": frozenset({"opposes"})}, False),
    ],
)
def test_only_what_is_asked_for_carries_a_route(
    facts: dict[str, object], wanted: dict[str, object], is_there: bool
) -> None:
    assert (of_one(tie("1", ANA, BEN, **{"kind": "knows"} | facts), **wanted) > 0) is is_there


def test_outcomes_move_the_chance_towards_what_happened() -> None:
    assert moved_by(0.5, TieOutcome(1, 0, None), 3.0, 0.95) == pytest.approx(1.5 / 4)
    assert moved_by(0.5, TieOutcome(2, 2, None), 3.0, 0.95) == pytest.approx(3.5 / 5)
    assert moved_by(0.9, TieOutcome(50, 50, None), 3.0, 0.95) == pytest.approx(0.95)


def test_outcomes_count_only_on_the_pair_that_they_are_about() -> None:
    with eyes(Network((NORTH,), (ANA, BEN, CAN), (tie("1", ANA, BEN), tie("2", BEN, CAN)))) as seen:
        numbers = [seen.snapshot.number_of[seen.snapshot.actor_of[one.id]] for one in (ANA, BEN, CAN)]
        statements = walkable_statements(seen.snapshot, KINDS, Walkable(TODAY), lambda _: 20260101)
        pair = (min(numbers[:2]), max(numbers[:2]))
        graph = chance_graph(seen.snapshot, KINDS, seen.traits().kind, statements, {pair: TieOutcome(1, 0, None)})

    assert graph.chance(numbers[0], numbers[1]) == pytest.approx(3 * 0.7 / 4)
    assert graph.chance(numbers[1], numbers[2]) == pytest.approx(0.7)


def test_an_empty_network_has_an_empty_graph() -> None:
    with eyes(Network((), (), ())) as seen:
        graph = seen.chances(Walkable(TODAY))

    assert (len(graph.graph), graph.graph.number_of_edges()) == (0, 0)


@given(
    network=drawn.networks(max_ties=12),
    wanted=st.builds(
        Walkable,
        st.dates(date(1995, 1, 1), date(2029, 1, 1)),
        with_ended=st.booleans(),
        with_planned=st.booleans(),
        least_confidence=st.sampled_from(Confidence),
    ),
)
def test_the_graph_is_what_a_slow_reckoning_gives(network: Network, wanted: Walkable) -> None:
    with eyes(network) as seen:
        graph = seen.chances(wanted)
        expected = slow_chances(seen, network, wanted)

    rows = graph.graph.forward
    found = {
        (one, other): graph.chance(one, other)
        for one in range(len(graph.graph))
        for other in rows.neighbours[rows.offsets[one] : rows.offsets[one + 1]].tolist()
        if one < other
    }
    assert found == pytest.approx(expected)
    assert_lengths_fit(graph)


def assert_lengths_fit(graph: ChanceGraph) -> None:
    assert graph.graph.length is not None
    assert graph.graph.strength is not None
    assert (np.abs(graph.graph.length / 1e9 + np.log(graph.graph.strength)) < 1e-8).all()


def slow_chances(seen: Seen, network: Network, wanted: Walkable) -> dict[tuple[int, int], float]:
    """The chance of every pair, from the statements themselves. The drawn actors all can be asked."""
    snapshot, days = seen.snapshot, {one.id: day_of(one, TODAY) for one in network.sources}
    order = list(Confidence)
    today = wanted.as_of
    best: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    taken: list[tuple[TieStatement, int, int]] = []
    for one in network.ties:
        ego, alter = (snapshot.number_of[snapshot.actor_of[end]] for end in (one.ego, one.alter))
        kind, record = KINDS.tie(one.record.kind), one.record
        period = record.period
        is_over = not kind.momentary and period.end is not None and period.end.last_day < today
        is_to_come = period.start is not None and period.start.first_day > today
        passes = (
            kind.walkable
            and ego != alter
            and order.index(record.confidence) <= order.index(wanted.least_confidence)
            and (record.status is not Status.PLANNED or wanted.with_planned)
            and (record.status is not Status.ENDED or wanted.with_ended)
            and (not is_over or wanted.with_ended)
            and (not is_to_come or wanted.with_planned)
        )
        if passes:
            taken.append((one, ego, alter))
    for one, ego, alter in taken:
        members = len({e for other, e, a in taken if a == alter and other.record.kind == one.record.kind})
        factors = factors_of(one, KINDS, today, said_on=days[one.source], members=members)
        pair = (min(ego, alter), max(ego, alter))
        best[pair][one.source] = max(best[pair].get(one.source, 0.0), factors.chance)
    joined = {}
    for pair, by_source in best.items():
        failing = 1.0
        for held in by_source.values():
            failing *= 1 - held
        joined[pair] = min(1 - failing, KINDS.chances.most)
    return {pair: held for pair, held in joined.items() if held >= KINDS.chances.least}


def test_meetings_give_what_a_slow_reckoning_gives() -> None:
    event = actor(NORTH, "e", "Forum", kind="event")
    guests = [actor(NORTH, f"g{n:02}", f"Guest {n:02}", kind="person") for n in range(6)]
    years = ("2026", "2024", "2020", "2015", "2025", "2023")
    ties = [
        tie(f"{n}", guest, event, kind="organized" if n in (1, 4) else "attended", period=Period.parse(year, year))
        for n, (guest, year) in enumerate(zip(guests, years, strict=True))
    ]
    with eyes(Network((NORTH,), (*guests, event), tuple(ties))) as seen:
        own = {n: factors_of(one, KINDS, TODAY, said_on=20260101, members=1).chance for n, one in enumerate(ties)}
        found = {pair: chance(seen, guests[pair[0]], guests[pair[1]]) for pair in combinations(range(6), 2)}

    def expected(one: int, other: int) -> float:
        leads = [n for n in (one, other) if n in (1, 4)]
        if len(leads) == 1:
            return own[other if leads == [one] else one]
        return min(own[one], own[other]) if leads else min(own[one], own[other]) / 5

    assert found == pytest.approx({pair: expected(*pair) for pair in found})


def test_a_very_large_event_ties_only_those_who_lead_it() -> None:
    event, host = actor(NORTH, "e", "Summit", kind="event"), actor(NORTH, "h", "Host")
    guests = [actor(NORTH, f"g{n:03}", f"Guest {n:03}", kind="person") for n in range(400)]
    day = Period.parse("2026-01-01", "2026-01-01")
    ties = [tie(f"{n}", guest, event, kind="attended", period=day) for n, guest in enumerate(guests)]
    ties.append(tie("h", host, event, kind="organized", period=day))

    with eyes(Network((NORTH,), (*guests, host, event), tuple(ties))) as seen:
        assert chance(seen, guests[0], guests[1]) == 0.0
        assert chance(seen, host, guests[399]) == pytest.approx(KINDS.tie("attended").chance)
        assert seen.chances(Walkable(TODAY)).graph.number_of_edges() == 400


def test_an_installation_sets_its_own_chances(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[chance]\nmost = 0.9\n[chance.formality]\nformal = 1.0\n[chance.kinds.knows]\nchance = 0.2\n")

    kinds = Kinds.load(own)

    assert (kinds.chances.most, kinds.chances.formality["formal"], kinds.tie("knows").chance) == (0.9, 1.0, 0.2)
    assert kinds.tie("knows").half_life == KINDS.tie("knows").half_life
    assert kinds.actor("event").asked is Asked.PARTICIPANTS


@pytest.mark.parametrize(
    "text",
    [
        "[chance]\nmost = 2.0\n",
        "[chance]\nleast = 0.99\n",
        "[chance]\nmost = true\n",
        "[chance]\nluck = 1.0\n",
        "[chance.formality]\ngrand = 1.0\n",
        "[chance]\nformality = 3\n",
        "[chance.kinds.absent]\nchance = 0.2\n",
        "[chance.kinds.knows]\nchance = 0.0\n",
        "[chance.kinds.knows]\nlabel = 'x'\n",
        "[chance.kinds.knows]\nwalkable = 3\n",
        "[chance.kinds.knows]\nchance = 'much'\n",
    ],
)
def test_a_wrong_chance_is_refused_by_name(text: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)

    with pytest.raises(BadSetting, match="chance"):
        Kinds.load(own)
