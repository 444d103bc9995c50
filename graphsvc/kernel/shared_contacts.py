"""What the actors of two lists share: who is tied to somebody of both, and who of one is tied to one of the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphsvc.kernel.compiled import I32, I64, kernel, sealed
from graphsvc.kernel.tiegraph import TieGraph


@dataclass(frozen=True, slots=True)
class SharedContacts:
    """Places count in the two lists; a contact with fewer than `kept` of a list repeats the last of them.

    Attributes:
        contacts: numbers of the actors that are tied to somebody of both lists, ascending.
        first, second: for each of them the first `kept` places of either list whose actors are tied to it.
        ties: pairs (place of the first list, place of the second) of actors that are tied to each other, by place.
    """

    contacts: I64
    first: I64
    second: I64
    ties: I64


def shared_contacts(graph: TieGraph, first: I64, second: I64, *, kept: int) -> SharedContacts:
    """What `first` and `second`, numbers of actors, share in `graph`; ties are followed forward.

    An actor may stand in both lists, but in neither twice. Costs the ties of all that are listed, once.
    """
    rows = graph.forward
    lists = sealed(first, np.int64), sealed(second, np.int64)
    contacts, ours, theirs = _shared(rows.offsets, rows.neighbours, *lists, kept)
    order = np.argsort(contacts)
    ties = _tied(rows.offsets, rows.neighbours, *lists)
    return SharedContacts(contacts[order], ours[order], theirs[order], ties)


@kernel
def _shared(offsets: I64, neighbours: I32, first: I64, second: I64, kept: int) -> tuple[I64, I64, I64]:
    actors = offsets.size - 1
    number = np.zeros(actors, np.int32)
    count = _number_contacts(offsets, neighbours, first, number)
    contacts = np.empty(count, np.int64)
    places = np.empty((2, count, kept), np.int64)
    found = np.zeros((2, count), np.int64)
    for side in range(2):
        some = first if side == 0 else second
        for place in range(some.size):
            for slot in range(offsets[some[place]], offsets[some[place] + 1]):
                contact = number[neighbours[slot]] - 1
                if contact < 0:
                    continue
                contacts[contact] = neighbours[slot]
                have = found[side, contact]
                if have < kept:
                    places[side, contact, have:] = place
                found[side, contact] = have + 1
    both = np.flatnonzero((found[0] > 0) & (found[1] > 0))
    return contacts[both], places[0][both], places[1][both]


@kernel
def _number_contacts(offsets: I64, neighbours: I32, some: I64, number: I32) -> int:
    """Gives whoever is tied to one of `some` a number from 1 on; how many there are."""
    count = 0
    for actor in some:
        for slot in range(offsets[actor], offsets[actor + 1]):
            if number[neighbours[slot]] == 0:
                count += 1
                number[neighbours[slot]] = count
    return count


@kernel
def _tied(offsets: I64, neighbours: I32, first: I64, second: I64) -> I64:
    place_of = np.zeros(offsets.size - 1, np.int32)
    for place in range(second.size):
        place_of[second[place]] = place + 1
    ties = np.empty((16, 2), np.int64)
    count = 0
    for place in range(first.size):
        for slot in range(offsets[first[place]], offsets[first[place] + 1]):
            other = place_of[neighbours[slot]]
            if other > 0:
                if count == ties.shape[0]:
                    ties = np.concatenate((ties, np.empty((count, 2), np.int64)))
                ties[count, 0], ties[count, 1] = place, other - 1
                count += 1
    return ties[:count].copy()
