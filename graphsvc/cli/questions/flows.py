"""`graphsvc ask flows`: where money goes, what a recipient's money hangs on, and what a cut does downstream."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console, table
from graphsvc.cli.question_options import actor_named, add_ends, day_of, end_of
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from graphsvc.network import Network
    from queries.funding_dependence import FundingDependence
    from queries.funding_shock import FundingShock
    from queries.funding_values import FundingPaths, Party
    from queries.introduction_values import EndAsked

HELP = "where money goes, what a recipient hangs on, what a cut does"
EXAMPLES = (
    "ask flows --from 'Population, Refugees, and Migration' --to-country MX",
    "ask flows --to UNHCR --year 2023 --currency EUR --json",
    "ask flows --depends UNHCR --as-of 2026-06-30",
    "ask flows --cut UNHCR --percent 30 --since 2023",
)
_MISSING = {
    "no-amounts": "For some hops nobody publishes an amount; they are shown as -.",
    "not-counted": "For some hops an amount is published and not counted here; they are shown as (...).",
    "unconverted": "Some amounts have no exchange rate and are not in the sums.",
    "undated": "Some statements have no year and are not in the sums.",
    "one-side": "Only one side of these payments is published; nothing confirms it.",
    "circles": "Some money comes round to where it was; it is counted once.",
    "round-about": "Some only pay each other in a circle and keep nothing; that is not in the sums.",
    "told-of-parts": "Some money is told twice, for an organization and for its part: it counts once, with the part.",
    "returned": "In some years more was returned than paid; that is not followed.",
    "more-hops": "There are more hops than are shown.",
    "more-recipients": "There are more recipients; --limit shows more.",
    "more-paths": "There are more paths; --limit shows more.",
    "more-ranges": "In so large a network, least and most are worked out for the first recipients only.",
    "more-losses": "There are more who lose; --limit shows more.",
    "no-payments": "No counted payment of it is known, so no amount can be lost.",
    "no-funders": "Nobody is known to fund it.",
}

_DOES = {
    "paid": "pays",
    "committed": "commits",
    "promised": "promises",
    "budgeted": "budgets",
    "spent": "spends",
    "lent": "lends",
}
FEW = 2
"""So many are named in a sentence."""


def configure(question: argparse.ArgumentParser) -> None:
    """Whose money, to whom, and how it is counted."""
    add_ends(question)
    other = question.add_argument_group("instead of paths").add_mutually_exclusive_group()
    other.add_argument("--depends", metavar="NAME", help="what the money of this recipient hangs on")
    other.add_argument("--cut", metavar="NAME", help="what happens when this one pays less")
    question.add_argument("--percent", metavar="P", help="with --cut: how much less, 0 to 100")
    question.add_argument("--since", type=int, metavar="Y", help="with --cut: from this year on (default: always)")
    question.add_argument("--as-of", metavar="DAY", help="with --depends: the day for introductions (default: today)")
    question.add_argument(
        "--stage", metavar="STAGE", help="paid, committed, promised, budgeted, spent or lent (default: most known)"
    )
    question.add_argument("--currency", metavar="CODE", help="of all amounts (default: that of most)")
    question.add_argument("--year", type=int, metavar="Y", help="only this year (default: all)")
    question.add_argument("--longest", type=int, default=4, metavar="N", help="most hops of a path (default: 4)")
    question.add_argument("--limit", type=int, default=20, metavar="N", help="how many of each (default: 20)")
    question.add_argument("--json", action="store_true", help="answer as JSON")
    question.add_argument("--language", choices=("en", "es"), default="en", help="of names (default: en)")


def ask(network: Network, args: argparse.Namespace, console: Console) -> int:
    """Ask, and print the answer. Raises WrongUse, NotFound, BadStage, BadCurrency, BadFlowQuestion."""
    from web.answers import plain

    answer: FundingPaths | FundingDependence | FundingShock
    if args.depends is not None:
        answer = _depends(network, args)
    elif args.cut is not None:
        answer = _cut(network, args)
    else:
        answer = _paths(network, args)
    if args.json:
        console.answer_json(plain(answer))
        return 0
    from queries.funding_dependence import FundingDependence
    from queries.funding_shock import FundingShock

    if isinstance(answer, FundingDependence):
        say_dependence(answer, console)
    elif isinstance(answer, FundingShock):
        say_shock(answer, console)
    else:
        say_paths(answer, console)
    for code in answer.missing:
        if code in _MISSING:
            console.say(_MISSING[code])
    return 0


def _paths(network: Network, args: argparse.Namespace) -> FundingPaths:
    from queries.funding_paths import find_funding_paths

    ends = [_given(end_of(network, args, end)) for end in ("from", "to")]
    if ends == [None, None]:
        raise WrongUse("Nobody is named.", hint="Say whose money (--from), or to whom it comes (--to).")
    return find_funding_paths(
        network,
        *ends,
        stage=args.stage,
        currency=args.currency,
        year=args.year,
        longest=args.longest,
        limit=args.limit,
        language=args.language,
    )


def _given(end: EndAsked) -> EndAsked | None:
    return end if end.actors or end.of_class is not None else None


def _depends(network: Network, args: argparse.Namespace) -> FundingDependence:
    from queries.funding_dependence import find_funding_dependence

    return find_funding_dependence(
        network,
        actor_named(network, args.depends),
        as_of=day_of(args),
        stage=args.stage,
        currency=args.currency,
        year=args.year,
        language=args.language,
    )


def _cut(network: Network, args: argparse.Namespace) -> FundingShock:
    from queries.funding_shock import find_funding_shock

    if args.percent is None:
        raise WrongUse("--cut needs --percent P.", hint="30 means 30 percent less.")
    try:
        percent = Decimal(args.percent)
    except InvalidOperation as error:
        raise WrongUse("--percent must be a number.", value=args.percent) from error
    return find_funding_shock(
        network,
        actor_named(network, args.cut),
        percent=percent,
        from_year=args.since,
        stage=args.stage,
        currency=args.currency,
        limit=args.limit,
        language=args.language,
    )


def say_paths(answer: FundingPaths, console: Console) -> None:
    """Print where the money comes to, level by level, and by which paths."""
    console.say(_sentence(answer))
    totals = [
        (one.level, _money(one.amount), _money(one.attributed), one.hops, one.unpublished, one.uncounted)
        for one in answer.levels
        if one.year is None
    ]
    if totals:
        console.say("")
        heads = ("level", answer.stage.value, "of it theirs", "hops", "not published", "not counted")
        console.say(table(heads, totals, numbers=range(6)))
        console.say("Levels are never added up: it is the same money.")
    if answer.recipients_found:
        rows = [
            (_money(one.attributed), _money(one.least), _money(one.most), one.steps, one.place.value, one.actor.name)
            for one in answer.recipients_found
        ]
        console.say("")
        heads_of = ("arrives", "at least", "at most", "steps", "then", "recipient")
        console.say(table(heads_of, rows, numbers=(0, 1, 2, 3)))
    if answer.paths:
        console.say("")
    for path in answer.paths:
        names = [path.steps[0].payer.name]
        for step in path.steps:
            years = "-".join(str(year) for year in dict.fromkeys((step.first_year, step.last_year)) if year)
            names.append(
                f"{step.recipient.name} ({', '.join(filter(None, (_told(step.attributed, step.is_published), years)))})"
            )
        console.say(f"{_money(path.amount)}: {' -> '.join(names)}")
    if answer.left_out or answer.circles:
        console.say("")
    for group in answer.circles:
        console.say(f"Money comes round among: {', '.join(actor.name for actor in group)}.")
    for left in answer.left_out:
        sums = ", ".join(f"{amount:,} {currency}" for currency, amount in left.sums)
        statements = "1 statement" if left.statements == 1 else f"{left.statements} statements"
        console.say(f"Not in the sums ({left.why.value}): {statements}, {sums}.")


def _sentence(answer: FundingPaths) -> str:
    """What became of the money: what was paid ends somewhere, what was not is still there."""
    who, code = _who(answer.payers), answer.currency
    when = "in all years" if answer.year is None else f"in {answer.year}"
    if not answer.hops_total:
        return f"No source says that money of {who} goes to anybody."
    if answer.money is None or answer.back is None:
        is_known = "no-amounts" not in answer.missing
        why = "no amount of it is counted here" if is_known else "nobody publishes how much"
        return f"Money of {who} goes to others, but {why}."
    paid = answer.money - answer.back
    if not paid:
        return f"{who} had {_money(answer.money)} {code} {when}, and no payment of it onward is published."
    told = (
        f"Of {_money(paid)} {code} {answer.stage.value} by {who} {when}, {_money(answer.at_ends)} reach recipients "
        f"that pay nobody else; {_money(answer.not_traceable)} are not traceable."
    )
    if not answer.back:
        return told
    return f"{told} They had {_money(answer.money)}: {_money(answer.back)} stayed with them or came back."


def _who(party: Party | None) -> str:
    if party is None:
        return "all who are known to pay"
    names = [actor.name for actor in party.actors]
    is_few = 0 < len(names) <= FEW and party.of_class is None
    return " and ".join(names) if is_few else f"{party.stands_for} actors"


def say_dependence(answer: FundingDependence, console: Console) -> None:
    """Print whom the money of one recipient hangs on."""
    console.say(f"{answer.actor.name} got {_money(answer.received)} {answer.currency} ({answer.stage.value}).")
    known = answer.concentration
    if known.as_if is not None:
        funders = "1 funder with an amount" if known.funders == 1 else f"{known.funders} funders with amounts"
        console.say(f"{funders}: as if {known.as_if:.2f} equal ones.")
    if answer.shared != answer.received:
        console.say(f"Shares are of {_money(answer.shared)} {answer.currency}: what was returned is not taken off.")
    console.say(f"{len(answer.independent)} independent funders within two steps.")
    rows = [(_told(one.amount, one.is_published), _share(one.share), one.actor.name) for one in answer.funders]
    if rows:
        console.say("")
        console.say(table(("amount", "share", "funder"), rows, numbers=(0, 1)))
    ways = [
        (_money(one.amount), _share(one.share), "yes" if one.is_only_way else "no", one.actor.name)
        for one in answer.through
    ]
    if ways:
        console.say("")
        console.say(table(("through it", "share", "only way", "intermediary"), ways, numbers=(0, 1)))
    if answer.peer_funders:
        console.say("")
        console.say(f"Funders of its {answer.peers} peers that do not fund it:")
    for one in answer.peer_funders:
        route = " -> ".join(actor.name for actor in one.introduction.actors) if one.introduction else "no route known"
        console.say(f"  {one.actor.name} ({one.peers}): {route}")


def say_shock(answer: FundingShock, console: Console) -> None:
    """Print who loses what."""
    if not answer.percent:
        console.say(f"Nothing of {answer.cut.name} is cut, so nothing changes.")
        return
    since = "" if answer.from_year is None else f" from {answer.from_year} on"
    console.say(
        f"If {answer.cut.name} {_DOES[answer.stage]} {answer.percent.normalize():f} % less{since}, "
        f"{_money(answer.cut_by)} of {_money(answer.paid)} {answer.currency} is gone; {answer.total} are downstream, "
        f"{answer.with_one} are left with one funder, {answer.cut_off} with none."
    )
    rows = [
        (
            _money(one.loses),
            _money(one.least),
            _money(one.most),
            _share(one.share),
            one.funders_left,
            one.actor.name,
            ", ".join(actor.name for actor in one.replacements),
        )
        for one in answer.losses
    ]
    if rows:
        heads = ("loses", "at least", "at most", "share", "funders left", "recipient", "could step in")
        console.say(table(heads, rows, numbers=range(5)))


def _told(amount: Decimal | None, is_published: object) -> str:
    return "(...)" if amount is None and is_published else _money(amount)


def _money(amount: Decimal | None) -> str:
    return "-" if amount is None else f"{amount:,}"


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
