"""Money that is told of a whole and again of its parts: of a government by one source, of its bureau by another.

Who is part of whom is said by ties of kind `part_of`. Where one source says what a whole paid, and another what a part
of it paid, to the same recipient (or to a part of that) in the same year, the first may have the second in it. Then
the part's money counts as it is told, and the whole's only as far as it goes beyond: together they are the larger of
the two. One source does not tell the same twice, so what one and the same says of both is added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphsvc.model.values import Status
from graphsvc.network import Network
from graphsvc.snapshot import STATUSES
from queries.funding_values import Pair

PART_OF = "part_of"
Told = tuple[int, object]
"""Minor units, and who says so: what is equal for statements that tell nothing twice."""
Wholes = Mapping[int, frozenset[int]]
"""{actor: everything that it is part of, directly or through others}."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Of the money of a pair in a year, `minor` units are told of parts too; they count with these `pairs`."""

    minor: int
    pairs: tuple[Pair, ...]


def wholes_in(network: Network) -> dict[int, frozenset[int]]:
    """Who is part of whom, as far as it is said and not only planned; of those in a circle none is part of another."""
    snapshot = network.snapshot
    if PART_OF not in snapshot.kinds:
        return {}
    columns = snapshot.columns
    rows = (columns["kind"] == snapshot.kinds.index(PART_OF)) & (columns["status"] != STATUSES.index(Status.PLANNED))
    above: dict[int, set[int]] = defaultdict(set)
    for part, whole in zip(snapshot.ego[rows].tolist(), snapshot.alter[rows].tolist(), strict=True):
        above[part].add(whole)
    every = {part: _all_above(part, above) for part in above}
    return {part: frozenset(one for one in some if part not in every.get(one, ())) for part, some in every.items()}


def _all_above(part: int, above: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(above[part])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += above.get(one, ())
    return found - {part}


def told_apart(told: Mapping[Pair, Mapping[int, Told]], wholes: Wholes) -> dict[Pair, dict[int, Apart]]:
    """What of each pair's money counts with its parts.

    Args:
        told: {pair: {year: what is counted, and who says so}}.
        wholes: who is part of whom, without circles.

    Returns:
        {pair: {year: ...}}, only where there is something. The units are never more than the pair's, and never less
        than one.
    """
    apart: dict[Pair, dict[int, Apart]] = {}
    inside = _inside(told, wholes)
    # The innermost first: what of a bureau counts with its office is not in the way of its government any more.
    for whole in sorted(inside, key=lambda pair: (-_depth(pair, wholes), pair)):
        for year, (minor, teller) in told[whole].items():
            parts = [pair for pair in inside[whole] if year in told[pair] and told[pair][year][1] != teller]
            counted = [(pair, _left(told, apart, pair, year)) for pair in parts]
            total = min(minor, sum(units for _, units in counted))
            if total > 0:
                pairs = tuple(sorted(pair for pair, units in counted if units))
                apart.setdefault(whole, {})[year] = Apart(total, pairs)
    return apart


def _inside(told: Iterable[Pair], wholes: Wholes) -> dict[Pair, list[Pair]]:
    """The pairs of which others are parts, with these."""
    known = set(told)
    inside: dict[Pair, list[Pair]] = defaultdict(list)
    nothing = frozenset[int]()
    for payer, recipient in told:
        over, under = wholes.get(payer, nothing), wholes.get(recipient, nothing)
        if over or under:
            for whole in ((one, other) for one in (payer, *over) for other in (recipient, *under)):
                if whole != (payer, recipient) and whole in known:
                    inside[whole].append((payer, recipient))
    return inside


def _depth(pair: Pair, wholes: Wholes) -> int:
    return sum(len(wholes.get(one, ())) for one in pair)


def _left(
    told: Mapping[Pair, Mapping[int, Told]], apart: Mapping[Pair, Mapping[int, Apart]], pair: Pair, year: int
) -> int:
    """What counts with a pair itself; a year in which more came back than was paid takes nothing off a whole."""
    gone = apart.get(pair, {}).get(year)
    return max(told[pair][year][0] - (gone.minor if gone else 0), 0)
