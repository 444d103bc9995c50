"""Transactions and planned disbursements of an activity, as flows from giver to receiver."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from graphsvc.model.records import Place, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Money, Period, Status
from importers.iati.codes import CANCELLED, EXPENDITURE, LETTERS, TRANSACTIONS
from importers.iati.context import Activity
from importers.iati.organisations import Organisation
from importers.iati.values import Element, Unusable, narratives, read_amount, read_currency, read_day

TRANSACTION, PLANNED = "transaction", "planned-disbursement"
_EARMARKING = "2"  # vocabulary of aid types that says how closely the money is bound to a purpose
_NOTE_CHARACTERS = 500
_RAW_CHARACTERS = 2_000

Fields = dict[str, Element]


@dataclass(frozen=True, slots=True)
class Ends:
    """Who gives, who receives (None: nobody is named, the money goes into the project), and how sure that is."""

    giver: Organisation
    receiver: Organisation | None
    confidence: Confidence

    @property
    def ego(self) -> str:
        """The giver's key."""
        return self.giver.key

    def alter(self, activity: Activity) -> str:
        """The receiver's key, or the project's."""
        return self.receiver.key if self.receiver is not None else activity.id


def read_transactions(activity: Activity, elements: list[Element], raws: list[str], *, expenditure: bool) -> None:
    """Turn each transaction into one tie or one refusing issue, in the order of the file.

    Args:
        activity: where ties, issues and counts go.
        elements: the activity's `transaction` elements.
        raws: their XML, one text an element.
        expenditure: take payments to suppliers too.
    """
    activity.units.read(TRANSACTION, len(elements))
    for number, (element, raw) in enumerate(zip(elements, raws, strict=True), start=1):
        place = activity.place(TRANSACTION, number)
        try:
            _read_transaction(activity, element, place, raw, expenditure=expenditure)
        except Unusable as problem:
            activity.refuse(place, problem)


def _read_transaction(activity: Activity, element: Element, place: Place, raw: str, *, expenditure: bool) -> None:
    fields, earmarking = _fields(element)
    code = _code(fields.get("transaction-type"), activity)
    if code == EXPENDITURE and not expenditure:
        advice = "Payments to suppliers are left out; the choice expenditure=yes takes them."
        raise Unusable("transaction.expenditure", advice, "transaction-type", code)
    flow, is_incoming = TRANSACTIONS[code]
    day = _day(fields.get("transaction-date"))
    money, day = _money(activity, fields.get("value"), flow, day, place)
    ends = _ends(activity, fields, place, is_incoming=is_incoming)
    ref = element.get("ref")
    attributes = [("activity", activity.id), ("transaction type", code)]
    if ref:
        attributes.append(("transaction ref", ref))
    if earmarking:
        attributes.append(("earmarking", earmarking))
    _add_other_activities(activity, fields, place, attributes, is_incoming=is_incoming)
    start = day.start.text if day.start else ""
    what = f"{ref or ''}|{start}|{ends.ego}|{ends.alter(activity)}|{_printed(money)}"
    base = f"{activity.tie_prefix}|{code}|{what}"
    key = activity.numbered(base)
    if key != base:
        advice = "The same transaction stands here more than once; each was counted."
        activity.note(place, "transaction.repeated", advice, "transaction", ref)
    description = fields.get("description")
    note = _note(description, activity.language) if description is not None else None
    status = _status(activity, flow, start)
    _add_flow(
        activity, place, key, ends, period=day, status=status, money=money, note=note, attributes=attributes, raw=raw
    )
    activity.units.keep(TRANSACTION)


def _fields(element: Element) -> tuple[Fields, str | None]:
    """The first child of each name, and the code that says how closely the money is bound to a purpose."""
    fields: Fields = {}
    earmarking = None
    for child in element:
        tag = str(child.tag)
        if tag == "aid-type":
            if child.get("vocabulary") == _EARMARKING:
                earmarking = child.get("code")
        elif tag not in fields:
            fields[tag] = child
    return fields, earmarking


def _printed(money: Money) -> str:
    return f"{money.amount} {money.currency}"


def _add_flow(
    activity: Activity,
    place: Place,
    key: str,
    ends: Ends,
    *,
    period: Period,
    status: Status,
    money: Money,
    note: str | None,
    attributes: list[tuple[str, str]],
    raw: str,
) -> None:
    ends.giver.roles.add("funder")
    ends.giver.is_used = True
    if ends.receiver is not None:
        ends.receiver.is_used = True
    else:
        attributes.append(("receiver", "not named"))
    activity.out.append(
        TieRecord(
            place,
            key,
            "funds",
            ends.ego,
            ends.alter(activity),
            period,
            status=status,
            confidence=ends.confidence,
            money=money,
            reporter=activity.reporter.label,
            note=note,
            attributes=tuple(attributes),
            raw=(("xml", raw[:_RAW_CHARACTERS]),),
        )
    )


def _code(element: Element | None, activity: Activity) -> str:
    printed = (element.get("code") or "").strip() if element is not None else ""
    if not printed:
        text = element.text if element is not None else None
        raise Unusable("transaction.no-type", "Give the transaction-type its code.", "transaction-type", text)
    code = LETTERS.get(printed.upper(), printed) if activity.is_first_version else printed
    if code not in TRANSACTIONS:
        advice = "Use a code from 1 to 13 (version 1: a letter such as D)."
        raise Unusable("transaction.unknown-type", advice, "transaction-type", printed)
    return code


def _day(element: Element | None) -> Period | None:
    if element is None:
        return None
    text = element.get("iso-date") or element.text
    return read_day(text, "transaction-date") if text and text.strip() else None


def _money(
    activity: Activity, value: Element | None, flow: FlowClass, day: Period | None, place: Place
) -> tuple[Money, Period]:
    """The amount, and the day of the transaction; where one of the two dates is missing, the other stands in."""
    if value is None:
        raise Unusable("value.missing", "Give the transaction a value.", "value")
    currency = read_currency(value.get("currency"), activity.currency)
    amount, is_rounded = read_amount(value.text, currency)
    if is_rounded:
        advice = f"Rounded to {amount} {currency}, the smallest unit of the currency."
        activity.note(place, "value.rounded", advice, "value", value.text)
    printed = value.get("value-date")
    if printed and printed.strip():
        valued = read_day(printed, "value-date")
        if day is None:
            activity.note(place, "transaction-date.missing", "The value-date was used.", "transaction-date")
    elif day is None:
        raise Unusable("transaction.no-date", "Give the transaction a transaction-date.", "transaction-date")
    else:
        valued = day
        activity.note(place, "value-date.missing", "The transaction-date was used.", "value-date")
    return Money(flow, _unsigned_zero(amount), currency, valued.start), day or valued


def _unsigned_zero(amount: Decimal) -> Decimal:
    return amount or abs(amount)


def _ends(activity: Activity, fields: Fields, place: Place, *, is_incoming: bool) -> Ends:
    """Who gives and who receives, with IATI's rules for what is left out."""
    confidence = Confidence.STATED
    giver = _end(activity, fields.get("provider-org"), place, "provider-org")
    receiver = _end(activity, fields.get("receiver-org"), place, "receiver-org")
    reporter = None if activity.is_secondary else activity.reporter
    if is_incoming:
        receiver = receiver or reporter
        if giver is None and len(activity.funders) == 1:
            giver = next(iter(activity.funders.values()))
            confidence = Confidence.INFERRED
            activity.note(
                place, "provider.inferred", "Taken from the activity's only funding organisation.", "provider-org"
            )
    else:
        giver = giver or reporter
    if giver is None:
        raise Unusable("transaction.no-provider", "Name the provider-org.", "provider-org")
    if receiver is giver:
        advice = "Provider and receiver are the same organisation; a tie needs two."
        raise Unusable("tie.self", advice, "provider-org", giver.label)
    return Ends(giver, receiver, confidence)


def _end(activity: Activity, element: Element | None, place: Place, column: str) -> Organisation | None:
    if element is None:
        return None
    seen = activity.see(element, place)
    if seen.organisation is None and seen.rule is not None and seen.rule != "org.blank":
        activity.note(place, seen.rule, "No name that can be used stands here; treated as not named.", column)
    return seen.organisation


def _add_other_activities(
    activity: Activity, fields: Fields, place: Place, attributes: list[tuple[str, str]], *, is_incoming: bool
) -> None:
    for tag, name, is_other in (
        ("provider-org", "provider-activity-id", is_incoming),
        ("receiver-org", "receiver-activity-id", not is_incoming),
    ):
        element = fields.get(tag)
        linked = element.get(name) if element is not None else None
        if linked and linked.strip():
            attributes.append((name.removesuffix("-id").replace("-", " "), linked.strip()))
            if is_other and linked.strip() == activity.id:
                advice = "The other side's activity is this activity itself; check it."
                activity.note(place, "transaction.own-activity", advice, name, linked)


def _status(activity: Activity, flow: FlowClass, start: str) -> Status:
    if activity.known_on is not None and start > activity.known_on[: len(start)]:
        return Status.PLANNED
    if activity.status_code == CANCELLED and not flow.is_paid:
        return Status.ENDED
    return Status.REALISED


def _note(description: Element, language: str | None) -> str | None:
    names = narratives(description, language)
    return names[0][0].strip()[:_NOTE_CHARACTERS] if names else None


def read_planned(activity: Activity, elements: list[Element]) -> None:
    """Turn each planned disbursement into a tie of class budget from giver to receiver, or a refusing issue."""
    activity.units.read(PLANNED, len(elements))
    for number, element in enumerate(elements, start=1):
        place = activity.place(PLANNED, number)
        try:
            _read_planned(activity, element, place)
        except Unusable as problem:
            activity.refuse(place, problem)


def _read_planned(activity: Activity, element: Element, place: Place) -> None:
    fields: Fields = {str(child.tag): child for child in element}
    period = read_period(fields)
    money, _ = _money(activity, fields.get("value"), FlowClass.BUDGET, Period(period.start, period.start), place)
    ends = _ends(activity, fields, place, is_incoming=False)
    attributes = [("activity", activity.id)]
    _add_other_activities(activity, fields, place, attributes, is_incoming=False)
    start = period.start.text if period.start else ""
    key = f"{activity.tie_prefix}|planned|{start}|{ends.ego}|{ends.alter(activity)}|{_printed(money)}"
    status = Status.ENDED if activity.status_code == CANCELLED else Status.PLANNED
    raw = etree.tostring(element, encoding="unicode", with_tail=False)
    key = activity.numbered(key)
    _add_flow(
        activity, place, key, ends, period=period, status=status, money=money, note=None, attributes=attributes, raw=raw
    )
    activity.units.keep(PLANNED)


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
