"""USAspending and ForeignAssistance.gov on synthetic tables, against recounts made by csv alone."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from graphsvc.errors import WrongUse
from graphsvc.model.records import ActorRecord, TieRecord
from graphsvc.model.values import Confidence
from tests.unit.importers.imported_money import Totals, flows, notes, read, refusals, totals

FIXTURES = Path(__file__).parents[2] / "fixtures"
PRIME, SUB = FIXTURES / "usaspending/transactions.csv", FIXTURES / "usaspending/subawards.csv"
ABROAD = FIXTURES / "foreignassistance/transactions.csv"
PRM = "Bureau of Population, Refugees, and Migration"
PRM_KEY = "name:bureau of population refugees and migration"
LISTINGS = {"19.510", "19.517", "19.518"}
CLASSES = {"Obligations": "commitment", "Disbursements": "disbursement"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_total_of_prime_awards_is_that_of_the_rows() -> None:
    expected: Totals = defaultdict(Decimal)
    for row in rows(PRIME):
        if row["correction_delete_indicator_code"] != "D":
            giver = PRM if row["cfda_number"] in LISTINGS else row["funding_agency_name"]
            name = row["recipient_name"]
            receiver = "Not named (USAspending)" if "REDACTED" in name else name
            amount = Decimal(row["federal_action_obligation"])
            expected["commitment", "USD", row["action_date"][:4], giver, receiver] += amount

    assert totals(read("usaspending", PRIME)) == dict(expected)


def test_every_total_of_sub_awards_is_that_of_the_rows_that_are_no_repetition() -> None:
    expected: Totals = defaultdict(Decimal)
    same = ("prime_award_unique_key", "subaward_number", "subaward_action_date", "subawardee_name", "subaward_amount")
    for row in {tuple(row[name] for name in same): row for row in rows(SUB)}.values():
        giver, receiver = row["prime_awardee_name"], row["subawardee_name"]
        if giver != receiver:
            year = row["subaward_action_date"][:4]
            expected["commitment", "USD", year, giver, receiver] += Decimal(row["subaward_amount"])

    items = read("usaspending", SUB)

    assert totals(items) == dict(expected)
    assert Counter(issue.rule for issue in refusals(items)) == {"sub-award.repeated": 1, "tie.self": 1}


def test_prime_and_sub_recipient_are_two_steps_under_one_award() -> None:
    items = read("usaspending", PRIME, SUB)
    names = {item.key: item.names[0].value for item in items if isinstance(item, ActorRecord)}

    steps = {
        (names[tie.ego], names[tie.alter])
        for tie in flows(items)
        if dict(tie.attributes)["award"] == "ASST_NON_SINVENT22GR0001_1900"
    }

    assert {(PRM, "ALBA RELIEF INC"), ("ALBA RELIEF INC", "ALBERGUE INVENTADO AC")} <= steps


def test_sub_awards_alone_still_say_who_funds_the_prime_recipient_without_an_amount() -> None:
    items = read("usaspending", SUB)
    names = {item.key: item.names[0].value for item in items if isinstance(item, ActorRecord)}

    (first,) = [item for item in items if isinstance(item, TieRecord) and item.key.startswith("award:")]

    assert (names[first.ego], names[first.alter]) == (PRM, "ALBA RELIEF INC")
    assert first.money is not None
    assert first.money.amount is None


def test_the_bureau_by_its_listing_is_inferred_and_part_of_its_agency() -> None:
    items = read("usaspending", PRIME)

    by_listing = {
        tie.confidence for tie in flows(items) if tie.ego == "name:bureau of population refugees and migration"
    }
    assert by_listing == {Confidence.INFERRED}
    parts = {(tie.ego, tie.alter) for tie in items if isinstance(tie, TieRecord) and tie.kind == "part_of"}
    assert parts == {(PRM_KEY, "name:department of state")}


def test_a_sub_award_of_more_than_the_award_is_doubtful() -> None:
    items = read("usaspending", SUB)

    assert [str(tie.money and tie.money.amount) for tie in flows(items) if tie.confidence is Confidence.DOUBTFUL] == [
        "6000006397"
    ]
    assert len(notes(items, "sub-award.exceeds-award")) == len(notes(items, "sub-award.amount-is-number")) == 1


def test_every_total_abroad_is_that_of_the_rows() -> None:
    years = {"30NOV2022": "2022", "31MAR2023": "2023", "01AUG2023": "2023", "15JAN2023": "2023", "2022-05-31": "2022"}
    expected: Totals = defaultdict(Decimal)
    for row in rows(ABROAD):
        label = CLASSES.get(row["Transaction Type Name"])
        bureau, agency = row["Managing Sub-agency or Bureau Name"], row["Managing Agency Name"]
        giver = agency if bureau == "not applicable" else bureau
        partner = row["Implementing Partner Name"]
        receiver = "Partner not named (ForeignAssistance.gov)" if "Redacted" in partner else partner
        if label and giver != receiver:
            year = years.get(row["Transaction Date"], row["Fiscal Year"])
            expected[label, "USD", year, giver, receiver] += Decimal(row["Current Dollar Amount"])

    items = read("foreignassistance", ABROAD)

    assert totals(items) == dict(expected)
    assert Counter(issue.rule for issue in refusals(items)) == {"tie.self": 1, "transaction.unknown-type": 1}
    assert "12,000 USD of class commitment" in " ".join(note.advice for note in notes(items, "money.left-out"))


@pytest.mark.parametrize("name", ["usaspending", "foreignassistance"])
def test_a_choice_that_is_not_known_is_refused(name: str) -> None:
    with pytest.raises(WrongUse):
        read(name, PRIME, sheet="1")
