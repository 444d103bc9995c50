"""The cells of the table of hops: each amount with what it is made of, and what stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from graphsvc.exchange_rates import NoRate
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import StatementId
from graphsvc.money_choice import Beside, MoneySaid, Why
from queries.funding_ledger import Counted, Ledger, Unconverted
from queries.funding_traced import Followed
from queries.funding_values import Aside, Cell, Hop, LeftOut, LevelTotal, Pair, Stated, ToldOfParts
from queries.funding_wholes import Apart

FIRST_LEFT_OUT = 20


@dataclass(frozen=True)
class HopTable:
    """Makes the hops of one answer.

    Attributes:
        level: of each hop.
    """

    ledger: Ledger
    followed: Followed
    level: Mapping[Pair, int]

    def amount(self, pair: Pair) -> int | None:
        """Minor units counted in the asked years, returns taken off; None where nothing is counted."""
        return self.amounts[pair]

    def attributed(self, pair: Pair) -> int | None:
        """The payers' part of it; None where nothing is counted."""
        return self._attributed[pair]

    @cached_property
    def amounts(self) -> Mapping[Pair, int | None]:
        """`amount` of every hop."""
        paid = {pair: self._paid(pair) for pair in self.level}
        return {pair: sum(some.values()) if some else None for pair, some in paid.items()}

    @cached_property
    def _attributed(self) -> Mapping[Pair, int | None]:
        on_hops, nothing = self.followed.on_hops, dict[int, int]()
        return {
            pair: None if amount is None else sum(on_hops.get(pair, nothing).values())
            for pair, amount in self.amounts.items()
        }

    def _paid(self, pair: Pair) -> Mapping[int, int]:
        year = self.followed.year
        if year is None:
            return self.ledger.paid.get(pair, {})
        return {when: minor for when, minor in self.ledger.paid.get(pair, {}).items() if when == year}

    def hop(self, pair: Pair, actors: Mapping[int, Actor], *, is_circle: bool) -> Hop:
        """The hop with its cells."""
        return Hop(
            payer=actors[pair[0]],
            recipient=actors[pair[1]],
            level=self.level[pair],
            amount=self._money(self.amount(pair)),
            attributed=self._money(self.attributed(pair)),
            cells=self._cells(pair, actors),
            project_statements=self.ledger.links.get(pair, ()),
            is_circle=is_circle,
            is_published=self.is_published(pair),
        )

    def is_published(self, pair: Pair) -> bool:
        """Whether somebody says an amount in the asked years, counted or not."""
        return self.amount(pair) is not None or any(one.amount is not None for one in self.uncounted(pair))

    def totals(self) -> tuple[LevelTotal, ...]:
        """Of each level, over the asked years and in each of them; of all hops, also those that are not shown."""
        by_level: dict[tuple[int, int | None], list[tuple[int | None, int]]] = defaultdict(list)
        uncounted: dict[int, int] = defaultdict(int)
        for pair, level in self.level.items():
            by_level[level, None].append((self.amount(pair), self.attributed(pair) or 0))
            uncounted[level] += self.amount(pair) is None and self.is_published(pair)
            shares = self.followed.on_hops.get(pair, {})
            for year, minor in self._paid(pair).items():
                by_level[level, year].append((minor, shares.get(year, 0)))
        order = sorted(by_level.items(), key=lambda item: (item[0][0], item[0][1] or 0))
        return tuple(
            self._total(level, year, rows, uncounted[level] if year is None else 0) for (level, year), rows in order
        )

    def _total(self, level: int, year: int | None, rows: list[tuple[int | None, int]], uncounted: int) -> LevelTotal:
        known = [(minor, part) for minor, part in rows if minor is not None]
        amount = self._money(sum(minor for minor, _ in known)) if known else None
        attributed = self._money(sum(part for _, part in known)) if known else None
        return LevelTotal(level, year, amount, attributed, len(rows), len(rows) - len(known) - uncounted, uncounted)

    def counted(self, pair: Pair) -> tuple[Counted, ...]:
        """What is counted on a hop in the asked years."""
        year, counted = self.followed.year, self.ledger.counted.get(pair, ())
        return counted if year is None else tuple(one for one in counted if one.said.year == year)

    def asides(self, pair: Pair) -> tuple[Beside, ...]:
        """What stands beside in the asked years, or has no date."""
        beside = self.ledger.beside.get(pair, ())
        return beside if self.followed.year is None else tuple(one for one in beside if self._is_asked(one.said))

    def unconverted(self, pair: Pair) -> tuple[Unconverted, ...]:
        """What would be counted in the asked years, and has no rate."""
        lacking = self.ledger.unconverted.get(pair, ())
        return lacking if self.followed.year is None else tuple(one for one in lacking if self._is_asked(one.said))

    def uncounted(self, pair: Pair) -> list[MoneySaid]:
        """The statements of a hop that are not in the sums."""
        return [one.said for one in self.asides(pair)] + [one.said for one in self.unconverted(pair)]

    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not in the sums on these hops, by reason; statements without any amount are no money left out."""
        groups: dict[Why | NoRate, list[MoneySaid]] = defaultdict(list)
        for pair in self.level:
            for one in self.asides(pair):
                if one.why is not Why.NO_AMOUNT:
                    groups[one.why].append(one.said)
            for other in self.unconverted(pair):
                groups[other.why].append(other.said)
        return tuple(_left_out(why, said) for why, said in sorted(groups.items()))

    def _is_asked(self, said: MoneySaid) -> bool:
        return self.followed.year is None or said.year in (None, self.followed.year)

    def _money(self, minor: int | None) -> Decimal | None:
        return None if minor is None else self.ledger.amount(minor)

    def apart_pairs(self, pair: Pair) -> frozenset[Pair]:
        """With which other pairs some of a hop's money counts."""
        return frozenset(other for _, apart in self._apart(pair) for other in apart.pairs)

    def _apart(self, pair: Pair) -> list[tuple[int, Apart]]:
        year = self.followed.year
        return [(when, one) for when, one in self.ledger.apart.get(pair, {}).items() if year in (None, when)]

    def _cells(self, pair: Pair, actors: Mapping[int, Actor]) -> tuple[Cell, ...]:
        stated: dict[int | None, list[Stated]] = defaultdict(list)
        asides: dict[int | None, list[Aside]] = defaultdict(list)
        for one in self.counted(pair):
            stated[one.said.year].append(self._stated(one))
        for other in self.asides(pair):
            asides[other.said.year].append(_aside(other))
        for left in self.unconverted(pair):
            asides[left.said.year].append(_aside(Beside(left.said, Why.UNCONVERTED)))
        shares, paid = self.followed.on_hops.get(pair, {}), self._paid(pair)
        apart = {when: self._of_parts(one, actors) for when, one in self._apart(pair)}
        years = sorted(stated.keys() | asides.keys(), key=lambda year: (year is None, year or 0))
        return tuple(
            Cell(
                year,
                self._money(paid.get(year)) if year is not None else None,
                self._money(shares.get(year, 0)) if year is not None and year in paid else None,
                None if year is None else apart.get(year),
                tuple(stated[year]),
                tuple(asides[year]),
                bool(stated[year]) or any(one.amount is not None for one in asides[year]),
            )
            for year in years
        )

    def _of_parts(self, apart: Apart, actors: Mapping[int, Actor]) -> ToldOfParts:
        return ToldOfParts(
            self.ledger.amount(apart.minor),
            tuple((actors[payer], actors[recipient]) for payer, recipient in apart.pairs),
        )

    def _stated(self, one: Counted) -> Stated:
        said = one.said
        amount, currency = said.amount or Decimal(0), said.currency or ""
        return Stated(said.id, amount, currency, self.ledger.amount(one.minor), one.rate, said.source)


def _aside(beside: Beside) -> Aside:
    said = beside.said
    return Aside(said.id, beside.why, said.stage, said.amount, said.currency, said.source)


def _left_out(why: Why | NoRate, said: Iterable[MoneySaid]) -> LeftOut:
    rows = sorted(said, key=lambda one: one.id)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in rows:
        if one.amount is not None and one.currency is not None:
            sums[one.currency] += one.amount
    ids: tuple[StatementId, ...] = tuple(one.id for one in rows[:FIRST_LEFT_OUT])
    return LeftOut(why, len(rows), tuple(sorted(sums.items())), ids)
