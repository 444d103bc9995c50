from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.contracts.importers.registered import REPOSITORY, Registered

SEED = "samples/seed/seed-facts.xlsx"
PARTNERS = "samples/unhcr-2022-partners/unhcr-2022-partners.xlsx"
SOURCE = REPOSITORY / "samples" / "seed" / "source"
GROWN_ROWS = 15_000


def rows_of_seed_files(_: Sequence[Path]) -> Mapping[str, int]:
    counts = {}
    for form, name in (("sources", "sources"), ("actors", "actors"), ("facts", "survey"), ("ties", "ties")):
        with (SOURCE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            counts[f"rows of {form}"] = sum(1 for _ in csv.DictReader(stream))
    return counts


def rows_of_first_sheet(paths: Sequence[Path]) -> Mapping[str, int]:
    rows = CalamineWorkbook.from_path(str(paths[0])).get_sheet_by_index(0).to_python()
    return {"rows of ties": len(rows) - 1}


def rows_of_table(paths: Sequence[Path]) -> Mapping[str, int]:
    with paths[0].open(encoding="utf-8", newline="") as stream:
        return {"rows of ties": sum(1 for _ in csv.DictReader(stream))}


def many_ties(folder: Path) -> Sequence[Path]:
    actors, ties = folder / "actors.csv", folder / "ties.csv"
    actors.write_text("id,name,kind\n" + "".join(f"a{n},Actor {n},organization\n" for n in range(100)), "utf-8")
    with ties.open("w", encoding="utf-8") as stream:
        stream.write("from,to,kind,start,note\n")
        for n in range(GROWN_ROWS):
            stream.write(f"a{n % 100},a{(n * 7 + 1) % 100 if n % 100 != (n * 7 + 1) % 100 else 99 - n % 100},")
            stream.write(f"knows,{1900 + n % 100}-{n % 12 + 1:02d},{'a long note ' * 150}{n}\n")
    return actors, ties


FILES = [
    Registered(
        "seed facts",
        "workbook",
        (SEED,),
        rows_of_seed_files,
        mapping="importers/mappings/seed-facts.toml",
        grow=many_ties,
        most_grown_bytes=12_000_000,
    ),
    Registered(
        "UNHCR's partners of 2022",
        "workbook",
        (PARTNERS,),
        rows_of_first_sheet,
        mapping="importers/mappings/unhcr-2022-partners.toml",
    ),
    Registered(
        "UNHCR's transactions of 2022",
        "workbook",
        ("tests/fixtures/iati/unhcr-2022-transactions-mx-gt-hn-sv-tr-gr.csv",),
        rows_of_table,
        mapping="importers/mappings/unhcr-2022-transactions.toml",
    ),
]
