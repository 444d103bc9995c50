"""Kept plans: whose they are, who may open them, and that deleting leaves nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from graphsvc.access import Scope
from graphsvc.consent.consent import FILE_NAME, Consent
from graphsvc.consent.plans import MOST_KEPT, KeptActor, KeptLine, NewPlan
from graphsvc.errors import InvalidValue, NotFound, PlaceUnfit, TextMissing, TextTooLong, TooManyPlans
from tests.introductions import CLOSED, INES, OTHER, ROSA, SOUTHERN
from tests.signing_in import Clock

ADA, BEN, CEM = (KeptActor(f"a-{name}", name.title(), frozenset({f"a-{name}", f"wikidata:Q{name}"}))
                 for name in ("ada", "ben", "cem"))  # fmt: skip
LINES = (KeptLine("add", ADA, BEN, "knows"), KeptLine("remove", BEN, CEM), KeptLine("leave", CEM))
NEW = NewPlan("p-rosa", CLOSED, "Nearer to the ministry", LINES, (ADA,), (BEN, CEM), {"to_role": "policymaker"})


def test_a_plan_comes_back_as_it_was_kept(consent: Consent, clock: Clock) -> None:
    plan = consent.plans.keep(NEW)

    found = consent.plans.one(ROSA, plan)
    assert (found.plan, found.created_at.timestamp()) == (NEW, int(clock.now))
    assert consent.plans.own(ROSA) == (found,)


def test_who_has_the_address_and_may_see_its_scope_opens_it(consent: Consent) -> None:
    plan = consent.plans.keep(NEW)

    assert consent.plans.one(OTHER, plan).id == plan
    assert consent.plans.own(OTHER) == ()


@pytest.mark.parametrize("viewer", [INES, SOUTHERN])
def test_outside_of_its_scope_it_is_not_there(consent: Consent, viewer: object) -> None:
    plan = consent.plans.keep(NEW)

    with pytest.raises(NotFound):
        consent.plans.one(viewer, plan)


def test_an_id_cannot_be_guessed_from_another(consent: Consent) -> None:
    ids = {consent.plans.keep(NEW) for _ in range(20)}

    assert len({one[:4] for one in ids}) > 10
    assert {len(one) for one in ids} == {33}


def test_only_its_owner_deletes_a_plan_and_nothing_of_it_is_left(consent: Consent, tmp_path: Path) -> None:
    plan = consent.plans.keep(NEW)
    with pytest.raises(NotFound):
        consent.plans.drop(OTHER, plan)

    consent.plans.drop(ROSA, plan)

    with pytest.raises(NotFound):
        consent.plans.one(ROSA, plan)
    consent.close()
    tables = ("kept_plan", "kept_plan_line", "kept_plan_actor", "kept_plan_key")
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        assert [file.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables] == [(0,)] * 4


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": "  "}, TextMissing),
        ({"title": "x" * 201}, TextTooLong),
        ({"lines": ()}, InvalidValue),
        ({"scope": Scope("north", "sealed")}, PlaceUnfit),
    ],
)
def test_what_cannot_be_kept_is_refused(consent: Consent, changed: dict[str, object], error: type) -> None:
    with pytest.raises(error):
        consent.plans.keep(replace(NEW, **changed))

    assert not consent.plans.any()


def test_an_account_keeps_a_bounded_number_of_plans(consent: Consent) -> None:
    for _ in range(MOST_KEPT):
        consent.plans.keep(NEW)

    with pytest.raises(TooManyPlans):
        consent.plans.keep(NEW)
    assert consent.plans.keep(replace(NEW, account="p-other"))


def test_a_file_of_the_format_before_plans_is_brought_up_to_date(tmp_path: Path, clock: Clock) -> None:
    made = Consent.open(tmp_path, clock)
    made.opt_outs.record(["a-fund"], account=None)
    made.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        for table in ("kept_plan_key", "kept_plan_actor", "kept_plan_line", "kept_plan"):
            file.execute(f"DROP TABLE {table}")
        file.execute("PRAGMA user_version = 1")
    file.close()

    again = Consent.open(tmp_path, clock)

    assert again.plans.keep(NEW)
    assert len(again.opt_outs.all()) == 1
    again.close()


def test_a_file_with_a_plan_is_not_empty(consent: Consent, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "other").mkdir()
    fresh = Consent.open(tmp_path / "other", clock)
    assert fresh.is_empty()

    fresh.plans.keep(NEW)

    assert not fresh.is_empty()
    fresh.close()
