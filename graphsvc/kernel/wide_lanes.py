"""The searches of `lanes` from 512 actors at once: a cache line an actor instead of a word.

Most of the time of a search goes into fetching the words of neighbours; a whole line comes at the price of a word. It
pays from some hundreds of starts. The eight words of an actor are one LLVM vector (`_gather`, `_offer`, `_settle`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import extending, types
from numba.core import cgutils
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I32, I64, kernel

WORDS = 8
WIDE = 64 * WORDS
U64 = NDArray[np.uint64]
_MANY = 6
_PLACE = ir.IntType(64)
_ROW = ir.VectorType(_PLACE, WORDS)
_FLAGS = ir.VectorType(ir.IntType(1), WORDS)
_BYTE = ir.IntType(WORDS)
_ALIGNED = 8

intrinsic: Callable[[Callable[..., Any]], Any] = extending.intrinsic


def _pointer(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    proxy: Any = cgutils.create_struct_proxy
    return proxy(kind)(context, builder, value=array).data


def _row(context: Any, builder: Any, kind: Any, array: Any, place: Any) -> Any:
    start = builder.mul(place, ir.Constant(_PLACE, WORDS))
    return builder.bitcast(builder.gep(_pointer(context, builder, kind, array), [start]), _ROW.as_pointer())


def _load(builder: Any, address: Any) -> Any:
    value = builder.load(address)
    value.align = _ALIGNED
    return value


def _store(builder: Any, value: Any, address: Any) -> None:
    builder.store(value, address).align = _ALIGNED


def _filled(value: int) -> Any:
    return ir.Constant(_ROW, [value] * WORDS)


def _is_any(builder: Any, row: Any) -> Any:
    flags = builder.icmp_unsigned("!=", row, _filled(0))
    return builder.icmp_unsigned("!=", builder.bitcast(flags, _BYTE), ir.Constant(_BYTE, 0))


def _without(builder: Any, row: Any, taken: Any) -> Any:
    return builder.and_(row, builder.xor(taken, _filled(-1)))


@intrinsic
def _gather(
    _context: Any, front: Any, neighbours: Any, start: Any, end: Any, seen: Any, full: Any, fresh: Any, actor: Any
) -> Any:
    """fresh[actor] = union of front over the neighbours, in the lanes that the actor lacks; gives whether it has any.

    Ends as soon as the actor lacks nothing. An actor that lacks nothing before gives False, and nothing is stored.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        front, neighbours, start, end, seen, full, fresh, actor = arguments
        kinds = signature.args
        all_lanes = _load(builder, _row(context, builder, kinds[5], full, ir.Constant(_PLACE, 0)))
        lacks = _without(builder, all_lanes, _load(builder, _row(context, builder, kinds[4], seen, actor)))
        before = builder.block
        head, body, done, out = (builder.append_basic_block(name) for name in ("h", "b", "d", "o"))
        builder.cbranch(_is_any(builder, lacks), head, out)
        builder.position_at_end(head)
        slot, union = builder.phi(_PLACE), builder.phi(_ROW)
        builder.cbranch(builder.icmp_signed("<", slot, end), body, done)
        builder.position_at_end(body)
        name = builder.gep(_pointer(context, builder, kinds[1], neighbours), [slot])
        neighbour = builder.sext(builder.load(name), _PLACE)
        wider = builder.or_(union, _load(builder, _row(context, builder, kinds[0], front, neighbour)))
        following = builder.add(slot, ir.Constant(_PLACE, 1))
        for carried, first, then in ((slot, start, following), (union, _filled(0), wider)):
            carried.add_incoming(first, before)
            carried.add_incoming(then, body)
        builder.cbranch(_is_any(builder, _without(builder, lacks, wider)), head, done)
        builder.position_at_end(done)
        found = builder.phi(_ROW)
        found.add_incoming(union, head)
        found.add_incoming(wider, body)
        new = builder.and_(found, lacks)
        _store(builder, new, _row(context, builder, kinds[6], fresh, actor))
        has_new = _is_any(builder, new)
        builder.branch(out)
        builder.position_at_end(out)
        answer = builder.phi(ir.IntType(1))
        answer.add_incoming(ir.Constant(ir.IntType(1), 0), before)
        answer.add_incoming(has_new, done)
        return answer

    place = types.int64
    return types.boolean(front, neighbours, place, place, seen, full, fresh, place), generate


@intrinsic
def _offer(_context: Any, front: Any, actor: Any, seen: Any, other: Any, fresh: Any) -> Any:
    """Adds to fresh[other] the lanes of front[actor] that `other` lacks; 0: none, 1: some more, 2: the first ones."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        front, actor, seen, other, fresh = arguments
        kinds = signature.args
        taken = _load(builder, _row(context, builder, kinds[2], seen, other))
        new = _without(builder, _load(builder, _row(context, builder, kinds[0], front, actor)), taken)
        address = _row(context, builder, kinds[4], fresh, other)
        old = _load(builder, address)
        has_new, had = _is_any(builder, new), _is_any(builder, old)
        with builder.if_then(has_new):
            _store(builder, builder.or_(old, new), address)
        first = builder.select(had, ir.Constant(_PLACE, 1), ir.Constant(_PLACE, 2))
        return builder.select(has_new, first, ir.Constant(_PLACE, 0))

    return types.int64(front, types.int64, seen, types.int64, fresh), generate


@intrinsic
def _settle(_context: Any, fresh: Any, seen: Any, front: Any, actor: Any) -> Any:
    """Puts the fresh lanes of an actor on the frontier, and forgets that they are fresh; whether they are its first."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        fresh, seen, front, actor = arguments
        kinds = signature.args
        new_at, seen_at = (_row(context, builder, kinds[i], array, actor) for i, array in ((0, fresh), (1, seen)))
        new, old = _load(builder, new_at), _load(builder, seen_at)
        _store(builder, builder.or_(old, new), seen_at)
        _store(builder, new, _row(context, builder, kinds[2], front, actor))
        _store(builder, _filled(0), new_at)
        return builder.not_(_is_any(builder, old))

    return types.boolean(fresh, seen, front, types.int64), generate


@intrinsic
def _ones(_context: Any, word: Any) -> Any:
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), generate


class Wave(NamedTuple):
    """As in `lanes`, with eight words an actor; `full` has the lanes of this batch."""

    seen: U64
    front: U64
    fresh: U64
    full: U64
    here: I32
    following: I32
    touched: I32


@kernel
def _begin(wave: Wave, batch: I64) -> int:
    wave.full[:] = np.uint64(0)
    count = 0
    for lane in range(batch.size):
        actor = batch[lane]
        word, bit = lane // 64, np.uint64(1) << np.uint64(lane % 64)
        wave.full[0, word] |= bit
        if not wave.seen[actor].any():
            wave.here[count] = actor
            wave.touched[count] = actor
            count += 1
        wave.seen[actor, word] |= bit
        wave.front[actor, word] |= bit
    return count


@kernel
def _next_level(offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, wave: Wave, count: int) -> int:
    slots = 0
    for entry in range(count):
        actor = wave.here[entry]
        slots += offsets[actor + 1] - offsets[actor]
    found = 0
    if slots * _MANY > neighbours.size:
        for actor in range(wave.seen.shape[0]):
            start, end = back_offsets[actor], back_offsets[actor + 1]
            if _gather(wave.front, back_neighbours, start, end, wave.seen, wave.full, wave.fresh, actor):
                wave.following[found] = actor
                found += 1
    else:
        for entry in range(count):
            actor = wave.here[entry]
            for slot in range(offsets[actor], offsets[actor + 1]):
                other = neighbours[slot]
                if _offer(wave.front, actor, wave.seen, other, wave.fresh) == 2:
                    wave.following[found] = other
                    found += 1
    for entry in range(count):
        wave.front[wave.here[entry]] = np.uint64(0)
    return found


@kernel
def add_wide_sums(
    offsets: I64, neighbours: I32, back_offsets: I64, back_neighbours: I32, starts: I64, blocked: NDArray[np.bool_],
    first: int, most: int, scale: int, by_distance: bool, sums: I64, squares: I64,
) -> None:  # fmt: skip
    """As `lanes.add_sums`."""
    actors = offsets.size - 1
    rows = np.zeros((3, actors, WORDS), np.uint64)
    lists = np.empty((3, actors), np.int32)
    wave = Wave(rows[0], rows[1], rows[2], np.zeros((1, WORDS), np.uint64), lists[0], lists[1], lists[2])
    for actor in range(actors):
        if blocked[actor]:
            wave.seen[actor] = np.uint64(0xFFFFFFFFFFFFFFFF)
    for start in range(0, starts.size, WIDE):
        count = _begin(wave, starts[start : start + WIDE])
        touched = count
        level = 0
        while count and level < most:
            level += 1
            found = _next_level(offsets, neighbours, back_offsets, back_neighbours, wave, count)
            worth = (2 * scale + level) // (2 * level) if by_distance else scale
            square = (2 * scale + level * level) // (2 * level * level) if by_distance else scale
            for entry in range(found):
                actor = wave.following[entry]
                if level >= first:
                    ones = 0
                    for word in range(WORDS):
                        ones += _ones(wave.fresh[actor, word])
                    sums[actor] += ones * worth
                    squares[actor] += ones * square
                if _settle(wave.fresh, wave.seen, wave.front, actor):
                    wave.touched[touched] = actor
                    touched += 1
                wave.here[entry] = actor
            count = found
        for entry in range(count):
            wave.front[wave.here[entry]] = np.uint64(0)
        for entry in range(touched):
            wave.seen[wave.touched[entry]] = np.uint64(0)
