"""What is made ahead comes in order, one thing ahead and no more, with its errors, and leaves no thread."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree

from graphsvc.errors import UnreadableFile
from importers.reading.ahead import made_ahead
from importers.reading.xml import XmlStream

LONG_SECONDS = 30


class TooLarge(Exception):
    """Raised for a number that is not taken."""


def doubled_below_three(number: int) -> int:
    if number >= 3:
        raise TooLarge(number)
    return 2 * number


def numbers_then_an_error() -> Iterator[int]:
    yield from range(3)
    raise TooLarge("no more")


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = threading.enumerate()
    yield
    assert threading.enumerate() == before


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_everything_comes_once_and_in_order(count: int) -> None:
    assert list(made_ahead(str, range(count))) == [str(number) for number in range(count)]


def test_the_next_is_made_while_the_one_before_is_used() -> None:
    is_made = [threading.Event(), threading.Event()]

    made = made_ahead(lambda number: is_made[number].set(), range(2))
    next(made)

    assert is_made[1].wait(LONG_SECONDS)
    made.close()


def test_one_thing_is_made_ahead_and_no_more() -> None:
    numbers = iter(range(100))
    made = made_ahead(str, numbers)

    for _ in range(10):
        next(made)
    made.close()

    assert next(numbers) == 11


def test_things_are_made_one_at_a_time_and_never_by_the_reader() -> None:
    makers = list(made_ahead(lambda _: (threading.current_thread(), threading.active_count()), range(20)))

    assert len({maker for maker, _ in makers}) == 20
    assert threading.current_thread() not in {maker for maker, _ in makers}
    assert {alive for _, alive in makers} == {threading.active_count() + 1}


def test_an_error_of_making_is_raised_where_its_thing_would_have_been_given() -> None:
    made = made_ahead(doubled_below_three, range(10))

    assert [next(made), next(made), next(made)] == [0, 2, 4]
    with pytest.raises(TooLarge, match="3") as raised:
        next(made)
    assert raised.value.__cause__ is None
    assert list(made) == []


def test_an_error_of_what_is_given_is_raised_to_the_reader() -> None:
    made = made_ahead(doubled_below_three, numbers_then_an_error())

    assert [next(made), next(made)] == [0, 2]
    with pytest.raises(TooLarge, match="no more"):
        next(made)


@pytest.mark.parametrize("used", [0, 1, 2])
def test_a_reader_that_stops_early_leaves_no_thread_though_the_next_would_fail(used: int) -> None:
    made = made_ahead(doubled_below_three, range(2, 10))

    for _ in range(used - 1):
        next(made)
    made.close()


def test_a_reader_that_fails_leaves_no_thread() -> None:
    def fail_at_the_first() -> None:
        for number in made_ahead(doubled_below_three, range(10)):
            raise KeyError(number)

    with pytest.raises(KeyError):
        fail_at_the_first()


def records_of(path: Path) -> Generator[etree._Element, None, None]:
    yield from XmlStream(path, "all", "one").records(lambda attributes: None)


def file_of_many_pieces(path: Path, end: str = "</all>") -> Path:
    path.write_text("<all>" + "".join(f'<one n="{n}"><t{n}/></one>' for n in range(40_000)) + end, "utf-8")
    return path


def numbers_in(path: Path) -> list[str | None]:
    return [record.get("n") for record in records_of(path) if record.find(f"t{record.get('n')}") is not None]


def test_a_file_that_is_read_only_in_part_leaves_no_thread_and_no_open_file(tmp_path: Path) -> None:
    records = records_of(file_of_many_pieces(tmp_path / "all.xml"))

    first = [next(records).get("n") for _ in range(3)]
    records.close()

    assert first == ["0", "1", "2"]


def test_names_that_are_new_in_every_piece_are_found_by_readers_in_several_threads(tmp_path: Path) -> None:
    path = file_of_many_pieces(tmp_path / "all.xml")

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(numbers_in, [path] * 3))

    assert found == [[str(number) for number in range(40_000)]] * 3


def test_records_outlive_the_thread_that_parsed_them(tmp_path: Path) -> None:
    path = file_of_many_pieces(tmp_path / "all.xml")

    kept = [etree.tostring(record, with_tail=False) for record in records_of(path)]

    assert kept[39_999] == b'<one n="39999"><t39999/></one>'


@pytest.mark.parametrize("odd", ["&file;", '<!DOCTYPE all [<!ENTITY file SYSTEM "all.xml">]>', "<![CDATA[", "<one>"])
def test_what_is_refused_in_a_late_piece_is_refused_and_leaves_no_thread(tmp_path: Path, odd: str) -> None:
    path = file_of_many_pieces(tmp_path / "all.xml", f"{odd}</all>")

    with pytest.raises(UnreadableFile) as refusal:
        numbers_in(path)

    assert refusal.value.rule == "xml.malformed"
