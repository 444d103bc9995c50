"""How every kernel is compiled: without the lock of the interpreter, kept on disk, IEEE division."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]


def kernel(function: Kernel) -> Kernel:
    """`function` as a numba kernel; compiled at its first call with each set of types, then read from disk.

    Arrays of a graph are read-only and arrays made for a call are writable; keeping to that gives one compiled
    version of each kernel instead of many.
    """
    return cast("Kernel", numba.njit(nogil=True, cache=True, error_model="numpy")(function))


def sealed(array: NDArray[Any], dtype: type[np.generic] | None = None) -> NDArray[Any]:
    """`array` as one read-only block of memory, copied only when it is not one yet."""
    block = np.ascontiguousarray(array, dtype=dtype).view(np.ndarray)
    if block.flags.writeable:
        block = block.view()
        block.flags.writeable = False
    return block
