"""Cuts UNHCR's table of participating organisations of 2022 to its operations in Mexico and Türkiye.

    python scripts/cut_unhcr_partners.py iati_participating_org.xlsx

The file lies in the public repository github.com/unhcr-americas/iati, data-raw/unhcr_2022/iati_participating_org.xlsx.
"""

from __future__ import annotations

import sys
from pathlib import Path

from openpyxl import load_workbook

from importers.workbook.writing import write_workbook

SAMPLE = Path(__file__).parent.parent / "samples" / "unhcr-2022-partners"
_OPERATIONS = ("XM-DAC-41121-2022-AME-MEX", "XM-DAC-41121-2022-EUR-TUR")


def main(source: Path) -> None:
    """Writes the sample; rows keep their order and their cells as they stand."""
    sheet = load_workbook(source, read_only=True)["Sheet1"]
    header, *rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    kept = [row for row in rows if row[0] in _OPERATIONS]
    write_workbook(SAMPLE / "unhcr-2022-partners.xlsx", {"Sheet1": [header, *kept]})
    print(f"{len(kept)} of {len(rows)} rows kept")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
