"""What the documents tell people to do can be done, and what they point to is there."""

from __future__ import annotations

import re

import pytest

from graphsvc.cli import COMMANDS
from graphsvc.config import PREFIX, Settings
from tests.shape.tree import ROOT, own_files, text

PAGES = [name for name in own_files(".md") if not name.startswith(("samples/", "tests/corpus/"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
ANCHOR = re.compile(r"^#+ (.*)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_or_heading_leads_somewhere(page: str) -> None:
    dead = []
    for link in LINK.findall(without_code(text(page))):
        path, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            dead.append(link)

    assert dead == []


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_in_a_page_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", text("Makefile"), flags=re.MULTILINE))

    named = re.findall(r"(?:^|`|\s&& )make ([a-z][a-z0-9-]*)", commands(text(page)), flags=re.MULTILINE)

    assert sorted(set(named) - targets) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_in_a_page_exists(page: str) -> None:
    known = {PREFIX + name.upper() for name in Settings.__dataclass_fields__} | {f"{PREFIX}NEO4J_PASSWORD_FILE"}

    named = re.findall(rf"{PREFIX}[A-Z0-9_]*[A-Z0-9]", text(page))

    assert sorted(set(named) - known) == []


def test_every_subcommand_is_told_of_somewhere() -> None:
    told = "\n".join(text(page) for page in PAGES)
    names = ["import" if name == "importing" else name for name in COMMANDS]

    assert [name for name in names if f"graphsvc {name}" not in told] == []


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    lines = [line for line in text(".ci/run").splitlines() if line and not line.startswith(("#", "set ", "cd "))]

    assert lines == ["exec make test"]


def without_code(page: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", page, flags=re.DOTALL)


def commands(page: str) -> str:
    """What stands in blocks and words of code."""
    return "\n".join(re.findall(r"```[a-z]*\n(.*?)```", page, flags=re.DOTALL) + re.findall(r"`[^`\n]+`", page))


def anchors(page: str) -> set[str]:
    """How a heading is addressed: lower case, blanks to hyphens, signs left out."""
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in ANCHOR.findall(page)}
