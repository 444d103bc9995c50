"""XML that is read in pieces says what it says as a whole, and what is wrong with it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from graphsvc.errors import UnreadableFile
from importers.reading.pieces import PARSER, Undivided, piece_roots
from importers.reading.xml import XmlLimits, XmlStream

MANY = 4_000  # records; more than two pieces
RECORD = '<one n="{}"><a>caf\u00e9 &amp; \u00e7ay</a>{}</one>\n'
PLAIN = {
    "nothing": "",
    "comment": "<!-- a -->",
    "junk": "</one><junk><two/></junk><one>",
    "prefix of the root": "<x:b/>",
    "reserved": '<b xml:lang="tr" xml:space="preserve"> <c/> </b>',
}
ODD = {
    "comment with an end": "<!-- </one> -->",
    "cdata with an end": "<![CDATA[</one>]]>",
    "instruction with an end": "<?p </one>?>",
    "record in a record": "<b><one>in</one></b>",
}
BLANK = {"end with a blank": "</one ><one>"}
HEAD = '<?xml version="1.0" encoding="{}"?>\n<!-- made by hand -->\n<all xmlns:x="urn:x" version=\'>\'>'


def written(path: Path, more: str, *, encoding: str = "UTF-8", end: str = "</all>") -> Path:
    records = "".join(RECORD.format(number, more) for number in range(MANY))
    path.write_bytes((HEAD.format(encoding) + records + end).encode(encoding))
    return path


def texts(path: Path, limits: XmlLimits | None = None) -> list[bytes]:
    stream = XmlStream(path, "all", "one", limits or XmlLimits())
    return [etree.tostring(record, with_tail=False) for record in stream.records(lambda attributes: None)]


def texts_of_the_whole(path: Path) -> list[bytes]:
    root = etree.parse(path, etree.XMLParser(**PARSER)).getroot()
    return [etree.tostring(record, with_tail=False) for record in root.iterchildren("one")]


@pytest.mark.parametrize("more", (PLAIN | ODD | BLANK).values(), ids=PLAIN | ODD | BLANK)
def test_the_records_of_pieces_are_those_of_the_whole_file(tmp_path: Path, more: str) -> None:
    path = written(tmp_path / "all.xml", more)

    assert texts(path) == texts_of_the_whole(path)


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1254", "UTF-16"])
def test_each_piece_has_the_encoding_of_the_file(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "all.xml", "", encoding=encoding)

    assert texts(path) == texts_of_the_whole(path)


@pytest.mark.parametrize("more", PLAIN.values(), ids=PLAIN)
def test_an_ordinary_file_is_read_in_several_pieces(tmp_path: Path, more: str) -> None:
    path = written(tmp_path / "all.xml", more)

    sizes = [size for _, size in piece_roots(path, "all", "one")]

    assert len(sizes) > 2
    assert max(sizes) < 300_000


@pytest.mark.parametrize("more", ODD.values(), ids=ODD)
def test_a_cut_at_what_only_looks_like_an_end_concludes_nothing(tmp_path: Path, more: str) -> None:
    path = tmp_path / "all.xml"
    path.write_text(f"<all><one/>{more}{' ' * 200_000}</all>")

    with pytest.raises(Undivided):
        list(piece_roots(path, "all", "one"))


@pytest.mark.parametrize("head", ["<!DOCTYPE all>", "<?p?>", '<?xml version="1.1"?>', "\ufeff\ufeff", "<al/>"])
def test_a_file_with_an_unusual_beginning_is_not_divided(tmp_path: Path, head: str) -> None:
    path = tmp_path / "all.xml"
    path.write_text(f"{head}<all><one/></all>", "utf-8")

    with pytest.raises(Undivided):
        list(piece_roots(path, "all", "one"))


@pytest.mark.parametrize("end", ["", "</al>", "</all></all>", "</all><all>", "<b></all>", "\x00</all>"])
def test_damage_in_a_late_piece_is_told_with_its_line(tmp_path: Path, end: str) -> None:
    path = written(tmp_path / "all.xml", "", end=end)

    with pytest.raises(UnreadableFile) as refusal:
        texts(path)

    assert refusal.value.rule == "xml.malformed"
    assert (refusal.value.place or "").startswith(f"line {MANY + 3},")


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (XmlLimits(depth=4), "xml.depth"),
        (XmlLimits(attributes=2), "xml.attributes"),
        (XmlLimits(text_characters=100_000), "xml.text"),
    ],
)
def test_a_record_over_a_limit_is_told_with_its_line(tmp_path: Path, limits: XmlLimits, rule: str) -> None:
    odd = f'<one><b><c><d/></c></b><e a="" b="" c=""/>{"x" * 100_001}</one></all>'
    path = written(tmp_path / "all.xml", "", end=odd)

    with pytest.raises(UnreadableFile) as refusal:
        texts(path, limits)

    assert (refusal.value.rule, refusal.value.place) == (rule, f"line {MANY + 3}")


def test_the_beginning_is_told_once_though_the_file_turns_out_to_be_undivided(tmp_path: Path) -> None:
    path = written(tmp_path / "all.xml", "", end="<one><one>in</one></one></all>")
    told: list[dict[str, str]] = []

    count = sum(1 for _ in XmlStream(path, "all", "one").records(told.append))

    assert (count, told) == (MANY + 1, [{"version": ">"}])
