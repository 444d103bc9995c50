"""Missing ties: what each would bring against a slow search, the plan against all plans, and what is refused."""

from __future__ import annotations

import math
import random
import time
from functools import partial
from itertools import combinations, pairwise

import networkx as nx
import pytest

from graphsvc.chance_values import Walkable
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Period
from graphsvc.network import Network
from graphsvc.traits import ActorClass
from queries.actor import ENOUGH_TIES
from queries.groupings import GroupBy
from queries.introduction_values import EndAsked, Tier
from queries.joined_silos import mixings
from queries.missing_tie_values import MissingTies
from queries.missing_ties import BadPlan, find_missing_ties, prepare
from queries.route_ends import BadEnd
from queries.silo_values import Standing
from queries.silos import find_silos
from tests.asking import TODAY, end, people, person, world
from tests.networks import tie

WALKABLE = Walkable(TODAY)
POLICYMAKERS = EndAsked(of_class=ActorClass(role="policymaker"))
ASKING = people("ana", "ben")
PATH = [*people("c1", "c2", "c3", "c4", "c5"), *(person(f"p{n}", roles=frozenset({"policymaker"})) for n in range(4))]


def ask(network: Network, steps: int = 2, planned: int = 3, *start: ActorStatement) -> MissingTies:
    asking = end(*(start or ASKING))
    return find_missing_ties(
        network, asking, POLICYMAKERS, WALKABLE, steps=steps, limit=50, planned=planned, language="en"
    )


def drawn(chance: random.Random) -> tuple[list[ActorStatement], list[TieStatement]]:
    others = [*people(*(f"c{n}" for n in range(10)))]
    others += [person(f"p{n}", roles=frozenset({"policymaker"})) for n in range(chance.randint(1, 6))]
    everybody = [*ASKING, *others, actor_of_kind("event", "e1")]
    pairs = list(combinations(range(len(everybody)), 2))
    chosen = chance.sample(pairs, chance.randint(13, 19))
    return everybody, [tie(f"t{n}", everybody[a], everybody[b]) for n, (a, b) in enumerate(chosen)]


def actor_of_kind(kind: str, key: str) -> ActorStatement:
    return person(key, kind=kind)


def brought(network: Network, steps: int) -> tuple[dict[str, set[str]], set[str]]:
    """{name of who can be met: names of the targets that a tie from those who ask would bring}, and those near now."""
    found = network.chances(WALKABLE).graph
    graph = nx.Graph()
    graph.add_nodes_from(found.ids)
    ends = zip(*(side.tolist() for side in found.ends()), strict=True)
    graph.add_edges_from((found.ids[a], found.ids[b]) for a, b in ends)
    name = {one: actor.name for one, actor in network.actors(found.ids, "en").items()}
    traits = network.traits()
    number = {one: place for place, one in enumerate(found.ids)}
    sources = [one for one in found.ids if name[one] in ("ana", "ben")]
    targets = [one for one in found.ids if "policymaker" in traits.roles[number[one]] and one not in sources]
    far = {one: nx.single_source_shortest_path_length(graph, one) for one in found.ids}
    near = {t for t in targets if any(far[s].get(t, math.inf) <= steps for s in sources)}
    brings = {}
    for one in found.ids:
        is_free = any(not graph.has_edge(one, source) for source in sources)
        if one in sources or traits.kind[number[one]] == "event" or not is_free:
            continue
        new = {name[t] for t in targets if far[one].get(t, math.inf) <= steps - 1 and t not in near}
        if new:
            brings[name[one]] = new
    return brings if graph.number_of_edges() >= ENOUGH_TIES else {}, {name[t] for t in near}


@pytest.mark.parametrize("steps", [2, 3])
def test_what_each_tie_brings_is_what_a_slow_search_finds(steps: int) -> None:
    chance = random.Random(steps)
    compared = 0
    for _ in range(25):
        with world(*drawn(chance)) as made:
            network = made.of()
            expected, near = brought(network, steps)
            answer = ask(network, steps)
            assert {one.other.name: one.brings_total for one in answer.ties} == {k: len(v) for k, v in expected.items()}
            assert all({actor.name for actor in one.brings} <= expected[one.other.name] for one in answer.ties)
            assert (answer.reached, answer.candidates) == (len(near), len(expected))
            compared += len(expected)
    assert compared > 40


def test_no_plan_of_as_many_ties_reaches_much_more() -> None:
    chance = random.Random(9)
    planned, bounds = 0, []
    for _ in range(20):
        with world(*drawn(chance)) as made:
            network = made.of()
            brings, near = brought(network, 2)
            answer = ask(network, 2, 2)
            gains = [one.adds for one in answer.plan]
            plan = set().union(*(brings[one.other.name] for one in answer.plan)) if answer.plan else set()
            together = combinations(brings.values(), min(2, len(brings)))
            best = max((len(set().union(*some)) for some in together), default=0)
            assert sum(gains) == len(plan)
            assert gains == sorted(gains, reverse=True)
            assert [one.reached for one in answer.plan] == [len(near) + sum(gains[: n + 1]) for n in range(len(gains))]
            assert len(plan) >= (1 - 1 / math.e) * best
            assert answer.at_most >= best
            bounds.append((answer.at_most, best))
            planned += len(plan)
    assert planned > 10
    assert sum(bound == best for bound, best in bounds) > 15


def line() -> list[TieStatement]:
    """ana - c1 - c2 - c3 - p0..p3, and ben alone."""
    chain = [ASKING[0], *PATH[:3]]
    ties = [tie(f"l{n}", *pair) for n, pair in enumerate(pairwise(chain))]
    ties += [tie(f"p{n}", PATH[2], one) for n, one in enumerate(PATH[5:])]
    return [*ties, tie("x", PATH[3], PATH[4]), tie("y1", PATH[5], PATH[6]), tie("y2", PATH[7], PATH[8])]


def test_a_tie_says_who_is_shared_and_who_can_introduce() -> None:
    with world([*ASKING, *PATH], line()) as made:
        answer = ask(made.of())

    best = answer.ties[0]
    assert (best.one.name, best.other.name, best.brings_total) == ("ana", "c3", 4)
    assert [one.name for one in best.introduction] == ["ana", "c1", "c2", "c3"]
    assert (best.tier in Tier, best.shared, best.chance) == (True, (), None)
    assert "no-chances" in answer.missing
    assert [(one.other.name, one.adds) for one in answer.plan] == [("c3", 4)]


def test_who_asked_not_to_introduce_is_nobodys_missing_tie() -> None:
    with world([*ASKING, *PATH], line()) as made:
        seen = made.of()
        (hub,) = [one for one in seen.snapshot.actors.ids if seen.actor(one, "en").name == "c3"]
        made.consent.opt_outs.record(seen.keys(hub), account=None)
        answer = ask(made.of())

    assert "c3" not in {one.other.name for one in answer.ties}
    assert all("c3" not in [actor.name for actor in one.introduction] for one in answer.ties)


def test_few_ties_say_nothing() -> None:
    with world([*ASKING, *PATH], line()[:3]) as made:
        answer = ask(made.of())

    assert (answer.ties, answer.plan) == ((), ())
    assert "few-ties" in answer.missing


def test_when_everybody_is_near_nothing_is_to_gain() -> None:
    ties = [*line(), *(tie(f"n{n}", ASKING[0], one) for n, one in enumerate(PATH[5:]))]
    with world([*ASKING, *PATH], ties) as made:
        answer = ask(made.of())

    assert (answer.reached, answer.targets, answer.ties) == (4, 4, ())
    assert "nothing-to-gain" in answer.missing


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"steps": 1}, "Near can mean within 2 to 4 ties."),
        ({"steps": 5}, "Near can mean within 2 to 4 ties."),
        ({"limit": 0}, "Between 1 and 50 new ties can be shown."),
        ({"planned": 11}, "A plan has 1 to 10 new ties."),
    ],
)
def test_numbers_out_of_range_are_refused(wrong: dict[str, int], says: str) -> None:
    with world([*ASKING, *PATH], line()) as made, pytest.raises(BadPlan, match=says):
        find_missing_ties(made.of(), end(*ASKING), POLICYMAKERS, WALKABLE, language="en", **wrong)


def test_those_to_reach_must_be_others() -> None:
    with world([*ASKING, *PATH], line()) as made, pytest.raises(BadEnd, match="among those who ask"):
        find_missing_ties(made.of(), end(*ASKING), end(ASKING[0]), WALKABLE, language="en")


def test_countries_that_no_tie_joins_are_named() -> None:
    here, there = person("here", country="MX"), person("there", country="TR")
    hub = person("hub", roles=frozenset({"policymaker"}))
    ties = [*line(), tie("z1", there, hub), tie("z2", PATH[4], here)]
    with world([*ASKING, *PATH, here, there, hub], ties) as made:
        answer = find_missing_ties(made.of(), end(here), POLICYMAKERS, WALKABLE, steps=2, language="en")

    pairs = {one.other.name: [(pair.by, pair.one, pair.other, pair.ties) for pair in one.joins] for one in answer.ties}
    assert (GroupBy.COUNTRY, "MX", "TR", 0) in pairs["there"]


def test_a_coalition_asks_for_its_members_and_an_organization_not_for_its_people() -> None:
    coalition, house = actor_of_kind("coalition", "all"), actor_of_kind("organization", "house")
    member, staff = people("member", "staff")
    ties = [
        *line(),
        tie("m", member, coalition, kind="member_of"),
        tie("s", staff, house, kind="employed_by"),
        tie("b", PATH[0], house),
    ]
    with world([*ASKING, *PATH, coalition, house, member, staff], ties) as made:
        seen = made.of()
        found = [
            find_missing_ties(seen, end(one), POLICYMAKERS, WALKABLE, language="en").start.stands_for
            for one in (coalition, house)
        ]

    assert found == [2, 1]


def test_a_plan_of_more_ties_than_help_says_so() -> None:
    with world([*ASKING, *PATH], line()) as made:
        answer = ask(made.of(), 2, 10)

    assert (len(answer.plan), answer.planned) == (1, 10)
    assert "fewer-ties" in answer.missing
    assert (answer.at_most, answer.is_best) == (4, True)


@pytest.mark.parametrize("by", [GroupBy.COUNTRY, GroupBy.COMMUNITY])
def test_groups_that_a_tie_would_join_are_those_that_the_page_on_silos_counts(by: GroupBy) -> None:
    chance = random.Random(4)
    joined = 0
    for _ in range(6):
        people_ = [person(f"a{n}", country=chance.choice(["MX", "TR", "US"])) for n in range(16)]
        pairs = [
            pair
            for pair in combinations(range(16), 2)
            if chance.random() < (0.5 if pair[0] % 3 == pair[1] % 3 else 0.05)
        ]
        with world(people_, [tie(f"t{n}", people_[a], people_[b]) for n, (a, b) in enumerate(pairs)]) as made:
            seen = made.of()
            silos = find_silos(seen, by=by, language="en", limit=30)
            table = {(pair.one, pair.other): pair for line_ in silos.matrix for pair in line_}
            (mixing,) = [one for one in mixings(seen, is_awaited=True) or () if one.by is by]
            number = mixing.grouping.numbers.tolist()
            for one, other in combinations(range(16), 2):
                if number[one] == number[other] or min(number[one], number[other]) < 0:
                    assert mixing.joined(one, other) is None
                    continue
                labels = tuple(str(mixing.grouping.labels[number[end_]]) for end_ in (one, other))
                expected, found = table[labels], mixing.joined(one, other)
                is_told = expected.ties == 0 or expected.standing in (Standing.LESS, Standing.EMPTY)
                assert (found is not None) == is_told
                if found is not None:
                    assert (found.one, found.other, found.ties, found.standing) == (
                        *labels,
                        expected.ties,
                        expected.standing,
                    )
                    assert found.expected == pytest.approx(expected.expected)
                    joined += 1
    assert joined > 20


def test_chances_that_are_not_worked_out_yet_are_said_to_come() -> None:
    crowd = people(*(f"x{n}" for n in range(14)))
    dated = [
        tie(f"d{n}", one, other, period=Period.parse(f"20{10 + n % 10}", None))
        for n, (one, other) in enumerate(combinations(crowd, 2))
    ]
    with world([*ASKING, *PATH, *crowd], [*line(), *dated]) as made:
        seen = made.of()
        find = partial(find_missing_ties, seen, end(*ASKING), POLICYMAKERS, WALKABLE, steps=2, language="en")
        first = find(is_awaited=False)
        until = time.monotonic() + 20
        while "chances-later" in find(is_awaited=False).missing and time.monotonic() < until:
            time.sleep(0.01)
        later, awaited = find(is_awaited=False), find()

    assert "chances-later" in first.missing
    assert {one.chance for one in first.ties} == {None}
    assert "chances-later" not in later.missing
    assert later == awaited


def test_what_is_prepared_is_not_worked_out_again() -> None:
    crowd = people(*(f"x{n}" for n in range(14)))
    dated = [
        tie(f"d{n}", one, other, period=Period.parse("2015", None))
        for n, (one, other) in enumerate(combinations(crowd, 2))
    ]
    with world(crowd, dated) as made:
        seen = made.of()
        prepare(seen)
        for key in ("tie-likelihood", "joined-silos"):
            seen.worked_out(key, lambda: pytest.fail("This was not worked out."))
