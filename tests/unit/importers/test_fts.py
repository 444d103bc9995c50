"""The fts importer on real files, against counts made by json and csv alone."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import WrongUse
from graphsvc.model.records import ActorRecord, TieRecord
from graphsvc.model.values import Confidence
from tests.unit.importers.imported_money import Totals, flows, notes, read, refusals, totals

FIXTURES = Path(__file__).parents[2] / "fixtures/fts"
PAGE = FIXTURES / "fts-flows-jordan-2020-page-2.json"
INCOMING, INTERNAL = FIXTURES / "fts_incoming_funding_jor.csv", FIXTURES / "fts_internal_funding_jor.csv"
CLASSES = {"paid": "disbursement", "commitment": "commitment", "pledge": "pledge"}
PRM = "Bureau of Population, Refugees, and Migration"
BUREAUS = {
    "USA/BPRM": PRM,
    "USAID/FFP": "USAID Office of Food for Peace",
    "USAID/OFDA": "USAID Office of U.S. Foreign Disaster Assistance",
    "BMZ": "Federal Ministry for Economic Cooperation and Development",
    "KS Relief": "King Salman Humanitarian Aid and Relief Center",
}
PUBLISHED_TOTAL = 714_246_261
"""`data.incoming.fundingTotal` of FTS's answer: all incoming flows of one country alone, paid or committed."""


def page() -> list[dict[str, Any]]:
    return list(json.loads(PAGE.read_bytes())["data"]["flows"])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def organisation(objects: list[dict[str, str]]) -> str:
    return next(item["name"] for item in objects if item["type"] == "Organization")


def giver_of(name: str, keywords: list[str], receiver: str) -> str:
    """The bureau in the keywords; a bureau that is itself the receiver is not the giver."""
    return next((BUREAUS[word] for word in keywords if word in BUREAUS and BUREAUS[word] != receiver), name)


def test_every_total_of_an_answer_is_that_of_its_flows() -> None:
    expected: Totals = defaultdict(Decimal)
    for flow in page():
        giver, receiver = organisation(flow["sourceObjects"]), organisation(flow["destinationObjects"])
        if giver != receiver:
            currency = flow.get("originalCurrency", "USD")
            amount = Decimal(flow["originalAmount" if "originalCurrency" in flow else "amountUSD"])
            paying = giver_of(giver, flow["keywords"] or [], receiver)
            expected[CLASSES[flow["status"]], currency, flow["date"][:4], paying, receiver] += amount

    assert totals(read("fts", PAGE)) == dict(expected)


@pytest.mark.parametrize("path", [INCOMING, INTERNAL], ids=lambda path: path.stem)
def test_every_total_of_a_table_is_that_of_its_rows(path: Path) -> None:
    expected: Totals = defaultdict(Decimal)
    for row in rows(path):
        giver = row["srcOrganization"] or "Giver not named (FTS)"
        receiver = row["destOrganization"] or row["destProject"] or row["destPlan"] or "Receiver not named (FTS, JO)"
        if giver != receiver:
            is_whole = bool(row["originalAmount"] and row["originalCurrency"])
            currency, amount = ("USD", row["amountUSD"])
            if is_whole:
                currency, amount = row["originalCurrency"], row["originalAmount"]
            paying = giver_of(giver, row["keywords"].split(","), receiver)
            expected[CLASSES[row["status"]], currency, row["date"][:4], paying, receiver] += Decimal(amount)

    assert totals(read("fts", path)) == dict(expected)


def test_what_is_left_out_is_said_to_the_cent() -> None:
    items = read("fts", INCOMING)

    itself = [row for row in rows(INCOMING) if row["srcOrganization"] == row["destOrganization"]]
    assert {(issue.rule, issue.place.locator) for issue in refusals(items)} == {
        ("tie.self", f"row {number}")
        for number, row in _numbered(INCOMING)
        if row["srcOrganization"] == row["destOrganization"]
    }
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in itself:
        stated = row["originalAmount"], row["originalCurrency"]
        amount, currency = stated if all(stated) else (row["amountUSD"], "USD")
        sums[CLASSES[row["status"]], currency] += Decimal(amount)
    said = " ".join(note.advice for note in notes(items, "money.left-out"))
    assert sums
    for (label, currency), amount in sums.items():
        assert f"{amount:,f} {currency} of class {label}" in said


def _numbered(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        found, begins = [], 2
        for row in reader:
            found.append((begins, row))
            begins = reader.line_num + 1
        return found


def test_the_total_that_fts_publishes_is_the_total_of_what_is_kept_and_left_out() -> None:
    items = read("fts", INCOMING)

    kept = 0
    for tie in flows(items):
        facts = dict(tie.attributes)
        if facts["on boundary"] == "single" and facts["flow status"] != "pledge":
            kept += int(facts["amount in US dollars"])
    left = {issue.place.locator for issue in refusals(items)}
    out = [row for number, row in _numbered(INCOMING) if f"row {number}" in left and row["onBoundary"] == "single"]
    assert kept + sum(int(row["amountUSD"]) for row in out) == PUBLISHED_TOTAL


def test_flows_that_stand_in_two_files_are_counted_once() -> None:
    both = read("fts", INCOMING, INTERNAL, PAGE)

    assert totals(both) == totals(read("fts", INCOMING, INTERNAL))
    assert {issue.rule for issue in refusals(both)} == {"tie.self", "flow.repeated"}
    assert "flow.repeated" not in " ".join(note.advice for note in notes(both, "money.left-out"))


def test_a_flow_inside_the_country_is_told_from_new_money() -> None:
    boundaries = {dict(tie.attributes)["boundary"] for tie in flows(read("fts", INTERNAL))}

    assert boundaries == {"internal"}


def test_the_bureau_in_the_keyword_is_the_funder_and_part_of_its_government() -> None:
    items = read("fts", PAGE)

    paid = [tie for tie in flows(items) if dict(tie.attributes).get("giver as printed") and tie.ego == key_of(items)]
    assert len(paid) == sum("USA/BPRM" in (flow["keywords"] or []) for flow in page())
    assert {tie.confidence for tie in paid} == {Confidence.STATED}
    assert {dict(tie.attributes)["keyword"] for tie in paid} == {"USA/BPRM"}
    parts = {(tie.ego, tie.alter) for tie in items if isinstance(tie, TieRecord) and tie.kind == "part_of"}
    assert (key_of(items), "name:united states of america government of") in parts


def key_of(items: list[Any]) -> str:
    return next(item.key for item in items if isinstance(item, ActorRecord) and item.names[0].value == PRM)


def test_parents_children_rates_and_both_reporters_are_kept() -> None:
    stated = {dict(tie.attributes)["flow"]: tie for tie in flows(read("fts", PAGE))}

    for flow in page():
        tie = stated.get(flow["id"])
        if tie is not None:
            facts = list(tie.attributes)
            assert [text for name, text in facts if name == "child flow"] == list(map(str, flow["childFlowIds"] or []))
            assert [text for name, text in facts if name == "parent flow"] == [str(flow["parentFlowId"])] * bool(
                flow["parentFlowId"]
            )
            assert [text for name, text in facts if name == "exchange rate"] == [str(flow["exchangeRate"])] * bool(
                flow["exchangeRate"]
            )
            assert [text for name, text in facts if name == "reported by"] == list(
                dict.fromkeys(report["organization"] for report in flow["reportDetails"])
            )
    parked = stated["216406"]
    assert parked.money is not None
    assert (parked.money.amount, dict(parked.attributes)["flow type"]) == (Decimal(0), "Parked")


def test_pages_that_are_missing_are_named() -> None:
    (note,) = notes(read("fts", PAGE), "flow.pages-missing")

    assert "leave out 278" in note.advice


def test_a_choice_that_is_not_known_is_refused() -> None:
    with pytest.raises(WrongUse):
        read("fts", PAGE, sheet="1")
