"""JSON read as a stream gives what the standard parser gives, and refuses what is no whole JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import UnreadableFile
from importers.reading.json import JsonLimits, JsonRecords

LIMITS = JsonLimits()
WANTED = (("data", "rows"), ("rows",))
BLOCK = 1_048_576
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def records_of(path: Path, content: bytes, limits: JsonLimits = LIMITS) -> list[dict[str, Any]]:
    path.write_bytes(content)
    return list(JsonRecords(path, WANTED, limits))


def as_text(content: str) -> Any:
    return json.loads(content, parse_int=str, parse_float=str)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    rows=st.lists(st.dictionaries(texts, values, max_size=5), max_size=5),
    more=st.dictionaries(texts.filter(lambda key: key not in ("data", "rows")), values, max_size=3),
    escaped=st.booleans(),
    indent=st.sampled_from([None, 0, 2]),
)
def test_the_records_are_those_of_the_standard_parser(
    rows: list[Any], more: dict[str, Any], escaped: bool, indent: int | None, tmp_path: Path
) -> None:
    content = json.dumps({**more, "data": {"rows": rows, "count": 3}}, ensure_ascii=escaped, indent=indent)

    found = records_of(tmp_path / "a.json", content.encode("utf-8", "surrogatepass"))

    assert found == as_text(content)["data"]["rows"]


@pytest.mark.parametrize("shift", range(-6, 7))
def test_a_record_may_lie_across_the_end_of_a_block(shift: int, tmp_path: Path) -> None:
    row = {"ä": "ğ\u20ac\U0001f600", "n": 12345, "x": [1.5, -2e3, None, True]}
    head = '{"rows": [{"pad": "'
    pad = "p" * (BLOCK + shift - len(head) - 12)
    content = f'{head}{pad}"}}, {json.dumps(row, ensure_ascii=False)}, {json.dumps(row)}]}}'

    found = records_of(tmp_path / "a.json", content.encode())

    assert found == as_text(content)["rows"]


def test_no_beginning_of_a_file_is_taken_for_the_whole(tmp_path: Path) -> None:
    content = json.dumps(
        {"a": [1, {"b": None}], "rows": [{"n": 12, "t": 'é"\\'}, {"x": [True, -1.5e3]}], "z": 7}
    ).encode()

    for end in range(1, len(content)):
        with pytest.raises(UnreadableFile) as refusal:
            records_of(tmp_path / "a.json", content[:end])
        assert refusal.value.rule in ("json.cut-off", "json.malformed")
    assert len(records_of(tmp_path / "a.json", content)) == 2


def test_a_record_over_the_limit_is_refused(tmp_path: Path) -> None:
    content = json.dumps({"rows": [{"t": "x" * 3_000_000}]}).encode()

    with pytest.raises(UnreadableFile) as refusal:
        records_of(tmp_path / "a.json", content, JsonLimits(record_characters=1_000_000))

    assert refusal.value.rule == "json.record-too-large"


def test_numbers_are_the_texts_that_stand_in_the_file(tmp_path: Path) -> None:
    (row,) = records_of(tmp_path / "a.json", b'{"rows": [{"a": 0.10, "b": 123456789012345678901234567890, "c": 1E2}]}')

    assert row == {"a": "0.10", "b": "123456789012345678901234567890", "c": "1E2"}


@pytest.mark.parametrize("escape", [rb"\ud800", rb"\uDFFF x", rb"\u0000"])
def test_half_a_character_is_refused_before_it_reaches_a_store(escape: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        records_of(tmp_path / "a.json", b'{"rows": [{"a": ["' + escape + b'"]}]}')

    assert refusal.value.rule == "text.control"


def test_whole_pairs_and_a_backslash_before_u_are_texts(tmp_path: Path) -> None:
    (row,) = records_of(tmp_path / "a.json", rb'{"rows": [{"a": "\ud83d\ude00", "b": "\\u0000"}]}')

    assert row == {"a": "\U0001f600", "b": "\\u0000"}
