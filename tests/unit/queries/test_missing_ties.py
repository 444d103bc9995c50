"""Missing ties: what each would bring against a slow search, the plan against all plans, and what is refused."""

from __future__ import annotations

import math
import random
from itertools import combinations, pairwise

import networkx as nx
import pytest

from graphsvc.chance_values import Walkable
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.network import Network
from graphsvc.traits import ActorClass
from queries.actor import ENOUGH_TIES
from queries.introduction_values import EndAsked, Tier
from queries.missing_tie_values import MissingTies
from queries.missing_ties import BadPlan, find_missing_ties
from queries.route_ends import BadEnd
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
    planned = 0
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
            planned += len(plan)
    assert planned > 10


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
    ("wrong", "error"),
    [({"steps": 1}, BadPlan), ({"steps": 5}, BadPlan), ({"limit": 0}, BadPlan), ({"planned": 11}, BadPlan)],
)
def test_numbers_out_of_range_are_refused(wrong: dict[str, int], error: type[Exception]) -> None:
    with world([*ASKING, *PATH], line()) as made, pytest.raises(error, match="must be"):
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

    assert {one.other.name: one.countries for one in answer.ties}["there"] == ("MX", "TR")
