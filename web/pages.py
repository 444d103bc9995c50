"""What a page is: one registration gives it an address in every language, its JSON twin, and a place in OpenAPI.

The contract suite (tests/contracts/pages) walks the registered pages, so each new one is tested by being there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, render_template, request

from graphsvc.access import Permission
from graphsvc.errors import NotFound
from graphsvc.network import Network
from web.access import needs
from web.answers import JSON_TYPE, as_json
from web.asking import Asking, asking, services
from web.budgets import PAGES as PAGE_BUDGET
from web.budgets import Budget

API = "/api/v1"
_EXTENSION = "graphsvc.pages"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the query of an address: its name and what it is for, for the description of the API."""

    name: str
    description: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its JSON twin, which both show the one answer of `ask`.

    Attributes:
        name: `subject.verb`, unique; the endpoint of the page. The endpoint of the twin is `api.` and this.
        path: the address after the language; the twin has the same after `/api/v1`.
        summary: one sentence, for OpenAPI.
        permission: who may see it.
        ask: takes the Asking and the arguments of the address by name, gives a frozen answer.
        answer: the type of that answer.
        template: shows `answer`.
        parameters: those of the query; handed to `ask` by name, None when absent.
        example: arguments with which the page shows something of a network; tests use it.
        records: whether looking is kept in the audit, for people who are signed in.
        has_map: whether the page draws a map; then it must also have a table of the same facts.
        needs_account: whether it shows what belongs to one account; for guests it is not there, and tests visit it as
            somebody who has an account, with what they make in the place of the example.
    """

    name: str
    path: str
    summary: str
    permission: Permission
    ask: Callable[..., object]
    answer: type
    template: str
    example: Callable[[Network], Mapping[str, str]]
    parameters: tuple[Parameter, ...] = ()
    budget: Budget = PAGE_BUDGET
    records: bool = False
    has_map: bool = False
    needs_account: bool = False

    @property
    def twin(self) -> str:
        """The endpoint of the JSON twin."""
        return f"api.{self.name}"


def registered_pages(app: Flask) -> tuple[Page, ...]:
    """The pages of `app`."""
    return tuple(app.extensions.get(_EXTENSION, ()))


def add_page(app: Flask, page: Page) -> None:
    """Give `page` its two addresses."""
    app.extensions[_EXTENSION] = (*registered_pages(app), page)

    @needs(page.permission)
    def show(**arguments: str) -> str:
        return render_template(page.template, answer=_answer(page, arguments), page=page)

    @needs(page.permission)
    def twin(**arguments: str) -> Response:
        return Response(as_json(_answer(page, arguments)), content_type=JSON_TYPE)

    app.add_url_rule(f"/<language:language>{page.path}", page.name, show)
    app.add_url_rule(f"{API}{page.path}", page.twin, twin)


def _answer(page: Page, arguments: dict[str, str]) -> object:
    asked = asking()
    services().budgets.spend(asked.budget_key, page.budget)
    given = arguments | {parameter.name: request.args.get(parameter.name) for parameter in page.parameters}
    if any(parameter.is_required and not given[parameter.name] for parameter in page.parameters):
        raise NotFound
    answer = services().deadlines.answer(partial(page.ask, asked, **given))
    if page.records:
        record_look(asked, page.name, arguments)
    return answer


def record_look(asked: Asking, page: str, arguments: Mapping[str, str]) -> None:
    """Keep in the audit that somebody who is signed in looked at something; ids only, never typed text."""
    if asked.viewer.account is not None:
        subject = " ".join([page, *arguments.values()])
        services().accounts.audit.record("looked", account=asked.viewer.account, subject=subject)
