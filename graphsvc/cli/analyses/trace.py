"""Where one funder's money goes, on a plain file of payments."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from graphsvc.cli.analyses.analysis import Analysis, Option
from graphsvc.cli.console import Console, table
from graphsvc.errors import UnreadableFile, WrongUse

if TYPE_CHECKING:
    from graphsvc.money_tracing import MoneyTrace, NetPayments
    from importers.moneyfile import Doubt, MoneyFile, Payment

SOURCE = Option("--source", "ID", "the actor whose money is followed")
YEAR = Option("--year", "Y", "only what arrives in this year; later payments do not count")
CURRENCY = Option("--currency", "CODE", "of several in the file, the one to count (default: the source's main one)")
MONEY = Option("--money", "WHICH", "own: what it did not get from others; all: all that it pays", default="own")
MOST_NOTES = 20
IN_YEAR = ("attributed", "lower", "upper", "with_repeats", "received")
"""The figures that are of the asked year; the others are of all years up to its end."""
UP_TO_YEAR = (
    *("kept", "pays_others", "money", "paid_out", "passed_through", "at_recipients", "not_traceable"),
    *("back_at_source", "own_or_unknown", "check", "circles"),
)


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print what comes to each recipient, and what cannot be followed."""
    if args.strength is not None or args.undirected or args.actors is not None:
        raise WrongUse("trace takes no --strength, --undirected or --actors.", hint="The file names all it needs.")
    source, which = " ".join(SOURCE.text(args).split()), MONEY.word(args, ("own", "all"))
    year = None if args.year is None else YEAR.whole(args, 1800, 2200)
    from graphsvc.cli.importing import limits_of
    from importers.moneyfile import read_money

    file = read_money(args.ties, limits=limits_of(console))
    _note(file.doubts, file.file, console)
    _check(file, source)
    currency = _currency(args, file, source)
    counted = [one for one in file.payments if one.currency == currency and (year is None or one.year <= year)]
    missing = _missing(file, source, currency, year)
    payments, traced = _traced(file, counted, source, year, all_of_it=which == "all")
    if args.json:
        asked = {"source": source, "year": year, "currency": currency, "money": which}
        console.answer_json(
            {
                "measure": "trace",
                "parameters": asked,
                "windows": _windows(year),
                "missing": [code for code, _ in missing],
                **_told(traced, currency),
                **_left_out(file, payments, currency, year),
            }
        )
    else:
        for _, message in missing:
            console.say(message)
        _say(traced, currency, year, console)
        _say_left_out(_left_out(file, payments, currency, year), console)
    return 0


def _check(file: MoneyFile, source: str) -> None:
    if not file.payments:
        raise UnreadableFile(
            "There is no payment in it.",
            file=file.file,
            rule="money.no-payments",
            hint="Add a row that can be counted: source, target, amount, currency and year.",
        )
    if not any(source in (one.source, one.target) for one in file.payments):
        raise UnreadableFile(
            "No payment that can be counted names the source.",
            file=file.file,
            rule="money.no-source",
            hint="Write it as it stands in the columns source and target.",
        )


def _missing(file: MoneyFile, source: str, currency: str, year: int | None) -> list[tuple[str, str]]:
    """Why nothing is followed, as a code and a sentence, where the source is in no payment that counts."""
    years = [one.year for one in file.payments if one.currency == currency and source in (one.source, one.target)]
    if not years:
        return [("no-payment-in-currency", f"No payment in {currency} names {source}.")]
    if year is not None and min(years) > year:
        return [("no-payment-by-then", f"No payment up to {year} names {source}.")]
    return []


def _windows(year: int | None) -> dict[str, list[str]] | None:
    """Of which years each figure is; None: all are of all years."""
    return None if year is None else {str(year): list(IN_YEAR), f"up to the end of {year}": list(UP_TO_YEAR)}


def _currency(args: argparse.Namespace, file: MoneyFile, source: str) -> str:
    """The chosen one, or that in which the source pays (else gets) most often, then the commonest, then by code."""
    if args.currency is not None:
        chosen = CURRENCY.text(args).strip().upper()
        if chosen not in file.currencies():
            raise WrongUse("No payment is in this currency.", hint=f"There are: {', '.join(file.currencies())}.")
        return chosen
    order = file.currencies()
    paid, got = ([one.currency for one in file.payments if end(one) == source] for end in (_payer, _recipient))
    return min(order, key=lambda code: (-paid.count(code), -got.count(code), order.index(code)))


def _payer(payment: Payment) -> str:
    return payment.source


def _recipient(payment: Payment) -> str:
    return payment.target


def _traced(
    file: MoneyFile, counted: Iterable[Payment], source: str, year: int | None, *, all_of_it: bool
) -> tuple[NetPayments, MoneyTrace]:
    from graphsvc.kernel.flows import LeaklessGroup, TooMuchMoney
    from graphsvc.money_tracing import NetPayments, trace_money

    rows = list(counted)
    try:
        payments = NetPayments.of((one.source, one.target, one.minor, one.year) for one in rows)
        return payments, trace_money(payments.graph, source, year=year, all_of_it=all_of_it)
    except TooMuchMoney as error:
        raise UnreadableFile(error.message, file=file.file, rule=error.code, hint=error.hint) from error
    except LeaklessGroup as error:
        inside = set(error.actors)
        among = [str(one.row) for one in rows if one.source in inside and one.target in inside]
        more = f" and {len(among) - MOST_NOTES} more" if len(among) > MOST_NOTES else ""
        place = f"rows {', '.join(among[:MOST_NOTES])}{more}"
        hint = f"They are: {error.named}. {error.hint}"
        raise UnreadableFile(error.message, file=file.file, rule=error.code, place=place, hint=hint) from error


def _told(traced: MoneyTrace, currency: str) -> dict[str, Any]:
    def money(minor: int | None) -> Any:
        return None if minor is None else _number(minor, currency)

    kept = traced.at_recipients + traced.not_traceable + traced.back
    own = sorted(traced.own_of_others.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "values": {
            one.actor: {
                "attributed": money(one.attributed),
                "lower": money(one.lower),
                "upper": money(one.upper),
                "kept": money(one.kept),
                "passed_on": money(one.passed_on),
                "with_repeats": money(one.with_repeats),
                "received": money(one.received),
                "pays_others": one.pays,
            }
            for one in traced.recipients
        },
        "money": money(traced.money),
        "paid_out": money(traced.all_paid),
        "passed_through": money(traced.passed_through),
        "at_recipients": money(traced.at_recipients),
        "not_traceable": {
            "total": money(traced.not_traceable),
            "by_actor": {actor: money(minor) for actor, minor in traced.not_traceable_by.items()},
        },
        "back_at_source": money(traced.back),
        "own_or_unknown": {
            "total": money(sum(traced.own_of_others.values())),
            "by_actor": {actor: money(minor) for actor, minor in own},
        },
        "check": {"money": money(traced.money), "ends": money(kept), "difference": money(traced.money - kept)},
        "circles": traced.circles,
        "not_worked_out": traced.not_worked_out,
    }


def _left_out(file: MoneyFile, payments: NetPayments, currency: str, year: int | None) -> dict[str, Any]:
    """Everything that is not in the figures: rows, other currencies, later years, and what was returned beyond paid."""
    others: dict[str, list[int]] = defaultdict(list)
    later: list[int] = []
    for one in file.payments:
        if one.currency != currency:
            others[one.currency].append(one.minor)
        elif year is not None and one.year > year:
            later.append(one.minor)
    return {
        "left_out": {
            "rows": [_doubt(one, file.file) for one in file.doubts if one.is_left_out],
            "other_currencies": {
                code: {"rows": len(minor), "amount": _number(sum(minor), code)}
                for code, minor in sorted(others.items())
            },
            "later_years": {"rows": len(later), "amount": _number(sum(later), currency)},
            "returned": [
                {"source": ego, "target": alter, "year": when, "amount": _number(minor, currency)}
                for ego, alter, minor, when in payments.returned
            ],
            "came_to_nothing": payments.zero,
        },
        "doubts": [_doubt(one, file.file) for one in file.doubts if not one.is_left_out],
    }


def _doubt(doubt: Doubt, file: str) -> dict[str, Any]:
    return {"file": file, "row": doubt.row, "rule": doubt.rule, "advice": doubt.message, "cells": dict(doubt.cells)}


def _number(minor: int, currency: str) -> Any:
    """A JSON number with all its digits: a float would lose those of very large amounts."""
    import orjson

    return orjson.Fragment(str(_amount(minor, currency)))


def _amount(minor: int, currency: str) -> Decimal:
    from graphsvc.model.currencies import from_minor

    return from_minor(minor, currency)


def _note(doubts: Iterable[Doubt], file: str, console: Console) -> None:
    every = list(doubts)
    for one in every[:MOST_NOTES]:
        what = "left out" if one.is_left_out else "taken"
        console.note(f"{file}, row {one.row}: {what}, {one.rule}. {one.message}")
    if len(every) > MOST_NOTES:
        console.note(f"and {len(every) - MOST_NOTES:,} more; --json has all of them.")


def _say(traced: MoneyTrace, currency: str, year: int | None, console: Console) -> None:
    def shown(minor: int | None) -> str:
        return "not worked out" if minor is None else f"{_amount(minor, currency):,}"

    when, arrives = ("", "arrives") if year is None else (f"Up to the end of {year}, ", f"arrives in {year}")
    console.say(
        f"{when}{traced.source} paid out {shown(traced.all_paid)} {currency}; {shown(traced.money)} is followed."
    )
    if traced.passed_through:
        console.say(f"It had got {shown(traced.passed_through)} of that from others: --money all follows that too.")
    console.say(
        f"{shown(traced.at_recipients)} ends at recipients that pay nobody; {shown(traced.not_traceable)} stays with "
        f"others that report no more onward: not traceable; {shown(traced.back)} is back."
    )
    rows = [
        (shown(one.attributed), shown(one.lower), shown(one.upper), shown(one.kept), one.actor)
        for one in traced.recipients
    ]
    if rows:
        console.say(table((arrives, "at least", "at most", "stays", "recipient"), rows, numbers=(0, 1, 2, 3)))
    if traced.own_of_others:
        total = sum(traced.own_of_others.values())
        console.say(f"Own or unknown money of {len(traced.own_of_others)} others: {shown(total)} {currency}.")
    for circle in traced.circles:
        console.say(f"Money goes round among {', '.join(circle[:MOST_NOTES])}; it is counted once.")
    if traced.not_worked_out:
        console.say(f"Not worked out for {traced.not_worked_out:,} more, who get less.")


def _say_left_out(told: dict[str, Any], console: Console) -> None:
    left = told["left_out"]
    counts = [
        (len(left["rows"]), "rows that cannot be counted"),
        *((held["rows"], f"rows in {code}") for code, held in left["other_currencies"].items()),
        (left["later_years"]["rows"], "rows of later years"),
        (len(left["returned"]), "returns larger than what was paid"),
    ]
    said = [f"{count:,} {what}" for count, what in counts if count]
    if said:
        console.say(f"Not in these figures: {', '.join(said)}.")


ANALYSIS = Analysis(
    name="trace",
    description="what of one funder's money comes to it, at least and at most, and what cannot be followed further",
    direction="from who pays to who gets",
    reads="amount, currency and year",
    options=(SOURCE, YEAR, CURRENCY, MONEY),
    answer=answer,
)
