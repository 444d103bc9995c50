"""From grants to ties: funder to recipient, awarded and paid, each grant once."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from graphsvc.access import Sensitivity
from graphsvc.errors import InvalidValue
from graphsvc.model.building import quick
from graphsvc.model.records import Item, Place, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Money, PartialDate, Period
from importers.giving360.facts import Grant, Pair, facts_of, objects, text_of
from importers.giving360.organisations import Organisations
from importers.giving360.values import Values
from importers.money.account import Account, Note, noted
from importers.money.amounts import IMPLAUSIBLE
from importers.money.joint import each_once, named_ties, one_end
from importers.money.parties import Party
from importers.reading.cleaning import clean, one_line
from importers.units import Unusable

UNIT = "grant"
_RAW_CHARACTERS = 400
_NOTE_CHARACTERS = 500
_RAW = ("id", "title", "description", "currency", "amountAwarded", "amountDisbursed", "awardDate", "regrantType")
_new_tie, _new_money = quick(TieRecord), quick(Money)


@dataclass(slots=True)
class _Stated:
    """One grant while its ties are made."""

    grant: Grant
    place: Place
    currency: str
    awarded_on: PartialDate | None
    period: Period
    givers: list[Party]
    receivers: list[Party]
    ends: tuple[Party, Party]
    is_personal: bool
    facts: tuple[Pair, ...]
    raw: tuple[Pair, ...]
    notes: list[Note] = field(default_factory=list)


class GrantReader:
    """Reads grants of any number of files."""

    def __init__(self, values: Values) -> None:
        self.account = Account(UNIT)
        self.organisations = Organisations()
        self._values = values

    def read(self, grant: Grant, place: Place) -> list[Item]:
        """Everything that one grant says: ties and notes, or one refusing issue."""
        notes: list[Note] = []
        money: Money | None = None
        try:
            money, currency, awarded_on = self._awarded(grant, notes)
            self.account.check_new(text_of(grant, "id"), hash((money, _parties(grant))), "id")
            stated = self._state(grant, place, currency, awarded_on, notes)
            out: list[Item] = [*self._commitment(stated, money), *self._disbursements(stated)]
        except Unusable as problem:
            return [self.account.refuse(place, problem, FlowClass.COMMITMENT, money)]
        self.account.keep()
        stated.ends[0].roles.add("funder")
        stated.ends[0].is_used = stated.ends[1].is_used = True
        if text_of(grant, "regrantType"):
            stated.ends[1].roles.add("intermediary")
        return [*out, *noted(place, notes)]

    def _awarded(self, grant: Grant, notes: list[Note]) -> tuple[Money, str, PartialDate | None]:
        currency = self._values.currency(text_of(grant, "currency"), notes)
        amount = self._values.amount(text_of(grant, "amountAwarded"), currency, "amountAwarded", notes)
        money = _new_money(FlowClass.COMMITMENT, amount, currency)
        day = self._values.day(text_of(grant, "awardDate"), "awardDate", notes)
        if day is None:
            notes.append(("date.missing", "No award date was given; the grant belongs to no year.", "awardDate", None))
            return money, currency, None
        return _new_money(FlowClass.COMMITMENT, amount, currency, day), currency, day

    def _state(
        self, grant: Grant, place: Place, currency: str, awarded_on: PartialDate | None, notes: list[Note]
    ) -> _Stated:
        givers = self._side(grant, "fundingOrganization", place, notes)
        receivers = self._side(grant, "recipientOrganization", place, notes)
        if not givers:
            raise Unusable("grant.no-funder", "Name the fundingOrganization.", "fundingOrganization")
        giver = one_end(self.organisations.parties, givers, place)
        is_personal = grant.get("recipientIndividual") is not None
        if is_personal:
            receivers = [self.organisations.individuals(giver, place)]
        if not receivers:
            raise Unusable("grant.no-recipient", "Name the recipientOrganization.", "recipientOrganization")
        receiver = one_end(self.organisations.parties, receivers, place)
        if receiver is giver:
            advice = "Funder and recipient are the same organisation; a tie needs two."
            raise Unusable("tie.self", advice, "recipientOrganization", giver.label)
        return _Stated(
            grant,
            place,
            currency,
            awarded_on,
            self._period(grant, notes),
            givers,
            receivers,
            (giver, receiver),
            is_personal,
            facts_of(grant, notes, is_personal=is_personal),
            _raw(grant, givers, receivers, is_personal=is_personal),
            notes,
        )

    def _side(self, grant: Grant, key: str, place: Place, notes: list[Note]) -> list[Party]:
        return each_once(self.organisations.see(item, key, place, notes) for item in objects(grant, key))

    def _period(self, grant: Grant, notes: list[Note]) -> Period:
        """When the grant runs: the actual dates, else the planned ones."""
        for key in ("actualDates", "plannedDates"):
            for item in objects(grant, key):
                try:
                    start = self._values.day(text_of(item, "startDate"), f"{key}/startDate", notes)
                    end = self._values.day(text_of(item, "endDate"), f"{key}/endDate", notes)
                    if start is not None or end is not None:
                        return Period(start, end)
                except Unusable as problem:
                    notes.append((problem.rule, problem.advice, problem.column or key, problem.value))
                except InvalidValue:
                    notes.append(
                        ("date.order-reversed", "The end is before the start; no period was taken.", key, None)
                    )
        return Period()

    def _commitment(self, stated: _Stated, money: Money) -> list[TieRecord]:
        tie = self._tie(stated, f"grant:{stated.facts[0][1]}", money, stated.facts)
        return [tie, *named_ties(tie, stated.givers, stated.receivers, stated.ends)]

    def _disbursements(self, stated: _Stated) -> list[TieRecord]:
        """What was paid: the transactions, else the sum; both are the same money."""
        key, total = f"grant:{stated.facts[0][1]}|paid", text_of(stated.grant, "amountDisbursed")
        paid = objects(stated.grant, "disbursementTransaction")
        ties = []
        for number, item in enumerate(paid, start=1):
            try:
                ties.append(self._payment(stated, f"{key}|{number}", item))
            except Unusable as problem:
                advice = f"{problem.advice} Payment {number} was left out."
                stated.notes.append((problem.rule, advice, problem.column or "value", problem.value))
        if not total:
            return ties
        whole = self._values.amount(total, stated.currency, "amountDisbursed", stated.notes)
        if not paid:
            facts = (*stated.facts[:1], ("paid until", text_of(stated.grant, "dateModified")[:10]))
            return [self._tie(stated, key, _new_money(FlowClass.DISBURSEMENT, whole, stated.currency), facts)]
        added = sum((tie.money.amount or Decimal(0) for tie in ties if tie.money is not None), Decimal(0))
        if added != whole:
            advice = f"The payments add up to {added}; they were taken, not the sum."
            stated.notes.append(("grant.paid-differs", advice, "amountDisbursed", total))
        return ties

    def _payment(self, stated: _Stated, key: str, item: Grant) -> TieRecord:
        printed, ref = text_of(item, "currency"), text_of(item, "id")
        currency = self._values.currency(printed, stated.notes) if printed else stated.currency
        amount = self._values.amount(text_of(item, "value"), currency, "value", stated.notes)
        dated = text_of(item, "valueDate") or text_of(item, "transactionDate")
        day = self._values.day(dated, "transactionDate", stated.notes)
        facts = (*stated.facts[:1], ("transaction ref", ref))
        return self._tie(stated, key, _new_money(FlowClass.DISBURSEMENT, amount, currency, day), facts)

    def _tie(self, stated: _Stated, key: str, money: Money, facts: tuple[Pair, ...]) -> TieRecord:
        amount = money.amount or Decimal(0)
        giver, receiver = stated.ends
        return _new_tie(
            stated.place,
            key,
            "funds",
            giver.key,
            receiver.key,
            stated.period,
            confidence=Confidence.DOUBTFUL if abs(amount) >= IMPLAUSIBLE else Confidence.STATED,
            money=money,
            reporter=stated.givers[0].label,
            note=None if stated.is_personal else _remark(text_of(stated.grant, "description")),
            attributes=tuple(pair for pair in facts if pair[1]),
            sensitivity=Sensitivity.RESTRICTED if stated.is_personal else None,
            raw=stated.raw,
        )


def _parties(grant: Grant) -> tuple[str, ...]:
    """Who stands at the ends, as printed: what tells two grants of one id apart."""
    both = (*objects(grant, "fundingOrganization"), *objects(grant, "recipientOrganization"))
    return tuple(text_of(item, "id") or text_of(item, "name") for item in both)


def _raw(grant: Grant, givers: list[Party], receivers: list[Party], *, is_personal: bool) -> tuple[Pair, ...]:
    keys = [key for key in _RAW if not (is_personal and key in ("title", "description"))]
    pairs = [(key, text_of(grant, key)[:_RAW_CHARACTERS]) for key in keys]
    pairs.append(("fundingOrganization", "; ".join(party.label for party in givers)[:_RAW_CHARACTERS]))
    pairs.append(("recipientOrganization", "; ".join(party.label for party in receivers)[:_RAW_CHARACTERS]))
    return tuple(pair for pair in pairs if pair[1])


def _remark(text: str) -> str | None:
    cleaned = clean(one_line(text))
    return cleaned.text[:_NOTE_CHARACTERS] or None if cleaned.refusal is None else None
