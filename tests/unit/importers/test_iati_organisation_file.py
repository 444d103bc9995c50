"""Organisation files: no open sample exists, so the organisations here are invented."""

from __future__ import annotations

from pathlib import Path

from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, Place, RowIssue, Tally, TieRecord
from graphsvc.model.values import FlowClass, Status
from importers.iati.importer import IATI
from importers.importer import Reading

BUDGET = """<recipient-org-budget status="2">
  <recipient-org ref="{ref}"><narrative>{name}</narrative></recipient-org>
  <period-start iso-date="2024-01-01"/><period-end iso-date="{end}"/>
  <value value-date="2024-01-01">{amount}</value>
</recipient-org-budget>"""
FILE = """<iati-organisations version="2.03"><iati-organisation default-currency="EUR" xml:lang="en">
  <organisation-identifier>XX-YYY-1</organisation-identifier>
  <name><narrative>Alba Agency</narrative><narrative xml:lang="es">Agencia Alba</narrative></name>
  <reporting-org ref="XX-YYY-1" type="10"><narrative>Alba Agency</narrative></reporting-org>
  <total-budget><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>
    <value value-date="2024-01-01">900</value></total-budget>
  <recipient-country-budget><recipient-country code="MX"/><period-start iso-date="2024-01-01"/>
    <value currency="USD" value-date="2024-01-01">70</value></recipient-country-budget>
  {budgets}
</iati-organisation></iati-organisations>"""


def read(folder: Path, *budgets: str, text: str = FILE) -> list[Item]:
    path = folder / "organisation.xml"
    path.write_text(text.replace("{budgets}", "".join(budgets)), "utf-8")
    return list(IATI.read([path], Reading(Kinds.load())))


def budget(ref: str = "MX-RFC-B1", name: str = "Bora", amount: str = "250.50", end: str = "2024-12-31") -> str:
    return BUDGET.format(ref=ref, name=name, amount=amount, end=end)


def test_money_set_aside_for_a_named_organisation_is_a_planned_flow(tmp_path: Path) -> None:
    items = read(tmp_path, budget())

    (tie,) = (item for item in items if isinstance(item, TieRecord))
    assert (tie.kind, tie.ego, tie.alter, tie.status) == ("funds", "org:XX-YYY-1", "org:MX-RFC-B1", Status.PLANNED)
    assert tie.money is not None
    assert (tie.money.flow_class, str(tie.money.amount), tie.money.currency) == (FlowClass.BUDGET, "250.50", "EUR")
    assert (tie.period.start and tie.period.start.text, tie.period.end and tie.period.end.text) == (
        "2024-01-01",
        "2024-12-31",
    )
    assert tie.place == Place("organisation.xml", "XX-YYY-1/recipient-org-budget[1]")
    assert tie.reporter == "Alba Agency"


def test_an_organisations_own_budgets_are_facts_about_it(tmp_path: Path) -> None:
    items = read(tmp_path)

    (owner,) = (item for item in items if isinstance(item, ActorRecord))
    assert [name.value for name in owner.names] == ["Alba Agency", "Agencia Alba"]
    assert owner.kind == "public_body"
    assert set(owner.attributes) >= {
        ("total budget", "2024-01-01/2024-12-31 900"),
        ("recipient country budget", "MX 2024-01-01 70 USD"),
    }


def test_every_budget_is_kept_or_has_its_reason(tmp_path: Path) -> None:
    bad = [budget(ref="", name=""), budget(amount="many"), budget(ref="XX-YYY-1"), budget(end="2023-01-01")]

    items = read(tmp_path, budget(), *bad, budget())

    tallies = [item for item in items if isinstance(item, Tally)]
    assert tallies == [Tally("iati-organisation", 1, 1, 0), Tally("recipient-org-budget", 6, 2, 4)]
    issues = [(item.rule, item.place.locator) for item in items if isinstance(item, RowIssue)]
    assert issues == [
        ("org.blank", "XX-YYY-1/recipient-org-budget[2]"),
        ("value.not-a-number", "XX-YYY-1/recipient-org-budget[3]"),
        ("tie.self", "XX-YYY-1/recipient-org-budget[4]"),
        ("period.reversed", "XX-YYY-1/recipient-org-budget[5]"),
    ]
    assert len({item.key for item in items if isinstance(item, TieRecord)}) == 2


def test_an_organisation_without_name_and_number_is_refused_with_its_budgets(tmp_path: Path) -> None:
    text = '<iati-organisations version="2.02"><iati-organisation>{budgets}</iati-organisation></iati-organisations>'

    items = read(tmp_path, budget(), text=text)

    assert [item.rule for item in items if isinstance(item, RowIssue)] == [
        "organisation.no-identifier",
        "organisation.refused",
    ]
    assert [(item.read, item.skipped) for item in items if isinstance(item, Tally)] == [(1, 1), (1, 1)]


def test_activities_and_organisation_file_together_know_the_same_organisations(tmp_path: Path) -> None:
    organisations, activities = tmp_path / "organisation.xml", tmp_path / "activities.xml"
    organisations.write_text(FILE.replace("{budgets}", budget()), "utf-8")
    activities.write_text(
        '<iati-activities version="2.03"><iati-activity><iati-identifier>MX-RFC-B1-1</iati-identifier>'
        '<reporting-org ref="MX-RFC-B1" type="22"><narrative>Bora</narrative></reporting-org>'
        '<participating-org ref="xx-yyy-1" role="1" type="10"><narrative>Alba</narrative></participating-org>'
        "</iati-activity></iati-activities>",
        "utf-8",
    )

    items = list(IATI.read([organisations, activities], Reading(Kinds.load())))

    keys = [item.key for item in items if isinstance(item, ActorRecord) and item.kind != "project"]
    assert sorted(keys) == ["org:MX-RFC-B1", "org:XX-YYY-1"]
