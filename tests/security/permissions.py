"""The table of who may use what; one test a cell."""

from __future__ import annotations

from tests.webapp import HIDDEN_KEY, sample, statement_id

NETWORK = sample()
PUBLIC = statement_id(NETWORK, "hub")
OTHER = statement_id(NETWORK, "alone")
CLOSED = statement_id(NETWORK, HIDDEN_KEY)
MEMBERS_TIE = next(tie.id for tie in NETWORK.ties if tie.record.key == "10")
PUBLIC_TIE = NETWORK.ties[0].id

VIEWERS = (None, "rosa", "clara", "adan")
"""A guest, a member, a coordinator of the collection, an administrator."""

WHAT_IF = ("/en/landscape/what-if", "/api/v1/landscape/what-if", "/api/v1/landscape/what-if.csv",
           "/api/v1/maps/what-if")  # fmt: skip
MONEY = ("/en/flows?from={id}", "/api/v1/flows?to={id}", "/api/v1/flows.csv?from={id}", "/api/v1/flows.xlsx?from={id}",
         "/api/v1/maps/flows?from={id}", "/api/v1/diagrams/flows?from={id}", "/en/flows/shock?cut={id}",
         "/api/v1/flows/shock.xlsx?cut={id}", "/es/flows/dependence?actor={id}",
         "/api/v1/flows/dependence.csv?actor={id}")  # fmt: skip
WAYS = {
    PUBLIC: (
        *("/en/actors/{id}", "/api/v1/actors/{id}", "/en/statements/{id}", "/api/v1/statements/{id}"),
        *("/en/map?root={id}", "/api/v1/map?root={id}", "/api/v1/maps/ego/{id}"),
        *(f"{way}?from={OTHER}&to={{id}}" for way in ("/en/introductions", "/api/v1/introductions.csv")),
        *(f"{way}?from={OTHER}&to={{id}}" for way in ("/api/v1/introductions", "/api/v1/maps/routes")),
        *(f"{way}?from={OTHER}&to={{id}}&add={OTHER}:{{id}}" for way in WHAT_IF),
        *MONEY,
    ),
    PUBLIC_TIE: ("/en/statements/{id}", "/api/v1/statements/{id}"),
}
WAYS[CLOSED] = WAYS[PUBLIC]
WAYS[MEMBERS_TIE] = WAYS[PUBLIC_TIE]

SEES = {
    PUBLIC: {None, "rosa", "clara"},
    PUBLIC_TIE: {None, "rosa", "clara"},
    MEMBERS_TIE: {"rosa", "clara"},
    CLOSED: {"clara"},
}
CELLS = [
    (viewer, way.format(id=one), viewer in SEES[one])
    for one, ways in WAYS.items()
    for way in ways
    for viewer in VIEWERS
]
OPEN_TO_ALL = ("/", "/en/about", "/en/sign-in", "/health/live", "/health/ready", "/api/v1/openapi.json")
WITH_DATA = ("/en/", "/api/v1/", "/en/sources", "/api/v1/sources")
