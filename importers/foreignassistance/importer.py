"""The importer `foreignassistance`: the complete file of transactions of ForeignAssistance.gov, or a part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graphsvc.model.records import Item
from importers.foreignassistance.reader import NEEDED, TransactionReader
from importers.importer import Importer, Reading
from importers.money.columns import FixedTable, encoding_alone, fits_layouts
from importers.reading.tabular import open_tabular

_HINT = "Take the complete file of transactions: the tables by country, sector or agency name no partner."


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """The obligations and disbursements of ForeignAssistance.gov files and who is at their ends.

    Choice: `encoding=cp1252` for a table that is not UTF-8.

    Raises:
        UnreadableFile: another layout (the columns that are missing are named), damaged, or over a limit.
        WrongUse: a choice that is not known.
    """
    choices = encoding_alone(reading, "foreignassistance")
    transactions = TransactionReader()
    for path in paths:
        with open_tabular(path, reading.limits, choices) as file:
            table = file.table(fits_layouts((NEEDED,)))
            what = "a table of ForeignAssistance.gov's transactions"
            bound = FixedTable(path, table, NEEDED, what=what, hint=_HINT)
            yield from bound.taken(transactions.account, transactions.read)
            yield from (*table.notices, *file.notices)
    yield from transactions.parties.records()
    yield from transactions.account.end()


FOREIGNASSISTANCE = Importer(
    name="foreignassistance",
    summary="ForeignAssistance.gov: obligations and disbursements, agency to implementing partner (CSV).",
    read=read,
    example="graphsvc import foreignassistance tests/fixtures/foreignassistance/transactions.csv",
)
