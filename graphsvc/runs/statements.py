"""From the records of an importer to the statements of a source: ids, scope, and what a row may not be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial

import orjson

from graphsvc.access import Scope, Sensitivity
from graphsvc.errors import UnreadableFile
from graphsvc.ids import actor_statement_id, tie_statement_id
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, RowIssue, TieRecord
from graphsvc.model.statements import ActorStatement, Source, TieStatement
from graphsvc.store.rows import ActorRow, TieRow, actor_row, tie_row

REMEMBERED_IDS = 1 << 16


class StatementMaker:
    """Gives records of one import their ids and scopes.

    A row that says nothing takes the stricter of the source's and its kind's sensitivity; a row may be stricter than
    the source, never looser. What the ends add to a tie is known only when all actors are read (`Spool.settle_ends`).
    """

    def __init__(self, source: Source, kinds: Kinds) -> None:
        self.source = source
        self.kinds = kinds
        # An actor's key comes with each of its ties, and making an id costs as much as reading a row.
        self._actor_id = lru_cache(maxsize=REMEMBERED_IDS)(partial(actor_statement_id, source.id))

    def actor(self, record: ActorRecord) -> ActorRow | RowIssue:
        """The row of `record`, or the reason why it is refused. Raises UnreadableFile for a sealed record."""
        if record.kind not in self.kinds.actors:
            return _unknown_kind(record, "actor", self.kinds.actors)
        unknown = sorted(record.roles - self.kinds.roles.keys())
        if unknown:
            advice = f"Use one of: {', '.join(self.kinds.roles)}."
            return RowIssue(record.place, "actor.unknown-role", advice, "roles", unknown[0][:200])
        scope = Scope.of(self.source.collection, self._level(record, self.source.sensitivity))
        source = self.source.id
        statement = ActorStatement(self._actor_id(record.key), scope, source, record)
        try:
            return actor_row(statement)
        except (orjson.JSONEncodeError, UnicodeEncodeError):
            return _not_text(record)

    def tie(self, record: TieRecord) -> TieRow | RowIssue:
        """The row of `record`, as closed as the source and the row itself say, or the reason why it is refused."""
        kind = self.kinds.ties.get(record.kind)
        if kind is None:
            return _unknown_kind(record, "tie", self.kinds.ties)
        unsaid = Sensitivity.strictest((self.source.sensitivity, kind.sensitivity))
        scope = Scope.of(self.source.collection, self._level(record, unsaid))
        source = self.source.id
        ends = self._actor_id(record.ego), self._actor_id(record.alter)
        try:
            return tie_row(TieStatement(tie_statement_id(source, record.key), scope, source, *ends, record))
        except (orjson.JSONEncodeError, UnicodeEncodeError):
            return _not_text(record)

    def _level(self, record: ActorRecord | TieRecord, unsaid: Sensitivity) -> Sensitivity:
        said = record.sensitivity
        if said is None:
            return unsaid
        if said is Sensitivity.SEALED:
            raise UnreadableFile(
                "this row is sealed, and sealed statements never reach a store.",
                file=record.place.file,
                place=record.place.locator,
                rule="sensitivity.sealed",
                hint="Nothing of the file was kept. Take the sealed rows out, then import the rest.",
            )
        return Sensitivity.strictest((self.source.sensitivity, said))


def _unknown_kind(record: ActorRecord | TieRecord, sort: str, known: Iterable[str]) -> RowIssue:
    return RowIssue(record.place, f"{sort}.unknown-kind", f"Use one of: {', '.join(known)}.", "kind", record.kind[:200])


def _not_text(record: ActorRecord | TieRecord) -> RowIssue:
    advice = "The row holds half of a two-part character. Save the file as UTF-8 with a program that checks it."
    return RowIssue(record.place, "text.not-unicode", advice)
