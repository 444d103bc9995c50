"""Compiles the kernels once, so that no user waits for it: `graphsvc warm` runs this at installation.

Importing this imports no kernel, so that a second call, which finds everything compiled, takes next to no time.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

MODULES = Path(__file__).parent
_STAMP = "warm.json"
_COMPILED = ("*.nbi", "*.nbc")
_PROCESSOR = Path("/proc/cpuinfo")


def warm(
    progress: Callable[[str, float], None] | None = None, *, folder: Path = MODULES / "__pycache__"
) -> tuple[tuple[str, float], ...]:
    """Compiles every kernel that is not compiled yet, and keeps the code on disk.

    Args:
        progress: told each step's name and seconds when it is done.
        folder: where numba keeps its code: beside the modules, or below NUMBA_CACHE_DIR where that is set. A note of
            what was compiled is left in it. Where there is no code, or nothing can be written, nothing is noted and
            each call goes through all steps (about two seconds when they are compiled).

    Returns:
        ((name, seconds), ...) of the steps in their order; empty when the note says that all is compiled.
    """
    if is_warm(folder):
        return ()
    done: list[tuple[str, float]] = []
    for name, step in import_module("graphsvc.kernel.warming").steps():
        start = perf_counter()
        step()
        done.append((name, perf_counter() - start))
        if progress is not None:
            progress(*done[-1])
    _leave_note(folder)
    return tuple(done)


def is_warm(folder: Path = MODULES / "__pycache__") -> bool:
    """Whether everything was compiled from these very modules, by these packages, for this processor, and is there."""
    try:
        note = json.loads((folder / _STAMP).read_text())
    except (FileNotFoundError, ValueError):
        return False
    return note["made_of"] == _made_of() and set(note["files"]) <= set(_compiled(folder))


def _leave_note(folder: Path) -> None:
    files = _compiled(folder)
    if files and os.access(folder, os.W_OK):
        (folder / _STAMP).write_text(json.dumps({"made_of": _made_of(), "files": files}))


def _compiled(folder: Path) -> list[str]:
    return sorted(path.name for pattern in _COMPILED for path in folder.glob(pattern))


def _made_of() -> str:
    modules = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(MODULES.glob("*.py"))]
    packages = [version(name) for name in ("numba", "llvmlite", "numpy")]
    features = {line for line in _processor_lines() if line.startswith(("model name", "flags", "Features"))}
    facts = (modules, packages, platform.python_version(), platform.machine(), sorted(features))
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _processor_lines() -> list[str]:
    return _PROCESSOR.read_text().splitlines() if _PROCESSOR.exists() else []
