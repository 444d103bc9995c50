"""A command line for tests: streams that are kept, settings that are given, a person who answers."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.cli import main
from graphsvc.cli.console import Console


class Stream(io.StringIO):
    """A stream that may claim to be a terminal."""

    def __init__(self, text: str = "", *, is_terminal: bool = False) -> None:
        super().__init__(text)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def graphsvc(folder: Path, *words: object, answer: str | None = None, given: str = "", **settings: str) -> Said:
    """Run a command with its data in `folder`; `answer` makes it believe that a person sits at a terminal."""
    out, err = Stream(), Stream(is_terminal=answer is not None)
    questions = Stream(given if answer is None else answer, is_terminal=answer is not None)
    environ = {"GRAPHSVC_DATA_FOLDER": str(folder), **settings}
    code = main([str(word) for word in words], Console(environ, out, err, questions))
    return Said(code, out.getvalue(), err.getvalue())


def write(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
