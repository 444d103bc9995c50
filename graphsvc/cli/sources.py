"""The source that an import names: what the options say, and for the rest what the store knows of it."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphsvc.access import Sensitivity, Viewer
from graphsvc.errors import WrongUse
from graphsvc.model.statements import Source, SourceId
from graphsvc.model.values import PartialDate

if TYPE_CHECKING:
    from graphsvc.store.protocol import GraphStore

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
FACTS = ("title", "publisher", "licence", "url", "reporter")


def configure_source(parser: argparse.ArgumentParser) -> None:
    """The options that say what a source is."""
    parser.add_argument("--source", required=True, metavar="NAME", help="name of the source, the same in each edition")
    parser.add_argument("--collection", required=True, metavar="NAME", help="which collection it belongs to")
    parser.add_argument(
        "--sensitivity",
        metavar="LEVEL",
        help="public, members or restricted (default: as before, restricted for a new source)",
    )
    parser.add_argument("--title", help="what people call the source (default: as before, or the name of the file)")
    parser.add_argument("--publisher", help="who publishes it")
    parser.add_argument("--licence", help="under which licence")
    parser.add_argument("--url", help="where it can be found")
    parser.add_argument("--date", help="when it was published: 2023, 2023-05 or 2023-05-17")
    parser.add_argument("--reporter", help="who says so, where that is not the publisher")


def source_of(args: argparse.Namespace, store: GraphStore) -> Source:
    """The source that `args` describe. Raises WrongUse or InvalidValue for values that cannot be used."""
    for option, value in (("--source", args.source), ("--collection", args.collection)):
        if not _NAME.fullmatch(value):
            message = f"{option}: this is no name."
            raise WrongUse(message, hint="Use small letters, digits, dots and hyphens, at most 64.", value=value)
    id_ = SourceId(f"{args.collection}:{args.source}")
    known = next((source for source in store.sources(Viewer.operator()) if source.id == id_), None)
    source = known or Source(id_, args.collection, args.title or Path(args.files[0]).stem)
    given: dict[str, Any] = {fact: getattr(args, fact) for fact in FACTS if getattr(args, fact)}
    if args.sensitivity:
        given["sensitivity"] = Sensitivity.parse(args.sensitivity)
    if args.date:
        given["published_on"] = PartialDate(args.date).text
    given["retrieved_on"] = datetime.now(UTC).date().isoformat()
    return replace(source, **given)
