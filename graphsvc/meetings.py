"""Who met through an event, a letter or a project: one-mode ties out of two-mode ones (Newman 2001)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from graphsvc.chance_values import Floats, Ints, Mask, Statements
from graphsvc.kernel.projection import Attendance, share
from graphsvc.kinds import Kinds
from graphsvc.snapshot import Snapshot


def find_meetings(
    snapshot: Snapshot, kinds: Kinds, statements: Statements, meets: Mask, is_meeting: Mask
) -> tuple[dict[int, tuple[Ints, Mask]], tuple[Ints, Floats]]:
    """Who took part in what, and the pairs that met there with the chance of each.

    Args:
        meets: which of `statements` join a meeting and one who took part in it.
        is_meeting: which actors are meetings, by number.

    Returns:
        {meeting: (numbers of participants, whether they lead)}, and (pairs as low x actors + high, chances).
    """
    size = max(len(snapshot.actors.ids), 1)
    row, chance = statements.row[meets], statements.chance[meets]
    ego, alter = snapshot.ego[row].astype(np.int64), snapshot.alter[row].astype(np.int64)
    is_alter = is_meeting[alter]
    meeting, who = np.where(is_alter, alter, ego), np.where(is_alter, ego, alter)
    tie_kinds = [kinds.tie(name) for name in snapshot.kinds]
    leads_kind = np.array([kind.leads for kind in tie_kinds], dtype=np.bool_)
    leads = leads_kind[snapshot.columns["kind"][row]] & is_alter if row.size else np.zeros(0, dtype=np.bool_)
    # A meeting that is part of an organization is that organization's own.
    leads |= ~is_alter
    taken = Attendance.of(meeting, who)
    best, led = np.zeros(taken.event.size), np.zeros(taken.event.size, dtype=np.bool_)
    np.maximum.at(best, taken.given, chance)
    np.logical_or.at(led, taken.given, leads)
    participants, pairs, chances = {}, [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for start, stop in pairwise(taken.bounds.tolist()):
        members = taken.person[start:stop]
        participants[int(taken.event[start])] = (members, led[start:stop])
        found, known = _met(members, best[start:stop], led[start:stop], kinds.chances.least)
        pairs.append(found[0] * size + found[1])
        chances.append(known)
    return participants, (np.concatenate(pairs), np.concatenate(chances))


def _met(members: Ints, chance: Floats, leads: Mask, least: float) -> tuple[tuple[Ints, Ints], Floats]:
    """The pairs of `members` (sorted) of one meeting whose chance is at least `least`."""
    count = members.size
    part = float(share(np.array(count)))
    if chance.max(initial=0.0) * part >= least:
        one, other = np.triu_indices(count, 1)
    else:
        # Too many for two of them to know each other by being there: only those who lead know the others.
        leaders = np.flatnonzero(leads)
        one, other = np.repeat(leaders, count), np.tile(np.arange(count), leaders.size)
        fits = (one != other) & ~(leads[other] & (other < one))
        one, other = np.minimum(one, other)[fits], np.maximum(one, other)[fits]
    known = np.minimum(chance[one], chance[other])
    known = np.where(
        leads[one] & ~leads[other], chance[other], np.where(leads[other] & ~leads[one], chance[one], known)
    )
    known = np.where(leads[one] | leads[other], known, known * part)
    kept = known >= least
    return (members[one[kept]], members[other[kept]]), known[kept]
