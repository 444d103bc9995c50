"""What is known of a request before any view runs: the visitor's cookie, who that is, and the language."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Network, ip_address

from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response as BaseResponse

from graphsvc.access import Viewer
from web.access import is_api
from web.asking import Asking, asking, services

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_LANGUAGE_COOKIE = "language"
_YEAR_SECONDS = 365 * 24 * 3600
IPV6_BITS = 64


def session_cookie(*, is_secure: bool) -> str:
    """The name of the visitor's cookie; with TLS browsers keep it bound to this host."""
    return "__Host-session" if is_secure else "session"


def whose_address(address: str) -> str:
    """What stands for one guest: an IPv4 address, of IPv6 the network of 64 bits, in which a guest takes any address.

    >>> whose_address("192.0.2.7"), whose_address("::ffff:192.0.2.7"), whose_address("2001:db8:0:1:2::3")
    ('192.0.2.7', '192.0.2.7', '2001:db8:0:1::/64')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), IPV6_BITS), strict=False))


def install(app: Flask) -> None:
    """Prepare every request of `app`, and send what the visitor should keep."""
    app.url_value_preprocessor(_take_language)
    app.before_request(_prepare)
    app.after_request(_keep)

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, object]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", asking().language)


def _take_language(_endpoint: str | None, values: dict[str, str] | None) -> None:
    g.language = (values or {}).pop("language", None)


def _prepare() -> Response | None:
    if isinstance(request.routing_exception, SecurityError):
        return Response("This service does not answer to that host name.\n", 400, content_type="text/plain")
    known = _known_token(request)
    guest = Viewer.guest(may_read=services().settings.guest_viewing)
    address = whose_address(request.remote_addr or "unknown")
    g.asking = Asking(guest, _language(request), known or secrets.token_urlsafe(32), None, address)
    if known and request.blueprint != "static_files":
        person = services().accounts.signed_in(known)
        if person is not None:
            g.asking = replace(g.asking, viewer=person.viewer, name=person.name)
    return None


def _keep(response: Response) -> Response:
    if "asking" not in g:
        return response
    if g.get("token_is_needed") and not _known_token(request):
        give_token(response, asking().token)
    if g.get("language") and request.cookies.get(_LANGUAGE_COOKIE) != g.language:
        secure = services().settings.secure_cookies
        response.set_cookie(
            _LANGUAGE_COOKIE, g.language, max_age=_YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax"
        )
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def forget_person() -> None:
    """Go on as a guest: for the page that is shown after signing out."""
    guest = Viewer.guest(may_read=services().settings.guest_viewing)
    g.asking = replace(asking(), viewer=guest, name=None)
    g.pop("network", None)


def give_token(response: BaseResponse, token: str) -> None:
    """Let the visitor keep `token`, until the browser is closed."""
    secure = services().settings.secure_cookies
    response.set_cookie(session_cookie(is_secure=secure), token, secure=secure, httponly=True, samesite="Lax", path="/")


def take_token(response: Response) -> None:
    """Let the visitor forget the token."""
    secure = services().settings.secure_cookies
    response.delete_cookie(session_cookie(is_secure=secure), secure=secure, httponly=True, samesite="Lax", path="/")


def _known_token(asked: Request) -> str | None:
    name = session_cookie(is_secure=services().settings.secure_cookies)
    token = asked.cookies.get(name, "")
    return token if _TOKEN.fullmatch(token) else None


def _language(asked: Request) -> str:
    """The language in the path; without one: asked for, remembered, or wanted by the browser, in this order."""
    wanted = [asked.args.get("language", "")] if is_api() else []
    # An address that is no page has a language all the same, if it begins with one.
    wanted += [g.get("language") or asked.path.split("/", 2)[1]]
    wanted += [asked.cookies.get(_LANGUAGE_COOKIE, ""), *asked.accept_languages.values()]
    return services().catalogues.best(wanted)
