"""How rows of both engines become properties of nodes and relationships, and rows again.

`row` is the key that uniqueness constraints stand on: id, a blank, and the run in ten digits, so that its order is the
order of (id, born). Neo4j keeps no nulls: what is not known has no property.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import orjson

from graphsvc.access import Scope, Sensitivity
from graphsvc.folding import fold
from graphsvc.kinds import Kinds
from graphsvc.model.statements import Decision, Run, Source
from graphsvc.store.digest import Life, decision_of, kept_decision, kept_run, run_of, source_of, source_values
from graphsvc.store.protocol import FAR_FUTURE
from graphsvc.store.rows import ActorRow, TieRow

Properties = dict[str, Any]
_ACTOR_FIELDS = ActorRow._fields
_TIE_FIELDS = TieRow._fields
_SOURCE_FIELDS = tuple(field.name for field in fields(Source))


def row_key(id_: str, born: int) -> str:
    """The key of what run `born` wrote under `id_`."""
    return f"{id_} {born:010d}"


def actor_properties(row: ActorRow, life: Life) -> Properties:
    """Properties of a `Statement` node. The index reads `search`; hits are sorted by `folded`."""
    said = {name: getattr(row, name) for name in _ACTOR_FIELDS}
    found = {"search": " ".join(row.searchable), "folded": fold(row.name), "level": _level(row.scope)}
    return said | _life(row.id, life) | found


def actor_of_properties(found: Mapping[str, Any]) -> ActorRow:
    """The row kept in a `Statement` node."""
    said: dict[str, Any] = {name: found.get(name) for name in _ACTOR_FIELDS}
    lists = {name: tuple(found.get(name) or ()) for name in ("roles", "searchable")}
    return ActorRow(**said | lists | {"hash": bytes(found["hash"])})


def tie_properties(row: TieRow, life: Life) -> Properties:
    """Properties of a tie's relationship. `amount` is exact; `amount_number` is for reckoning in Cypher, and is not."""
    said = {name: getattr(row, name) for name in _TIE_FIELDS}
    number = None if row.amount is None else float(row.amount)
    if number is not None and not math.isfinite(number):
        number = None
    return said | _life(row.id, life) | {"amount_number": number, "level": _level(row.scope)}


def tie_of_properties(found: Mapping[str, Any]) -> TieRow:
    """The row kept in a relationship, or in the node of a retired tie."""
    said: dict[str, Any] = {name: found.get(name) for name in _TIE_FIELDS}
    return TieRow(**said | {"hash": bytes(found["hash"])})


def life_of_properties(found: Mapping[str, Any]) -> Life:
    """From which run on, and up to which, a row counts."""
    return Life(found["born"], found["died"], found["origin"])


def own_actor(row: ActorRow, kinds: Kinds) -> Properties:
    """What `actors_write` takes: the statement, and the actor that it hangs on until somebody settles the picture."""
    names = [name[0] for name in orjson.loads(row.body)["names"]]
    shown = {"name": row.name, "names": names, "country": row.country, "kind": row.kind, "roles": list(row.roles)}
    labels = [kinds.actor(row.kind).neo4j, *(kinds.role(role).neo4j for role in row.roles)]
    return {"actor": shown, "labels": labels}


def source_properties(source: Source, born: int, died: int = FAR_FUTURE) -> Properties:
    """Properties of a `Source` node."""
    return source_values(source) | {"row": row_key(source.id, born), "born": born, "died": died}


def source_of_properties(found: Mapping[str, Any]) -> Source:
    """The source kept in a node."""
    return source_of({name: found.get(name) for name in _SOURCE_FIELDS})


def decision_properties(decision: Decision, born: int, died: int = FAR_FUTURE) -> Properties:
    """Properties of a `Decision` node."""
    values = dict(kept_decision(decision, born, died).values)
    return values | {"row": row_key(f"{decision.left} {decision.right}", born), "died": died}


def decision_of_properties(found: Mapping[str, Any]) -> Decision:
    """The decision kept in a node."""
    return decision_of(found)


def run_properties(run: Run, collection: str | None) -> Properties:
    """Properties of a `Run` node. Files and counts are JSON texts: properties hold no lists of lists."""
    values = dict(kept_run(run, collection).values)
    return values | {"files": _json(values["files"]), "counts": _json(values["counts"])}


def run_of_properties(found: Mapping[str, Any]) -> tuple[Run, str | None]:
    """The run kept in a node, and the collection of its source."""
    names = ("state", "ended_at", "account", "importer", "source", "collection", "undoes")
    values = {name: found.get(name) for name in names} | dict(found)
    return run_of(values | {"files": orjson.loads(found["files"]), "counts": orjson.loads(found["counts"])})


def _life(id_: str, life: Life) -> Properties:
    return {"row": row_key(id_, life.born), "born": life.born, "died": life.died, "origin": life.origin}


def _level(scope: str) -> int:
    return Sensitivity.parse(Scope.parse(scope).level).level


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
