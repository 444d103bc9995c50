"""Versions made of content: how both engines turn what a viewer sees into one token.

A *stamp* is a sum of content hashes modulo 2^128, so it can be kept up to date by adding what comes and taking away
what goes, and it does not depend on any order.

* The stamp of a scope: the hashes of its live statements, and of every source that has a live statement there.
* The stamp of a pair of scopes: the hashes of the live decisions between a live statement of one and one of the other.

A scope or pair without anything in it has no stamp.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import orjson

from graphsvc.access import Scope, Viewer
from graphsvc.model.statements import Decision, Source
from graphsvc.store.rows import content_hash

MODULUS = 1 << 128
TOKEN_BYTES = 16


def hash_number(content: bytes) -> int:
    """A content hash as the number that stamps add up."""
    return int.from_bytes(content, "big")


def total(hashes: Iterable[bytes]) -> int:
    """The stamp of statements with these content hashes."""
    return sum(map(hash_number, hashes)) % MODULUS


def source_hash(source: Source) -> bytes:
    """The content hash of everything that is known of a source."""
    facts = (source.title, source.publisher, source.licence, source.url)
    when = (source.published_on, source.retrieved_on, source.reporter)
    return content_hash((source.id, source.collection, source.sensitivity.label, facts, when))


def decision_hash(decision: Decision) -> bytes:
    """The content hash of a decision, who decided and why included."""
    said = (decision.judgement.value, decision.reason, decision.decided_by, decision.decided_at.isoformat())
    return content_hash((decision.left, decision.right, said))


def pair_of(one: str, other: str) -> tuple[str, str]:
    """The two scopes of a decision in the order in which stamps name them."""
    return (one, other) if one <= other else (other, one)


def version_token(viewer: Viewer, scopes: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> str:
    """The token of what `viewer` sees.

    Args:
        viewer: who asks.
        scopes: stamp of every scope that holds a live statement.
        pairs: stamp of every pair of scopes (see `pair_of`) with a decision between them.

    Returns:
        32 hexadecimal digits; the same for the same content, whatever else the store holds.
    """
    visible = {scope for scope in scopes if viewer.can_see(Scope.parse(scope))}
    seen = sorted((scope, f"{scopes[scope]:032x}") for scope in visible)
    between = sorted((*pair, f"{stamp:032x}") for pair, stamp in pairs.items() if visible.issuperset(pair))
    return hashlib.blake2b(orjson.dumps((seen, between)), digest_size=TOKEN_BYTES).hexdigest()
