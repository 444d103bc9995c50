"""Shortest-path dependencies from 32 sources at once: the kernel of exact betweenness.

Brandes (2001) from one source touches every tie once forwards and once backwards, with one number an actor. Here each
actor holds 32 numbers side by side (a lane for each source) and 32-bit masks say in which lanes it is on the frontier
and in which it has not been reached. Level by level every actor that lacks lanes pulls from its neighbours on the
frontier: one vector addition for up to 32 sources. No masking is needed inside the sum: in a lane in which an actor is
not reached yet, no neighbour can be nearer than the frontier, and neighbours not reached hold zero.

The vector loads and additions are written as LLVM vectors (`_pull`, `_blend`, `_settle`): the sums then stay in registers
over the whole row, which a compiled Python loop over an array does not achieve.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel

LANES = 32
_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_MASK = ir.IntType(LANES)
_PLACE = ir.IntType(64)
_ALIGNED = 8
U32 = NDArray[np.uint32]


def _pointer(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    return cgutils.create_struct_proxy(kind)(context, builder, value=array).data


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


def _all_lanes(value: float) -> Any:
    return ir.Constant(_VECTOR, [value] * LANES)


@intrinsic
def _pull(_context: Any, values: Any, front: Any, neighbours: Any, start: Any, end: Any, lacks: Any, out: Any, row: Any) -> Any:  # noqa: E501
    """out[row] = sum of values[w] over the neighbours w with front[w] & lacks; gives the union of those masks."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, front, neighbours, start, end, lacks, out, row = arguments
        kinds = signature.args
        fronts = _pointer(context, builder, kinds[1], front)
        names = _pointer(context, builder, kinds[2], neighbours)
        before = builder.block
        head, body, add, after, done = (builder.append_basic_block(name) for name in ("head", "body", "add", "after", "done"))
        builder.branch(head)
        builder.position_at_end(head)
        slot, total, union = builder.phi(_PLACE), builder.phi(_VECTOR), builder.phi(_MASK)
        builder.cbranch(builder.icmp_signed("<", slot, end), body, done)
        builder.position_at_end(body)
        neighbour = builder.sext(builder.load(builder.gep(names, [slot])), _PLACE)
        shared = builder.and_(builder.load(builder.gep(fronts, [neighbour])), lacks)
        builder.cbranch(builder.icmp_unsigned("!=", shared, ir.Constant(_MASK, 0)), add, after)
        builder.position_at_end(add)
        more = builder.fadd(total, _load(builder, _row(context, builder, kinds[0], values, neighbour)))
        wider = builder.or_(union, shared)
        builder.branch(after)
        builder.position_at_end(after)
        next_total, next_union = builder.phi(_VECTOR), builder.phi(_MASK)
        for value, kept, changed in ((next_total, total, more), (next_union, union, wider)):
            value.add_incoming(kept, body)
            value.add_incoming(changed, add)
        next_slot = builder.add(slot, ir.Constant(_PLACE, 1))
        builder.branch(head)
        first = (start, _all_lanes(0.0), ir.Constant(_MASK, 0))
        for value, initial, following in zip((slot, total, union), first, (next_slot, next_total, next_union), strict=True):
            value.add_incoming(initial, before)
            value.add_incoming(following, after)
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


@kernel
def _next_candidates(offsets: I64, neighbours: I32, front: I32, stamp: I64, now: int, out: I32) -> int:
    """Writes to `out` whom a level can reach: everybody, or only the neighbours of a small frontier."""
    actors = stamp.size
    if front.size * 8 > actors:
        for actor in range(actors):
            out[actor] = actor
        return actors
    count = 0
    for actor in front:
        for slot in range(offsets[actor], offsets[actor + 1]):
            neighbour = neighbours[slot]
            if stamp[neighbour] != now:
                stamp[neighbour] = now
                out[count] = neighbour
                count += 1
    return count


@kernel
def add_dependencies(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, sources: I64, endpoints: bool, score: F64  # noqa: FBT001, E501
) -> None:
    """Adds to `score` the dependency of every source on every actor (and, with `endpoints`, the pairs it ends)."""
    actors = offsets.size - 1
    paths = np.empty((actors, LANES))
    coefficient = np.empty((actors, LANES))
    buffer = np.empty((actors, LANES))
    who = np.empty(8 * actors + 8, np.int32)
    mask = np.empty(8 * actors + 8, np.uint32)
    candidates = np.empty(actors, np.int32)
    stamp = np.zeros(actors, np.int64)
    now = 0
    for first in range(0, sources.size, LANES):
        batch = sources[first : first + LANES]
        paths[:] = 0.0
        coefficient[:] = 0.0
        lacks = np.full(actors, np.uint32(0xFFFFFFFF) >> np.uint32(LANES - batch.size), np.uint32)
        everywhere = lacks[0]
        front = np.zeros(actors, np.uint32)
        levels = [0]
        used = 0
        for lane in range(batch.size):
            bit = np.uint32(1) << np.uint32(lane)
            paths[batch[lane], lane] = 1.0
            lacks[batch[lane]] &= ~bit
            front[batch[lane]] = bit
            who[used] = batch[lane]
            mask[used] = bit
            used += 1
        while used > levels[-1]:
            start = levels[-1]
            levels.append(used)
            if used + actors > who.size:
                who = np.concatenate((who, np.empty(who.size + actors, np.int32)))
                mask = np.concatenate((mask, np.empty(mask.size + actors, np.uint32)))
            now += 1
            count = _next_candidates(offsets, neighbours, who[start:used], stamp, now, candidates)
            found = 0
            for place in range(count):
                actor = candidates[place]
                if lacks[actor] != 0:
                    new = _pull(
                        paths, front, back_neighbours, back_offsets[actor], back_offsets[actor + 1], lacks[actor], buffer, found
                    )  # fmt: skip
                    if new != 0:
                        who[used + found] = actor
                        mask[used + found] = new
                        found += 1
            for entry in range(start, used):
                front[who[entry]] = 0
            for row in range(found):
                actor, new = who[used + row], mask[used + row]
                front[actor] = new
                lacks[actor] &= ~new
                _blend(paths, actor, buffer, row, new)
            used += found
        front[:] = 0
        for level in range(len(levels) - 2, 0, -1):
            start, end = levels[level], levels[level + 1]
            for entry in range(start, end):
                actor = who[entry]
                _pull(
                    coefficient, front, neighbours, offsets[actor], offsets[actor + 1], mask[entry], buffer, entry - start
                )  # fmt: skip
            if level + 2 < len(levels):
                for entry in range(end, levels[level + 2]):
                    front[who[entry]] = 0
            for entry in range(start, end):
                actor = who[entry]
                front[actor] = mask[entry]
                score[actor] += _settle(coefficient, paths, actor, buffer, entry - start, mask[entry])
        if endpoints:
            _add_endpoints(lacks, everywhere, batch, score)


@kernel
def _add_endpoints(lacks: U32, everywhere: np.uint32, batch: I64, score: F64) -> None:
    for actor in range(lacks.size):
        reached = everywhere & ~lacks[actor]
        for lane in range(batch.size):
            if (reached >> np.uint32(lane)) & np.uint32(1) and batch[lane] != actor:
                score[actor] += 1.0
                score[batch[lane]] += 1.0
