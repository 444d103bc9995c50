"""How far ranks move when the answers of one respondent, or some ties, are left out: against networkx."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest

from graphsvc.model.statements import ActorId
from queries.broker_values import LeftOut
from queries.brokers import find_brokers
from queries.holding_together import rank_ranges, respondents
from tests.asking import people, world
from tests.networks import tie


def answers(seed: int) -> list[tuple[str, str]]:
    """What ten respondents of a survey said: (who, whom they know); some pairs are said by both."""
    chance = random.Random(seed)
    names = [f"p{number}" for number in range(14)]
    return sorted({(one, other) for one in names[:10] for other in chance.sample(names, 3) if one != other})


def ranks_of(pairs: list[tuple[str, str]], names: list[str]) -> dict[str, int]:
    graph = nx.Graph(pairs)
    graph.add_nodes_from(names)
    between = nx.betweenness_centrality(graph)
    return {name: 1 + sum(other > between[name] + 1e-9 for other in between.values()) for name in names}


@pytest.mark.parametrize("seed", range(3))
def test_without_each_respondent_in_turn_ranks_are_those_that_networkx_gives(seed: int) -> None:
    said = answers(seed)
    names = sorted({name for pair in said for name in pair})
    who = dict(zip(names, people(*names), strict=True))
    ties = [tie(f"{one}{other}", who[one], who[other], kind="connection") for one, other in said]
    with world(list(who.values()), ties) as made:
        network = made.of()
        found = rank_ranges(network)
        shown = network.actors(network.snapshot.actors.ids, "en")
        page = find_brokers(network, order="betweenness", language="en")

    moved: dict[str, list[int]] = {name: [] for name in names}
    for silent in sorted({one for one, _ in said}):
        for name, rank in ranks_of([pair for pair in said if pair[0] != silent], names).items():
            moved[name].append(rank)
    ends = {name: tuple(np.percentile(some, (5, 95)).tolist()) for name, some in moved.items()}
    assert found.left_out is LeftOut.RESPONDENTS
    assert {shown[ActorId(str(one))].name: (some.best, some.worst) for one, some in found.of.items()} == ends
    assert page.left_out is LeftOut.RESPONDENTS
    first = page.brokers[0]
    assert (first.rank_best, first.rank_worst) == (
        int(ends[first.actor.name][0]),
        int(np.ceil(ends[first.actor.name][1])),
    )


def test_a_tie_hangs_on_a_respondent_only_where_nobody_else_states_it() -> None:
    ana, ben, can = people("ana", "ben", "can")
    ties = [
        tie("1", ana, ben, kind="connection"),
        tie("2", ana, can, kind="connection"),
        tie("3", can, ana, kind="connection"),
        tie("4", ben, can, kind="connection"),
        tie("5", can, ben, kind="works_with"),
    ]
    with world([ana, ben, can], ties) as made:
        network = made.of()
        graph = network.graph()
        shown = network.actors(network.snapshot.actors.ids, "en")
        names = [shown[one].name for one in network.snapshot.actors.ids]
        ends = list(zip(*(end.tolist() for end in graph.ends()), strict=True))
        found = [[{names[one] for one in ends[tie]} for tie in some] for some in respondents(network, graph)]

    assert found == [[{"ana", "ben"}]]


def test_where_most_ties_are_no_answers_a_tenth_of_the_ties_is_left_out() -> None:
    some = people(*(f"p{number}" for number in range(12)))
    ties = [tie(f"w{number}", some[number], some[number + 1]) for number in range(11)]
    ties += [tie(f"c{number}", some[number], some[number + 2], kind="connection") for number in range(10)]
    with world(some, ties) as made:
        found = rank_ranges(made.of())

    assert found.left_out is LeftOut.TIES
    assert len(found.of) == 12
