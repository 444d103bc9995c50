"""Who met whom: Newman's example, networkx's projection, and what becomes of very large events."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.kernel.projection import Attendance, meetings, projected
from graphsvc.kernel.tiegraph import TieGraph

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 7)), max_size=40)


def strengths(rows: list[tuple[int, int]], **how: int) -> dict[tuple[int, int], float]:
    event, person = ([row[side] for row in rows] for side in (0, 1))
    met = meetings(event, person, **how)
    return dict(zip(zip(met.one.tolist(), met.other.tolist(), strict=True), met.strength.tolist(), strict=True))


def test_newmans_three_papers() -> None:  # Newman (2001), Physical Review E 64, 016132
    papers = ["ABCD", "AB", "ABE"]

    found = strengths([(paper, ord(author) - 65) for paper, authors in enumerate(papers) for author in authors])

    assert found[0, 1] == pytest.approx(11 / 6)
    assert found[0, 4] == pytest.approx(1 / 2)
    assert found[2, 3] == pytest.approx(1 / 3)


@given(rows=ROWS)
@settings(deadline=None)
def test_strengths_are_those_of_networkx(rows: list[tuple[int, int]]) -> None:
    two_mode = nx.Graph()
    two_mode.add_nodes_from(("person", number) for number in range(8))
    two_mode.add_edges_from((("event", event), ("person", person)) for event, person in rows)
    people = [actor for actor in two_mode if actor[0] == "person"]
    one_mode = nx.bipartite.collaboration_weighted_projected_graph(two_mode, people)

    expected = {
        tuple(sorted((one[1], other[1]))): pytest.approx(weight) for one, other, weight in one_mode.edges(data="weight")
    }

    assert strengths(rows) == expected


@given(rows=ROWS)
@settings(deadline=None)
def test_strengths_of_an_actor_add_up_to_its_events_with_others(rows: list[tuple[int, int]]) -> None:
    attended = {event: {person for other, person in rows if other == event} for event, _ in rows}
    found = strengths(rows)

    for person in range(8):
        total = sum(value for pair, value in found.items() if person in pair)
        assert total == pytest.approx(sum(person in people for people in attended.values() if len(people) > 1))


@given(rows=ROWS)
@settings(deadline=None)
def test_shared_events_are_counted(rows: list[tuple[int, int]]) -> None:
    attended = {person: {event for event, other in rows if other == person} for person in range(8)}
    met = meetings(*([row[side] for row in rows] for side in (0, 1)))

    for one, other, shared in zip(met.one.tolist(), met.other.tolist(), met.shared.tolist(), strict=True):
        assert shared == len(attended[one] & attended[other])


def test_an_event_of_more_people_than_the_largest_is_left_out_and_counted() -> None:
    rows = [(0, person) for person in range(5)] + [(1, 0), (1, 1)]

    assert strengths(rows, largest=4) == {(0, 1): 1.0}
    assert meetings(*np.array(rows).T, largest=4).left_out == 1
    assert meetings(*np.array(rows).T, largest=5).left_out == 0


def test_a_graph_with_events_becomes_one_of_those_who_met() -> None:
    graph = TieGraph.from_arrays(
        ["ana", "bea", "cleo", "forum", "letter", "zoe"], [0, 3, 2, 0, 1, 0], [3, 1, 3, 4, 4, 1], directed=True
    )

    met = projected(graph, [False, False, False, True, True, False])

    assert met.ids == ("ana", "bea", "cleo", "zoe")
    assert dict(met["ana"]) == {"bea": {"strength": 1.5}, "cleo": {"strength": 0.5}}
    assert dict(met["zoe"]) == {}


def test_nobody_and_lonely_events_tie_nobody() -> None:
    assert strengths([]) == {}
    assert strengths([(0, 0), (1, 1)]) == {}


def test_a_participation_that_is_told_twice_is_one_and_both_rows_lead_to_it() -> None:
    taken = Attendance.of([5, 3, 5, 5], [1, 1, 0, 1])

    assert (taken.event.tolist(), taken.person.tolist()) == ([3, 5, 5], [1, 0, 1])
    assert taken.given.tolist() == [2, 0, 1, 2]
    assert taken.bounds.tolist() == [0, 1, 3]


@pytest.mark.parametrize(("event", "person"), [([0], [0, 1]), ([-1], [0]), ([0], [-1])])
def test_rows_that_are_none_are_refused(event: list[int], person: list[int]) -> None:
    with pytest.raises(ValueError, match="event and person"):
        meetings(event, person)
