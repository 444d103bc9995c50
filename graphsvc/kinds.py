"""The registry of kinds: of actors, of ties, and roles. Kinds are data; an installation adds its own file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from graphsvc.access import Sensitivity
from graphsvc.chance_rules import ChanceRules, read_rules
from graphsvc.errors import BadSetting, InvalidValue, UnknownKind

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LABEL = re.compile(r"[A-Z][A-Za-z0-9]{0,39}")
_RELATIONSHIP = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
LANGUAGES = ("en", "es", "tr")
_WEIGHTS = frozenset({"chance", "half_life", "crowd", "walkable"})

_TABLES = "Use [actor.NAME], [role.NAME], [tie.NAME] or [chance]."
_NAMES = "Use small letters, digits and _; no name twice."

_Kind = TypeVar("_Kind")


class Asked(StrEnum):
    """Who is asked where an introduction could go through an actor of a kind."""

    ITSELF = "itself"
    PARTICIPANTS = "participants"
    """Those who take part in it know each other through it; itself it cannot be asked (an event, a letter)."""
    HOLDER = "holder"
    """Whoever holds it (an office); where several do, it joins none of them, and nothing goes through it."""
    NOBODY = "nobody"
    """It has no members by name, so nothing goes through it."""


class Inside(StrEnum):
    """What an actor is to a body that it is tied to."""

    STAFF = "staff"
    MEMBER = "member"
    PART = "part"


@dataclass(frozen=True, slots=True)
class ActorKind:
    """A kind of actor: its name, words in each language, its label in Neo4j, and who is asked for an introduction."""

    name: str
    label: Mapping[str, str]
    plural: Mapping[str, str]
    neo4j: str
    asked: Asked = Asked.ITSELF


@dataclass(frozen=True, slots=True)
class Role:
    """A role that actors of any kind can have."""

    name: str
    label: Mapping[str, str]
    neo4j: str


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie.

    Attributes:
        label: verb phrase from ego to alter, in each language ("funds"); `inverse` from alter to ego ("is funded by").
        directed: whether ego and alter have different parts.
        walkable: whether an introduction can go along such a tie.
        chance: base chance, above 0 and at most 1, that it carries an introduction.
        half_life: years after its last known day in which the chance halves.
        flow: whether it is money.
        two_mode: whether it joins an actor to an event or document that others share.
        neo4j: relationship type.
        sensitivity: the least that such a tie has unless its source says stricter.
        momentary: whether it happened at a time: it grows old, but is never over.
        leads: whether ego speaks for the whole of alter (organizes the event, answers for the project).
        inside: what ego is to alter, where "anyone at" alter is asked for; None: nothing of it.
        crowd: how far a tie to a body of many counts less, 0 (not) to 1 (each pair of n counts 1 / (n - 1)).
        answered: whether it is an answer that its ego gave in a survey, so that it hangs on this one respondent.
    """

    name: str
    label: Mapping[str, str]
    inverse: Mapping[str, str]
    directed: bool
    walkable: bool
    chance: float
    half_life: float
    flow: bool
    two_mode: bool
    neo4j: str
    sensitivity: Sensitivity
    momentary: bool = False
    leads: bool = False
    crowd: float = 0.0
    inside: Inside | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds that this installation knows, and how it weighs ties for introductions."""

    actors: Mapping[str, ActorKind]
    roles: Mapping[str, Role]
    ties: Mapping[str, TieKind]
    chances: ChanceRules

    @classmethod
    def load(cls, own_file: Path | None = None) -> Kinds:
        """The shipped kinds, and those of `own_file` (a TOML file of the same form), which may add but not replace.

        Its table [chance] replaces what it names; [chance.kinds.NAME] sets chance, half_life, crowd or walkable.

        Raises:
            BadSetting: a kind of `own_file` is incomplete, has a bad name, or is there already, or a chance is none.
        """
        shipped = tomllib.loads(files("graphsvc").joinpath("kinds.toml").read_text("utf-8"))
        parts = [("kinds.toml", shipped)]
        if own_file is not None:
            try:
                parts.append((own_file.name, tomllib.loads(own_file.read_text("utf-8"))))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise BadSetting(f"The file of own kinds {own_file.name} cannot be read: {error}.") from error
        return _build(parts)

    def actor(self, name: str) -> ActorKind:
        """The kind of actor `name`. Raises UnknownKind."""
        return _look_up(self.actors, name, "kind of actor")

    def role(self, name: str) -> Role:
        """The role `name`. Raises UnknownKind."""
        return _look_up(self.roles, name, "role")

    def tie(self, name: str) -> TieKind:
        """The kind of tie `name`. Raises UnknownKind."""
        return _look_up(self.ties, name, "kind of tie")


def _look_up(known: Mapping[str, _Kind], name: str, what: str) -> _Kind:
    try:
        return known[name]
    except KeyError:
        raise UnknownKind(f"Unknown {what}.", hint=f"Use one of: {', '.join(known)}.", value=name) from None


def _build(parts: list[tuple[str, dict[str, Any]]]) -> Kinds:
    makers = {"actor": _actor_kind, "role": _role, "tie": _tie_kind}
    found: dict[str, dict[str, Any]] = {"actor": {}, "role": {}, "tie": {}}
    neo4j_names: dict[str, str] = {}
    chance_tables: list[tuple[str, dict[str, Any]]] = []
    for file, tables in parts:
        for sort, entries in tables.items():
            if sort == "chance" and isinstance(entries, dict):
                chance_tables.append((file, dict(entries)))
                continue
            if sort not in makers or not isinstance(entries, dict):
                raise BadSetting(f"{file}: unknown table [{sort}].", hint=_TABLES)
            for name, entry in entries.items():
                where = f"{file}, [{sort}.{name}]"
                if not _NAME.fullmatch(name) or name in found[sort]:
                    raise BadSetting(f"{where}: the name is not free.", hint=_NAMES)
                kind = _checked(where, makers[sort], name, entry)
                if neo4j_names.setdefault(kind.neo4j, where) != where:
                    raise BadSetting(f"{where}: {kind.neo4j} is already the Neo4j name of {neo4j_names[kind.neo4j]}.")
                found[sort][name] = kind
    for file, table in chance_tables:
        found["tie"] |= _weighed(file, table.pop("kinds", {}), found["tie"])
    actors, roles, ties = (MappingProxyType(found[sort]) for sort in ("actor", "role", "tie"))
    return Kinds(actors, roles, ties, read_rules(chance_tables))


def _weighed(file: str, entries: Any, known: Mapping[str, TieKind]) -> dict[str, TieKind]:
    """The kinds of tie that `entries` weigh anew."""
    weighed = {}
    for name, entry in dict(entries).items():
        where = f"{file}, [chance.kinds.{name}]"
        if name not in known or not isinstance(entry, dict) or entry.keys() - _WEIGHTS:
            raise BadSetting(f"{where}: no such kind, or something else than {', '.join(sorted(_WEIGHTS))}.")
        weighed[name] = _checked(where, _reweighed, known[name], entry)
    return weighed


def _reweighed(kind: TieKind, entry: dict[str, Any]) -> TieKind:
    changed = replace(kind, **entry)
    _check_weights(changed.chance, changed.half_life, changed.crowd)
    if not isinstance(changed.walkable, bool):
        raise InvalidValue("walkable is true or false.")
    return changed


def _check_weights(chance: float, half_life: float, crowd: float) -> None:
    if not 0.0 < chance <= 1.0 or half_life <= 0.0 or not 0.0 <= crowd <= 1.0:
        raise InvalidValue("chance lies above 0 and at most at 1; half_life above 0; crowd from 0 to 1.")


def _checked(where: str, make: Any, what: Any, entry: Any) -> Any:
    try:
        return make(what, dict(entry))
    except (KeyError, TypeError, ValueError) as error:
        raise BadSetting(f"{where}: incomplete or of a wrong type: {error}.") from error
    except InvalidValue as error:
        raise BadSetting(f"{where}: {error}") from error


def _words(table: Mapping[str, str]) -> Mapping[str, str]:
    missing = [language for language in ("en",) if not table.get(language)]
    if missing or not all(isinstance(word, str) for word in table.values()):
        raise InvalidValue("A label in English is missing.")
    return MappingProxyType({language: table.get(language, table["en"]) for language in LANGUAGES})


def _neo4j(pattern: re.Pattern[str], name: str) -> str:
    if not pattern.fullmatch(name):
        raise InvalidValue("The Neo4j name has a wrong form.", value=name)
    return name


def _actor_kind(name: str, entry: dict[str, Any]) -> ActorKind:
    asked = Asked(entry.get("asked", Asked.ITSELF))
    return ActorKind(name, _words(entry["label"]), _words(entry["plural"]), _neo4j(_LABEL, entry["neo4j"]), asked)


def _role(name: str, entry: dict[str, Any]) -> Role:
    return Role(name, _words(entry["label"]), _neo4j(_LABEL, entry["neo4j"]))


def _tie_kind(name: str, entry: dict[str, Any]) -> TieKind:
    chance, half_life, crowd = float(entry["chance"]), float(entry["half_life"]), float(entry.get("crowd", 0.0))
    _check_weights(chance, half_life, crowd)
    switches = [entry[switch] for switch in ("directed", "walkable", "flow", "two_mode")]
    switches += [entry.get(switch, False) for switch in ("momentary", "leads", "answered")]
    if not all(isinstance(switch, bool) for switch in switches):
        raise InvalidValue("directed, walkable, flow, two_mode, momentary, leads and answered are true or false.")
    directed, walkable, flow, two_mode, momentary, leads, answered = switches
    return TieKind(
        name,
        _words(entry["label"]),
        _words(entry["inverse"]),
        directed,
        walkable,
        chance,
        half_life,
        flow,
        two_mode,
        _neo4j(_RELATIONSHIP, entry["neo4j"]),
        Sensitivity.parse(entry["sensitivity"]),
        momentary,
        leads,
        crowd,
        Inside(entry["inside"]) if "inside" in entry else None,
        answered,
    )
