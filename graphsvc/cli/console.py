"""What a command talks to: answers go to standard output; progress, questions and problems to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphsvc.config import Settings
    from graphsvc.errors import GraphsvcError
    from graphsvc.identity.aliases import Aliases
    from graphsvc.kinds import Kinds
    from graphsvc.runs.plan import Progress


class Console:
    """The two streams, the questions, and the settings of this installation, each read when first needed.

    Args:
        environ: the variables that give the settings; None takes those of this process.
        answers: where answers go; None: standard output.
        problems: where everything else goes; None: standard error.
        questions: where answers of the person come from; None: standard input.
    """

    def __init__(
        self,
        environ: Mapping[str, str] | None = None,
        answers: IO[str] | None = None,
        problems: IO[str] | None = None,
        questions: IO[str] | None = None,
    ) -> None:
        self._environ = environ
        self.answers = answers or sys.stdout
        self.problems = problems or sys.stderr
        self.questions = questions or sys.stdin
        for stream in (self.answers, self.problems):
            # A terminal that does not know a letter shows its number; nothing else is lost by it.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    @cached_property
    def settings(self) -> Settings:
        """The settings of this installation. Raises BadSetting."""
        from graphsvc.config import Settings

        return Settings.from_env(self._environ)

    @cached_property
    def kinds(self) -> Kinds:
        """The kinds of this installation. Raises BadSetting."""
        from graphsvc.kinds import Kinds

        return Kinds.load(self.settings.kinds_file)

    @cached_property
    def aliases(self) -> Aliases:
        """The alias table of this installation. Raises BadSetting."""
        from graphsvc.identity.aliases import Aliases

        return Aliases.load(self.settings.aliases_file)

    @property
    def is_terminal(self) -> bool:
        """Whether a person sits in front of it: questions are asked and progress is drawn only then."""
        return self.problems.isatty() and self.questions.isatty()

    def say(self, text: str = "") -> None:
        """A line of the answer."""
        print(text, file=self.answers)

    def note(self, text: str) -> None:
        """A line beside the answer."""
        print(text, file=self.problems, flush=True)

    def answer_json(self, value: Any) -> None:
        """The answer as JSON, indented, for programs."""
        import orjson

        self.say(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())

    def problem(self, error: GraphsvcError) -> None:
        """An error: what is wrong, the value that shows it where there is one, and the way out."""
        self.note(f"graphsvc: {error.message}")
        value = error.details.get("value")
        if isinstance(value, str):
            self.note(f"  There stands: {value[:200]!r}")
        if error.hint:
            self.note(f"  {error.hint}")

    def confirm(self, question: str) -> bool:
        """Whether the person at the terminal says yes; anything else is a no."""
        print(f"{question} [y/N] ", end="", file=self.problems, flush=True)
        return self.questions.readline().strip().casefold() in ("y", "yes", "s", "si", "sí", "e", "evet")

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A teller of progress that draws a bar on a terminal and nothing elsewhere."""
        bars = _Bars(self.problems) if self.is_terminal else None
        try:
            yield bars.tell if bars else _silence
        finally:
            if bars:
                bars.close()


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[int] = ()) -> str:
    """`rows` in aligned columns under `headers`; columns in `numbers` are aligned to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[column]) for line in ([*headers], *cells)) for column in range(len(headers))]

    def drawn(line: Sequence[str]) -> str:
        parts = (
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        return "  ".join(parts).rstrip()

    return "\n".join(drawn(line) for line in ([*headers], *cells))


def _silence(doing: str, done: int, total: int | None) -> None:
    pass


class _Bars:
    """One bar for each thing that is done."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._doing = ""
        self._bar: Any = None

    def tell(self, doing: str, done: int, total: int | None) -> None:
        if doing != self._doing:
            from tqdm import tqdm

            self.close()
            self._doing = doing
            self._bar = tqdm(total=total, desc=doing, unit="", file=self._stream, leave=False, mininterval=0.2)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
