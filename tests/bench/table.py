"""One row of what `make bench` prints: our time, a named peer's in the same run, their ratio and what it should be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Target(Enum):
    """What a ratio is measured by."""

    AT_LEAST = "at least"
    """The peer's time over ours."""
    AT_MOST = "at most"
    """Our time over the peer's."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was done, how long it took us and the peer, and the target for the ratio.

    Attributes:
        what: the work, with its size.
        ours_seconds: wall time, the best of the tries.
        peer_name: the peer, and how its figure was got when not by one whole run.
        peer_seconds: its wall time in the same run; None: there is no peer, only a limit.
        target: `at least` a number of times faster than the peer, or `at most` a share of its time (or of seconds,
            when there is no peer).
        limit: that number; None: measured, without a target.
    """

    what: str
    ours_seconds: float
    peer_name: str
    peer_seconds: float | None
    target: Target = Target.AT_MOST
    limit: float | None = None
    unit: str = "s"
    """`s` for seconds; another unit where `ours_seconds` is no time (bytes a tie): it is then shown as it is."""

    @property
    def ratio(self) -> float:
        if self.peer_seconds is None:
            return self.ours_seconds
        if self.target is Target.AT_LEAST:
            return self.peer_seconds / self.ours_seconds
        return self.ours_seconds / self.peer_seconds

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.limit is None:
            return None
        return self.ratio >= self.limit if self.target is Target.AT_LEAST else self.ratio <= self.limit

    def cells(self) -> tuple[str, ...]:
        """The row as text: what, ours, peer, peer's time, ratio, target, met."""
        sign = "x" if self.target is Target.AT_LEAST else (self.unit if self.peer_seconds is None else "x its time")
        goal = "" if self.limit is None else f"{self.target.value} {self.limit:g} {sign}"
        met = {None: "", True: "yes", False: "NO"}[self.met]
        peer = "" if self.peer_seconds is None else _duration(self.peer_seconds)
        ours = _duration(self.ours_seconds) if self.unit == "s" else f"{self.ours_seconds:.1f} {self.unit}"
        return self.what, ours, self.peer_name, peer, f"{self.ratio:.3g}", goal, met


HEAD = ("what", "ours", "peer", "peer's time", "ratio", "target", "met")


def as_text(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    cells = [row.cells() for row in rows]
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    return "\n".join([*lines, *("| " + " | ".join(line) + " |" for line in cells)])


def best_of(tries: int, work: Callable[[], Any]) -> float:
    """The shortest wall time of some tries: what the work costs when nobody disturbs it."""
    return min(timed(work) for _ in range(tries))


def timed(work: Callable[[], Any]) -> float:
    """Wall seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
