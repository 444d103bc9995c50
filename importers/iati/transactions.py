"""Transactions and planned disbursements of an activity, as flows from giver to receiver."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from graphsvc.model.building import quick
from graphsvc.model.currencies import CURRENCIES
from graphsvc.model.records import Place, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Money, Period, Status
from importers.iati.codes import CANCELLED, EXPENDITURE, LETTERS, TRANSACTIONS
from importers.iati.context import Activity, new_tie
from importers.iati.organisations import Organisation
from importers.iati.values import (
    Element,
    children,
    first_narrative,
    read_amount,
    read_currency,
    read_day,
    remark,
)
from importers.money.amounts import is_implausible
from importers.units import Unusable

TRANSACTION, PLANNED = "transaction", "planned-disbursement"
_EARMARKING = "2"  # vocabulary of aid types that says how closely the money is bound to a purpose
_NOTE_CHARACTERS = 500

Fields = dict[str, Element]
Pair = tuple[str, str]
_TYPES = {code: (("transaction-type", code), ("transaction type", code)) for code in TRANSACTIONS}
_new_money = quick(Money)


@dataclass(slots=True)
class _Flow:
    """The two sides of one flow while they are looked up, and the pairs that its tie keeps of them."""

    activity: Activity
    place: Place
    fields: Fields
    is_incoming: bool
    raw: tuple[Pair, ...] = ()
    attributes: tuple[Pair, ...] = ()
    confidence: Confidence = Confidence.STATED

    def note(self, rule: str, advice: str, column: str, value: str | None = None) -> None:
        """Report a doubt or repair."""
        self.activity.note(self.place, rule, advice, column, value)


_Ends = tuple[str, str, tuple[Pair, ...], tuple[Pair, ...], Confidence]
"""Keys of giver and receiver, raw pairs and attributes, and how sure it is."""

_Side = tuple[str | None, str | None, int, str | None, str | None]
"""Ref, type, count and text of narratives, and linked activity of a provider or receiver: all that is read of it."""

_Known = dict[tuple[bool, _Side | None, _Side | None], _Ends]
"""Ends of flows of one activity, by incoming or not, provider and receiver; only those about which nothing is noted."""


def read_transactions(activity: Activity, elements: list[Element], *, expenditure: bool) -> None:
    """Turn each transaction into one tie or one refusing issue, in the order of the file.

    Args:
        activity: where ties, issues and counts go.
        elements: the activity's `transaction` elements.
        expenditure: take payments to suppliers too.
    """
    kept = 0
    known: _Known = {}
    for number, element in enumerate(elements, start=1):
        place = activity.place(TRANSACTION, number)
        try:
            activity.out.append(_transaction(activity, element, place, known, expenditure=expenditure))
            kept += 1
        except Unusable as problem:
            activity.refuse(place, problem)
            leave_out(activity, element, place, problem.rule)
    activity.units.add(TRANSACTION, len(elements), kept)


def leave_out(activity: Activity, element: Element, place: Place, rule: str) -> None:
    """Account for the money of a transaction or planned disbursement that is refused, as far as it can be read."""
    fields: Fields = {child.tag: child for child in children(element)}
    kind, value = FlowClass.BUDGET, fields.get("value")
    if element.tag == TRANSACTION:
        try:
            code = _code(fields.get("transaction-type"), is_first_version=activity.is_first_version)
        except Unusable:
            activity.left_out.add(place, rule, None, None)
            return
        kind = TRANSACTIONS[code][0]
    money = None
    if value is not None:
        try:
            currency = read_currency(value.get("currency"), activity.currency)
            money = Money(kind, read_amount(value.text, currency)[0], currency)
        except Unusable:
            money = None  # the note then says that the amount is not known
    activity.left_out.add(place, rule, kind, money)


def _transaction(activity: Activity, element: Element, place: Place, known: _Known, *, expenditure: bool) -> TieRecord:
    fields: Fields = {child.tag: child for child in children(element)}
    code = _code(fields.get("transaction-type"), is_first_version=activity.is_first_version)
    if code == EXPENDITURE and not expenditure:
        advice = "Payments to suppliers are left out; the choice expenditure=yes takes them."
        raise Unusable("transaction.expenditure", advice, "transaction-type", code)
    kind, is_incoming = TRANSACTIONS[code]
    raw_type, about_type = _TYPES[code]
    said, raw_head = _said(fields.get("transaction-date"), raw_type)
    money, day, raw = _money(activity, place, fields.get("value"), kind, said)
    ego, alter, raw_ends, attributes, confidence = _ends(activity, place, fields, known, is_incoming=is_incoming)
    attributes = (activity.about, about_type, *attributes)
    ref = element.get("ref")
    if ref:
        attributes += (("transaction ref", ref),)
    earmarking = _earmarking(element, fields)
    if earmarking:
        attributes += (("earmarking", earmarking),)
    note = _note(fields.get("description"))
    start = day.start.text if day.start else ""
    what = f"{code}|{ref}|{start}|{ego}|{alter}|{money.amount!s} {money.currency}|{earmarking}|{note}"
    return new_tie(
        place,
        _key(activity, place, what),
        "funds",
        ego,
        alter,
        day,
        status=_status(activity, kind, start),
        confidence=Confidence.DOUBTFUL if is_implausible(money.amount) else confidence,
        money=money,
        reporter=activity.reporter_name,
        note=note,
        attributes=attributes,
        raw=raw_head + raw + raw_ends,
    )


def _code(element: Element | None, *, is_first_version: bool) -> str:
    printed = element.get("code") if element is not None else None
    if printed in TRANSACTIONS:
        return printed
    if printed is None or not printed.strip():
        text = element.text if element is not None else None
        raise Unusable("transaction.no-type", "Give the transaction-type its code.", "transaction-type", text)
    code = printed.strip().upper()
    code = LETTERS.get(code, code) if is_first_version else code
    if code not in TRANSACTIONS:
        advice = "Use a code from 1 to 13 (version 1: a letter such as D)."
        raise Unusable("transaction.unknown-type", advice, "transaction-type", printed)
    return code


def _said(dated: Element | None, raw_type: Pair) -> tuple[Period | None, tuple[Pair, ...]]:
    """The day of the transaction by its own date, and the raw pairs of type and date."""
    printed = None if dated is None else dated.get("iso-date") or dated.text
    if not printed or not printed.strip():
        return None, (raw_type,)
    return read_day(printed, "transaction-date"), (raw_type, ("transaction-date", printed))


def _money(
    activity: Activity, place: Place, value: Element | None, kind: FlowClass, day: Period | None
) -> tuple[Money, Period, tuple[Pair, ...]]:
    """The amount, the day of the flow, and the raw pairs; where one of the two dates is missing, the other is both."""
    if value is None:
        raise Unusable("value.missing", "Give the transaction a value.", "value")
    text, own, printed = value.text, value.get("currency"), value.get("value-date")
    currency = read_currency(own, activity.currency)
    amount, is_rounded = read_amount(text, currency)
    if is_rounded:
        advice = f"Rounded to {amount} {currency}, the smallest unit of the currency."
        activity.note(place, "value.rounded", advice, "value", text)
    if printed and printed.strip():
        valued = read_day(printed, "value-date")
        if day is None:
            activity.note(place, "transaction-date.missing", "The value-date was used.", "transaction-date")
    elif day is None:
        raise Unusable("transaction.no-date", "Give the transaction a transaction-date.", "transaction-date")
    else:
        valued = day
        activity.note(place, "value-date.missing", "The transaction-date was used.", "value-date")
    if currency not in CURRENCIES:
        advice = "No such currency is known; kept as it stands, and never converted."
        activity.note(place, "value.unknown-currency", advice, "currency", currency)
    if is_implausible(amount):
        advice = "Check the number of digits; kept, as doubtful."
        activity.note(place, "value.implausible", advice, "value", text)
    raw = ("value", text or ""), ("currency", own or ""), ("value-date", printed or "")
    return _new_money(kind, amount or Decimal(0), currency, valued.start), day or valued, raw


def _ends(activity: Activity, place: Place, fields: Fields, known: _Known, *, is_incoming: bool) -> _Ends:
    """Who gives and who receives. What was found without a doubt is known from then on."""
    asked = (
        is_incoming,
        _side(fields.get("provider-org"), "provider-activity-id"),
        _side(fields.get("receiver-org"), "receiver-activity-id"),
    )
    ends = known.get(asked)
    if ends is None:
        noted = len(activity.out)
        ends = _find_ends(_Flow(activity, place, fields, is_incoming))
        if len(activity.out) == noted:
            known[asked] = ends
    return ends


def _side(element: Element | None, link: str) -> _Side | None:
    if element is None:
        return None
    count = len(element)
    first = element[0] if count else element
    return element.get("ref"), element.get("type"), count, first.text, element.get(link)


def _find_ends(flow: _Flow) -> _Ends:
    """Giver and receiver by IATI's rules; where no receiver is named, the money goes into the project."""
    activity = flow.activity
    giver = _end(flow, "provider-org", "provider-activity-id", is_other_side=flow.is_incoming)
    receiver = _end(flow, "receiver-org", "receiver-activity-id", is_other_side=not flow.is_incoming)
    reporter = None if activity.is_secondary else activity.reporter
    if not flow.is_incoming:
        giver = giver or reporter
    else:
        receiver = receiver or reporter
        if giver is None and len(activity.funders) == 1:
            (giver,) = activity.funders.values()
            flow.confidence = Confidence.INFERRED
            flow.note("provider.inferred", "Taken from the activity's only funding organisation.", "provider-org")
    if giver is None:
        raise Unusable("transaction.no-provider", "Name the provider-org.", "provider-org")
    if receiver is giver:
        advice = "Provider and receiver are the same organisation; a tie needs two."
        raise Unusable("tie.self", advice, "provider-org", giver.label)
    giver.roles.add("funder")
    giver.is_used = True
    if receiver is not None:
        receiver.is_used = True
    else:
        flow.attributes += (("receiver", "not named"),)
    alter = receiver.key if receiver is not None else activity.id
    return giver.key, alter, flow.raw, flow.attributes, flow.confidence


def _end(flow: _Flow, column: str, link: str, *, is_other_side: bool) -> Organisation | None:
    element = flow.fields.get(column)
    if element is None:
        return None
    seen = flow.activity.see(element, flow.place)
    flow.raw += ((column, seen.printed),)
    linked = element.get(link)
    if linked:
        _add_link(flow, link, linked.strip(), is_other_side=is_other_side)
    if seen.organisation is None and seen.rule != "org.blank":
        flow.note(seen.rule or "", "No name that can be used stands here; treated as not named.", column)
    return seen.organisation


def _add_link(flow: _Flow, link: str, linked: str, *, is_other_side: bool) -> None:
    """Keep the activity of one side as an attribute."""
    if linked:
        flow.attributes += ((link.removesuffix("-id").replace("-", " "), linked),)
    if is_other_side and linked == flow.activity.id:
        advice = "The other side's activity is this activity itself; check it."
        flow.note("transaction.own-activity", advice, link, linked)


def _earmarking(element: Element, fields: Fields) -> str | None:
    """The code that says how closely the money is bound to a purpose."""
    last = fields.get("aid-type")
    if last is None or last.get("vocabulary") == _EARMARKING:
        return None if last is None else last.get("code")
    found = [item.get("code") for item in element.iterfind("aid-type") if item.get("vocabulary") == _EARMARKING]
    return found[0] if found else None


def _key(activity: Activity, place: Place, what: str) -> str:
    base = f"{activity.tie_prefix}|{what}"
    key = activity.numbered(base)
    if key is not base:
        advice = "The same transaction stands here more than once; each was counted."
        activity.note(place, "transaction.repeated", advice, "transaction")
    return key


def _status(activity: Activity, kind: FlowClass, start: str) -> Status:
    if activity.known_on is not None and start > activity.known_on[: len(start)]:
        return Status.PLANNED
    if activity.status_code == CANCELLED and not kind.is_paid:
        return Status.ENDED
    return Status.REALISED


def _note(description: Element | None) -> str | None:
    if description is None:
        return None
    first = description[0].text if len(description) else description.text
    if first is None or not first.strip():
        first = first_narrative(description)
    return remark(first, _NOTE_CHARACTERS)


def read_planned(activity: Activity, elements: list[Element]) -> None:
    """Turn each planned disbursement into a tie of class budget from giver to receiver, or a refusing issue."""
    kept = 0
    known: _Known = {}
    for number, element in enumerate(elements, start=1):
        place = activity.place(PLANNED, number)
        try:
            activity.out.append(_planned(activity, element, place, known))
            kept += 1
        except Unusable as problem:
            activity.refuse(place, problem)
            leave_out(activity, element, place, problem.rule)
    activity.units.add(PLANNED, len(elements), kept)


def _planned(activity: Activity, element: Element, place: Place, known: _Known) -> TieRecord:
    fields: Fields = {child.tag: child for child in children(element)}
    period = read_period(fields)
    money, _, raw = _money(activity, place, fields.get("value"), FlowClass.BUDGET, Period(period.start, period.start))
    ego, alter, raw_ends, attributes, _ = _ends(activity, place, fields, known, is_incoming=False)
    what = f"planned|{period.start.text if period.start else ''}|{ego}|{alter}|{money.amount!s} {money.currency}"
    return new_tie(
        place,
        _key(activity, place, what),
        "funds",
        ego,
        alter,
        period,
        status=Status.ENDED if activity.status_code == CANCELLED else Status.PLANNED,
        confidence=Confidence.DOUBTFUL if is_implausible(money.amount) else Confidence.STATED,
        money=money,
        reporter=activity.reporter_name,
        attributes=(activity.about, *attributes),
        raw=raw + raw_ends,
    )


def read_period(fields: Fields) -> Period:
    """The period from `period-start` to `period-end`. Raises Unusable where the start is missing or after the end."""
    ends = []
    for name in ("period-start", "period-end"):
        element = fields.get(name)
        text = element.get("iso-date") if element is not None else None
        ends.append(read_day(text, name).start if text else None)
    start, end = ends
    if start is None:
        raise Unusable("period.no-start", "Give the period-start.", "period-start")
    if end is not None and end.last_day < start.first_day:
        raise Unusable("period.reversed", "The end is before the start.", "period-end", end.text)
    return Period(start, end)
