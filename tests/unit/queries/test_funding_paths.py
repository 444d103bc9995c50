"""Where money goes: what is counted and what stands beside, attribution, paths, projects, years, what is refused."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import NotFound
from graphsvc.exchange_rates import NoRate, Table
from graphsvc.model.statements import TieStatement
from graphsvc.model.values import FlowClass, Status
from graphsvc.money_choice import Why
from queries.funding_paths import find_funding_paths
from queries.funding_values import BadCurrency, BadFlowQuestion, BadStage, FundingPaths, Place
from tests.asking import NORTH, SOUTH, end, person, world
from tests.networks import actor, tie
from tests.unit.queries.funding import arrivals, hops, pays, ways

D = Decimal
F1, F2, A, B, C, E = (
    actor(NORTH, key, key, kind="organization", roles=frozenset(roles), country="MX" if key in "BC" else None)
    for key, roles in (
        ("F1", ("funder",)),
        ("F2", ("funder",)),
        ("A", ("igo",)),
        ("B", ("cso",)),
        ("C", ("cso",)),
        ("E", ()),
    )
)
EVERYBODY = (F1, F2, A, B, C, E)


def ask(ties: list[TieStatement], payers: Any = None, recipients: Any = None, **more: Any) -> FundingPaths:
    with world(more.pop("actors", EVERYBODY), ties, *more.pop("sources", ())) as made:
        return find_funding_paths(made.of(), payers, recipients, language="en", **more)


CHAIN = [pays("1", F1, A, "100"), pays("2", F2, A, "50"), pays("3", A, B, "60"), pays("4", A, C, "30")]


def test_money_is_followed_from_a_funder_to_its_recipients() -> None:
    answer = ask(CHAIN, end(F1))

    assert (answer.money, answer.at_ends, answer.not_traceable, answer.back) == (100, 60, 40, 0)
    assert arrivals(answer) == {"A": (100, 100, 100), "B": (40, 10, 60), "C": (20, 0, 30)}
    assert hops(answer) == {("F1", "A"): (100, 100), ("A", "B"): (60, 40), ("A", "C"): (30, 20)}
    assert ways(answer) == [(100, ("F1", "A")), (40, ("F1", "A", "B")), (20, ("F1", "A", "C"))]
    assert [(one.level, one.year, one.amount, one.attributed) for one in answer.levels] == [
        (1, None, 100, 100), (1, 2020, 100, 100), (2, None, 90, 60), (2, 2020, 90, 60),
    ]  # fmt: skip
    assert {one.actor.name: (one.place, one.share) for one in answer.recipients_found} == {
        "A": (Place.PASSES_ON, pytest.approx(2 / 3)),
        "B": (Place.END, pytest.approx(2 / 3)),
        "C": (Place.END, pytest.approx(2 / 3)),
    }


def test_upward_everybody_whose_money_comes_is_a_payer() -> None:
    answer = ask(CHAIN, None, end(C))

    assert answer.payers is None
    assert arrivals(answer) == {"C": (30, 30, 30)}
    assert ways(answer) == [(20, ("F1", "A", "C")), (10, ("F2", "A", "C"))]


def test_from_one_class_to_another_only_what_lies_between_is_told() -> None:
    answer = ask([*CHAIN, pays("5", A, E, "7")], end(role="funder"), end(country="MX"))

    assert answer.payers is not None
    assert (answer.payers.stands_for, answer.money) == (2, 150)
    assert set(arrivals(answer)) == {"B", "C"}
    assert ("A", "E") not in hops(answer)


def test_the_same_money_told_twice_is_counted_once_and_confirmed() -> None:
    told = [
        pays("1", F1, A, "100"),
        pays("2", F1, A, "99", of=FlowClass.INCOMING),
        pays("3", F1, A, "120", of=FlowClass.COMMITMENT),
    ]

    answer = ask(told, end(F1))

    (cell,) = answer.hops[0].cells
    assert (cell.amount, [one.amount for one in cell.stated]) == (100, [100])
    assert {(one.why, one.amount) for one in cell.asides} == {(Why.OTHER_SIDE, D(99)), (Why.OTHER_STAGE, D(120))}
    assert {(one.why, one.sums) for one in answer.left_out} == {
        (Why.OTHER_SIDE, (("EUR", D(99)),)),
        (Why.OTHER_STAGE, (("EUR", D(120)),)),
    }
    assert "one-side" not in answer.missing
    assert ask(told, end(F1), stage="committed").money == 120


def test_what_nobody_publishes_is_not_zero() -> None:
    told = [pays("1", F1, A, on=None), pays("2", A, B, "5"), pays("3", A, B, "-5"), pays("4", F2, A, "5")]

    unknown, nothing = ask(told, end(F1)), ask(told, end(F2))

    assert arrivals(unknown) == {"A": (None, None, None), "B": (0, 0, 0)}
    assert hops(unknown) == {("F1", "A"): (None, None), ("A", "B"): (0, 0)}
    assert [(cell.year, cell.amount) for cell in unknown.hops[0].cells] == [(None, None)]
    assert {"no-amounts", "undated"} <= set(unknown.missing)
    assert arrivals(nothing)["A"] == (5, 5, 5)
    assert hops(nothing)["A", "B"] == (0, 0)


def test_the_part_of_a_funder_whose_amount_is_unknown_is_unknown_further_down() -> None:
    answer = ask([pays("1", F1, A), pays("2", F2, A, "5"), pays("3", A, B, "5")], end(F1))

    assert arrivals(answer) == {"A": (None, None, None), "B": (None, None, None)}
    assert ways(answer) == [(None, ("F1", "A")), (None, ("F1", "A", "B"))]
    assert hops(answer)["A", "B"] == (5, 0)


def test_a_project_stands_between_without_an_amount() -> None:
    project = actor(NORTH, "P", "Shelter 2022", kind="project")
    told = [
        pays("1", F1, A, "10"),
        tie("2", A, project, kind="accountable_for"),
        tie("3", B, project, kind="implements"),
    ]

    answer = ask(told, end(F1), end(B), actors=(*EVERYBODY, project))

    assert ways(answer) == [(None, ("F1", "A", "Shelter 2022", "B"))]
    (path,) = answer.paths
    assert [(step.is_project, len(step.statements)) for step in path.steps] == [(False, 1), (True, 1), (True, 1)]
    assert (answer.not_traceable, arrivals(answer)) == (10, {"B": (None, None, None)})


def test_amounts_in_other_currencies_are_converted_with_their_rate_or_listed() -> None:
    told = [
        pays("1", F1, A, "100", currency="USD", on="2015-01-02"),
        pays("2", F1, A, "1", currency="HTG"),
        pays("3", A, B, "10"),
    ]

    answer = ask(told, end(F1), currency="eur")

    assert answer.money == D("83.04")  # 100 / 1.2043, the rate of that day
    assert [(rate.currency, rate.day.isoformat()) for rate in answer.rates] == [("USD", "2015-01-02")]
    assert [(one.why, one.sums) for one in answer.left_out] == [(NoRate.NOT_QUOTED, (("HTG", D(1)),))]
    assert "unconverted" in answer.missing
    cells = {cell.year: cell for cell in answer.hops[0].cells}
    assert (cells[2020].amount, cells[2020].asides[0].why) == (None, Why.UNCONVERTED)


def test_what_only_the_monthly_table_has_is_converted_by_it_and_says_so() -> None:
    answer = ask([pays("1", F1, A, "1000", currency="GTQ", on="2018-02-11")], end(F1), currency="usd")

    assert answer.money == D("135.63")  # 1000 / 7.372925, the rate of the end of that month
    assert [(one.table, one.day.isoformat()) for one in answer.rates] == [(Table.MONTHLY, "2018-02-28")]
    assert "unconverted" not in answer.missing


def test_one_year_is_what_the_payers_had_in_it() -> None:
    told = [pays("1", F1, A, "100", on="2019"), pays("2", F1, A, "40", on="2020"), pays("3", A, B, "70", on="2020")]

    answer, every = ask(told, end(F1), year=2020), ask(told, end(F1))

    assert (answer.money, answer.years) == (40, (2020,))
    assert arrivals(answer) == {"A": (40, 40, 40), "B": (20, 0, 40)}
    assert arrivals(every) == {"A": (140, 140, 140), "B": (70, 70, 70)}
    assert [(one.year, one.amount) for one in every.recipients_found[0].years] == [(2019, 100), (2020, 40)]


def test_a_circle_is_named_and_one_hop_of_it_is_not_drawn() -> None:
    told = [pays("1", F1, A, "100"), pays("2", A, B, "60"), pays("3", B, A, "30"), pays("4", B, C, "20")]

    answer = ask(told, end(F1))

    assert [{one.name for one in circle} for circle in answer.circles] == [{"A", "B"}]
    assert [(hop.payer.name, hop.recipient.name) for hop in answer.hops if hop.is_circle] == [("B", "A")]
    assert arrivals(answer)["A"] == (100, 100, 100)
    assert (answer.money, answer.at_ends, answer.not_traceable) == (100, 20, 80)


def test_those_who_only_pay_each_other_are_named_and_stop_nothing() -> None:
    answer = ask(
        [*CHAIN, pays("5", E, A, "1", on="2019"), pays("6", B, E, "9", on="2018"), pays("7", E, B, "9", on="2018")],
        end(F1),
    )

    assert "round-about" in answer.missing
    assert answer.money == 100


def test_planned_and_called_off_money_is_no_money() -> None:
    told = [
        *CHAIN,
        pays("5", F1, E, "3", status=Status.PLANNED),
        pays("6", F1, C, "4", of=FlowClass.PLEDGE, status=Status.ENDED),
    ]

    answer = ask(told, end(F1))

    assert answer.money == 100
    assert hops(answer)["F1", "E"] == (None, None)
    assert ("F1", "C") not in hops(answer)
    assert {one.why for one in answer.left_out} == {Why.PLANNED}


def test_one_source_of_two_is_counted() -> None:
    both = [[person(key, of) for key in ("fred", "ann")] for of in (NORTH, SOUTH)]
    told = [pays("1", *both[0], "60"), pays("2", *both[0], "40"), pays("s", *both[1], "100")]

    answer = ask(told, end(both[0][0]), actors=(*both[0], *both[1]), sources=(NORTH, SOUTH))

    assert hops(answer)["fred", "ann"] == (100, 100)
    assert [one.why for one in answer.left_out] == [Why.OTHER_SOURCE]
    assert len(answer.sources) == 2


def test_what_is_cut_off_is_said() -> None:
    many = [actor(NORTH, f"r{number}", f"r{number}") for number in range(5)]
    told = [pays(str(number), F1, one, str(number + 1)) for number, one in enumerate(many)]

    answer = ask(told, end(F1), limit=2, actors=(*EVERYBODY, *many))

    assert [one.actor.name for one in answer.recipients_found] == ["r4", "r3"]
    assert (answer.recipients_total, answer.hops_total) == (5, 5)
    assert {"more-recipients"} <= set(answer.missing)


def test_ranges_are_worked_out_for_as_many_as_there_is_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.funding_paths.MOST_RANGED", 5)

    answer = ask(CHAIN, end(F1))

    assert arrivals(answer) == {"A": (100, 100, 100), "B": (40, None, None), "C": (20, None, None)}
    assert "more-ranges" in answer.missing


def test_with_nothing_known_there_is_nothing() -> None:
    answer = ask([], end(F1))

    assert (answer.money, answer.hops, answer.recipients_found, answer.paths, answer.first_day) == (0, (), (), (), None)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"stage": "given"}, BadStage),
        ({"currency": "ABC"}, BadCurrency),
        ({"longest": 0}, BadFlowQuestion),
        ({"longest": 7}, BadFlowQuestion),
        ({"limit": 101}, BadFlowQuestion),
        ({"year": 12}, BadFlowQuestion),
    ],
)
def test_what_cannot_be_asked_is_refused(more: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(CHAIN, end(F1), **more)


def test_ends_that_are_nobody_are_refused() -> None:
    for ends in ((None, None), (end(role="university"), None)):
        with pytest.raises(BadFlowQuestion):
            ask(CHAIN, *ends)
    with pytest.raises(NotFound):
        ask(CHAIN, end(person("unknown")))


@st.composite
def payments(draw: st.DrawFn) -> list[TieStatement]:
    """Payments in two years, some only declared, with circles."""
    pairs = st.sampled_from([(one, other) for one in EVERYBODY for other in EVERYBODY if one is not other])
    amounts = st.none() | st.integers(1, 99)
    drawn = draw(st.lists(st.tuples(pairs, amounts, st.sampled_from(("2020", "2021"))), min_size=1, max_size=14))
    return [
        pays(str(place), *pair, None if amount is None else str(amount), on=year)
        for place, (pair, amount, year) in enumerate(drawn)
    ]


@given(payments(), st.sampled_from((None, 2020, 2021)))
def test_every_answer_adds_up_and_draws_no_circle(ties: list[TieStatement], year: int | None) -> None:
    with world(EVERYBODY, ties) as made:
        seen = made.of()
        answers = [find_funding_paths(seen, end(one), year=year, language="en") for one in EVERYBODY]

    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    names = {one.id: one.record.names[0].value for one in EVERYBODY}
    for said in ties:
        money, start = said.record.money, said.record.period.start
        if money and money.amount is not None and start and year in (None, int(start.text)):
            sums[names[said.ego], names[said.alter]] += Fraction(money.amount)
    for answer in answers:
        resting = (answer.at_ends, answer.not_traceable, answer.back)
        assert (answer.money is None) == (None in resting)
        assert answer.money is None or answer.money == sum(amount for amount in resting if amount is not None)
        for hop in answer.hops:
            stated = sums.get((hop.payer.name, hop.recipient.name))
            assert hop.amount == stated
            assert hop.amount is None or 0 <= (hop.attributed or 0) <= hop.amount
            assert hop.amount == (sum(cell.amount or 0 for cell in hop.cells) if stated is not None else None)
        for one in answer.recipients_found:
            if one.attributed is not None and one.least is not None and one.most is not None:
                assert one.least <= one.attributed <= one.most
        drawn = nx.DiGraph([(hop.payer.id, hop.recipient.id) for hop in answer.hops if not hop.is_circle])
        assert nx.is_directed_acyclic_graph(drawn)
        for path in answer.paths:
            known = [step.attributed for step in path.steps]
            assert (path.amount is None) == (None in known)
            assert path.amount is None or 0 < path.amount <= min(amount for amount in known if amount is not None)


@pytest.mark.parametrize("longest", [1, 2, 4])
@pytest.mark.parametrize("tiny", ["10", None])
def test_own_money_of_a_funder_whom_somebody_pays_too_is_not_dropped(longest: int, tiny: str | None) -> None:
    told = [pays("1", F1, A, "100"), pays("2", A, C, "60"), pays("3", B, C, "900"), pays("4", E, B, tiny)]

    answer = ask(told, None, end(C), longest=longest)

    assert (answer.money, answer.at_ends, answer.not_traceable, answer.back) == (1000, 960, 40, 0)
    assert arrivals(answer) == {"C": (960, 960, 960)}
    assert hops(answer)["B", "C"] == (900, 900)


def test_the_widest_paths_of_own_money_begin_where_it_is_added() -> None:
    told = [pays("1", F1, A, "100"), pays("2", A, C, "60"), pays("3", B, C, "900"), pays("4", E, B, "10")]

    assert ways(ask(told, None, end(C))) == [
        (890, ("B", "C")), (60, ("F1", "A", "C")), (10, ("E", "B", "C")),
    ]  # fmt: skip


def test_upward_in_one_year_what_was_still_there_is_brought_and_the_rest_of_it_is_back() -> None:
    told = [pays("1", F1, A, "100", on="2020"), pays("2", A, C, "60", on="2021"), pays("3", F2, A, "5", on="2021")]

    answer = ask(told, None, end(C), year=2021)

    assert (answer.money, answer.at_ends) == (105, 60)
    assert (answer.not_traceable, answer.back) == (D("2.15"), D("42.85"))


def test_what_members_of_a_class_bring_counts_for_the_others_only() -> None:
    told = [pays("1", B, C, "10"), pays("2", C, B, "4"), pays("3", F1, B, "1")]

    answer = ask(told, None, end(country="MX"))

    assert answer.money == 6
    assert arrivals(answer) == {"C": (6, 6, 6), "B": (1, 1, 1)}


@given(payments(), st.sampled_from((None, 2021)))
def test_upward_everything_that_a_recipient_gets_is_somebodys_money(ties: list[TieStatement], year: int | None) -> None:
    with world(EVERYBODY, ties) as made:
        seen = made.of()
        answers = {
            longest: [
                find_funding_paths(seen, None, end(one), year=year, longest=longest, language="en") for one in EVERYBODY
            ]
            for longest in (1, 4)
        }

    for far, near in zip(answers[4], answers[1], strict=True):
        assert (far.money, far.at_ends, far.not_traceable, far.back) == (
            (near.money, near.at_ends, near.not_traceable, near.back)
        )
        assert arrivals(far) == arrivals(near)
        for one in far.recipients_found:
            in_circle = any(one.actor in group for group in far.circles)
            assert in_circle or one.attributed is None or one.attributed == one.received


def test_money_of_a_closed_circle_is_in_no_sum_and_its_actors_are_named() -> None:
    told = [pays("1", B, C, "5"), pays("2", C, B, "5"), pays("3", F1, A, "7"), pays("4", C, B, "2", on="2021")]

    answer = ask(told, end(B), year=2020)

    assert (answer.money, answer.levels[0].amount, answer.levels[0].uncounted) == (None, None, 1)
    assert [[one.name for one in group] for group in answer.circles] == [["B", "C"]]
    assert [(one.why, one.sums) for one in answer.left_out] == [(Why.ROUND_ABOUT, (("EUR", 5),))]
    assert {"round-about", "not-counted"} <= set(answer.missing)
    assert ask(told, end(C)).levels[0].amount == 2
    assert ask(told, end(F1)).circles == ()
