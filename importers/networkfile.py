"""A person's own network, read for a measure and for nothing else: CSV, GraphML or GEXF; no store, no kinds of tie.

A measure on half of a file is a wrong number, so a row that cannot be read refuses the whole file and is named.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from graphsvc.errors import UnreadableFile, WrongUse
from importers.importer import Limits
from importers.reading.own import own_table
from importers.reading.tables import Row, header_key

DEFAULT_LIMITS = Limits()
LEAST_STRENGTH, MOST_STRENGTH = 1e-15, 1e15
"""Sums, squares and quotients of these stay far from where floats end."""
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,4})?")
_LIMIT = "GRAPHSVC_MAX_ROWS is the limit."
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Counts:
    """Ties as a file states them, and what becomes of them.

    Attributes:
        read: ties of the file.
        kept: different pairs of actors that are tied; in a directed network a pair has two directions.
        self_ties, zero_strength: ties that are left out.
        repeated: ties that name no pair that an earlier one did not name.
        has_both_ways: whether some of a directed network go both ways, and are kept as two.
    """

    read: int
    kept: int
    self_ties: int
    zero_strength: int
    repeated: int
    has_both_ways: bool

    def told(self) -> str:
        """The beginning of a sentence, up to the self-ties that were left out."""
        both = " (those that go both ways as two)" if self.has_both_ways else ""
        return f"{self.read:,} ties read, {self.kept:,} kept{both}: {self.self_ties:,} self-ties"


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """A network as its file says it, not cleaned: self-ties, repeated rows and zero strengths are still there.

    Attributes:
        actors: ids as text, in the order in which the file names them.
        ego, alter: for each tie the places of its ends in `actors`.
        strength: for each tie, 0 (also where the file has none) or from `LEAST_STRENGTH` to `MOST_STRENGTH`; None where
            no strength was asked for.
        directed: whether a tie goes from ego to alter only.
        row: for each tie the number of the tie in the file; one that goes both ways in a directed network is two ties.
        labels: {column of the actors file: its text for each actor, None where the cell is empty}, as asked for.
    """

    actors: tuple[str, ...]
    ego: npt.NDArray[np.int64]
    alter: npt.NDArray[np.int64]
    strength: npt.NDArray[np.float64] | None
    directed: bool
    row: npt.NDArray[np.int64]
    labels: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)

    def counts(self) -> Counts:
        """What is left of the ties of the file when they are cleaned."""
        is_self = self.ego == self.alter
        is_tie = ~is_self if self.strength is None else ~is_self & (self.strength > 0)
        ego, alter, row = (places[is_tie] for places in (self.ego, self.alter, self.row))
        if not self.directed:
            ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
        order = np.argsort(row, kind="stable")
        first = np.unique((ego * len(self.actors) + alter)[order], return_index=True)[1]
        read, used, new = (np.unique(rows).size for rows in (self.row, row, row[order][first]))
        self_ties = int(is_self.sum())
        return Counts(read, first.size, self_ties, read - self_ties - used, used - new, self.row.size > read)


class NetworkBuilder:
    """Actors and ties as they come, in any order; ends that were never declared are found at the end."""

    def __init__(
        self, file: str, limits: Limits, *, strength: str | None, declares_actors: bool, is_chance: bool = False
    ) -> None:
        self.file = file
        self.strength_column = strength
        self._is_chance = is_chance
        self._max = limits.max_rows
        self._declares_actors = declares_actors
        self._places: dict[str, int] = {}
        self._undeclared: dict[str, str] = {}
        self._ego, self._alter = array("q"), array("q")
        self._strength = array("d")
        self._is_one_way = array("b")
        self._labels: dict[str, Mapping[str, str | None]] = {}

    @property
    def has_ties(self) -> bool:
        """Whether any tie was added."""
        return len(self._ego) > 0

    def refuse(self, rule: str, message: str, place: str | None, hint: str) -> UnreadableFile:
        """The error that refuses the file."""
        return UnreadableFile(message, file=self.file, rule=rule, place=place, hint=hint)

    def actor(self, text: str, place: str, labels: Mapping[str, str] = MappingProxyType({})) -> None:
        """Declare an actor, with labels by column."""
        id_ = self._id(text, place)
        if self._place(id_) >= self._max:
            raise self.refuse("network.too-large", f"More than {self._max:,} actors.", place, _LIMIT)
        self._undeclared.pop(id_, None)
        stated = {column: self._label(cell, place) for column, cell in labels.items()}
        if self._labels.setdefault(id_, stated) != stated:
            message = f"{id_[:80]!r} stands here with other values than before."
            raise self.refuse("network.two-labels", message, place, "Give every actor one row.")

    def tie(self, ego: str, alter: str, strength: str | None, *, is_one_way: bool, place: str) -> None:
        """Add a tie; `strength` as it stands in the file."""
        for end, array_ in ((ego, self._ego), (alter, self._alter)):
            id_ = self._id(end, place)
            if self._declares_actors and id_ not in self._places:
                self._undeclared.setdefault(id_, place)
            array_.append(self._place(id_))
        if len(self._ego) > self._max:
            raise self.refuse("network.too-large", f"More than {self._max:,} ties.", place, _LIMIT)
        self._is_one_way.append(is_one_way)
        if self.strength_column is not None:
            self._strength.append(self._number(strength or "", place))

    def network(self, *, is_directed: bool, undirected: bool) -> NetworkFile:
        """What was added.

        Args:
            is_directed: what the format says of a network without ties.
            undirected: read every tie as going both ways, whatever the file says.
        """
        for id_, place in self._undeclared.items():
            raise self.refuse("network.unknown-end", f"There is no actor {id_[:80]!r}.", place, "Add it to the actors.")
        ego, alter = np.frombuffer(self._ego, dtype=np.int64), np.frombuffer(self._alter, dtype=np.int64)
        strength = np.frombuffer(self._strength, dtype=np.float64) if self.strength_column is not None else None
        one_way = np.frombuffer(self._is_one_way, dtype=np.int8).astype(bool)
        directed = not undirected and bool(one_way.any() if one_way.size else is_directed)
        row = np.arange(ego.size)
        if directed and not one_way.all():
            both = ~one_way & (ego != alter)
            ego, alter = np.concatenate([ego, alter[both]]), np.concatenate([alter, ego[both]])
            strength = None if strength is None else np.concatenate([strength, strength[both]])
            row = np.concatenate([row, row[both]])
        columns = next(iter(self._labels.values()), {})
        labels = {column: tuple(self._labels[id_][column] for id_ in self._places) for column in columns}
        return NetworkFile(tuple(self._places), ego, alter, strength, directed, row, labels)

    def _place(self, id_: str) -> int:
        return self._places.setdefault(id_, len(self._places))

    def _id(self, text: str, place: str) -> str:
        id_ = text.strip()
        if not id_:
            raise self.refuse("network.no-id", "An actor's id is missing.", place, "Give every actor an id.")
        if _CONTROL.search(id_):
            raise self.refuse("network.control", "An id holds a control character.", place, "Type it again.")
        return id_

    def _label(self, text: str, place: str) -> str | None:
        label = text.strip()
        if _CONTROL.search(label):
            raise self.refuse("network.control", "A value holds a control character.", place, "Type it again.")
        return label or None

    def _number(self, text: str, place: str) -> float:
        plain = text.strip()
        number = float(plain) if _NUMBER.fullmatch(plain) else math.nan
        if self._is_chance and not 0 < number <= 1:
            message = f"{plain[:40]!r} is no chance."
            raise self.refuse("network.chance", message, place, "Use a number above 0, at most 1, such as 0.5.")
        if not plain:
            return 0.0
        if not math.isfinite(number) or number < 0:
            message = f"{plain[:40]!r} is no strength."
            raise self.refuse("network.strength", message, place, "Use a number of zero or more, such as 2 or 0.5.")
        if number and not self._is_chance and not LEAST_STRENGTH <= number <= MOST_STRENGTH:
            message = f"{plain[:40]!r} is too {'small' if number < 1 else 'large'} for a strength."
            hint = "Use 0, or a number from 1e-15 to 1e15; another unit may help."
            raise self.refuse("network.strength", message, place, hint)
        return number


def read_network(
    path: Path,
    *,
    actors: Path | None = None,
    strength: str | None = None,
    undirected: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    is_chance: bool = False,
    labels: Sequence[str] = (),
) -> NetworkFile:
    """The network in `path`; its ending says which format it is.

    Args:
        path: CSV with the columns source and target, GraphML or GEXF.
        actors: for CSV, a file with a column id: all actors, so that those without ties count too.
        strength: the column or attribute that holds the strength of a tie; None: all count alike.
        undirected: every tie goes both ways, whatever the file says. CSV ties are directed otherwise.
        limits: the largest that is taken.
        is_chance: the strength of every tie is a chance: above 0, at most 1; anything else refuses the file.
        labels: columns of `actors` that are read too; there must be such a file.

    Raises:
        UnreadableFile: something in the file cannot be read; names the place.
        WrongUse: an unknown ending, or `actors` with a format that has its own.
    """
    ending = path.suffix.casefold()
    if ending in (".graphml", ".gexf"):
        if actors is not None:
            raise WrongUse("--actors is for CSV files.", hint=f"A {ending} file holds its own actors.")
        from importers.networkxml import read_gexf, read_graphml  # noqa: PLC0415 - lxml, only where it is needed

        build = NetworkBuilder(path.name, limits, strength=strength, declares_actors=True, is_chance=is_chance)
        return (read_gexf if ending == ".gexf" else read_graphml)(path, build, undirected=undirected)
    if ending in (".csv", ".tsv", ".txt"):
        build = NetworkBuilder(
            path.name, limits, strength=strength, declares_actors=actors is not None, is_chance=is_chance
        )
        return _read_csv(path, actors, build, undirected=undirected, limits=limits, labels=labels)
    raise WrongUse(f"{path.name}: the ending says no format.", hint="Use .csv, .tsv, .graphml or .gexf.")


def _read_csv(
    path: Path,
    actors: Path | None,
    build: NetworkBuilder,
    *,
    undirected: bool,
    limits: Limits,
    labels: Sequence[str],
) -> NetworkFile:
    strength = build.strength_column
    if actors is not None:
        keys = {column: header_key(column) for column in labels}
        build.file = actors.name
        for row, cell in _rows(actors, tuple(dict.fromkeys(("id", *keys.values()))), limits):
            build.actor(cell["id"], row.place.locator, {column: cell[key] for column, key in keys.items()})
        build.file = path.name
    needed = ("source", "target") if strength is None else ("source", "target", header_key(strength))
    for row, cell in _rows(path, needed, limits):
        stated = None if strength is None else cell[header_key(strength)]
        build.tie(cell["source"], cell["target"], stated, is_one_way=not undirected, place=row.place.locator)
    return build.network(is_directed=True, undirected=undirected)


def _rows(path: Path, needed: tuple[str, ...], limits: Limits) -> Iterator[tuple[Row, Mapping[str, str]]]:
    table = own_table(path, limits, needed)
    keys = [header_key(cell) for cell in table.header]
    missing = [column for column in needed if column not in keys]
    if missing:
        message = f"There is no column {' and no column '.join(missing)}."
        hint = f"The columns are: {', '.join(table.header)[:300]}."
        raise UnreadableFile(message, file=path.name, rule="network.no-column", place="row 1", hint=hint)
    places = {column: keys.index(column) for column in needed}
    for row in table.rows():
        if row.flaw is not None:
            rule, advice = row.flaw
            message = "This row does not fit the header."
            raise UnreadableFile(message, file=path.name, rule=rule, place=row.place.locator, hint=advice)
        yield row, {column: row.values[place] for column, place in places.items()}
