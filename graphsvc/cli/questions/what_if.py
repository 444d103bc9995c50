"""`graphsvc ask what-if`: what changes when ties are added and taken away, in a sandbox."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console
from graphsvc.cli.question_options import actor_named, add_ends, day_of, end_of

if TYPE_CHECKING:
    from graphsvc.network import Network
    from queries.what_if_values import Change, Line, Parts, PlanLine, Reached, WhatIf

HELP = "what changes when ties are added and taken away, without touching the data"
EXAMPLES = (
    "ask what-if --from COMAR --to 'Population, Refugees, and Migration' --leave UNHCR --as-of 2026-06-30",
    "ask what-if --from COMAR --to-role policymaker --add 'COMAR=Population, Refugees, and Migration' --json",
)
_PROBLEMS = {
    "gone": "one of its actors is not there",
    "same": "both ends are the same actor",
    "tied-already": "they are tied already",
    "not-tied": "there is no such tie now",
    "only-together": "they are tied only through something that both took part in; take away the tie to that",
    "not-walkable": "no introduction can go along ties of this kind",
    "unknown-kind": "there is no such kind of tie",
    "unnamed": "a group without names cannot be tied to",
    "twice": "another line of the plan does this, or takes one of the two out",
    "asks": "who asks cannot leave",
}
_SENTENCES = {
    "few-ties": "There are few ties here: one that nobody wrote down can change everything.",
    "no-lines": "No line of the plan could be done.",
    "many-targets": "Routes were not counted: there are too many to reach.",
    "opted-out": "Somebody in the plan asked not to introduce: nobody is reached through them.",
}


def configure(question: argparse.ArgumentParser) -> None:
    """Who asks, whom to reach, and the changes."""
    add_ends(question)
    changes = question.add_argument_group("the plan", "A KIND of tie may follow: 'A=B=member_of'.")
    changes.add_argument("--add", action="append", default=[], metavar="A=B", help="a tie between the two is added")
    changes.add_argument("--remove", action="append", default=[], metavar="A=B", help="their ties end")
    changes.add_argument("--leave", action="append", default=[], metavar="A", help="the actor leaves: all its ties end")
    question.add_argument("--as-of", metavar="DAY", help="for which day, as 2026-06-30 (default: today)")
    question.add_argument("--json", action="store_true", help="answer as JSON")
    question.add_argument("--language", choices=("en", "es"), default="en", help="of names (default: en)")


def ask(network: Network, args: argparse.Namespace, console: Console) -> int:
    """Ask, and print the answer. 1 where a line of the plan could not be done."""
    from graphsvc.chance_values import Walkable
    from queries.what_if import find_what_if
    from queries.what_if_values import Change, Plan, PlanLine
    from web.answers import plain

    lines = [_line(network, Change.ADD, text) for text in args.add]
    lines += [_line(network, Change.REMOVE, text) for text in args.remove]
    lines += [PlanLine(Change.LEAVE, actor_named(network, text)) for text in args.leave]
    ends = end_of(network, args, "from"), end_of(network, args, "to")
    answer = find_what_if(network, Plan(tuple(lines)), *ends, Walkable(day_of(args)), language=args.language)
    if args.json:
        console.answer_json(plain(answer))
    else:
        _say(answer, console)
    for line in answer.problems:
        console.note(f"Not done: {_line_in_words(line)}: {_PROBLEMS[line.problem or '']}.")
    return 1 if answer.problems else 0


def _line(network: Network, change: Change, text: str) -> PlanLine:
    from graphsvc.errors import WrongUse
    from queries.what_if_values import PlanLine

    parts = [part.strip() for part in text.split("=")]
    if not 2 <= len(parts) <= 3 or not all(parts):
        raise WrongUse(f"{text[:80]!r} is no pair.", hint="Write it as 'A=B', or 'A=B=member_of' with a kind of tie.")
    one, other = (actor_named(network, part) for part in parts[:2])
    return PlanLine(change, one, other, parts[2] if len(parts) == 3 else None)


def _say(answer: WhatIf, console: Console) -> None:
    for line in answer.done:
        console.say(_line_in_words(line))
    for reached in answer.reaches:
        console.say(_reached_in_words(reached, answer.targets))
    distances = ["none" if one is None else f"{one:.2f}" for one in (answer.distance_before, answer.distance_after)]
    console.say(f"Mean distance in ties (harmonic): {distances[0]} before, {distances[1]} after.")
    for carrier in answer.carriers[:3]:
        shares = f"{carrier.before:,} of {answer.routes_before:,} before, {carrier.after:,} of {answer.routes_after:,}"
        console.say(f"Best routes through {carrier.actor.name}: {shares} after.")
    for groups, words in ((answer.joined, "Becomes one part"), (answer.split, "Falls apart")):
        for group in groups:
            console.say(f"{words}: {_parts_in_words(group)}.")
    for code in answer.missing:
        console.say(_SENTENCES[code])
    console.say(f"Sources: {'; '.join(source.title for source in answer.sources)}")


def _reached_in_words(reached: Reached, targets: int) -> str:
    far = "Over any number of ties" if reached.steps is None else f"Within {reached.steps} ties"
    parts = [f"{far}: {reached.before:,} of {targets:,} before, {reached.after:,} after."]
    for word, actors, total in (
        ("New", reached.gained, reached.gained_total),
        ("Lost", reached.lost, reached.lost_total),
    ):
        if total:
            names = ", ".join(actor.name for actor in actors[:5])
            parts.append(f"{word}: {names}{f' and {total - 5:,} more' if total > 5 else ''}.")
    return " ".join(parts)


def _line_in_words(line: Line) -> str:
    ends = " - ".join(actor.name if actor else "?" for actor in (line.one, line.other)[: 1 if line.is_leaving else 2])
    kinds = f" ({', '.join(line.kinds)})" if line.kinds else ""
    return f"{line.change.value} {ends}{kinds}"


def _parts_in_words(group: Parts) -> str:
    parts = [
        part.best_tied.name if part.size == 1 else f"{part.best_tied.name} with {part.size - 1:,} more"
        for part in group.parts
    ]
    others = group.total - len(group.parts)
    return "; ".join([*parts, *([f"and {others:,} more parts"] if others else [])])
