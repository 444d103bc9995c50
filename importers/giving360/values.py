"""Amounts, currencies and days of grants, which come out of JSON or out of a table that people made."""

from __future__ import annotations

from decimal import Decimal

from graphsvc.model.currencies import CURRENCIES
from graphsvc.model.values import PartialDate
from importers.money.account import Note
from importers.money.amounts import IMPLAUSIBLE, amount_of, currency_of, day_of
from importers.reading.scalars import DateOrder, DecimalMark, needs_date_order, parse_amount, parse_date
from importers.reading.scalars import Unusable as Unreadable
from importers.units import Unusable

_DAY_FIRST_HINT = "Say which comes first: --set date-order=dmy or --set date-order=mdy."


class Values:
    """How texts of grants are understood: the order of dates and the decimal sign that a person chose."""

    def __init__(self, date_order: DateOrder | None = None, decimal: DecimalMark | None = None) -> None:
        self._date_order = date_order
        self._decimal = decimal

    def currency(self, text: str, notes: list[Note]) -> str:
        """The currency in `text`; one that is not known is noted. Raises Unusable for none."""
        code = currency_of(text)
        if code not in CURRENCIES:
            advice = "No such currency is known; kept as it stands, and never converted."
            notes.append(("value.unknown-currency", advice, "currency", code))
        return code

    def amount(self, text: str, currency: str, column: str, notes: list[Note]) -> Decimal:
        """The exact amount in `text`, also with signs between thousands. Raises Unusable."""
        try:
            amount, is_rounded = amount_of(text, currency, column)
        except Unusable as problem:
            if problem.rule == "value.blank" or "e" in text.casefold():
                raise
            try:
                amount, is_rounded = amount_of(f"{parse_amount(text, self._decimal):f}", currency, column)
            except Unreadable as unreadable:
                raise Unusable(unreadable.rule, unreadable.advice, column, text) from unreadable
        if is_rounded:
            notes.append(("value.rounded", f"Rounded to {amount} {currency}.", column, text))
        if abs(amount) >= IMPLAUSIBLE:
            notes.append(("value.implausible", "Check the number of digits; kept, as doubtful.", column, text))
        return amount

    def day(self, text: str, column: str, notes: list[Note]) -> PartialDate | None:
        """The day in `text`; None where it is blank. Raises Unusable for anything that is no date, or two dates."""
        if not text:
            return None
        if not any(sign in text for sign in "/.") or "T" in text:
            return day_of(text, column)
        if needs_date_order(text) and self._date_order is None:
            raise Unusable("date.ambiguous", f"This can be read in two ways. {_DAY_FIRST_HINT}", column, text)
        try:
            found = parse_date(text, self._date_order)
        except Unreadable as unreadable:
            raise Unusable(unreadable.rule, unreadable.advice, column, text) from unreadable
        if self._date_order is None:
            notes.append(("date.order", f"Read as {found.text}.", column, text))
        return found
