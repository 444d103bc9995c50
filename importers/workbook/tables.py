"""Which table of which file is what: by the names of sheets and files, by a mapping, or by the headers alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from graphsvc.errors import UnreadableFile, WrongUse
from graphsvc.folding import fold
from graphsvc.model.records import Place, RowIssue
from importers.importer import Reading
from importers.reading.files import refusal
from importers.reading.tables import Fits, Table, header_key
from importers.reading.tabular import TabularFile, open_tabular
from importers.workbook import grants
from importers.workbook.choices import Choices
from importers.workbook.columns import form_called, forms
from importers.workbook.mapping import TablePlan
from importers.workbook.plan import BoundPlan, documented_plan

IGNORED_SHEETS = frozenset({"explanations", "explicaciones", "words", "palabras"})
"""Sheets of the template that hold no records."""


def planned_tables(
    files: Sequence[Path], reading: Reading, choices: Choices, stack: ExitStack
) -> tuple[tuple[BoundPlan, ...], tuple[RowIssue, ...]]:
    """Every table that is read, bound to its plan and looked through; and notices about what is not read.

    Raises:
        UnreadableFile: a file cannot be used, or holds nothing that is known.
    """
    if not files:
        raise WrongUse("No file was named.", hint="Name one workbook, or CSV files of actors, ties and sources.")
    opened = [stack.enter_context(open_tabular(path, reading.limits, choices.reading)) for path in files]
    notices: list[RowIssue] = []
    if choices.mapping is not None:
        plans = _mapped(opened, choices)
    else:
        plans = [plan for file in opened for plan in _documented(file, choices, notices)]
    for plan in plans:
        _refuse_sensitivity_of_facts(plan)
        if choices.date_order is None:
            plan.refuse_ambiguous_dates()
    return tuple(plans), (*notices, *(notice for file in opened for notice in file.notices))


def _documented(file: TabularFile, choices: Choices, notices: list[RowIssue]) -> list[BoundPlan]:
    names = file.sheet_names
    if names is None:
        return [_bound_alone(file, None, choices.table or _called(file.path.stem), notices)]
    if choices.sheet is not None or choices.table is not None or len(names) == 1:
        sheet = choices.sheet if choices.sheet is not None or len(names) > 1 else names[0]
        return [_bound_alone(file, sheet, choices.table or _called(sheet or ""), notices)]
    found = []
    for name in names:
        form = _called(name)
        if form is not None:
            found.append(_bound_alone(file, name, form, notices))
        elif fold(name) not in IGNORED_SHEETS:
            advice = "This sheet is not known and was left out."
            notices.append(RowIssue(Place(file.path.name, f"{name}!1"), "sheet.unknown", advice, is_refusal=False))
    if not found:
        wanted = ", ".join(form.titles["en"][0] for form in forms().values())
        file.table(_any_fits, _nearest(names))
        raise refusal(
            file.path, "xlsx.sheet-unknown", "No sheet has a documented name.", hint=f"The names are: {wanted}."
        )
    return found


def _nearest(names: Sequence[str]) -> str:
    """The documented name that the sheets come nearest to; asking for it tells the person what was meant."""
    return next((title for title in ("ties", "actors") for name in names if fold(name).startswith(title[:3])), names[0])


def _called(title: str) -> str | None:
    """The documented sheet that `title` names, or the sheet of grants; None: none."""
    return form_called(title) or (grants.FORM if grants.is_called(title) else None)


def _bound_alone(file: TabularFile, sheet: str | None, form: str | None, notices: list[RowIssue]) -> BoundPlan:
    """The plan for one table: for `form`, or for the form that its headers fit best."""
    if form == grants.FORM:
        return _bound_grants(file, file.table(grants.fits, sheet), notices)
    table = file.table(forms()[form].fits if form else _any_fits, sheet)
    chosen = form or max(("ties", "actors", "facts", "sources"), key=lambda name: _satisfied(name, table.header))
    if form is None and grants.fits(table.header) and _satisfied(chosen, table.header)[0] < 0:
        return _bound_grants(file, table, notices)
    return BoundPlan(documented_plan(chosen, table.header), table, file.path)


def _bound_grants(file: TabularFile, table: Table, notices: list[RowIssue]) -> BoundPlan:
    plan = grants.grants_plan(table.header)
    if grants.says_no_class(plan):
        where = Place(table.file, f"{table.sheet}!1" if table.sheet else "row 1")
        advice = "Nothing says what the amounts are; kept as declared. Add a column class (commitment, disbursement)."
        notices.append(RowIssue(where, "money.class-not-said", advice, "amount", is_refusal=False))
    return BoundPlan(plan, table, file.path)


def _any_fits(headers: Sequence[str]) -> int:
    return max(grants.fits(headers), *(form.fits(headers) for form in forms().values()))


def _satisfied(form: str, headers: Sequence[str]) -> tuple[int, int]:
    known = [name for header in headers if (name := forms()[form].known(header)) is not None]
    return -len(forms()[form].missing(known)), len(known)


def _mapped(opened: Sequence[TabularFile], choices: Choices) -> list[BoundPlan]:
    plans = choices.mapping.tables if choices.mapping else ()
    found = []
    for plan in plans:
        file, sheet = _file_for(plan, opened, choices)
        found.append(BoundPlan(plan, file.table(_mapping_fits(plan), sheet), file.path))
    return found


def _file_for(plan: TablePlan, opened: Sequence[TabularFile], choices: Choices) -> tuple[TabularFile, str | None]:
    wanted = plan.sheet if plan.sheet is not None else choices.sheet
    if wanted is None:
        if len(opened) > 1:
            raise WrongUse("The mapping does not say which file is meant.", hint="Name one file.")
        return opened[0], None
    for file in opened:
        if file.sheet_names is None and file.path.stem.casefold() == wanted.casefold():
            return file, None
        if file.sheet_names is not None and wanted.casefold() in (name.casefold() for name in file.sheet_names):
            return file, wanted
    if len(opened) == 1 and (opened[0].sheet_names is None or len(opened[0].sheet_names) > 0):
        return opened[0], wanted if opened[0].sheet_names is not None else None
    raise WrongUse(f"No file or sheet is called “{wanted}”.", hint="The mapping names it.")


def _mapping_fits(plan: TablePlan) -> Fits:
    known = {header_key(header) for feed in plan.columns.values() for header in feed.headers}
    if plan.repeat is not None:
        first, last = plan.repeat
        numbered = [feed.numbered(n) for feed in plan.columns.values() for n in range(first, last + 1)]
        known |= {header_key(header) for feed in numbered for header in feed.headers}

    def fits(headers: Sequence[str]) -> int:
        return len({header_key(header) for header in headers if header} & known)

    return fits


def _refuse_sensitivity_of_facts(plan: BoundPlan) -> None:
    table: Table = plan.table
    words = {header_key(word) for words in forms()["ties"].columns["sensitivity"].headers.values() for word in words}
    if plan.plan.form == "facts" and words & {header_key(header) for header in table.header}:
        raise UnreadableFile(
            "Facts cannot be closed one by one: they are as closed as their actor.",
            file=table.file,
            rule="facts.sensitivity",
            place=table.sheet,
            hint="Set the sensitivity in the sheet actors, and remove the column here.",
        )
