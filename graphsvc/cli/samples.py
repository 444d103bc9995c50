"""The samples that a newcomer starts with: a manifest names the files, and nothing is imported twice."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import graphsvc
from graphsvc.access import Sensitivity, Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.importing import Job, find_mapping, limits_of, make_plan
from graphsvc.cli.stores import settled
from graphsvc.errors import BadSetting, ImportRefused, WrongUse
from graphsvc.model.statements import Run, RunState, Source, SourceId
from graphsvc.store.protocol import GraphStore

MANIFEST = "samples.toml"
_TEXTS = ("title", "publisher", "licence", "url", "published_on", "retrieved_on", "reporter")
_MANY_RUNS = 100_000


@dataclass(frozen=True, slots=True)
class Sample:
    """One import of the manifest."""

    importer: str
    files: tuple[Path, ...]
    source: Source
    mapping: Path | None
    choices: Mapping[str, str]


def samples_folder(given: str) -> Path:
    """The folder named on the command line, else `samples` beside the program (a checkout), else here."""
    if given:
        return Path(given)
    beside = Path(graphsvc.__file__).resolve().parent.parent / "samples"
    return beside if (beside / MANIFEST).exists() else Path("samples")


def read_manifest(folder: Path) -> tuple[Sample, ...]:
    """The samples that `folder/samples.toml` names, in its order. Raises BadSetting or WrongUse."""
    path = folder / MANIFEST
    try:
        manifest = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise WrongUse(
            f"There are no samples in {folder.name}.", hint="Name their folder: --samples FOLDER."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{MANIFEST} cannot be read: {error}.") from error
    try:
        return tuple(_sample(folder, entry) for entry in manifest["sample"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadSetting(f"{MANIFEST}: an entry is incomplete: {error}.") from error


def _sample(folder: Path, entry: Mapping[str, Any]) -> Sample:
    collection = str(entry["collection"])
    texts = {name: str(entry[name]) for name in _TEXTS if name in entry}
    source = Source(
        id=SourceId(f"{collection}:{entry['source']}"),
        collection=collection,
        sensitivity=Sensitivity.parse(entry["sensitivity"]),
        **{"title": str(entry["source"]), **texts},
    )
    files = tuple(folder / name for name in entry["files"])
    mapping = find_mapping(entry["mapping"], folder) if "mapping" in entry else None
    return Sample(entry["importer"], files, source, mapping, dict(entry.get("choices", {})))


def import_samples(
    store: GraphStore, samples: Iterable[Sample], console: Console, asked_to_stop: Callable[[], bool]
) -> int:
    """Import those samples whose files the store has not seen; returns how many runs were made."""
    from graphsvc.runs.filemarks import mark_files

    seen = _seen(store.runs(Viewer.operator(), limit=_MANY_RUNS))
    made = 0
    for sample in samples:
        files = sample.files if sample.mapping is None else (*sample.files, sample.mapping)
        marks = tuple((mark.name, mark.sha256) for mark in mark_files(files))
        if seen.get(sample.source.id) != marks:
            made += _import(store, sample, console, asked_to_stop)
    if made:
        settled(store, console)
    return made


def _seen(runs: Iterable[Run]) -> dict[SourceId, tuple[tuple[str, str], ...]]:
    """The files of each source's newest import, also of one that somebody took back: it is not imported again."""
    found: dict[SourceId, tuple[tuple[str, str], ...]] = {}
    for run in runs:
        if run.what == "import" and run.source and run.state in (RunState.PUBLISHED, RunState.UNDONE):
            found.setdefault(run.source, run.files)
    return found


def _import(store: GraphStore, sample: Sample, console: Console, asked_to_stop: Callable[[], bool]) -> bool:
    from graphsvc.runs.load import load
    from graphsvc.runs.plan import Rules
    from importers.importer import Reading
    from importers.registry import importer

    reading = Reading(console.kinds, limits_of(console), sample.mapping, sample.choices)
    job = Job(importer(sample.importer), sample.files, reading, sample.source, Rules(accepts_retiring=True))
    with make_plan(store, job, console, asked_to_stop) as plan:
        if plan.stops:
            raise ImportRefused(f"The sample {sample.source.title} is refused: {plan.stops[0].message}")
        with console.progress() as progress:
            settings = console.settings
            run = load(
                store,
                plan,
                progress=progress,
                asked_to_stop=asked_to_stop,
                batch_rows=settings.import_batch_rows,
                wait_seconds=settings.lock_wait_seconds,
            )
        found = plan.differences
        actors, ties = found.new_actors + found.changed_actors, found.new_ties + found.changed_ties
        console.note(f"{sample.source.title}: {actors:,} actors and {ties:,} ties, {plan.refused:,} refused.")
    return run is not None
