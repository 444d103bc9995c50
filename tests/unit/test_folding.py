"""Comparing texts from many languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.folding import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Göç İdaresi  Başkanlığı", "goc idaresi baskanligi"),
        ("ISTANBUL", "istanbul"),
        ("İstanbul", "istanbul"),
        ("ısparta", "isparta"),
        ("Comisión", "comision"),
        ("O'Neil-Nguyễn", "o neil nguyen"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("snake_case", "snake case"),
        ("東京", "東京"),
        ("--", ""),
    ],
)
def test_case_accents_and_the_turkish_i_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_text_agrees_with_the_long_way(text: str) -> None:
    assert fold(text) == fold(text + "\u0301")


@given(st.text())
def test_capitals_do_not_matter(text: str) -> None:
    assert words(text.upper().lower()) == words(fold(text.upper()))
