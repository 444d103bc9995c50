"""A person's own file of payments, read for tracing money: CSV with source, target, amount, currency and year.

What cannot be counted is left out and named, with its row and its amount as it stands: nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from graphsvc.errors import UnreadableFile
from graphsvc.model.currencies import CURRENCIES, to_minor
from importers.importer import Limits
from importers.reading.own import own_table
from importers.reading.tables import Row, header_key

COLUMNS = ("source", "target", "amount", "currency", "year")
DEFAULT_LIMITS = Limits()
FIRST_YEAR, LAST_YEAR = 1800, 2200
LARGEST = 10**18
"""An amount from here on is no amount of money."""
_AMOUNT = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_YEAR = re.compile(r"[0-9]{4}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about one row. `is_left_out`: it is not counted; its cells stand here as they are in the file."""

    row: int
    rule: str
    message: str
    cells: Mapping[str, str]
    is_left_out: bool = True


@dataclass(frozen=True, slots=True)
class Payment:
    """One row that can be counted: minor units of its currency, negative for a return."""

    row: int
    source: str
    target: str
    minor: int
    currency: str
    year: int


@dataclass(frozen=True, slots=True)
class MoneyFile:
    """The payments of a file in its order, and what was not counted or is doubtful, in its order."""

    file: str
    payments: tuple[Payment, ...]
    doubts: tuple[Doubt, ...]

    def currencies(self) -> tuple[str, ...]:
        """Those that occur, of most rows first, then by code."""
        counts = Counter(payment.currency for payment in self.payments)
        return tuple(sorted(counts, key=lambda code: (-counts[code], code)))


def read_money(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> MoneyFile:
    """The payments in the CSV file `path`.

    Raises:
        UnreadableFile: it is no such table; names the place.
    """
    table = own_table(path, limits, COLUMNS)
    keys = [header_key(cell) for cell in table.header]
    missing = [column for column in COLUMNS if column not in keys]
    if missing:
        message = f"There is no column {' and no column '.join(missing)}."
        hint = f"The columns are: {', '.join(table.header)[:300]}."
        raise UnreadableFile(message, file=path.name, rule="money.no-column", place="row 1", hint=hint)
    places = {column: keys.index(column) for column in COLUMNS}
    payments: list[Payment] = []
    doubts: list[Doubt] = []
    for row in table.rows():
        cells = {column: " ".join(row.values[place].split()) for column, place in places.items()}
        found = _payment(row, cells, doubts)
        if isinstance(found, Payment):
            payments.append(found)
        else:
            doubts.append(Doubt(row.number, *found, cells))
    return MoneyFile(path.name, tuple(payments), tuple(doubts))


def _payment(row: Row, cells: Mapping[str, str], doubts: list[Doubt]) -> Payment | tuple[str, str]:
    """The payment of a row, or the rule by which it is none and what to do."""
    source, target, currency, year = (cells[column] for column in ("source", "target", "currency", "year"))
    code = currency.upper()
    checks = (
        (row.flaw is not None, row.flaw or ("", "")),
        (not source or not target, ("money.no-actor", "Name who paid and who got it.")),
        (
            bool(_CONTROL.search("".join(row.values))),
            ("money.control", "A cell holds a control character; type it again."),
        ),
        (source == target, ("money.self-payment", "Who paid and who got it are the same; a payment needs two.")),
        (not code, ("money.no-currency", "Give the amount its currency, such as USD.")),
        (code not in CURRENCIES, ("money.unknown-currency", "Use a currency of ISO 4217, such as USD.")),
        (
            not _YEAR.fullmatch(year) or not FIRST_YEAR <= int(year) <= LAST_YEAR,
            ("money.impossible-year", f"Give the year with four digits, from {FIRST_YEAR} to {LAST_YEAR}."),
        ),
        (not cells["amount"], ("money.no-amount", "A blank amount is not zero; write the amount.")),
        (
            not _AMOUNT.fullmatch(cells["amount"]),
            ("money.not-a-number", "Write digits, with a point before decimals: 1234.50."),
        ),
    )
    for is_so, why in checks:
        if is_so:
            return why
    amount = Decimal(cells["amount"])
    if abs(amount) >= LARGEST:
        return "money.too-large", "No payment is so large; correct the amount."
    minor, is_rounded = to_minor(amount, code)
    if is_rounded:
        doubts.append(Doubt(row.number, "money.rounded", "Rounded to the currency's smallest unit.", cells, False))
    if minor < 0:
        doubts.append(Doubt(row.number, "money.negative", "A return: it lowers what was paid.", cells, False))
    return Payment(row.number, source, target, minor, code, int(year))
