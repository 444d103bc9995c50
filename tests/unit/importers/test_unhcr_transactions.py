"""UNHCR's table of transactions through its mapping, against a recount made by csv alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from graphsvc.kinds import Kinds
from importers.importer import Reading
from importers.workbook.importer import WORKBOOK
from importers.workbook.mapping import shipped_path
from tests.unit.importers.imported_money import Totals, refusals, totals

TABLE = Path(__file__).parents[2] / "fixtures/iati/unhcr-2022-transactions-mx-gt-hn-sv-tr-gr.csv"
UNHCR = "United Nations High Commissioner for Refugees (UNHCR)"
CLASSES = {"11": "incoming_commitment", "3": "disbursement", "4": "expenditure"}


def test_every_total_is_that_of_the_rows() -> None:
    expected: Totals = defaultdict(Decimal)
    with TABLE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            label, activity = CLASSES[row["transaction_type_code"]], row["iati_identifier"]
            ends = (row["transaction_provider_org"], UNHCR) if row["transaction_provider_org"] else (UNHCR, activity)
            year, amount = row["transaction_value_date"][:4], Decimal(row["transaction_value"])
            expected[label, row["transaction_value_currency"], year, *ends] += amount
    reading = Reading(Kinds.load(), mapping=shipped_path("unhcr-2022-transactions"))

    items = list(WORKBOOK.read([TABLE], reading))

    assert refusals(items) == []
    assert totals(items) == dict(expected)
