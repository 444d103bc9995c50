"""How far the seeds are from whoever a route can pass: exact lower bounds, made from both ends, on touched actors only.

Layers grow from the seeds (each pushes what it knows to its neighbours) and levels from the askers (each pulls what its
neighbours know), always on the side where fewer slots are to be read, until they meet. As soon as so many different
routes are known as are wanted, what can only lie on longer ones is left out: that changes no answer.
"""

from __future__ import annotations

import numpy as np

from graphsvc.kernel.compiled import I64, kernel
from graphsvc.kernel.route_scratch import (
    INFINITE,
    Net,
    Question,
    Work,
    give_number,
    known_number,
    local_number,
    stage_after,
    stage_before,
)


@kernel
def lay(net: Net, work: Work, asked: Question) -> int:
    """Fills `work.values` for every state that a route can pass; gives a length that no wanted route exceeds."""
    _begin(work, asked)
    stages, most = asked.vias.size + 1, asked.longest - 1
    levels, layers, least = np.zeros(8, np.int64), np.zeros(8, np.int64), np.full(8, INFINITE, np.int64)
    # Level i: work.near[levels[i]:levels[i + 1]], the askers first. Layer j: work.far[layers[j]:layers[j + 1]].
    levels[1], layers[1] = asked.askers.size, asked.seeds.size
    limit = INFINITE
    levels[2] = _spread(net, work, asked, 0, levels[1], 1, limit)
    shortest = _note_first(work, asked, levels, stages)
    limit = _limit(work, asked, levels, limit)
    if most < 1:
        return limit
    layers[2] = _push(net, work, asked, layers, 1, limit - shortest, least)
    limit = _limit(work, asked, levels, limit)
    reach, pulls = 1, 0
    while reach + pulls < most:
        further = _slots(net.back_offsets, work, stages, work.far[layers[reach] : layers[reach + 1]])
        nearer = _slots(net.offsets, work, stages, work.near[levels[pulls + 1] : levels[pulls + 2]])
        if further <= nearer:
            reach += 1
            layers[reach + 1] = _push(net, work, asked, layers, reach, limit - shortest, least)
            limit = _limit(work, asked, levels, limit)
        else:
            pulls += 1
            if reach + pulls < most:
                start, end = levels[pulls], levels[pulls + 1]
                levels[pulls + 2] = _spread(net, work, asked, start, end, pulls + 1, limit - least[1])
    for ties in range(reach + 1, most + 1):
        _pull(net, work, asked, levels[1], levels[asked.longest - ties + 1], ties, limit, least)
        limit = _limit(work, asked, levels, limit)
    return limit


@kernel
def _begin(work: Work, asked: Question) -> None:
    work.given[0] = 0
    stages = asked.vias.size + 1
    row = 2 * asked.longest
    for actor in asked.askers:
        state = give_number(work, asked, actor) * stages
        work.values[state * row] = 0
        work.near[state // stages] = state
    for place in range(asked.seeds.size):
        local = give_number(work, asked, asked.seeds[place])
        work.far[place] = local * stages + stages - 1
    for actor in asked.vias:
        give_number(work, asked, actor)


@kernel
def _spread(net: Net, work: Work, asked: Question, start: int, end: int, depth: int, limit: int) -> int:
    """The level after work.near[start:end] is put behind it: whom it is tied to, when nearer than before; its end."""
    row, stages = 2 * asked.longest, asked.vias.size + 1
    ends = asked.askers.size + asked.seeds.size
    found = end
    for place in range(start, end):
        state = work.near[place]
        so_far = work.values[state * row]
        actor = work.actors[state // stages]
        for slot in range(net.offsets[actor], net.offsets[actor + 1]):
            length = so_far + net.lengths[slot]
            if length > limit:
                continue
            local = local_number(net, work, asked, net.neighbours[slot])
            if local < asked.askers.size:
                continue
            stage = stages - 1 if local < ends else stage_after(asked, local, state % stages)
            if stage < 0 or (local < ends and (depth > 1 or stages > 1)):
                continue
            cell = (local * stages + stage) * row
            if length < work.values[cell]:
                work.values[cell] = length
                if local >= ends and work.values[cell + 1] != depth:
                    work.values[cell + 1] = depth
                    work.near[found] = local * stages + stage
                    found += 1
    return found


@kernel
def _note_first(work: Work, asked: Question, levels: I64, stages: int) -> int:
    """Keeps the lengths of the first level, as further levels may find ways that are shorter but of more ties."""
    row = 2 * asked.longest
    shortest = INFINITE
    for place in range(levels[1], levels[2]):
        work.first[place - levels[1]] = work.values[work.near[place] * row]
        shortest = min(shortest, work.first[place - levels[1]])
    return shortest


@kernel
def _limit(work: Work, asked: Question, levels: I64, limit: int) -> int:
    """The length of the last wanted one of the routes known so far: the best from each first step, each direct tie.

    With vias nothing is known: the best walk from a first step need not be a route.
    """
    if asked.vias.size > 0:
        return limit
    row = 2 * asked.longest
    best = np.full(asked.wanted, INFINITE, np.int64)
    for seed in range(asked.askers.size, asked.askers.size + asked.seeds.size):
        _insert(best, work.values[seed * row])
    for place in range(levels[1], levels[2]):
        cell = work.near[place] * row
        least = INFINITE
        for ties in range(1, asked.longest):
            least = min(least, work.values[cell + 2 * ties])
        if least < INFINITE:
            _insert(best, work.first[place - levels[1]] + least)
    return int(min(limit, best[-1]))


@kernel
def _insert(best: I64, length: int) -> None:
    place = best.size - 1
    if length >= best[place]:
        return
    while place > 0 and best[place - 1] > length:
        best[place] = best[place - 1]
        place -= 1
    best[place] = length


@kernel
def _slots(offsets: I64, work: Work, stages: int, states: I64) -> int:
    total = 0
    for state in states:
        actor = work.actors[state // stages]
        total += offsets[actor + 1] - offsets[actor]
    return int(total)


@kernel
def _push(net: Net, work: Work, asked: Question, layers: I64, ties: int, most: int, least: I64) -> int:
    """Layer `ties` is put behind the one before it: who is tied to that one; gives its end."""
    row, stages = 2 * asked.longest, asked.vias.size + 1
    ends = asked.askers.size + asked.seeds.size
    found = layers[ties]
    for place in range(layers[ties - 1], layers[ties]):
        state = work.far[place]
        local, stage = state // stages, state % stages
        if ends <= local < ends + asked.vias.size:
            stage -= 1
        length, widest = 0, 0
        if ties > 1:
            length, widest = work.values[state * row + 2 * ties - 2], work.values[state * row + 2 * ties - 1]
        actor = work.actors[local]
        for slot in range(net.back_offsets[actor], net.back_offsets[actor + 1]):
            step = net.back_lengths[slot]
            if length + step > most:
                continue
            before = local_number(net, work, asked, net.back_neighbours[slot])
            if before < ends or stage_before(asked, before, stage, ties) < 0:
                continue
            cell = (before * stages + stage) * row
            is_new = work.values[cell + 2 * ties] == INFINITE
            if _improve(work, cell, ties, length + step, max(widest, step)):
                least[ties] = min(least[ties], length + step)
                if is_new:
                    work.far[found] = before * stages + stage
                    found += 1
    return int(found)


@kernel
def _improve(work: Work, cell: int, ties: int, length: int, widest: int) -> bool:
    """Notes a walk of so many ties, when it is better than those known of as many and of fewer."""
    values = work.values
    for fewer in range(cell + 2, cell + 2 * ties + 2, 2):
        if values[fewer] < length or (values[fewer] == length and values[fewer + 1] <= widest):
            return False
    values[cell + 2 * ties] = length
    values[cell + 2 * ties + 1] = widest
    return True


@kernel
def _pull(net: Net, work: Work, asked: Question, start: int, end: int, ties: int, limit: int, least: I64) -> None:
    """Walks of exactly `ties` ties for work.near[start:end], from what their neighbours know of one tie less."""
    row, stages = 2 * asked.longest, asked.vias.size + 1
    ends = asked.askers.size + asked.seeds.size
    for place in range(start, end):
        state = work.near[place]
        cell = state * row
        # Somebody may be on two levels; a level's mark is below 8.
        if work.values[cell + 1] == 8 + ties:
            continue
        work.values[cell + 1] = 8 + ties
        most = limit - work.values[cell]
        if least[ties - 1] >= most:
            continue
        actor = work.actors[state // stages]
        for slot in range(net.offsets[actor], net.offsets[actor + 1]):
            step = net.lengths[slot]
            if step + least[ties - 1] > most:
                continue
            after = known_number(work, asked, net.neighbours[slot])
            stage = stage_after(asked, after, state % stages) if after >= ends else -1
            if stage < 0:
                continue
            beyond = (after * stages + stage) * row + 2 * ties - 2
            length = step + work.values[beyond]
            if length <= most and _improve(work, cell, ties, length, max(step, work.values[beyond + 1])):
                least[ties] = min(least[ties], length)
