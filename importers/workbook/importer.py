"""Reading workbooks: which sheet is what, then sources, facts, actors and ties, row by row."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from graphsvc.access import Sensitivity
from graphsvc.errors import UnreadableFile
from graphsvc.folding import fold
from graphsvc.model.records import ActorRecord, Item, RowIssue, Tally, TieRecord
from importers.importer import Importer, Reading
from importers.reading.tables import Row
from importers.workbook.actors import ActorIndex, actor_of_row, keep_facts
from importers.workbook.choices import Choices, choices_of
from importers.workbook.facts import fact_of_row
from importers.workbook.fields import Fields
from importers.workbook.plan import BoundPlan
from importers.workbook.sources import SourceBook
from importers.workbook.tables import planned_tables
from importers.workbook.ties import Ties
from importers.workbook.words import Words

_Raw = tuple[tuple[str, str], ...]
_Make = Callable[[Fields, _Raw], ActorRecord | TieRecord | None]
_TOTALS = frozenset({"total", "totals", "totales", "suma", "sum", "grand total", "subtotal", "toplam", "genel toplam"})


def read(files: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """The records of a workbook, or of text files that together are one.

    Every sheet is looked through before the first record is given, so that what refuses a file is found first.

    Raises:
        UnreadableFile: a file, sheet or header cannot be used, or a row is sealed.
        WrongUse: a choice is not known.
    """
    choices = choices_of(reading)
    with ExitStack() as stack:
        plans, notices = planned_tables(files, reading, choices, stack)
        yield from notices
        for plan in plans:
            yield from plan.notices()
        yield from _Import(reading, choices, plans).items()
        for plan in plans:
            yield from plan.table.notices


@dataclass(slots=True)
class _Counts:
    read: int = 0
    kept: int = 0


class _Import:
    def __init__(self, reading: Reading, choices: Choices, plans: Sequence[BoundPlan]) -> None:
        self._manners = choices.manners(reading.limits.max_cell_characters)
        self._words = Words.of(reading.kinds)
        self._plans = plans
        self._counts: dict[str, _Counts] = {}
        self._sources = SourceBook()
        self._actors = ActorIndex()
        self._ties = Ties(reading.kinds, self._words, self._sources, self._actors)
        self._facts: dict[str, list[tuple[str, str]]] = {}

    def items(self) -> Iterator[Item]:
        yield from self._rows("sources", self._source)
        if self._of("facts"):
            actors = list(self._rows("actors", self._actor))
            yield from self._rows("facts", self._fact)
            for item in actors:
                yield keep_facts(item, self._facts) if isinstance(item, ActorRecord) else item
        else:
            yield from self._rows("actors", self._actor)
        yield from self._rows("ties", self._tie)
        yield from self._ties.described.records()
        yield from self._ties.left_out.notes()
        for issue in self._sources.unused():
            self._counts["sources"].kept -= 1
            yield issue
        for form, counts in self._counts.items():
            yield Tally(f"rows of {form}", counts.read, counts.kept, counts.read - counts.kept)

    def _of(self, form: str) -> list[BoundPlan]:
        return [plan for plan in self._plans if plan.plan.form == form]

    def _rows(self, form: str, make: _Make) -> Iterator[Item]:
        """The records and issues of every row of the tables that feed `form`, counted."""
        for plan in self._of(form):
            counts = self._counts.setdefault(form, _Counts())
            for row in plan.table.rows():
                counts.read += 1
                is_kept = yield from self._row(plan, row, make)
                counts.kept += is_kept

    def _row(self, plan: BoundPlan, row: Row, make: _Make) -> Generator[Item, None, bool]:
        """What comes of one row; returns whether anything did."""
        if row.flaw is not None:
            yield RowIssue(row.place, *row.flaw)
            return False
        is_kept, is_filled = False, False
        for cells in plan.cells(row):
            is_filled = True
            fields = Fields(row.place, cells, self._manners)
            self._refuse_sealed(fields)
            record = make(fields, plan.raw(row))
            yield from self._issues(fields, row)
            if record is not None:
                yield record
            is_kept = is_kept or not fields.is_refused
        if not is_filled:
            yield RowIssue(row.place, "row.no-tie", "None of the repeated columns is filled in.")
        return is_kept

    def _issues(self, fields: Fields, row: Row) -> Sequence[RowIssue]:
        first = next((text for text in row.values if text.strip()), "")
        if fields.missing and fold(first) in _TOTALS:
            advice = "This looks like a row of totals, not a record; remove it from the table."
            return (RowIssue(row.place, "row.total", advice, value=first.strip()[:200]),)
        return fields.issues

    def _refuse_sealed(self, fields: Fields) -> None:
        cell = fields.cells.get("sensitivity")
        if cell is not None and self._words.sensitivities.get(fold(cell.text)) is Sensitivity.SEALED:
            raise UnreadableFile(
                "This row is sealed: it must never reach a server.",
                file=fields.place.file,
                rule="sensitivity.sealed",
                place=fields.place.locator,
                hint="Take all sealed rows out of the file, and keep them elsewhere.",
            )

    def _source(self, fields: Fields, _: _Raw) -> None:
        self._sources.add(fields)

    def _actor(self, fields: Fields, raw: _Raw) -> ActorRecord | None:
        actor = actor_of_row(fields, self._words, self._sources, raw)
        issue = self._actors.add(actor) if actor is not None else None
        if issue is not None:
            fields.issues.append(issue)
            return None
        if actor is None:
            self._actors.refuse(fields)
        return actor

    def _fact(self, fields: Fields, _: _Raw) -> None:
        found = fact_of_row(fields, self._sources, self._actors)
        if found is not None:
            key, fact = found
            self._facts.setdefault(key, []).append(fact)

    def _tie(self, fields: Fields, raw: _Raw) -> TieRecord | None:
        return self._ties.of_row(fields, raw)


WORKBOOK = Importer(
    name="workbook",
    summary="Actors, ties, sources and facts in a spreadsheet or in CSV files.",
    read=read,
    example="graphsvc import workbook samples/seed/seed-facts.xlsx --mapping seed-facts",
)
