"""Requests that change something must come from a page of ours: the origin is checked, and forms carry a token."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from urllib.parse import urlsplit

from flask import Flask, request

from graphsvc.errors import Refused
from web.access import is_api
from web.asking import asking, services

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf_token"
_OUR_PATH = re.compile(r"/[a-z]{2}(/[A-Za-z0-9_-]+)*/?(\?[A-Za-z0-9_=&,:.-]*)?")


class ForeignRequest(Refused):
    """The request did not come from a page of this service."""

    code = "request.foreign"
    status = 403
    message = "This request did not come from a page of this service."
    hint = "Open the page again, and send the form from there."


class NotJson(Refused):
    """The API takes JSON only: a form of another site cannot send it."""

    code = "request.not-json"
    status = 415
    message = "Send JSON, with the content type application/json."


def form_token() -> str:
    """What the forms of this visitor carry: bound to the visitor's cookie, worthless with another."""
    secret = services().accounts.secret("forms")
    digest = hmac.new(secret, asking().token.encode("utf-8"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def check_origin() -> None:
    """Raise ForeignRequest unless the browser says that a page of this host sent the request."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
    except ValueError as error:
        raise ForeignRequest from error
    schemes = ("https",) if services().settings.secure_cookies else ("http", "https")
    if site != "same-origin" or origin.scheme not in schemes or origin.netloc != request.host:
        raise ForeignRequest


def check_form_token() -> None:
    """Raise ForeignRequest unless the form carries this visitor's token."""
    sent = request.form.get(FIELD, "")
    if not hmac.compare_digest(sent.encode("utf-8", "surrogatepass"), form_token().encode("ascii")):
        raise ForeignRequest


def install(app: Flask) -> None:
    """Check every request of `app` that is not a plain reading one."""

    @app.before_request
    def refuse_foreign_requests() -> None:
        if request.method in SAFE_METHODS or request.endpoint is None:
            return
        check_origin()
        if not is_api():
            check_form_token()
        elif not request.is_json:
            raise NotJson


def safe_target(target: str | None) -> str | None:
    """`target` if it is a plain path of a page here; None for anything that a browser could take elsewhere."""
    return target if target and _OUR_PATH.fullmatch(target) else None
