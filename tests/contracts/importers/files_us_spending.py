from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.contracts.importers.registered import REPOSITORY, Registered

PRIME, SUB = "tests/fixtures/usaspending/transactions.csv", "tests/fixtures/usaspending/subawards.csv"
ABROAD = "tests/fixtures/foreignassistance/transactions.csv"
GROWN = 1_500


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def awards(paths: Sequence[Path]) -> Mapping[str, int]:
    return {"transaction": len(rows(paths[0])), "sub-award": len(rows(paths[1]))}


def transactions(paths: Sequence[Path]) -> Mapping[str, int]:
    return {"transaction": len(rows(paths[0]))}


def many(source: str, column: str, text: str) -> Callable[[Path], Sequence[Path]]:
    """A file with the rows of `source` many times, each time with other texts in two columns."""

    def grow(folder: Path) -> Sequence[Path]:
        path = folder / "grown.csv"
        found = rows(REPOSITORY / source)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, found[0])
            writer.writeheader()
            for n in range(GROWN):
                writer.writerows({**row, column: f"{row[column]}-{n}", text: "long " * 250} for row in found)
        return (path,)

    return grow


FILES = [
    Registered(
        "USAspending's awards",
        "usaspending",
        (PRIME, SUB),
        awards,
        grow=many(PRIME, "assistance_transaction_unique_key", "transaction_description"),
        most_grown_bytes=14_000_000,
    ),
    Registered(
        "ForeignAssistance.gov's transactions",
        "foreignassistance",
        (ABROAD,),
        transactions,
        grow=many(ABROAD, "Activity ID", "Activity Description"),
        most_grown_bytes=14_000_000,
    ),
]
