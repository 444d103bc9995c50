"""What this is, how to read it, what is kept about people who use it. Open to everybody; shows no data."""

from __future__ import annotations

from flask import Blueprint, render_template

from graphsvc.access import Permission
from web.access import needs

about = Blueprint("about", __name__)


@about.get("/<language:language>/about")
@needs(Permission.OPEN)
def show() -> str:
    """Help and privacy."""
    return render_template("about/show.html")
