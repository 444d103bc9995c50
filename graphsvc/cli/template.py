"""Write the empty workbook that `graphsvc import workbook` reads, with every column explained."""

from __future__ import annotations

import argparse
from pathlib import Path

from graphsvc.cli.console import Console
from graphsvc.cli.wholefile import whole_file
from graphsvc.errors import WrongUse

NAME = "template"
HELP = "write an empty workbook to fill in"
EXAMPLES = ("template var/template.xlsx", "template var/plantilla.xlsx --language es --example")


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc template`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="where to (.xlsx); must not be there yet")
    parser.add_argument("--language", default="en", metavar="CODE", help="of headers and explanations: en or es")
    parser.add_argument("--example", action="store_true", help="with rows of invented actors, to see how it is done")


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the template."""
    from importers.template import write

    if args.file.suffix.casefold() != ".xlsx":
        raise WrongUse(f"{args.file.name}: the template is an .xlsx file.", hint="Give a name that ends in .xlsx.")
    with whole_file(args.file, replaces=False) as file:
        write(file, console.kinds, args.language, is_filled=args.example)
    console.note(
        f"{args.file.name} is written. Fill it in, then: graphsvc import workbook {args.file.name} --check ..."
    )
    return 0
