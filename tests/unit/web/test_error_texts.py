"""Every sentence of an error that a page can show is in the catalogues; a new one is found where it is raised."""

from __future__ import annotations

from pathlib import Path

from scripts.error_texts import NOT_ON_PAGES, texts_of
from web.catalogues import Catalogues
from web.formats import either

ROOT = Path(__file__).parents[3]


def test_every_sentence_of_an_error_is_translated() -> None:
    catalogues = Catalogues.load(("en", "es"))
    said = set(texts_of(ROOT))

    assert {(file, text) for file, text in said if catalogues.text("es", text) == text} == set()
    assert {
        ("web/accounts/accounts.py", "This link was used already, or is too old."),
        ("web/search.py", "Search again."),
        ("queries/funding_values.py", "Take one of paid, committed, promised, budgeted, spent, lent."),
        ("queries/funding_paths.py", "This is not a year from 1800 to 2200."),
        ("graphsvc/kernel/flows.py", "Look for an amount that cannot be right."),
        ("graphsvc/sqlite_file.py", "Check the data folder."),
    } <= said


def test_a_sentence_with_a_part_that_only_the_moment_knows_is_found(tmp_path: Path) -> None:
    for package in ("web", "queries", "graphsvc"):
        (tmp_path / package).mkdir()
    (tmp_path / "web" / "search.py").write_text(
        "class Odd(NotFound):\n    hint = 'Look.'\n"
        "class NotFound(GraphsvcError): ...\n"
        "def find(name): raise Odd(f'No {name}.')\n",
        "utf-8",
    )

    assert {text for _file, text in texts_of(tmp_path)} == {"Look.", "f'No {name}.'"}


def test_what_is_left_out_is_there() -> None:
    assert [path for path in NOT_ON_PAGES if not (ROOT / path).exists()] == []


def test_choices_are_joined_as_the_language_does() -> None:
    assert [either(["a", "b", "c"], language) for language in ("en", "es")] == ["a, b or c", "a, b o c"]
