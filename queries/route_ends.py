"""The two ends of a question about introductions: whom "us", "anyone at", a committee or a class stands for."""

from __future__ import annotations

from collections.abc import Iterable

from graphsvc.chance_values import Walkable
from graphsvc.chances import ChanceGraph
from graphsvc.errors import Refused
from graphsvc.kinds import Asked, Inside
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.introduction_values import Controls, EndAsked, Standing

MOST_NAMED = 50
COMMITTEE = "committee"
COALITION = "coalition"
_SPEAKS = frozenset({Asked.ITSELF, Asked.HOLDER})
_STANDING = {Inside.STAFF: Standing.STAFF, Inside.MEMBER: Standing.MEMBER, Inside.PART: Standing.PART}

Expanded = dict[int, Standing]
"""{number of an actor: how it belongs to the end}."""


class BadEnd(Refused):
    """An end of the question cannot be used as it stands."""

    code = "introductions.bad-end"
    status = 400


class EndsOverlap(BadEnd):
    """Both ends are the same."""

    code = "introductions.same-ends"
    message = "Both ends are the same."
    hint = "Choose two different ones."


class NobodyByName(BadEnd):
    """An end stands for nobody who could be asked or reached."""

    message = "Nobody by name stands behind one of the ends."
    hint = "An unnamed group has no members here: choose an organization or a person."


class Ends:
    """Finds out whom ends stand for, on one day, in one viewer's network."""

    def __init__(self, network: Network, controls: Controls, *, with_members: bool = False) -> None:
        """`with_members`: a committee or coalition stands for its members also where nobody stands for their people."""
        self._network = network
        members = frozenset({Standing.MEMBER}) if with_members else frozenset()
        self._inside_counts = frozenset(Standing) if controls.with_people else members
        # Who is inside a body does not depend on the kinds of tie that a route may take.
        self._graph: ChanceGraph = network.chances(Walkable(controls.walkable.as_of))

    def named(self, asked: EndAsked) -> tuple[ActorId, ...]:
        """The actors that `asked` names, each once. Raises NotFound, BadEnd."""
        if not asked.actors and (asked.of_class is None or asked.of_class.is_empty()):
            raise BadEnd("An end is missing.", hint="Say who asks, and whom to reach.")
        if len(asked.actors) > MOST_NAMED:
            raise BadEnd(f"An end has more than {MOST_NAMED} actors.", hint="Choose fewer, or a coalition or class.")
        return tuple(dict.fromkeys(self._network.find(actor) for actor in asked.actors))

    def expanded(self, asked: EndAsked) -> Expanded:
        """Everybody that `asked` stands for. Raises NotFound, BadEnd where that is nobody."""
        found: Expanded = {}
        for actor in self.named(asked):
            self._add(found, self._network.snapshot.number_of[actor])
        if asked.of_class is not None:
            traits = self._network.traits()
            for number in asked.of_class.members(traits, self._offices()):
                if self._asked(number) in _SPEAKS:
                    found.setdefault(number, Standing.FITS)
        if not found:
            raise NobodyByName
        return dict(sorted(found.items()))

    def _add(self, found: Expanded, number: int) -> None:
        asked = self._asked(number)
        if asked is Asked.NOBODY:
            return
        if asked is Asked.PARTICIPANTS:
            participants, _ = self._graph.participants.get(number, ((), ()))
            for one in map(int, participants):
                found.setdefault(one, Standing.MEMBER)
            return
        found[number] = Standing.ITSELF
        for one, standing in self._inside(number) if self._inside_counts else ():
            if standing in self._inside_counts:
                found.setdefault(one, standing)

    def _inside(self, number: int) -> Iterable[tuple[int, Standing]]:
        """The staff, the parts and, of a committee or coalition, the members of a body."""
        traits = self._network.traits()
        has_members = traits.kind[number] == COALITION or COMMITTEE in traits.roles[number]
        for one, inside in self._insiders(number):
            if inside is not Inside.MEMBER or has_members:
                yield one, _STANDING[inside]
            if inside is Inside.PART and traits.kind[one] == "position":
                yield from ((holder, Standing.STAFF) for holder, how in self._insiders(one) if how is Inside.STAFF)

    def _insiders(self, number: int) -> Iterable[tuple[int, Inside]]:
        snapshot, rows = self._network.snapshot, self._graph.statements.row
        for place in self._graph.bodies.at(number).tolist():
            row = rows[place]
            one = int(snapshot.ego[row])
            inside = self._network.kinds.tie(snapshot.kinds[int(snapshot.columns["kind"][row])]).inside
            if inside is not None and self._asked(one) in _SPEAKS:
                yield one, inside

    def _asked(self, number: int) -> Asked:
        kind = self._network.kinds.actors.get(str(self._network.traits().kind[number]))
        return Asked.ITSELF if kind is None else kind.asked

    def _offices(self) -> dict[int, tuple[int, ...]]:
        """{person: the positions that they hold}."""
        snapshot, statements = self._network.snapshot, self._graph.statements
        traits = self._network.traits()
        held: dict[int, list[int]] = {}
        for place in self._graph.bodies.places.tolist():
            row = statements.row[place]
            position = int(snapshot.alter[row])
            if traits.kind[position] == "position":
                held.setdefault(int(snapshot.ego[row]), []).append(position)
        return {person: tuple(positions) for person, positions in held.items()}
