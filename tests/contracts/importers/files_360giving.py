from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.contracts.importers.registered import REPOSITORY, Registered

GRANTS = "tests/fixtures/360giving/lloyds-bank-foundation-migration-grants"
GROWN = 150


def in_json(paths: Sequence[Path]) -> Mapping[str, int]:
    return {"grant": len(json.loads(paths[0].read_bytes())["grants"])}


def in_csv(paths: Sequence[Path]) -> Mapping[str, int]:
    with paths[0].open(encoding="utf-8", newline="") as stream:
        return {"grant": sum(1 for _ in csv.DictReader(stream))}


def in_xlsx(paths: Sequence[Path]) -> Mapping[str, int]:
    return {"grant": len(CalamineWorkbook.from_path(str(paths[0])).get_sheet_by_index(0).to_python()) - 1}


def many_grants(folder: Path) -> Sequence[Path]:
    path = folder / "grants.json"
    grants = json.loads((REPOSITORY / f"{GRANTS}.json").read_bytes())["grants"]
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"grants": [')
        for n in range(GROWN):
            copies = [{**grant, "id": f"{grant['id']}-{n}", "description": "long " * 300} for grant in grants]
            stream.write(("," if n else "") + json.dumps(copies)[1:-1])
        stream.write("]}")
    return (path,)


FILES = [
    Registered("grants as JSON", "360giving", (f"{GRANTS}.json",), in_json, grow=many_grants),
    Registered("grants as CSV", "360giving", (f"{GRANTS}.csv",), in_csv),
    Registered("grants as XLSX", "360giving", (f"{GRANTS}.xlsx",), in_xlsx),
]
