"""USAspending and ForeignAssistance.gov: rows that are wrong or odd, and tables of another layout."""

from __future__ import annotations

from typing import Any

from tests.corpus.flows import F, I, R, T, both, ends, leaves_out, maker, one_file, sums, sure, table

prime, abroad = maker("usaspending", "usaspending"), maker("foreignassistance", "foreignassistance")
PLAIN = ("commitment", "1000.00", "USD")
LARGE = "1" + "0" * 15


def award(**changes: str) -> dict[str, str]:
    return {
        "assistance_transaction_unique_key": "T1",
        "assistance_award_unique_key": "A1",
        "federal_action_obligation": "1000.00",
        "action_date": "2023-03-15",
        "awarding_agency_name": "Department of Alba",
        "awarding_sub_agency_name": "Bureau of Bora",
        "recipient_name": "CANO RELIEF",
        "recipient_uei": "CCCCCCCCCCC3",
        **changes,
    }


def passed_on(**changes: str) -> dict[str, str]:
    return {
        "prime_award_unique_key": "A1",
        "prime_award_awarding_agency_name": "Department of Alba",
        "prime_award_awarding_sub_agency_name": "Bureau of Bora",
        "prime_awardee_name": "CANO RELIEF",
        "prime_awardee_uei": "CCCCCCCCCCC3",
        "subaward_number": "S1",
        "subaward_amount": "1000.00",
        "subaward_action_date": "2023-04-01",
        "subawardee_name": "DENA SHELTER",
        **changes,
    }


def spent(**changes: str) -> dict[str, str]:
    names = {
        "Country Name": "Mexico",
        "Managing Agency Name": "Department of Alba",
        "Managing Sub-agency or Bureau Name": "Bureau of Bora",
        "Implementing Partner Name": "Cano Relief",
        "Activity Name": "Shelter",
        "Transaction Type Name": "Obligations",
        "Fiscal Year": "2023",
        "Transaction Date": "15MAR2023",
        "Current Dollar Amount": "1000.00",
    }
    return names | changes


def csv_of(*rows: dict[str, str]) -> Any:
    return one_file("table.csv", table(*rows))


def without(row: dict[str, str], *columns: str) -> dict[str, str]:
    return {name: text for name, text in row.items() if name not in columns}


HOPS = (("Bureau of Bora", "CANO RELIEF"), ("CANO RELIEF", "DENA SHELTER"))
CASES = [
    prime("US01", "prime", T, csv_of(award()), check=both(sums(PLAIN), ends(HOPS[0]))),
    prime("US01b", "sub-award", T, csv_of(passed_on()), check=both(sums(PLAIN), ends(*HOPS))),
    prime("US02", "column-missing", R, csv_of(without(award(), "action_date")), "table.column-missing", place="row 1"),
    prime(
        "US02b",
        "award-summaries",
        R,
        csv_of({"assistance_award_unique_key": "A1", "total_obligated_amount": "5"}),
        "table.column-missing",
    ),
    prime("US02c", "another-table", R, one_file("table.csv", "name,kind\nAlba,organization\n"), "table.header-unknown"),
    prime("US03", "no-amount", I, csv_of(award(federal_action_obligation="")), "value.blank", place="row 2"),
    prime("US03b", "amount-in-words", I, csv_of(award(federal_action_obligation="much")), "value.not-a-number"),
    prime(
        "US03c",
        "taken-back",
        T,
        csv_of(award(federal_action_obligation="-20.50")),
        check=sums(("commitment", "-20.50", "USD")),
    ),
    prime(
        "US03d",
        "a-thousand-million-millions",
        F,
        csv_of(award(federal_action_obligation=LARGE)),
        "value.implausible",
        check=sure("doubtful"),
    ),
    prime("US04", "impossible-date", I, csv_of(award(action_date="2023-02-30")), "date.impossible"),
    prime("US04b", "no-date", F, csv_of(award(action_date="")), "date.missing", check=sums(PLAIN)),
    prime("US05", "same-twice", I, csv_of(award(), award()), "transaction.repeated", check=sums(PLAIN)),
    prime(
        "US05b",
        "key-twice",
        I,
        csv_of(award(), award(federal_action_obligation="7")),
        "transaction.id-twice",
        check=leaves_out("7 USD"),
    ),
    prime("US05c", "deleted", I, csv_of({**award(), "correction_delete_indicator_code": "D"}), "transaction.deleted"),
    prime("US05d", "reported-again", I, csv_of(passed_on(), passed_on()), "sub-award.repeated", check=sums(PLAIN)),
    prime(
        "US05e",
        "raised-later",
        T,
        csv_of(passed_on(), passed_on(subaward_amount="5")),
        check=sums(PLAIN, ("commitment", "5", "USD")),
    ),
    prime(
        "US06",
        "to-itself",
        I,
        csv_of({**passed_on(), "subawardee_uei": "CCCCCCCCCCC3"}),
        "tie.self",
        check=leaves_out("1,000.00 USD of class commitment"),
    ),
    prime("US06b", "no-award", I, csv_of(passed_on(prime_award_unique_key="")), "sub-award.no-award"),
    prime(
        "US07",
        "redacted",
        T,
        csv_of(award(recipient_name="REDACTED DUE TO PII")),
        check=ends(("Bureau of Bora", "Not named (USAspending)")),
    ),
    prime(
        "US08",
        "half-a-row",
        I,
        one_file("table.csv", table(award()) + '"T2","A1"\n'),
        "row.too-short",
        check=sums(PLAIN),
    ),
    prime(
        "US09",
        "not-utf-8",
        R,
        one_file("table.csv", table(award(recipient_name="PEÑA")).encode("cp1252")),
        "text.bad-byte",
    ),
    abroad("FA01", "sound", T, csv_of(spent()), check=both(sums(PLAIN), ends(("Bureau of Bora", "Cano Relief")))),
    abroad(
        "FA02", "no-partner-column", R, csv_of(without(spent(), "Implementing Partner Name")), "table.column-missing"
    ),
    abroad("FA03", "no-amount", I, csv_of(spent(**{"Current Dollar Amount": ""})), "value.blank"),
    abroad(
        "FA03b",
        "a-thousand-million-millions",
        F,
        csv_of(spent(**{"Current Dollar Amount": LARGE})),
        "value.implausible",
        check=sure("doubtful"),
    ),
    abroad("FA04", "impossible-date", I, csv_of(spent(**{"Transaction Date": "30FEB2023"})), "date.impossible"),
    abroad(
        "FA04b", "fiscal-year-only", F, csv_of(spent(**{"Transaction Date": ""})), "date.fiscal-year", check=sums(PLAIN)
    ),
    abroad("FA04c", "no-year", I, csv_of(spent(**{"Transaction Date": "", "Fiscal Year": ""})), "date.impossible"),
    abroad("FA05", "same-twice", F, csv_of(spent(), spent()), "transaction.repeated", check=sums(PLAIN, PLAIN)),
    abroad(
        "FA06",
        "to-itself",
        I,
        csv_of(spent(**{"Implementing Partner Name": "Bureau of Bora"})),
        "tie.self",
        check=leaves_out("1,000.00 USD"),
    ),
    abroad(
        "FA07", "a-budget", I, csv_of(spent(**{"Transaction Type Name": "Appropriations"})), "transaction.unknown-type"
    ),
    abroad("FA08", "half-a-row", I, one_file("table.csv", table(spent()) + '"Mexico","x"\n'), "row.too-short"),
]
