"""All that a store keeps in the one form that every engine gives and takes, and the digest over it.

The order is fixed: `meta`, runs by number, sources, actors and ties by (id, born), decisions by (left, right, born).
Left out is what belongs to one store alone (its engine, its id, its lock), what can be made again from the rest
(stamps, indexes, the picture of actors), and runs that are still loading with all they have written so far.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson

from graphsvc.access import Sensitivity
from graphsvc.model.statements import Decision, Judgement, Run, RunNumber, RunState, Source, SourceId, StatementId
from graphsvc.store.protocol import FAR_FUTURE, Kept
from graphsvc.store.rows import ActorRow, TieRow

SORTS = ("meta", "run", "source", "actor", "tie", "decision")
DIGEST_BYTES = 32

_ACTOR_FIELDS = ActorRow._fields
_TIE_FIELDS = TieRow._fields
_SOURCE_FIELDS = tuple(field.name for field in fields(Source))


@dataclass(frozen=True, slots=True)
class Life:
    """From which run on and up to which run a row counts, and which run read it from a file.

    `origin` is `born`, except where an undo brought an earlier row back: then it is that row's own.
    """

    born: int
    died: int
    origin: int


def digest_of(kept: Iterable[Kept]) -> str:
    """The hash over everything kept, given in its fixed order: 64 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for one in kept:
        digest.update(orjson.dumps((one.sort, one.values), default=dict, option=orjson.OPT_SORT_KEYS))
        digest.update(b"\n")
    return digest.hexdigest()


def kept_meta(format_: int, published: int) -> Kept:
    """What is kept about the store itself."""
    return Kept("meta", {"format": format_, "published": published})


def kept_run(run: Run, collection: str | None) -> Kept:
    """A run as kept; `collection` is that of its source."""
    values = {
        "number": run.number,
        "what": run.what,
        "state": run.state.value,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "account": run.account,
        "importer": run.importer,
        "source": run.source,
        "collection": collection,
        "files": [list(file) for file in run.files],
        "counts": dict(run.counts),
        "undoes": run.undoes,
    }
    return Kept("run", values)


def run_of(values: Mapping[str, Any]) -> tuple[Run, str | None]:
    """The run kept as `values`, and the collection of its source."""
    run = Run(
        number=RunNumber(values["number"]),
        what=values["what"],
        state=RunState(values["state"]),
        started_at=datetime.fromisoformat(values["started_at"]),
        account=values["account"],
        importer=values["importer"],
        source=None if values["source"] is None else SourceId(values["source"]),
        files=tuple((name, sha256) for name, sha256 in values["files"]),
        counts=MappingProxyType(dict(values["counts"])),
        undoes=None if values["undoes"] is None else RunNumber(values["undoes"]),
        ended_at=datetime.fromisoformat(values["ended_at"]) if values["ended_at"] else None,
    )
    return run, values["collection"]


def source_values(source: Source) -> dict[str, Any]:
    """The facts of a source as JSON values."""
    return {name: getattr(source, name) for name in _SOURCE_FIELDS} | {"sensitivity": source.sensitivity.label}


def source_of(values: Mapping[str, Any]) -> Source:
    """The source whose facts are `values`; other keys are ignored."""
    facts = {name: values[name] for name in _SOURCE_FIELDS}
    return Source(**facts | {"sensitivity": Sensitivity.parse(facts["sensitivity"])})


def kept_source(source: Source, born: int, died: int) -> Kept:
    """A source, as it was from run `born` on, as kept."""
    return Kept("source", source_values(source) | {"born": born, "died": _end(died)})


def kept_actor(row: ActorRow, life: Life) -> Kept:
    """An actor statement as kept."""
    return Kept("actor", {name: getattr(row, name) for name in _ACTOR_FIELDS} | _rest(row.hash, life))


def kept_tie(row: TieRow, life: Life) -> Kept:
    """A tie statement as kept."""
    return Kept("tie", {name: getattr(row, name) for name in _TIE_FIELDS} | _rest(row.hash, life))


def actor_of(values: Mapping[str, Any]) -> tuple[ActorRow, Life]:
    """The actor statement kept as `values`."""
    known = {name: values[name] for name in _ACTOR_FIELDS} | {"hash": bytes.fromhex(values["hash"])}
    return ActorRow(**known | {name: tuple(known[name]) for name in ("roles", "searchable")}), life_of(values)


def tie_of(values: Mapping[str, Any]) -> tuple[TieRow, Life]:
    """The tie statement kept as `values`."""
    known = {name: values[name] for name in _TIE_FIELDS} | {"hash": bytes.fromhex(values["hash"])}
    return TieRow(**known), life_of(values)


def kept_decision(decision: Decision, born: int, died: int) -> Kept:
    """A decision as kept."""
    values = {
        "left": decision.left,
        "right": decision.right,
        "judgement": decision.judgement.value,
        "reason": decision.reason,
        "decided_by": decision.decided_by,
        "decided_at": decision.decided_at.isoformat(),
        "born": born,
        "died": _end(died),
    }
    return Kept("decision", values)


def decision_of(values: Mapping[str, Any]) -> Decision:
    """The decision kept as `values`; `life_of` gives from when to when."""
    return Decision(
        left=StatementId(values["left"]),
        right=StatementId(values["right"]),
        judgement=Judgement(values["judgement"]),
        reason=values["reason"],
        decided_by=values["decided_by"],
        decided_at=datetime.fromisoformat(values["decided_at"]),
    )


def life_of(values: Mapping[str, Any]) -> Life:
    """From when to when the row kept as `values` counts."""
    died = values["died"]
    return Life(values["born"], FAR_FUTURE if died is None else died, values.get("origin", values["born"]))


def _rest(hash_: bytes, life: Life) -> dict[str, Any]:
    return {"hash": hash_.hex(), "born": life.born, "died": _end(life.died), "origin": life.origin}


def _end(died: int) -> int | None:
    return None if died == FAR_FUTURE else died
