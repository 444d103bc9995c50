"""Transactions and planned disbursements of an activity, as flows from giver to receiver."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from graphsvc.model.building import quick
from graphsvc.model.records import Place, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Money, Period, Status
from importers.iati.codes import CANCELLED, EXPENDITURE, LETTERS, TRANSACTIONS
from importers.iati.context import Activity, new_tie
from importers.iati.organisations import Organisation, Seen
from importers.iati.values import Element, Unusable, children, narratives, read_amount, read_currency, read_day, remark

TRANSACTION, PLANNED = "transaction", "planned-disbursement"
_EARMARKING = "2"  # vocabulary of aid types that says how closely the money is bound to a purpose
_NOTE_CHARACTERS = 500
_NOBODY = Seen(None)

Fields = dict[str, Element]
Pairs = list[tuple[str, str]]

_new_money = quick(Money)


@dataclass(slots=True)
class _Flow:
    """One transaction while it is read: its fields, what they say, and the pairs that the tie keeps."""

    activity: Activity
    place: Place
    fields: Fields
    is_incoming: bool
    raw: Pairs
    attributes: Pairs
    confidence: Confidence = Confidence.STATED

    def note(self, rule: str, advice: str, column: str, value: str | None = None) -> None:
        """Report a doubt or repair."""
        self.activity.note(self.place, rule, advice, column, value)


def read_transactions(activity: Activity, elements: list[Element], *, expenditure: bool) -> None:
    """Turn each transaction into one tie or one refusing issue, in the order of the file.

    Args:
        activity: where ties, issues and counts go.
        elements: the activity's `transaction` elements.
        expenditure: take payments to suppliers too.
    """
    kept = 0
    for number, element in enumerate(elements, start=1):
        place = activity.place(TRANSACTION, number)
        try:
            activity.out.append(_transaction(activity, element, place, expenditure=expenditure))
            kept += 1
        except Unusable as problem:
            activity.refuse(place, problem)
    activity.units.add(TRANSACTION, len(elements), kept)


def _transaction(activity: Activity, element: Element, place: Place, *, expenditure: bool) -> TieRecord:
    fields: Fields = {child.tag: child for child in children(element)}
    code = _code(fields.get("transaction-type"), is_first_version=activity.is_first_version)
    if code == EXPENDITURE and not expenditure:
        advice = "Payments to suppliers are left out; the choice expenditure=yes takes them."
        raise Unusable("transaction.expenditure", advice, "transaction-type", code)
    kind, is_incoming = TRANSACTIONS[code]
    raw, attributes = [("transaction-type", code)], [activity.about, ("transaction type", code)]
    flow = _Flow(activity, place, fields, is_incoming, raw, attributes)
    money, day = _money(flow, kind, _day(flow))
    giver, receiver = _ends(flow)
    ref = element.get("ref")
    if ref:
        attributes.append(("transaction ref", ref))
    earmarking = _earmarking(element, fields)
    if earmarking:
        attributes.append(("earmarking", earmarking))
    description = fields.get("description")
    note = _note(description) if description is not None else None
    start = day.start.text if day.start else ""
    ego, alter = giver.key, receiver.key if receiver is not None else activity.id
    what = f"{code}|{ref}|{start}|{ego}|{alter}|{money.amount!s} {money.currency}|{earmarking}|{note}"
    return new_tie(
        place,
        _key(flow, what),
        "funds",
        ego,
        alter,
        day,
        status=_status(activity, kind, start),
        confidence=flow.confidence,
        money=money,
        reporter=activity.reporter_name,
        note=note,
        attributes=tuple(attributes),
        raw=tuple(raw),
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


def _day(flow: _Flow) -> Period | None:
    element = flow.fields.get("transaction-date")
    text = None if element is None else element.get("iso-date") or element.text
    if text is None or not text.strip():
        return None
    flow.raw.append(("transaction-date", text))
    return read_day(text, "transaction-date")


def _money(flow: _Flow, kind: FlowClass, day: Period | None) -> tuple[Money, Period]:
    """The amount, and the day of the transaction; where one of the two dates is missing, the other stands in."""
    value = flow.fields.get("value")
    if value is None:
        raise Unusable("value.missing", "Give the transaction a value.", "value")
    text, own, printed = value.text, value.get("currency"), value.get("value-date")
    currency = read_currency(own, flow.activity.currency)
    amount, is_rounded = read_amount(text, currency)
    if is_rounded:
        advice = f"Rounded to {amount} {currency}, the smallest unit of the currency."
        flow.note("value.rounded", advice, "value", text)
    flow.raw += ("value", text or ""), ("currency", own or ""), ("value-date", printed or "")
    if printed and printed.strip():
        valued = read_day(printed, "value-date")
        if day is None:
            flow.note("transaction-date.missing", "The value-date was used.", "transaction-date")
    elif day is None:
        raise Unusable("transaction.no-date", "Give the transaction a transaction-date.", "transaction-date")
    else:
        valued = day
        flow.note("value-date.missing", "The transaction-date was used.", "value-date")
    return _new_money(kind, amount or Decimal(0), currency, valued.start), day or valued


def _ends(flow: _Flow) -> tuple[Organisation, Organisation | None]:
    """Who gives and who receives (None: nobody is named, the money goes into the project), by IATI's rules."""
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
        flow.attributes.append(("receiver", "not named"))
    return giver, receiver


def _end(flow: _Flow, column: str, link: str, *, is_other_side: bool) -> Organisation | None:
    element = flow.fields.get(column)
    if element is None:
        return None
    seen = flow.activity.see(element, flow.place)
    flow.raw.append((column, seen.printed))
    linked = element.get(link)
    if linked:
        _add_link(flow, link, linked.strip(), is_other_side=is_other_side)
    if seen.organisation is None and seen.rule != "org.blank":
        flow.note(seen.rule or "", "No name that can be used stands here; treated as not named.", column)
    return seen.organisation


def _add_link(flow: _Flow, link: str, linked: str, *, is_other_side: bool) -> None:
    """Keep the activity of one side as an attribute."""
    if linked:
        flow.attributes.append((link.removesuffix("-id").replace("-", " "), linked))
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


def _key(flow: _Flow, what: str) -> str:
    base = f"{flow.activity.tie_prefix}|{what}"
    key = flow.activity.numbered(base)
    if key is not base:
        advice = "The same transaction stands here more than once; each was counted."
        flow.note("transaction.repeated", advice, "transaction")
    return key


def _status(activity: Activity, kind: FlowClass, start: str) -> Status:
    if activity.known_on is not None and start > activity.known_on[: len(start)]:
        return Status.PLANNED
    if activity.status_code == CANCELLED and not kind.is_paid:
        return Status.ENDED
    return Status.REALISED


def _note(description: Element) -> str | None:
    first = description[0].text if len(description) else description.text
    if first is None or not first.strip():
        first = next((text for text, _ in narratives(description, None)), "")
    return remark(first, _NOTE_CHARACTERS)


def read_planned(activity: Activity, elements: list[Element]) -> None:
    """Turn each planned disbursement into a tie of class budget from giver to receiver, or a refusing issue."""
    kept = 0
    for number, element in enumerate(elements, start=1):
        place = activity.place(PLANNED, number)
        try:
            activity.out.append(_planned(activity, element, place))
            kept += 1
        except Unusable as problem:
            activity.refuse(place, problem)
    activity.units.add(PLANNED, len(elements), kept)


def _planned(activity: Activity, element: Element, place: Place) -> TieRecord:
    fields: Fields = {child.tag: child for child in children(element)}
    period = read_period(fields)
    flow = _Flow(activity, place, fields, is_incoming=False, raw=[], attributes=[activity.about])
    money, _ = _money(flow, FlowClass.BUDGET, Period(period.start, period.start))
    giver, receiver = _ends(flow)
    ego, alter = giver.key, receiver.key if receiver is not None else activity.id
    what = f"planned|{period.start.text if period.start else ''}|{ego}|{alter}|{money.amount!s} {money.currency}"
    return new_tie(
        place,
        _key(flow, what),
        "funds",
        ego,
        alter,
        period,
        status=Status.ENDED if activity.status_code == CANCELLED else Status.PLANNED,
        money=money,
        reporter=activity.reporter_name,
        attributes=tuple(flow.attributes),
        raw=tuple(flow.raw),
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
