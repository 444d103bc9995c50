"""The first page: one search box, what there is, how fresh it is, what is missing. And `/`, which leads there."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.network import Network
from queries.overview import OverviewAnswer, overview
from web.access import needs
from web.asking import Asking
from web.pages import Page

home = Blueprint("home", __name__)


@home.get("/")
@needs(Permission.OPEN)
def root() -> ResponseReturnValue:
    """The start page in the visitor's language."""
    return redirect(url_for("home.show"), 303)


def show_home(asked: Asking) -> OverviewAnswer:
    """What this viewer sees, in numbers."""
    return overview(asked.network, language=asked.language)


def no_arguments(_network: Network) -> Mapping[str, str]:
    """For pages that need none."""
    return {}


HOME = Page(
    name="home.show",
    path="/",
    summary="How many actors and ties there are, what they rest on, and what is missing.",
    permission=Permission.READ,
    ask=show_home,
    answer=OverviewAnswer,
    template="home/show.html",
    example=no_arguments,
)
