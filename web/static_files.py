"""Style sheets, scripts and typefaces: from this host only, under an address that changes with their content."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response
from werkzeug.security import safe_join

from graphsvc.access import Permission
from graphsvc.errors import NotFound
from web.access import needs
from web.headers import FOR_EVER

VIS_NETWORK = "vendor/vis-network-10.1.5.min.js"
D3_SANKEY = tuple(
    f"vendor/{name}.min.js" for name in ("d3-array-2.9.1", "d3-path-1.0.9", "d3-shape-1.3.7", "d3-sankey-0.12.3")
)
"""What draws a Sankey diagram; each needs those before it."""
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""What is served; anything else in the folder is not there."""

static_files = Blueprint("static_files", __name__)


@static_files.get("/static/<version>/<path:name>")
@needs(Permission.OPEN)
def show(version: str, name: str) -> Response:
    """One file. `version` is part of the address so that browsers may keep the file for ever."""
    content_type = TYPES.get(Path(name).suffix)
    path = safe_join(str(static_folder()), name)
    if content_type is None or not version.isalnum() or path is None or not Path(path).is_file():
        raise NotFound
    # Read whole: a file that is still open when a browser drops the request would stay so.
    response = Response(Path(path).read_bytes(), content_type=content_type)
    response.headers["Cache-Control"] = FOR_EVER
    return response


def static_folder() -> Path:
    """Where the files are."""
    return Path(str(files("web").joinpath("static")))


def content_version() -> str:
    """Twelve characters made of all files: changes when one of them does."""
    digest = hashlib.sha256()
    for file in sorted(path for path in static_folder().rglob("*") if path.is_file()):
        digest.update(file.name.encode("utf-8"))
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
