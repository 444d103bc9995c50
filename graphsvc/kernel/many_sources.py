"""Shortest-path dependencies from 32 sources at once: the kernel of exact betweenness.

Brandes (2001) from one source touches every tie once forwards and once backwards, with one number an actor. Here each
actor holds 32 numbers side by side (a lane for each source) and 32-bit masks say in which lanes it is on the frontier
and in which it has not been reached. Level by level every actor that lacks lanes pulls from its neighbours on the
frontier: one vector addition for up to 32 sources. No masking is needed inside the sum: in a lane in which an actor is
not reached yet, no neighbour can be nearer than the frontier, and neighbours not reached hold zero.

The vector loads and additions are written as LLVM vectors (`_pull`, `_blend`, `_settle`): the sums then stay in
registers over the whole row, which a compiled Python loop over an array does not achieve.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import extending, types
from numba.core import cgutils
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel

LANES = 32
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_MASK = ir.IntType(LANES)
_PLACE = ir.IntType(64)
_ALIGNED = 8
U32 = NDArray[np.uint32]


intrinsic: Callable[[Callable[..., Any]], Any] = extending.intrinsic
"""Marks a function that writes LLVM code: it gives its types and a generator; its arguments are types, not values."""


def _pointer(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    proxy: Any = cgutils.create_struct_proxy
    return proxy(kind)(context, builder, value=array).data


def _row(context: Any, builder: Any, kind: Any, array: Any, place: Any) -> Any:
    start = builder.mul(place, ir.Constant(_PLACE, LANES))
    address = builder.gep(_pointer(context, builder, kind, array), [start])
    return builder.bitcast(address, _VECTOR.as_pointer())


def _load(builder: Any, address: Any) -> Any:
    value = builder.load(address)
    value.align = _ALIGNED
    return value


def _store(builder: Any, value: Any, address: Any) -> None:
    builder.store(value, address).align = _ALIGNED


def _lanes_of(builder: Any, mask: Any) -> Any:
    return builder.bitcast(mask, ir.VectorType(ir.IntType(1), LANES))


def _either(builder: Any, *ways: tuple[Any, Any]) -> Any:
    value = builder.phi(ways[0][0].type)
    for way in ways:
        value.add_incoming(*way)
    return value


def _all_lanes(value: float) -> Any:
    return ir.Constant(_VECTOR, [value] * LANES)


@intrinsic
def _pull(
    _context: Any, values: Any, front: Any, neighbours: Any, start: Any, end: Any, lacks: Any, out: Any, row: Any
) -> Any:
    """out[row] = sum of values[w] over the neighbours w with front[w] & lacks; gives the union of those masks.

    A loop over the slots from start to end that carries three values: the slot, the sum (a vector) and the union.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, front, neighbours, start, end, lacks, out, row = arguments
        kinds = signature.args
        before = builder.block
        head, body, add, after, done = (builder.append_basic_block(name) for name in ("h", "b", "add", "after", "done"))
        builder.branch(head)
        builder.position_at_end(head)
        slot, total, union = builder.phi(_PLACE), builder.phi(_VECTOR), builder.phi(_MASK)
        builder.cbranch(builder.icmp_signed("<", slot, end), body, done)
        builder.position_at_end(body)
        name = builder.gep(_pointer(context, builder, kinds[2], neighbours), [slot])
        neighbour = builder.sext(builder.load(name), _PLACE)
        at_front = builder.load(builder.gep(_pointer(context, builder, kinds[1], front), [neighbour]))
        shared = builder.and_(at_front, lacks)
        builder.cbranch(builder.icmp_unsigned("!=", shared, ir.Constant(_MASK, 0)), add, after)
        builder.position_at_end(add)
        more = builder.fadd(total, _load(builder, _row(context, builder, kinds[0], values, neighbour)))
        wider = builder.or_(union, shared)
        builder.branch(after)
        builder.position_at_end(after)
        next_total = _either(builder, (total, body), (more, add))
        next_union = _either(builder, (union, body), (wider, add))
        next_slot = builder.add(slot, ir.Constant(_PLACE, 1))
        builder.branch(head)
        for carried, first, following in (
            (slot, start, next_slot),
            (total, _all_lanes(0.0), next_total),
            (union, ir.Constant(_MASK, 0), next_union),
        ):
            carried.add_incoming(first, before)
            carried.add_incoming(following, after)
        builder.position_at_end(done)
        _store(builder, total, _row(context, builder, kinds[6], out, row))
        return union

    place, mask = types.int64, types.uint32
    return mask(values, front, neighbours, place, place, mask, out, place), generate


@intrinsic
def _blend(_context: Any, target: Any, to: Any, source: Any, at: Any, mask: Any) -> Any:
    """target[to] = source[at] in the lanes of mask."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        target, to, source, at, mask = arguments
        address = _row(context, builder, signature.args[0], target, to)
        new = _load(builder, _row(context, builder, signature.args[2], source, at))
        _store(builder, builder.select(_lanes_of(builder, mask), new, _load(builder, address)), address)
        return context.get_dummy_value()

    return types.void(target, types.int64, source, types.int64, types.uint32), generate


@intrinsic
def _settle(_context: Any, coefficient: Any, paths: Any, actor: Any, below: Any, at: Any, mask: Any) -> Any:
    """coefficient[actor] = below[at] + 1 / paths[actor] in the lanes of mask; gives their sum of below * paths."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        coefficient, paths, actor, below, at, mask = arguments
        kinds = signature.args
        lanes = _lanes_of(builder, mask)
        address = _row(context, builder, kinds[0], coefficient, actor)
        sums = _load(builder, _row(context, builder, kinds[3], below, at))
        counts = _load(builder, _row(context, builder, kinds[1], paths, actor))
        counts = builder.select(lanes, counts, _all_lanes(1.0))
        new = builder.fadd(sums, builder.fdiv(_all_lanes(1.0), counts))
        _store(builder, builder.select(lanes, new, _load(builder, address)), address)
        part = builder.select(lanes, builder.fmul(sums, counts), _all_lanes(0.0))
        width = LANES
        while width > 1:
            width //= 2
            picks = ir.VectorType(ir.IntType(32), width)
            low = builder.shuffle_vector(part, part, ir.Constant(picks, list(range(width))))
            high = builder.shuffle_vector(part, part, ir.Constant(picks, list(range(width, 2 * width))))
            part = builder.fadd(low, high)
        return builder.extract_element(part, ir.Constant(ir.IntType(32), 0))

    return types.float64(coefficient, paths, types.int64, below, types.int64, types.uint32), generate


class Work(NamedTuple):
    """The arrays that all batches of one call use again.

    `paths`, `coefficient` and `buffer` hold 32 numbers an actor: shortest paths from the source of each lane, what an
    actor hands to the level above it, and the sums of the level being done.
    """

    paths: F64
    coefficient: F64
    buffer: F64
    front: U32
    lacks: U32
    candidates: I32
    stamp: I64


@kernel
def add_dependencies(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, sources: I64, endpoints: bool, score: F64
) -> None:
    """Adds to `score` the dependency of every source on every actor (and, with `endpoints`, the pairs it ends)."""
    actors = offsets.size - 1
    work = Work(
        np.empty((actors, LANES)),
        np.empty((actors, LANES)),
        np.empty((actors, LANES)),
        np.zeros(actors, np.uint32),
        np.zeros(actors, np.uint32),
        np.empty(actors, np.int32),
        np.full(actors, -1, np.int64),
    )
    # Whom each level found, in which lanes; level after level.
    who = np.empty(8 * actors + LANES, np.int32)
    mask = np.empty(8 * actors + LANES, np.uint32)
    now = 0
    for first in range(0, sources.size, LANES):
        batch = sources[first : first + LANES]
        used = _begin(work, batch, who, mask)
        levels = [0]
        while used > levels[-1]:
            levels.append(used)
            if used + actors > who.size:
                who = np.concatenate((who, np.empty(who.size + actors, np.int32)))
                mask = np.concatenate((mask, np.empty(mask.size + actors, np.uint32)))
            now += 1
            count = _next_candidates(offsets, neighbours, who[levels[-2] : used], work, now)
            found = _find(back_offsets, back_neighbours, work, count, who[used:], mask[used:])
            _move_front(work, who, mask, levels[-2], used, found)
            used += found
        work.front[:] = 0
        for level in range(len(levels) - 2, 0, -1):
            start, end = levels[level], levels[level + 1]
            below = levels[level + 2] if level + 2 < len(levels) else end
            _hand_up(offsets, neighbours, work, who[start:below], mask[start:below], end - start, score)
        if endpoints:
            _add_endpoints(work.lacks, batch, score)


@kernel
def _begin(work: Work, batch: I64, who: I32, mask: U32) -> int:
    work.paths[:] = 0.0
    work.coefficient[:] = 0.0
    work.front[:] = 0
    work.lacks[:] = np.uint32(0xFFFFFFFF) >> np.uint32(LANES - batch.size)
    for lane in range(batch.size):
        source = batch[lane]
        bit = np.uint32(1) << np.uint32(lane)
        work.paths[source, lane] = 1.0
        work.lacks[source] &= ~bit
        work.front[source] = bit
        who[lane] = source
        mask[lane] = bit
    return batch.size


@kernel
def _next_candidates(offsets: I64, neighbours: I32, front: I32, work: Work, now: int) -> int:
    """Lists whom a level can reach: everybody, or only the neighbours of a small frontier."""
    actors = work.stamp.size
    if front.size * 8 > actors:
        for actor in range(actors):
            work.candidates[actor] = actor
        return actors
    count = 0
    for actor in front:
        for slot in range(offsets[actor], offsets[actor + 1]):
            neighbour = neighbours[slot]
            if work.stamp[neighbour] != now:
                work.stamp[neighbour] = now
                work.candidates[count] = neighbour
                count += 1
    return count


@kernel
def _find(offsets: I64, neighbours: I32, work: Work, candidates: int, who: I32, mask: U32) -> int:
    """Finds the next level: its actors and lanes go to `who` and `mask`, their sums to the buffer."""
    found = 0
    for place in range(candidates):
        actor = work.candidates[place]
        lacks = work.lacks[actor]
        if lacks != 0:
            start, end = offsets[actor], offsets[actor + 1]
            new = _pull(work.paths, work.front, neighbours, start, end, lacks, work.buffer, found)
            if new != 0:
                who[found] = actor
                mask[found] = new
                found += 1
    return found


@kernel
def _move_front(work: Work, who: I32, mask: U32, start: int, used: int, found: int) -> None:
    """Only when a level is complete are its sums and masks put where the next level reads them."""
    for entry in range(start, used):
        work.front[who[entry]] = 0
    for row in range(found):
        actor, new = who[used + row], mask[used + row]
        work.front[actor] = new
        work.lacks[actor] &= ~new
        _blend(work.paths, actor, work.buffer, row, new)


@kernel
def _hand_up(offsets: I64, neighbours: I32, work: Work, who: I32, mask: U32, size: int, score: F64) -> None:
    """Gathers what the level below (the rest of `who`) hands up to the first `size` actors, and scores those."""
    for entry in range(size):
        start, end = offsets[who[entry]], offsets[who[entry] + 1]
        _pull(work.coefficient, work.front, neighbours, start, end, mask[entry], work.buffer, entry)
    for entry in range(size, who.size):
        work.front[who[entry]] = 0
    for entry in range(size):
        actor = who[entry]
        work.front[actor] = mask[entry]
        score[actor] += _settle(work.coefficient, work.paths, actor, work.buffer, entry, mask[entry])


@kernel
def _add_endpoints(lacks: U32, batch: I64, score: F64) -> None:
    for actor in range(lacks.size):
        for lane in range(batch.size):
            is_reached = (lacks[actor] >> np.uint32(lane)) & np.uint32(1) == 0
            if is_reached and batch[lane] != actor:
                score[actor] += 1.0
                score[batch[lane]] += 1.0
