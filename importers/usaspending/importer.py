"""The importer `usaspending`: assistance transactions of prime awards, and sub-awards, told apart by their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graphsvc.model.records import Item
from importers.importer import Importer, Reading
from importers.money.columns import FixedTable, encoding_alone, fits_layouts
from importers.reading.tabular import open_tabular
from importers.usaspending.layout import PRIME, SUB
from importers.usaspending.reader import AwardReader

_HINT = "Download assistance transactions or sub-awards (not award summaries, not contracts) with all their columns."


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """The obligations and sub-awards of USAspending files and who is at their ends.

    Choice: `encoding=cp1252` for a table that is not UTF-8.

    Raises:
        UnreadableFile: another layout (the columns that are missing are named), damaged, or over a limit.
        WrongUse: a choice that is not known.
    """
    choices = encoding_alone(reading, "usaspending")
    awards = AwardReader()
    for path in paths:
        with open_tabular(path, reading.limits, choices) as file:
            table = file.table(fits_layouts((PRIME, SUB)))
            is_sub = len(set(SUB) & set(table.header)) > len(set(PRIME) & set(table.header))
            needed, what = (SUB, "sub-awards") if is_sub else (PRIME, "assistance transactions")
            bound = FixedTable(path, table, needed, what=f"a table of USAspending's {what}", hint=_HINT)
            account, take = (awards.subs, awards.sub) if is_sub else (awards.primes, awards.prime)
            yield from bound.taken(account, take)
            yield from (*table.notices, *file.notices)
    yield from awards.parties.records()
    yield from awards.primes.end()
    yield from awards.subs.end()


USASPENDING = Importer(
    name="usaspending",
    summary="USAspending.gov: assistance transactions of prime awards, and sub-awards under them (CSV).",
    read=read,
    example="graphsvc import usaspending tests/fixtures/usaspending/transactions.csv",
)
