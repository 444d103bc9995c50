"""Each command of the tasks that only ask answers, on the samples, what the page shows below it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from graphsvc.cli.console import Console
from graphsvc.cli.samples import import_samples, read_manifest
from graphsvc.kinds import Kinds
from graphsvc.runs.load import never
from graphsvc.store.sqlite import SqliteStore
from tests.unit.cli.terminal import Stream, graphsvc

ROOT = Path(__file__).parents[2]
PAGES = tuple((ROOT / f"docs/tasks/{name}.md").read_text(encoding="utf-8") for name in ("introductions", "landscape"))
BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)


def shown() -> list[tuple[str, list[str]]]:
    """Each command of the pages, with the lines that are shown of its answer."""
    found: list[tuple[str, list[str]]] = []
    for kind, text in (block for page in PAGES for block in BLOCK.findall(page)):
        if kind == "sh":
            found.append((text.strip(), []))
        else:
            found[-1][1].extend(text.splitlines())
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    store = SqliteStore(made / "network.sqlite")
    assert import_samples(store, read_manifest(ROOT / "samples"), Console({}, Stream(), Stream(), Stream()), never) == 4
    store.close()
    return made


@pytest.mark.parametrize(("command", "lines"), shown(), ids=lambda one: one if isinstance(one, str) else "")
def test_the_page_shows_what_is_answered(folder: Path, command: str, lines: list[str]) -> None:
    program, *words = shlex.split(command)

    said = graphsvc(folder, *words)

    assert (program, said.code, said.err) == ("graphsvc", 0, "")
    assert lines
    assert [line for line in lines if line not in said.out.splitlines()] == []


def test_the_defaults_that_the_explanation_prints_are_those_of_the_registry() -> None:
    page, kinds = (ROOT / "docs/introductions.md").read_text(encoding="utf-8"), Kinds.load()
    rules = kinds.chances
    named = {"knows": "to know", "holds_position": "to hold a position", "funds": "to fund", "met": "to meet"}
    named |= {"attended": "to attend", "connection": "a survey's unspecific connection"}
    said = [f"{words} {kinds.tie(kind).chance:g}" for kind, words in named.items()]
    said += ["formal {formal:g}, informal {informal:g}, unknown {unknown:g}".format(**rules.formality)]
    said += ["stated {stated:g}, inferred {inferred:g}, doubtful {doubtful:g}".format(**rules.confidence)]
    said += [f"{rules.strength_low:g} + {rules.strength_high - rules.strength_low:g} × s"]
    said += [f"`unknown_date`, {rules.unknown_date:g}", f"`prior` {rules.prior:g}"]
    said += [f"`most`, {rules.most:g}", f"`least`, {rules.least:g}"]
    said += [f"**strong** from {rules.strong:g} and **moderate** from {rules.moderate:g}"]
    said += [f"from {rules.route_strong:g} and from {rules.route_moderate:g}"]

    text = re.sub(r"\s+", " ", page)
    assert [one for one in said if one not in text] == []
