"""Who brokers, on small invented networks: roles, cuts and sole ways against slow counts, and everything degenerate."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations

import networkx as nx
import pytest

from graphsvc.access import Sensitivity, Viewer
from graphsvc.errors import Refused
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.network import Network as Seen
from queries.broker_values import Broker, BrokerRole, Brokers, Order
from queries.brokers import MOST_SHOWN, find_brokers, prepare
from tests.asking import NORTH, OPERATOR, people, world
from tests.networks import Network, actor, tie, visible_part

GUEST = Viewer.guest(may_read=True)
CODES = {"one-group", "all-alone", "nobody-grouped", "ungrouped"}
LANDS = {"a": "MX", "b": "TR", "c": "US"}
"""In these networks the first letter of a name says the country; `x` has none."""


def somebody(name: str, **facts: object) -> ActorStatement:
    facts.setdefault("country", LANDS.get(name[0]))
    return actor(NORTH, name, name, **facts)


def tied(pairs: Sequence[tuple[str, str]], **of: ActorStatement) -> tuple[list[ActorStatement], list[TieStatement]]:
    """The actors and ties that (name, name) pairs say; `of` describes some of the actors."""
    names = sorted({name for pair in pairs for name in pair} | of.keys())
    people = {name: of.get(name) or somebody(name) for name in names}
    ties = [tie(str(number), people[one], people[other]) for number, (one, other) in enumerate(pairs)]
    return list(people.values()), ties


@contextmanager
def seen(pairs: Sequence[tuple[str, str]], **of: ActorStatement) -> Iterator[Seen]:
    with world(*tied(pairs, **of)) as made:
        yield made.of()


def ask(network: Seen, **chosen: object) -> Brokers:
    return find_brokers(network, language="en", **chosen)


def by_name(answer: Brokers) -> dict[str, Broker]:
    return {broker.actor.name: broker for broker in answer.brokers}


def counts(broker: Broker) -> dict[str, int]:
    return {role.role.value: role.count for role in broker.roles}


def drawn(seed: int) -> tuple[list[tuple[str, str]], dict[str, ActorStatement]]:
    """Twenty ties among twelve actors of three countries or none; two of them make policy."""
    chance = random.Random(seed)
    names = [f"{letter}{number}" for letter in "abcx" for number in range(3)]
    makers = {name: somebody(name, kind="person", roles=frozenset({"policymaker"})) for name in ("a0", "x0")}
    return chance.sample(list(combinations(names, 2)), 20), makers


BRIDGE = [
    *combinations(("a1", "a2", "a3"), 2),
    *combinations(("b1", "b2", "b3"), 2),
    *(("a0", other) for other in ("a1", "a2", "b1", "b2")),
    ("a0", "c1"),
]
"""Two closed circles and one more actor, which only a0 joins."""


# -- the answer


def test_who_joins_two_circles_comes_first_with_its_roles_counted_by_hand() -> None:
    with seen(BRIDGE) as network:
        answer = ask(network)

    first = answer.brokers[0]
    # a1 and a2 with b1, b2 and c1: six pairs of its own group and another; b1 and b2 with c1: two of two others.
    assert first.actor.name == "a0"
    assert counts(first) == {"coordinator": 0, "itinerant": 0, "gateway": 6, "liaison": 2}
    assert (first.between_groups, first.count_of("gateway"), first.contacts) == (8, 6, 5)
    assert [(share.group, share.contacts) for share in first.reaches] == [("MX", 2), ("TR", 2), ("US", 1)]
    assert (first.group, first.rank, first.rank_of) == ("MX", 1, 8)
    assert (first.parts, first.separated) == (3, 4)
    assert (answer.actors, answer.ties, answer.missing) == (8, 11, ())
    assert [(group.group, group.actors) for group in answer.groups] == [("MX", 4), ("TR", 3), ("US", 1)]


def test_a_role_is_named_where_it_is_clearly_more_frequent_than_by_chance() -> None:
    with seen(BRIDGE) as network:
        first = ask(network).brokers[0]

    gateway = next(role for role in first.roles if role.role is BrokerRole.GATEWAY)
    assert gateway.expected is not None
    assert gateway.ratio == pytest.approx(6 / gateway.expected)
    assert (first.main == gateway) == (gateway.ratio >= 1.25)


@pytest.mark.parametrize("seed", range(12))
def test_roles_are_those_of_a_count_of_all_pairs(seed: int) -> None:
    pairs, makers = drawn(seed)
    with seen(pairs, **makers) as network:
        found = by_name(ask(network, limit=MOST_SHOWN, order="betweenness"))

    graph = nx.Graph(pairs)
    assert found
    for name, broker in found.items():
        assert counts(broker) == (slow_roles(graph, name) if name[0] in LANDS else {})


@pytest.mark.parametrize("seed", range(12))
def test_what_falls_apart_without_somebody_is_what_is_left_when_they_are_taken_out(seed: int) -> None:
    pairs, makers = drawn(seed)
    with seen(pairs, **makers) as network:
        found = by_name(ask(network, limit=MOST_SHOWN, order="betweenness"))

    graph = nx.Graph(pairs)
    for name, broker in found.items():
        around = nx.node_connected_component(graph, name) - {name}
        parts = sorted(map(len, nx.connected_components(graph.subgraph(around))), reverse=True)
        assert (broker.parts, broker.separated) == (len(parts), sum(parts[1:]))


@pytest.mark.parametrize("seed", range(12))
def test_whom_only_one_of_a_group_reaches_is_what_a_slow_search_finds(seed: int) -> None:
    pairs, makers = drawn(seed)
    with seen(pairs, **makers) as network:
        found = by_name(ask(network, limit=MOST_SHOWN, order="betweenness"))

    graph = nx.Graph(pairs)
    for name, broker in found.items():
        wanted = set() if name in makers or name[0] not in LANDS else slow_only(graph, name, makers)
        assert {one.name for one in broker.only_it} == wanted
        assert broker.only_it_total == len(wanted)


def test_the_slow_counts_have_something_to_count() -> None:
    graphs = [(nx.Graph(drawn(seed)[0]), drawn(seed)[1]) for seed in range(12)]

    roles = [slow_roles(graph, name) for graph, _ in graphs for name in graph if name[0] in LANDS]
    only = [slow_only(graph, name, makers) for graph, makers in graphs for name in graph if name[0] == "b"]
    assert all(any(one[role.value] for one in roles) for role in BrokerRole)
    assert any(only)


def slow_roles(graph: nx.Graph, name: str) -> dict[str, int]:
    """Each pair of contacts of known country that are not tied to each other, by who is of which country."""
    found = {role.value: 0 for role in BrokerRole}
    for one, other in combinations(graph[name], 2):
        lands = [LANDS.get(who[0]) for who in (one, name, other)]
        if None in lands or graph.has_edge(one, other):
            continue
        if lands[0] == lands[2]:
            found["coordinator" if lands[0] == lands[1] else "itinerant"] += 1
        else:
            found["gateway" if lands[1] in (lands[0], lands[2]) else "liaison"] += 1
    return found


def slow_only(graph: nx.Graph, name: str, makers: Mapping[str, object]) -> set[str]:
    """The policymakers to whom nobody else of the same letter is tied."""
    others = [one for one in graph if one[0] == name[0] and one != name and one not in makers]
    return {maker for maker in makers if graph.has_edge(name, maker)} - {
        maker for maker in makers for one in others if graph.has_edge(one, maker)
    }


# -- what can be chosen


@pytest.mark.parametrize("order", list(Order))
def test_every_order_puts_the_most_first(order: Order) -> None:
    pairs, makers = drawn(3)
    with seen(pairs, **makers) as network:
        answer = ask(network, order=order.value, limit=MOST_SHOWN)

    keys = {
        Order.GROUPS: lambda one: -one.between_groups,
        Order.BETWEENNESS: lambda one: one.rank,
    }.get(order, lambda one: -one.count_of(order.value))
    assert answer.order is order
    assert [keys(one) for one in answer.brokers] == sorted(keys(one) for one in answer.brokers)


def test_groups_are_what_is_asked_for() -> None:
    of = {
        "a1": somebody("a1", kind="person", topics=("asylum",), place_name="Puebla"),
        "b1": somebody("b1", roles=frozenset({"funder", "igo"}), place_name="PUEBLA"),
        "b2": somebody("b2", roles=frozenset({"funder"}), topics=("Asylum", "water"), place_name="Ankara"),
    }
    groups = {}
    with seen(BRIDGE, **of) as network:
        for by in ("country", "kind", "role", "topic", "region"):
            groups[by] = {one.group: one.actors for one in ask(network, by=by).groups}

    assert groups == {
        "country": {"MX": 4, "TR": 2, "US": 1, "international": 1},
        "kind": {"organization": 7, "person": 1},
        "role": {"funder": 2},
        "topic": {"asylum": 2},
        "region": {"PUEBLA": 2, "Ankara": 1},
    }


def test_where_kinds_are_the_groups_chance_is_not_the_count_itself() -> None:
    of = {name: somebody(name, kind="person") for name in ("a1", "a2", "a3")}
    with seen(BRIDGE, **of) as network:
        first = ask(network, by="kind").brokers[0]

    expected = {role.role.value: role.expected for role in first.roles}
    assert first.actor.name == "a0"
    assert any(value is not None and abs(value - counts(first)[role]) > 0.1 for role, value in expected.items())


def test_inside_one_country_only_its_own_are_in_groups() -> None:
    of = {"a1": somebody("a1", kind="person")}
    with seen(BRIDGE, **of) as network:
        answer = ask(network, by="kind", country="MX")

    assert {one.group: one.actors for one in answer.groups} == {"organization": 3, "person": 1}
    assert (answer.country, answer.ungrouped) == ("MX", 4)


def test_a_limit_cuts_the_list_and_the_whole_number_stays() -> None:
    with seen(BRIDGE) as network:
        whole, one = ask(network), ask(network, limit=1, order="betweenness")

    assert len(one.brokers) == 1
    assert one.total > 1
    assert whole.total >= len(whole.brokers) > 0


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"by": "colour"}, "grouping.bad"),
        ({"country": "Mexico"}, "grouping.bad-country"),
        ({"order": "size"}, "brokers.bad-order"),
        ({"limit": 0}, "brokers.bad-limit"),
        ({"limit": MOST_SHOWN + 1}, "brokers.bad-limit"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(chosen: dict[str, object], code: str) -> None:
    with seen(BRIDGE) as network, pytest.raises(Refused) as refused:
        ask(network, **chosen)

    assert (refused.value.code, refused.value.status) == (code, 400)
    assert refused.value.message.endswith(".")
    assert refused.value.hint


# -- degenerate networks


def test_an_empty_network_has_nobody() -> None:
    with world([], []) as made:
        answer = ask(made.of())

    assert (answer.actors, answer.ties, answer.total, answer.brokers) == (0, 0, 0, ())
    assert set(answer.missing) == {"few-ties", "nobody-grouped"}


def test_with_fewer_than_ten_ties_nobody_is_ranked() -> None:
    with seen(BRIDGE[:9]) as nine, seen(BRIDGE[:10]) as ten:
        assert ("few-ties" in ask(nine).missing, ask(nine).brokers, ask(nine).total) == (True, (), 0)
        assert "few-ties" not in ask(ten).missing
        assert ask(ten).brokers


def test_one_group_has_nobody_between_groups_but_somebody_within() -> None:
    pairs = [("a0", f"a{number}") for number in range(1, 12)]
    with seen(pairs) as network:
        answer, within = ask(network), ask(network, order="coordinator")

    assert (answer.brokers, CODES & set(answer.missing)) == ((), {"one-group"})
    assert [(one.actor.name, one.count_of("coordinator")) for one in within.brokers] == [("a0", 55)]
    assert within.brokers[0].main is None


def test_where_everybody_is_a_group_of_their_own_it_is_said() -> None:
    of = {f"x{number}": somebody(f"x{number}", place_name=f"Town {number}") for number in range(12)}
    with seen([("x0", f"x{number}") for number in range(1, 12)], **of) as network:
        answer = ask(network, by="region")

    assert CODES & set(answer.missing) == {"all-alone"}
    assert [(one.actor.name, counts(one)) for one in answer.brokers] == [
        ("x0", {"coordinator": 0, "itinerant": 0, "gateway": 0, "liaison": 55})
    ]


def test_without_any_known_group_only_routes_say_who_stands_between() -> None:
    with seen([("x0", f"x{number}") for number in range(1, 12)]) as network:
        answer, between = ask(network), ask(network, order="betweenness")

    assert (answer.brokers, CODES & set(answer.missing)) == ((), {"nobody-grouped"})
    assert [(one.actor.name, one.group, one.roles) for one in between.brokers] == [("x0", None, ())]


def test_an_office_or_an_event_is_not_listed_as_somebody_to_ask() -> None:
    of = {"a0": somebody("a0", kind="event")}
    with seen(BRIDGE, **of) as network:
        assert "a0" not in by_name(ask(network, order="betweenness"))


# -- who sees what


@pytest.mark.parametrize("by", ["country", "kind"])
@pytest.mark.parametrize("order", ["groups", "betweenness"])
def test_what_is_hidden_changes_nothing(by: str, order: str) -> None:
    shut = somebody("c9", level=Sensitivity.RESTRICTED, roles=frozenset({"policymaker"}))
    people, ties = tied(
        [*BRIDGE, *(("c9", other) for other in ("a1", "a3", "b1", "b3", "c1"))],
        c9=shut,
        b1=somebody("b1", kind="person"),
    )
    whole = Network((NORTH,), tuple(people), tuple(ties))
    pruned = visible_part(whole, GUEST)

    with world(whole.actors, whole.ties) as one, world(pruned.actors, pruned.ties) as other:
        seen_by_guest, without = (ask(made.of(GUEST), by=by, order=order) for made in (one, other))
        seen_by_operator = ask(one.of(OPERATOR), by=by, order=order)

    assert seen_by_guest == without
    assert seen_by_guest.brokers
    assert seen_by_operator.actors == seen_by_guest.actors + 1
    assert seen_by_operator.brokers != seen_by_guest.brokers


def test_what_was_prepared_is_what_is_answered() -> None:
    with seen(BRIDGE) as prepared, seen(BRIDGE) as cold:
        prepare(prepared)

        assert ask(prepared) == ask(cold)


def test_the_few_who_hold_it_together_are_told_as_a_set() -> None:
    """Three stars in a row: without their middles nothing but isolates is left."""
    middles, leaves = people("m0", "m1", "m2"), people(*(f"l{n}" for n in range(12)))
    ties = [tie("a", middles[0], middles[1]), tie("b", middles[1], middles[2])]
    ties += [tie(f"t{n}", middles[n % 3], one) for n, one in enumerate(leaves)]
    with world([*middles, *leaves], ties) as made:
        answer = find_brokers(made.of(), order="betweenness", language="en")

    assert answer.key_set is not None
    assert {one.name for one in answer.key_set.actors} == {"m0", "m1", "m2"}
    assert (answer.key_set.unconnected, answer.key_set.unconnected_now, answer.key_set.is_best) == (100.0, 0.0, True)
    first = answer.brokers[0]
    assert (first.actor.name, first.rank) == ("m1", 1)
    assert first.rank_best is not None
    assert first.rank_worst is not None
    assert 1 <= first.rank_best <= first.rank_worst <= 3


def test_with_few_ties_no_set_and_no_range_is_told() -> None:
    some = people("a", "b", "c", "d", "e", "f")
    with world(some, [tie("1", some[0], some[1]), tie("2", some[1], some[2])]) as made:
        answer = find_brokers(made.of(), language="en")

    assert (answer.key_set, answer.brokers) == (None, ())
