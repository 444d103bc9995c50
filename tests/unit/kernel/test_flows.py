"""Tracing money: published values, exact fractions, conservation to the minor unit, circles, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphsvc.kernel.attribution import _at_once, all_money, own_money, round_to, trace
from graphsvc.kernel.concentration import concentration
from graphsvc.kernel.flows import MOST_MONEY, FlowGraph, LeaklessGroup, TooMuchMoney
from tests.unit.kernel.flowing import Payment, Slow, graph_of, payments

F1, F2, A, B, C, D = range(6)
CIRCLE = [(F1, A, 100), (F2, B, 50), (A, B, 60), (B, A, 30), (A, C, 40), (B, D, 50)]


def one_year(rows: list[tuple[int, int, int]], times: int = 1) -> FlowGraph:
    return graph_of([(ego, alter, amount * times, 2020) for ego, alter, amount in rows], 6)


def kept_by(graph: FlowGraph, source: int) -> dict[int, int]:
    found = trace(graph, own_money(graph, source)).kept()
    actors = {actor: int(found[graph.actor == actor].sum()) for actor in range(len(graph.ids))}
    return {actor: amount for actor, amount in actors.items() if amount}


def test_the_published_circle_ends_where_it_should() -> None:
    graph = one_year(CIRCLE, 100)

    assert kept_by(graph, F1) == {A: 2640, B: 1440, C: 3520, D: 2400}
    assert kept_by(graph, F2) == {A: 360, B: 1560, C: 480, D: 2600}


def test_what_comes_round_passes_twice_and_arrives_once() -> None:
    graph = one_year(CIRCLE, 100)

    traced = trace(graph, own_money(graph, F1))

    assert traced.through[graph.nodes_of(A)] == pytest.approx([11440])
    assert (traced.arriving(A), traced.arriving(B), traced.arriving(C)) == (10000, 4615, 3520)


def test_an_absorbing_chain_of_grinstead_and_snell() -> None:
    """Their 11.13 as money: of three places in a row each pays half to either side, the ends keep."""
    # Each of the three gets as much as it pays when the outside adds what the ends take away.
    rows = [(5, 0, 2), (5, 2, 2), (0, 1, 2), (1, 0, 2), (1, 2, 2), (2, 1, 2), (0, 3, 2), (2, 4, 2)]
    graph = one_year(rows, 100)
    origin = np.zeros(len(graph), dtype=np.int64)
    for place, visits in ((0, (1.5, 1, 0.5)), (1, (1, 2, 1)), (2, (0.5, 1, 1.5))):
        origin[:] = 0
        origin[graph.nodes_of(place)] = 100
        traced = trace(graph, origin)
        assert traced.through[:3] / 100 == pytest.approx(visits)
        ends = traced.kept()
        assert ends[3:5].tolist() == [[75, 25], [50, 50], [25, 75]][place]


def test_money_is_passed_on_in_later_years_and_never_in_earlier_ones() -> None:
    graph = graph_of([(F1, A, 100, 2021), (F2, A, 100, 2020), (A, B, 60, 2020), (A, C, 70, 2021)], 6)

    first, second = trace(graph, own_money(graph, F1)), trace(graph, own_money(graph, F2))

    # In 2020 A has 100 of F2 and pays 60; in 2021 it has 40 of F2 and 100 of F1 and pays 70.
    assert (first.arriving(B), first.arriving(C), second.arriving(B), second.arriving(C)) == (0, 50, 60, 20)
    assert kept_by(graph, F2) == {A: 20, B: 60, C: 20}


def test_money_kept_is_spent_before_own_money_is_assumed() -> None:
    graph = graph_of([(F1, A, 100, 2020), (A, B, 130, 2022)], 6)

    assert int(graph.own[graph.nodes_of(A)].sum()) == 30
    assert trace(graph, own_money(graph, A)).arriving(B) == 30


def test_all_money_of_an_intermediary_is_also_what_it_got() -> None:
    graph = one_year([(F1, A, 60), (A, B, 50), (F2, B, 50), (B, C, 80)])

    origin, ends_at = all_money(graph, A)
    traced = trace(graph, origin, ends_at)

    assert (traced.money, traced.arriving(B), traced.arriving(C)) == (60, 50, 40)
    assert int(traced.kept().sum()) == 60


def test_a_closed_circle_is_refused_by_name() -> None:
    with pytest.raises(LeaklessGroup) as refused:
        trace(one_year([(F1, C, 5), (A, B, 10), (B, A, 10)]), np.zeros(5, dtype=np.int64))

    assert refused.value.actors == ("a2", "a3")
    assert refused.value.named == "a2, a3"


def test_very_large_amounts_are_exact() -> None:
    most = 10**17 - 1
    graph = one_year([(F1, A, most), (A, B, most // 3), (A, C, most // 7), (F2, A, 1)])

    traced = trace(graph, own_money(graph, F1))

    assert traced.arriving(A) == most
    assert traced.arriving(B) == round(Fraction(most * (most // 3), most + 1))
    assert int(traced.kept().sum()) == most


def test_more_than_can_be_counted_is_refused_and_what_just_fits_is_not() -> None:
    with pytest.raises(TooMuchMoney):
        one_year([(F1, A, MOST_MONEY - 1), (F2, A, 2)])
    graph = one_year([(F1, A, MOST_MONEY - 1), (F2, A, 1)])
    assert kept_by(graph, F1) == {A: MOST_MONEY - 1}


@pytest.mark.parametrize("row", [(A, A, 5), (A, B, 0), (A, B, -5)])
def test_what_is_no_payment_is_refused(row: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="above zero"):
        one_year([row])


def test_without_payments_there_is_nothing() -> None:
    graph = FlowGraph.of(["a"], [], [], [])

    traced = trace(graph, own_money(graph, 0))

    assert (len(graph), traced.money, traced.kept().tolist(), traced.arriving(0)) == (0, 0, [], 0)


def sized_circle(actors: int, leak: int) -> FlowGraph:
    """A circle of so many in which each passes on all it gets, but one keeps `leak`."""
    rows = [
        (number, (number + 1) % actors, 1_000_000 - (leak if number == actors - 1 else 0), 1)
        for number in range(actors)
    ]
    return graph_of([*rows, (actors, 0, leak, 1)], actors + 1)


@pytest.mark.parametrize(("actors", "leak"), [(100, 1), (1000, 400_000), (1000, 50)])
def test_circles_of_every_size_are_solved(actors: int, leak: int) -> None:
    """By elimination, by sweeps, and where these take too long by one factorization."""
    graph = sized_circle(actors, leak)

    traced = trace(graph, own_money(graph, actors))

    assert traced.kept()[actors - 1] == leak
    # Each time round the same share stays: in all it passes by 1 / share times.
    assert traced.through[actors - 1] == pytest.approx(1_000_000, rel=1e-6)
    assert traced.arriving(actors // 2) == leak


@given(payments())
def test_traced_money_is_that_of_fractions(drawn: tuple[list[Payment], int]) -> None:
    rows, actors = drawn
    slow, graph = Slow(rows), graph_of(rows, actors)
    assume(not slow.closed())
    for source in range(actors):
        traced = trace(graph, own_money(graph, source))
        exact = slow.through(slow.own_of(source))
        kept = traced.kept()
        assert int(kept.sum()) == sum(slow.own_of(source).values())
        for place, node in enumerate(slow.nodes):
            assert traced.through[place] == pytest.approx(float(exact[node]), abs=1e-9)
            assert abs(int(kept[place]) - exact[node] * slow.kept[node] / max(slow.total[node], 1)) < 1
        at_once = _at_once(graph, own_money(graph, source).astype(np.float64), np.zeros(graph.amount.size, np.bool_))
        assert at_once == pytest.approx(traced.through, abs=1e-6)
        for actor in set(range(actors)) - {source}:
            assert abs(traced.arriving(actor) - slow.arrives(source, actor)) <= Fraction(1, 2) + Fraction(1, 10**6)


@given(payments(largest=10**16, years=2))
def test_very_large_amounts_are_those_of_fractions(drawn: tuple[list[Payment], int]) -> None:
    rows, actors = drawn
    slow, graph = Slow(rows), graph_of(rows, actors)
    assume(not slow.closed())
    for source in range(actors):
        traced = trace(graph, own_money(graph, source))
        assert int(traced.kept().sum()) == sum(slow.own_of(source).values())
        for actor in set(range(actors)) - {source}:
            assert abs(traced.arriving(actor) - slow.arrives(source, actor)) <= Fraction(1, 2) + Fraction(1, 10**4)


@given(payments())
def test_closed_circles_are_those_that_networkx_finds(drawn: tuple[list[Payment], int]) -> None:
    rows, actors = drawn
    graph, closed = graph_of(rows, actors), Slow(rows).closed()

    if not closed:
        graph.refuse_leakless()
        return
    with pytest.raises(LeaklessGroup) as refused:
        graph.refuse_leakless()
    assert set(refused.value.actors) in [{f"a{actor}" for actor, _ in part} for part in closed]


@given(payments(), st.data())
def test_other_numbers_and_another_order_give_the_same(drawn: tuple[list[Payment], int], data: st.DataObject) -> None:
    rows, actors = drawn
    assume(not Slow(rows).closed())
    number = data.draw(st.permutations(range(actors)))
    again = data.draw(st.permutations([(number[ego], number[alter], *rest) for ego, alter, *rest in rows]))
    one, other = graph_of(rows, actors), graph_of(again, actors)
    for source in range(actors):
        first, second = (trace(g, own_money(g, s)) for g, s in ((one, source), (other, number[source])))
        assert first.money == second.money
        for actor in set(range(actors)) - {source}:
            assert first.arriving(actor) == second.arriving(number[actor])


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=9), st.integers(0, 9))
def test_rounding_gives_the_total(rest: list[float], more: int) -> None:
    whole, missing = np.arange(len(rest)) + 3, min(more, len(rest))

    rounded = round_to(whole, np.array(rest), int(whole.sum()) + missing)
    back = round_to(whole, np.array(rest), int(whole.sum()) - 1)

    assert sorted((rounded - whole).tolist()) == [0] * (len(rest) - missing) + [1] * missing
    assert int(back.sum()) == int(whole.sum()) - 1
    assert min((one for one, up in zip(rest, rounded > whole, strict=True) if up), default=1) >= max(
        (one for one, up in zip(rest, rounded > whole, strict=True) if not up), default=0
    )


def test_concentration_is_the_published_one() -> None:
    found = concentration([50, 30, 20, 0, -5])

    assert (found.funders, found.total, found.index) == (3, 100, pytest.approx(0.38))
    assert found.as_if == pytest.approx(2.632, abs=5e-4)
    assert found.normalised == pytest.approx((0.38 - 1 / 3) / (1 - 1 / 3))


def test_concentration_of_one_and_of_nobody() -> None:
    assert concentration([7]).normalised is None
    assert (concentration([7]).index, concentration([7]).as_if) == (1.0, 1.0)
    assert concentration([-1]).index is None
