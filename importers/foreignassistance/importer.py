"""The importer `foreignassistance`: the complete file of transactions of ForeignAssistance.gov, or a part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graphsvc.errors import WrongUse
from graphsvc.model.records import Item
from importers.foreignassistance.reader import NEEDED, TransactionReader
from importers.importer import Importer, Reading
from importers.money.columns import FixedTable, fits_layouts
from importers.reading.tabular import TableChoices, open_tabular
from importers.reading.text import declared_encoding
from importers.units import Unusable

_HINT = "Take the complete file of transactions: the tables by country, sector or agency name no partner."


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """The obligations and disbursements of ForeignAssistance.gov files and who is at their ends.

    Choice: `encoding=cp1252` for a table that is not UTF-8.

    Raises:
        UnreadableFile: another layout (the columns that are missing are named), damaged, or over a limit.
        WrongUse: a choice that is not known.
    """
    if set(reading.choices) - {"encoding"}:
        raise WrongUse("The importer foreignassistance knows one choice only.", hint="It is encoding=cp1252.")
    encoding = reading.choices.get("encoding")
    choices = TableChoices(declared_encoding(encoding) if encoding else None)
    transactions = TransactionReader()
    for path in paths:
        with open_tabular(path, reading.limits, choices) as file:
            table = file.table(fits_layouts((NEEDED,)))
            what = "a table of ForeignAssistance.gov's transactions"
            for row, get in FixedTable(path, table, NEEDED, what=what, hint=_HINT).rows():
                if row.flaw is not None:
                    yield transactions.account.refuse(row.place, Unusable(*row.flaw), None, None)
                else:
                    yield from transactions.read(get, row.place)
            yield from (*table.notices, *file.notices)
    yield from transactions.parties.records()
    yield from transactions.account.end()


FOREIGNASSISTANCE = Importer(
    name="foreignassistance",
    summary="ForeignAssistance.gov: obligations and disbursements, agency to implementing partner (CSV).",
    read=read,
    example="graphsvc import foreignassistance tests/fixtures/foreignassistance/transactions.csv",
)
