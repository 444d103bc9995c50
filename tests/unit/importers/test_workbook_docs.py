from __future__ import annotations

import re
from pathlib import Path

import pytest

from importers.workbook.choices import ALLOWED
from importers.workbook.columns import Form, forms
from importers.workbook.mapping import load

PAGE = (Path(__file__).parents[3] / "docs" / "importers.md").read_text("utf-8")


@pytest.mark.parametrize("form", forms().values(), ids=lambda form: form.name)
def test_the_page_names_every_column_in_both_languages(form: Form) -> None:
    section = PAGE.partition(f"### {form.titles['en'][0]} / {form.titles['es'][0]}")[2].partition("###")[0]
    rows = {
        tuple(cell.strip().strip("*") for cell in line.split(" | ")) for line in section.splitlines() if "|" in line
    }
    named = {(row[0].removeprefix("| ").strip("*"), row[2]) for row in rows if len(row) > 2}
    wanted = {
        (column.headers["en"][0], ", ".join(column.headers["es"]))
        for column in form.columns.values()
        if not column.name.startswith("to.")
    }

    assert wanted <= named


def test_the_page_names_every_choice() -> None:
    assert [name for name, about in ALLOWED.items() if f"| `{name}` | {about} |" not in PAGE] == []


def test_the_mapping_on_the_page_is_sound(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    (tmp_path / "m.toml").write_text(example[1], "utf-8")

    assert load(tmp_path / "m.toml").tables[0].sheet == "Grants"
