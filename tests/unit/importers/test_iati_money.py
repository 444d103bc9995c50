"""Money and links of IATI files, against recounts made by lxml alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from graphsvc.model.records import ActorRecord, Item, TieRecord
from graphsvc.model.values import Confidence
from tests.unit.importers.imported_money import flows, notes, read, refusals

ROOT = Path(__file__).parents[3]
UNHCR = ROOT / "samples/unhcr-iati-2023/unhcr-activities-2023-americas-turkiye.xml"
FIXTURES = ROOT / "tests/fixtures/iati"
CAFOD = FIXTURES / "cafod-v1.00-names-only-negative-amounts.xml"
COVID = FIXTURES / "covid19-humanitarian-17-publishers.xml"
MIXED = FIXTURES / "mixed-publishers-iom-usstate-fcdo-ec.xml"
EVERY_FILE = pytest.mark.parametrize("path", [UNHCR, CAFOD, COVID, MIXED], ids=lambda path: path.stem)
CLASSES = {"1": "incoming", "2": "commitment", "3": "disbursement", "4": "expenditure"}
CLASSES |= {"11": "incoming_commitment", "12": "pledge", "13": "incoming_pledge", "IF": "incoming", "C": "commitment"}
CLASSES |= {"D": "disbursement", "E": "expenditure", "5": "loan", "6": "loan", "7": "loan", "8": "loan", "9": "loan"}
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
CENT = Decimal("0.01")
Sums = dict[tuple[str, str], Decimal]


def stated(path: Path) -> Iterator[tuple[etree._Element, str, str, Decimal]]:
    """Each transaction with a known code and a number: element, class, currency, amount to the cent."""
    for activity in etree.parse(path).iterfind(".//iati-activity"):
        for element in activity.iterfind("transaction"):
            code, value = element.find("transaction-type"), element.find("value")
            label = CLASSES.get(code.get("code", "") if code is not None else "")
            text = (value.text or "").strip() if value is not None else ""
            currency = (value.get("currency") if value is not None else "") or activity.get("default-currency") or ""
            if label and currency and NUMBER.fullmatch(text):
                yield element, label, currency, Decimal(text).quantize(CENT)


def kept(items: list[Item]) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for tie in flows(items):
        money = tie.money
        if money is not None and money.amount is not None and "/transaction[" in tie.place.locator:
            sums[money.flow_class.label, money.currency or ""] += money.amount
    return sums


def left_out(items: list[Item]) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for note in notes(items, "money.left-out"):
        found = re.match(r"The totals leave out ([-\d,.]+) ([A-Z]{3}) of class (\w+),", note.advice)
        if found is not None:
            sums[found[3], found[2]] += Decimal(found[1].replace(",", ""))
    return sums


@EVERY_FILE
def test_what_is_kept_and_what_is_left_out_is_what_the_file_says(path: Path) -> None:
    expected: Sums = defaultdict(Decimal)
    for _, label, currency, amount in stated(path):
        expected[label, currency] += amount

    items = read("iati", path)

    taken, lost = kept(items), left_out(items)
    assert {key: taken[key] + lost[key] for key in set(taken) | set(lost)} == dict(expected)


def test_who_gave_unhcr_how_much_in_which_year_is_as_counted() -> None:
    items = read("iati", UNHCR)
    actors = {item.key: item for item in items if isinstance(item, ActorRecord)}
    numbers = {i.value: a.key for a in actors.values() for i in a.identifiers if i.scheme == "org-id"}
    unnumbered = [actor for actor in actors.values() if not actor.identifiers]
    names = {name.value.casefold(): actor.key for actor in unnumbered for name in actor.names}
    expected: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for element, label, currency, amount in stated(UNHCR):
        provider = element.find("provider-org")
        name = (provider.findtext("narrative") or "").strip().casefold()
        giver = numbers.get(provider.get("ref") or "", names.get(name, name))
        expected[label, currency, element.find("value").get("value-date")[:4], giver] += amount

    found: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for tie in flows(items):
        money = tie.money
        assert money is not None
        assert money.value_date is not None
        assert tie.alter == "org:XM-DAC-41121"
        found[money.flow_class.label, money.currency or "", money.value_date.text[:4], tie.ego] += money.amount or 0

    assert found == expected


@EVERY_FILE
def test_the_activities_of_both_sides_are_kept_on_every_flow(path: Path) -> None:
    refused = {issue.place.locator for issue in refusals(read("iati", path))}
    expected: Counter[tuple[str, str]] = Counter()
    for activity in etree.parse(path).iterfind(".//iati-activity"):
        identifier = " ".join((activity.findtext("iati-identifier") or "").split())
        for number, element in enumerate(activity.iterfind("transaction"), start=1):
            for side, link in (("provider-org", "provider-activity-id"), ("receiver-org", "receiver-activity-id")):
                end = element.find(side)
                text = (end.get(link) or "").strip() if end is not None else ""
                if text and f"{identifier}/transaction[{number}]" not in refused:
                    expected[side.replace("org", "activity").replace("-", " "), text] += 1

    found = Counter(
        pair
        for tie in flows(read("iati", path))
        for pair in tie.attributes
        if pair[0] in ("provider activity", "receiver activity") and "/transaction[" in tie.place.locator
    )

    assert found == expected


@EVERY_FILE
def test_parents_and_children_in_the_files_are_parts(path: Path) -> None:
    activities = list(etree.parse(path).iterfind(".//iati-activity"))
    known = {" ".join((activity.findtext("iati-identifier") or "").split()) for activity in activities}
    expected = set()
    for activity in activities:
        own = " ".join((activity.findtext("iati-identifier") or "").split())
        for related in activity.iterfind("related-activity"):
            other = " ".join((related.get("ref") or "").split())
            if other in known - {own}:
                expected |= {(own, other)} if related.get("type") == "1" else set()
                expected |= {(other, own)} if related.get("type") == "2" else set()

    found = {(t.ego, t.alter) for t in read("iati", path) if isinstance(t, TieRecord) and t.kind == "part_of"}

    assert found == expected


def test_an_amount_beyond_all_aid_is_kept_as_doubtful(tmp_path: Path) -> None:
    text = UNHCR.read_text("utf-8")
    path = tmp_path / "activities.xml"
    path.write_text(re.sub(r"(<value [^>]*>)[^<]*(</value>)", rf"\g<1>{10**15}\2", text, count=1), "utf-8")

    items = read("iati", path)

    assert len(notes(items, "value.implausible")) == 1
    assert [tie.confidence for tie in flows(items) if tie.money and tie.money.amount == 10**15] == [Confidence.DOUBTFUL]
