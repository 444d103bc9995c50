"""Who may see that a run was made, and how it went."""

from __future__ import annotations

from graphsvc.access import Sensitivity, Viewer


def can_see_run(viewer: Viewer, account: str | None, collection: str | None) -> bool:
    """Whether a run of `account` on a source of `collection` exists for `viewer`.

    A run's counts tell of everything it wrote. So, besides the account that made it, only those see it from whom
    nothing of its collection is hidden; a run without a source (a decision) only those from whom nothing is.
    """
    if account is not None and account == viewer.account:
        return True
    if collection is not None:
        return viewer.clearance(collection) is Sensitivity.RESTRICTED
    levels = (viewer.everywhere, *viewer.clearances.values())
    return all(level is Sensitivity.RESTRICTED for level in levels)
