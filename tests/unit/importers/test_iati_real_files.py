"""The iati importer on real files, against counts made by lxml alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from graphsvc.errors import WrongUse
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, Tally, TieRecord
from importers.iati.importer import IATI
from importers.importer import Reading

ROOT = Path(__file__).parents[3]
UNHCR = ROOT / "samples/unhcr-iati-2023/unhcr-activities-2023-americas-turkiye.xml"
FIXTURES = ROOT / "tests/fixtures/iati"
CAFOD = FIXTURES / "cafod-v1.00-names-only-negative-amounts.xml"
COVID = FIXTURES / "covid19-humanitarian-17-publishers.xml"
MIXED = FIXTURES / "mixed-publishers-iom-usstate-fcdo-ec.xml"
UNITS = ("iati-activity", "participating-org", "transaction", "planned-disbursement")
EVERY_FILE = pytest.mark.parametrize("path", [UNHCR, CAFOD, COVID, MIXED], ids=lambda path: path.stem)


def read(*paths: Path, **choices: str) -> list[Item]:
    return list(IATI.read(paths, Reading(Kinds.load(), choices=choices)))


def actors(items: Sequence[Item]) -> dict[str, ActorRecord]:
    return {item.key: item for item in items if isinstance(item, ActorRecord)}


def ties(items: Sequence[Item]) -> list[TieRecord]:
    return [item for item in items if isinstance(item, TieRecord)]


def refusals(items: Sequence[Item]) -> list[RowIssue]:
    return [item for item in items if isinstance(item, RowIssue) and item.is_refusal]


@EVERY_FILE
def test_every_unit_of_the_file_is_counted(path: Path) -> None:
    tree = etree.parse(path)

    tallies = {item.unit: item for item in read(path) if isinstance(item, Tally)}

    counted = {unit: len(tree.findall(f".//{unit}")) for unit in UNITS}
    assert {unit: tallies[unit].read if unit in tallies else 0 for unit in UNITS} == counted
    assert all(tally.read == tally.kept + tally.skipped for tally in tallies.values())


@EVERY_FILE
def test_each_skipped_unit_has_its_reason(path: Path) -> None:
    items = read(path)

    skipped = sum(item.skipped for item in items if isinstance(item, Tally))
    assert len({issue.place for issue in refusals(items)}) == len(refusals(items)) == skipped
    assert all(issue.advice for issue in refusals(items))


@EVERY_FILE
def test_ties_have_keys_of_their_own_and_two_known_ends(path: Path) -> None:
    items = read(path)
    known = actors(items)

    assert len({tie.key for tie in ties(items)}) == len(ties(items))
    assert len(known) == sum(isinstance(item, ActorRecord) for item in items)
    assert {end for tie in ties(items) for end in (tie.ego, tie.alter)} <= set(known)


@EVERY_FILE
def test_every_record_says_where_it_stands_and_how_it_stood(path: Path) -> None:
    records = [item for item in read(path) if isinstance(item, ActorRecord | TieRecord)]

    assert all(record.place.file == path.name and record.place.locator and record.raw for record in records)


@EVERY_FILE
def test_kinds_and_roles_are_known_to_the_registry(path: Path) -> None:
    kinds = Kinds.load()

    for item in read(path):
        if isinstance(item, ActorRecord):
            kinds.actor(item.kind)
            assert item.roles <= set(kinds.roles)
        elif isinstance(item, TieRecord):
            kinds.tie(item.kind)


@EVERY_FILE
def test_the_same_file_twice_gives_the_same(path: Path) -> None:
    assert read(path) == read(path)


def test_the_sample_has_eleven_activities_and_426_transactions_all_kept() -> None:
    tallies = {item.unit: (item.read, item.kept) for item in read(UNHCR) if isinstance(item, Tally)}

    assert tallies == {"iati-activity": (11, 11), "participating-org": (251, 251), "transaction": (426, 426)}


def test_amounts_are_exact_and_sum_to_what_the_file_says_by_currency() -> None:
    expected: Counter[str] = Counter()
    for value in etree.parse(UNHCR).iterfind(".//transaction/value"):
        expected[str(value.get("currency"))] += Decimal(str(value.text))

    found: Counter[str | None] = Counter()
    for tie in ties(read(UNHCR)):
        if tie.money is not None and tie.money.amount is not None:
            found[tie.money.currency] += tie.money.amount

    assert found == expected


def test_a_person_can_follow_the_place_of_a_transaction() -> None:
    tie = next(tie for tie in ties(read(UNHCR)) if tie.place.locator == "XM-DAC-41121-2023-AME-MEX/transaction[3]")
    element = etree.parse(UNHCR).xpath("//iati-activity[iati-identifier='XM-DAC-41121-2023-AME-MEX']/transaction[3]")[0]

    assert tie.money is not None
    assert (str(tie.money.amount), tie.money.currency) == (
        element.findtext("value"),
        element.find("value").get("currency"),
    )
    assert dict(tie.raw)["value"] == element.findtext("value")


def test_who_funds_mexico_and_turkiye_is_as_counted_by_hand() -> None:
    def funders(operation: str, flow: bool) -> int:
        found = [tie for tie in ties(read(UNHCR)) if ("activity", f"XM-DAC-41121-2023-{operation}") in tie.attributes]
        money = [tie for tie in found if tie.money is not None and (tie.money.amount is not None) == flow]
        return len(money) if flow else len({tie.ego for tie in money})

    assert (funders("AME-MEX", flow=False), funders("AME-MEX", flow=True)) == (18, 34)
    assert (funders("EUR-TUR", flow=False), funders("EUR-TUR", flow=True)) == (29, 51)


def test_unnamed_donors_are_groups_and_nobody_else_is() -> None:
    groups = {record.names[0].value for record in actors(read(UNHCR)).values() if record.kind == "group"}

    assert groups == {
        "Private donors",
        "Private donors in the Netherlands",
        "Governmental donors of unearmarked and flexible funds",
        "UN Joint Programmes",
    }


def test_activities_hang_together_through_their_parents() -> None:
    found = {(tie.ego, tie.alter) for tie in ties(read(UNHCR)) if tie.kind == "part_of"}

    assert ("XM-DAC-41121-2023-AME-MEX", "XM-DAC-41121-2023-AME") in found
    assert ("XM-DAC-41121-2023-AME", "XM-DAC-41121-2023") in found


def test_the_malformed_transactions_end_as_issues() -> None:
    found = [issue for issue in refusals(read(COVID)) if issue.rule == "transaction.no-type"]

    assert len(found) == 8
    assert {issue.place.locator.split("/")[0][:15] for issue in found} == {"CZ-ICO-25755277"}


def test_negative_amounts_stay_negative() -> None:
    values = [Decimal(str(value.text)) for value in etree.parse(CAFOD).iterfind(".//transaction/value")]

    found = [tie.money.amount for tie in ties(read(CAFOD)) if tie.money and tie.money.amount is not None]

    assert sorted(found) == sorted(values)
    assert sum(amount < 0 for amount in found) == 14


def test_identical_transactions_are_kept_and_named() -> None:
    repeated = 0
    for activity in etree.parse(CAFOD).iterfind(".//iati-activity"):
        texts = [etree.tostring(item, with_tail=False) for item in activity.iterfind("transaction")]
        repeated += len(texts) - len(set(texts))

    notes = [item for item in read(CAFOD) if isinstance(item, RowIssue) and item.rule == "transaction.repeated"]

    assert len(notes) == repeated == 20


@EVERY_FILE
def test_a_redacted_name_is_never_an_actor(path: Path) -> None:
    names = [name.value for record in actors(read(path)).values() for name in record.names if record.kind != "project"]

    assert not [name for name in names if "edacted" in name or "ithheld" in name or name in {"N/A", "-", ""}]


def test_channel_codes_are_classes_and_never_numbers_of_organisations() -> None:
    known = actors(read(MIXED))

    numbers = {one.value for record in known.values() for one in record.identifiers if one.scheme == "org-id"}
    assert not numbers & {"10000", "21000", "60000", "XM-DAC-10000", "XM-DAC-21000", "XM-DAC-60000", "N/A"}
    assert known["name:international ngo"].kind == "group"


def test_several_names_of_one_number_are_one_actor() -> None:
    fcdo = actors(read(COVID, MIXED))["org:GB-GOV-1"]

    assert {"Foreign, Commonwealth and Development Office", "DFID - Department for International Development"} <= {
        name.value for name in fcdo.names
    }
    assert (fcdo.kind, fcdo.country) == ("public_body", "GB")


def test_suppliers_are_taken_when_wanted() -> None:
    without, wanted = read(COVID), read(COVID, expenditure="yes")

    assert sum(issue.rule == "transaction.expenditure" for issue in refusals(without)) == 87
    assert len(ties(wanted)) == len(ties(without)) + 87
    assert len([tie for tie in ties(wanted) if tie.money and tie.money.flow_class.label == "expenditure"]) == 87


def test_a_contact_person_or_address_is_never_read() -> None:
    assert "IATI@unhcr.org" not in repr(read(UNHCR))


@pytest.mark.parametrize("choices", [{"expenditure": "perhaps"}, {"supplier": "yes"}])
def test_a_choice_that_is_not_known_is_said(choices: dict[str, str]) -> None:
    with pytest.raises(WrongUse, match="expenditure=no or yes"):
        read(CAFOD, **choices)
