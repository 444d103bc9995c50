"""Sheets of grants that nobody made for us: their headers, currencies, amounts and dates."""

from __future__ import annotations

from collections.abc import Sequence

from graphsvc.model.records import Item, TieRecord
from tests.corpus.flows import F, I, R, T, both, ends, leaves_out, maker, one_file, sums, sure

case = maker("workbook", "grants")
ENGLISH = "Funder,Recipient,Amount,Currency,Date,Class,Purpose"
SPANISH = "Financiador,Beneficiaria,Monto,Moneda,Fecha,Clase de importe,Propósito"
ENDS = ("Alba Trust", "Bora Relief")
PLAIN = ("commitment", "1000", "USD")


def sheet(*rows: str, header: str = ENGLISH, name: str = "list.csv") -> object:
    return one_file(name, "\n".join((header, *rows)) + "\n")


def row(**changes: str) -> str:
    cells = {
        "funder": "Alba Trust",
        "recipient": "Bora Relief",
        "amount": "1000",
        "currency": "USD",
        "date": "2020-06-26",
        "flow_class": "commitment",
        "purpose": "Shelter",
    }
    return ",".join((cells | changes).values())


def dated(*expected: str) -> object:
    def check(items: Sequence[Item]) -> None:
        found = [tie.money.value_date for tie in items if isinstance(tie, TieRecord) and tie.money]
        assert [day.text for day in found if day] == list(expected)

    return check


CASES = [
    case("W01", "english", T, sheet(row()), check=both(sums(PLAIN), ends(ENDS), dated("2020-06-26"))),
    case("W01b", "spanish", T, sheet(row(flow_class="otorgado"), header=SPANISH), check=both(sums(PLAIN), ends(ENDS))),
    case(
        "W01c",
        "paid-by-its-header",
        T,
        sheet("Alba Trust,Bora Relief,5,USD,2020", header="Donor,Grantee,Amount paid,Currency,Year"),
        check=both(sums(("disbursement", "5", "USD")), dated("2020")),
    ),
    case(
        "W01d",
        "currency-in-the-header",
        T,
        sheet("Alba Trust,Bora Relief,5", header="Donante,Donataria,Monto otorgado (MXN)"),
        check=sums(("commitment", "5", "MXN")),
    ),
    case(
        "W01e",
        "class-not-said",
        F,
        sheet("Alba Trust,Bora Relief,5,EUR", header="Funder,Recipient,Amount,Currency"),
        "money.class-not-said",
        check=sums(("declared", "5", "EUR")),
    ),
    case("W01f", "by-its-name", T, sheet(row(), name="grants.csv"), check=sums(PLAIN)),
    case(
        "W01g",
        "no-recipient-column",
        R,
        sheet("Alba,5", header="Funder,Amount", name="grants.csv"),
        "table.header-unknown",
    ),
    case("W02", "no-currency", I, sheet(row(currency="")), "money.no-currency", place="row 2"),
    case("W02b", "pesos", I, sheet(row(currency="pesos")), "money.ambiguous-currency"),
    case("W02c", "dollar-sign", I, sheet(row(currency="$")), "money.ambiguous-currency"),
    case(
        "W02d",
        "no-currency-column",
        I,
        sheet("Alba,Bora,5", header="Funder,Recipient,Amount awarded"),
        "money.no-currency",
    ),
    case(
        "W02e",
        "unknown-currency",
        F,
        sheet(row(currency="ABC")),
        "money.unknown-currency",
        check=sums(("commitment", "1000", "ABC")),
    ),
    case("W03", "no-class", I, sheet(row(flow_class="")), "money.no-class", check=leaves_out("1,000 USD")),
    case("W03b", "unknown-class", I, sheet(row(flow_class="gift")), "money.unknown-class"),
    case(
        "W03c",
        "words-of-classes",
        T,
        sheet(row(flow_class="Paid"), row(flow_class="Aprobado", amount="7")),
        check=sums(("disbursement", "1000", "USD"), ("commitment", "7", "USD")),
    ),
    case("W04", "amount-with-currency", I, sheet(row(amount="USD 1000")), "amount.not-a-number"),
    case(
        "W04b",
        "a-thousand-million-millions",
        F,
        sheet(row(amount="1" + "0" * 15)),
        "money.implausible",
        check=sure("doubtful"),
    ),
    case("W04c", "returned", T, sheet(row(amount="-50")), check=sums(("commitment", "-50", "USD"))),
    case("W05", "impossible-date", I, sheet(row(date="2020-02-30")), "date.impossible", "date.impossible"),
    case(
        "W06",
        "to-itself",
        I,
        sheet(row(recipient="Alba Trust")),
        "tie.self",
        check=leaves_out("1,000 USD of class commitment", "tie.self: 1"),
    ),
    case("W07", "same-twice", F, sheet(row(), row()), "tie.repeated", check=sums(PLAIN, PLAIN)),
    case("W08", "half-a-row", I, sheet(row(), "Alba Trust,Cano"), "row.too-short", check=sums(PLAIN)),
]
