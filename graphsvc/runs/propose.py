"""Ties that somebody proposes: written as planned ties by a run like every other, and taken back like every other.

A proposal tells its collection nothing that it may not know: an actor is named in it as a statement names it that is
public, or that lies in the same collection and is no more closed than the proposal. Where there is none, the tie cannot
be proposed there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from graphsvc.access import Scope, Sensitivity, Viewer
from graphsvc.errors import AlreadyProposed, InvalidValue, NotSayable, PlaceUnfit
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Place, RowIssue, TieRecord
from graphsvc.model.statements import (
    ActorStatement,
    Decision,
    Judgement,
    Run,
    Source,
    SourceId,
    StatementId,
)
from graphsvc.model.values import Status
from graphsvc.runs.load import begin, rolled_back_on_error
from graphsvc.runs.statements import StatementMaker
from graphsvc.store.protocol import GraphStore, NewRun
from graphsvc.store.rows import ActorRow, TieRow

IMPORTER = "proposal"
_FILE, _NAME = "proposal", ":proposal-"

Row = TypeVar("Row", ActorRow, TieRow)


@dataclass(frozen=True, slots=True)
class ProposedTie:
    """A tie that ought to be made: what is stated of both ends, as the proposer sees it, and its kind."""

    ego: tuple[ActorStatement, ...]
    alter: tuple[ActorStatement, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed.

    Attributes:
        scope: where it belongs; the ties may be more closed, where their kind is.
        title: what the source is called; by: who it is said to come from.
    """

    ties: tuple[ProposedTie, ...]
    scope: Scope
    title: str
    by: str
    at: datetime


def propose(store: GraphStore, kinds: Kinds, viewer: Viewer, proposal: Proposal, *, wait_seconds: float = 0.0) -> Run:
    """Write the ties as planned, in one run of a source of its own, and publish it.

    Raises:
        PlaceUnfit: the viewer may not see what would be written.
        NotSayable: an actor is known only from where the scope may not look.
        AlreadyProposed: the source says all this already.
        InvalidValue: no tie; a kind that is unknown.
        StoreBusy: another run is under way.
    """
    source = _source(viewer, proposal)
    actors, ties, decisions = _statements(StatementMaker(source, kinds), proposal, viewer)
    scopes = {row.scope for row in actors} | {row.scope for row in ties}
    if not all(viewer.can_see(Scope.parse(scope)) for scope in scopes):
        raise PlaceUnfit
    new = NewRun("import", account=viewer.account, importer=IMPORTER, source=source)
    run = begin(store, new, wait_seconds=wait_seconds)
    with rolled_back_on_error(store, run):
        if next(iter(store.live(source.id)), None) is not None:
            raise AlreadyProposed
        store.stage_actors(run, actors)
        store.stage_ties(run, ties)
        for decision in decisions:
            store.stage_decision(run, decision)
        counts = {"new": len(actors) + len(ties), "changed": 0, "unchanged": 0, "retired": 0, "refused": 0}
        return store.publish(run, counts | {"decided": len(decisions)})


def _source(viewer: Viewer, proposal: Proposal) -> Source:
    ends = [[_known(end, proposal.scope).id for end in (tie.ego, tie.alter)] for tie in proposal.ties]
    said = sorted(f"{ego}|{alter}|{tie.kind}" for (ego, alter), tie in zip(ends, proposal.ties, strict=True))
    packed = "\x1f".join([viewer.account or "", str(proposal.scope), *said]).encode()
    collection, token = proposal.scope.collection, hashlib.blake2b(packed, digest_size=8).hexdigest()
    return Source(
        SourceId(f"{collection}{_NAME}{token}"),
        collection,
        proposal.title,
        Sensitivity.parse(proposal.scope.level),
        published_on=proposal.at.date().isoformat(),
        reporter=proposal.by,
    )


def _ids(statements: Sequence[ActorStatement]) -> str:
    return ",".join(sorted(statement.id for statement in statements))


def _statements(
    make: StatementMaker, proposal: Proposal, viewer: Viewer
) -> tuple[list[ActorRow], list[TieRow], list[Decision]]:
    if not proposal.ties:
        raise InvalidValue("A proposal needs at least one tie.")
    named = {_ids(end): _known(end, proposal.scope) for tie in proposal.ties for end in (tie.ego, tie.alter)}
    actors = {known.id: _kept(make.actor(_named_again(known))) for known in named.values()}
    ties = []
    for number, tie in enumerate(proposal.ties, 1):
        ego, alter = named[_ids(tie.ego)].id, named[_ids(tie.alter)].id
        place = Place(_FILE, f"row {number}")
        record = TieRecord(place, f"{ego} {tie.kind} {alter}", tie.kind, ego, alter, status=Status.PLANNED)
        ties.append(_kept(make.tie(record)))
    by = viewer.account or proposal.by
    decisions = [_same(known, StatementId(row.id), by, proposal.at) for known, row in actors.items()]
    return sorted(actors.values(), key=_id_of), sorted(ties, key=_id_of), decisions


def _known(statements: Sequence[ActorStatement], scope: Scope) -> ActorStatement:
    """The statement that names an actor in `scope`: one with identifiers, else the first by id. Raises NotSayable.

    No proposal rests on another one, which may be taken back.
    """
    stated = [statement for statement in statements if _NAME not in statement.source]
    sayable = [statement for statement in stated if _is_sayable(statement.scope, scope)]
    if not sayable:
        raise NotSayable
    return min(sayable, key=lambda statement: (not statement.record.identifiers, statement.id))


def _is_sayable(said: Scope, scope: Scope) -> bool:
    level = Sensitivity.parse(said.level)
    is_inside = said.collection == scope.collection and level.level <= Sensitivity.parse(scope.level).level
    return is_inside or level is Sensitivity.PUBLIC


def _named_again(known: ActorStatement) -> ActorRecord:
    said = known.record
    place = Place(_FILE, said.place.locator)
    return ActorRecord(place, known.id, said.kind, said.names, identifiers=said.identifiers, country=said.country)


def _same(known: StatementId, again: StatementId, by: str, at: datetime) -> Decision:
    """The proposal means the very actor that the proposer saw, whatever names and identifiers say."""
    left, right = sorted((known, again))
    return Decision(left, right, Judgement.SAME, "named again in a proposal", by, at)


def _kept(row: Row | RowIssue) -> Row:
    if isinstance(row, RowIssue):
        raise InvalidValue("This cannot be proposed.", hint=row.advice, value=row.value)
    return row


def _id_of(row: ActorRow | TieRow) -> str:
    return row.id
