"""Rows of the introductions file as values: one form for the requester, one for the introducer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from graphsvc.access import Scope
from graphsvc.consent.opt_outs import moment
from graphsvc.consent.states import CONTACT_SHOWN, Action, Outcome, Role, State, actions
from graphsvc.consent.values import AskedRequest, Event, OwnRequest
from graphsvc.model.statements import ActorId


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of requests."""

    id: str
    account: str
    collection: str
    level: str
    asker: str
    introducer: str
    target: str
    asker_name: str
    introducer_name: str
    target_name: str
    purpose: str
    plan: str
    state: State
    contact: str | None
    outcome: Outcome | None
    outcome_on: date | None
    created_at: float
    changed_at: float
    token_expires_at: float | None

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """The row as the statements give it."""
        fields = list(row)
        state, _, outcome, outcome_on = row[12:16]
        fields[12] = State(state)
        fields[14] = Outcome(outcome) if outcome else None
        fields[15] = date.fromisoformat(outcome_on) if outcome_on else None
        return cls(*fields)

    @property
    def scope(self) -> Scope:
        """Where the request belongs."""
        return Scope(self.collection, self.level)


def own_request(row: Row, route: Sequence[str], events: Sequence[Sequence[Any]]) -> OwnRequest:
    """What the requester sees: everything but a contact that is not to be shown yet."""
    return OwnRequest(
        id=row.id,
        scope=row.scope,
        asker=ActorId(row.asker),
        introducer=ActorId(row.introducer),
        target=ActorId(row.target),
        asker_name=row.asker_name,
        introducer_name=row.introducer_name,
        target_name=row.target_name,
        route=tuple(map(ActorId, route)),
        purpose=row.purpose,
        plan=row.plan,
        state=row.state,
        contact=row.contact if was_accepted(row, events) else None,
        outcome=row.outcome,
        outcome_on=row.outcome_on,
        created_at=moment(row.created_at),
        changed_at=moment(row.changed_at),
        link_ends_at=moment(row.token_expires_at) if row.token_expires_at else None,
        events=tuple(_event(event) for event in events),
        actions=actions(row.state, Role.REQUESTER),
    )


def asked_request(row: Row, events: Sequence[Sequence[Any]]) -> AskedRequest:
    """What the introducer sees."""
    return AskedRequest(
        id=row.id,
        asker_name=row.asker_name,
        introducer_name=row.introducer_name,
        target_name=row.target_name,
        purpose=row.purpose,
        state=row.state,
        asked_at=max((_event(event).at for event in events if event[3] == Action.ASK), default=moment(row.created_at)),
        actions=actions(row.state, Role.INTRODUCER),
    )


def was_accepted(row: Row, events: Sequence[Sequence[Any]]) -> bool:
    """Whether the target has said yes, and the request was not taken back since."""
    return row.state in CONTACT_SHOWN and any(event[3] == Action.ACCEPT for event in events)


def _event(row: Sequence[Any]) -> Event:
    at, account, role, action, came_from, went_to, note = row
    return Event(moment(at), account, Role(role), Action(action), State(came_from), State(went_to), note)
