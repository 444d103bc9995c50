"""An actor asked not to be used as an introducer, or may be asked again: recorded by a curator on the actor's page."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.errors import NotFound
from graphsvc.model.statements import ActorId
from web.access import needs
from web.asking import Asking, services
from web.requests import spent

opt_outs = Blueprint("opt_outs", __name__)


@opt_outs.post("/<language:language>/actors/<actor_id>/opt-out")
@needs(Permission.CURATE)
def record(actor_id: str) -> ResponseReturnValue:
    """Record that the actor asked so. It holds for every viewer from now on."""
    asked = spent()
    actor, keys = services().deadlines.answer(partial(_known, asked, actor_id))
    made = asked.consent.opt_outs.record(keys, account=asked.viewer.account)
    services().accounts.audit.record("introducer opted out", account=asked.viewer.account, subject=made.id)
    return redirect(url_for("actors.show", actor_id=actor), 303)


@opt_outs.post("/<language:language>/actors/<actor_id>/opt-out/withdraw")
@needs(Permission.CURATE)
def withdraw(actor_id: str) -> ResponseReturnValue:
    """End it; the record stays."""
    asked = spent()
    actor, keys = services().deadlines.answer(partial(_known, asked, actor_id))
    standing = asked.consent.opt_outs.standing(keys)
    if not standing:
        raise NotFound
    for one in standing:
        asked.consent.opt_outs.withdraw(one.id, account=asked.viewer.account)
        services().accounts.audit.record("introducer's opt-out withdrawn", account=asked.viewer.account, subject=one.id)
    return redirect(url_for("actors.show", actor_id=actor), 303)


def _known(asked: Asking, actor_id: str) -> tuple[ActorId, frozenset[str]]:
    actor = asked.network.find(actor_id)
    return actor, asked.network.keys(actor)
