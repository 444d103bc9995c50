"""What templates can use besides their answer: words in the page's language, formats, addresses, the form token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask, current_app, g, request, url_for
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from graphsvc.access import Permission
from graphsvc.consent.values import AskedRequest, OwnRequest
from graphsvc.errors import Refused
from graphsvc.identity.actors import Actor
from graphsvc.model.records import Place
from graphsvc.model.statements import ActorStatement
from graphsvc.model.values import Name, NameKind
from graphsvc.money_choice import Stage
from queries.actor import Fact
from queries.broker_values import Broker, Order
from queries.brokers import MOST_SHOWN
from queries.groupings import GroupBy
from queries.introduction_values import Reason
from queries.plan_reading import USUAL_KIND
from web import formats, headers, words
from web.actors import LARGEST_MAP
from web.asking import asking, services
from web.broker_map import drawn_groups
from web.broker_words import NO_NAMES, group_name, members_message, times_message
from web.catalogues import LANGUAGE_NAMES
from web.introduction_words import factor_lines, ways
from web.map_table import ROWS, map_table
from web.marks import MARKS, mark_of
from web.origin import FIELD, form_token
from web.pages import read_parameters
from web.places import place_message, said_in_message, short_place_message
from web.static_files import D3_SANKEY, VIS_NETWORK

_READ_BY_VIEWS = {"sign_in.show": ("next",)}
"""Parameters of what is not one of the registered pages."""


def install(app: Flask) -> None:
    """Give the templates of `app` their filters, functions and languages."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    # The extension adds this method when it is loaded.
    install_callables = getattr(environment, "install_gettext_callables")  # noqa: B009
    install_callables(_text, _counted, newstyle=True)
    for name, write in formats.FILTERS.items():
        environment.filters[name] = partial(_in_page_language, write)
    environment.filters.update(_own_filters())
    environment.tests.update(flow=_is_flow, minor=words.is_minor, marked=_is_marked, has_reason=_has_reason)
    environment.globals.update(
        D3_SANKEY=D3_SANKEY,
        GROUPINGS=tuple(GroupBy),
        LARGEST_MAP=LARGEST_MAP,
        MAP_ROWS=ROWS,
        MARKS=MARKS,
        MOST_BROKERS=MOST_SHOWN,
        ORDERS=tuple(Order),
        USUAL_KIND=USUAL_KIND,
        STAGES=tuple(stage.value for stage in Stage),
        VIS_NETWORK=VIS_NETWORK,
        asking=asking,
        can_curate=_can_curate,
        can_read=_can_read,
        back_url=_back_url,
        csrf_field=_csrf_field,
        map_table=map_table,
        csv_url=_csv_url,
        drawn_groups=drawn_groups,
        hint_of=_hint_of,
        mark_of=mark_of,
        nonce=headers.nonce,
        is_page=_is_page,
        other_languages=_other_languages,
        paper_address=_paper_address,
        static_url=_static_url,
        twin_url=_twin_url,
        xlsx_url=_xlsx_url,
    )


def _own_filters() -> dict[str, Callable[..., Any]]:
    return {
        "actor_kind": _actor_kind,
        "briefly": formats.briefly,
        "broker_does": _broker_does,
        "by_field": _by_field,
        "by_id": _by_id,
        "capfirst": _capfirst,
        "described": _described,
        "factor_lines": factor_lines,
        "group_name": group_in_words,
        "in_words": _in_words,
        "kind_phrase": _kind_phrase,
        "label": formats.label,
        "members": _members,
        "named": formats.named,
        "nearest_first": _nearest_first,
        "role": _role,
        "said_in": _said_in,
        "sort_of": _sort_of,
        "tie_phrase": _tie_phrase,
        "ways": ways,
        "where": _where,
        "where_briefly": _where_briefly,
        "whole_years": formats.whole_years,
        "word": _word,
    }


def text(message: str) -> str:
    """`message` in the language of the request, for texts that Python gives."""
    return services().catalogues.text(asking().language, message)


def _text(message: str) -> str:
    return text(message)


def _counted(one: str, many: str, count: int) -> str:
    return services().catalogues.counted(asking().language, one, many, count)


def group_in_words(label: str, by: GroupBy, given: Mapping[str, str] = NO_NAMES) -> str:
    """The name of a group, in the language of the request; `given` has those that people gave to communities."""
    name = group_name(label, by, services().networks.kinds, asking().language, given)
    return _members(label, by, given) if name is None else _topic(name, by)


def _members(label: str, by: GroupBy, given: Mapping[str, str] = NO_NAMES) -> str:
    message, name = members_message(label, by, services().networks.kinds, asking().language, given)
    return text(message) % {"name": _topic(name, by)}


def _topic(name: str, by: GroupBy) -> str:
    return text(words.word("topic", name)) if by is GroupBy.TOPIC else name


def _broker_does(broker: Broker, by: GroupBy, given: Mapping[str, str] = NO_NAMES) -> str:
    """A sentence on the role that the broker has more often than by chance."""
    main, group = broker.main, broker.group
    if main is None or main.ratio is None or group is None:
        return ""
    values = {"members": _members(group, by, given), "times": text(times_message(main.ratio))}
    return text(words.word("broker-does", main.role)) % values


def _in_page_language(write: Callable[..., str], *values: object) -> str:
    return write(*values, asking().language)


def _actor_kind(name: str, *, plural: bool = False) -> str:
    kind = services().networks.kinds.actor(name)
    return (kind.plural if plural else kind.label)[asking().language]


def _role(name: str) -> str:
    return services().networks.kinds.role(name).label[asking().language]


def _by_id(held: Actor | ActorStatement) -> tuple[str, Actor | ActorStatement]:
    return held.id, held


def _by_field(facts: list[Fact]) -> list[tuple[str, bool, list[Fact]]]:
    """(field, whether it is an attribute, its facts): our own fields in their order, then the attributes by name."""
    grouped: dict[tuple[bool, str], list[Fact]] = {}
    for fact in facts:
        grouped.setdefault((fact.is_attribute, fact.field), []).append(fact)
    order = list(words.FIELDS)
    keys = sorted(grouped, key=lambda key: (key[0], key[1] if key[0] else order.index(key[1])))
    return [(field, is_attribute, grouped[is_attribute, field]) for is_attribute, field in keys]


def _where(place: Place) -> str:
    message, values = place_message(place)
    return text(message) % values


def _said_in(place: Place) -> str:
    message, values = said_in_message(place)
    return text(message) % {**values, "place": _where(place)}


def _where_briefly(place: Place) -> str:
    message, values = short_place_message(place)
    return text(message) % values


def _capfirst(words_: str) -> str:
    return words_[:1].upper() + words_[1:]


def _is_flow(kind: str) -> bool:
    return services().networks.kinds.tie(kind).flow


def _is_marked(actor: Actor, name: str) -> bool:
    return mark_of(actor.kind, actor.roles).name == name


def _nearest_first(names: tuple[Name, ...]) -> list[Name]:
    """Acronyms, then names in the language of the page, then the others; as they come within each."""
    language = asking().language
    return sorted(names, key=lambda name: (name.kind is not NameKind.ACRONYM, name.language != language))


def _described(actor: Actor) -> str:
    return formats.described(actor, services().networks.kinds, asking().language)


def _sort_of(actor: Actor) -> str:
    return formats.sort_of(actor, services().networks.kinds, asking().language)


def _tie_phrase(kind: str, *, is_outgoing: bool = True) -> str:
    tie = services().networks.kinds.tie(kind)
    return (tie.label if is_outgoing else tie.inverse)[asking().language]


def _kind_phrase(kind: str) -> str:
    """The phrase of a kind of tie that an address names; the name itself where this installation has no such kind."""
    return _tie_phrase(kind) if kind in services().networks.kinds.ties else kind


@pass_context
def _word(_context: Context, code: str, table: str) -> str:
    # A filter that takes the context is asked at each showing; with fixed arguments jinja2 would ask another one once,
    # when the template is compiled, and show that language to everybody.
    return text(words.word(table, code))


def _is_page(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _can_read() -> bool:
    return asking().viewer.may(Permission.READ)


def _can_curate() -> bool:
    viewer = asking().viewer
    return viewer.may(Permission.CURATE) and viewer.account is not None


def _in_words(request_: OwnRequest | AskedRequest, code: str, table: str) -> str:
    """A sentence about a request, with the names of the actors in it."""
    names = {"asker": request_.asker_name, "introducer": request_.introducer_name, "target": request_.target_name}
    return text(words.word(table, code)) % names


def _hint_of(problem: Refused) -> str:
    """What to do about a refused question; where the page has a list for it, in the words of that list."""
    offered = words.OFFERED.get(problem.code)
    if offered is None:
        return text(problem.hint) if problem.hint else ""
    choices = formats.either([text(word) for word in offered.values()], asking().language)
    return text(words.CHOOSE) % {"choices": choices}


def _csrf_field() -> Markup:
    g.token_is_needed = True
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, form_token())


def _static_url(name: str) -> str:
    return url_for("static_files.show", version=services().static_version, name=name)


def _other_languages() -> tuple[tuple[str, str, str], ...]:
    """(code, name, address of this page) in each other language; the start page where this is no page."""
    here = asking().language
    is_page = request.endpoint is not None and request.url_rule is not None and "language" in request.url_rule.arguments
    endpoint = request.endpoint if is_page and request.method == "GET" and not g.get("problem") else "home.show"
    values = _own_values() if endpoint != "home.show" else {}
    return tuple(
        (code, LANGUAGE_NAMES[code], url_for(str(endpoint), **(values | {"language": code})))
        for code in services().catalogues.languages
        if code != here
    )


def _paper_address() -> str:
    """What stands at the foot of a printed answer; empty where the address is only for who holds it."""
    is_answer = request.method == "GET" and not g.get("problem") and _is_page(f"api.{request.endpoint}")
    return request.url if is_answer and "token" not in (request.view_args or {}) else ""


def _twin_url() -> str:
    """The address of this page's JSON twin, in the language of the page."""
    values = _own_values() | {"language": asking().language}
    return url_for(f"api.{request.endpoint}", **values)


def _csv_url() -> str:
    """The address of this page's CSV twin."""
    values = _own_values() | {"language": asking().language}
    return url_for(f"csv.{request.endpoint}", **values)


def _xlsx_url() -> str:
    """The address of this page's XLSX twin."""
    values = _own_values() | {"language": asking().language}
    return url_for(f"xlsx.{request.endpoint}", **values)


def _back_url() -> str:
    """From the brief of one route to the answer that it is of."""
    values = {name: text for name, text in _own_values().items() if name != "route"}
    return url_for("introductions.show", **values)


def _own_values() -> dict[str, Any]:
    """The parts of this page's address that it reads. What else stands there could be an order to `url_for`."""
    read = _READ_BY_VIEWS.get(str(request.endpoint)) or read_parameters(current_app, request.endpoint)
    return {name: text for name, text in request.args.items() if name in read} | (request.view_args or {})


def _has_reason(reasons: tuple[Reason, ...], name: str) -> bool:
    return Reason(name) in reasons
