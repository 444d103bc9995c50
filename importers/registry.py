"""The importers by name: what `graphsvc import NAME` can be given."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graphsvc.errors import WrongUse
from importers.foreignassistance.importer import FOREIGNASSISTANCE
from importers.fts.importer import FTS
from importers.giving360.importer import GIVING360
from importers.iati.importer import IATI
from importers.importer import Importer
from importers.legislators.importer import LEGISLATORS
from importers.usaspending.importer import USASPENDING
from importers.workbook.importer import WORKBOOK

_ALL = (WORKBOOK, LEGISLATORS, IATI, FTS, GIVING360, USASPENDING, FOREIGNASSISTANCE)
IMPORTERS: Mapping[str, Importer] = MappingProxyType({importer.name: importer for importer in _ALL})


def importer(name: str) -> Importer:
    """The importer called `name`. Raises WrongUse for an unknown one."""
    try:
        return IMPORTERS[name]
    except KeyError:
        raise WrongUse(f"There is no importer {name}.", hint=f"Use one of: {', '.join(IMPORTERS)}.") from None
