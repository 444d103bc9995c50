"""The bands of money: no way back by construction, each level adding up, the largest drawn and the others together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from graphsvc.money_choice import Stage
from queries.funding_values import FundingPaths, Hop, Place, Recipient
from web.flow_sankey import OTHERS, UNTRACED, Diagram, diagram_of

Payment = tuple[int, int, int | None]
"""Numbers of payer and recipient, and the followed money; None: not published."""


def actor(number: int, *roles: str) -> Actor:
    return Actor(ActorId(f"i{number:03}"), f"Actor {number}", "organization", roles, None, None)


def answer(payments: list[Payment], *, roles: Mapping[int, str] | None = None, **facts: Any) -> FundingPaths:
    """An answer on the money of actor 0, each hop one level below its payer's first one, as the question gives it."""
    level = {0: 0}
    for _ in payments:
        for payer, recipient, _amount in payments:
            if payer in level:
                level[recipient] = min(level.get(recipient, 99), level[payer] + 1)
    given_roles = roles or {}
    hops = tuple(
        Hop(
            actor(payer),
            actor(recipient, *([given_roles[recipient]] if recipient in given_roles else ())),
            level[payer] + 1,
            None if amount is None else Decimal(amount),
            None if amount is None else Decimal(amount),
            (),
            (),
            level[recipient] < level[payer],
            amount is not None,
        )
        for payer, recipient, amount in payments
        if payer in level
    )
    nothing = Decimal(0)
    empty = FundingPaths(
        None, None, Stage.PAID, (), "USD", None, (), nothing, nothing, nothing, nothing, (), hops, len(hops), (), 0, (),
        (), (), (), None, None, (), (),
    )  # fmt: skip
    return replace(empty, **facts)


def found(actor_: Actor, place: Place) -> Recipient:
    return Recipient(actor_, Decimal(1), Decimal(1), Decimal(1), Decimal(1), Decimal(1), 1.0, (), 1, place)


def payments() -> st.SearchStrategy[list[Payment]]:
    number = st.integers(0, 7)
    amount = st.one_of(st.none(), st.integers(0, 10**15))
    return st.lists(st.tuples(number, number, amount), max_size=20, unique_by=lambda one: one[:2]).map(
        lambda some: [one for one in some if one[0] != one[1]]
    )


def level_of(diagram: Diagram) -> dict[str, int]:
    return {mark.id: mark.level for mark in diagram.marks}


@given(payments(), st.integers(1, 4))
def test_every_band_leads_one_level_down_so_nothing_goes_round(some: list[Payment], most: int) -> None:
    diagram = diagram_of(answer(some), most=most)
    level = level_of(diagram)

    assert len(level) == len(diagram.marks)
    assert [band for band in diagram.bands if level[band.target] != level[band.source] + 1] == []
    assert diagram.levels == 1 + max(level.values(), default=-1)


@given(payments(), st.integers(1, 4))
def test_the_bands_into_a_level_add_up_to_its_hops(some: list[Payment], most: int) -> None:
    asked = answer(some)
    diagram = diagram_of(asked, most=most)
    level = level_of(diagram)
    drawn: dict[int, Decimal] = defaultdict(Decimal)
    for band in diagram.bands:
        if band.kind != UNTRACED:
            drawn[level[band.target]] += band.value
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for hop in asked.hops:
        if hop.attributed and not hop.is_circle:
            wanted[hop.level] += hop.attributed

    assert dict(drawn) == dict(wanted)
    assert sum(band.hops for band in diagram.bands if band.kind != UNTRACED) == sum(
        1 for hop in asked.hops if hop.attributed and not hop.is_circle
    )


@given(payments(), st.integers(1, 4))
def test_a_level_shows_the_largest_and_the_others_together(some: list[Payment], most: int) -> None:
    diagram = diagram_of(answer(some), most=most)
    kinds = Counter((mark.level, mark.kind) for mark in diagram.marks)

    assert all(count <= most + 1 for (_, kind), count in kinds.items() if kind == "actor")
    assert all(mark.stands_for > 1 for mark in diagram.marks if mark.kind == OTHERS)
    assert all(count == 1 for (_, kind), count in kinds.items() if kind != "actor")


@given(payments())
def test_what_leads_back_or_has_no_amount_is_named_and_not_drawn(some: list[Payment]) -> None:
    asked = answer(some)
    diagram = diagram_of(asked)

    assert diagram.circles == tuple(number for number, hop in enumerate(asked.hops) if hop.is_circle)
    assert diagram.unpublished == sum(1 for hop in asked.hops if hop.amount is None)
    assert all(band.hop not in diagram.circles for band in diagram.bands)


def test_what_does_not_go_on_is_a_band_of_its_own() -> None:
    diagram = diagram_of(answer([(0, 1, 60), (1, 2, 45)]))

    assert [(band.source, band.target, band.kind, band.value) for band in diagram.bands] == [
        ("0 i000", "1 i001", "paid", Decimal(60)),
        ("1 i001", "2 i002", "paid", Decimal(45)),
        ("1 i001", "2 untraced", UNTRACED, Decimal(15)),
    ]


def test_all_that_comes_to_an_intermediary_that_reports_nothing_is_not_traceable() -> None:
    diagram = diagram_of(answer([(0, 1, 60), (0, 2, 5)], roles={1: "igo"}))

    assert [(band.source, band.value) for band in diagram.bands if band.kind == UNTRACED] == [("1 i001", Decimal(60))]


def test_what_the_answer_says_of_a_recipient_goes_before_its_role() -> None:
    asked = answer([(0, 1, 60)], roles={1: "igo"}, recipients_found=(found(actor(1, "igo"), Place.END),))

    assert [band.kind for band in diagram_of(asked).bands] == ["paid"]


def test_who_is_paid_at_two_levels_stands_at_both_and_pays_from_the_first() -> None:
    diagram = diagram_of(answer([(0, 1, 60), (0, 2, 10), (1, 2, 45), (2, 3, 55)]))

    assert {(band.source, band.target) for band in diagram.bands if band.kind == "paid"} == {
        ("0 i000", "1 i001"),
        ("0 i000", "1 i002"),
        ("1 i001", "2 i002"),
        ("1 i002", "2 i003"),
    }


def test_an_answer_without_amounts_has_no_bands() -> None:
    diagram = diagram_of(answer([(0, 1, None), (1, 2, None)]))

    assert (diagram.levels, diagram.marks, diagram.bands, diagram.unpublished) == (0, (), (), 2)
