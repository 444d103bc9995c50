from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from tests.contracts.importers.registered import Registered

UNITS = ("iati-activity", "participating-org", "transaction", "planned-disbursement")
FIXTURES = "tests/fixtures/iati"


def elements(paths: Sequence[Path]) -> Mapping[str, int]:
    counts = {unit: sum(len(etree.parse(path).findall(f".//{unit}")) for path in paths) for unit in UNITS}
    return {unit: count for unit, count in counts.items() if count}


FILES = [
    Registered(
        "UNHCR's activities of 2023",
        "iati",
        ("samples/unhcr-iati-2023/unhcr-activities-2023-americas-turkiye.xml",),
        elements,
    ),
    Registered("17 publishers", "iati", (f"{FIXTURES}/covid19-humanitarian-17-publishers.xml",), elements),
    Registered("CAFOD in version 1", "iati", (f"{FIXTURES}/cafod-v1.00-names-only-negative-amounts.xml",), elements),
]
