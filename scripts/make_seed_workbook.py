"""Builds samples/seed/seed-facts.xlsx from the CSV files in samples/seed/source; the same bytes each time.

python scripts/make_seed_workbook.py
"""

from __future__ import annotations

import csv
from pathlib import Path

from importers.workbook.writing import write_workbook

SAMPLE = Path(__file__).parent.parent / "samples" / "seed"
_SHEETS = ("actors", "ties", "sources", "survey")
_CLOSED_BY_ROW = ("actors", "ties")
"""Sheets that get a column `sensitivity`: the documents are public, and so is each row."""


def tables() -> dict[str, list[list[str]]]:
    """The rows of each sheet, the header first."""
    found = {}
    for name in _SHEETS:
        with (SAMPLE / "source" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        if name in _CLOSED_BY_ROW:
            header, rows = [*header, "sensitivity"], [[*row, "public"] for row in rows]
        found[name] = [header, *rows]
    return found


if __name__ == "__main__":
    write_workbook(SAMPLE / "seed-facts.xlsx", tables())
