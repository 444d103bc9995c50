"""What a flow is worth, as stated: the amount in the currency in which it was reported, else in dollars."""

from __future__ import annotations

from decimal import Decimal

from graphsvc.model.building import quick
from graphsvc.model.currencies import CURRENCIES
from graphsvc.model.values import FlowClass, Money, PartialDate
from importers.fts.flow import Flow
from importers.money.account import Note
from importers.money.amounts import IMPLAUSIBLE, amount_of, currency_of, day_of
from importers.units import Unusable

CLASSES = {"paid": FlowClass.DISBURSEMENT, "commitment": FlowClass.COMMITMENT, "pledge": FlowClass.PLEDGE}
DOLLARS = "USD"
_DAYS = ("date", "decisionDate", "firstReportedDate")
_new_money = quick(Money)


def class_of(flow: Flow) -> FlowClass:
    """The class of a flow by its status. Raises Unusable for a status that is not known."""
    found = CLASSES.get(flow.status)
    if found is None:
        raise Unusable("flow.unknown-status", f"Use one of: {', '.join(CLASSES)}.", "status", flow.status[:200])
    return found


def day_of_flow(flow: Flow, notes: list[Note]) -> PartialDate | None:
    """The day of a flow: its own, else that of the decision, else of the first report; None: not said.

    Raises:
        Unusable: an impossible date.
    """
    for number, (column, text) in enumerate(zip(_DAYS, flow.days, strict=True)):
        if text:
            if number:
                notes.append(("date.missing", f"The {column} was used.", "date", None))
            return day_of(text, column)
    notes.append(("date.missing", "No date was given; the flow belongs to no year.", "date", None))
    return None


def money_of(flow: Flow, flow_class: FlowClass, day: PartialDate | None, notes: list[Note]) -> Money:
    """The money of a flow; doubts and repairs are added to `notes`.

    Raises:
        Unusable: neither the original amount nor the dollars can be used.
    """
    amount, currency = _amount(flow, notes)
    if abs(amount) >= IMPLAUSIBLE:
        notes.append(("value.implausible", "Check the number of digits; kept, as doubtful.", "amount", str(amount)))
    return _new_money(flow_class, amount, currency, day)


def _amount(flow: Flow, notes: list[Note]) -> tuple[Decimal, str]:
    if flow.original and flow.currency:
        try:
            currency = currency_of(flow.currency, "originalCurrency")
            amount, is_rounded = amount_of(flow.original, currency, "originalAmount")
        except Unusable as problem:
            if not flow.dollars:
                raise
            advice = f"{problem.advice} The dollars were taken."
            notes.append((problem.rule, advice, problem.column or "originalAmount", problem.value))
        else:
            if currency not in CURRENCIES:
                advice = "No such currency is known; kept as it stands, and never converted."
                notes.append(("value.unknown-currency", advice, "originalCurrency", currency))
            if is_rounded:
                notes.append(("value.rounded", f"Rounded to {amount} {currency}.", "originalAmount", flow.original))
            return amount, currency
    elif flow.original or (flow.currency and flow.currency != DOLLARS):
        column = "originalCurrency" if flow.original else "originalAmount"
        advice = "Only one of original amount and currency is given; the dollars were taken."
        notes.append(("value.original-incomplete", advice, column, flow.original or flow.currency))
    amount, is_rounded = amount_of(flow.dollars, DOLLARS, "amountUSD")
    if is_rounded:
        notes.append(("value.rounded", f"Rounded to {amount} {DOLLARS}.", "amountUSD", flow.dollars))
    return amount, DOLLARS
