"""Write the empty workbook that `graphsvc import workbook` reads, with every column explained."""

from __future__ import annotations

import argparse
from pathlib import Path

from graphsvc.cli.console import Console
from graphsvc.errors import StoreFull, WrongUse

NAME = "template"
HELP = "write an empty workbook to fill in"
EXAMPLES = ("template var/template.xlsx",)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc template`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="where to (.xlsx); must not be there yet")


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the template."""
    from importers.workbook.template import write_template

    if args.file.suffix.casefold() != ".xlsx":
        raise WrongUse(f"{args.file.name}: the template is an .xlsx file.", hint="Give a name that ends in .xlsx.")
    if args.file.exists():
        raise WrongUse(f"{args.file.name} is there already.", hint="Give another name; nothing is overwritten.")
    try:
        write_template(args.file, console.kinds)
    except OSError as error:
        raise StoreFull(f"{args.file.name} cannot be written: {error.strerror}.") from error
    console.note(
        f"{args.file.name} is written. Fill it in, then: graphsvc import workbook {args.file.name} --check ..."
    )
    return 0
