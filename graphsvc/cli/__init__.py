"""The command line, and with it the composition root: only here everything may be imported.

One module a command; each offers NAME, HELP, EXAMPLES, `configure(parser)` and `run(args, console) -> int`, and imports
what it needs when it runs, so that `graphsvc --help` is quick. Exit codes: 0 done, 1 refused or found problems,
2 wrong use, 3 try again later.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from graphsvc.cli.console import Console
from graphsvc.errors import GraphsvcError

COMMANDS = (
    "importing",
    "importers",
    "runs",
    "undo",
    "identity",
    "export",
    "ask",
    "measure",
    "template",
    "serve",
    "user",
    "consent",
    "copy",
    "backup",
    "restore",
    "check",
    "warm",
    "bench",
)
DONE, PROBLEMS, WRONG_USE, TRY_AGAIN = 0, 1, 2, 3
STOPPED_BY_PERSON = 130
_TRACEBACK = "show where in the program an unforeseen error arose"


def main(argv: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Do what the command line says. Returns the exit code."""
    console = console or Console()
    try:
        args = build_parser().parse_args(argv)
    except SystemExit as stop:  # argparse has printed its help or what is wrong
        return int(stop.code or 0)
    try:
        return int(args.run(args, console))
    except GraphsvcError as error:
        console.problem(error)
        return error.exit_code
    except KeyboardInterrupt:
        console.note("graphsvc: stopped.")
        return STOPPED_BY_PERSON
    except BrokenPipeError:
        # Whoever read the answer has left (`graphsvc runs | head`): that is no problem, and nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001 - the last resort of the program
        console.note(f"graphsvc: this should not have happened ({type(error).__name__}). Please report it.")
        console.note("  Run the command again with --traceback to see where.")
        if args.traceback:
            traceback.print_exception(error, file=console.problems)
        return PROBLEMS


def build_parser() -> argparse.ArgumentParser:
    """The parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="graphsvc",
        description="Network analysis of transnational advocacy ties.",
        epilog="graphsvc COMMAND --help shows the options of a command, with examples.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and leave")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        _add(commands, import_module(f"graphsvc.cli.{name}"))
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"graphsvc {version('graphsvc')}")
        parser.exit(DONE)


def _add(commands: argparse._SubParsersAction[argparse.ArgumentParser], command: ModuleType) -> None:
    examples = "\n".join(f"  graphsvc {example}" for example in command.EXAMPLES)
    parser = commands.add_parser(
        command.NAME,
        help=command.HELP,
        description=command.__doc__,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.configure(parser)
    parser.add_argument("--traceback", action="store_true", help=_TRACEBACK)
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way to the parsers of subcommands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for nested in action.choices.values():
                nested.add_argument("--traceback", action="store_true", default=argparse.SUPPRESS, help=_TRACEBACK)
    parser.set_defaults(run=command.run)
