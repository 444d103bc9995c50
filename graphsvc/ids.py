"""Ids made from the fewest stable raw fields. Opaque: no name can be read from one."""

from __future__ import annotations

import hashlib

from graphsvc.model.statements import ActorId, SourceId, StatementId
from graphsvc.model.values import Identifier

_BYTES = 10  # 80 bits: one collision in 10^6 ids has a chance below 10^-12


def _digest(*parts: str) -> str:
    packed = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(packed, digest_size=_BYTES, person=b"graphsvc-id").hexdigest()


def actor_statement_id(source: SourceId, key: str) -> StatementId:
    """The id of what `source` says about its actor `key`. 21 characters, the same on every machine."""
    return StatementId("a" + _digest("actor", source, key))


def tie_statement_id(source: SourceId, key: str) -> StatementId:
    """The id of the tie that `source` calls `key`."""
    return StatementId("t" + _digest("tie", source, key))


def identified_actor_id(identifier: Identifier) -> ActorId:
    """The actor id that `identifier` gives, whichever source names it."""
    return ActorId("i" + _digest("identifier", identifier.scheme, identifier.value))
