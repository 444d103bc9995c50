"""One flow as FTS states it, whatever form the file has."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class End:
    """An organisation at one end of a flow, as printed; `number` is FTS's own, empty in tables."""

    name: str
    number: str = ""
    types: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()


@dataclass(slots=True)
class Flow:
    """One flow, everything as text; empty is "not said".

    Attributes:
        dollars: the amount in US dollars.
        original: the amount in `currency`, the currency in which it was reported.
        days: the flow's own date, that of the decision, and that of the first report.
        is_joined: several organisations stand in one cell and cannot be parted.
        locations: for which countries it is, as printed.
        facts: what else is kept, as (name, text) pairs.
        raw: the record as it stood.
    """

    number: str
    givers: tuple[End, ...]
    receivers: tuple[End, ...]
    status: str
    dollars: str
    original: str
    currency: str
    days: tuple[str, str, str]
    description: str
    keywords: tuple[str, ...]
    parent: str
    children: tuple[str, ...]
    plan: str
    project: str
    locations: tuple[str, ...]
    reporters: tuple[str, ...]
    facts: tuple[Pair, ...]
    raw: tuple[Pair, ...]
    is_joined: bool = False
