"""An answer on funding as a table: totals, every cell with its statements, recipients, paths, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal

from graphsvc.identity.actors import Actor
from queries.funding_values import (
    Aside,
    Cell,
    FundingPath,
    FundingPaths,
    Hop,
    LeftOut,
    LevelTotal,
    Recipient,
    Stated,
    ToldOfParts,
)
from web.spreadsheets import Row, Value

COLUMNS = (
    *("part", "level", "year", "payer_id", "payer", "recipient_id", "recipient", "currency", "amount", "attributed"),
    *("least", "most", "kept", "received", "share", "count", "unpublished", "uncounted", "statement", "stated"),
    *("stated_currency", "rate", "rate_day", "rate_table", "source", "note"),
)
DIGITS_OF_A_RATE = 12
NOT_COUNTED = "published, not counted here"


def flow_rows(answer: FundingPaths) -> Iterator[Row]:
    """The columns' names, then all parts of the answer. An empty amount is not counted, 0 is nothing."""
    code = answer.currency
    yield COLUMNS
    for part, amount in (
        ("money", answer.money),
        ("at ends", answer.at_ends),
        ("not traceable", answer.not_traceable),
        ("back with the payers", answer.back),
    ):
        yield _row(part, year=answer.year, currency=code, amount=amount, note=answer.stage.value)
    yield from (_level(total, code) for total in answer.levels)
    for hop in answer.hops:
        yield from _hop(hop, code)
    yield from (_recipient(one, code) for one in answer.recipients_found)
    for number, path in enumerate(answer.paths, 1):
        yield from _path(number, path, code)
    for group in answer.circles:
        yield _row("circle", note="; ".join(f"{actor.name} [{actor.id}]" for actor in group))
    for left in answer.left_out:
        yield from _left_out(left)


def _level(total: LevelTotal, code: str) -> Row:
    return _row(
        "level",
        level=total.level,
        year=total.year,
        currency=code,
        amount=total.amount,
        attributed=total.attributed,
        count=total.hops,
        unpublished=total.unpublished,
        uncounted=total.uncounted,
        note="all years" if total.year is None else None,
    )


def _hop(hop: Hop, code: str) -> Iterator[Row]:
    ends = _ends(hop.payer, hop.recipient) | {"level": hop.level}
    note = "closes a circle" if hop.is_circle else "through a project" if hop.project_statements else _not_counted(hop)
    yield _row("hop", **ends, currency=code, amount=hop.amount, attributed=hop.attributed, note=note)
    for cell in hop.cells:
        yield _cell(ends, cell, code)
        if cell.of_parts is not None:
            yield _of_parts(ends, cell, cell.of_parts, code)
        yield from (_stated(ends, cell, one, code) for one in cell.stated)
        yield from (_aside(ends, cell, one) for one in cell.asides)
    for statement in hop.project_statements:
        yield _row("project", **ends, statement=statement)


def _cell(ends: dict[str, Value], cell: Cell, code: str) -> Row:
    amounts: dict[str, Value] = {"amount": cell.amount, "attributed": cell.attributed, "note": _not_counted(cell)}
    return _row("cell", **ends, year=cell.year, currency=code, **amounts)


def _not_counted(one: Hop | Cell) -> str | None:
    return NOT_COUNTED if one.amount is None and one.is_published else None


def _of_parts(ends: dict[str, Value], cell: Cell, told: ToldOfParts, code: str) -> Row:
    """What is taken off, and with whom it counts."""
    parts = "; ".join(f"{payer.name} [{payer.id}] > {to.name} [{to.id}]" for payer, to in told.parts)
    return _row("counts with parts", **ends, year=cell.year, currency=code, amount=-told.amount, note=parts)


def _stated(ends: dict[str, Value], cell: Cell, one: Stated, code: str) -> Row:
    return _row(
        "statement",
        **ends,
        year=cell.year,
        currency=code,
        amount=one.converted,
        statement=one.statement,
        stated=one.amount,
        stated_currency=one.currency,
        rate=Context(prec=DIGITS_OF_A_RATE).plus(one.rate.rate) if one.rate else None,
        rate_day=one.rate.day if one.rate else None,
        rate_table=one.rate.table.value if one.rate else None,
        source=one.source,
    )


def _aside(ends: dict[str, Value], cell: Cell, one: Aside) -> Row:
    return _row(
        "beside",
        **ends,
        year=cell.year,
        statement=one.statement,
        stated=one.amount,
        stated_currency=one.currency,
        source=one.source,
        note=one.why.value if one.stage is None else f"{one.why.value}: {one.stage.value}",
    )


def _recipient(one: Recipient, code: str) -> Row:
    return _row(
        "recipient",
        level=one.steps,
        recipient_id=one.actor.id,
        recipient=one.actor.name,
        currency=code,
        attributed=one.attributed,
        least=one.least,
        most=one.most,
        kept=one.kept,
        received=one.received,
        share=None if one.share is None else Decimal(f"{one.share:.4f}"),
        note=one.place.value,
    )


def _path(number: int, path: FundingPath, code: str) -> Iterator[Row]:
    for level, step in enumerate(path.steps, 1):
        years = [str(year) for year in dict.fromkeys((step.first_year, step.last_year)) if year is not None]
        yield _row(
            f"path {number}",
            level=level,
            **_ends(step.payer, step.recipient),
            currency=code,
            amount=step.amount,
            attributed=step.attributed,
            statement=" ".join(step.statements),
            note=" to ".join(years) or None,
        )


def _left_out(left: LeftOut) -> Iterator[Row]:
    if not left.sums:
        yield _row("left out", count=left.statements, note=left.why.value)
    for code, amount in left.sums:
        yield _row("left out", stated=amount, stated_currency=code, count=left.statements, note=left.why.value)


def _ends(payer: Actor, recipient: Actor) -> dict[str, Value]:
    return {
        "payer_id": payer.id,
        "payer": payer.name,
        "recipient_id": recipient.id,
        "recipient": recipient.name,
    }


def _row(part: str, **cells: Value) -> Row:
    return (part, *(cells.get(column) for column in COLUMNS[1:]))
