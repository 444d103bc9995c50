"""The writing verbs of the Neo4j store: what a run stages and what it retires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from graphsvc.errors import InvalidValue, NotFound, StoreRefused
from graphsvc.model.statements import Decision, RunNumber, StatementId
from graphsvc.store.digest import Life
from graphsvc.store.neo4j_rows import actor_properties, decision_properties, own_actor, tie_properties
from graphsvc.store.neo4j_runs import Changes, Runs, Written, changed
from graphsvc.store.neo4j_session import Work
from graphsvc.store.protocol import FAR_FUTURE
from graphsvc.store.rows import ActorRow, TieRow


class Writing(Runs):
    """What a run writes between `begin` and `publish`."""

    def stage_actors(self, run: RunNumber, rows: Sequence[ActorRow]) -> int:
        """Write one batch of actor statements, all or nothing; the same batch again changes nothing."""
        lives = [(row, Life(run, FAR_FUTURE, run)) for row in _by_id(rows)]
        return self._write_actors(run, lives)

    def stage_ties(self, run: RunNumber, rows: Sequence[TieRow]) -> int:
        """Write one batch of ties whose ends are live or staged; all or nothing; twice is once."""
        lives = [(row, Life(run, FAR_FUTURE, run)) for row in _by_id(rows)]
        return self._write_ties(run, lives)

    def retire(self, run: RunNumber, ids: Sequence[StatementId]) -> int:
        """Mark live statements as retired by `run`, from its publication on. Returns how many."""
        wanted = sorted(set(ids))

        def write(work: Work) -> Written:
            gone = work.rows("actors_retire", ids=wanted, run=run, far=FAR_FUTURE)
            left = sorted(set(wanted) - {row[0] for row in gone})
            gone += work.rows("ties_retire", ids=left, run=run, far=FAR_FUTURE) if left else []
            changes = changed({}, (row[1:] for row in gone if row[5]), -1)
            return Written(sum(row[4] for row in gone), changes, loosens=not all(row[4] for row in gone))

        return self._batch(run, "retire", wanted, write) if wanted else 0

    def stage_decision(self, run: RunNumber, decision: Decision) -> None:
        """Write one decision; it replaces a live one on the same pair."""
        row = decision_properties(decision, run)

        def write(work: Work) -> None:
            self._hold(work, run)
            pair = {"left": decision.left, "right": decision.right}
            work.rows("decision_write", **pair, run=run, far=FAR_FUTURE, row=row)

        self._link.write(write)

    def withdraw_decision(self, run: RunNumber, left: StatementId, right: StatementId) -> None:
        """Retire the live decision on the pair. Raises NotFound."""

        def write(work: Work) -> None:
            self._hold(work, run)
            if not work.one("decision_retire", left=left, right=right, run=run, far=FAR_FUTURE):
                raise NotFound

        self._link.write(write)

    def _write_actors(self, run: int, lives: Sequence[tuple[ActorRow, Life]]) -> int:
        if not lives:
            return 0
        sent = [{"said": actor_properties(row, life), **own_actor(row, self._kinds)} for row, life in lives]
        ids, sources = [row.id for row, _ in lives], sorted({row.source for row, _ in lives})

        def write(work: Work) -> Written:
            there = {id_ for (id_,) in work.rows("sources_there", ids=sources, far=FAR_FUTURE)}
            if not there.issuperset(sources):
                raise InvalidValue("A statement names a source that no run has described.")
            gone = work.rows("actors_replace", ids=ids, run=run, far=FAR_FUTURE)
            _must_equal(work.one("actors_write", rows=sent), len(sent))
            changes = changed(changed({}, gone, -1), _hashes(lives), 1)
            return Written(len(sent), changes, loosens=any(row[3] for row in gone))

        parts = ((row.id, row.hash.hex(), row.file, row.locator, row.raw, life.origin) for row, life in lives)
        return self._batch(run, "actors", parts, write)

    def _write_ties(self, run: int, lives: Sequence[tuple[TieRow, Life]]) -> int:
        if not lives:
            return 0
        by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row, life in lives:
            by_type[self._statements.type_of(row.kind)].append(tie_properties(row, life))
        ids = [row.id for row, _ in lives]
        sources = sorted({row.source for row, _ in lives})

        tries = count()

        def write(work: Work) -> Written:
            changes: Changes = {}
            # A second try may follow on a tie that an earlier batch of this run wrote, with whatever type.
            types = self._statements.types if next(tries) else self._types_before(work, run, sources)
            for tie_type in types:
                gone = work.typed("ties_replace", tie_type, ids=ids, run=run, far=FAR_FUTURE)
                changes = changed(changes, gone, -1)
            for tie_type in sorted(by_type):
                sent = by_type[tie_type]
                [(written,)] = work.typed("ties_write", tie_type, rows=sent, far=FAR_FUTURE)
                if written != len(sent):
                    raise InvalidValue(
                        "A tie has an end that is not there, of another source, or more closed than the tie."
                    )
            return Written(len(lives), changed(changes, _hashes(lives), 1))

        parts = ((row.id, row.hash.hex(), row.file, row.locator, row.raw, life.origin) for row, life in lives)
        return self._batch(run, "ties", parts, write)

    def _types_before(self, work: Work, run: int, sources: Sequence[str]) -> tuple[str, ...]:
        """Types of ties that these sources had before `run`: only there can be ties that new ones replace.

        Looked for once a run: nobody else can write while it holds the lock.
        """
        if self._types_of_run[0] != run:
            self._types_of_run = (run, {})
        known = self._types_of_run[1]
        for source in sources:
            if source not in known:
                known[source] = {tie_type for (tie_type,) in work.rows("ties_types", source=source, run=run)}
        return tuple(sorted({tie_type for source in sources for tie_type in known[source]}))


def _by_id(rows: Sequence[Any]) -> list[Any]:
    """`rows` in the order of their ids, so that all writers lock in the same order. Raises InvalidValue for doubles."""
    if len({row.id for row in rows}) != len(rows):
        raise InvalidValue("A batch holds two statements with one id.")
    return sorted(rows, key=lambda row: row.id)


def _hashes(lives: Iterable[tuple[ActorRow | TieRow, Life]]) -> Iterator[tuple[str, str, bytes]]:
    return ((row.scope, row.source, row.hash) for row, _ in lives)


def _must_equal(written: int | None, sent: int) -> None:
    if written != sent:
        message = "The Neo4j server wrote another number of rows than it was sent."
        raise StoreRefused(message, sent=sent, written=written)
