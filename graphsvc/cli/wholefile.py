"""A file that appears under its name only when it is written whole and on the disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graphsvc.errors import StoreFull, WrongUse


@contextmanager
def whole_file(path: Path, *, replaces: bool) -> Iterator[IO[bytes]]:
    """A file to write to, which becomes `path` at the end; readable by its owner only.

    Raises:
        WrongUse: `path` is there and `replaces` is False, or its folder is not there.
        StoreFull: the disk is full or cannot be written; `path` is as it was.
    """
    if not replaces and path.exists():
        raise WrongUse(f"{path.name} is there already.", hint="Give another name; nothing is overwritten.")
    if not path.parent.is_dir():
        raise WrongUse(f"The folder of {path.name} is not there.", hint="Make it first.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                if replaces:
                    Path(file.name).replace(path)
                else:
                    path.hardlink_to(file.name)
            finally:
                Path(file.name).unlink(missing_ok=True)
    except OSError as error:
        raise StoreFull(f"{path.name} cannot be written: {error.strerror}.") from error
