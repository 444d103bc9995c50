"""`graphsvc ask missing-ties`: which new ties would bring most of some targets near."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console
from graphsvc.cli.question_options import add_ends, day_of, end_of

if TYPE_CHECKING:
    from graphsvc.network import Network
    from queries.missing_tie_values import JoinedPair, MissingTie, MissingTies

HELP = "which new ties would bring most targets near"
EXAMPLES = (
    "ask missing-ties --from COMAR --from 'Sin Fronteras' --to-role policymaker --as-of 2026-06-30",
    "ask missing-ties --from-country MX --from-kind organization --to-role policymaker --as-of 2026-06-30",
    "ask missing-ties --from UNHCR --to-role legislator --to-country US --steps 2 --as-of 2026-06-30 --json",
)
_SENTENCES = {
    "few-ties": "There are too few ties to say anything.",
    "nothing-to-gain": "All of them are near already.",
    "no-candidates": "No single new tie would bring any of them near.",
    "fewer-ties": "No further tie would bring anybody else near.",
    "no-chances": "How likely each is cannot be said: too few ties have a date to learn from.",
}
_LIKELY = {
    "much-more": "much more likely than most",
    "more": "more likely than most",
    "usual": "as likely as most",
    "less": "less likely than most",
}


def configure(question: argparse.ArgumentParser) -> None:
    """Who asks, whom to reach, and how near is near. A coalition or committee stands for its members too."""
    add_ends(question)
    question.add_argument("--steps", type=int, default=3, metavar="N", help="near: within N ties, 2 to 4 (default: 3)")
    question.add_argument("--limit", type=int, default=10, metavar="N", help="how many to show (default: 10)")
    question.add_argument("--plan", type=int, default=3, metavar="N", help="how many ties the plan has (default: 3)")
    question.add_argument("--as-of", metavar="DAY", help="for which day, as 2026-06-30 (default: today)")
    question.add_argument("--json", action="store_true", help="answer as JSON")
    question.add_argument("--language", choices=("en", "es"), default="en", help="of names (default: en)")


def ask(network: Network, args: argparse.Namespace, console: Console) -> int:
    """Ask, and print the answer."""
    from graphsvc.chance_values import Walkable
    from queries.missing_ties import find_missing_ties
    from web.answers import plain

    answer = find_missing_ties(
        network,
        end_of(network, args, "from"),
        end_of(network, args, "to"),
        Walkable(day_of(args)),
        steps=args.steps,
        limit=args.limit,
        planned=args.plan,
        language=args.language,
    )
    if args.json:
        console.answer_json(plain(answer))
    else:
        _say(answer, console)
    return 0


def _say(answer: MissingTies, console: Console) -> None:
    console.say(f"{answer.reached:,} of {answer.targets:,} are within {answer.steps} ties.")
    for place, one in enumerate(answer.ties, 1):
        console.say(f"{place}. {one.one.name} - {one.other.name}: {_worth(one)}")
        console.say(f"   {_why(one)}")
    if len(answer.plan) > 1:
        console.say("Together:")
        for step in answer.plan:
            console.say(f"   {step.one.name} - {step.other.name}: {step.adds:,} more, {step.reached:,} in all")
        console.say(f"   {_bound(answer)}")
    if answer.broker is not None:
        console.say(f"Near now only through {answer.broker.actor.name}: {answer.broker.carries:,}.")
    for code in answer.missing:
        console.say(_SENTENCES[code])
    if answer.learnt is not None and answer.learnt.precision_at_50 is not None:
        hits, base = answer.learnt.precision_at_50, answer.learnt.base_rate
        console.say(
            f"How likely a tie is was learnt from older ties: of the 50 likeliest of {answer.learnt.candidates:,} "
            f"pairs, {hits:.0%} came about later (of all pairs {base:.2%})."
        )
    console.say(f"Sources: {'; '.join(source.title for source in answer.sources)}")


def _worth(one: MissingTie) -> str:
    names = ", ".join(actor.name for actor in one.brings)
    more = "" if one.brings_total <= len(one.brings) else f" and {one.brings_total - len(one.brings):,} more"
    past = f"; others that would no longer hang on one broker: {one.relieves:,}" if one.relieves else ""
    return f"would bring {one.brings_total:,} near ({names}{more}){past}"


def _bound(answer: MissingTies) -> str:
    if answer.is_best:
        return "No other choice of as many ties brings more."
    return f"No choice of {answer.planned} ties can bring more than {answer.at_most:,}."


def _why(one: MissingTie) -> str:
    parts = [] if one.chance is None else [f"chance {one.chance:.1%}, {_LIKELY[str(one.likely)]}"]
    if one.shared_total:
        parts.append(f"both are tied to {', '.join(actor.name for actor in one.shared)}")
    if one.introduction:
        inner = " -> ".join(actor.name for actor in one.introduction)
        parts.append(f"introduction, {one.tier}: {inner}")
    else:
        parts.append("nobody is known who could introduce the two")
    parts += [_joins(pair) for pair in one.joins if pair.by == "country"]
    return "; ".join(parts)


def _joins(pair: JoinedPair) -> str:
    if not pair.ties:
        return f"the first tie between {pair.one} and {pair.other}"
    return f"{pair.one} and {pair.other} share {pair.ties:,} ties, by chance {pair.expected or 0:,.0f}"
