"""What people and programs are told when something cannot be done: a sentence and a way out, never internals."""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from graphsvc.errors import GraphsvcError, NotFound, Refused, StoreBusy, StoreUnreachable, TooManyTries, Transient
from web.access import SignInNeeded, is_api
from web.answers import as_json
from web.asking import asking, services
from web.budgets import BudgetSpent
from web.origin import safe_target

PROBLEM_TYPE = "application/problem+json"
RETRY_SECONDS = 60
_log = logging.getLogger(__name__)


class NotUnderstood(Refused):
    """The request itself was not understood: a broken address, a method that is not there, too large a body."""

    code = "request.not-understood"
    status = 400
    message = "The request was not understood."
    hint = "Go back to the start page."


class TooLarge(NotUnderstood):
    """The body of the request is larger than anything a page sends."""

    code = "request.too-large"
    status = 413
    message = "That is more than this page takes."
    hint = "Send less at once."


class Failed(Transient):
    """Something failed that nobody foresaw; the log of the service knows what."""

    code = "failed"
    status = 500
    message = "Something went wrong here. It is not your fault, and nothing was changed."
    hint = "Try again in a minute. If it stays, tell the people who run this service."


def install(app: Flask) -> None:
    """Answer every error of `app`."""
    app.register_error_handler(GraphsvcError, _explain)
    app.register_error_handler(HTTPException, _explain_http)
    app.register_error_handler(Exception, _explain_unforeseen)


def _explain(error: GraphsvcError) -> ResponseReturnValue:
    if isinstance(error, SignInNeeded) and not is_api() and request.method == "GET":
        target = request.full_path.rstrip("?")
        return redirect(url_for("sign_in.show", next=safe_target(target)), HTTPStatus.SEE_OTHER)
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s: %s", error.code, type(error).__name__)
    return _response(error)


def _explain_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code in (301, 302, 303, 307, 308):
        return error
    if error.code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        return _response(NotFound())
    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _response(TooLarge())
    return _response(NotUnderstood())


def _explain_unforeseen(error: Exception) -> ResponseReturnValue:
    # The text of an exception can hold names from data: only its type and place are logged.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
    _log.error("unforeseen %s at %s (%s)", type(error).__name__, place, request.endpoint)
    return _response(Failed())


def _response(error: GraphsvcError) -> Response:
    # What these say beyond that is for the command line: who holds the store and since when, a file's name.
    said = type(error) if isinstance(error, StoreBusy | StoreUnreachable) else error
    message, hint = _translated(said.message), _translated(said.hint)
    if is_api():
        problem = {
            "type": f"urn:graphsvc:problem:{error.code}",
            "title": message,
            "status": error.status,
            "detail": hint,
            "code": error.code,
        }
        response = Response(as_json(problem), error.status, content_type=PROBLEM_TYPE)
    else:
        g.problem = True
        text = render_template("problem.html", message=message, hint=hint, status=error.status)
        response = Response(text, error.status, content_type="text/html; charset=utf-8")
    if isinstance(error, BudgetSpent):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    elif isinstance(error, TooManyTries | Transient):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _translated(text: str) -> str:
    return services().catalogues.text(asking().language, text) if text else ""
