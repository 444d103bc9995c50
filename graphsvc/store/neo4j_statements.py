"""The Cypher of the Neo4j store: one file each, with a header that says what it does and whether it writes.

Types of relationships stand in a file as `TIE_TYPE`. Such a statement is made once for each kind of tie of the
registry, whose Neo4j names have a fixed form; nothing else is ever put into a statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graphsvc.errors import BadSetting, UnknownKind
from graphsvc.kinds import Kinds

TIE_TYPE = "TIE_TYPE"
EACH, JOINED = "type of tie", "type of tie, joined by UNION ALL"
OWN_LABELS = frozenset(
    {"Actor", "Batch", "Decision", "RetiredTie", "Run", "Source", "Stamp", "Statement", "StatementRow", "Store"}
)
OWN_TYPES = frozenset({"ABOUT", TIE_TYPE})


@dataclass(frozen=True, slots=True)
class Statement:
    """One file: its header and its text without the header."""

    name: str
    does: str
    access: str
    each: str | None
    params: str
    returns: str
    text: str

    @property
    def writes(self) -> bool:
        """Whether the header says that the statement changes something."""
        return self.access != "read"


def parse(name: str, text: str) -> Statement:
    """The statement in a file's `text`. Raises ValueError for a header that is incomplete or names another file."""
    lines = text.splitlines()
    header = [line.removeprefix("// ").partition(": ") for line in lines if line.startswith("// ")]
    found = {key: value for key, _, value in header}
    body = "\n".join(line for line in lines if not line.startswith("//")).strip()
    if found.get("name") != name or found.get("access") not in ("read", "write", "schema") or not body:
        raise ValueError(f"{name}.cypher has a wrong header.")
    if found.get("each") not in (None, EACH, JOINED) or (TIE_TYPE in body) != ("each" in found):
        raise ValueError(f"{name}.cypher must say what it is made for each of.")
    return Statement(name, found["does"], found["access"], found.get("each"), found["params"], found["returns"], body)


@cache
def all_statements() -> Mapping[str, Statement]:
    """Every statement, by name."""
    folder = files("graphsvc.store").joinpath("cypher")
    texts = {file.name.removesuffix(".cypher"): file for file in folder.iterdir() if file.name.endswith(".cypher")}
    return {name: parse(name, file.read_text("utf-8")) for name, file in sorted(texts.items())}


class Statements:
    """The statements for the kinds of one installation."""

    def __init__(self, kinds: Kinds) -> None:
        labels = {kind.neo4j for kind in kinds.actors.values()} | {role.neo4j for role in kinds.roles.values()}
        self.labels = tuple(sorted(labels))
        """Labels that the registry gives to actors."""
        self._types = {name: kind.neo4j for name, kind in kinds.ties.items()}
        self._texts: dict[str, str] = {}
        taken = sorted((labels & OWN_LABELS) | (set(self._types.values()) & OWN_TYPES))
        if taken:
            raise BadSetting(
                f"The Neo4j name {taken[0]} of a kind is one that the store uses itself.",
                hint="Choose another `neo4j` name in the file of own kinds.",
            )

    @property
    def types(self) -> tuple[str, ...]:
        """All types of ties, sorted."""
        return tuple(sorted(self._types.values()))

    def type_of(self, kind: str) -> str:
        """The type of relationship of a kind of tie. Raises UnknownKind."""
        try:
            return self._types[kind]
        except KeyError:
            raise UnknownKind("Unknown kind of tie.", value=kind) from None

    def text(self, name: str, tie_type: str | None = None) -> str:
        """The text of statement `name`, for `tie_type` where it is made for each type."""
        key = name if tie_type is None else f"{name}.{tie_type}"
        if key not in self._texts:
            self._texts[key] = self._made(all_statements()[name], tie_type)
        return self._texts[key]

    def _made(self, statement: Statement, tie_type: str | None) -> str:
        if statement.each == JOINED:
            return "\nUNION ALL\n".join(statement.text.replace(TIE_TYPE, one) for one in self.types)
        if statement.each == EACH:
            if tie_type not in self.types:
                raise UnknownKind("Unknown type of tie.", value=tie_type)
            return statement.text.replace(TIE_TYPE, tie_type)
        return statement.text
