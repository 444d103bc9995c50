"""What the totals leave out: the money of every flow that could not be taken, by class and currency."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from graphsvc.model.records import Place, RowIssue
from graphsvc.model.values import FlowClass, Money

RULE = "money.left-out"


class LeftOut:
    """The account of refused money; small, since it holds sums only."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str, str], Decimal] = {}
        self._counts: dict[tuple[str, str, str], Counter[str]] = {}

    def add(self, place: Place, rule: str, flow_class: FlowClass | None, money: Money | None) -> None:
        """Count one refused flow; without `money` its amount is not known."""
        label = flow_class.label if flow_class is not None else ""
        key = (place.file, label, (money.currency if money else None) or "")
        amount = money.amount if money is not None and money.amount is not None else Decimal(0)
        self._sums[key] = self._sums.get(key, Decimal(0)) + amount
        self._counts.setdefault(key, Counter())[rule] += 1

    def notes(self) -> list[RowIssue]:
        """One note for each file, class and currency: how much, in how many flows, under which rules."""
        found = []
        for (file, label, currency), counts in sorted(self._counts.items()):
            what = f"{self._sums[file, label, currency]:,f} {currency}" if currency else "an amount that is not known"
            sort = f"of class {label}" if label else "of a class that is not known"
            rules = ", ".join(f"{rule}: {count:,}" for rule, count in sorted(counts.items()))
            advice = f"The totals leave out {what} {sort}, in {counts.total():,} refused rows ({rules})."
            found.append(RowIssue(Place(file, "all"), RULE, advice, is_refusal=False))
        return found
