"""The alias table: names of well-known organizations in several languages, and codes that mean the same.

Columns: identifier (`scheme:value`, the canonical one), kind, country (ISO 3166-1 alpha-2 or blank), name, language,
sort (a kind of name, or `identifier` where `name` is another identifier of the same actor), within (the name means this
actor only for statements of that country; blank: everywhere). An installation adds its own file of the same form.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Self

from graphsvc.errors import BadSetting, InvalidValue
from graphsvc.folding import fold
from graphsvc.model.values import Identifier, Name, NameKind

COLUMNS = ("identifier", "kind", "country", "name", "language", "sort", "within")
_INITIALS = re.compile(r"(?:^| )\w \w(?: |$)")
BODIES = frozenset({"organization", "public_body", "coalition"})


@dataclass(frozen=True, slots=True)
class Alias:
    """One row of the table."""

    identifier: Identifier
    kind: str
    country: str | None
    within: str | None
    name: Name


@dataclass(frozen=True, slots=True)
class Aliases:
    """The table, by folded name and by identifier."""

    by_name: Mapping[str, tuple[Alias, ...]]
    same: Mapping[Identifier, Identifier]
    names: Mapping[Identifier, tuple[Name, ...]]
    fingerprint: str
    """Token of the content: what was worked out with another table is not used with this one."""

    @classmethod
    def load(cls, own_file: Path | None = None) -> Self:
        """The shipped table and the rows of `own_file`. Raises BadSetting naming file and row."""
        rows = _read("aliases.csv", files("graphsvc").joinpath("aliases.csv").read_text("utf-8"))
        if own_file is not None:
            try:
                rows += _read(own_file.name, own_file.read_text("utf-8-sig"))
            except (OSError, UnicodeDecodeError) as error:
                raise BadSetting(f"The alias table {own_file.name} cannot be read: {error}.") from error
        return cls._of(rows)

    @classmethod
    def _of(cls, rows: Sequence[Alias | tuple[Identifier, Identifier]]) -> Self:
        by_name: dict[str, list[Alias]] = defaultdict(list)
        names: dict[Identifier, list[Name]] = defaultdict(list)
        same: dict[Identifier, Identifier] = {}
        for row in rows:
            if isinstance(row, tuple):
                same[row[0]] = row[1]
            else:
                by_name[name_key(row.name.value)].append(row)
                names[row.identifier].append(row.name)
        return cls(
            {key: tuple(found) for key, found in by_name.items()},
            same,
            {identifier: tuple(found) for identifier, found in names.items()},
            hashlib.blake2b(repr(rows).encode(), digest_size=8).hexdigest(),
        )

    def canonical(self, identifier: Identifier) -> Identifier:
        """The identifier that stands for the same actor; itself where the table does not know better."""
        return self.same.get(identifier, identifier)

    def match(self, keys: Iterable[str], kind: str, country: str | None) -> Identifier | None:
        """The one actor of the table that these name keys mean for a statement of `kind` and `country`, else None."""
        rows = [alias for key in keys if key in self.by_name for alias in self.by_name[key]]
        if not rows or kind not in BODIES:
            return None
        found = {
            alias.identifier
            for alias in rows
            if (alias.within is None or alias.within == country)
            and (alias.country is None or country is None or alias.country == country)
        }
        return found.pop() if len(found) == 1 else None


def name_key(text: str) -> str:
    """`text` folded for comparing names: bracketed remarks dropped, dotted initials closed up.

    >>> name_key("Sin Fronteras I.A.P."), name_key("Comisión Mexicana de Ayuda a Refugiados (COMAR)")
    ('sin fronteras iap', 'comision mexicana de ayuda a refugiados')
    """
    folded = fold(text if "(" not in text else _without_brackets(text))
    if _INITIALS.search(folded) is None:
        return folded
    closed: list[str] = []
    run = False
    for word in folded.split(" "):
        if len(word) == 1 and run:
            closed[-1] += word
        else:
            closed.append(word)
        run = len(word) == 1
    return " ".join(closed)


def _without_brackets(text: str) -> str:
    before, _, rest = text.partition("(")
    _, _, after = rest.partition(")")
    outside = f"{before} {after}"
    return outside if fold(outside) else text


def _read(file: str, text: str) -> list[Alias | tuple[Identifier, Identifier]]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    if reader.fieldnames is None or set(COLUMNS) - set(reader.fieldnames):
        raise BadSetting(f"The alias table {file} lacks columns.", hint=f"It needs: {', '.join(COLUMNS)}.")
    rows: list[Alias | tuple[Identifier, Identifier]] = []
    for number, row in enumerate(reader, start=2):
        try:
            rows.append(_alias(row))
        except (InvalidValue, ValueError, AttributeError) as error:
            raise BadSetting(f"The alias table {file}, row {number}: {error}") from error
    return rows


def _alias(row: Mapping[str, str]) -> Alias | tuple[Identifier, Identifier]:
    identifier = parse_identifier(row["identifier"])
    if row["sort"] == "identifier":
        return parse_identifier(row["name"]), identifier
    name = Name(row["name"], row["language"] or None, NameKind(row["sort"]))
    return Alias(identifier, row["kind"], row["country"] or None, row["within"] or None, name)


def parse_identifier(text: str) -> Identifier:
    """The identifier written `scheme:value`. Raises InvalidValue."""
    scheme, _, value = text.strip().partition(":")
    return Identifier(scheme, value)
