"""Memory does not grow with the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graphsvc.errors import UnreadableFile
from importers.reading.xml import XmlLimits, XmlStream

ROOT = Path(__file__).parents[3]
UNHCR = ROOT / "samples/unhcr-iati-2023/unhcr-activities-2023-americas-turkiye.xml"
PEAK = """
import resource, sys
from pathlib import Path
from graphsvc.kinds import Kinds
from importers.importer import Reading
from importers.iati.importer import IATI
count = sum(1 for item in IATI.read([Path(sys.argv[1])], Reading(Kinds.load())))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def repeated(path: Path, times: int) -> Path:
    """The sample's activities many times, each time under other identifiers."""
    text = UNHCR.read_text("utf-8")
    start, end = text.index("<iati-activity "), text.rindex("</iati-activities>")
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:start])
        for number in range(times):
            file.write(text[start:end].replace("XM-DAC-41121-2023", f"XM-DAC-41121-{number:05}"))
        file.write(text[end:])
    return path


def peak_megabytes(path: Path) -> float:
    command = [sys.executable, "-c", PEAK, str(path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return int(answer.stdout.split()[1]) / 1024


@pytest.mark.slow
def test_a_file_of_fifty_megabytes_needs_no_more_memory_than_one_of_five(tmp_path: Path) -> None:
    small = peak_megabytes(repeated(tmp_path / "small.xml", 12))
    large = peak_megabytes(repeated(tmp_path / "large.xml", 120))

    assert large - small < 15


def test_a_record_that_never_ends_is_refused_while_it_arrives(tmp_path: Path) -> None:
    path = tmp_path / "endless.xml"
    path.write_bytes(b"<all><one>" + b"<a/>" * 100_000)
    stream = XmlStream(path, "all", "one", XmlLimits(record_bytes=100_000))

    with pytest.raises(UnreadableFile) as refusal:
        list(stream.records(lambda attributes: None))

    assert refusal.value.rule == "xml.record-size"


def test_junk_beside_the_records_does_not_pile_up(tmp_path: Path) -> None:
    path = tmp_path / "junk.xml"
    path.write_bytes(b"<all>" + b"<junk/>" * 10_000 + b"<one/>" + b"<junk/>" * 10 + b"<one/></all>")
    left = []

    for element in XmlStream(path, "all", "one").records(lambda attributes: None):
        parent = element.getparent()
        left.append(len(parent) if parent is not None else 0)

    assert left[-1] == 12


def test_a_text_that_is_too_long_is_refused_wherever_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    path.write_bytes(b"<all><one>" + b"a" * 20_000 + b"</one><one>" + b"b" * 100_001 + b"</one></all>")
    stream = XmlStream(path, "all", "one", XmlLimits(text_characters=100_000))

    with pytest.raises(UnreadableFile) as refusal:
        list(stream.records(lambda attributes: None))

    assert refusal.value.rule == "xml.text"


def test_only_records_directly_under_the_root_are_given_each_whole(tmp_path: Path) -> None:
    path = tmp_path / "nested.xml"
    path.write_bytes(b"<all><one>1<one>in</one></one><odd><one>no</one></odd><one>2</one></all>")

    given = ["|".join(one.itertext()) for one in XmlStream(path, "all", "one").records(lambda attributes: None)]

    assert given == ["1|in", "2"]
