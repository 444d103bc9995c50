"""How far the seeds are from whoever a route can pass: exact lower bounds, made from both ends, on touched actors only.

Layers grow from the seeds (each pushes what it knows to its neighbours) and levels from the askers (each pulls what its
neighbours know), always on the side where fewer slots are to be read, until they meet.

They meet by ties: with layers of up to R ties and levels of up to P, every inner actor of a route of at most R + P + 1
ties lies in one. Where a length is known that no wanted route exceeds (the limit), and one more tie would cost much,
they meet by length, which is sooner: who is farther than y from the askers is less than limit - y from the seeds. What
can only lie on routes beyond the limit is left out, and as everybody's shortest ties come first, it is not even read.
"""

from __future__ import annotations

import numpy as np

from graphsvc.kernel.compiled import kernel
from graphsvc.kernel.route_limits import least_near, limit_by_first_steps
from graphsvc.kernel.route_scratch import (
    INFINITE,
    LOW,
    Front,
    Net,
    Question,
    Work,
    give_number,
    improve,
    local_number,
    stage_after,
    stage_before,
)

_RINGS = 8
"""Into so many parts is the limit cut; each part goes to the side where it costs less."""
_CHEAP = 4000
"""Where one more tie costs at most so many slots on one side, they meet by ties though a limit is known."""


@kernel
def lay(net: Net, work: Work, asked: Question, limit: int) -> int:
    """Fills `work.walks` for every state that a wanted route of at most the length `limit` can pass.

    Gives a length, at most `limit`, that no wanted route exceeds if none exceeds `limit`.
    """
    front = Front(np.zeros(8, np.int64), np.full(8, INFINITE, np.int64), np.zeros(8, np.int64))
    most = asked.longest - 1
    begin(work, asked, front)
    if most < 1:
        return limit
    spread_level(net, work, asked, front, 0, -1, 0, limit)
    shortest = least_near(work, asked, front)
    _push(net, work, asked, front, 0, 0, 1, limit - shortest)
    limit = limit_by_first_steps(work, asked, front, limit)
    reach, pulls, spread = 1, 0, 1
    while reach + pulls < most:
        outer = _slots_far(net, work, asked, front, reach, reach, 0, INFINITE)
        inner = _slots_near(net, work, asked, front, spread, spread, -1, INFINITE)
        if limit < INFINITE and min(outer, inner) > _CHEAP:
            break
        if outer <= inner:
            _push(net, work, asked, front, reach, 0, INFINITE, limit - shortest)
            reach += 1
        else:
            pulls += 1
            if limit == INFINITE:
                # With a limit, who turns out to be nearer on a further level would have to be pulled again.
                _pull_all(net, work, asked, front, reach, reach + pulls, INFINITE, INFINITE)
            if reach + pulls < most:
                spread_level(net, work, asked, front, spread, -1, INFINITE, limit - front.least[1])
                spread += 1
        limit = limit_by_first_steps(work, asked, front, limit)
    near = INFINITE
    if reach + pulls < most:
        near = _meet(net, work, asked, front, reach, spread, shortest, limit)
        limit = limit_by_first_steps(work, asked, front, limit)
    _pull_all(net, work, asked, front, reach, most, near, limit)
    return limit_by_first_steps(work, asked, front, limit)


@kernel
def _meet(
    net: Net, work: Work, asked: Question, front: Front, reach: int, spread: int, shortest: int, limit: int
) -> int:
    """Lets both sides grow, ring by ring, until they meet by length; gives the length up to which levels are pulled."""
    last = asked.longest - 2
    # Layers are right below far + net.shortest, levels up to near.
    far, near = 0, 0
    while far + net.shortest + near < limit:
        step = min(max(limit // _RINGS, 1), limit - far - net.shortest - near)
        outer = _slots_far(net, work, asked, front, reach, last, far, far + step)
        inner = _slots_near(net, work, asked, front, 1, last, near, near + step)
        if outer <= inner:
            for ties in range(reach, last + 1):
                _push(net, work, asked, front, ties, far, far + step, min(limit - shortest, limit - near - 1))
            far += step
        else:
            for ties in range(spread, last):
                most = min(limit - front.least[1], limit - far)
                spread_level(net, work, asked, front, ties, near, near + step, most)
            near += step
        limit = limit_by_first_steps(work, asked, front, limit)
    return near


@kernel
def begin(work: Work, asked: Question, front: Front) -> None:
    """Numbers the ends and the vias: the askers are level 0, the seeds layer 0."""
    work.given[0] = 0
    stages = asked.vias.size + 1
    for place in range(asked.askers.size):
        work.levels[place] = give_number(work, asked, asked.askers[place]) * stages
    for place in range(asked.seeds.size):
        work.layers[place] = give_number(work, asked, asked.seeds[place]) * stages + stages - 1
    for actor in asked.vias:
        give_number(work, asked, actor)
    front.levels[0], front.layers[0] = asked.askers.size, asked.seeds.size


@kernel
def spread_level(
    net: Net, work: Work, asked: Question, front: Front, level: int, above: int, upto: int, most: int
) -> None:
    """Whom level `level` is tied to comes into the next: from those whose length is above `above`, at most `upto`."""
    row, stages, all_states = asked.longest, asked.vias.size + 1, work.places.size * (asked.vias.size + 1)
    askers, ends = asked.askers.size, asked.askers.size + asked.seeds.size
    start = level * all_states
    for place in range(start, start + front.levels[level]):
        state = work.levels[place]
        so_far = work.nears[state * row + level] if level > 0 else 0
        if so_far <= above or so_far > upto:
            continue
        actor = work.actors[state // stages]
        for slot in range(net.offsets[actor], net.offsets[actor + 1]):
            length = so_far + net.lengths[slot]
            if length > most:
                break
            # Written out, as is all that is done for every slot: a call costs more than the rest.
            seen = work.places[net.neighbours[slot]]
            is_known = seen >> 32 == asked.stamp
            local = (seen & LOW) - 1 if is_known else local_number(net, work, asked, net.neighbours[slot])
            if local < askers or (local < ends and (level > 0 or stages > 1)):
                continue
            stage = stage_after(asked, local, state % stages) if stages > 1 else 0
            if stage >= 0 and length < work.nears[(local * stages + stage) * row + level + 1]:
                _reach(work, asked, front, local * stages + stage, level + 1, length, local >= ends)


@kernel
def _reach(work: Work, asked: Question, front: Front, state: int, level: int, length: int, is_inside: bool) -> None:
    """Notes a walk from an asker, when it is shorter than those known of as many ties and of fewer."""
    cell = state * asked.longest
    for fewer in range(1, level + 1):
        if work.nears[cell + fewer] <= length:
            return
    if is_inside and work.nears[cell + level] == INFINITE:
        all_states = work.places.size * (asked.vias.size + 1)
        work.levels[level * all_states + front.levels[level]] = state
        front.levels[level] += 1
    work.nears[cell + level] = length


@kernel
def _push(net: Net, work: Work, asked: Question, front: Front, ties: int, start: int, end: int, most: int) -> None:
    """Who is tied to layer `ties` comes into the next: to those whose length is from `start` to below `end`."""
    row, stages, all_states = 2 * asked.longest, asked.vias.size + 1, work.places.size * (asked.vias.size + 1)
    ends = asked.askers.size + asked.seeds.size
    for place in range(ties * all_states, ties * all_states + front.layers[ties]):
        state = work.layers[place]
        local, stage = state // stages, state % stages
        if ends <= local < ends + asked.vias.size:
            stage -= 1
        so_far, widest = 0, 0
        if ties > 0:
            so_far, widest = work.walks[state * row + 2 * ties], work.walks[state * row + 2 * ties + 1]
        if so_far < start or so_far >= end or so_far + net.shortest > most:
            continue
        actor = work.actors[local]
        for slot in range(net.back_offsets[actor], net.back_offsets[actor + 1]):
            length = so_far + net.back_lengths[slot]
            if length > most:
                break
            seen = work.places[net.back_neighbours[slot]]
            is_known = seen >> 32 == asked.stamp
            before = (seen & LOW) - 1 if is_known else local_number(net, work, asked, net.back_neighbours[slot])
            if before < ends or (stages > 1 and stage_before(asked, before, stage, ties + 1) < 0):
                continue
            to = before * stages + stage
            if length <= work.walks[to * row + 2 * ties + 2]:
                _note(work, asked, front, to, ties + 1, length, max(widest, net.back_lengths[slot]))


@kernel
def _note(work: Work, asked: Question, front: Front, state: int, ties: int, length: int, widest: int) -> None:
    """Notes a walk to a seed for the layer of so many ties, where the state stands even if the walk was pulled."""
    is_better = improve(work, asked, front, state, ties, length, widest)
    cell = state * asked.longest
    bits = work.nears[cell]
    if bits & (1 << ties) == 0 and (is_better or work.walks[2 * (cell + ties)] == length):
        work.nears[cell] = bits | (1 << ties)
        all_states = work.places.size * (asked.vias.size + 1)
        work.layers[ties * all_states + front.layers[ties]] = state
        front.layers[ties] += 1


@kernel
def _pull_all(
    net: Net, work: Work, asked: Question, front: Front, reach: int, upto: int, near: int, limit: int
) -> None:
    """Walks of more than `reach` ties, up to `upto` with the ties from the askers, for levels of length `near`."""
    all_states = work.places.size * (asked.vias.size + 1)
    for ties in range(reach + 1, upto + 1):
        pulled = 1 << (8 + ties)
        for level in range(1, upto + 2 - ties):
            for place in range(level * all_states, level * all_states + front.levels[level]):
                cell = work.levels[place] * asked.longest
                if work.nears[cell + level] <= near and work.nears[cell] & pulled == 0:
                    work.nears[cell] |= pulled
                    # On a further level it may be nearer: what is pulled once must serve there too.
                    most = limit - work.nears[cell + 1 : cell + asked.longest].min()
                    _pull(net, work, asked, front, work.levels[place], ties, most)


@kernel
def _pull(net: Net, work: Work, asked: Question, front: Front, state: int, ties: int, most: int) -> None:
    """Walks of exactly `ties` ties to a seed, from what the neighbours know of one tie less."""
    row, stages = 2 * asked.longest, asked.vias.size + 1
    ends = asked.askers.size + asked.seeds.size
    least = front.least[ties - 1]
    actor = work.actors[state // stages]
    best, best_widest = most, INFINITE
    for slot in range(net.offsets[actor], net.offsets[actor + 1]):
        step = net.lengths[slot]
        if step > best - least:
            break
        seen = work.places[net.neighbours[slot]]
        after = (seen & LOW) - 1
        if seen >> 32 != asked.stamp or after < ends:
            continue
        stage = stage_after(asked, after, state % stages) if stages > 1 else 0
        beyond = (after * stages + max(stage, 0)) * row + 2 * ties - 2
        length = step + work.walks[beyond]
        if length > best or stage < 0:
            continue
        widest = max(step, work.walks[beyond + 1])
        if length < best or widest < best_widest:
            best, best_widest = length, widest
    if best_widest < INFINITE:
        improve(work, asked, front, state, ties, best, best_widest)


@kernel
def _slots_far(net: Net, work: Work, asked: Question, front: Front, first: int, last: int, start: int, end: int) -> int:
    """How many slots are read to push what layers `first` to `last` know of lengths from `start` to below `end`."""
    stages = asked.vias.size + 1
    total = 0
    for ties in range(first, last + 1):
        begin = ties * work.places.size * stages
        for place in range(begin, begin + front.layers[ties]):
            state = work.layers[place]
            if start <= work.walks[2 * (state * asked.longest + ties)] < end:
                actor = work.actors[state // stages]
                total += net.back_offsets[actor + 1] - net.back_offsets[actor]
    return total


@kernel
def _slots_near(
    net: Net, work: Work, asked: Question, front: Front, first: int, last: int, above: int, upto: int
) -> int:
    """How many slots are read to pull for levels `first` to `last`, of lengths above `above` and at most `upto`."""
    stages = asked.vias.size + 1
    total = 0
    for level in range(first, last + 1):
        begin = level * work.places.size * stages
        for place in range(begin, begin + front.levels[level]):
            state = work.levels[place]
            if above < work.nears[state * asked.longest + level] <= upto:
                actor = work.actors[state // stages]
                total += net.offsets[actor + 1] - net.offsets[actor]
    return total
