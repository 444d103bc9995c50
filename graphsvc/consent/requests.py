"""Requests for an introduction: written, moved on by those who may, and read by each with what is theirs to see."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from graphsvc.access import Scope, Viewer
from graphsvc.consent.checks import checked, checked_gift, checked_plan, checked_purpose
from graphsvc.consent.opt_outs import OptOuts
from graphsvc.consent.reading import Row, asked_request, own_request
from graphsvc.consent.states import LINKED, Action, Role, State, next_state
from graphsvc.consent.values import NOTHING, AskedRequest, Done, Given, NewRequest, OwnRequest
from graphsvc.errors import IntroducerOptedOut, NotFound, StepNotAllowed
from graphsvc.sqlite_file import SqliteFile

LINK_SECONDS = 30 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts: the requester or an introducer with an account, or whoever holds a decision link."""

    role: Role
    viewer: Viewer | None = None
    token: str | None = None

    @classmethod
    def requester(cls, viewer: Viewer) -> Self:
        """The one who wrote the request."""
        return cls(Role.REQUESTER, viewer=viewer)

    @classmethod
    def introducer(cls, viewer: Viewer) -> Self:
        """Somebody whose account speaks for the introducer."""
        return cls(Role.INTRODUCER, viewer=viewer)

    @classmethod
    def by_link(cls, token: str) -> Self:
        """Whoever holds the link that the requester passed on."""
        return cls(Role.INTRODUCER, token=token)

    @property
    def account(self) -> str | None:
        """The account; None for a link."""
        return self.viewer.account if self.viewer else None


class Requests:
    """The requests kept in the introductions file. Every method raises NotFound for what is not this person's."""

    def __init__(self, file: SqliteFile, opt_outs: OptOuts, clock: Callable[[], float]) -> None:
        self._file = file
        self._opt_outs = opt_outs
        self._clock = clock

    def create(self, new: NewRequest) -> str:
        """Keep a draft; returns its id.

        Raises:
            InvalidValue: a text is missing or too long, or the actors or the route do not fit together.
            IntroducerOptedOut: the introducer asked not to be used.
        """
        new = checked(new)
        request = "q" + secrets.token_hex(12)
        parts = {"asker": new.asker, "introducer": new.introducer, "target": new.target}
        with self._file.transaction():
            if self._opt_outs.standing(new.introducer.keys):
                raise IntroducerOptedOut
            self._file.rows(
                "add_request",
                id=request,
                account=new.account,
                collection=new.scope.collection,
                level=new.scope.level,
                purpose=new.purpose,
                plan=new.plan,
                state=State.DRAFT.value,
                at=self._clock(),
                **{name: part.actor for name, part in parts.items()},
                **{f"{name}_name": part.name for name, part in parts.items()},
            )
            for position, actor in enumerate(new.route):
                self._file.rows("add_request_step", request=request, position=position, actor=actor)
            for name, part in parts.items():
                for key in sorted({*part.keys, part.actor}):
                    self._file.rows("add_request_key", request=request, part=name, key=key)
        return request

    def rewrite(self, viewer: Viewer, request: str, *, purpose: str, plan: str, scope: Scope) -> None:
        """Replace the texts and the scope of a draft. Raises StepNotAllowed where it is a draft no more."""
        purpose, plan = checked_purpose(purpose), checked_plan(plan)
        with self._file.transaction():
            row = self._row(Who.requester(viewer), request)
            moved = self._file.rows(
                "set_draft",
                id=row.id,
                purpose=purpose,
                plan=plan,
                collection=scope.collection,
                level=scope.level,
                at=self._clock(),
            )
            if not moved:
                raise StepNotAllowed(state=row.state.value)

    def act(self, who: Who, request: str | None, action: Action, given: Given = NOTHING) -> Done:
        """Do `action`; of two people who decide at the same time the first one does, and the second is told.

        Args:
            request: its id; None with a decision link, which is for one request.

        Raises:
            StepNotAllowed: the request does not stand where this can be done, or not by this person.
            InvalidValue: a text is too long, or the outcome or its date does not fit.
            IntroducerOptedOut: the introducer asked, since the draft was written, not to be used.
        """
        now = self._clock()
        with self._file.transaction():
            row = self._row(who, request)
            state = next_state(row.state, action, who.role)
            given = checked_gift(row.state, action, given, now)
            if action is Action.ASK and self._opt_outs.standing(self._keys(row.id, "introducer")):
                raise IntroducerOptedOut
            self._file.rows(
                "set_state",
                id=row.id,
                came_from=row.state.value,
                went_to=state.value,
                at=now,
                contact=given.contact or None,
                outcome=given.outcome.value if given.outcome else None,
                outcome_on=given.on.isoformat() if given.on else None,
            )
            self._note(row, state, action, who, given, now)
            if given.never_again and who.role is Role.INTRODUCER:
                self._opt_outs.record(self._keys(row.id, "introducer"), account=who.account)
            return Done(row.id, state, self._token(row.id, state, action, now))

    def _note(self, row: Row, state: State, action: Action, who: Who, given: Given, now: float) -> None:
        self._file.rows(
            "add_event",
            request=row.id,
            at=now,
            account=who.account,
            role=who.role.value,
            action=action.value,
            came_from=row.state.value,
            went_to=state.value,
            note=given.note or None,
        )

    def own(self, viewer: Viewer) -> tuple[OwnRequest, ...]:
        """The requests of this account that lie where it may look, the last changed first."""
        rows = self._file.rows("requests_of", account=viewer.account) if viewer.account else []
        return tuple(self._as_own(row) for row in map(Row.of, rows) if viewer.can_see(row.scope))

    def own_one(self, viewer: Viewer, request: str) -> OwnRequest:
        """One request of this account."""
        return self._as_own(self._row(Who.requester(viewer), request))

    def asked(self, viewer: Viewer) -> tuple[AskedRequest, ...]:
        """The requests to the actors for whom this account speaks, drafts left out, the last changed first."""
        rows = self._file.rows("requests_for", account=viewer.account) if viewer.account else []
        return tuple(self._as_asked(row) for row in map(Row.of, rows))

    def asked_one(self, who: Who, request: str | None = None) -> AskedRequest:
        """One request as the introducer sees it, by account and id or by link."""
        return self._as_asked(self._row(who, request))

    def is_own(self, viewer: Viewer, token: str) -> bool:
        """Whether the link was made by this account itself: then it shows, and decides nothing."""
        return viewer.account is not None and self._by_token(token).account == viewer.account

    def _row(self, who: Who, request: str | None) -> Row:
        if who.token is not None:
            return self._by_token(who.token)
        found = self._file.row("request", id=request)
        if found is None or who.viewer is None or who.viewer.account is None:
            raise NotFound
        row = Row.of(found)
        if who.role is Role.REQUESTER:
            is_theirs = row.account == who.viewer.account and who.viewer.can_see(row.scope)
        else:
            is_theirs = self._speaks_for(who.viewer.account, row.id)
        if not is_theirs:
            raise NotFound
        return row

    def _by_token(self, token: str) -> Row:
        now = self._clock()
        digest = _hash(token)
        found = self._file.row("request_by_token", token_hash=digest, now=now, latest=now + LINK_SECONDS)
        if found is None:
            raise NotFound
        return Row.of(found)

    def _speaks_for(self, account: str, request: str) -> bool:
        return any(row[0] == request for row in self._file.rows("requests_for", account=account))

    def _keys(self, request: str, part: str) -> frozenset[str]:
        return frozenset(key for name, key in self._file.rows("request_keys", request=request) if name == part)

    def _token(self, request: str, state: State, action: Action, now: float) -> str | None:
        """A new decision link where one is due; the old one ends where it no longer opens anything."""
        if action in {Action.ASK, Action.RENEW}:
            token = secrets.token_urlsafe(32)
            self._file.rows("set_token", id=request, token_hash=_hash(token), expires_at=now + LINK_SECONDS)
            return token
        if state not in LINKED:
            self._file.rows("set_token", id=request, token_hash=None, expires_at=None)
        return None

    def _as_own(self, row: Row) -> OwnRequest:
        steps: list[Any] = [actor for (actor,) in self._file.rows("request_steps", request=row.id)]
        return own_request(row, steps, self._file.rows("events", request=row.id))

    def _as_asked(self, row: Row) -> AskedRequest:
        return asked_request(row, self._file.rows("events", request=row.id))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
