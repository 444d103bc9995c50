"""Organisation files: an organisation's own budgets, and those it has set aside for named recipients."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from lxml import etree

from graphsvc.model.records import Item, Place, RowIssue, TieRecord
from graphsvc.model.values import FlowClass, Money, Status
from importers.iati.activities import Edition
from importers.iati.organisations import Organisation, Organisations
from importers.iati.transactions import read_period
from importers.iati.values import LANGUAGE, Element, Names, narratives, read_amount, read_currency, read_day
from importers.units import Units, Unusable

ORGANISATION = "iati-organisation"
_RECIPIENT_BUDGET = "recipient-org-budget"
_OWN_BUDGETS = ("total-budget", "total-expenditure", "recipient-country-budget", "recipient-region-budget")
_LEFT_OUT = frozenset(
    {"organisation-identifier", "iati-identifier", "identifier", "name", "reporting-org", "document-link"}
)


@dataclass(slots=True)
class OrganisationReader:
    """Reads the organisations of organisation files. `extensions` counts elements that the standard does not know.

    `sorts` are the units that are always tallied.
    """

    sorts: ClassVar[tuple[str, ...]] = (ORGANISATION, _RECIPIENT_BUDGET)

    organisations: Organisations
    units: Units
    extensions: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def read(self, element: Element, number: int, edition: Edition) -> list[Item]:
        """Everything that one organisation says of itself, the `number`th (from 1) of its file."""
        place = Place(edition.file, f"{ORGANISATION}[{number}]")
        budgets = [child for child in element if child.tag == _RECIPIENT_BUDGET]
        language = element.get(LANGUAGE)
        try:
            owner = self._owner(element, place, language)
        except Unusable as problem:
            self.units.add(ORGANISATION, 1, 0)
            self.units.add(_RECIPIENT_BUDGET, len(budgets), 0)
            return _refused(place, problem, len(budgets))
        self.units.add(ORGANISATION, 1, 1)
        owner.is_used = True
        owner.attributes.extend(self._own_budgets(element))
        reporter = self._reporter(element, place, language) or owner
        out: list[Item] = []
        for position, budget in enumerate(budgets, start=1):
            where = Place(edition.file, f"{owner.number or owner.label}/{_RECIPIENT_BUDGET}[{position}]")
            try:
                out.append(self._budget(budget, owner, reporter, element.get("default-currency"), language, where))
                self.units.add(_RECIPIENT_BUDGET, 1, 1)
            except Unusable as problem:
                self.units.add(_RECIPIENT_BUDGET, 1, 0)
                out.append(_issue(where, problem))
        out += self.organisations.notes
        self.organisations.notes.clear()
        return out

    def _owner(self, element: Element, place: Place, language: str | None) -> Organisation:
        identifiers = [child for child in element if child.tag in {"organisation-identifier", "iati-identifier"}]
        ref = " ".join((identifiers[0].text or "").split()) if identifiers else None
        names: Names = ()
        for child in element:
            if child.tag == "name":
                names += narratives(child, language)
        reporting = next((child for child in element if child.tag == "reporting-org"), None)
        sort = reporting.get("type") if reporting is not None and reporting.get("ref") == ref else None
        seen = self.organisations.see_named(ref, sort, names, place)
        if seen.organisation is None:
            advice = "Give the organisation its organisation-identifier and name."
            raise Unusable("organisation.no-identifier", advice, "organisation-identifier", ref)
        return seen.organisation

    def _reporter(self, element: Element, place: Place, language: str | None) -> Organisation | None:
        for child in element:
            if child.tag == "reporting-org":
                return self.organisations.see(child, language, place).organisation
        return None

    def _own_budgets(self, element: Element) -> list[tuple[str, str]]:
        found = []
        for child in element:
            tag = str(child.tag)
            if tag in _OWN_BUDGETS:
                found.append((tag.replace("-", " "), _printed(child)))
            elif tag != _RECIPIENT_BUDGET and tag not in _LEFT_OUT:
                self.extensions[tag] = self.extensions.get(tag, 0) + 1
        return found

    def _budget(
        self,
        element: Element,
        owner: Organisation,
        reporter: Organisation,
        currency: str | None,
        language: str | None,
        place: Place,
    ) -> TieRecord:
        fields = {str(child.tag): child for child in element}
        period = read_period(fields)
        money = _money(fields.get("value"), currency)
        recipient = self._recipient(fields.get("recipient-org"), language, place)
        if recipient is owner:
            raise Unusable("tie.self", "The organisation sets a budget aside for itself.", "recipient-org", owner.label)
        recipient.is_used = True
        owner.roles.add("funder")
        start = period.start.text if period.start else ""
        key = f"{owner.key}|budget|{recipient.key}|{start}|{money.amount} {money.currency}"
        number = self._numbers[key] = self._numbers.get(key, 0) + 1
        return TieRecord(
            place,
            key if number == 1 else f"{key}#{number}",
            "funds",
            owner.key,
            recipient.key,
            period,
            status=Status.PLANNED,
            money=money,
            reporter=reporter.label,
            attributes=(("budget status", str(element.get("status"))),) if element.get("status") else (),
            raw=(("xml", etree.tostring(element, encoding="unicode", with_tail=False)[:2_000]),),
        )

    def _recipient(self, element: Element | None, language: str | None, place: Place) -> Organisation:
        if element is None:
            raise Unusable("budget.no-recipient", "Name the recipient-org.", "recipient-org")
        seen = self.organisations.see(element, language, place)
        if seen.organisation is None:
            raise Unusable(seen.rule or "org.blank", "Give the recipient a name or a number.", "recipient-org")
        return seen.organisation


def _money(value: Element | None, default: str | None) -> Money:
    if value is None:
        raise Unusable("value.missing", "Give the budget a value.", "value")
    currency = read_currency(value.get("currency"), default)
    amount, _ = read_amount(value.text, currency)
    printed = value.get("value-date")
    return Money(FlowClass.BUDGET, amount, currency, read_day(printed, "value-date").start if printed else None)


def _printed(budget: Element) -> str:
    fields = {str(child.tag): child for child in budget}
    days = [fields[name].get("iso-date") or "" for name in ("period-start", "period-end") if name in fields]
    value = fields.get("value")
    amount = f"{(value.text or '').strip()} {value.get('currency') or ''}" if value is not None else ""
    where = [
        str(fields[name].get("code") or "") for name in ("recipient-country", "recipient-region") if name in fields
    ]
    return " ".join([*where, "/".join(days), amount.strip()]).strip()


def _issue(place: Place, problem: Unusable) -> RowIssue:
    value = problem.value[:200] if problem.value is not None else None
    return RowIssue(place, problem.rule, problem.advice, problem.column, value)


def _refused(place: Place, problem: Unusable, budgets: int) -> list[Item]:
    places = [Place(place.file, f"{place.locator}/{_RECIPIENT_BUDGET}[{number}]") for number in range(1, budgets + 1)]
    advice = "Left out with its organisation."
    return [_issue(place, problem), *(RowIssue(where, "organisation.refused", advice) for where in places)]
