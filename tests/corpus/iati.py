"""Building blocks of the IATI cases: one activity, one transaction, and looking at what came of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from graphsvc.model.records import ActorRecord, Item, TieRecord
from tests.corpus.case import Case, Outcome, files

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)
Check = Callable[[Sequence[Item]], None]

BASE = {
    "attributes": 'default-currency="USD" xml:lang="en"',
    "id": "<iati-identifier>XM-DAC-1-A</iati-identifier>",
    "reporter": '<reporting-org ref="XM-DAC-1" type="40"><narrative>Alba Agency</narrative></reporting-org>',
    "title": "<title><narrative>Shelter</narrative></title>",
    "party": '<participating-org ref="MX-RFC-B1" role="4" type="22"><narrative>Bora</narrative></participating-org>',
    "more": "",
    "transactions": "",
}
FLOW = {
    "attributes": "",
    "type": '<transaction-type code="3"/>',
    "date": '<transaction-date iso-date="2023-05-01"/>',
    "value": '<value value-date="2023-05-01">100</value>',
    "provider": "",
    "receiver": '<receiver-org ref="MX-RFC-B1" type="22"><narrative>Bora</narrative></receiver-org>',
}


def activity(**changes: str) -> str:
    parts = BASE | changes
    body = "".join(text for name, text in parts.items() if name != "attributes")
    return f"<iati-activity {parts['attributes']}>{body}</iati-activity>"


def flow(**changes: str) -> str:
    parts = FLOW | changes
    return f"<transaction{parts['attributes']}>{''.join(list(parts.values())[1:])}</transaction>"


def file(*activities: str, version: str = "2.03", more: str = "") -> Callable[[Path], None]:
    return files(activities__xml=f'<iati-activities version="{version}"{more}>{"".join(activities)}</iati-activities>')


def one(**changes: str) -> Callable[[Path], None]:
    return file(activity(**changes))


def paying(**changes: str) -> Callable[[Path], None]:
    return one(transactions=flow(**changes))


def case(
    number: str,
    slug: str,
    outcome: Outcome,
    make: Callable[[Path], object],
    *rules: str,
    check: Check | None = None,
    **more: str,
) -> Case:
    return Case(number, slug, "iati", outcome, make, rules, importer="iati", check=check, choices=more)


def named(key: str, *names: str) -> Check:
    def check(items: Sequence[Item]) -> None:
        found = {item.key: item for item in items if isinstance(item, ActorRecord)}
        assert [name.value for name in found[key].names] == list(names), sorted(found)

    return check


def absent(*texts: str) -> Check:
    def check(items: Sequence[Item]) -> None:
        names = [name.value for item in items if isinstance(item, ActorRecord) for name in item.names]
        assert not [name for name in names for text in texts if text in name]

    return check


def flows(items: Sequence[Item]) -> list[TieRecord]:
    return [item for item in items if isinstance(item, TieRecord) and item.money and item.money.amount is not None]


def paid(*expected: tuple[str, str, str]) -> Check:
    """Class, amount, currency of each flow."""

    def check(items: Sequence[Item]) -> None:
        money = [item.money for item in flows(items)]
        assert [(one.flow_class.label, str(one.amount), one.currency) for one in money if one] == list(expected)

    return check


def between(*expected: tuple[str, str]) -> Check:
    def check(items: Sequence[Item]) -> None:
        assert [(item.ego, item.alter) for item in flows(items)] == list(expected)

    return check


def dated(value_date: str, day: str) -> Check:
    def check(items: Sequence[Item]) -> None:
        (item,) = flows(items)
        assert item.money is not None
        assert (item.money.value_date.text if item.money.value_date else None) == value_date
        assert (item.period.start.text if item.period.start else None) == day

    return check


def status(expected: str) -> Check:
    def check(items: Sequence[Item]) -> None:
        assert [item.status.value for item in flows(items)] == [expected]

    return check


def tied(kind: str, ego: str, alter: str, money: str | None = None) -> Check:
    def check(items: Sequence[Item]) -> None:
        found = [
            (item.kind, item.ego, item.alter, item.money.flow_class.label if item.money else None)
            for item in items
            if isinstance(item, TieRecord)
        ]
        assert (kind, ego, alter, money) in found, found

    return check


def org(ref: str, name: str = "Bora", role: str = 'role="4"', sort: str = "22") -> str:
    return f'<participating-org ref="{ref}" {role} type="{sort}"><narrative>{name}</narrative></participating-org>'


def identifier(text: str) -> str:
    return f"<iati-identifier>{text}</iati-identifier>"


REDACTED = org("", "Information Redacted")
TWO_FUNDERS = org("", "Cano", 'role="1"') + org("", "Delta", 'role="1"')
THREE_LANGUAGES = (
    '<participating-org role="4"><narrative>Bora</narrative><narrative xml:lang="ES">La Bora</narrative>'
    '<narrative xml:lang="not a language">Borra</narrative></participating-org>'
)
SIXTY = f'<participating-org role="4">{"".join(f"<narrative>N{n}</narrative>" for n in range(63))}</participating-org>'
TITLE = "<title><narrative>{}</narrative></title>".format
VALUE = '<value value-date="2023-05-01">{}</value>'.format
DATE = '<value value-date="{}">100</value>'.format
MONEY = '<value currency="{}" value-date="2023-05-01">100</value>'.format
OWN = '<{0}-org ref="XM-DAC-1" {0}-activity-id="{1}"><narrative>Alba Agency</narrative></{0}-org>'.format
OTHER = '<provider-org ref="CA-3" provider-activity-id="{}"><narrative>Cano</narrative></provider-org>'.format
IN = '<transaction-type code="1"/>'
SECONDARY = BASE["reporter"].replace("type=", 'secondary-reporter="1" type=')
V1 = (
    '<iati-activity default-currency="USD" xml:lang="en"><iati-identifier>XM-DAC-1-A</iati-identifier>'
    '<reporting-org ref="XM-DAC-1" type="40">Alba Agency</reporting-org><title>Shelter</title>'
    '<participating-org role="implementing">Bora</participating-org>{}</iati-activity>'
).format
V1_FLOW = (
    '<transaction><transaction-type code="{}"/><receiver-org>Bora</receiver-org><value>7</value>'
    '<transaction-date iso-date="2010-01-01"/></transaction>'
).format
COUNTRIES = '<recipient-country code="MX" percentage="{}"/><recipient-country code="TR" percentage="40"/>'.format
PARENT = '<related-activity ref="{}" type="1"/>'.format
CHILD = '<related-activity ref="{}" type="2"/>'.format
DATES = '<activity-date type="2" iso-date="{}"/><activity-date type="4" iso-date="{}"/>'.format
SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;"
ALBA, BORA, PROJECT = "org:XM-DAC-1", "org:MX-RFC-B1", "XM-DAC-1-A"
