"""The examples that the help of each command shows do what they say, one after the other, as a newcomer would."""

from __future__ import annotations

import shlex
from importlib import import_module
from pathlib import Path

import pytest

from graphsvc.cli import COMMANDS
from tests.unit.cli.terminal import graphsvc

ROOT = Path(__file__).parents[2]
FIRST = (
    "importers",
    "importing",
    "runs",
    "identity",
    "export",
    "check",
    "measure",
    "ask",
    "template",
    "user",
    "consent",
    "copy",
    "backup",
)
LAST = ("undo", "restore")
ELSEWHERE = {
    "serve": "tests/unit/cli/test_serve.py starts it",
    "warm": "tests/unit/kernel compiles",
    "bench": "minutes",
}


def test_every_command_is_tried() -> None:
    assert sorted([*FIRST, *LAST, *ELSEWHERE]) == sorted(COMMANDS)


def test_every_example_of_the_help_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)

    answers = {}
    for command in (*FIRST, *LAST):
        if command == "restore":
            for file in Path("var").glob("network.sqlite*"):
                file.unlink()
        for example in import_module(f"graphsvc.cli.{command}").EXAMPLES:
            answers[example] = graphsvc(Path("var"), *shlex.split(example))

    assert {example: said.err for example, said in answers.items() if said.code != 0} == {}
