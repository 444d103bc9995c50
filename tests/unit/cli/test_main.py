from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from graphsvc import cli
from graphsvc.cli import COMMANDS, bench, build_parser
from graphsvc.cli.console import Console, table
from graphsvc.errors import StoreFull
from tests.unit.cli.terminal import Stream, graphsvc

QUICK_SECONDS = 0.5


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    module = import_module(f"graphsvc.cli.{command}")

    said = graphsvc(tmp_path, module.NAME, "--help")

    assert said.code == 0
    shown = capsys.readouterr().out
    assert [example for example in module.EXAMPLES if f"  graphsvc {example}\n" not in shown] == []
    assert len(module.EXAMPLES) > 0


def test_help_is_there_at_once() -> None:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE_")}

    def seconds() -> float:
        """Processor time, so that a busy machine is not taken for a slow program."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "graphsvc", "--help"], env=environ, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(3)) < QUICK_SECONDS


def test_the_version_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert graphsvc(tmp_path, "--version").code == 0
    assert capsys.readouterr().out.startswith("graphsvc 0.")


@pytest.mark.parametrize("words", [(), ("fly",), ("runs", "--limit", "0"), ("undo",), ("undo", "first")])
def test_what_is_not_understood_is_wrong_use(
    tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert graphsvc(tmp_path, *words).code == 2
    assert capsys.readouterr().err.startswith("usage: ")


def test_a_bad_setting_is_named_before_anything_is_done(tmp_path: Path) -> None:
    said = graphsvc(tmp_path, "runs", GRAPHSVC_PORTS="80")

    assert (said.code, said.out) == (2, "")
    assert said.err == "graphsvc: GRAPHSVC_PORTS is not a setting.\n  Did you mean GRAPHSVC_PORT?\n"


def test_an_error_ends_with_its_own_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(args: argparse.Namespace, console: Console) -> int:
        raise StoreFull(value="there")

    monkeypatch.setattr("graphsvc.cli.runs.run", full)

    said = graphsvc(tmp_path, "runs")

    assert said.code == 3
    assert said.err.splitlines() == [
        "graphsvc: The disk that holds the store is full.",
        "  There stands: 'there'",
        "  Nothing was changed. Free some space, then run the same command again.",
    ]


def test_an_unforeseen_error_shows_nothing_of_the_inside_unless_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(args: argparse.Namespace, console: Console) -> int:
        raise ZeroDivisionError("a secret name")

    monkeypatch.setattr("graphsvc.cli.runs.run", broken)

    said, asked = graphsvc(tmp_path, "runs"), graphsvc(tmp_path, "runs", "--traceback")

    assert (said.code, asked.code) == (1, 1)
    assert "ZeroDivisionError" in said.err
    assert "secret" not in said.err
    assert "a secret name" in asked.err


def test_ctrl_c_ends_with_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(args: argparse.Namespace, console: Console) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("graphsvc.cli.runs.run", interrupted)

    said = graphsvc(tmp_path, "runs")

    assert (said.code, said.err) == (130, "graphsvc: stopped.\n")


def test_a_reader_who_leaves_is_no_problem() -> None:
    program = f"{sys.executable} -m graphsvc measure --list | head -c 1"

    done = subprocess.run(["bash", "-c", f"set -o pipefail; {program}"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_is_in_the_parser_once() -> None:
    names = [import_module(f"graphsvc.cli.{command}").NAME for command in COMMANDS]

    assert sorted(set(names)) == sorted(names)
    assert all(f"    {name}" in build_parser().format_help() for name in names)


def test_bench_outside_of_a_checkout_says_where_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.graphsvc, "__file__", str(tmp_path / "graphsvc" / "__init__.py"))

    said = graphsvc(tmp_path, "bench")

    assert said.code == 2
    assert "Run `make bench` in a checkout." in said.err


@pytest.mark.parametrize(
    ("typed", "means_yes"),
    [("y\n", True), ("Yes\n", True), ("sí\n", True), ("\n", False), ("no\n", False), ("", False)],
)
def test_only_a_yes_is_a_yes(typed: str, means_yes: bool) -> None:
    console = Console({}, Stream(), Stream(is_terminal=True), Stream(typed, is_terminal=True))

    assert console.confirm("Write this?") is means_yes


def test_progress_is_drawn_on_a_terminal_only() -> None:
    quiet, drawn = Stream(), Stream(is_terminal=True)
    for stream in (quiet, drawn):
        console = Console({}, Stream(), stream, Stream(is_terminal=stream is drawn))
        with console.progress() as tell:
            tell("reading", 1, None)
            tell("writing", 1, 2)
            tell("writing", 2, 2)

    assert quiet.getvalue() == ""
    assert "reading" in drawn.getvalue()
    assert "writing" in drawn.getvalue()


def test_a_table_aligns_its_numbers() -> None:
    drawn = table(("name", "ties"), [("Ana", 7), ("Bea", "1,234")], numbers=(1,))

    assert drawn.splitlines() == ["name   ties", "Ana       7", "Bea   1,234"]


def test_the_console_script_is_the_main_function() -> None:
    assert callable(cli.main)
