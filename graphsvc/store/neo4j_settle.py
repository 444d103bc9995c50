"""The picture of actors in a Neo4j store, for people who ask in Cypher: one node an actor, ties between them.

Retired ties become nodes of their own, so that they stand in nobody's way. Then each card that differs from its actor
is written: an actor of one of its statements takes the card's id, and the other statements are moved to it with their
ties. All of it in batches that can be repeated; `moves` of the store tells readers that relationships were moved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import orjson

from graphsvc.errors import UnknownKind
from graphsvc.store.neo4j_session import Work
from graphsvc.store.neo4j_undo import Undoing
from graphsvc.store.protocol import ActorCard

CARDS = 1_000
ASIDE = 5_000
MOVED_AT_ONCE = 20_000


class Settling(Undoing):
    """Bringing the picture to the cards."""

    def settle(self, cards: Iterable[ActorCard]) -> None:
        """Bring the store's own picture of actors to `cards` (all of them). May stop anywhere and be run again."""
        at, settled = self._link.read(_marks)
        if settled < at:
            self._put_aside(at)
        rest = iter(cards)
        while batch := list(islice(rest, CARDS)):
            self._settle_cards(batch, at)
        while self._link.write(lambda work: _counted(work, "settle_empty_actors", 0, limit=ASIDE)):
            pass
        self._link.write(lambda work: work.rows("settle_done", at=at))

    def _put_aside(self, at: int) -> None:
        found = self._link.read(lambda work: work.rows("settle_retired_ties", at=at), whole=True)
        for start in range(0, len(found), ASIDE):
            ties = [{"element": element, "row": row} for element, row in found[start : start + ASIDE]]
            self._aside(ties, at)
        while self._link.write(lambda work: _counted(work, "settle_retired_statements", 1, at=at, limit=ASIDE)):
            pass

    def _aside(self, ties: list[dict[str, str]], at: int) -> None:
        self._link.write(lambda work: _counted(work, "settle_put_aside", 1, ties=ties, at=at))

    def _settle_cards(self, cards: list[ActorCard], at: int) -> None:
        ours = set(self._statements.labels)
        unknown = {label for card in cards for label in card.labels} - ours
        if unknown:
            raise UnknownKind("Unknown Neo4j label.", value=min(unknown))
        asked = [
            {"position": position, "id": card.id, "card": _content(card), "size": len(card.statements)}
            for position, card in enumerate(cards)
        ]
        changed = self._link.read(lambda work: work.rows("settle_changed", cards=asked, at=at), whole=True)
        wanted = [cards[position] for (position,) in changed]
        for part in self._by_weight(wanted):
            self._write_part(part, sorted(ours))

    def _write_part(self, cards: list[ActorCard], ours: list[str]) -> None:
        self._link.write(lambda work: _write_cards(work, cards, ours))

    def _by_weight(self, cards: list[ActorCard]) -> Iterator[list[ActorCard]]:
        """`cards` in parts that move few enough relationships for one transaction: they are held in memory there."""
        asked = [{"position": at, "id": card.id, "statements": card.statements} for at, card in enumerate(cards)]
        weights = dict(self._link.read(lambda work: work.rows("settle_weights", cards=asked), whole=True))
        part: list[ActorCard] = []
        weight = 0
        for position, card in enumerate(cards):
            if part and weight + weights.get(position, 0) > MOVED_AT_ONCE:
                yield part
                part, weight = [], 0
            part.append(card)
            weight += weights.get(position, 0)
        if part:
            yield part


def _marks(work: Work) -> tuple[int, int]:
    found = work.rows("store_find")[0]
    return found[2], found[4]


def _counted(work: Work, name: str, moved: int, **values: Any) -> int:
    work.rows("settle_hold", moved=moved)
    return int(work.one(name, **values) or 0)


def _write_cards(work: Work, cards: list[ActorCard], ours: list[str]) -> None:
    work.rows("settle_hold", moved=1)
    asked = [{"id": card.id, "statements": card.statements} for card in cards]
    work.rows("settle_rename", names=list(_names(work.rows("settle_candidates", cards=asked))))
    said = [{"id": card.id, "said": _said(card), "labels": card.labels} for card in cards]
    work.rows("settle_actors", cards=said, ours=ours)
    moves = [{"statement": statement, "actor": card.id} for card in cards for statement in card.statements]
    found = work.rows("settle_move_statements", moves=moves)
    moved = [{"statement": statement, "old": old, "target": target} for statement, old, target in found]
    if moved:
        work.rows("settle_move_egos", moves=moved)
        work.rows("settle_move_alters", moves=moved)


def _names(candidates: Iterable[list[Any]]) -> Iterator[dict[str, str]]:
    """Which actor takes the id of which new card: each card and each actor once, the busiest actor first."""
    given: set[str] = set()
    taken: set[str] = set()
    for card, actor, _ in candidates:
        if card not in given and actor not in taken:
            given.add(card)
            taken.add(actor)
            yield {"old": actor, "new": card}


def _said(card: ActorCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "names": card.names,
        "country": card.country,
        "kind": card.kind,
        "roles": card.roles,
        "card": _content(card),
    }


def _content(card: ActorCard) -> str:
    """What tells whether a card has changed."""
    said = (card.name, card.kind, card.roles, sorted(card.labels), card.names, card.country, sorted(card.statements))
    return hashlib.blake2b(orjson.dumps(said), digest_size=16).hexdigest()
