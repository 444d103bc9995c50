"""One request: who asks, in which language, and the network that this viewer sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app, g

from graphsvc.access import Viewer
from graphsvc.config import Settings
from graphsvc.consent.consent import Consent
from graphsvc.network import Network, Networks
from graphsvc.store.protocol import GraphStore
from web.accounts.accounts import Accounts
from web.budgets import Budgets
from web.catalogues import Catalogues
from web.deadlines import Deadlines, TimedStore
from web.kept_maps import KeptMaps
from web.offered import KeptOffered
from web.typed_texts import TypedTexts

EXTENSION = "graphsvc"


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages of one application rest on; made once, in `web.app.create_app`."""

    settings: Settings
    networks: Networks
    accounts: Accounts
    consent: Consent
    budgets: Budgets
    deadlines: Deadlines
    typed_texts: TypedTexts
    kept_maps: KeptMaps
    offered: KeptOffered
    catalogues: Catalogues
    clock: Callable[[], float]
    static_version: str


def services() -> Services:
    """The services of the application that answers this request."""
    return cast("Services", current_app.extensions[EXTENSION])


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks and how.

    Attributes:
        token: what the visitor's cookie holds, or what it will hold after this answer.
        name: what the person typed to sign in; None for guests.
        address: where the request came from; of IPv6, in which network of 64 bits (`web.visits.whose_address`).
    """

    viewer: Viewer
    language: str
    token: str
    name: str | None
    address: str

    @property
    def network(self) -> Network:
        """What the viewer may see, and nothing else; the same for the whole of a request."""
        if "network" not in g:
            known = services()
            network = known.networks.of(self.viewer)
            network.store = cast("GraphStore", TimedStore(network.store, known.deadlines.check))
            g.network = network
        return cast("Network", g.network)

    @property
    def consent(self) -> Consent:
        """Opt-outs and requests: each method says whose they are."""
        return services().consent

    @property
    def budget_key(self) -> str:
        """Whose budget this request spends: the account's, a guest's by address or network."""
        return self.viewer.account or f"guest {self.address}"


def asking() -> Asking:
    """The request that is being answered."""
    return cast("Asking", g.asking)
