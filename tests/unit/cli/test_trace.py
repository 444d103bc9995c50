"""`graphsvc measure trace`: a plain file of payments, what is answered, and what is named and left out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.terminal import Said, graphsvc, write

HEAD = "source,target,amount,currency,year"
CIRCLE = ("F1,A,100", "F2,B,50", "A,B,60", "B,A,30", "A,C,40", "B,D,50")


def traced(folder: Path, rows: tuple[str, ...] | list[str], source: str, *words: str) -> Said:
    path = write(folder / "payments.csv", [HEAD, *rows])
    return graphsvc(folder, "measure", "trace", "--ties", path, "--source", source, "--json", *words)


def answer(said: Said) -> dict[str, Any]:
    """The answer, amounts with all their digits."""
    assert said.code == 0, said.err
    told: dict[str, Any] = json.loads(said.out, parse_float=Decimal)
    return told


def figures(told: dict[str, Any], field: str = "attributed") -> dict[str, Any]:
    return {actor: row[field] for actor, row in told["values"].items()}


def test_the_published_circle(tmp_path: Path) -> None:
    told = answer(traced(tmp_path, [f"{row},USD,2023" for row in CIRCLE], "F1"))

    assert figures(told, "kept") == {
        name: Decimal(value) for name, value in zip("ABCD", ("26.40", "14.40", "35.20", "24.00"), strict=True)
    }
    assert told["values"]["C"] == {
        "attributed": Decimal("35.20"),
        "lower": Decimal("10.00"),
        "upper": Decimal("40.00"),
        "kept": Decimal("35.20"),
        "passed_on": Decimal("0.00"),
        "with_repeats": Decimal("35.20"),
        "received": Decimal("40.00"),
        "pays_others": False,
    }
    assert (told["values"]["A"]["attributed"], told["values"]["A"]["with_repeats"]) == (Decimal(100), Decimal("114.40"))
    assert told["check"] == {"money": Decimal("100.00"), "ends": Decimal("100.00"), "difference": 0}
    assert told["not_traceable"] == {
        "total": Decimal("40.80"),
        "by_actor": {"A": Decimal("26.40"), "B": Decimal("14.40")},
    }
    assert told["own_or_unknown"] == {"total": Decimal("50.00"), "by_actor": {"F2": Decimal("50.00")}}
    assert told["circles"] == [["A", "B"]]


def test_one_year_counts_what_was_carried_over_to_it(tmp_path: Path) -> None:
    rows = ["F,A,100,EUR,2020", "A,B,40,EUR,2020", "A,B,60,EUR,2021", "F,A,5,EUR,2022"]

    told = answer(traced(tmp_path, rows, "F", "--year", "2021"))

    assert figures(told) == {"B": Decimal("60.00")}
    assert told["money"] == 100
    assert told["left_out"]["later_years"] == {"rows": 1, "amount": Decimal("5.00")}


def test_everything_of_an_intermediary_is_followed_when_asked_for(tmp_path: Path) -> None:
    rows = ["F,A,100,EUR,2020", "A,B,80,EUR,2020"]

    own, every = (answer(traced(tmp_path, rows, "A", "--money", which)) for which in ("own", "all"))

    assert (own["money"], own["passed_through"], figures(own)) == (0, 80, {})
    assert (every["money"], figures(every), every["back_at_source"]) == (100, {"B": 80}, 20)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("F,A,5,,2020", "money.no-currency"),
        ("F,A,5,ABC,2020", "money.unknown-currency"),
        ("F,A,5,XXX,2020", "money.unknown-currency"),
        ("F,A,5,EUR,20x0", "money.impossible-year"),
        ("F,A,5,EUR,", "money.impossible-year"),
        ("F,A,5,EUR,9020", "money.impossible-year"),
        ("F,A,,EUR,2020", "money.no-amount"),
        ("F,A,many,EUR,2020", "money.not-a-number"),
        ("F,A,NaN,EUR,2020", "money.not-a-number"),
        ("F,A,1e18,EUR,2020", "money.too-large"),
        ("F,F,5,EUR,2020", "money.self-payment"),
        (",A,5,EUR,2020", "money.no-actor"),
        ("F,A,5,EUR", "row.too-short"),
    ],
)
def test_a_row_that_cannot_be_counted_is_left_out_and_named(tmp_path: Path, row: str, rule: str) -> None:
    said = traced(tmp_path, ["F,A,10,EUR,2020", row], "F")

    told = answer(said)
    (left,) = told["left_out"]["rows"]
    assert (left["file"], left["row"], left["rule"]) == ("payments.csv", 3, rule)
    assert f"payments.csv, row 3: left out, {rule}" in said.err
    assert figures(told) == {"A": 10}


def test_other_currencies_are_left_out_with_their_sums(tmp_path: Path) -> None:
    rows = ["F,A,10,EUR,2020", "F,A,20,usd,2020", "F,B,30,USD,2020", "F,A,7,JPY,2020"]

    told = answer(traced(tmp_path, rows, "F"))
    euros = answer(traced(tmp_path, rows, "F", "--currency", "eur"))

    assert (told["parameters"]["currency"], figures(told)) == ("USD", {"B": 30, "A": 20})
    assert told["left_out"]["other_currencies"] == {
        "EUR": {"rows": 1, "amount": Decimal("10.00")},
        "JPY": {"rows": 1, "amount": 7},
    }
    assert figures(euros) == {"A": 10}
    assert traced(tmp_path, rows, "F", "--currency", "GBP").code == 2


def test_amounts_of_ten_to_the_fifteen_keep_every_cent(tmp_path: Path) -> None:
    rows = ["F,A,999999999999999.99,USD,2020", "G,A,0.01,USD,2020", "A,B,1e15,USD,2020"]

    said = traced(tmp_path, rows, "F")

    assert answer(said)["values"]["B"] | {"received": 0} == {
        "attributed": Decimal("999999999999999.99"),
        "lower": Decimal("999999999999999.99"),
        "upper": Decimal("999999999999999.99"),
        "kept": Decimal("999999999999999.99"),
        "passed_on": Decimal("0.00"),
        "with_repeats": Decimal("999999999999999.99"),
        "received": 0,
        "pays_others": False,
    }
    assert '"attributed": 999999999999999.99' in said.out


def test_a_sum_that_cannot_be_counted_refuses_the_file(tmp_path: Path) -> None:
    rows = [f"F{number},A,9e17,USD,2020" for number in range(60)]

    said = traced(tmp_path, rows, "F1")

    assert said.code == 1
    assert "payments.csv" in said.err
    assert "too large to be counted exactly" in said.err


def test_returns_lower_what_was_paid_and_beyond_that_are_named(tmp_path: Path) -> None:
    rows = ["F,A,10,EUR,2020", "F,A,-4,EUR,2020", "A,B,3,EUR,2020", "F,C,1,EUR,2020", "F,C,-2.50,EUR,2020"]

    said = traced(tmp_path, rows, "F")

    told = answer(said)
    assert figures(told) == {"A": 6, "B": 3}
    assert told["left_out"]["returned"] == [{"source": "F", "target": "C", "year": 2020, "amount": Decimal("-1.50")}]
    assert [(one["row"], one["rule"]) for one in told["doubts"]] == [(3, "money.negative"), (6, "money.negative")]


def test_what_is_finer_than_the_smallest_unit_is_rounded_and_named(tmp_path: Path) -> None:
    told = answer(traced(tmp_path, ["F,A,10.005,JPY,2020"], "F"))

    assert (figures(told), [one["rule"] for one in told["doubts"]]) == ({"A": 10}, ["money.rounded"])


def test_a_closed_circle_is_refused_by_file_row_and_name(tmp_path: Path) -> None:
    rows = ["F,C,10,EUR,2020", "Ana,Bea,5,EUR,2020", "Bea,Ana,5,EUR,2020"]

    said = traced(tmp_path, rows, "F")

    assert said.code == 1
    assert "payments.csv, rows 3, 4: A closed group" in said.err
    assert "Ana, Bea" in said.err


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "payments.csv", ["source,target,amount,year", "F,A,1,2020"])

    said = graphsvc(tmp_path, "measure", "trace", "--ties", path, "--source", "F")

    assert said.code == 1
    assert "There is no column currency." in said.err


@pytest.mark.parametrize("option", [("--undirected",), ("--strength", "amount"), ("--actors", "x.csv")])
def test_options_of_other_measures_are_refused(tmp_path: Path, option: tuple[str, ...]) -> None:
    assert traced(tmp_path, ["F,A,10,EUR,2020"], "F", *option).code == 2


def test_the_text_says_what_is_not_in_the_figures(tmp_path: Path) -> None:
    path = write(tmp_path / "p.csv", [HEAD, "F,A,10,EUR,2020", "A,B,4,EUR,2020", "F,A,2,USD,2020", "F,F,1,EUR,2020"])

    said = graphsvc(tmp_path, "measure", "trace", "--ties", path, "--source", "F")

    assert said.code == 0
    assert "4.00 ends at recipients that pay nobody; 6.00 stays" in said.out
    assert "Not in these figures: 1 rows that cannot be counted, 1 rows in USD." in said.out


def test_nothing_is_worked_out_beyond_the_limit_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.money_tracing.MOST_WORK", 3)

    told = answer(traced(tmp_path, ["F,A,10,EUR,2020", "F,B,4,EUR,2020", "F,C,2,EUR,2020"], "F"))

    assert (figures(told), told["not_worked_out"]) == ({"A": 10}, 2)
    assert told["check"]["difference"] == 0


def test_every_figure_of_one_year_says_which_years_it_is_of(tmp_path: Path) -> None:
    rows = [
        "F,A,100,EUR,2020",
        "F,A,7,EUR,2021",
        "X,A,3,EUR,2021",
        "A,B,40,EUR,2020",
        "F,C,9,EUR,2020",
        "C,B,1,EUR,2020",
    ]

    told = answer(traced(tmp_path, rows, "F", "--year", "2021"))

    assert (figures(told, "attributed"), figures(told, "received")) == ({"A": 7}, {"A": 10})
    assert (told["money"], told["paid_out"]) == (116, 116)
    assert told["not_traceable"] == {"total": Decimal(75), "by_actor": {"A": Decimal(67), "C": Decimal(8)}}
    assert told["windows"] == {
        "2021": ["attributed", "lower", "upper", "with_repeats", "received"],
        "up to the end of 2021": [
            "kept", "pays_others", "money", "paid_out", "passed_through", "at_recipients", "not_traceable",
            "back_at_source", "own_or_unknown", "check", "circles",
        ],
    }  # fmt: skip
    assert answer(traced(tmp_path, rows, "F"))["windows"] is None


def test_the_text_of_one_year_says_which_years_it_is_of(tmp_path: Path) -> None:
    path = write(tmp_path / "p.csv", [HEAD, "F,A,10,EUR,2020", "F,A,4,EUR,2021"])

    said = graphsvc(tmp_path, "measure", "trace", "--ties", path, "--source", "F", "--year", "2021")

    assert said.out.startswith("Up to the end of 2021, F paid out 14.00 EUR; 14.00 is followed.")
    assert "arrives in 2021" in said.out


@pytest.mark.parametrize(
    ("row", "words", "code", "told"),
    [
        ("A,B,1,EUR,2022", ("--year", "2020"), "no-payment-by-then", "No payment up to 2020 names A."),
        ("A,B,1,USD,2020", ("--currency", "EUR"), "no-payment-in-currency", "No payment in EUR names A."),
    ],
)
def test_a_source_without_a_payment_that_counts_gets_an_empty_answer_that_says_so(
    tmp_path: Path, row: str, words: tuple[str, ...], code: str, told: str
) -> None:
    rows = ["F,C,10,EUR,2020", row]

    found = answer(traced(tmp_path, rows, "A", *words))
    path = write(tmp_path / "p.csv", [HEAD, *rows])
    said = graphsvc(tmp_path, "measure", "trace", "--ties", path, "--source", "A", *words)

    assert (found["money"], found["values"], found["missing"]) == (0, {}, [code])
    assert found["own_or_unknown"]["by_actor"] == {"F": 10}
    assert (said.code, told in said.out) == (0, True)


def test_an_unknown_source_or_an_empty_file_is_refused_by_file(tmp_path: Path) -> None:
    unknown, empty = traced(tmp_path, ["F,A,10,EUR,2020"], "G"), traced(tmp_path, [], "F")

    assert (unknown.code, empty.code) == (1, 1)
    assert "payments.csv: No payment that can be counted names the source." in unknown.err
    assert "Write it as it stands in the columns source and target." in unknown.err
    assert "payments.csv: There is no payment in it." in empty.err
