"""The 360giving importer on real files, against counts made by json, csv and calamine alone."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from graphsvc.access import Sensitivity
from graphsvc.model.records import ActorRecord, TieRecord
from graphsvc.model.values import Identifier
from tests.unit.importers.imported_money import Totals, read, refusals, totals

GRANTS = Path(__file__).parents[2] / "fixtures/360giving"
JSON, CSV, XLSX = (GRANTS / f"lloyds-bank-foundation-migration-grants.{end}" for end in ("json", "csv", "xlsx"))

Stated = tuple[str, Decimal, str, str, str]
"""Currency, amount, date, number of the giver, number of the receiver."""


def stated_json() -> Iterator[Stated]:
    for grant in json.loads(JSON.read_bytes(), parse_float=Decimal)["grants"]:
        (giver,), (receiver,) = grant["fundingOrganization"], grant["recipientOrganization"]
        yield grant["currency"], Decimal(grant["amountAwarded"]), grant["awardDate"], giver["id"], receiver["id"]


def stated_table(rows: list[dict[str, str]]) -> Iterator[Stated]:
    for row in rows:
        ends = row["Funding Org:Identifier"], row["Recipient Org:Identifier"]
        yield row["Currency"], Decimal(str(row["Amount Awarded"])), str(row["Award Date"]), *ends


def rows_of_csv() -> list[dict[str, str]]:
    with CSV.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rows_of_xlsx() -> list[dict[str, str]]:
    header, *rows = CalamineWorkbook.from_path(str(XLSX)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, header), map(str, row), strict=True)) for row in rows]


@pytest.mark.parametrize("path", [JSON, CSV, XLSX], ids=lambda path: path.suffix[1:])
def test_every_total_is_that_of_the_grants(path: Path) -> None:
    found = {JSON: stated_json, CSV: lambda: stated_table(rows_of_csv()), XLSX: lambda: stated_table(rows_of_xlsx())}
    items = read("360giving", path)
    names = {i.value: a.names[0].value for a in items if isinstance(a, ActorRecord) for i in a.identifiers}
    expected: Totals = defaultdict(Decimal)
    for currency, amount, date, giver, receiver in found[path]():
        expected["commitment", currency, date[:4], names[giver], names[receiver]] += amount

    assert totals(items) == dict(expected)
    assert refusals(items) == []


def test_the_three_forms_say_the_same() -> None:
    said = [totals(read("360giving", path)) for path in (JSON, CSV, XLSX)]

    assert said[0] == said[1] == said[2]


def test_the_same_grants_in_two_forms_count_once() -> None:
    items = read("360giving", JSON, CSV)

    assert totals(items) == totals(read("360giving", JSON))
    assert Counter(issue.rule for issue in refusals(items)) == {"grant.repeated": 152}


def test_numbers_of_charities_are_identifiers_and_name_the_country() -> None:
    recipients = [item for item in read("360giving", JSON) if isinstance(item, ActorRecord)]

    assert {item.country for item in recipients} == {"GB"}
    assert Identifier("org-id", "GB-CHC-327114") in {i for item in recipients for i in item.identifiers}


def test_programme_and_planned_dates_are_kept() -> None:
    grants = {grant["id"]: grant for grant in json.loads(JSON.read_bytes())["grants"]}

    for tie in read("360giving", JSON):
        if isinstance(tie, TieRecord):
            grant, facts = grants[dict(tie.attributes)["grant"]], dict(tie.attributes)
            assert facts["programme"] == grant["grantProgramme"][0]["title"]
            assert tie.period.start is not None
            assert tie.period.start.text == grant["plannedDates"][0]["startDate"][:10]


def test_a_grant_to_a_person_is_restricted_and_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    grant = json.loads(JSON.read_bytes())["grants"][0]
    del grant["recipientOrganization"]
    grant |= {"recipientIndividual": {"id": "P1", "name": "Vera Invented"}, "description": "For Vera Invented"}
    path.write_text(json.dumps({"grants": [{**grant, "title": "Vera Invented's bursary"}]}), "utf-8")

    items = read("360giving", path)

    (tie,) = [item for item in items if isinstance(item, TieRecord)]
    assert tie.sensitivity is Sensitivity.RESTRICTED
    assert "Vera" not in repr(items)
    assert totals(items)
