"""The web application for tests: a small network with open and closed parts, people who may see them, a clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.access import Permission, Scope, Sensitivity
from graphsvc.config import Settings
from graphsvc.consent.consent import Consent
from graphsvc.consent.cuts import NewCut
from graphsvc.consent.plans import KeptActor, KeptLine, NewPlan
from graphsvc.consent.requests import Who
from graphsvc.consent.states import Action
from graphsvc.consent.values import NewRequest, Part
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorStatement, StatementId, TieStatement
from graphsvc.model.values import Confidence, FlowClass, Identifier, Money, Period, Status
from graphsvc.network import Network, Networks
from graphsvc.sqlite_file import SqliteFile
from graphsvc.store.protocol import GraphStore
from graphsvc.store.sqlite import SqliteStore
from tests import networks as drawn
from tests.signing_in import Clock, quick_passwords
from web.accounts.accounts import FILE_NAME, PACKAGE, Accounts
from web.app import create_app
from web.asking import EXTENSION, Services

PASSWORD = "plum orbit kettle 9"
READER = frozenset({Permission.OPEN, Permission.READ})
LONG_NAME = (
    "Asociación Interamericana para la Protección de las Personas Refugiadas y Desplazadas de la Frontera Sur, "
    "A. C. (Puebla)"
)
PAYLOADS = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "javascript:document.title='owned'",
    "</script><svg onload=document.title='owned'>",
    "{{ 7 * 7 }} ${7*7} %(x)s {0} href",
)
HIDDEN_KEY, HIDDEN_NAME = "quiet", "Quiet Friend"


@dataclass(frozen=True, slots=True)
class Site:
    """An application with its accounts, its store and its clock."""

    app: Flask
    accounts: Accounts
    networks: Networks
    clock: Clock

    @property
    def services(self) -> Services:
        """What the application rests on."""
        return self.app.extensions[EXTENSION]

    def client(self, name: str | None = None) -> FlaskClient:
        """A browser; signed in as `name` if given."""
        client = self.app.test_client()
        if name is not None:
            token = self.accounts.use_link(self.accounts.make_link(name), address="test")
            client.set_cookie("session", token)
        return client

    def close(self) -> None:
        """Let go of the files and threads."""
        self.services.deadlines.close()
        self.accounts.close()
        self.services.consent.close()
        self.networks.store.close()


def make_site(
    folder: Path,
    network: drawn.Network,
    *,
    guest_viewing: bool = True,
    store: GraphStore | None = None,
    **chosen: object,
) -> Site:
    """A site over `network` in `folder` (or in `store`).

    It has rosa (members), clara (restricted in north) and adan (administrator).
    """
    clock = Clock()
    # The first page of a process loads compiled kernels; on a busy machine that may take longer than a page may.
    settings = Settings(data_folder=folder, guest_viewing=guest_viewing, **({"page_timeout_seconds": 60.0} | chosen))
    store = SqliteStore(folder / "network.sqlite") if store is None else store
    drawn.load(store, network)
    accounts = Accounts(SqliteFile(folder / FILE_NAME, PACKAGE), passwords=quick_passwords(), clock=clock)
    accounts.add_person("rosa", password=PASSWORD, everywhere=Sensitivity.MEMBERS)
    accounts.add_person(
        "clara", everywhere=Sensitivity.PUBLIC, clearances={"north": Sensitivity.RESTRICTED}, permissions=READER
    )
    accounts.add_person("adan", everywhere=None, permissions=frozenset({Permission.OPEN, Permission.ADMINISTER}))
    networks = Networks(store, Kinds.load(), Aliases.load(), consent=Consent.open(folder, clock))
    app = create_app(settings, networks, accounts, clock=clock)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Site(app, accounts, networks, clock)


def sample() -> drawn.Network:
    """Twelve actors of every sort, names with markup in them, and an actor and ties that guests may not see."""
    north = drawn.source(
        "north:register",
        title="Register of the North",
        publisher="Example Press",
        licence="CC BY 4.0",
        published_on="2024-05-02",
        retrieved_on="2024-06",
        url="https://example.org/register",
    )
    people = [
        drawn.actor(north, "hub", "Example Refuge Network", roles=frozenset({"cso"}), country="MX", place_name="Puebla",
                    identifiers=(Identifier("org-id", "MX-EX-1"),), languages=("es", "en"), note="Runs two shelters."),
        drawn.actor(north, "fund", "Example Fund", roles=frozenset({"funder"}), country="US"),
        drawn.actor(north, "body", "Example Ministry", kind="public_body", roles=frozenset({"agency"}), country="TR"),
        drawn.actor(north, "ana", "Ana Example", kind="person", roles=frozenset({"policymaker"})),
        drawn.actor(north, "coal", "Example Coalition", kind="coalition"),
        drawn.actor(north, "day", "Example Day 2024", kind="event"),
        drawn.actor(north, "long", LONG_NAME, country="MX"),
        *(drawn.actor(north, f"x{number}", payload) for number, payload in enumerate(PAYLOADS)),
        drawn.actor(north, "alone", "Example Hermit"),
        drawn.actor(north, HIDDEN_KEY, HIDDEN_NAME, level=Sensitivity.RESTRICTED),
    ]  # fmt: skip
    by_key = {one.record.key: one for one in people}
    money = Money(FlowClass.DISBURSEMENT, Decimal("120000.50"), "USD")
    ties = [
        _tie(by_key, "1", "fund", "hub", kind="funds", period=Period.parse("2022", "2024-03"), money=money),
        _tie(by_key, "2", "hub", "body", kind="met", period=Period.parse("2023-10-08", "2023-10-08")),
        _tie(by_key, "3", "hub", "body", kind="met", period=Period.parse(None, "2024"), reporter="Ana Example"),
        _tie(by_key, "4", "hub", "coal", kind="member_of", period=Period.parse("2019", None)),
        _tie(by_key, "5", "ana", "body", kind="employed_by", status=Status.ENDED),
        _tie(by_key, "6", "hub", "ana", kind="knows", confidence=Confidence.INFERRED),
        _tie(by_key, "7", "coal", "day", kind="organized", status=Status.PLANNED),
        _tie(by_key, "8", "long", "hub", kind="works_with", period=Period.parse("2020-05", None)),
        *(_tie(by_key, f"p{n}", "hub", f"x{n}", kind="works_with") for n in range(len(PAYLOADS))),
        _tie(by_key, "9", HIDDEN_KEY, "body", kind="knows"),
        _tie(by_key, "10", "fund", "coal", kind="funds", level=Sensitivity.MEMBERS),
    ]
    return drawn.Network((north,), tuple(people), tuple(ties))


def statement_id(network: drawn.Network, key: str) -> StatementId:
    """The id of what the sample's source says about the actor `key`."""
    return next(one.id for one in network.actors if one.record.key == key)


def asked_request(site: Site, name: str) -> str:
    """The id of a request that `name` wrote and asked, and whose introducer the same account speaks for."""
    viewer = site.accounts.people.named(name).viewer
    network = site.networks.of(viewer)
    route = tuple(network.find(statement_id(sample(), key)) for key in ("coal", "hub", "body"))
    parts = [Part(actor, network.actor(actor, "en").name, network.keys(actor)) for actor in route]
    new = NewRequest(
        str(viewer.account), Scope("north", "members"), *parts, route, "To speak about permits.", "The wider plan."
    )
    requests = site.services.consent.requests
    made = requests.create(new)
    requests.act(Who.requester(viewer), made, Action.ASK)
    site.services.consent.link_account(str(viewer.account), route[1], network.keys(route[1]))
    return made


def kept_plan(site: Site, name: str, *, level: str = "public") -> str:
    """The id of a plan that `name` kept: the fund meets the ministry, and somebody no longer knows the hub."""
    viewer = site.accounts.people.named(name).viewer
    network = site.networks.of(viewer)
    fund, body, hub, long = (_kept_actor(network, key) for key in ("fund", "body", "hub", "long"))
    lines = (KeptLine("add", fund, body), KeptLine("remove", long, hub))
    new = NewPlan(str(viewer.account), Scope("north", level), "Nearer to the ministry", lines, (fund,), (body,))
    return site.services.consent.plans.keep(new)


def kept_cut(site: Site, name: str, *, level: str = "public") -> str:
    """The id of a cut that `name` kept: the fund pays 30 percent less."""
    viewer = site.accounts.people.named(name).viewer
    fund = _kept_actor(site.networks.of(viewer), "fund")
    return site.services.consent.cuts.keep(NewCut(str(viewer.account), Scope("north", level), "Less of it", fund, "30"))


def _kept_actor(network: Network, key: str) -> KeptActor:
    found = network.find(statement_id(sample(), key))
    return KeptActor(found, network.actor(found, "en").name, network.keys(found))


def without_chance(body: str) -> str:
    """A page without what is new in each response: the nonce and the form token."""
    body = re.sub(r'nonce="[^"]*"', 'nonce=""', body)
    return re.sub(r'name="csrf_token" value="[^"]*"', 'name="csrf_token"', body)


def steady_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers without what is new in each response."""
    kept = {name: value for name, value in headers.items() if name not in ("Set-Cookie", "Date")}
    return {name: re.sub(r"nonce-[^']*", "nonce-", value) for name, value in kept.items()}


def form_token(client: FlaskClient, path: str = "/en/about") -> str:
    """The token that the forms of this visitor carry."""
    page = client.get(path).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page) or re.search(
        r'name="csrf_token" value="([^"]+)"', client.get("/en/sign-in").get_data(as_text=True)
    )
    if found is None:
        raise AssertionError("No form on the page.")
    return found[1]


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form as a page of the site does."""
    data = {"csrf_token": form_token(client), **fields}
    return client.post(path, data=data, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})


def _tie(by_key: Mapping[str, ActorStatement], key: str, ego: str, alter: str, **facts: Any) -> TieStatement:
    facts.setdefault("raw", (("from", ego), ("to", alter), ("note", "as printed")))
    return drawn.tie(key, by_key[ego], by_key[alter], **facts)
