"""The first half of an import: everything is read once, checked, and compared with the store; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from graphsvc.access import Sensitivity, Viewer
from graphsvc.errors import ImportRefused, InvalidValue
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, Tally, TieRecord
from graphsvc.model.statements import RunNumber, Source
from graphsvc.runs.filemarks import FileMark
from graphsvc.runs.spool import Differences, Spool
from graphsvc.runs.statements import StatementMaker
from graphsvc.store.protocol import GraphStore

Progress = Callable[[str, int, int | None], None]
"""Told what is being done (`reading`, `checking`, `writing`), how much of it is done, and of how much, where known."""

TOLD_EVERY = 500


def tell_nobody(doing: str, done: int, total: int | None) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When an import stops before anything is written.

    Attributes:
        max_refused_share: of all units read, each counted once, the largest share that may be refused.
        is_strict: one refused row is enough to stop.
        max_retired_share: of the source's live statements, the largest share that may be retired without a person's
            explicit word (`accepts_retiring`): a file that shrank that much is more likely cut off than true.
    """

    max_refused_share: float = 0.2
    is_strict: bool = False
    max_retired_share: float = 0.6
    accepts_retiring: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What is to be imported: who says so, what the importer is called, the files, and the items it gives."""

    importer: str
    source: Source
    files: tuple[FileMark, ...]
    items: Iterable[Item]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, exactly. Holds a spool: use it in `with`, or call `close`.

    Attributes:
        differences: statements that loading writes and retires.
        refused: units (rows, elements, statements) that are not taken, each with an issue.
        stops: reasons why this must not be loaded, empty when it may.
        renames_source: the source is there, but with another title, licence or other fact than now.
        published: the store's last published run when the comparison was made.
    """

    source: Source
    importer: str
    files: tuple[FileMark, ...]
    tallies: tuple[Tally, ...]
    differences: Differences
    refused: int
    stops: tuple[ImportRefused, ...]
    renames_source: bool
    published: RunNumber
    spool: Spool

    @property
    def has_nothing_to_do(self) -> bool:
        """Whether loading would change nothing: then no run is made at all."""
        changes = self.differences.to_write + self.differences.retired
        return changes == 0 and not self.renames_source

    @property
    def counts(self) -> dict[str, int]:
        """The counts of a run: new, changed, unchanged, retired, refused, and read/kept/skipped of each unit."""
        found = self.differences
        counts = {
            "new": found.new,
            "changed": found.changed,
            "unchanged": found.unchanged,
            "retired": found.retired,
            "refused": self.refused,
        }
        for tally in self.tallies:
            counts[f"read {tally.unit}"] = tally.read
            counts[f"kept {tally.unit}"] = tally.kept
            counts[f"skipped {tally.unit}"] = tally.skipped
        return counts

    def close(self) -> None:
        """Let go of the spool."""
        self.spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


@dataclass(slots=True)
class _Read:
    """What reading found, while it goes on."""

    tallies: list[Tally] = field(default_factory=list)
    refused_by_importer: int = 0
    refused_here: int = 0
    repeated: int = 0

    @property
    def read(self) -> int:
        return sum(tally.read for tally in self.tallies)

    @property
    def refused(self) -> int:
        """Units, where the importer counts them: one row can be refused for several reasons."""
        by_importer = sum(tally.skipped for tally in self.tallies) if self.tallies else self.refused_by_importer
        return by_importer + self.refused_here


def plan(
    store: GraphStore,
    intake: Intake,
    kinds: Kinds,
    *,
    folder: Path,
    rules: Rules | None = None,
    progress: Progress = tell_nobody,
) -> Plan:
    """Read `intake` once into a spool in `folder`, check it, and compare it with what the store says of the source.

    Memory does not grow with the files. The store is only read.

    Raises:
        UnreadableFile: the importer refuses a whole file, or a row is sealed.
        StoreFull: no room for the spool.
    """
    if intake.source.sensitivity is Sensitivity.SEALED:
        raise InvalidValue("A sealed source cannot be imported.", hint="Use public, members or restricted.")
    spool = Spool(folder)
    try:
        found = _read(intake, StatementMaker(intake.source, kinds), spool, progress)
        progress("checking", 0, None)
        found.refused_here += spool.settle_ends()
        published = store.info().published
        differences = spool.compare(store.live(intake.source.id))
        return Plan(
            source=intake.source,
            importer=intake.importer,
            files=intake.files,
            tallies=tuple(found.tallies),
            differences=differences,
            refused=found.refused,
            stops=tuple(_reasons_to_stop(differences, found, rules or Rules())),
            renames_source=_renames(store, intake.source),
            published=published,
            spool=spool,
        )
    except BaseException:
        spool.close()
        raise


def _read(intake: Intake, make: StatementMaker, spool: Spool, progress: Progress) -> _Read:
    found = _Read()
    for done, item in enumerate(intake.items):
        if done % TOLD_EVERY == 0:
            progress("reading", done, None)
        match item:
            case Tally():
                found.tallies.append(item)
            case RowIssue():
                found.refused_by_importer += item.is_refusal
                found.repeated += item.is_repetition
                spool.add_issue(item)
            case ActorRecord():
                actor = make.actor(item)
                if isinstance(actor, RowIssue):
                    found.refused_here += 1
                    spool.add_issue(actor)
                else:
                    spool.add_actor(actor)
            case TieRecord():
                tie = make.tie(item)
                if isinstance(tie, RowIssue):
                    found.refused_here += 1
                    spool.add_issue(tie)
                else:
                    spool.add_tie(tie)
    return found


def _reasons_to_stop(differences: Differences, found: _Read, rules: Rules) -> Iterator[ImportRefused]:
    if rules.is_strict and (found.refused or found.refused_by_importer):
        message = f"{max(found.refused, 1):,} rows were refused, and --strict takes none."
        yield ImportRefused(message, hint="Mend the rows that the report names, or leave out --strict.")
    lost = found.refused - found.repeated
    units = (found.read or found.refused + differences.to_write + differences.unchanged) - found.repeated
    if units and lost / units > rules.max_refused_share:
        message = f"{lost:,} of {units:,} units were refused, more than {rules.max_refused_share:.0%}."
        hint = (
            "This is likely the wrong importer, mapping or file. See the report; GRAPHSVC_MAX_ISSUE_SHARE is the limit."
        )
        yield ImportRefused(message, hint=hint)
    live = differences.retired + differences.changed + differences.unchanged
    if live and differences.retired / live > rules.max_retired_share and not rules.accepts_retiring:
        message = (
            f"This would retire {differences.retired:,} of the {live:,} statements that the source has made so far."
        )
        yield ImportRefused(message, hint="If the file is complete and meant so, add --accept-retiring.")


def _renames(store: GraphStore, source: Source) -> bool:
    known = next((known for known in store.sources(Viewer.operator()) if known.id == source.id), None)
    return known is not None and replace(known, retrieved_on=source.retrieved_on) != source
