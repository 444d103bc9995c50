"""Giving a community a name, and taking it away: the two forms on the page of silos."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.consent.group_names import LAST_ID
from graphsvc.errors import InvalidValue, NotFound, PlaceUnfit
from graphsvc.model.statements import ActorId
from queries.groupings import GroupBy, found_communities
from web.access import needs
from web.asking import Asking, services
from web.request_answers import chosen_scope
from web.requests import spent

group_names = Blueprint("group_names", __name__)
MOST_MEMBERS = 10
LONGEST_NUMBER = len(str(LAST_ID))


class NotTogether(InvalidValue):
    """Those who were to be named together are not in one community."""

    code = "group-names.not-together"
    message = "These actors are no longer together in one group."
    hint = "Look at the groups again; they have changed."


@group_names.post("/<language:language>/landscape/silos/names")
@needs(Permission.CURATE)
def give() -> ResponseReturnValue:
    """Name the community in which the sent actors are, for all who may look into the chosen place."""
    asked = spent()
    services().deadlines.answer(partial(_give, asked))
    services().accounts.audit.record("group named", account=asked.viewer.account, subject="")
    return redirect(url_for("silos.show", by=GroupBy.COMMUNITY.value), 303)


@group_names.post("/<language:language>/landscape/silos/names/<number>/delete")
@needs(Permission.CURATE)
def take(number: str) -> ResponseReturnValue:
    """Take a name away."""
    asked = spent()
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise NotFound
    asked.consent.group_names.drop(asked.viewer, int(number))
    services().accounts.audit.record("name of a group taken away", account=asked.viewer.account, subject=number)
    return redirect(url_for("silos.show", by=GroupBy.COMMUNITY.value), 303)


def _give(asked: Asking) -> None:
    network = asked.network
    sent = request.form.getlist("member")
    if not 1 <= len(sent) <= MOST_MEMBERS:
        raise NotTogether
    members = [network.find(one) for one in dict.fromkeys(sent)]
    groups = found_communities(network, network.graph()).group
    if len({int(groups[network.snapshot.number_of[one]]) for one in members}) != 1:
        raise NotTogether
    scope = chosen_scope(network, request.form.get("scope", ""), PlaceUnfit)
    keys = [network.keys(ActorId(one)) for one in members]
    asked.consent.group_names.give(str(asked.viewer.account), scope, request.form.get("name", ""), keys)
