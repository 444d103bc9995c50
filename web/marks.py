"""How actors are drawn: shape and colour together, so that they are told apart in grey print and by everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One way to draw an actor.

    Attributes:
        name: the class in the style sheet and the name of its colour there.
        shape: vis-network's word; `custom` where it has none, then the script draws the outline.
        is_ring: whether it is drawn hollow.
        colour: on white paper.
        outline: the same shape as an SVG path within 16 by 16, for legends and lists.
    """

    name: str
    shape: str
    colour: str
    outline: str
    is_ring: bool = False


DRAWN_FROM_OUTLINE = "custom"
_DISC = "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z"
ORGANIZATION = Mark("organization", "dot", "#0b7a75", _DISC)
FUNDER = Mark("funder", "diamond", "#b46504", "M8 1l7 7l-7 7l-7-7z")
PUBLIC = Mark("public", "square", "#3d4fa3", "M2.5 2.5h11v11h-11z")
PERSON = Mark("person", "dot", "#7a3b8f", _DISC, is_ring=True)
COALITION = Mark("coalition", "hexagon", "#4c7a1f", "M4.5 2h7l3.5 6l-3.5 6h-7l-3.5-6z")
EVENT = Mark("event", "triangle", "#6b6f76", "M8 2l6.5 12h-13z")
_THREE_DISCS = (
    "M8 1a3.4 3.4 0 1 1 0 6.8a3.4 3.4 0 1 1 0-6.8z"
    "M4 8.2a3.4 3.4 0 1 1 0 6.8a3.4 3.4 0 1 1 0-6.8z"
    "M12 8.2a3.4 3.4 0 1 1 0 6.8a3.4 3.4 0 1 1 0-6.8z"
)
GROUP = Mark("group", DRAWN_FROM_OUTLINE, "#7a5436", _THREE_DISCS)
MARKS = (ORGANIZATION, FUNDER, PUBLIC, PERSON, COALITION, GROUP, EVENT)

_BY_KIND = {
    "organization": ORGANIZATION,
    "group": GROUP,
    "public_body": PUBLIC,
    "person": PERSON,
    "position": PERSON,
    "coalition": COALITION,
    "event": EVENT,
    "document": EVENT,
    "project": EVENT,
}


def mark_of(kind: str, roles: Collection[str] = ()) -> Mark:
    """How an actor of this kind with these roles is drawn; kinds of an installation's own look like organizations."""
    if kind == "organization" and "funder" in roles:
        return FUNDER
    return _BY_KIND.get(kind, ORGANIZATION)
