#!/usr/bin/env python3
"""Make the tables of exchange rates in graphsvc/ of those that are published.

    python scripts/cut_exchange_rates.py eurofxref-hist.csv [imf-monthly-rates.csv]

exchange-rates.csv: the European Central Bank's euro reference rates. Kept are the business days from 2015 on, the
oldest first, and the currencies that were quoted since; a blank cell means not quoted.

exchange-rates-monthly.csv: the International Monetary Fund's rates of the ends of months, one row a country (Date,
Rate, Currency, Country code). A currency of several countries has the rate of the country that it is named after where
they differ. Left out are rows without a currency, and those under a code that means another currency than their rate:
the US dollar, which is the measure and always 1, and two former currencies of countries that had others by then.

Rates stay as printed.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "graphsvc"
FIRST_DAY = "2015-01-01"
NOT_QUOTED = frozenset({"", "N/A"})
DOLLAR = "USD"
NOT_MEANT = frozenset({"", DOLLAR, "HRD", "ITL"})


def main(daily: Path, monthly: Path | None) -> None:
    """Read the tables and write ours."""
    _write("exchange-rates.csv", _daily(daily))
    if monthly is not None:
        _write("exchange-rates-monthly.csv", _monthly(monthly))


def _daily(source: Path) -> list[list[str]]:
    with source.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    rows = sorted(row for row in rows if row[0] >= FIRST_DAY)
    quoted = [place for place in range(1, len(head)) if any(row[place] not in NOT_QUOTED for row in rows)]
    kept = [[row[0], *("" if row[place] in NOT_QUOTED else row[place] for place in quoted)] for row in rows]
    return [["date", *(head[place] for place in quoted)], *kept]


def _monthly(source: Path) -> list[list[str]]:
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Currency"] not in NOT_MEANT and row["Rate"] not in NOT_QUOTED:
                said[row["Date"], row["Currency"]][row["Country code"]] = row["Rate"]
    days = sorted({day for day, _ in said})
    currencies = sorted({currency for _, currency in said})
    rates = {key: _one(key[1], countries) for key, countries in said.items()}
    rows = [[day, "1", *(rates.get((day, currency), "") for currency in currencies)] for day in days]
    return [["date", DOLLAR, *currencies], *rows]


def _one(currency: str, by_country: dict[str, str]) -> str:
    rates = set(by_country.values())
    if len(rates) == 1:
        return rates.pop()
    if currency[:2] not in by_country:
        raise SystemExit(f"{currency} has several rates, and none of the country that it is named after.")
    return by_country[currency[:2]]


def _write(name: str, rows: list[list[str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
