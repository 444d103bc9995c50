"""Work in parts on every core: the parts do not depend on the number of cores, so neither do the results."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def each(work: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
    """`work` done on every part, results in the order of the parts; kernels run at the same time on several cores."""
    workers = min(cores(), len(parts))
    if workers < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(workers, thread_name_prefix="kernel") as pool:
        return list(pool.map(work, parts))
