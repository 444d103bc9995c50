"""What a transaction says of its day and its currency; the same words mean the same in every transaction."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from graphsvc.model.currencies import CURRENCIES
from graphsvc.model.values import FlowClass, PartialDate, Period
from importers.iati.codes import TRANSACTIONS
from importers.iati.values import read_currency, read_day
from importers.units import Unusable

PLANNED = "planned-disbursement"
Pair = tuple[str, str]


class Sort(NamedTuple):
    """What a type of transaction means, and the pairs that say so."""

    kind: FlowClass
    is_incoming: bool
    raw: tuple[Pair, ...]
    attributes: tuple[Pair, ...]


SORTS = {
    code: Sort(kind, is_incoming, (("transaction-type", code),), (("transaction type", code),))
    for code, (kind, is_incoming) in TRANSACTIONS.items()
} | {PLANNED: Sort(FlowClass.BUDGET, False, (), ())}
"""By code of transaction; planned disbursements are one sort more."""


class Doubt(NamedTuple):
    """Something that is noted of every transaction with these terms."""

    rule: str
    advice: str
    column: str
    value: str | None = None


class Terms(NamedTuple):
    """The day and the currency of a flow.

    Attributes:
        kind: its class.
        day: when it happened, by its own date, else by the value date.
        start: the day as text.
        currency: ISO 4217 code.
        valued: the day whose exchange rate applies.
        raw_before, raw_after: the raw pairs that stand before and behind that of the amount.
    """

    kind: FlowClass
    day: Period
    start: str
    currency: str
    valued: PartialDate | None
    raw_before: tuple[Pair, ...]
    raw_after: tuple[Pair, ...]
    doubts: tuple[Doubt, ...]


@lru_cache(maxsize=8192)
def read_terms(code: str, day: str | None, currency: str | None, valued: str | None, default: str | None) -> Terms:
    """The terms of a transaction; where one of its two days is missing, the other is both.

    Args:
        code: its sort.
        day: the day of the transaction, as printed.
        currency: the currency of its value, as printed.
        valued: the day of its value, as printed.
        default: the currency of the activity.

    Raises:
        Unusable: no currency, no day, or one that cannot be read.
    """
    sort = SORTS[code]
    used = read_currency(currency, default)
    doubts = []
    said = read_day(day, "transaction-date") if day and day.strip() else None
    if valued and valued.strip():
        at = read_day(valued, "value-date")
        if said is None:
            doubts.append(Doubt("transaction-date.missing", "The value-date was used.", "transaction-date"))
    elif said is None:
        raise Unusable("transaction.no-date", "Give the transaction a transaction-date.", "transaction-date")
    else:
        at = said
        doubts.append(Doubt("value-date.missing", "The transaction-date was used.", "value-date"))
    if used not in CURRENCIES:
        advice = "No such currency is known; kept as it stands, and never converted."
        doubts.append(Doubt("value.unknown-currency", advice, "currency", used))
    when = said or at
    return Terms(
        sort.kind,
        when,
        when.start.text if when.start else "",
        used,
        at.start,
        sort.raw if said is None or code == PLANNED else (*sort.raw, ("transaction-date", day or "")),
        (("currency", currency or ""), ("value-date", valued or "")),
        tuple(doubts),
    )
