"""Who says so: all sources that the viewer sees something of."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.access import Permission
from graphsvc.model.statements import Source
from web.asking import Asking
from web.home import no_arguments
from web.pages import Page


@dataclass(frozen=True, slots=True)
class SourcesAnswer:
    """The sources, by title."""

    sources: tuple[Source, ...]


def show_sources(asked: Asking) -> SourcesAnswer:
    """The sources that this viewer sees something of."""
    sources = asked.network.sources().values()
    return SourcesAnswer(tuple(sorted(sources, key=lambda source: (source.title.casefold(), source.id))))


SOURCES = Page(
    name="sources.show",
    path="/sources",
    summary="All sources, with publisher, licence and date.",
    permission=Permission.READ,
    ask=show_sources,
    answer=SourcesAnswer,
    template="sources/show.html",
    example=no_arguments,
)
