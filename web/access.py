"""Who may use an endpoint: each one declares it, or the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, request

from graphsvc.access import Permission
from graphsvc.errors import NotFound, Refused
from web.asking import asking

View = TypeVar("View", bound=Callable[..., Any])
_DECLARED = "needed_permission"


class SignInNeeded(Refused):
    """Nobody is signed in and guests may not look: the same answer for every address, whether there is anything."""

    code = "sign-in.needed"
    status = 401
    message = "Please sign in to see this."
    hint = "Open the sign-in page, or ask the people who run this service for a link."


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare who may use a view. Somebody who may not gets what is got where there is nothing.

    Raises (when used):
        SignInNeeded: nobody is signed in, and reading needs it here.
        NotFound: somebody is signed in, or the permission is not one that is asked for by signing in.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            viewer = asking().viewer
            if not viewer.may(permission):
                if viewer.account is None and permission is Permission.READ:
                    raise SignInNeeded
                raise NotFound
            return view(*args, **kwargs)

        setattr(guarded, _DECLARED, permission)
        return cast("View", guarded)

    return declare


def declared_permission(app: Flask, endpoint: str) -> Permission | None:
    """What `endpoint` declares; None when it declares nothing."""
    return getattr(app.view_functions[endpoint], _DECLARED, None)


def undeclared_endpoints(app: Flask) -> tuple[str, ...]:
    """Endpoints of the route table that declare no permission. Must be empty."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    return tuple(sorted(endpoint for endpoint in endpoints if declared_permission(app, endpoint) is None))


def is_api() -> bool:
    """Whether the request asks for JSON and not for a page."""
    return request.path.startswith("/api/")
