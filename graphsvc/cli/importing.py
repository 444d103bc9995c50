"""Import files: read and check everything, show what would change, then write and publish at once.

On a terminal it asks before it writes; elsewhere (scripts) it goes on. Nothing is written where more than a fifth of
the file is refused, or where the file is much smaller than the last one. `graphsvc undo` takes an import back.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphsvc.cells import inert
from graphsvc.cli.console import Console
from graphsvc.cli.reports import plan_json, plan_text, run_json
from graphsvc.cli.sources import configure_source, source_of
from graphsvc.cli.stopping import stop_signals, until_asked
from graphsvc.cli.stores import opened, settled
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from graphsvc.model.statements import Run, Source
    from graphsvc.runs.plan import Plan, Rules
    from graphsvc.store.protocol import GraphStore
    from importers.importer import Importer, Reading

NAME = "import"
HELP = "read files into the store, after a preview"
EXAMPLES = (
    "import workbook samples/seed/seed-facts.xlsx --mapping seed-facts --source seed --collection demo --check",
    "import workbook samples/seed/seed-facts.xlsx --mapping seed-facts --source seed --collection demo --yes",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc import`."""
    parser.add_argument("importer", metavar="KIND", help="format of the files; `graphsvc importers` lists them")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the files of one edition of the source")
    configure_source(parser)
    parser.add_argument("--mapping", metavar="FILE", help="a mapping file for other headers, or one of ours by name")
    parser.add_argument(
        "--set",
        "--choice",
        action="append",
        default=[],
        dest="choices",
        metavar="NAME=VALUE",
        help="a choice of the importer",
    )
    parser.add_argument("--check", action="store_true", help="show what would change and write nothing")
    parser.add_argument("--strict", action="store_true", help="one refused row is enough to stop")
    parser.add_argument("--accept-retiring", action="store_true", help="the file is complete although so much is gone")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write all row issues to this CSV file")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Import as `args` say."""
    from importers.registry import importer as importer_called

    importer, reading = importer_called(args.importer), reading_of(args, console)
    with opened(console) as store, stop_signals() as asked_to_stop:
        job = Job(importer, tuple(args.files), reading, source_of(args, store), rules_of(args, console))
        with make_plan(store, job, console, asked_to_stop) as plan:
            if args.report:
                write_report(plan, args.report)
            if not args.json:
                console.say(plan_text(plan))
            outcome, published = _carry_out(plan, store, args, console, asked_to_stop)
            if args.json:
                console.answer_json({**plan_json(plan), "outcome": outcome, "run": published and run_json(published)})
    return 1 if outcome == "refused" or (outcome == "checked" and plan.refused) else 0


def _carry_out(
    plan: Plan, store: GraphStore, args: argparse.Namespace, console: Console, asked_to_stop: Callable[[], bool]
) -> tuple[str, Run | None]:
    """(outcome, the run if there was one)."""
    if plan.stops:
        for stop in plan.stops:
            console.problem(stop)
        console.note("Nothing was written.")
        return "refused", None
    if not any(tally.read for tally in plan.tallies):
        console.note("The files hold nothing that can be imported: no row, no element. Fill them in first.")
        console.note("  Where they do hold something, it may be for another importer: `graphsvc importers`.")
    if args.check:
        return "checked", None
    if plan.has_nothing_to_do:
        if any(tally.read for tally in plan.tallies):
            console.note("Nothing to do: the store says all this already.")
        return "nothing to do", None
    if console.is_terminal and not args.yes and not console.confirm("Write this?"):
        console.note("Nothing was written.")
        return "declined", None
    published = write(store, plan, console, asked_to_stop)
    if not args.json:
        console.say(f"Published as run {published.number}. `graphsvc undo {published.number}` takes it back.")
    return "published", published


def reading_of(args: argparse.Namespace, console: Console) -> Reading:
    """How to read: kinds and limits of the installation, mapping and choices of the person."""
    from importers.importer import Reading

    pairs = [text.partition("=") for text in args.choices]
    if any(not equals for _, equals, _ in pairs):
        raise WrongUse("--set takes NAME=VALUE.", hint="For example --set sheet=Ties.")
    choices = {name.strip(): value for name, _, value in pairs}
    return Reading(console.kinds, limits_of(console), args.mapping and find_mapping(args.mapping), choices)


def find_mapping(text: str, folder: Path = Path()) -> Path:
    """A mapping file, or the one of this name that comes with the program."""
    shipped = Path(str(resources("importers"))) / "mappings" / f"{text}.toml"
    return shipped if re.fullmatch(r"[a-z0-9-]+", text) and shipped.exists() else folder / text


def limits_of(console: Console) -> Any:
    """The limits of the installation, as an importer wants them."""
    from importers.importer import Limits

    settings = console.settings
    return Limits(
        max_file_bytes=settings.max_file_bytes,
        max_rows=settings.max_rows,
        max_columns=settings.max_columns,
        max_cell_characters=settings.max_cell_characters,
        max_unpacked_bytes=settings.max_unpacked_bytes,
    )


def rules_of(args: argparse.Namespace, console: Console) -> Rules:
    """When to stop before writing."""
    from graphsvc.runs.plan import Rules

    share = console.settings.max_issue_share
    return Rules(max_refused_share=share, is_strict=args.strict, accepts_retiring=args.accept_retiring)


@dataclass(frozen=True, slots=True)
class Job:
    """One import as a person or a manifest asks for it."""

    importer: Importer
    files: tuple[Path, ...]
    reading: Reading
    source: Source
    rules: Rules


def make_plan(store: GraphStore, job: Job, console: Console, asked_to_stop: Callable[[], bool]) -> Plan:
    """Read the files once and compare them with the store."""
    from graphsvc.runs.filemarks import mark_files, unchanged_while_read
    from graphsvc.runs.plan import Intake, plan

    marks = mark_files(files_read(job.files, job.reading))
    items = until_asked(unchanged_while_read(job.files, job.importer.read(job.files, job.reading)), asked_to_stop)
    intake = Intake(job.importer.name, job.source, marks, items)
    folder = console.settings.data_folder
    with console.progress() as progress:
        return plan(store, intake, job.reading.kinds, folder=folder, rules=job.rules, progress=progress)


def files_read(files: tuple[Path, ...], reading: Reading) -> tuple[Path, ...]:
    """The files that a run rests on: those of the source, and the mapping."""
    return files if reading.mapping is None else (*files, reading.mapping)


def write(store: GraphStore, plan: Plan, console: Console, asked_to_stop: Callable[[], bool]) -> Run:
    """Load a plan that has something to do, and settle the store."""
    from graphsvc.runs.load import load

    settings = console.settings
    with console.progress() as progress:
        published = load(
            store,
            plan,
            progress=progress,
            asked_to_stop=asked_to_stop,
            batch_rows=settings.import_batch_rows,
            wait_seconds=settings.lock_wait_seconds,
        )
    if published is None:
        raise RuntimeError("A plan with something to do gave no run.")
    settled(store, console)
    return published


def write_report(plan: Plan, path: Path) -> None:
    """All row issues as CSV; cells that a spreadsheet would take for formulas are made inert."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(("file", "place", "refused", "rule", "column", "value", "advice"))
            for issue in plan.spool.issues():
                refused = "yes" if issue.is_refusal else "no"
                cells = (issue.place.file, issue.place.locator, refused, issue.rule, issue.column, issue.value)
                writer.writerow([inert(cell or "") for cell in (*cells, issue.advice)])
    except OSError as error:
        raise WrongUse(f"--report: {path.name} cannot be written.", hint=str(error.strerror)) from error
