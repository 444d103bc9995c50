"""Reading IATI against lxml parsing the same file alone, and the strict YAML reader against PyYAML's safe loader.

The file is UNHCR's 2023 sample with its activities repeated under other identifiers, so that the figure is not that of
starting up. The peer streams as the importer does (iterparse, each activity cleared) and builds nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from lxml import etree

from graphsvc.kinds import Kinds
from importers.iati.importer import IATI
from importers.importer import Reading
from importers.legislators.importer import LEGISLATORS
from tests.bench.table import Row, as_text, best_of

SAMPLES = Path(__file__).parents[2] / "samples"
UNHCR = SAMPLES / "unhcr-iati-2023/unhcr-activities-2023-americas-turkiye.xml"
CONGRESS = tuple(
    SAMPLES / "us-congress" / f"{name}.yaml"
    for name in ("legislators-current", "committees-current", "committee-membership-current")
)
TIMES = 20


def rows() -> Iterator[Row]:
    """The rows of these two importers."""
    reading = Reading(Kinds.load())
    with tempfile.TemporaryDirectory() as folder:
        path = _repeated(Path(folder) / "activities.xml")
        ours = best_of(7, lambda: sum(1 for _ in IATI.read([path], reading)))
        what = f"iati, {426 * TIMES:,} transactions, {path.stat().st_size / 1e6:.1f} MB"
        yield Row(what, ours, "lxml iterparse alone", best_of(7, lambda: _parse(path)), limit=2)
        yield Row(what, ours, "lxml parse alone", best_of(7, lambda: etree.parse(path)))
    ours = best_of(3, lambda: sum(1 for _ in LEGISLATORS.read(CONGRESS, reading)))
    yield Row("legislators, three files, 1.4 MB", ours, "PyYAML safe loader (C) alone", best_of(3, _load_yaml))


def _repeated(path: Path) -> Path:
    text = UNHCR.read_text("utf-8")
    start, end = text.index("<iati-activity "), text.rindex("</iati-activities>")
    copies = (text[start:end].replace("XM-DAC-41121-2023", f"XM-DAC-41121-{number:05}") for number in range(TIMES))
    path.write_text(text[:start] + "".join(copies) + text[end:], "utf-8")
    return path


def _parse(path: Path) -> None:
    for _, element in etree.iterparse(path, tag="iati-activity"):
        element.clear()


def _load_yaml() -> None:
    for path in CONGRESS:
        with path.open(encoding="utf-8") as file:
            yaml.load(file, Loader=yaml.CSafeLoader)


if __name__ == "__main__":
    print(as_text(rows()))
