"""The money of an answer as bands from level to level, for d3-sankey; acyclic because every band leads one level down.

An actor that is paid at two levels stands at both: what it pays begins where the money first comes to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from graphsvc.identity.actors import Actor
from queries.funding_values import FundingPaths, Hop, Place

MOST_DRAWN = 20
"""Actors at one level; the others are one mark."""
BETWEEN = frozenset({"igo", "intermediary"})
"""Roles of those whose money is not traceable further where they report no payment onward."""
OTHERS, UNTRACED = "others", "untraced"

Key = tuple[int, str]
"""Level, and the id of an actor, `others` or `untraced`."""
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at a level: an actor, the others together (`stands_for` of them), or what is not traceable."""

    id: str
    level: int
    order: int
    kind: str
    actor: Actor | None
    stands_for: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """Money from a mark to one of the next level; `hop`: the number of its only hop in the answer, None of several."""

    source: str
    target: str
    kind: str
    value: Decimal
    hops: int
    hop: int | None


@dataclass(frozen=True, slots=True)
class Diagram:
    """Marks level by level, and bands between them.

    Attributes:
        levels: how many, that of the payers included.
        circles: numbers of the hops that would lead back, and are not drawn.
        unpublished: how many hops have no amount, so that they have no width.
    """

    levels: int
    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    circles: tuple[int, ...]
    unpublished: int


def diagram_of(answer: FundingPaths, *, most: int = MOST_DRAWN) -> Diagram:
    """The bands of `answer`: of each hop the part that is money of the asked payers. Empty without amounts."""
    flowing = {number: hop for number, hop in enumerate(answer.hops) if not hop.is_circle and (hop.attributed or 0) > 0}
    left = _left_behind(answer)
    values, actors, first = _at_levels(tuple(flowing.values()), left)
    shown = _shown(values, most)
    bands: dict[tuple[Key, Key], list[tuple[int | None, Decimal]]] = defaultdict(list)
    for number, hop in flowing.items():
        ends = shown[hop.level - 1, hop.payer.id], shown[hop.level, hop.recipient.id]
        bands[ends].append((number, hop.attributed or NOTHING))
    for actor, value in left.items():
        level = first.get(actor)
        if level is not None:
            bands[shown[level, actor], (level + 1, UNTRACED)].append((None, value))
    marks = _marks(values, shown, actors, bands)
    return Diagram(
        levels=1 + max((mark.level for mark in marks), default=-1),
        marks=marks,
        bands=tuple(_band(ends, parts) for ends, parts in sorted(bands.items(), key=lambda item: item[0])),
        circles=tuple(number for number, hop in enumerate(answer.hops) if hop.is_circle),
        unpublished=sum(1 for hop in answer.hops if hop.amount is None),
    )


def _left_behind(answer: FundingPaths) -> dict[str, Decimal]:
    """{actor: what came to it and is not seen to go on}, for those who are no end of the money, nor a payer."""
    came: dict[str, Decimal] = defaultdict(Decimal)
    went: dict[str, Decimal] = defaultdict(Decimal)
    roles: dict[str, tuple[str, ...]] = {}
    for hop in answer.hops:
        came[hop.recipient.id] += hop.attributed or NOTHING
        went[hop.payer.id] += hop.attributed or NOTHING
        roles[hop.recipient.id] = hop.recipient.roles
    place: dict[str, Place] = {one.actor.id: one.place for one in answer.recipients_found}
    payers = {hop.payer.id for hop in answer.hops if hop.level == 1}
    leads_on = {hop.payer.id for hop in answer.hops}
    left = {}
    for actor, value in came.items():
        usual = Place.PASSES_ON if actor in leads_on or BETWEEN & set(roles[actor]) else Place.END
        if actor not in payers and place.get(actor, usual) is not Place.END and value > went[actor]:
            left[actor] = value - went[actor]
    return left


def _at_levels(
    hops: Collection[Hop], left: Mapping[str, Decimal]
) -> tuple[dict[Key, Decimal], dict[str, Actor], dict[str, int]]:
    """(what is at each place: the larger of what comes and what goes, actors by id, the first level of each)."""
    came: dict[Key, Decimal] = defaultdict(Decimal)
    went: dict[Key, Decimal] = defaultdict(Decimal)
    actors: dict[str, Actor] = {}
    for hop in hops:
        went[hop.level - 1, hop.payer.id] += hop.attributed or NOTHING
        came[hop.level, hop.recipient.id] += hop.attributed or NOTHING
        actors |= {hop.payer.id: hop.payer, hop.recipient.id: hop.recipient}
    first: dict[str, int] = {}
    for level, actor in sorted(came.keys() | went.keys()):
        first.setdefault(actor, level)
    for actor, value in left.items():
        if actor in first:
            went[first[actor], actor] += value
    return {key: max(came[key], went[key]) for key in sorted(came.keys() | went.keys())}, actors, first


def _shown(values: Mapping[Key, Decimal], most: int) -> dict[Key, Key]:
    """{place: itself, or that of the others of its level}."""
    by_level: dict[int, list[Key]] = defaultdict(list)
    for key in sorted(values, key=lambda one: (-values[one], one)):
        by_level[key[0]].append(key)
    found: dict[Key, Key] = {}
    for level, keys in by_level.items():
        # One that would be left over alone is shown: "others" are several.
        kept = keys if len(keys) <= most + 1 else keys[:most]
        found |= {key: key if key in set(kept) else (level, OTHERS) for key in keys}
    return found


def _marks(
    values: Mapping[Key, Decimal],
    shown: Mapping[Key, Key],
    actors: Mapping[str, Actor],
    bands: Mapping[tuple[Key, Key], list[tuple[int | None, Decimal]]],
) -> tuple[Mark, ...]:
    stands_for: dict[Key, int] = defaultdict(int)
    total: dict[Key, Decimal] = defaultdict(Decimal)
    for key, value in values.items():
        stands_for[shown[key]] += 1
        total[shown[key]] += value
    for (_, target), parts in bands.items():
        if target[1] == UNTRACED:
            stands_for[target] = 0
            total[target] += sum((value for _, value in parts), NOTHING)
    special = {OTHERS: 1, UNTRACED: 2}
    order = sorted(total, key=lambda key: (key[0], special.get(key[1], 0), -total[key], key[1]))
    place: dict[int, int] = defaultdict(int)
    marks = []
    for key in order:
        level, one = key
        kind = one if one in special else "actor"
        marks.append(Mark(_id(key), level, place[level], kind, actors.get(one), stands_for[key], total[key]))
        place[level] += 1
    return tuple(marks)


def _band(ends: tuple[Key, Key], parts: list[tuple[int | None, Decimal]]) -> Band:
    numbers = [number for number, _ in parts if number is not None]
    kind = UNTRACED if ends[1][1] == UNTRACED else "paid"
    value = sum((part for _, part in parts), NOTHING)
    return Band(_id(ends[0]), _id(ends[1]), kind, value, len(parts), numbers[0] if len(numbers) == 1 else None)


def _id(key: Key) -> str:
    return f"{key[0]} {key[1]}"


@dataclass(frozen=True, slots=True)
class DiagramWords:
    """How a diagram says things.

    Attributes:
        level: the name of a level by its number (0: the payers).
        mark: the name of what stands there; told: it in a sentence, with its amount; address: where it leads.
        band: a sentence on a band, from (source, target, band); row: the address of a hop's row in the table.
    """

    level: Callable[[int], str]
    mark: Callable[[Mark], str]
    told: Callable[[Mark], str]
    address: Callable[[Mark], str | None]
    band: Callable[[Mark, Mark, Band], str]
    row: Callable[[int], str]


def drawn(diagram: Diagram, words: DiagramWords) -> dict[str, object]:
    """`diagram` as the script draws it; widths are the only numbers that need not be exact."""
    by_id = {mark.id: mark for mark in diagram.marks}
    return {
        "levels": [words.level(level) for level in range(diagram.levels)],
        "nodes": [
            {
                "id": mark.id,
                "name": words.mark(mark),
                "level": mark.level,
                "order": mark.order,
                "kind": mark.kind,
                "text": words.told(mark),
                "url": words.address(mark),
            }
            for mark in diagram.marks
        ],
        "links": [
            {
                "source": band.source,
                "target": band.target,
                "value": float(band.value),
                "kind": band.kind,
                "text": words.band(by_id[band.source], by_id[band.target], band),
                "url": None if band.hop is None else words.row(band.hop),
            }
            for band in diagram.bands
        ],
    }
