"""Signing in, by password or by a link that works once, and signing out."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.access import Permission
from graphsvc.errors import SignInFailed, TooManyTries
from web.access import needs
from web.asking import asking, services
from web.headers import FORGET
from web.origin import safe_target
from web.visits import forget_person, give_token, take_token

sign_in = Blueprint("sign_in", __name__)


@sign_in.get("/<language:language>/sign-in")
@needs(Permission.OPEN)
def show() -> str:
    """The form."""
    return render_template("sign_in/show.html", error=None, name="", next=safe_target(request.args.get("next")))


@sign_in.post("/<language:language>/sign-in")
@needs(Permission.OPEN)
def enter() -> ResponseReturnValue:
    """Begin a session, or show the form again with the reason."""
    name, target = request.form.get("name", ""), safe_target(request.form.get("next"))
    try:
        token = services().accounts.sign_in(name, request.form.get("password", ""), address=asking().address)
    except (SignInFailed, TooManyTries) as error:
        page = render_template("sign_in/show.html", error=error, name=name[:80], next=target)
        return page, error.status, {"Retry-After": "60"} if isinstance(error, TooManyTries) else {}
    return _begin(token, target)


@sign_in.get("/<language:language>/sign-in/<link>")
@needs(Permission.OPEN)
def follow(link: str) -> ResponseReturnValue:
    """Use a one-time link, when a person opened it; a program that looks ahead, or another site, gets a button."""
    # Programs that show a preview of a link do not send the header, and would use the link up.
    is_typed = request.headers.get("Sec-Fetch-Site") in ("none", "same-origin")
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if request.method == "HEAD" or is_ahead or not is_typed:
        return render_template("sign_in/link.html", link=link)
    return _begin(services().accounts.use_link(link, address=asking().address), None)


@sign_in.post("/<language:language>/sign-in/<link>")
@needs(Permission.OPEN)
def confirm(link: str) -> ResponseReturnValue:
    """Use a one-time link by the button."""
    return _begin(services().accounts.use_link(link, address=asking().address), None)


@sign_in.post("/<language:language>/sign-out")
@needs(Permission.OPEN)
def leave() -> ResponseReturnValue:
    """End the session, here and on the server, and let the browser forget everything."""
    services().accounts.sign_out(asking().token)
    forget_person()
    response = Response(render_template("sign_in/left.html"), content_type="text/html; charset=utf-8")
    response.headers["Clear-Site-Data"] = FORGET
    take_token(response)
    return response


def _begin(token: str, target: str | None) -> BaseResponse:
    services().accounts.sign_out(asking().token)
    response = redirect(target or url_for("home.show"), 303)
    give_token(response, token)
    return response
