"""A file that appears under its name only when it is written whole and on the disk."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graphsvc.errors import StoreFull, WrongUse

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a disk answers that knows no second name for a file, as those of cameras and memory sticks do."""


@contextmanager
def whole_file(path: Path, *, replaces: bool) -> Iterator[IO[bytes]]:
    """A file to write to, which becomes `path` at the end; readable by its owner only.

    Raises:
        WrongUse: `path` is there and `replaces` is False, its folder is not there, or it cannot be written there.
        StoreFull: the disk is full; `path` is as it was.
    """
    if not replaces and path.exists():
        raise WrongUse(f"{path.name} is there already.", hint="Give another name; nothing is overwritten.")
    if path.is_dir():
        raise WrongUse(f"{path.name} is a folder.", hint="Give the name of a file.")
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
                    _appear(Path(file.name), path)
            finally:
                Path(file.name).unlink(missing_ok=True)
    except OSError as error:
        message = f"{path.name} cannot be written: {error.strerror}."
        if error.errno in _FULL:
            raise StoreFull(message) from error
        raise WrongUse(message, hint="Give a folder in which you may write.") from error


def _appear(written: Path, path: Path) -> None:
    """Give what was written its name; a file of this name that came in the meantime stays."""
    try:
        path.hardlink_to(written)
    except OSError as error:
        if error.errno not in _NO_LINKS or path.exists():
            raise
        written.rename(path)
