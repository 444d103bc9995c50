"""What a viewer may not see changes nothing that the viewer gets: pages, JSON, maps, searches, byte for byte."""

from __future__ import annotations

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.access import Sensitivity, Viewer
from graphsvc.model.statements import StatementId
from tests import networks as drawn
from tests.webapp import READER, Site, make_site, steady_headers, without_chance

EVERYWHERE = (None, Sensitivity.PUBLIC, Sensitivity.MEMBERS, Sensitivity.RESTRICTED)
SEARCHES = ("ada", "goc", "north", "istanbul f", "o", "q7")
FIXED = (
    "/en/",
    "/en/introductions",
    "/api/v1/introductions?from_role=cso&to_country=MX",
    "/es/landscape/brokers",
    "/en/landscape/brokers?by=role&order=betweenness",
    "/api/v1/landscape/brokers?by=kind",
    "/api/v1/landscape/brokers.csv?by=kind&order=itinerant&country=MX",
    "/api/v1/maps/brokers?by=kind",
    "/en/landscape/silos",
    "/es/landscape/silos?by=community&limit=1",
    "/api/v1/landscape/silos?by=kind",
    "/api/v1/landscape/silos.csv?by=role&country=MX",
    "/en/landscape/what-if",
    "/en/landscape/missing-ties",
    "/es/landscape/missing-ties?from_kind=organization&to_kind=person&steps=2",
    "/api/v1/landscape/missing-ties?from_country=MX&to_role=policymaker",
    "/api/v1/landscape/missing-ties.csv?from_country=MX&to_kind=public_body&limit=50",
    "/en/flows",
    "/es/flows?from_role=funder&year=2023",
    "/api/v1/flows?to_kind=organization",
    "/api/v1/flows.csv?from_kind=organization&stage=committed&currency=EUR",
    "/api/v1/diagrams/flows?from_kind=organization",
    "/api/v1/maps/flows?to_kind=organization",
    "/es/flows/shock",
    "/es/sources",
    "/en/requests",
    "/api/v1/",
    "/api/v1/sources",
    "/api/v1/requests",
)
PER_STATEMENT = ("/en/statements/{id}", "/api/v1/statements/{id}")
PER_ACTOR = (
    "/en/actors/{id}",
    "/es/map?root={id}",
    f"/en/map?root={{id}}&kind={drawn.TIE_KINDS[0]}&offset=1",
    "/api/v1/actors/{id}",
    "/api/v1/map?root={id}",
    "/api/v1/maps/ego/{id}",
    *(f"/en/actors/{{id}}/ties?kind={kind}&direction=in" for kind in drawn.TIE_KINDS),
    *(f"/api/v1/actors/{{id}}/ties?kind={kind}" for kind in drawn.TIE_KINDS),
)
PER_PAIR = (
    "/es/actors/{id}/ties/{other}",
    "/api/v1/actors/{id}/ties/{other}",
    "/en/introductions?from={id}&to={other}&as_of=2024-06-01",
    "/api/v1/introductions.csv?from={other}&to={id}&ended=1&planned=1",
    "/api/v1/maps/routes?from={id}&to={other}",
    "/api/v1/landscape/what-if.csv?from={id}&to={other}&remove={other}:{id}&as_of=2024",
    "/api/v1/maps/what-if?from={id}&to={other}&add={id}:{other}&as_of=2024",
    "/api/v1/landscape/missing-ties?from={id}&to={other}&steps=2",
    "/es/flows?from={id}&to={other}",
    "/api/v1/flows.csv?from={other}&to={id}",
    "/api/v1/flows/dependence?actor={id}&currency=EUR",
    "/es/flows/shock?cut={id}&percent=30&since=2020",
    "/es/introductions/brief?from={id}&to={other}&as_of=2024",
)
PER_THREE = (
    "/es/requests/new?route={id},{other},{third}",
    "/api/v1/requests/new?route={id},{other},{third}",
    "/es/landscape/what-if?from={id}&to={other}&add={id}:{third}&leave={third}&as_of=2024",
)


def everything_served(site: Site, ids: list[StatementId]) -> dict[str, object]:
    """What this viewer gets for every address that could be asked for, hidden statements included."""
    client = site.client("vera")
    served: dict[str, object] = {}
    for path in FIXED:
        served[path] = answer(client, path)
    for one in ids:
        for path in (*PER_STATEMENT, *PER_ACTOR) if one.startswith("a") else PER_STATEMENT:
            site.clock.now += 1
            served[path.format(id=one)] = answer(client, path.format(id=one))
    actors = [one for one in ids if one.startswith("a")]
    for one, other in itertools.pairwise(actors):
        for path in PER_PAIR:
            site.clock.now += 1
            served[path.format(id=one, other=other)] = answer(client, path.format(id=one, other=other))
    for one, other, third in zip(actors, actors[1:], actors[2:], strict=False):
        for path in PER_THREE:
            site.clock.now += 1
            route = path.format(id=one, other=other, third=third)
            served[route] = answer(client, route)
    for text in SEARCHES:
        sent = client.post("/api/v1/suggest", json={"q": text}, headers={"Origin": "http://localhost"})
        served[f"suggest {text}"] = sent.get_data()
        token = client.post("/api/v1/search", json={"q": text}, headers={"Origin": "http://localhost"}).get_json()[
            "token"
        ]
        served[f"search {text}"] = client.get(f"/api/v1/search/{token}").get_data()
    return served


def answer(client: FlaskClient, path: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, without what is new in each response."""
    response = client.get(path)
    body = without_chance(response.get_data(as_text=True))
    return response.status_code, body, steady_headers(response.headers)


def served_from(network: drawn.Network, viewer: Viewer, ids: list[StatementId]) -> dict[str, object]:
    """Everything that `viewer` gets from a site over `network`."""
    with TemporaryDirectory() as folder:
        site = make_site(Path(folder), network)
        site.accounts.add_person("vera", everywhere=viewer.everywhere, clearances=viewer.clearances, permissions=READER)
        try:
            return everything_served(site, ids)
        finally:
            site.close()


def viewers() -> st.SearchStrategy[Viewer]:
    """Somebody who is signed in, with a clearance or none, and exceptions."""
    exceptions = st.dictionaries(st.sampled_from(drawn.COLLECTIONS), st.sampled_from(EVERYWHERE[1:]))
    return st.builds(Viewer, everywhere=st.sampled_from(EVERYWHERE), clearances=exceptions)


@settings(max_examples=settings().max_examples // 2)
@given(network=drawn.networks(), viewer=viewers())
def test_what_a_viewer_may_not_see_changes_no_byte_of_what_is_served(network: drawn.Network, viewer: Viewer) -> None:
    ids = [one.id for one in (*network.actors, *network.ties)]

    whole = served_from(network, viewer, ids)
    pruned = served_from(drawn.visible_part(network, viewer), viewer, ids)

    assert whole == pruned
