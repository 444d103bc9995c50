"""Every text of the pages is in the catalogues, and none stands in a template without being marked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from graphsvc.errors import BadSetting
from graphsvc.model.values import Confidence, FlowClass, Formality, NameKind, Status
from queries.actor import _doubts, _missing
from web import words
from web.catalogues import Catalogues
from web.marks import MARKS

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
NAMES = {"graphsvc", "wide"}
"""The product, and a class of the style sheet."""


def test_every_text_is_translated_and_none_is_left_over() -> None:
    checked = subprocess.run(
        [sys.executable, "scripts/catalogue.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert checked.stdout == "Every text has its translation.\n"
    assert checked.returncode == 0


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_text_stands_in_a_template_without_being_marked(template: Path) -> None:
    text = template.read_text("utf-8")
    text = re.sub(r"{%-?\s*trans.*?endtrans\s*-?%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", text)
    spoken = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', text)

    found = re.findall(r"[^\W\d_]{2,}", " ".join([shown, *spoken]))

    assert [word for word in found if word not in NAMES] == []


def test_every_code_of_the_model_has_a_word() -> None:
    codes = {
        "flow": {member.label for member in FlowClass},
        "status": {member.value for member in Status},
        "confidence": {member.value for member in Confidence},
        "formality": {member.value for member in Formality},
        "name": {member.value for member in NameKind},
        "mark": {mark.name for mark in MARKS},
    }

    assert {table: set(words.TABLES[table]) for table in codes} == codes


def test_every_code_that_an_answer_carries_has_a_word() -> None:
    codes = {
        constant
        for function in (_doubts, _missing)
        for constant in (*function.__code__.co_consts, *_nested(function.__code__.co_consts))
        if isinstance(constant, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", constant)
    }

    assert codes == {*words.DOUBTS, *words.MISSING}


def test_a_code_without_a_word_is_shown_as_it_is() -> None:
    assert words.word("flow", "unheard-of") == "unheard-of"


def test_a_language_without_pages_is_refused() -> None:
    with pytest.raises(BadSetting, match="'tr'"):
        Catalogues.load(("en", "tr"))


def test_people_get_the_language_they_want_or_else_the_first() -> None:
    catalogues = Catalogues.load(("es", "en"))

    assert catalogues.best(["fr", "en-GB", "es"]) == "en"
    assert catalogues.best(["", "tr"]) == "es"
    assert catalogues.counted("es", "%(count)s step", "%(count)s steps", 1) == "%(count)s paso"


def _nested(constants: tuple[object, ...]) -> list[object]:
    return [one for constant in constants if isinstance(constant, tuple) for one in constant]
