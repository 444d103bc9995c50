"""Flows with several organisations at one end: the amount stands once, and each is named without an amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphsvc.model.building import quick
from graphsvc.model.records import Place, TieRecord
from graphsvc.model.values import FlowClass, Money, NameKind
from importers.money.parties import Parties, Party, party_name

_DECLARED = Money(FlowClass.DECLARED)
_new_tie = quick(TieRecord)


def each_once(ends: Iterable[Party]) -> list[Party]:
    """The parties without repetitions: an organisation that is named twice at an end is still one."""
    return list({party.key: party for party in ends}.values())


def one_end(parties: Parties, ends: list[Party], place: Place) -> Party:
    """The only one of `ends`, else the class that they make together; nobody says how they share the flow."""
    if len(ends) == 1:
        return ends[0]
    keys = "|".join(sorted(party.key for party in ends))
    name = party_name(" + ".join(party.label for party in ends))[0]
    return parties.add(Party(f"joint:{keys}", place, "group", {name: NameKind.NAME}, (("joint", name),)))


def named_ties(
    tie: TieRecord, givers: list[Party], receivers: list[Party], ends: tuple[Party, Party]
) -> Iterator[TieRecord]:
    """A tie without an amount for each of several who share the flow `tie`, whose ends are `ends`.

    The first attribute of `tie`, which names the flow, is kept; its amount stands in `tie` alone.
    """
    giver, receiver = ends
    pairs = [(party, receiver) for party in givers if len(givers) > 1]
    pairs += [(giver, party) for party in receivers if len(receivers) > 1]
    for one, other in pairs:
        if one is not other:
            one.is_used = other.is_used = True
            yield _new_tie(
                tie.place,
                f"{tie.key}|{one.key}|{other.key}",
                "funds",
                one.key,
                other.key,
                tie.period,
                money=_DECLARED,
                reporter=tie.reporter,
                attributes=(*tie.attributes[:1], ("amount shared", "stands in the tie of all who share it")),
                raw=tie.raw,
            )
