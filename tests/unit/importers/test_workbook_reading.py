from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import UnreadableFile
from importers.importer import Limits
from importers.reading.book import NumberFormat, decode, format_of
from importers.reading.cleaning import clean, one_line
from importers.reading.scalars import DateOrder, DecimalMark, Unusable, parse_amount, parse_date
from importers.reading.tables import frames
from importers.reading.tabular import TableChoices, open_tabular
from importers.reading.text import TextFile
from tests.corpus.book import ALBA, BORA, actors, packed

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
WHOLE = packed(actors(ALBA, BORA))


def read_all(path: Path) -> list[tuple[str, ...]]:
    with open_tabular(path, Limits(), TableChoices()) as book:
        names = book.sheet_names or (None,)
        return [row.values for name in names for row in book.table(len, name).rows()]


@in_a_folder
@given(content=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused_as_a_text_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(content)

    try:
        read_all(tmp_path / "x.csv")
    except UnreadableFile as error:
        refusal = error
    else:
        return
    assert refusal.rule
    assert refusal.file == "x.csv"


@in_a_folder
@given(cuts=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(tmp_path: Path, cuts: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE)
    for at, byte in cuts:
        content[at] = byte
    (tmp_path / "x.xlsx").write_bytes(bytes(content))

    try:
        read_all(tmp_path / "x.xlsx")
    except UnreadableFile as error:
        refusal = error
    else:
        return
    assert refusal.rule


@in_a_folder
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=2, max_size=2), max_size=8
    ),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_quoted_is_read_as_it_was_written(
    tmp_path: Path, rows: list[list[str]], delimiter: str, ending: str
) -> None:
    lines = [["first head", "second head"], *rows]
    text = "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + ending for row in lines)
    (tmp_path / "x.csv").write_bytes(text.encode("utf-8"))

    assert read_all(tmp_path / "x.csv") == [tuple(row) for row in rows if any(cell.strip() for cell in row)]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)

    if once.refusal is None:
        assert clean(once.text).text == once.text
        assert one_line(one_line(once.text)) == one_line(once.text)


@given(st.text(max_size=30))
def test_any_text_is_an_exact_amount_or_none(text: str) -> None:
    for mark in (None, *DecimalMark):
        with suppress(Unusable):
            assert parse_amount(text, mark).is_finite()


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_none(text: str) -> None:
    for order in (None, *DateOrder):
        with suppress(Unusable):
            assert 1800 <= parse_date(text, order).first_day.year <= 2200


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12))
def test_an_amount_is_read_back_exactly(amount: Decimal) -> None:
    assert parse_amount(f"{amount:,.2f}", DecimalMark.POINT) == amount
    assert parse_amount(f"{amount:.2f}") == amount


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1.234.567", None, "1234567"),
        ("1,234,567", None, "1234567"),
        ("12.5", None, "12.5"),
        ("12,5", None, "12.5"),
        ("1234.567", None, "1234.567"),
        ("1,234", DecimalMark.POINT, "1234"),
        ("1.234", DecimalMark.COMMA, "1234"),
        ("+7", None, "7"),
        ("−7", None, "-7"),
    ],
)
def test_signs_between_digits_are_understood(text: str, mark: DecimalMark | None, amount: str) -> None:
    assert parse_amount(text, mark) == Decimal(amount)


@pytest.mark.parametrize("text", ["1,23,456", "1 23", "1.234,567,8", "1,234.5.6", "1'2,3.4", ",", "--1", "1" * 40])
def test_signs_in_wrong_places_give_no_amount(text: str) -> None:
    with pytest.raises(Unusable):
        parse_amount(text)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("yyyy-mm-dd", NumberFormat.DATE),
        ("[$-409]mmm\\-yy;@", NumberFormat.DATE),
        ("dd/mm/yyyy hh:mm", NumberFormat.DATE),
        ("mmmm", NumberFormat.DATE),
        ("[h]:mm:ss", NumberFormat.TIME),
        ("mm:ss.0", NumberFormat.TIME),
        ("0.00%", NumberFormat.PERCENT),
        ("00000", NumberFormat.PADDED),
        ("#,##0.00", NumberFormat.PLAIN),
        ('"days" 0', NumberFormat.PLAIN),
        ("[Red]General", NumberFormat.PLAIN),
        ("@", NumberFormat.PLAIN),
    ],
)
def test_formats_say_what_a_number_is(code: str, form: NumberFormat) -> None:
    assert format_of(code) is form


def test_escapes_are_resolved_once() -> None:
    assert decode("a_x005F_x0041_b_x000A_") == "a_x0041_b\n"


def test_frames_hold_text_under_the_numbers_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id,name\nNA,None\n\n007,nan\n", "utf-8")

    with open_tabular(tmp_path / "x.csv", Limits(), TableChoices()) as book:
        frame = next(frames(book.table(len)))

    assert list(frame.index) == [2, 4]
    assert frame.to_numpy().tolist() == [["NA", "None"], ["007", "nan"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_bad_byte_is_named_with_its_line_and_place(tmp_path: Path, encoding: str) -> None:
    good = "id\r\nä\rb\n".encode(encoding)
    bad = b"\xff" if encoding == "utf-8" else b"\x00\xd8\x00\x00"
    (tmp_path / "x.csv").write_bytes(good + bad)

    with pytest.raises(UnreadableFile) as refusal:
        list(TextFile(tmp_path / "x.csv", 10_000).lines())

    assert refusal.value.place == "line 4"
    assert f"Byte {len(good) + 1}" in str(refusal.value)


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id,name\n" * 10, "utf-8")

    with (
        pytest.raises(UnreadableFile, match="at most 20"),
        open_tabular(tmp_path / "x.csv", Limits(max_file_bytes=20), TableChoices()),
    ):
        pass
