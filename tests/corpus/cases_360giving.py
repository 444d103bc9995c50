"""360Giving: grants that are wrong or odd, as JSON and as tables."""

from __future__ import annotations

from typing import Any

from tests.corpus.flows import F, I, R, T, as_json, both, ends, leaves_out, maker, one_file, sums, sure, table

case = maker("360giving", "360giving")
GIVER = [{"id": "GB-CHC-1", "name": "Alba Trust"}]
RECEIVER = [{"id": "GB-CHC-2", "name": "Bora Relief"}]
CANO = [{"id": "360G-CANO-3", "name": "Cano"}]
AWARDED = ("commitment", "1000", "GBP")
ENDS = ("Alba Trust", "Bora Relief")


def grant(**changes: Any) -> dict[str, Any]:
    """One grant; a change to ... takes the member out."""
    made = {
        "id": "360G-ALBA-1",
        "title": "Shelter",
        "currency": "GBP",
        "amountAwarded": 1000,
        "awardDate": "2020-06-26",
        "fundingOrganization": GIVER,
        "recipientOrganization": RECEIVER,
        **changes,
    }
    return {key: value for key, value in made.items() if value is not ...}


def package(*grants: dict[str, Any]) -> Any:
    return one_file("grants.json", as_json({"grants": list(grants)}))


def paid(value: Any, **more: Any) -> dict[str, Any]:
    return {"id": "T1", "transactionDate": "2021-01-02", "value": value, **more}


def row(**changes: str) -> dict[str, str]:
    names = {
        "Identifier": "360G-ALBA-1",
        "Currency": "GBP",
        "Amount Awarded": "1000",
        "Award Date": "2020-06-26",
        "Funding Org:Identifier": "GB-CHC-1",
        "Funding Org:Name": "Alba Trust",
        "Recipient Org:Identifier": "GB-CHC-2",
        "Recipient Org:Name": "Bora Relief",
    }
    return names | changes


def rows(*found: dict[str, str]) -> Any:
    return one_file("grants.csv", table(*found))


REVERSED = [{"startDate": "2021-01-01", "endDate": "2020-01-01"}]
PATHS = {
    "id": "360G-ALBA-1",
    "currency": "GBP",
    "amountAwarded": "1000",
    "awardDate": "2020-06-26",
    "fundingOrganization/0/name": "Alba Trust",
    "fundingOrganization/0/id": "GB-CHC-1",
    "recipientOrganization/0/name": "Bora Relief",
    "recipientOrganization/0/id": "GB-CHC-2",
}
WHOLE = as_json({"grants": [grant(), grant(id="360G-ALBA-2")]})
CASES = [
    case("G01", "sound", T, package(grant()), check=both(sums(AWARDED), ends(ENDS))),
    case("G02", "no-currency", I, package(grant(currency=...)), "value.no-currency", place="grants[1]"),
    case(
        "G02b",
        "unknown-currency",
        F,
        package(grant(currency="ABC")),
        "value.unknown-currency",
        check=sums(("commitment", "1000", "ABC")),
    ),
    case("G02c", "currency-sign", I, package(grant(currency="£")), "value.bad-currency"),
    case(
        "G02d",
        "two-currencies-in-a-file",
        T,
        package(grant(), grant(id="x", currency="EUR")),
        check=sums(AWARDED, ("commitment", "1000", "EUR")),
    ),
    case("G03", "no-amount", I, package(grant(amountAwarded=...)), "value.blank"),
    case("G03b", "zero", T, package(grant(amountAwarded=0)), check=sums(("commitment", "0", "GBP"))),
    case("G03c", "negative", T, package(grant(amountAwarded=-20)), check=sums(("commitment", "-20", "GBP"))),
    case(
        "G03d",
        "a-thousand-million-millions",
        F,
        package(grant(amountAwarded=10**15)),
        "value.implausible",
        check=sure("doubtful"),
    ),
    case("G03e", "amount-with-a-sign", I, package(grant(amountAwarded="£1000")), "amount.not-a-number"),
    case("G04", "impossible-date", I, package(grant(awardDate="2020-02-30")), "date.impossible"),
    case("G04b", "no-date", F, package(grant(awardDate=...)), "date.missing", check=sums(AWARDED)),
    case("G04c", "day-first", F, package(grant(awardDate="26/06/2020")), "date.order", check=sums(AWARDED)),
    case("G04d", "two-readings", I, package(grant(awardDate="05/06/2020")), "date.ambiguous"),
    case(
        "G04e",
        "two-readings-decided",
        T,
        package(grant(awardDate="05/06/2020")),
        check=sums(AWARDED),
        **{"date-order": "dmy"},
    ),
    case(
        "G04f",
        "ends-before-it-starts",
        F,
        package(grant(plannedDates=REVERSED)),
        "date.order-reversed",
        check=sums(AWARDED),
    ),
    case(
        "G04g",
        "impossible-plan",
        F,
        package(grant(plannedDates=[{"startDate": "2020-13-01"}])),
        "date.impossible",
        check=sums(AWARDED),
    ),
    case(
        "G05",
        "to-itself",
        I,
        package(grant(recipientOrganization=GIVER)),
        "tie.self",
        check=leaves_out("1,000 GBP of class commitment"),
    ),
    case("G06", "same-twice", I, package(grant(), grant()), "grant.repeated", check=sums(AWARDED)),
    case(
        "G06b",
        "id-twice",
        I,
        package(grant(), grant(amountAwarded=5)),
        "grant.id-twice",
        check=both(sums(AWARDED), leaves_out("5 GBP")),
    ),
    case("G06c", "no-id", I, package(grant(id=...)), "grant.no-id"),
    case("G07", "own-relative", F, package(grant(relatedActivity=["360G-ALBA-1"])), "grant.own-relative"),
    case("G08", "no-funder", I, package(grant(fundingOrganization=[])), "grant.no-funder"),
    case("G08b", "no-recipient", I, package(grant(recipientOrganization=...)), "grant.no-recipient"),
    case(
        "G08c",
        "redacted-recipient",
        I,
        package(grant(recipientOrganization=[{"name": "Information Redacted"}])),
        "org.redacted",
    ),
    case(
        "G08d",
        "recipient-without-number",
        F,
        package(grant(recipientOrganization=[{"name": "Dena"}])),
        "org.no-number",
        check=ends(("Alba Trust", "Dena")),
    ),
    case(
        "G08e",
        "two-recipients",
        T,
        package(grant(recipientOrganization=[*RECEIVER, *CANO])),
        check=both(sums(AWARDED), ends(("Alba Trust", "Bora Relief + Cano"), ENDS, ("Alba Trust", "Cano"))),
    ),
    case("G08g", "one-recipient-twice", T, package(grant(recipientOrganization=RECEIVER * 2)), check=ends(ENDS)),
    case("G08f", "recipient-is-a-text", I, package(grant(recipientOrganization="Bora")), "grant.malformed"),
    case(
        "G09",
        "sum-paid",
        T,
        package(grant(amountDisbursed=400.5)),
        check=sums(AWARDED, ("disbursement", "400.5", "GBP")),
    ),
    case(
        "G09b",
        "payments-and-their-sum",
        T,
        package(grant(amountDisbursed=30, disbursementTransaction=[paid(10), paid(20)])),
        check=sums(AWARDED, ("disbursement", "10", "GBP"), ("disbursement", "20", "GBP")),
    ),
    case(
        "G09c",
        "payments-and-another-sum",
        F,
        package(grant(amountDisbursed=31, disbursementTransaction=[paid(10), paid(20)])),
        "grant.paid-differs",
    ),
    case(
        "G09d",
        "payment-without-value",
        F,
        package(grant(disbursementTransaction=[paid(None), paid(20)])),
        "value.blank",
        check=sums(AWARDED, ("disbursement", "20", "GBP")),
    ),
    case("G10", "extra-member", F, package(grant(mood="good")), "field.unknown"),
    case("G20", "cut-off", R, one_file("grants.json", WHOLE[:-80]), "json.cut-off"),
    case("G20b", "no-grants", R, one_file("grants.json", "{}"), "json.layout"),
    case(
        "G20c",
        "wrong-encoding",
        R,
        one_file("grants.json", WHOLE.replace("Bora", "Bóra").encode("cp1252")),
        "text.bad-byte",
    ),
    case("G30", "table", T, rows(row()), check=both(sums(AWARDED), ends(ENDS))),
    case("G30b", "table-of-paths", T, rows(PATHS), check=both(sums(AWARDED), ends(ENDS))),
    case(
        "G30c",
        "numbered-recipients",
        T,
        rows({**row(), "Recipient Org:1:Identifier": "360G-CANO-3", "Recipient Org:1:Name": "Cano"}),
        check=ends(("Alba Trust", "Bora Relief + Cano"), ENDS, ("Alba Trust", "Cano")),
    ),
    case(
        "G30d",
        "grouped-amount",
        T,
        rows(row(**{"Amount Awarded": "1,000.00"})),
        check=sums(("commitment", "1000.00", "GBP")),
    ),
    case("G30e", "amount-with-two-readings", I, rows(row(**{"Amount Awarded": "1,000"})), "amount.ambiguous"),
    case(
        "G31",
        "columns-missing",
        R,
        one_file("grants.csv", "Identifier,Currency\n1,GBP\n"),
        "table.column-missing",
        place="row 1",
    ),
    case("G31b", "another-table", R, one_file("grants.csv", "name,kind\nAlba,organization\n"), "table.header-unknown"),
    case("G31c", "extra-column", F, rows({**row(), "Mood": "good"}), "column.unknown"),
    case("G31d", "contact-columns", T, rows({**row(), "Recipient Org:Email": "someone@example.org"})),
    case("G32", "half-a-row", I, one_file("grants.csv", table(row()) + '"360G-ALBA-2","GBP"\n'), "row.too-short"),
    case(
        "G33",
        "not-utf-8",
        R,
        one_file("grants.csv", table(row(**{"Recipient Org:Name": "Bóra"})).encode("cp1252")),
        "text.bad-byte",
    ),
]
