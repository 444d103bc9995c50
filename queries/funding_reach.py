"""Who is tied to whom by money, step by step: from payers downward, from recipients upward, and between the two."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graphsvc.model.values import Status
from graphsvc.money_choice import Beside, Why
from queries.funding_ledger import Ledger
from queries.funding_values import Pair, Years


@dataclass(frozen=True)
class Reach:
    """The hops between payers and recipients that are at most so long.

    Attributes:
        payers, recipients: numbers of actors; recipients None: everybody downward.
        steps: of every actor reached, the fewest hops from the payers (0: a payer).
        hops: all hops on some way, sorted.
        starts: where ways begin: the payers, or, upward, those of them that are near enough and the first of the hops.
    """

    payers: tuple[int, ...]
    recipients: frozenset[int] | None
    steps: Mapping[int, int]
    hops: tuple[Pair, ...]
    starts: tuple[int, ...]

    def found(self) -> tuple[int, ...]:
        """The recipients that are reached, sorted; never one whom nobody pays on these hops."""
        paid = {alter for _, alter in self.hops}
        return tuple(sorted(paid if self.recipients is None else paid & self.recipients))


def hops_in(ledger: Ledger, years: Years) -> Mapping[Pair, None]:
    """The hops of these years: with counted money, or with a statement that may be of one of them."""
    if years not in ledger.hops_of_years:
        ledger.hops_of_years[years] = _hops_in(ledger, years)
    return ledger.hops_of_years[years]


def _hops_in(ledger: Ledger, years: Years) -> dict[Pair, None]:
    found: dict[Pair, None] = {}
    for pair in sorted(ledger.hops):
        known = ledger.link_years.get(pair, ())
        linked = pair in ledger.links and (not known or any(map(years.has, known)))
        money = [one.said.year for one in ledger.counted.get(pair, ())]
        money += [one.said.year for one in ledger.unconverted.get(pair, ())]
        counted = any(map(years.has, money))
        if linked or counted or any(_is_hop(one, years) for one in ledger.beside.get(pair, ())):
            found[pair] = None
    return found


def _is_hop(beside: Beside, years: Years) -> bool:
    """Whether a statement beside the sums still says that money goes this way then."""
    if beside.why is Why.ENDED or beside.said.status is Status.ENDED:
        return False
    return beside.said.year is None or years.has(beside.said.year)


def origins(hops: Iterable[Pair], recipients: Collection[int], owners: Collection[int]) -> tuple[int, ...]:
    """Who brings in the money that comes to `recipients`, however far above: `owners`, and those whom nobody pays.

    Where there are none, everybody above. One of several recipients is among them where it pays any of these.
    """
    payers = _payers(hops)
    above = _steps(recipients, payers, len(payers) + 1)
    if len(recipients) > 1:
        paying = {ego for alter in above for ego in payers.get(alter, ())}
        asked = set(recipients) - paying
    else:
        asked = set(recipients)
    others = [actor for actor in above if actor not in asked]
    first = [actor for actor in others if actor in owners or not payers.get(actor)]
    return tuple(sorted(first or others))


def reach_up(hops: Iterable[Pair], payers: Collection[int], recipients: Collection[int], longest: int) -> Reach:
    """The `hops` that lead to `recipients` in at most `longest` steps, whoever began them.

    Steps are counted from those whom nobody pays on these hops; in a circle that nobody pays, from `payers`.
    """
    ends = frozenset(recipients)
    above = _payers(hops)
    below = _steps(ends, above, longest)
    kept = sorted((ego, alter) for alter, far in below.items() if far < longest for ego in above.get(alter, ()))
    forward: dict[int, list[int]] = defaultdict(list)
    for ego, alter in kept:
        forward[ego].append(alter)
    paid, known = {alter for _, alter in kept}, frozenset(payers)
    starts = {ego for ego in forward if ego not in paid}
    steps = _steps(starts, forward, len(forward) + 1)
    while left := forward.keys() - steps.keys():
        more = (left & known) or (left - ends) or left
        starts |= more
        steps = _steps(more, forward, len(forward) + 1) | steps
    return Reach(tuple(sorted(known)), ends, steps, tuple(kept), tuple(sorted(starts | (known & forward.keys()))))


def _payers(hops: Iterable[Pair]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for ego, alter in hops:
        found[alter].append(ego)
    return found


def reach(hops: Iterable[Pair], payers: Collection[int], recipients: Collection[int] | None, longest: int) -> Reach:
    """The `hops` that lead from `payers` (to `recipients`) in at most `longest` steps, never through a payer again."""
    starts = frozenset(payers)
    forward: dict[int, list[int]] = defaultdict(list)
    backward: dict[int, list[int]] = defaultdict(list)
    for ego, alter in hops:
        if alter not in starts:
            forward[ego].append(alter)
            backward[alter].append(ego)
    steps = _steps(starts, forward, longest)
    ends = None if recipients is None else frozenset(recipients)
    below = dict.fromkeys(steps, 0) if ends is None else _steps(ends - starts, backward, longest)
    kept = tuple(
        sorted(
            (ego, alter)
            for ego, others in forward.items()
            for alter in others
            if ego in steps and alter in below and steps[ego] + 1 + below[alter] <= longest
        )
    )
    on_way = starts | {actor for pair in kept for actor in pair}
    order = tuple(sorted(starts))
    return Reach(order, ends, {actor: far for actor, far in steps.items() if actor in on_way}, kept, order)


def _steps(starts: Iterable[int], onward: Mapping[int, list[int]], longest: int) -> dict[int, int]:
    steps = dict.fromkeys(sorted(starts), 0)
    waiting = deque(steps)
    while waiting:
        actor = waiting.popleft()
        if steps[actor] < longest:
            for other in onward.get(actor, ()):
                if other not in steps:
                    steps[other] = steps[actor] + 1
                    waiting.append(other)
    return steps


def closing(hops: Iterable[tuple[Pair, int, int]]) -> frozenset[Pair]:
    """The hops to leave out of a drawing so that nothing goes round: the smallest that close a circle.

    Each comes with its amount and its level. Hops are taken largest first, of equal ones those nearest to the payers;
    left out is one from whose end its beginning can be reached already.
    """
    onward: dict[int, set[int]] = defaultdict(set)
    left: set[Pair] = set()
    for (ego, alter), _, _ in sorted(hops, key=lambda one: (-one[1], one[2], one[0])):
        if _leads(onward, alter, ego):
            left.add((ego, alter))
        else:
            onward[ego].add(alter)
    return frozenset(left)


def _leads(onward: Mapping[int, set[int]], start: int, end: int) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        actor = waiting.pop()
        if actor == end:
            return True
        new = onward.get(actor, set()) - seen
        seen |= new
        waiting.extend(new)
    return False
