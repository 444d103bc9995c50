"""From transactions to ties: agency or bureau to implementing partner, as obligated or disbursed."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b

from graphsvc.folding import fold
from graphsvc.model.building import quick
from graphsvc.model.records import Item, Place, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Money, NameKind, PartialDate, Period
from importers.money.account import Account, Note, noted
from importers.money.agencies import Agencies
from importers.money.amounts import IMPLAUSIBLE, amount_of, day_of
from importers.money.columns import raw_of
from importers.money.parties import Parties, Party, is_class, party_name
from importers.reading.cleaning import clean, one_line
from importers.units import Unusable
from importers.unnamed import is_redacted

# The columns as ForeignAssistance.gov's complete file of transactions has them.
NEEDED = (
    "Country Name",
    "Managing Agency Name",
    "Managing Sub-agency or Bureau Name",
    "Implementing Partner Name",
    "Activity Name",
    "Transaction Type Name",
    "Fiscal Year",
    "Current Dollar Amount",
)
_FACTS = (
    ("Activity ID", "activity"),
    ("Activity Name", "project"),
    ("Activity Project Number", "award id"),
    ("Fiscal Year", "fiscal year"),
    ("Country Name", "for country"),
    ("US Sector Name", "US sector"),
    ("International Purpose Name", "purpose"),
    ("Implementing Partner Category Name", "organisation category"),
    ("Funding Agency Name", "funded by"),
    ("Constant Dollar Amount", "amount in constant dollars"),
)
_RAW = (*NEEDED, "Transaction Date", "Activity ID", "Managing Agency Acronym", "Submission ID")
_CLASSES = {
    "obligations": FlowClass.COMMITMENT,
    "obligation": FlowClass.COMMITMENT,
    "disbursements": FlowClass.DISBURSEMENT,
    "disbursement": FlowClass.DISBURSEMENT,
}
_NAMES_OF_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: f"{number:02}" for number, name in enumerate(_NAMES_OF_MONTHS, 1)}
_NAMED_DAY = re.compile(r"(\d{1,2})-?([A-Za-z]{3})-?(\d{4})")
_FISCAL = re.compile(r"(\d{4})(?:tq)?", re.IGNORECASE)
# Partners that stand for many: "NGO - United States Unknown", "Enterprises - United States Other".
_MANY = re.compile(r".*\b(unknown|undisclosed|undefined|various|other|multiple)$")
_NOTHING = frozenset({"", "null", "not applicable", "n a", "na"})
DOLLARS = "USD"
Get = Callable[[str], str]
_new_tie, _new_money = quick(TieRecord), quick(Money)


class TransactionReader:
    """Reads transactions of any number of files; of each row eight bytes are kept, to number those that are equal."""

    def __init__(self) -> None:
        self.account = Account("transaction")
        self.parties = Parties()
        self._agencies = Agencies(self.parties)
        self._keys: set[bytes] = set()
        self._repeats: dict[bytes, int] = {}

    def read(self, get: Get, place: Place) -> list[Item]:
        """What one row says: a tie and notes, or one refusing issue."""
        notes: list[Note] = []
        flow_class, money = None, None
        try:
            flow_class = _class(get)
            money = _money(get, flow_class, notes)
            names = get("Managing Agency Name"), get("Managing Sub-agency or Bureau Name")
            funder = self._agencies.funder(names, place, get("Managing Sub-agency or Bureau Acronym"))
            tie = self._tie(get, place, funder, money, notes)
        except Unusable as problem:
            return [self.account.refuse(place, problem, flow_class, money)]
        self.account.keep()
        parts = list(self._agencies.ties)
        self._agencies.ties.clear()
        return [*parts, tie, *noted(place, notes)]

    def _tie(self, get: Get, place: Place, funder: Party, money: Money, notes: list[Note]) -> TieRecord:
        facts = [(name, text) for column, name in _FACTS if fold(text := get(column)) not in _NOTHING]
        partner = self._partner(get, place, facts)
        if partner is funder:
            advice = "Agency and partner are the same; a tie needs two."
            raise Unusable("tie.self", advice, "Implementing Partner Name", funder.label)
        funder.roles.add("funder")
        funder.is_used = partner.is_used = True
        is_odd = money.amount is not None and abs(money.amount) >= IMPLAUSIBLE
        cleaned = clean(one_line(get("Activity Description")))
        day = money.value_date
        return _new_tie(
            place,
            self._key(get, (funder.key, partner.key), money, notes),
            "funds",
            funder.key,
            partner.key,
            Period(day, day) if day else Period(),
            confidence=Confidence.DOUBTFUL if is_odd else Confidence.STATED,
            money=money,
            note=None if cleaned.refusal else cleaned.text[:500] or None,
            attributes=tuple(facts),
            raw=raw_of(get, _RAW),
        )

    def _partner(self, get: Get, place: Place, facts: list[tuple[str, str]]) -> Party:
        name, refused = party_name(get("Implementing Partner Name"))
        if refused is not None:
            raise Unusable(refused, "Give the partner a name that can be kept.", "Implementing Partner Name", name)
        if fold(name) in _NOTHING or is_redacted(name):
            facts.append(("receiver", "not named"))
            text = "Partner not named (ForeignAssistance.gov)"
            raw = (("Implementing Partner Name", name),)
            return self.parties.add(Party("unnamed", place, "group", {text: NameKind.NAME}, raw))
        kind = "group" if is_class(name) or _MANY.fullmatch(fold(name)) else "organization"
        raw = (("Implementing Partner Name", name),)
        return self.parties.add(Party(f"name:{fold(name) or name}", place, kind, {name: NameKind.NAME}, raw))

    def _key(self, get: Get, ends: tuple[str, str], money: Money, notes: list[Note]) -> str:
        """The rows have no id of their own: what they say is their key; equal ones may be real and are numbered."""
        parts = (get("Activity ID") or get("Activity Name"), money.flow_class.label, get("Fiscal Year"))
        dated = money.value_date.text if money.value_date else ""
        rest = (dated, get("Country Name"), get("International Purpose Code"), get("Funding Account ID"))
        key = "|".join((*ends, *parts, *rest, str(money.amount)))
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if digest not in self._keys:
            self._keys.add(digest)
            return key
        number = self._repeats[digest] = self._repeats.get(digest, 1) + 1
        advice = "The same transaction stands here more than once; each was counted."
        notes.append(("transaction.repeated", advice, "Activity ID", get("Activity ID")))
        return f"{key}|#{number}"


def _class(get: Get) -> FlowClass:
    printed = get("Transaction Type Name")
    found = _CLASSES.get(printed.casefold())
    if found is None:
        advice = "Use Obligations or Disbursements; budgets and requests are no flows to a partner."
        raise Unusable("transaction.unknown-type", advice, "Transaction Type Name", printed)
    return found


def _money(get: Get, flow_class: FlowClass, notes: list[Note]) -> Money:
    column = "Current Dollar Amount"
    amount, is_rounded = amount_of(get(column), DOLLARS, column)
    if is_rounded:
        notes.append(("value.rounded", f"Rounded to {amount} {DOLLARS}.", column, get(column)))
    if abs(amount) >= IMPLAUSIBLE:
        notes.append(("value.implausible", "Check the number of digits; kept, as doubtful.", column, get(column)))
    return _new_money(flow_class, amount, DOLLARS, _day(get, notes))


def _day(get: Get, notes: list[Note]) -> PartialDate | None:
    """The day of the transaction; without one, the fiscal year stands for the year, with a note."""
    printed = get("Transaction Date")
    if fold(printed) not in _NOTHING:
        named = _NAMED_DAY.fullmatch(printed)
        if named is not None and named[2].casefold() in _MONTHS:
            return day_of(f"{named[3]}-{_MONTHS[named[2].casefold()]}-{int(named[1]):02}", "Transaction Date")
        return day_of(printed, "Transaction Date")
    fiscal = _FISCAL.fullmatch(get("Fiscal Year"))
    if fiscal is None:
        raise Unusable("date.impossible", "Write the fiscal year as 2020.", "Fiscal Year", get("Fiscal Year"))
    advice = "No day was given; the fiscal year, which begins in October of the year before, stands for the year."
    notes.append(("date.fiscal-year", advice, "Transaction Date", get("Fiscal Year")))
    return day_of(fiscal[1], "Fiscal Year")
