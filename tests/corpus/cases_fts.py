"""FTS: flows that are wrong, odd or cut off, as JSON and as tables."""

from __future__ import annotations

from typing import Any

from tests.corpus.flows import (
    F,
    I,
    R,
    T,
    as_json,
    both,
    ends,
    leaves_out,
    maker,
    one_file,
    sums,
    sure,
    table,
)

case = maker("fts", "fts")
ALBA, BORA = "Alba, Government of", "Bora Relief"
COMMITTED = ("commitment", "335000", "EUR")


def organisation(name: str, number: str = "1", sort: str = "NGO") -> dict[str, Any]:
    return {"type": "Organization", "id": number, "name": name, "behavior": "single", "organizationTypes": [sort]}


def flow(**changes: Any) -> dict[str, Any]:
    """One flow; a change to ... takes the member out."""
    made = {
        "id": "7",
        "amountUSD": 381115,
        "originalAmount": 335000,
        "originalCurrency": "EUR",
        "exchangeRate": 0.879,
        "date": "2020-06-26T00:00:00Z",
        "status": "commitment",
        "flowType": "Standard",
        "boundary": "incoming",
        "sourceObjects": [organisation(ALBA, "1", "Government")],
        "destinationObjects": [organisation(BORA, "2")],
        **changes,
    }
    return {key: value for key, value in made.items() if value is not ...}


def answer(*flows: dict[str, Any], **more: Any) -> Any:
    return one_file("flows.json", as_json({"status": "ok", "data": {"flows": list(flows)}, **more}))


def row(**changes: str) -> dict[str, str]:
    return {
        "id": "7",
        "date": "2020-06-26",
        "amountUSD": "381115",
        "srcOrganization": ALBA,
        "srcOrganizationTypes": "Government",
        "destOrganization": BORA,
        "destOrganizationTypes": "NGO",
        "status": "commitment",
        "boundary": "incoming",
        "flowType": "Standard",
        "originalAmount": "335000",
        "originalCurrency": "EUR",
        **changes,
    }


def rows(*found: dict[str, str]) -> Any:
    return one_file("flows.csv", table(*found))


WHOLE = as_json({"status": "ok", "data": {"flows": [flow(), flow(id="8")]}})
CASES = [
    case("FT01", "sound", T, answer(flow()), check=both(sums(COMMITTED), ends((ALBA, BORA)))),
    case(
        "FT02",
        "dollars-only",
        T,
        answer(flow(originalAmount=..., originalCurrency=...)),
        check=sums(("commitment", "381115", "USD")),
    ),
    case("FT03", "no-amount", I, answer(flow(amountUSD=..., originalAmount=...)), "value.blank"),
    case("FT03b", "amount-is-words", I, answer(flow(amountUSD="many", originalAmount="some")), "value.not-a-number"),
    case(
        "FT03c",
        "bad-original",
        F,
        answer(flow(originalAmount="some")),
        "value.not-a-number",
        check=sums(("commitment", "381115", "USD")),
    ),
    case(
        "FT04",
        "no-currency",
        F,
        answer(flow(originalCurrency="")),
        "value.original-incomplete",
        check=sums(("commitment", "381115", "USD")),
    ),
    case(
        "FT04b",
        "unknown-currency",
        F,
        answer(flow(originalCurrency="ABC")),
        "value.unknown-currency",
        check=sums(("commitment", "335000", "ABC")),
    ),
    case(
        "FT04c",
        "currency-is-a-sign",
        F,
        answer(flow(originalCurrency="€")),
        "value.bad-currency",
        check=sums(("commitment", "381115", "USD")),
    ),
    case("FT05", "impossible-date", I, answer(flow(date="2020-02-30T00:00:00Z")), "date.impossible", place="flows[1]"),
    case("FT05b", "day-first", I, answer(flow(date="26/06/2020")), "date.impossible"),
    case("FT05c", "no-date", F, answer(flow(date=None)), "date.missing", check=sums(COMMITTED)),
    case("FT05d", "date-of-the-decision", F, answer(flow(date=None, decisionDate="2020-06-01")), "date.missing"),
    case(
        "FT06",
        "a-thousand-million-millions",
        F,
        answer(flow(originalAmount=10**15)),
        "value.implausible",
        check=both(sums(("commitment", "1" + "0" * 15, "EUR")), sure("doubtful")),
    ),
    case("FT06b", "20-digits", I, answer(flow(originalAmount=10**20, amountUSD=10**20)), "value.not-a-number"),
    case(
        "FT06c",
        "negative",
        T,
        answer(flow(originalAmount=-20.5, amountUSD=-23)),
        check=sums(("commitment", "-20.5", "EUR")),
    ),
    case("FT06d", "cents-are-exact", T, answer(flow(originalAmount=0.07)), check=sums(("commitment", "0.07", "EUR"))),
    case(
        "FT06e",
        "parts-of-a-cent",
        F,
        answer(flow(originalAmount=0.125)),
        "value.rounded",
        check=sums(("commitment", "0.12", "EUR")),
    ),
    case(
        "FT07",
        "to-itself",
        I,
        answer(flow(destinationObjects=[organisation(ALBA)])),
        "tie.self",
        check=leaves_out("335,000 EUR", "tie.self: 1"),
    ),
    case(
        "FT08",
        "unknown-status",
        I,
        answer(flow(status="planned")),
        "flow.unknown-status",
        check=leaves_out("an amount that is not known"),
    ),
    case("FT09", "same-twice", I, answer(flow(), flow()), "flow.repeated", place="flows[2]", check=sums(COMMITTED)),
    case(
        "FT09b",
        "id-twice",
        I,
        answer(flow(), flow(originalAmount=1)),
        "flow.id-twice",
        check=both(sums(COMMITTED), leaves_out("1 EUR")),
    ),
    case("FT09c", "no-id", I, answer(flow(id="")), "flow.no-id"),
    case(
        "FT10",
        "circle-of-parents",
        F,
        answer(*(flow(id=a, parentFlowId=b) for a, b in ((1, 2), (2, 3), (3, 1)))),
        "flow.circle",
        check=sums(*[COMMITTED] * 3),
    ),
    case("FT10b", "own-parent", F, answer(flow(id=1, parentFlowId=1)), "flow.own-parent"),
    case(
        "FT11",
        "two-givers",
        F,
        answer(flow(sourceObjects=[organisation(ALBA, "1"), organisation("Cano", "3")])),
        "flow.several-ends",
        check=both(sums(COMMITTED), ends((f"{ALBA} + Cano", BORA), (ALBA, BORA), ("Cano", BORA))),
    ),
    case(
        "FT11b",
        "two-receivers",
        T,
        answer(flow(destinationObjects=[organisation(BORA, "2"), organisation("Cano", "3")])),
        check=both(sums(COMMITTED), ends((ALBA, f"{BORA} + Cano"), (ALBA, BORA), (ALBA, "Cano"))),
    ),
    case(
        "FT11c",
        "one-giver-named-twice",
        T,
        answer(flow(sourceObjects=[organisation(ALBA, "1")] * 2)),
        check=both(sums(COMMITTED), ends((ALBA, BORA))),
    ),
    case("FT12", "nobody-gives", T, answer(flow(sourceObjects=[])), check=ends(("Giver not named (FTS)", BORA))),
    case(
        "FT12b",
        "nobody-receives",
        T,
        answer(flow(destinationObjects=[{"type": "Location", "name": "Jordan"}])),
        check=ends((ALBA, "Receiver not named (FTS, JO)")),
    ),
    case(
        "FT12c",
        "a-plan-receives",
        T,
        answer(flow(destinationObjects=[{"type": "Plan", "name": "Our plan"}])),
        check=ends((ALBA, "Our plan")),
    ),
    case(
        "FT13",
        "bureau-in-the-description",
        F,
        answer(
            flow(
                sourceObjects=[organisation("United States of America, Government of")],
                description="Shelter (State/PRM)",
            )
        ),
        "flow.bureau-inferred",
        check=both(sure("inferred"), ends(("Bureau of Population, Refugees, and Migration", BORA))),
    ),
    case("FT13b", "keyword-of-another-government", T, answer(flow(keywords=["USA/BPRM"])), check=ends((ALBA, BORA))),
    case("FT14", "objects-are-text", I, answer(flow(sourceObjects="Alba")), "flow.malformed"),
    case("FT14b", "no-objects", I, answer(flow(sourceObjects=None)), "flow.malformed"),
    case("FT14c", "unknown-member", F, answer(flow(mood="good")), "field.unknown"),
    case("FT15", "pages-missing", F, answer(flow(), meta={"count": 9}), "flow.pages-missing"),
    case("FT20", "cut-off", R, one_file("flows.json", WHOLE[:-150]), "json.cut-off"),
    case("FT20b", "cut-off-in-a-text", R, one_file("flows.json", WHOLE[: WHOLE.rindex("Relief")]), "json.cut-off"),
    case(
        "FT20c",
        "comma-missing",
        R,
        one_file("flows.json", WHOLE.replace('}, {"id": "8"', '} {"id": "8"')),
        "json.malformed",
        place="line 1",
    ),
    case("FT20d", "something-behind", R, one_file("flows.json", WHOLE + "x"), "json.malformed"),
    case(
        "FT21",
        "wrong-encoding",
        R,
        one_file("flows.json", WHOLE.replace("Bora", "Bóra").encode("cp1252")),
        "text.bad-byte",
    ),
    case("FT21b", "utf-16", R, one_file("flows.json", WHOLE.encode("utf-16-le")), "json.encoding"),
    case(
        "FT21c",
        "byte-order-mark",
        T,
        one_file("flows.json", b"\xef\xbb\xbf" + WHOLE.encode()),
        check=sums(COMMITTED, COMMITTED),
    ),
    case(
        "FT22",
        "key-twice",
        R,
        one_file("flows.json", WHOLE.replace('"id": "8"', '"id": "8", "id": "9"')),
        "json.key-twice",
    ),
    case("FT22b", "not-a-number", R, one_file("flows.json", WHOLE.replace("335000", "NaN")), "json.not-a-number"),
    case("FT22c", "too-deep", R, one_file("flows.json", WHOLE.replace("335000", "[" * 90_000)), "json.too-deep"),
    case("FT22d", "no-flows", R, one_file("flows.json", as_json({"data": {"grants": []}})), "json.layout"),
    case("FT22e", "flows-are-texts", R, one_file("flows.json", as_json({"data": {"flows": ["x"]}})), "json.layout"),
    case(
        "FT22f",
        "an-error-as-answer",
        R,
        one_file("flows.json", as_json({"status": "error", "data": {"flows": []}})),
        "fts.error",
    ),
    case("FT30", "table", T, rows(row()), check=both(sums(COMMITTED), ends((ALBA, BORA)))),
    case(
        "FT30b",
        "columns-missing",
        R,
        one_file("flows.csv", "id,date,amountUSD\n1,2020-01-01,5\n"),
        "table.column-missing",
        place="row 1",
    ),
    case("FT30c", "another-table", R, one_file("flows.csv", "name,kind\nAlba,organization\n"), "table.header-unknown"),
    case("FT30d", "extra-column", F, rows({**row(), "mood": "good"}), "column.unknown"),
    case(
        "FT31",
        "half-a-row",
        I,
        one_file("flows.csv", table(row()) + '"8","2020-06-26"\n'),
        "row.too-short",
        check=sums(COMMITTED),
    ),
    case("FT32", "impossible-date-in-a-table", I, rows(row(date="2020-13-01")), "date.impossible", place="row 2"),
    case(
        "FT33",
        "two-organisations-in-a-cell",
        F,
        rows(row(srcOrganization="Alba,Cano", srcOrganizationTypes="NGO,UN agency")),
        "flow.several-ends",
        check=ends(("Alba,Cano", BORA)),
    ),
    case(
        "FT34",
        "not-utf-8",
        R,
        one_file("flows.csv", table(row(srcOrganization="Peña")).encode("cp1252")),
        "text.bad-byte",
    ),
    case(
        "FT34b",
        "declared-encoding",
        F,
        one_file("flows.csv", table(row(srcOrganization="Peña")).encode("cp1252")),
        "text.encoding",
        encoding="cp1252",
        check=ends(("Peña", BORA)),
    ),
]
