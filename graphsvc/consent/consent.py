"""The introductions file of an installation: opt-outs, requests, what of them each viewer's network takes in, plans."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from graphsvc.access import Scope, Viewer
from graphsvc.consent.cuts import Cuts
from graphsvc.consent.group_names import GroupNames
from graphsvc.consent.opt_outs import OptOuts
from graphsvc.consent.outcomes import Answer, read_answers
from graphsvc.consent.plans import Plans
from graphsvc.consent.requests import Requests
from graphsvc.errors import NotFound
from graphsvc.sqlite_file import SqliteFile

FILE_NAME = "introductions.sqlite"
PACKAGE = "graphsvc.consent"
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Consented:
    """What a network takes in: the keys of actors that nobody may be led through, and answers along ties.

    Attributes:
        version: token of both; equal content gives an equal token.
        opted_out: keys of actors (see `graphsvc.network.Network.keys`); the same for every viewer.
        answers: of the requests whose scope the viewer may see.
    """

    opted_out: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()
    version: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        digest = hashlib.blake2b(digest_size=10)
        digest.update("\x1f".join(sorted(self.opted_out)).encode("utf-8", "surrogatepass"))
        for answer in self.answers:
            said = [*sorted(answer.one), "|", *sorted(answer.other), str(answer.worked), answer.on.isoformat()]
            digest.update(b"\x1e" + "\x1f".join(said).encode("utf-8", "surrogatepass"))
        object.__setattr__(self, "version", digest.hexdigest())


NOTHING_KNOWN = Consented()
"""Where nothing is kept: nobody opted out, nothing was asked."""


class Consent:
    """Opt-outs, requests, plans, names of groups, whose account speaks for whom. Safe to use from several threads."""

    def __init__(self, file: SqliteFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self.opt_outs = OptOuts(file, clock)
        self.requests = Requests(file, self.opt_outs, clock)
        self.plans = Plans(file, clock)
        self.cuts = Cuts(file, clock)
        self.group_names = GroupNames(file, clock)
        self._lock = Lock()
        self._mark: tuple[int, int] | None = None
        self._seen: dict[tuple[Scope, ...], Consented] = {}

    @classmethod
    def open(cls, data_folder: Path, clock: Callable[[], float] = time.time) -> Consent:
        """What is kept in `data_folder`; the file is made when it is not there. Raises as SqliteFile does."""
        return cls(SqliteFile(data_folder / FILE_NAME, PACKAGE, newest_format=FORMAT), clock)

    def check(self) -> None:
        """Raise a StoreUnreachable, StoreBusy or StoreFull when the file cannot be used."""
        self._file.rows("scopes_of_requests")

    def is_empty(self) -> bool:
        """Whether nothing was ever recorded here."""
        linked = self._file.row("any_account_key")
        asked = self._file.rows("scopes_of_requests")
        return not (
            self.opt_outs.all() or asked or linked or self.plans.any() or self.cuts.any() or self.group_names.any()
        )

    def copy_to(self, path: Path) -> None:
        """Write a copy of the file as it is at this moment. Raises StoreRefused where `path` is there already."""
        self._file.copy_to(path)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def seen_by(self, viewer: Viewer) -> Consented:
        """What the network of `viewer` takes in; read again only after a change of the file."""
        mark = self._file.mark()
        scopes = viewer.visible(Scope(*row) for row in self._file.rows("scopes_of_requests"))
        with self._lock:
            if mark != self._mark:
                self._mark, self._seen = mark, {}
            known = self._seen.get(scopes)
        if known is None:
            known = Consented(self.opt_outs.standing_keys(), read_answers(self._file, scopes))
            with self._lock:
                if mark == self._mark:
                    self._seen[scopes] = known
        return known

    # -- whose account speaks for which actor

    def link_account(self, account: str, actor: str, keys: Iterable[str]) -> None:
        """From now on `account` answers the requests to the actor known by `keys`; `actor` is its id today."""
        with self._file.transaction():
            for key in sorted({*keys, actor}):
                self._file.rows("add_account_key", account=account, actor=actor, key=key)

    def unlink_account(self, account: str, keys: Iterable[str]) -> None:
        """End that for the actor known by one of `keys`. Raises NotFound where it was not so."""
        known = set(keys)
        with self._file.transaction():
            linked = {actor for actor, key in self._file.rows("account_keys", account=account) if key in known}
            for actor in sorted(linked):
                self._file.rows("drop_account_actor", account=account, actor=actor)
        if not linked:
            raise NotFound

    def actors_of(self, account: str) -> tuple[str, ...]:
        """The ids under which the actors of `account` were linked, sorted."""
        return tuple(sorted({actor for actor, _ in self._file.rows("account_keys", account=account)}))
