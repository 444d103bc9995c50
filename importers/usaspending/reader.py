"""From rows to ties: agency to prime recipient, and prime recipient to sub-recipient under the same award."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from graphsvc.folding import fold
from graphsvc.model.building import quick
from graphsvc.model.records import Item, Place, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Identifier, Money, NameKind, Period
from importers.countries import country_code
from importers.money.account import Account, Note, noted
from importers.money.agencies import PRM, PRM_LISTINGS, Agencies, is_prm
from importers.money.amounts import IMPLAUSIBLE, amount_of, day_of
from importers.money.columns import raw_of
from importers.money.parties import Parties, Party, party_name
from importers.reading.cleaning import clean, one_line
from importers.units import Unusable
from importers.unnamed import is_redacted
from importers.usaspending.layout import DELETED, PRIME_FACTS, PRIME_RAW, SUB_FACTS, SUB_RAW

Get = Callable[[str], str]
Pair = tuple[str, str]
DOLLARS = "USD"
_NOTE_CHARACTERS = 500
_new_tie, _new_money = quick(TieRecord), quick(Money)


@dataclass(slots=True)
class _Row:
    """One row while its tie is made."""

    get: Get
    place: Place
    facts: list[Pair] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class AwardReader:
    """Reads prime transactions and sub-awards of any number of files."""

    def __init__(self) -> None:
        self.primes = Account("transaction", no_money=("transaction.deleted",))
        self.subs = Account("sub-award")
        self.parties = Parties()
        self._agencies = Agencies(self.parties)
        self._awards: set[str] = set()

    def prime(self, get: Get, place: Place) -> list[Item]:
        """What one transaction of a prime award says: the change of its obligation. Its sign is kept."""
        row, money = _Row(get, place), None
        try:
            _refuse_deleted(get)
            money = _money(row, "federal_action_obligation", "action_date")
            key = get("assistance_transaction_unique_key")
            self.primes.check_new(key, hash((money, get("recipient_name"))), "assistance_transaction_unique_key")
            row.facts += [(name, text) for column, name in PRIME_FACTS if (text := get(column))]
            row.facts.insert(1, ("transaction ref", key))
            ends = self._funder(row, "", "cfda_number"), self._recipient(row, "recipient")
            tie = _tie(row, f"transaction:{key}", ends, money, ("transaction_description", PRIME_RAW))
        except Unusable as problem:
            return [self.primes.refuse(place, problem, FlowClass.COMMITMENT, money)]
        self.primes.keep()
        return [*self._parts(), tie, *noted(place, row.notes)]

    def sub(self, get: Get, place: Place) -> list[Item]:
        """What one report of a sub-award says: what a prime recipient passes on under an award."""
        row, money = _Row(get, place), None
        try:
            money = _money(row, "subaward_amount", "subaward_action_date")
            key = _key_of_sub(get, money)
            self.subs.check_new(key, 0, "subaward_number")
            row.facts += [(name, text) for column, name in SUB_FACTS if (text := get(column))]
            ends = self._recipient(row, "prime_awardee"), self._recipient(row, "subawardee")
            _doubt(row, money)
            tie = _tie(row, f"sub-award:{key}", ends, money, ("subaward_description", SUB_RAW))
            award = self._award(row, ends[0])
        except Unusable as problem:
            return [self.subs.refuse(place, problem, FlowClass.COMMITMENT, money)]
        self.subs.keep()
        ends[0].roles.add("intermediary")
        return [*self._parts(), *award, tie, *noted(place, row.notes)]

    def _award(self, row: _Row, prime: Party) -> list[TieRecord]:
        """The first hop, once an award: who funds the prime recipient, without an amount, which stands elsewhere."""
        award = row.get("prime_award_unique_key")
        if award in self._awards:
            return []
        self._awards.add(award)
        first = _Row(row.get, row.place, [pair for pair in row.facts if pair[0] in ("award", "award id")])
        ends = self._funder(first, "prime_award_", "prime_award_cfda_number"), prime
        return [_tie(first, f"award:{award}", ends, Money(FlowClass.DECLARED), ("prime_award_description", SUB_RAW))]

    def _parts(self) -> list[TieRecord]:
        parts = list(self._agencies.ties)
        self._agencies.ties.clear()
        return parts

    def _funder(self, row: _Row, prefix: str, listings: str) -> Party:
        """Who pays: the funding side where it is given, else the awarding; PRM by its assistance listing."""
        get = row.get
        sides = ((f"{prefix}{side}_agency_name", f"{prefix}{side}_sub_agency_name") for side in ("funding", "awarding"))
        agency, sub_agency = next(((get(one), get(other)) for one, other in sides if get(one) or get(other)), ("", ""))
        numbers = [text.strip() for text in get(listings).split(";") if text.strip()]
        row.facts += [("assistance listing", text) for text in numbers]
        names: tuple[str, ...] = (agency, sub_agency)
        if "state" in fold(agency).split() and numbers and set(numbers) <= PRM_LISTINGS and not is_prm(sub_agency):
            names = (agency, sub_agency, PRM)
            advice = f"Taken from the assistance listing: {PRM}."
            row.notes.append(("award.bureau-inferred", advice, listings, get(listings)))
        awarding = get(f"{prefix}awarding_agency_name")
        if fold(awarding) != fold(agency):
            row.facts.append(("awarded by", awarding))
        return self._agencies.funder(names, row.place)

    def _recipient(self, row: _Row, prefix: str) -> Party:
        """A recipient by its number, else its name; one that is not named is a class."""
        name, refused = party_name(row.get(f"{prefix}_name"))
        if refused is not None:
            raise Unusable(refused, "Give the recipient a name that can be kept.", f"{prefix}_name", name)
        if not name or is_redacted(name):
            row.facts.append(("receiver" if prefix != "prime_awardee" else "giver", "not named"))
            text = "Not named (USAspending)"
            printed = ((f"{prefix}_name", name),)
            return self.parties.add(Party("unnamed", row.place, "group", {text: NameKind.NAME}, printed))
        number = clean(row.get(f"{prefix}_uei").upper(), is_code=True).text
        key = f"uei:{number}" if number else f"name:{fold(name) or name}"
        kind = "group" if fold(name).startswith("miscellaneous foreign") else "organization"
        raw = tuple(pair for pair in ((f"{prefix}_name", name), (f"{prefix}_uei", number)) if pair[1])
        party = self.parties.add(Party(key, row.place, kind, {name: NameKind.NAME}, raw))
        party.names.setdefault(name, NameKind.NAME)
        party.country = party.country or country_code(row.get(f"{prefix}_country_code"))
        if number:
            party.identifiers[Identifier("uei", number)] = None
        return party


def _refuse_deleted(get: Get) -> None:
    if any(get(column).upper() == "D" for column in DELETED):
        raise Unusable("transaction.deleted", "The publisher took this transaction back.", DELETED[0], "D")


def _key_of_sub(get: Get, money: Money) -> str:
    """A prime recipient that reports again repeats award, number, day, receiver and amount: it is the same money."""
    award = get("prime_award_unique_key")
    if not award:
        raise Unusable("sub-award.no-award", "Name the prime award.", "prime_award_unique_key")
    parts = (award, get("subaward_number"), get("subaward_action_date")[:10], get("subawardee_name"), str(money.amount))
    return "|".join(parts)


def _tie(
    row: _Row, key: str, ends: tuple[Party, Party], money: Money, columns: tuple[str, tuple[str, ...]]
) -> TieRecord:
    giver, receiver = ends
    if giver is receiver:
        raise Unusable("tie.self", "Giver and receiver are the same; a tie needs two.", "recipient_name", giver.label)
    giver.roles.add("funder")
    giver.is_used = receiver.is_used = True
    rules = {rule for rule, _, _, _ in row.notes}
    confidence = Confidence.INFERRED if "award.bureau-inferred" in rules else Confidence.STATED
    if rules & {"value.implausible", "sub-award.exceeds-award", "sub-award.amount-is-number"}:
        confidence = Confidence.DOUBTFUL
    cleaned = clean(one_line(row.get(columns[0])))
    day = money.value_date
    return _new_tie(
        row.place,
        key,
        "funds",
        giver.key,
        receiver.key,
        Period(day, day) if day else Period(),
        confidence=confidence,
        money=money,
        note=None if cleaned.refusal else cleaned.text[:_NOTE_CHARACTERS] or None,
        attributes=tuple(row.facts),
        raw=raw_of(row.get, columns[1]),
    )


def _money(row: _Row, column: str, date_column: str) -> Money:
    text, dated = row.get(column), row.get(date_column)
    amount, is_rounded = amount_of(text, DOLLARS, column)
    if is_rounded:
        row.notes.append(("value.rounded", f"Rounded to {amount} {DOLLARS}.", column, text))
    if abs(amount) >= IMPLAUSIBLE:
        row.notes.append(("value.implausible", "Check the number of digits; kept, as doubtful.", column, text))
    if not dated:
        row.notes.append(("date.missing", "No date was given; the amount belongs to no year.", date_column, None))
    return _new_money(FlowClass.COMMITMENT, amount, DOLLARS, day_of(dated, date_column) if dated else None)


def _doubt(row: _Row, money: Money) -> None:
    """Known faults of reported sub-awards: more than the award itself, and the number typed as the amount."""
    amount = money.amount or Decimal(0)
    digits = "".join(char for char in row.get("subaward_number") if char.isdigit())
    if len(digits) > 4 and format(amount, "f").split(".")[0] == digits:
        advice = "The amount is the number of the sub-award; kept, as doubtful."
        row.notes.append(("sub-award.amount-is-number", advice, "subaward_amount", str(amount)))
    try:
        whole, _ = amount_of(row.get("prime_award_amount"), DOLLARS, "prime_award_amount")
    except Unusable:
        return  # the award's total is only compared with; it is a fact as it stands
    if amount > whole:
        advice = f"This is more than the whole award, {whole} {DOLLARS}; kept, as doubtful."
        row.notes.append(("sub-award.exceeds-award", advice, "subaward_amount", str(amount)))
