"""What a page is: one registration gives it an address in every language, its JSON twin, and a place in OpenAPI.

The contract suite (tests/contracts/pages) walks the registered pages, so each new one is tested by being there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.errors import NotFound, Refused
from graphsvc.network import Network
from web.access import needs
from web.answers import JSON_TYPE, as_json
from web.asking import Asking, asking, services
from web.budgets import EXPORTS, Budget
from web.budgets import PAGES as PAGE_BUDGET
from web.spreadsheets import XLSX_TYPE, Row, as_texts, as_xlsx
from web.tables import CSV_TYPE, as_csv

API = "/api/v1"
_EXTENSION = "graphsvc.pages"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the query of an address: its name and what it is for, for the description of the API."""

    name: str
    description: str
    is_required: bool = False


class Form(Protocol):
    """What a page shows of its form."""

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked yet; an empty form is no mistake."""


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
        form: for a page that begins with a form: takes the Asking, the answer (None where the question was refused) and
            the arguments, gives what the template shows as `form`. A refused question then keeps the form on the page.
        table: the rows of the answer, the first with the names of the columns; it then has a CSV and an XLSX twin too.
        recorded: parameters whose ids belong into the audit beside those of the path.
        shown: parameters that only the template reads.
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
    form: Callable[..., Form] | None = None
    table: Callable[[Any], Iterable[Row]] | None = None
    recorded: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def twin(self) -> str:
        """The endpoint of the JSON twin."""
        return f"api.{self.name}"

    @property
    def csv_twin(self) -> str:
        """The endpoint of the CSV twin, where there is one."""
        return f"csv.{self.name}"

    @property
    def xlsx_twin(self) -> str:
        """The endpoint of the XLSX twin, where there is one."""
        return f"xlsx.{self.name}"


def registered_pages(app: Flask) -> tuple[Page, ...]:
    """The pages of `app`."""
    return tuple(app.extensions.get(_EXTENSION, ()))


def read_parameters(app: Flask, endpoint: str | None) -> tuple[str, ...]:
    """The names of the parameters that the page at `endpoint` reads; none where this is no page."""
    return next(
        (
            (*(parameter.name for parameter in page.parameters), *page.shown)
            for page in registered_pages(app)
            if page.name == endpoint
        ),
        (),
    )


def add_page(app: Flask, page: Page) -> None:
    """Give `page` its two addresses."""
    app.extensions[_EXTENSION] = (*registered_pages(app), page)

    @needs(page.permission)
    def show(**arguments: str) -> ResponseReturnValue:
        return _shown(page, arguments)

    @needs(page.permission)
    def twin(**arguments: str) -> Response:
        return Response(as_json(_answer(page, arguments)), content_type=JSON_TYPE)

    app.add_url_rule(f"/<language:language>{page.path}", page.name, show)
    app.add_url_rule(f"{API}{page.path}", page.twin, twin)
    if page.table is not None:
        app.add_url_rule(f"{API}{page.path}.csv", page.csv_twin, needs(page.permission)(partial(_csv, page)))
        app.add_url_rule(f"{API}{page.path}.xlsx", page.xlsx_twin, needs(page.permission)(partial(_xlsx, page)))


def _shown(page: Page, arguments: dict[str, str]) -> ResponseReturnValue:
    answer, problem = None, None
    try:
        answer = _answer(page, arguments)
    except Refused as error:
        if page.form is None or error.status != HTTPStatus.BAD_REQUEST:
            raise
        problem = error
    if page.form is None:
        return render_template(page.template, answer=answer, page=page)
    form = services().deadlines.answer(partial(page.form, asking(), answer, **_given(page, arguments)))
    if problem is not None and not form.is_asked:
        problem = None
    text = render_template(page.template, answer=answer, page=page, form=form, problem=problem)
    return text, problem.status if problem else HTTPStatus.OK


def _csv(page: Page, **arguments: str) -> Response:
    rows = as_texts(_table(page, arguments))
    return _file(page, as_csv(rows, page.summary), CSV_TYPE, "csv")


def _xlsx(page: Page, **arguments: str) -> Response:
    rows = _table(page, arguments)
    return _file(page, as_xlsx(rows, page.summary), XLSX_TYPE, "xlsx")


def _table(page: Page, arguments: dict[str, str]) -> list[Row]:
    services().budgets.spend(asking().budget_key, EXPORTS)
    answer = _answer(page, arguments)
    rows = services().deadlines.answer(lambda: list(page.table(answer) if page.table else ()))
    if asking().viewer.account is not None:
        services().accounts.audit.record("exported", account=asking().viewer.account, subject=page.name)
    return rows


def _file(page: Page, content: bytes, content_type: str, kind: str) -> Response:
    """A file to take along, named for what it is and the day: graphsvc-brokers-2026-11-27.xlsx."""
    day = datetime.fromtimestamp(services().clock(), UTC).date().isoformat()
    what = page.name.removesuffix(".show").replace(".", "-").replace("_", "-")
    name = f"graphsvc-{what}-{day}.{kind}"
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def asked_for(page: Page) -> dict[str, str | None]:
    """The parameters of `page` in the address of the request; None for those that are not there."""
    return {parameter.name: request.args.get(parameter.name) for parameter in page.parameters}


def _given(page: Page, arguments: dict[str, str]) -> dict[str, str | None]:
    return arguments | asked_for(page)


def _answer(page: Page, arguments: dict[str, str]) -> object:
    asked = asking()
    services().budgets.spend(asked.budget_key, page.budget)
    given = _given(page, arguments)
    if any(parameter.is_required and not given[parameter.name] for parameter in page.parameters):
        raise NotFound
    answer = services().deadlines.answer(partial(page.ask, asked, **given))
    if page.records:
        looked_at = {name: text for name in page.recorded if (text := given[name])}
        record_look(asked, page.name, arguments | looked_at)
    return answer


def record_look(asked: Asking, page: str, arguments: Mapping[str, str]) -> None:
    """Keep in the audit that somebody who is signed in looked at something; ids only, never typed text."""
    if asked.viewer.account is not None:
        subject = " ".join([page, *arguments.values()])
        services().accounts.audit.record("looked", account=asked.viewer.account, subject=subject)
