"""What an import says about money, in a form that a recount by other means can be compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, TieRecord
from importers.importer import Reading
from importers.registry import importer

Totals = dict[tuple[str, str, str, str, str], Decimal]
"""Sum by class, currency, year, giver and receiver (by the names under which they are shown)."""


def read(name: str, *paths: Path, **choices: str) -> list[Item]:
    return list(importer(name).read(paths, Reading(Kinds.load(), choices=choices)))


def totals(items: Sequence[Item]) -> Totals:
    names = {item.key: item.names[0].value for item in items if isinstance(item, ActorRecord)}
    sums: Totals = defaultdict(Decimal)
    for tie in flows(items):
        money = tie.money
        assert money is not None
        assert money.amount is not None
        year = money.value_date.text[:4] if money.value_date else ""
        sums[money.flow_class.label, money.currency or "", year, names[tie.ego], names[tie.alter]] += money.amount
    return dict(sums)


def flows(items: Sequence[Item]) -> list[TieRecord]:
    ties = [item for item in items if isinstance(item, TieRecord)]
    return [tie for tie in ties if tie.money is not None and tie.money.amount is not None]


def refusals(items: Sequence[Item]) -> list[RowIssue]:
    return [item for item in items if isinstance(item, RowIssue) and item.is_refusal]


def notes(items: Sequence[Item], rule: str) -> list[RowIssue]:
    return [item for item in items if isinstance(item, RowIssue) and item.rule == rule]
