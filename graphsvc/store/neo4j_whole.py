"""Whole Neo4j stores: everything that is kept, in the order that all engines give, and filling an empty store."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

from graphsvc.errors import StoreRefused, StoreTooNew
from graphsvc.store.digest import (
    actor_of,
    decision_of,
    digest_of,
    kept_actor,
    kept_decision,
    kept_meta,
    kept_run,
    kept_source,
    kept_tie,
    life_of,
    run_of,
    source_of,
    tie_of,
)
from graphsvc.store.neo4j_rows import (
    Properties,
    actor_of_properties,
    actor_properties,
    decision_of_properties,
    decision_properties,
    life_of_properties,
    own_actor,
    run_of_properties,
    run_properties,
    source_of_properties,
    source_properties,
    tie_of_properties,
    tie_properties,
)
from graphsvc.store.neo4j_runs import Changes, changed, write_stamps
from graphsvc.store.neo4j_session import Work
from graphsvc.store.neo4j_settle import Settling
from graphsvc.store.protocol import FAR_FUTURE, FORMAT, Kept

PAGE_ROWS = 5_000


class Whole(Settling):
    """Giving and taking whole stores."""

    def digest(self) -> str:
        """Hash over everything kept, the same in every engine for the same content."""
        return digest_of(self.everything())

    def everything(self) -> Iterator[Kept]:
        """All that is kept, runs that are loading left out; as of the moment it is asked."""
        at = self._published()
        yield kept_meta(FORMAT, at)
        for (found,) in self._link.read(lambda work: work.rows("whole_runs"), whole=True):
            yield kept_run(*run_of_properties(found))
        for (found,) in self._link.read(lambda work: work.rows("whole_sources", at=at), whole=True):
            yield kept_source(source_of_properties(found), found["born"], _died(found, at))
        for found in self._paged("whole_actors", None, at):
            yield kept_actor(actor_of_properties(found), _life(found, at))
        yield from self._all_ties(at)
        for (found,) in self._link.read(lambda work: work.rows("whole_decisions", at=at), whole=True):
            yield kept_decision(decision_of_properties(found), found["born"], _died(found, at))

    def take_over(self, kept: Iterable[Kept]) -> None:
        """Fill this empty store with what `everything` of another gave. Raises StoreRefused if it is not empty."""
        runs, filling = self._link.write(lambda work: work.rows("whole_begin"))[0]
        if runs and not filling:
            raise StoreRefused("The store is not empty.", hint="Copy into a new store.")
        self._clear()
        is_done = False
        try:
            self._fill(kept)
            is_done = True
        finally:
            if not is_done:
                self._clear()
                self._link.write(lambda work: work.rows("whole_cancel"))

    def _fill(self, kept: Iterable[Kept]) -> None:
        """Runs are written last, so that until then there is nothing to see."""
        runs: list[Properties] = []
        published, changes = 0, Changes()
        for sort, group in groupby(kept, key=lambda one: one.sort):
            rest: Iterator[Mapping[str, Any]] = (one.values for one in group)
            while batch := list(islice(rest, PAGE_ROWS)):
                if sort == "meta":
                    published = _checked_meta(batch[0])
                elif sort == "run":
                    runs += [run_properties(*run_of(values)) for values in batch]
                else:
                    self._take(sort, batch, changes)
        self._link.write(lambda work: _finish(work, runs, changes, published))

    def _clear(self) -> None:
        # Relationships first: a node that is deleted with all of its own could need more memory than the server gives.
        for name in ("whole_clear_ties", "whole_clear"):
            while self._clear_some(name):
                pass

    def _clear_some(self, name: str) -> bool:
        return bool(self._link.write(lambda work: work.one(name, limit=PAGE_ROWS)))

    def _all_ties(self, at: int) -> Iterator[Kept]:
        """All ties in order. They lie in one index a type, so the pages of all types are merged."""
        parts = [self._paged("whole_ties", tie_type, at) for tie_type in self._statements.types]
        ordered = heapq.merge(*parts, self._paged("whole_retired_ties", None, at), key=lambda found: found["row"])
        last = ""
        for found in ordered:
            if found["row"] != last:  # put aside while this was read: it is met in both places
                yield kept_tie(tie_of_properties(found), _life(found, at))
            last = found["row"]

    def _paged(self, statement: str, tie_type: str | None, at: int) -> Iterator[Properties]:
        after = ""
        while True:
            page = self._page_after(statement, tie_type, {"at": at, "after": after, "limit": PAGE_ROWS})
            for (found,) in page:
                yield found
            if len(page) < PAGE_ROWS:
                return
            after = page[-1][0]["row"]

    def _page_after(self, statement: str, tie_type: str | None, values: dict[str, Any]) -> list[list[Any]]:
        def read(work: Work) -> list[list[Any]]:
            return work.typed(statement, tie_type, **values) if tie_type else work.rows(statement, **values)

        return self._link.read(read, whole=True)

    def _take(self, sort: str, batch: list[Mapping[str, Any]], changes: Changes) -> None:
        takers: dict[str, Callable[[list[Mapping[str, Any]], Changes], None]] = {
            "source": self._take_sources,
            "actor": self._take_actors,
            "tie": self._take_ties,
            "decision": self._take_decisions,
        }
        if sort not in takers:
            raise StoreRefused("The copy holds something that this version does not know.", sort=sort)
        takers[sort](batch, changes)

    def _take_sources(self, batch: list[Mapping[str, Any]], _: Changes) -> None:
        lives = [(source_of(values), life_of(values)) for values in batch]
        rows = [source_properties(source, life.born, life.died) for source, life in lives]
        self._link.write(lambda work: work.rows("whole_write_sources", rows=rows))

    def _take_decisions(self, batch: list[Mapping[str, Any]], _: Changes) -> None:
        lives = [(decision_of(values), life_of(values)) for values in batch]
        rows = [decision_properties(decision, life.born, life.died) for decision, life in lives]
        self._link.write(lambda work: work.rows("whole_write_decisions", rows=rows))

    def _take_actors(self, batch: list[Mapping[str, Any]], changes: Changes) -> None:
        lives = [actor_of(values) for values in batch]
        rows = [{"said": actor_properties(row, life), **own_actor(row, self._kinds)} for row, life in lives]
        self._link.write(lambda work: work.rows("actors_write", rows=rows))
        changed(changes, ((row.scope, row.source, row.hash) for row, life in lives if life.died == FAR_FUTURE), 1)

    def _take_ties(self, batch: list[Mapping[str, Any]], changes: Changes) -> None:
        lives = [tie_of(values) for values in batch]
        live = [(row, tie_properties(row, life)) for row, life in lives if life.died == FAR_FUTURE]
        types = {row.id: self._statements.type_of(row.kind) for row, _ in lives}
        retired = [tie_properties(row, life) | {"type": types[row.id]} for row, life in lives if life.died < FAR_FUTURE]

        def write(work: Work) -> None:
            # A try whose answer was lost is written a second time: what is there already is taken away before.
            ids = [row.id for row, _ in live]
            work.rows("whole_write_retired", rows=retired)
            for tie_type in sorted({types[row.id] for row, _ in live}):
                work.typed("ties_forget", tie_type, ids=ids)
                sent = [properties for row, properties in live if types[row.id] == tie_type]
                [(written,)] = work.typed("ties_write", tie_type, rows=sent, far=FAR_FUTURE)
                if written != len(sent):
                    raise StoreRefused("The copy holds ties without their actors.")

        self._link.write(write)
        changed(changes, ((row.scope, row.source, row.hash) for row, _ in live), 1)


def _checked_meta(values: Mapping[str, Any]) -> int:
    if values["format"] > FORMAT:
        raise StoreTooNew
    return int(values["published"])


def _finish(work: Work, runs: list[Properties], changes: Changes, published: int) -> None:
    work.rows("whole_write_runs", rows=runs)
    keys = [f"{scope}\n{source}" for scope, source in changes]
    if not work.rows("stamps_of", keys=keys):  # else an earlier try has written them
        write_stamps(work, changes)
    work.rows("whole_end", published=published)


def _died(found: Properties, at: int) -> int:
    """What the run that is loading has retired is still live."""
    died: int = found["died"]
    return died if died <= at else FAR_FUTURE


def _life(found: Properties, at: int) -> Any:
    life = life_of_properties(found)
    return type(life)(life.born, _died(found, at), life.origin)
