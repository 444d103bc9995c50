"""What belongs to the JSON API as a whole: its description. The answers themselves are the twins of the pages."""

from __future__ import annotations

from importlib.metadata import version

from flask import Blueprint, Response, current_app

from graphsvc.access import Permission
from web.access import needs
from web.answers import JSON_TYPE, as_json
from web.openapi import describe_api
from web.pages import API, registered_pages

api = Blueprint("api_description", __name__)


@api.get(f"{API}/openapi.json")
@needs(Permission.OPEN)
def describe() -> Response:
    """The OpenAPI document."""
    document = describe_api(registered_pages(current_app), title="graphsvc", version=version("graphsvc"))
    return Response(as_json(document), content_type=JSON_TYPE)
