#!/usr/bin/env python3
"""Make graphsvc/exchange-rates.csv of the European Central Bank's table of euro reference rates.

    python scripts/cut_exchange_rates.py eurofxref-hist.csv

Kept are the business days from 2015 on, the oldest first, and the currencies that were quoted since; a blank cell means
not quoted. Rates stay as printed.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "graphsvc" / "exchange-rates.csv"
FIRST_DAY = "2015-01-01"
NOT_QUOTED = frozenset({"", "N/A"})


def main(source: Path) -> None:
    """Read the table in `source` and write ours."""
    with source.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    rows = sorted(row for row in rows if row[0] >= FIRST_DAY)
    quoted = [place for place in range(1, len(head)) if any(row[place] not in NOT_QUOTED for row in rows)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["date", *(head[place] for place in quoted)])
        for row in rows:
            out.writerow([row[0], *("" if row[place] in NOT_QUOTED else row[place] for place in quoted)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
