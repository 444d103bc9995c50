"""The landscape: who connects the groups of the network. The page, its JSON, table and map show one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import orjson
from flask import Blueprint, Response

from graphsvc.access import Permission
from graphsvc.network import Network
from queries.broker_values import Brokers, Order
from queries.brokers import MOST_SHOWN, SHOWN, BadLimit, find_brokers
from queries.groupings import GroupBy
from web.access import needs
from web.answers import JSON_TYPE
from web.asking import Asking, asking, services
from web.broker_map import MapWords, broker_map
from web.broker_rows import broker_rows
from web.broker_words import GROUP_SIZE, LINE
from web.budgets import LANDSCAPE, MAPS
from web.formats import described, number
from web.pages import API, Page, Parameter, asked_for, record_look
from web.templating import group_in_words, text

landscape = Blueprint("landscape", __name__)


@dataclass(frozen=True, slots=True)
class BrokerForm:
    """What the address says, as it says it, and what can be chosen.

    Attributes:
        countries: ISO 3166-1 codes of the actors that this viewer sees; the chosen one is always among them.
    """

    by: str
    country: str
    order: str
    limit: str
    countries: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """The page asks by itself, with what is usual."""
        return True

    def query(self, **changed: str) -> dict[str, str]:
        """The parameters of the address with `changed`; those that are empty are left out."""
        held = {"by": self.by, "country": self.country, "order": self.order, "limit": self.limit}
        return {name: text for name, text in (held | changed).items() if text}


def show_brokers(asked: Asking, **given: str | None) -> Brokers:
    """Who connects whom. Raises BadGrouping, BadCountry, BadOrder, BadLimit."""
    return find_brokers(
        asked.network,
        by=given.get("by"),
        country=given.get("country"),
        order=given.get("order"),
        limit=limit_of(given.get("limit")),
        language=asked.language,
    )


def limit_of(text: str | None) -> int:
    """The number in `text`; the usual one where nothing is given. Raises BadLimit for what is no number."""
    if not text:
        return SHOWN
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise BadLimit(value=text)
    return int(text)


def show_form(asked: Asking, _answer: Brokers | None, **given: str | None) -> BrokerForm:
    """What the page shows of its form."""
    by, country, order, limit = (given.get(name) or "" for name in ("by", "country", "order", "limit"))
    form = BrokerForm(by, country, order, limit)
    offered = services().offered.of(asked.network).countries
    return replace(form, countries=offered if form.country in (*offered, "") else (*offered, form.country))


@landscape.get(f"{API}/maps/brokers")
@needs(Permission.READ)
def draw_map() -> Response:
    """The brokers of an answer and their groups as vis-network takes them."""
    asked = asking()
    services().budgets.spend(asked.budget_key, MAPS)
    drawn = services().deadlines.answer(partial(_drawn, asked, asked_for(BROKERS)))
    record_look(asked, "landscape.draw_map", {})
    return Response(drawn, content_type=JSON_TYPE)


def _drawn(asked: Asking, given: Mapping[str, str | None]) -> bytes:
    answer = show_brokers(asked, **given)
    words = MapWords(
        actor=partial(described, kinds=asked.network.kinds, language=asked.language),
        group=partial(group_in_words, by=answer.by, given=answer.given),
        size=lambda actors: text(GROUP_SIZE) % {"count": number(actors, asked.language)},
        line=text(LINE),
    )
    return orjson.dumps(broker_map(answer, words))


def no_choice(_network: Network) -> Mapping[str, str]:
    """By country, as usual."""
    return {}


BROKERS = Page(
    name="brokers.show",
    path="/landscape/brokers",
    summary="Who connects the groups of the network, in which role, and what falls apart without them.",
    permission=Permission.READ,
    ask=show_brokers,
    answer=Brokers,
    template="landscape/brokers.html",
    example=no_choice,
    parameters=(
        Parameter("by", f"What makes the groups: {', '.join(GroupBy)}; country where it is left out."),
        Parameter("country", "Only groups inside this country, ISO 3166-1."),
        Parameter("order", f"Who comes first: {', '.join(Order)}; groups where it is left out."),
        Parameter("limit", f"How many are shown, 1 to {MOST_SHOWN}; {SHOWN} where it is left out."),
    ),
    budget=LANDSCAPE,
    records=True,
    has_map=True,
    form=show_form,
    table=broker_rows,
)
