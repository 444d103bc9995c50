"""Taking back a published run of the Neo4j store: staging its exact inverse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from graphsvc.errors import InvalidValue, RunNotUndoable
from graphsvc.model.statements import RunNumber, RunState, StatementId
from graphsvc.store.digest import Life
from graphsvc.store.neo4j_rows import (
    Properties,
    actor_of_properties,
    decision_of_properties,
    decision_properties,
    life_of_properties,
    source_of_properties,
    source_properties,
    tie_of_properties,
)
from graphsvc.store.neo4j_session import Work
from graphsvc.store.neo4j_write import Writing
from graphsvc.store.protocol import FAR_FUTURE

BATCH_ROWS = 5_000
_Item = TypeVar("_Item")


class Undoing(Writing):
    """The inverse of a run."""

    def reverse(self, run: RunNumber, target: RunNumber) -> Mapping[str, int]:
        """Stage the exact inverse of the published run `target`: what it wrote retires, what it retired comes back.

        Raises RunNotUndoable where a later run has changed the same statements, or `target` is not published.
        """
        self.keep_lock(run)
        found = self._link.read(lambda work: work.one("run_find", number=target))
        if found is None or found["state"] != RunState.PUBLISHED.value:
            raise RunNotUndoable("Only a published run can be taken back, and only once.")
        actors = self._rows("undo_statements", target)
        ties = self._link.read(lambda work: work.rows("undo_ties", target=target), whole=True)
        ties_as_rows = [{"row": row, "id": id_, "born": born, "died": died} for row, id_, born, died, _ in ties]
        for rows in (actors, ties_as_rows):
            _refuse_retired(rows, run, target)
        self._refuse_later(actors, ("undo_later_statements",), run, target)
        self._refuse_later(ties_as_rows, ("undo_later_ties", "undo_later_retired"), run, target)
        gone = [*_ids(actors, "born", target), *_ids(ties_as_rows, "born", target)]
        for part in _parts(gone):
            self.retire(run, [StatementId(id_) for id_ in part])
        decisions = self._reverse_rest(run, target)  # first: statements that come back need their source
        self._bring_back(run, target, actors, ties)
        self._refuse_leaning(actors, target)
        return _counts((actors, ties_as_rows, decisions), target)

    def _rows(self, statement: str, target: int) -> list[Properties]:
        rows = self._link.read(lambda work: work.rows(statement, target=target), whole=True)
        return [found for (found,) in rows]

    def _refuse_later(self, rows: Iterable[Properties], statements: Iterable[str], run: int, target: int) -> None:
        for part in _parts(sorted({row["id"] for row in rows})):
            for statement in statements:
                self._refuse_where(statement, ids=part, target=target, run=run)

    def _refuse_leaning(self, actors: Sequence[Properties], target: int) -> None:
        """A statement must not go while a tie that stays needs it."""
        back = set(_ids(actors, "died", target))
        for part in _parts([id_ for id_ in _ids(actors, "born", target) if id_ not in back]):
            self._refuse_where("undo_leaning_ties", ids=part, far=FAR_FUTURE)

    def _refuse_where(self, statement: str, **values: Any) -> None:
        if self._link.read(lambda work: work.rows(statement, **values), whole=True):
            raise _rests_on_it()

    def _bring_back(self, run: int, target: int, actors: Sequence[Properties], ties: Sequence[Sequence[Any]]) -> None:
        old = [found for found in actors if found["died"] == target and found["born"] != target]
        for part in _parts(old):
            self._write_actors(run, [(actor_of_properties(found), _again(found, run)) for found in part])
        keys = [row for row, _, born, died, _ in ties if died == target and born != target]
        for some in _parts(keys):
            rows = self._kept_ties(some)
            try:
                self._write_ties(run, [(tie_of_properties(found), _again(found, run)) for found in rows])
            except InvalidValue as error:  # an end was retired by a later run
                raise _rests_on_it() from error

    def _kept_ties(self, keys: Sequence[str]) -> list[Properties]:
        return self._link.read(lambda work: _tie_rows(work, keys), whole=True)

    def _reverse_rest(self, run: int, target: int) -> list[Properties]:
        """The inverse for the description of the source, and for decisions, which are given."""
        sources, decisions = self._rows("undo_sources", target), self._rows("undo_decisions", target)

        def write(work: Work) -> None:
            self._hold(work, run)
            for found in sources:
                _refuse_newer(work.one("undo_newer_sources", id=found["id"], target=target, run=run))
                if found["born"] == target:
                    work.rows("source_retire", row=found["row"], run=run, far=FAR_FUTURE)
            for found in decisions:
                pair = {"left": found["left"], "right": found["right"]}
                _refuse_newer(work.one("undo_newer_decisions", **pair, target=target, run=run))
                if found["born"] == target:
                    work.rows("decision_retire", **pair, run=run, far=FAR_FUTURE)
            self._write_back(work, run, target, sources, decisions)

        self._link.write(write)
        return [found | {"id": (found["left"], found["right"])} for found in decisions]

    def _write_back(
        self, work: Work, run: int, target: int, sources: Iterable[Properties], decisions: Iterable[Properties]
    ) -> None:
        for found in sources:
            if found["died"] == target:
                row = source_properties(source_of_properties(found), run)
                work.rows("source_write", id=found["id"], far=FAR_FUTURE, born=run, row=row)
        for found in decisions:
            if found["died"] == target:
                pair = {"left": found["left"], "right": found["right"]}
                row = decision_properties(decision_of_properties(found), run)
                work.rows("decision_write", **pair, run=run, far=FAR_FUTURE, row=row)


def _counts(sorts: Iterable[Sequence[Properties]], target: int) -> dict[str, int]:
    """How many statements come back, change, and go."""
    counts = {"new": 0, "changed": 0, "retired": 0}
    for rows in sorts:
        written = {row["id"] for row in rows if row["born"] == target}
        gone = {row["id"] for row in rows if row["died"] == target}
        counts["new"] += len(gone - written)
        counts["changed"] += len(gone & written)
        counts["retired"] += len(written - gone)
    return counts


def _tie_rows(work: Work, keys: Sequence[str]) -> list[Properties]:
    return [found for name in ("undo_tie_rows", "undo_retired_rows") for (found,) in work.rows(name, rows=keys)]


def _again(found: Properties, run: int) -> Life:
    return Life(run, FAR_FUTURE, life_of_properties(found).origin)


def _ids(rows: Iterable[Properties], when: str, run: int) -> list[str]:
    return sorted(row["id"] for row in rows if row[when] == run)


def _refuse_retired(rows: Iterable[Properties], run: int, target: int) -> None:
    """What the target wrote must still be live; a repetition of this very reversal has retired it already."""
    if any(row["born"] == target and row["died"] not in (FAR_FUTURE, run) for row in rows):
        raise _rests_on_it()


def _refuse_newer(later: int) -> None:
    if later:
        raise _rests_on_it()


def _rests_on_it() -> RunNotUndoable:
    return RunNotUndoable("A later run has changed the same statements.", hint="Take that run back first.")


def _parts(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    for start in range(0, len(items), BATCH_ROWS):
        yield list(items[start : start + BATCH_ROWS])
