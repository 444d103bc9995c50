"""Snapshots and their graphs on disk: one folder a version, written whole or not at all, read without copying."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.model.statements import ActorId, StatementId
from graphsvc.model.values import Identifier
from graphsvc.snapshot import ActorIndex, Snapshot

FORMAT = "3"
KEPT = 12
"""Versions kept on disk; the longest unused go first."""

_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError)


_Arrays = Mapping[str, npt.NDArray[Any]]


class SnapshotCache:
    """A folder of snapshots. Whatever in it cannot be read is as good as absent, and is made anew."""

    def __init__(self, folder: Path, fingerprint: str = "") -> None:
        """Args: `folder`, made when needed; `fingerprint` of whatever else a snapshot depends on (the alias table)."""
        self._folder = folder / f"snapshots-{FORMAT}-{fingerprint}"

    def load(self, version: str) -> Snapshot | None:
        """The snapshot of `version`, its columns mapped from disk; None where there is none that can be read."""
        place = self._folder / _safe(version)
        try:
            index = orjson.loads((place / "actors.json").read_bytes())
            columns = _load_arrays(place / "columns")
            os.utime(place)
            return Snapshot(version, _actors(index), tuple(index["kinds"]), columns, tuple(index["sources"]))
        except _UNREADABLE:
            return None

    def save(self, snapshot: Snapshot) -> None:
        """Keep `snapshot`; a full disk is no reason to fail, it is then only not kept."""
        actors = snapshot.actors
        index = {
            "ids": actors.ids,
            "members": actors.members,
            "also": actors.also,
            "known_as": {actor: [known.scheme, known.value] for actor, known in actors.known_as.items()},
            "kinds": snapshot.kinds,
            "sources": snapshot.sources,
        }
        arrays = {"columns": snapshot.columns}
        self._write(self._folder / _safe(snapshot.version), {"actors.json": orjson.dumps(index)}, arrays)
        self._prune()

    def load_graph(self, version: str, key: str) -> TieGraph | None:
        """The graph of `version` under the filters `key`."""
        try:
            return TieGraph.from_saved(_load_arrays(self._folder / _safe(version) / _safe(key)))
        except _UNREADABLE:
            return None

    def save_graph(self, version: str, key: str, graph: TieGraph) -> None:
        """Keep `graph` beside its snapshot."""
        place = self._folder / _safe(version)
        if place.is_dir():
            self._write(place / _safe(key), {}, {"": graph.to_arrays()})

    def _write(
        self, place: Path, texts: Mapping[str, bytes], arrays: Mapping[str, Mapping[str, npt.NDArray[Any]]]
    ) -> None:
        """Write beside the place, then move there in one step: readers never see a part."""
        draft: Path | None = None
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=place.parent))
            for name, text in texts.items():
                (draft / name).write_bytes(text)
            for folder, group in arrays.items():
                (draft / folder).mkdir(exist_ok=True)
                for name, array in group.items():
                    np.save(draft / folder / f"{name}.npy", array, allow_pickle=False)
            draft.rename(place)
        except OSError:
            if draft is not None:
                shutil.rmtree(draft, ignore_errors=True)

    def _prune(self) -> None:
        try:
            places = sorted(self._folder.iterdir(), key=lambda place: place.stat().st_mtime, reverse=True)
        except OSError:
            return
        for place in places[KEPT:]:
            shutil.rmtree(place, ignore_errors=True)


def _safe(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _load_arrays(folder: Path) -> dict[str, npt.NDArray[Any]]:
    found = {file.stem: _load_array(file) for file in sorted(folder.iterdir())}
    if not found:
        raise ValueError("No arrays.")
    return found


def _load_array(file: Path) -> npt.NDArray[Any]:
    # An empty array cannot be mapped.
    mapped = file.stat().st_size > 4096
    # As a plain array: reading one value of NumPy's own kind for mapped files takes ten times as long.
    return np.asarray(np.load(file, mmap_mode="r" if mapped else None, allow_pickle=False))


def _actors(index: Mapping[str, Any]) -> ActorIndex:
    return ActorIndex(
        tuple(ActorId(actor) for actor in index["ids"]),
        tuple(tuple(map(StatementId, members)) for members in index["members"]),
        index["also"],
        {ActorId(actor): Identifier(*known) for actor, known in index["known_as"].items()},
    )
