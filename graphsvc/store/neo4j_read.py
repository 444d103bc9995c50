"""The reading verbs of the Neo4j store: statements, search, evidence, decisions, runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import orjson

from graphsvc.access import Viewer
from graphsvc.errors import NotFound
from graphsvc.folding import fold, words
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import (
    ActorStatement,
    Decision,
    Run,
    Source,
    SourceId,
    StatementId,
    TieStatement,
)
from graphsvc.store.neo4j_columns import tie_columns
from graphsvc.store.neo4j_rows import (
    actor_of_properties,
    decision_of_properties,
    run_of_properties,
    source_of_properties,
    tie_of_properties,
)
from graphsvc.store.neo4j_session import Work
from graphsvc.store.neo4j_views import Connected, View
from graphsvc.store.protocol import Evidence, Hit, TieColumns
from graphsvc.store.rows import actor_statement, tie_statement
from graphsvc.store.visibility import can_see_run

PAGE_ROWS = 5_000
RUNS_PAGE = 200
ALL_RUNS = 2**53
MOST_WORDS = 20  # that the index is asked for; Lucene takes 1,024 at most, and the rest is compared word by word
LONGEST_WORD = 200  # the whitespace analyzer cuts words at 255 characters; the rest is compared letter by letter


class Reading(Connected):
    """What viewers read."""

    def sources(self, viewer: Viewer) -> tuple[Source, ...]:
        """Sources with at least one live statement that `viewer` sees, sorted by id."""

        def read(work: Work, view: View) -> list[list[Any]]:
            return work.rows("sources_read", scopes=view.scopes, at=view.at)

        return tuple(source_of_properties(found) for (found,) in self._see(viewer, read))

    def actor_statements(self, viewer: Viewer, ids: Collection[StatementId] | None = None) -> Iterator[ActorStatement]:
        """Live actor statements, sorted by id: those of `ids`, or all. Read in pages, all as of one run."""
        if ids is None:
            pages = self._pages(viewer, "actors_page", lambda row: str(row[0]["id"]))
            return (actor_statement(actor_of_properties(found)) for (found,) in pages)
        wanted = _texts(ids)

        def read(work: Work, view: View) -> list[list[Any]]:
            return work.rows("actors_of", scopes=view.scopes, at=view.at, ids=wanted)

        return (actor_statement(actor_of_properties(found)) for (found,) in self._see(viewer, read))

    def actor_facts(self, viewer: Viewer) -> Sequence[ActorFacts]:
        """The identifying part of every live actor statement, sorted by id."""
        pages = self._pages(viewer, "actors_facts", lambda row: str(row[0]))
        return [_facts(*row) for row in pages]

    def tie_statements(self, viewer: Viewer, ids: Collection[StatementId]) -> tuple[TieStatement, ...]:
        """Live tie statements of `ids`, sorted by id."""
        wanted = _texts(ids)

        def read(work: Work, view: View) -> list[list[Any]]:
            return work.rows("ties_of_ids", scopes=view.scopes, at=view.at, ids=wanted) if wanted else []

        found = [tie_of_properties(row) for (row,) in self._see(viewer, read, of_ties=True)]
        return tuple(tie_statement(row) for row in sorted(found, key=lambda row: row.id))

    def ties_of(self, viewer: Viewer, actors: Collection[StatementId], *, limit: int) -> tuple[TieStatement, ...]:
        """Live ties with one of the actor statements `actors` at either end, sorted by id, at most `limit`."""
        wanted = _texts(actors)

        def read(work: Work, view: View) -> list[list[Any]]:
            return work.rows("ties_of_actors", scopes=view.scopes, at=view.at, ids=wanted, limit=limit)

        return tuple(tie_statement(tie_of_properties(row)) for (row,) in self._see(viewer, read, of_ties=True))

    def tie_columns(self, viewer: Viewer) -> TieColumns:
        """All live ties as columns."""
        return self._see(viewer, tie_columns, of_ties=True, whole=True)

    def search(self, viewer: Viewer, text: str, *, limit: int) -> tuple[Hit, ...]:
        """Actor statements with a name or identifier in which every word of `text` begins some word; best first."""
        wanted, whole = list(words(text)), fold(text)
        if not wanted or limit < 1:
            return ()
        asked = sorted({word[:LONGEST_WORD] for word in wanted}, key=len, reverse=True)[:MOST_WORDS]
        query = " ".join(f"+{word}*" for word in asked)  # folded words hold letters and digits only

        def read(work: Work, view: View) -> list[list[Any]]:
            values = {"query": query, "text": whole, "words": wanted}
            return work.rows("search", **values, scopes=view.scopes, at=view.at, limit=limit)

        found = self._see(viewer, read)
        return tuple(Hit(StatementId(id_), name, _matched(texts, whole, wanted)) for id_, name, texts in found)

    def evidence(self, viewer: Viewer, statement: StatementId) -> Evidence:
        """Where a live statement stands. Raises NotFound, also where the viewer may not see it."""
        if not _texts([statement]):
            raise NotFound

        def read(work: Work, view: View) -> tuple[ActorStatement | TieStatement, Source, str | None]:
            seen: dict[str, Any] = {"scopes": view.scopes, "at": view.at}
            found = work.one("evidence_actor", **seen, id=statement)
            is_tie = found is None
            if found is None and (found := work.one("ties_of_ids", **seen, ids=[statement])) is None:
                raise NotFound
            said: ActorStatement | TieStatement
            said = tie_statement(tie_of_properties(found)) if is_tie else actor_statement(actor_of_properties(found))
            values = {"source": said.source, "at": view.at, "origin": found["origin"]}
            [(source, files)] = work.rows("evidence_source", **values)
            return said, source_of_properties(source), _sha256(files, said.record.place.file)

        return Evidence(*self._see(viewer, read, of_ties=True))

    def decisions(self, viewer: Viewer) -> tuple[Decision, ...]:
        """Live identity decisions whose two statements both are live and visible, sorted."""

        def read(work: Work, view: View) -> list[list[Any]]:
            seen = set(view.scopes)
            return [row for row in work.rows("stamps_decisions", at=view.at) if row[0] in seen and row[1] in seen]

        return tuple(decision_of_properties(found) for _, _, found in self._see(viewer, read))

    def runs(self, viewer: Viewer, *, limit: int) -> tuple[Run, ...]:
        """The newest runs first that `viewer` may know of."""
        found: list[Run] = []
        before = ALL_RUNS
        while len(found) < limit:
            page = self._runs_before(before)
            if not page:
                break
            for run, collection in page:
                if can_see_run(viewer, run.account, collection):
                    found.append(run)
            before = page[-1][0].number
        return tuple(found[:limit])

    def live(self, source: SourceId) -> Iterator[tuple[str, StatementId, bytes]]:
        """(`actor` or `tie`, id, content hash) of every live statement of `source`, sorted by id."""
        actors: list[tuple[str, bytes]] = []

        def page(work: Work, view: View) -> tuple[list[list[Any]], list[list[Any]]]:
            after = actors[-1][0] if actors else ""
            said = work.rows("live_actors", source=source, at=view.at, after=after, limit=PAGE_ROWS)
            ids = [id_ for id_, _ in said]
            return said, work.rows("live_ties", source=source, at=view.at, ids=ids)

        ties: list[tuple[str, bytes]] = []
        while True:
            found_actors, found_ties = self._see(None, page, of_ties=True, whole=True)
            actors += [(id_, bytes(hash_)) for id_, hash_ in found_actors]
            ties += [(id_, bytes(hash_)) for id_, hash_ in found_ties]
            if len(found_actors) < PAGE_ROWS:
                break
        ties.sort()
        yield from (("actor", StatementId(id_), hash_) for id_, hash_ in actors)
        yield from (("tie", StatementId(id_), hash_) for id_, hash_ in ties)

    def _runs_before(self, before: int) -> list[tuple[Run, str | None]]:
        rows = self._link.read(lambda work: work.rows("runs_page", before=before, limit=RUNS_PAGE))
        return [run_of_properties(found) for (found,) in rows]

    def _pages(self, viewer: Viewer, statement: str, id_of: Any) -> Iterator[list[Any]]:
        """All rows of a paged statement, as the store was when the first page was asked for."""
        start = self._see(viewer, lambda _, view: view)
        after = ""
        while True:
            rows = self._page(statement, start, after)
            yield from rows
            if len(rows) < PAGE_ROWS:
                return
            after = id_of(rows[-1])

    def _page(self, statement: str, view: View, after: str) -> list[list[Any]]:
        values = {"scopes": view.scopes, "at": view.at, "after": after, "limit": PAGE_ROWS}
        return self._link.read(lambda work: work.rows(statement, **values), whole=True)


def _texts(ids: Iterable[str]) -> list[str]:
    """Those of `ids` that can be sent at all, sorted: no statement has half of a character in its id."""
    return sorted(id_ for id_ in set(ids) if id_.isascii() or id_.encode(errors="replace").decode() == id_)


def _facts(id_: str, kind: str, country: str | None, roles: list[str], body: str) -> ActorFacts:
    said = orjson.loads(body)
    names = tuple((text, language, sort) for text, language, sort in said["names"])
    identifiers = tuple((scheme, value) for scheme, value in said["identifiers"])
    more = tuple(said["languages"]), tuple(said["topics"]), said["place_name"]
    return ActorFacts(StatementId(id_), kind, country, tuple(roles or ()), names, identifiers, *more)


def _matched(texts: Sequence[str], whole: str, wanted: Sequence[str]) -> str:
    """The best of the folded names in which every wanted word begins some word; of equals the first."""
    found = [text for text in texts if all(f" {text}".find(f" {word}") >= 0 for word in wanted)]
    return min(found, key=lambda text: 0 if text == whole else 1 if text.startswith(whole) else 2)


def _sha256(files: str | None, name: str) -> str | None:
    return dict(orjson.loads(files)).get(name) if files else None
