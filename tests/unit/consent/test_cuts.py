"""Kept cuts: whose they are, who may open them, and that deleting leaves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphsvc.access import Scope
from graphsvc.consent.consent import Consent
from graphsvc.consent.cuts import NewCut
from graphsvc.consent.plans import MOST_KEPT, KeptActor
from graphsvc.errors import NotFound, PlaceUnfit, TextMissing, TextTooLong, TooManyPlans
from tests.introductions import CLOSED, INES, OTHER, ROSA, SOUTHERN
from tests.signing_in import Clock

ADA = KeptActor("a-ada", "Ada", frozenset({"a-ada", "wikidata:Qada"}))
NEW = NewCut("p-rosa", CLOSED, "If the largest pays less", ADA, "12.5", {"since": "2024", "stage": "paid"})


def test_a_cut_comes_back_as_it_was_kept(consent: Consent, clock: Clock) -> None:
    cut = consent.cuts.keep(NEW)

    found = consent.cuts.one(ROSA, cut)
    assert (found.cut, found.created_at.timestamp()) == (NEW, int(clock.now))
    assert consent.cuts.own(ROSA) == (found,)


def test_who_has_the_address_and_may_see_its_scope_opens_it(consent: Consent) -> None:
    cut = consent.cuts.keep(NEW)

    assert consent.cuts.one(OTHER, cut).id == cut
    assert consent.cuts.own(OTHER) == ()


@pytest.mark.parametrize("viewer", [INES, SOUTHERN])
def test_outside_of_its_scope_it_is_not_there(consent: Consent, viewer: object) -> None:
    cut = consent.cuts.keep(NEW)

    with pytest.raises(NotFound):
        consent.cuts.one(viewer, cut)


def test_only_its_owner_deletes_it_and_nothing_is_left(consent: Consent) -> None:
    cut = consent.cuts.keep(NEW)
    with pytest.raises(NotFound):
        consent.cuts.drop(OTHER, cut)
    assert consent.cuts.any()

    consent.cuts.drop(ROSA, cut)

    assert not consent.cuts.any()
    with pytest.raises(NotFound):
        consent.cuts.one(ROSA, cut)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"title": " "}, TextMissing),
        ({"title": "x" * 201}, TextTooLong),
        ({"scope": Scope("north", "sealed")}, PlaceUnfit),
    ],
)
def test_what_cannot_be_kept_is_refused(consent: Consent, wrong: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        consent.cuts.keep(replace(NEW, **wrong))

    assert not consent.cuts.any()


def test_an_account_keeps_only_so_many(consent: Consent) -> None:
    for _ in range(MOST_KEPT):
        consent.cuts.keep(NEW)

    with pytest.raises(TooManyPlans):
        consent.cuts.keep(NEW)
