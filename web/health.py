"""Whether the process lives, and whether it can answer. For health checks; says nothing about the data."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Blueprint, Response

from graphsvc.access import Permission
from graphsvc.errors import StoreFull
from web.access import needs
from web.answers import JSON_TYPE, as_json
from web.asking import services

LEAST_FREE = 0.05
"""Share of the disk that must be free."""

health = Blueprint("health", __name__)


@health.get("/health/live")
@needs(Permission.OPEN)
def live() -> Response:
    """The process answers."""
    return Response(as_json({"status": "live"}), content_type=JSON_TYPE)


@health.get("/health/ready")
@needs(Permission.OPEN)
def ready() -> Response:
    """The store answers and the disk has room; otherwise the error of what does not."""
    services().deadlines.answer(services().networks.store.info)
    services().accounts.check()
    services().consent.check()
    check_room(services().settings.data_folder)
    return Response(as_json({"status": "ready"}), content_type=JSON_TYPE)


def check_room(folder: Path) -> None:
    """Raise StoreFull when less than five percent of the disk under `folder` is free."""
    existing = next(part for part in (folder.absolute(), *folder.absolute().parents) if part.exists())
    usage = shutil.disk_usage(existing)
    if usage.free < LEAST_FREE * usage.total:
        raise StoreFull("The disk is nearly full.")
