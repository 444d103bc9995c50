"""What a recipient's money hangs on, against slow counts; and what a cut does downstream."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import NotFound
from graphsvc.model.statements import ActorStatement, TieStatement
from queries.funding_dependence import FundingDependence, find_funding_dependence
from queries.funding_shock import FundingShock, find_funding_shock
from queries.funding_values import BadFlowQuestion
from tests.asking import NORTH, TODAY, person, world
from tests.networks import actor, tie
from tests.unit.queries.funding import pays

F1, F2, F3, A, B, C, E = (actor(NORTH, key, key) for key in ("F1", "F2", "F3", "A", "B", "C", "E"))
EVERYBODY = (F1, F2, F3, A, B, C, E)
SEVERAL = [
    pays("1", F1, A, "100"),
    pays("2", F2, A, "100"),
    pays("3", A, B, "80"),
    pays("4", F2, B, "20"),
    pays("5", A, C, "40"),
    pays("6", F3, C, "10"),
]


def depends(ties: list[TieStatement], one: ActorStatement, **more: Any) -> FundingDependence:
    with world(more.pop("actors", EVERYBODY), ties) as made:
        return find_funding_dependence(made.of(), one.id, as_of=TODAY, language="en", **more)


def cut(ties: list[TieStatement], one: ActorStatement, percent: str, **more: Any) -> FundingShock:
    with world(more.pop("actors", EVERYBODY), ties) as made:
        return find_funding_shock(made.of(), one.id, percent=Decimal(percent), language="en", **more)


def test_a_recipient_hangs_on_its_funders_and_on_whom_the_money_comes_through() -> None:
    answer = depends(SEVERAL, B)

    assert (answer.received, answer.concentration.as_if) == (100, pytest.approx(1 / (0.8**2 + 0.2**2)))
    assert [(one.actor.name, one.amount, one.share) for one in answer.funders] == [("A", 80, 0.8), ("F2", 20, 0.2)]
    assert [
        (one.actor.name, one.amount, one.least, one.most, one.share, one.is_only_way) for one in answer.through
    ] == [("A", 80, 80, 80, 0.8, False)]
    assert {one.name for one in answer.independent} == {"F1", "F2"}


def test_without_the_only_intermediary_nobody_is_left() -> None:
    (through,) = depends([pays("1", F1, A, "10"), pays("2", A, B, "10")], B).through

    assert (through.actor.name, through.is_only_way) == ("A", True)


def test_funders_of_peers_come_with_the_way_to_them() -> None:
    fay = person("fay")
    told = [*SEVERAL, tie("7", B, fay, kind="works_with"), tie("8", fay, F3, kind="works_with")]

    answer = depends(told, B, actors=(*EVERYBODY, fay))

    (found,) = answer.peer_funders
    assert (answer.peers, found.actor.name, found.peers, [one.name for one in found.first_peers]) == (1, "F3", 1, ["C"])
    assert found.introduction is not None
    assert [one.name for one in found.introduction.actors] == ["B", "fay", "F3"]
    along_the_money = depends(SEVERAL, B).peer_funders[0].introduction
    assert along_the_money is not None
    assert [one.name for one in along_the_money.actors] == ["B", "A", "C", "F3"]


def test_a_project_is_looked_through() -> None:
    project = actor(NORTH, "P", "Shelter", kind="project")
    told = [
        pays("1", F1, project),
        tie("2", A, project, kind="accountable_for"),
        tie("3", B, project, kind="implements"),
    ]
    told += [tie("4", C, project, kind="implements"), pays("5", F3, C, "5")]

    answer = depends(told, B, actors=(*EVERYBODY, project))

    assert (answer.received, answer.unpublished, answer.peers) == (None, 1, 1)
    assert [one.actor.name for one in answer.peer_funders] == ["F3"]
    assert {one.name for one in answer.independent} == {"F1", "A"}


def test_without_a_funder_that_is_said() -> None:
    answer = depends(SEVERAL, E)

    assert (answer.received, answer.funders, answer.missing) == (None, (), ("no-funders",))
    assert answer.concentration.index is None


def test_one_year_is_counted_by_itself() -> None:
    told = [pays("1", F1, B, "30", on="2020"), pays("2", F2, B, "10", on="2021")]

    assert [depends(told, B, year=year).received for year in (None, 2020, 2021)] == [40, 30, 10]


def test_a_cut_is_passed_on_in_proportion_at_least_and_at_most() -> None:
    answer = cut(SEVERAL, F1, "30")

    assert (answer.paid, answer.cut_by, answer.total) == (100, 30, 3)
    assert [(one.actor.name, one.loses, one.least, one.most, one.received) for one in answer.losses] == [
        ("A", 30, 30, 30, 200),
        ("B", 12, 0, 30, 100),
        ("C", 6, 0, 30, 50),
    ]


def test_without_the_whole_intermediary_its_ranges_are_those_of_its_money() -> None:
    answer = cut(SEVERAL, A, "100")

    assert [
        (one.actor.name, one.loses, one.least, one.most, one.funders_left, one.left_with and one.left_with.name)
        for one in answer.losses
    ] == [("B", 80, 80, 80, 1, "F2"), ("C", 40, 40, 40, 1, "F3")]
    assert (answer.with_one, answer.cut_off) == (2, 0)
    assert [[who.name for who in one.replacements] for one in answer.losses] == [["F3"], ["F2"]]


def test_only_what_is_paid_from_a_year_on_is_cut() -> None:
    told = [pays("1", F1, A, "100", on="2020"), pays("2", F1, A, "50", on="2022"), pays("3", A, B, "150", on="2022")]

    answer = cut(told, F1, "50", from_year=2021)

    assert (answer.paid, answer.cut_by) == (50, 25)
    assert [(one.actor.name, one.loses, one.received) for one in answer.losses] == [("A", 25, 50), ("B", 25, 150)]


def test_who_hangs_on_it_without_an_amount_is_named_too() -> None:
    answer = cut([pays("1", F1, A), pays("2", A, B)], A, "10")

    (lost,) = answer.losses
    assert (lost.actor.name, lost.loses, lost.received, lost.is_cut_off) == ("B", None, None, True)
    assert set(answer.missing) == {"no-amounts", "no-payments"}
    assert (answer.cut_off, answer.paid, answer.cut_by) == (1, None, None)


@pytest.mark.parametrize(
    ("percent", "more"), [("-1", {}), ("100.1", {}), ("NaN", {}), ("5", {"from_year": 3}), ("5", {"limit": 0})]
)
def test_a_cut_outside_the_limits_is_refused(percent: str, more: dict[str, Any]) -> None:
    with pytest.raises(BadFlowQuestion):
        cut(SEVERAL, F1, percent, **more)


def test_nobody_is_not_found() -> None:
    with pytest.raises(NotFound):
        depends(SEVERAL, person("unknown"))
    with pytest.raises(NotFound):
        cut(SEVERAL, person("unknown"), "5")


@st.composite
def payments(draw: st.DrawFn) -> list[TieStatement]:
    pairs = st.sampled_from([(one, other) for one in EVERYBODY for other in EVERYBODY if one is not other])
    drawn = draw(
        st.lists(st.tuples(pairs, st.integers(1, 99), st.sampled_from(("2020", "2021"))), min_size=1, max_size=12)
    )
    return [pays(str(place), *pair, str(amount), on=year) for place, (pair, amount, year) in enumerate(drawn)]


@given(payments(), st.sampled_from(("1", "30", "100")), st.sampled_from((None, 2021)))
def test_a_loss_lies_between_least_and_most_and_within_what_is_gone(
    ties: list[TieStatement], percent: str, year: int | None
) -> None:
    with world(EVERYBODY, ties) as made:
        seen = made.of()
        answers = [
            find_funding_shock(seen, one.id, percent=Decimal(percent), from_year=year, language="en")
            for one in EVERYBODY
        ]

    for answer in answers:
        for one in answer.losses:
            if one.loses is not None and one.least is not None and one.most is not None:
                assert answer.cut_by is not None
                assert 0 <= one.least <= one.loses <= one.most <= answer.cut_by


@given(payments())
def test_independent_funders_are_a_largest_matching(ties: list[TieStatement]) -> None:
    graph: Any = nx.DiGraph([(one.ego, one.alter) for one in ties])
    with world(EVERYBODY, ties) as made:
        seen = made.of()
        found = {one.id: find_funding_dependence(seen, one.id, as_of=TODAY, language="en") for one in EVERYBODY}
        number = {one.id: seen.find(one.id) for one in EVERYBODY}

    for one in EVERYBODY:
        direct = set(graph.predecessors(one.id)) if one.id in graph else set()
        pairs: Any = nx.Graph()
        for payer in direct:
            behind = set(graph.predecessors(payer)) - {one.id} or {payer}
            pairs.add_edges_from((("payer", payer), ("funder", funder)) for funder in behind)
        top = {("payer", payer) for payer in direct}
        largest = len(nx.bipartite.maximum_matching(pairs, top)) // 2 if direct else 0
        assert len(found[one.id].independent) == largest
        assert {actor.id for actor in found[one.id].independent} <= set(number.values())


def test_a_funder_of_peers_that_is_a_group_without_names_has_no_introduction() -> None:
    group = actor(NORTH, "G", "Private donors", kind="group")

    answer = depends([*SEVERAL, pays("7", group, C, "3")], B, actors=(*EVERYBODY, group))

    assert {one.actor.name: one.introduction is None for one in answer.peer_funders}["Private donors"]


def test_a_cut_since_a_year_counts_the_funders_since_then() -> None:
    told = [pays("1", F1, B, "500", on="2021"), pays("2", F2, B, "500", on="2023")]

    answer = cut(told, F2, "100", from_year=2023)

    (lost,) = answer.losses
    assert (lost.funders_left, lost.left_with, lost.is_cut_off) == (0, None, True)
    assert (answer.with_one, answer.cut_off) == (0, 1)
    assert cut(told, F2, "100").losses[0].funders_left == 1


def test_money_kept_from_before_still_comes_after_a_cut() -> None:
    told = [pays("1", F1, A, "500", on="2021"), pays("2", F2, A, "100", on="2023"), pays("3", A, B, "300", on="2023")]

    answer = cut(told, F2, "100", from_year=2023)

    assert {one.actor.name: one.is_cut_off for one in answer.losses} == {"A": True, "B": False}


def test_shares_and_concentration_are_of_the_same_total() -> None:
    told = [pays("1", F1, B, "100"), pays("2", F2, B, "50"), pays("3", F3, B, "-30")]

    answer = depends(told, B)

    assert (answer.received, answer.shared) == (120, 150)
    assert [one.share for one in answer.funders] == [pytest.approx(2 / 3), pytest.approx(1 / 3), None]
    assert answer.concentration.index == pytest.approx((2 / 3) ** 2 + (1 / 3) ** 2)


def test_what_comes_through_somebody_is_no_more_than_all_that_is_got() -> None:
    told = [pays("1", F1, A, "100", on="2020"), pays("2", A, B, "100", on="2020"), pays("3", A, B, "-40", on="2021")]

    answer = depends(told, B)

    assert (answer.received, answer.through[0].amount, answer.through[0].share) == (60, 100, 1)


def test_a_cut_of_nothing_changes_nothing() -> None:
    answer = cut(SEVERAL, F1, "0")

    assert (answer.paid, answer.cut_by, answer.losses, answer.total) == (100, 0, (), 0)
    assert (answer.with_one, answer.cut_off, answer.missing) == (0, 0, ("nothing-cut",))


def test_a_funder_whose_amount_is_published_and_not_counted_is_told_apart() -> None:
    told = [pays("1", F1, B, "5"), pays("2", F2, B, "7", currency="HTG"), pays("3", F3, B)]

    answer = depends(told, B, currency="EUR")

    assert {one.actor.name: (one.amount, one.is_published) for one in answer.funders} == {
        "F1": (5, True), "F2": (None, True), "F3": (None, False),
    }  # fmt: skip
    assert (answer.unpublished, set(answer.missing)) == (1, {"no-amounts", "not-counted", "unconverted"})
