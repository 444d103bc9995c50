from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from graphsvc.access import Sensitivity
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Formality, Name, NameKind, Status
from importers.importer import Reading
from importers.workbook.importer import read
from importers.workbook.mapping import shipped_path

SAMPLES = Path(__file__).parents[3] / "samples"
SOURCE = SAMPLES / "seed" / "source"


@pytest.fixture(scope="module")
def seed() -> Sequence[Item]:
    reading = Reading(Kinds.load(), mapping=shipped_path("seed-facts"))
    return list(read([SAMPLES / "seed" / "seed-facts.xlsx"], reading))


@pytest.fixture(scope="module")
def partners() -> Sequence[Item]:
    reading = Reading(Kinds.load(), mapping=shipped_path("unhcr-2022-partners"))
    return list(read([SAMPLES / "unhcr-2022-partners" / "unhcr-2022-partners.xlsx"], reading))


def actors(items: Sequence[Item]) -> dict[str, ActorRecord]:
    return {item.key: item for item in items if isinstance(item, ActorRecord)}


def ties(items: Sequence[Item]) -> list[TieRecord]:
    return [item for item in items if isinstance(item, TieRecord)]


def printed(name: str) -> list[dict[str, str]]:
    with (SOURCE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_79_actors_and_97_ties_of_the_seed_facts_are_taken(seed: Sequence[Item]) -> None:
    assert list(actors(seed)) == [row["id"] for row in printed("actors")]
    assert [(tie.ego, tie.alter) for tie in ties(seed)] == [(r["source_id"], r["target_id"]) for r in printed("ties")]
    assert [item for item in seed if isinstance(item, RowIssue) and item.is_refusal] == []


def test_dates_of_the_seed_facts_stay_as_precise_as_printed(seed: Sequence[Item]) -> None:
    found = [(tie.period.start and tie.period.start.text, tie.period.end and tie.period.end.text) for tie in ties(seed)]

    assert found == [(row["start_date"] or None, row["end_date"] or None) for row in printed("ties")]


def test_what_the_seed_facts_call_medium_or_low_is_inferred_or_doubtful(seed: Sequence[Item]) -> None:
    meaning = {"high": Confidence.STATED, "medium": Confidence.INFERRED, "low": Confidence.DOUBTFUL}
    rows = [
        (tie, row) for tie, row in zip(ties(seed), printed("ties"), strict=True) if row["tie_type"] != "funding_cut"
    ]

    assert [tie.confidence for tie, _ in rows] == [meaning[row["confidence"]] for _, row in rows]


def test_fundings_of_the_seed_facts_are_declared_without_an_amount(seed: Sequence[Item]) -> None:
    funds = [tie for tie in ties(seed) if tie.kind == "funds"]

    assert len(funds) == 7
    assert {(tie.money and tie.money.flow_class, tie.money and tie.money.amount) for tie in funds} == {
        (FlowClass.DECLARED, None)
    }


def test_planned_ties_of_the_seed_facts_are_not_realised(seed: Sequence[Item]) -> None:
    planned = {
        row["tie_type"] for tie, row in zip(ties(seed), printed("ties"), strict=True) if tie.status is Status.PLANNED
    }

    assert planned == {"planned_relationship", "training", "expressed_interest"}


def test_an_actor_of_the_seed_facts_has_kind_roles_names_and_place(seed: Sequence[Item]) -> None:
    senator, front = actors(seed)["de-la-sierra"], actors(seed)["sin-fronteras"]

    assert (senator.kind, senator.roles) == ("person", frozenset({"legislator", "policymaker"}))
    assert (front.kind, front.roles, front.country, front.place_name) == (
        "organization",
        frozenset({"cso"}),
        "MX",
        "Mexico City",
    )
    assert front.names == (
        Name("Sin Fronteras IAP"),
        Name("SF", kind=NameKind.ACRONYM),
        Name("Sin Fronteras I.A.P."),
        Name("Sin Fronteras"),
    )


def test_a_tie_of_the_seed_facts_says_who_says_so_and_where(seed: Sequence[Item]) -> None:
    first = ties(seed)[0]

    assert first.reporter is not None
    assert first.reporter.startswith("Bridging Refugee Rights in Turkey & Mexico")
    assert ("source_section", "Introduction; October 2019 Knowledge-Exchange") in first.attributes
    assert (first.formality, first.sensitivity, first.place.locator) == (Formality.FORMAL, Sensitivity.PUBLIC, "ties!2")


def test_survey_shares_are_facts_about_the_group_and_no_ties(seed: Sequence[Item]) -> None:
    group = actors(seed)["grp-survey-csos"]
    facts = [text for name, text in group.attributes if name == "Connected with UNHCR"]

    assert group.kind == "group"
    assert len(group.attributes) >= len(printed("survey"))
    assert len(facts) == 1
    assert facts[0].startswith("yes (percent: 100;")


def test_27_partners_implement_the_operations_in_mexico_and_turkiye(partners: Sequence[Item]) -> None:
    names = {actor.key: actor.names[0].value for actor in actors(partners).values()}
    implementing = [tie for tie in ties(partners) if tie.kind == "implements"]
    in_mexico = {names[tie.ego] for tie in implementing if names[tie.alter] == "UNHCR operation in Mexico 2022"}
    in_turkiye = {names[tie.ego] for tie in implementing if names[tie.alter] == "UNHCR operation in Türkiye 2022"}

    assert (len(in_mexico), len(in_turkiye)) == (18, 11)
    assert len(in_mexico & in_turkiye) == 1
    assert {"Casa Monarca, Ayuda Humanitaria al Migrante", "Comision Mexicana de Ayuda a Refugiados"} <= in_mexico


def test_private_donors_are_a_group_and_unhcr_has_its_number(partners: Sequence[Item]) -> None:
    found = {actor.names[0].value: actor for actor in actors(partners).values()}

    assert found["Private donors"].kind == "group"
    assert found["Private donors"].roles == frozenset()
    agency = found["United Nations High Commissioner for Refugees (UNHCR)"]
    assert [str(identifier) for identifier in agency.identifiers] == ["org-id:XM-DAC-41121"]
    assert agency.roles == frozenset({"igo"})


def test_partners_that_hold_for_a_year_begin_and_end_in_it(partners: Sequence[Item]) -> None:
    assert {(t.period.start and t.period.start.text, t.period.end and t.period.end.text) for t in ties(partners)} == {
        ("2022", "2022")
    }
