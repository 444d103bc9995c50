"""`graphsvc ask brokers`: who connects the groups of the network, as text or JSON."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console, table

if TYPE_CHECKING:
    from graphsvc.kinds import Kinds
    from graphsvc.network import Network
    from queries.broker_values import Broker, Brokers

HELP = "who connects the groups of the network"
EXAMPLES = ("ask brokers --by country --limit 3",)
MOST_GROUPS = 6
"""Of so many groups the contacts are printed; `--json` has all."""
_ROLES = {
    "coordinator": "within its own group",
    "itinerant": "within another group",
    "gateway": "its own group and others",
    "liaison": "two other groups",
}


def configure(question: argparse.ArgumentParser) -> None:
    """How to group, and how many to show."""
    question.add_argument(
        "--by", metavar="GROUPING", help="groups by country (default), kind, role, topic or region", default=None
    )
    question.add_argument(
        "--order",
        metavar="ORDER",
        help="who comes first: groups (default), betweenness, coordinator, itinerant, gateway or liaison",
    )
    question.add_argument("--country", metavar="CODE", help="only groups inside this country, as MX")
    question.add_argument("--limit", type=int, default=10, metavar="N", help="how many, 1 to 100 (default: 10)")
    question.add_argument("--json", action="store_true", help="answer as JSON")
    question.add_argument("--language", choices=("en", "es"), default="en", help="of names (default: en)")


def ask(network: Network, args: argparse.Namespace, console: Console) -> int:
    """Ask, and print the answer. Raises BadGrouping, BadCountry, BadOrder, BadLimit."""
    from queries.brokers import find_brokers
    from web.answers import plain

    answer = find_brokers(
        network, by=args.by, order=args.order, country=args.country, limit=args.limit, language=args.language
    )
    if args.json:
        console.answer_json(plain(answer))
    else:
        say_brokers(answer, network.kinds, console)
    return 0


def say_brokers(answer: Brokers, kinds: Kinds, console: Console) -> None:
    """Print who connects whom."""
    console.say(_first(answer))
    for number, broker in enumerate(answer.brokers, start=1):
        console.say("")
        group = "its group is not known" if broker.group is None else _group(broker.group, answer, kinds)
        console.say(f"{number}. {broker.actor.name} ({group})")
        for line in _lines(broker, answer, kinds):
            console.say(f"   {line}")
    if answer.brokers:
        console.say("")
        rows = [(one.actor.name, *(one.count_of(role) for role in _ROLES)) for one in answer.brokers]
        console.say(table(("pairs between", *_ROLES.values()), rows, numbers=(1, 2, 3, 4)))
    if answer.key_set is not None:
        names = ", ".join(actor.name for actor in answer.key_set.actors)
        console.say("")
        console.say(
            f"Without {names} together, {answer.key_set.unconnected:.0f} of 100 pairs of the others have no contact; "
            f"now it is {answer.key_set.unconnected_now:.0f}."
        )
    _say_missing(answer, console)


def _first(answer: Brokers) -> str:
    if "few-ties" in answer.missing:
        return f"Not enough data: {answer.ties} ties that hold now; at least 10 are needed to say who connects whom."
    if not answer.brokers:
        return "Nobody connects others in this way here. Try another --by or --order."
    first, order = answer.brokers[0], answer.order.value
    if order == "groups":
        pairs = _number(first.between_groups, "pair")
        return f"{first.actor.name} connects groups most: {pairs} of actors of different groups."
    if order == "betweenness":
        return f"{first.actor.name} lies on more of the shortest routes between others than anybody else."
    return f"{first.actor.name} comes first: {_number(first.count_of(order), 'pair')}, {_ROLES[order]}."


def _lines(broker: Broker, answer: Brokers, kinds: Kinds) -> list[str]:
    from web.broker_words import DOES, times_message

    stays = "" if broker.rank_best == broker.rank_worst else f" ({broker.rank_best} to {broker.rank_worst})"
    rank = f"Number {broker.rank}{stays} of {broker.rank_of} by shortest routes"
    counted = f"{_number(broker.contacts, 'contact')}; {_number(broker.between_groups, 'pair')} of different groups"
    lines = [f"{rank}; {counted}."]
    main = broker.main
    if main is not None and main.ratio is not None and broker.group is not None:
        times = times_message(main.ratio)
        lines.append(DOES[main.role] % {"members": _members(broker.group, answer, kinds), "times": times})
    if broker.parts > 1:
        loses = "loses" if broker.separated == 1 else "lose"
        lines.append(f"Without it, {_number(broker.separated, 'actor')} {loses} contact with the rest.")
    if broker.only_it and broker.group is not None:
        others = broker.only_it_total - len(broker.only_it)
        more = f" and {others} more" if others else ""
        names = ", ".join(actor.name for actor in broker.only_it)
        lines.append(f"Of {_members(broker.group, answer, kinds)}, only it is tied to: {names}{more}.")
    if broker.reaches:
        shown = [f"{_group(one.group, answer, kinds)} {one.contacts}" for one in broker.reaches[:MOST_GROUPS]]
        left = len(broker.reaches) - len(shown)
        more = f", and {_number(left, 'more group')}" if left else ""
        lines.append(f"Contacts: {', '.join(shown)}{more}.")
    return lines


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _members(label: str, answer: Brokers, kinds: Kinds) -> str:
    from web.broker_words import members_message

    message, name = members_message(label, answer.by, kinds, "en", answer.given)
    return message % {"name": name}


def _group(label: str, answer: Brokers, kinds: Kinds) -> str:
    from web.broker_words import group_name

    return group_name(label, answer.by, kinds, "en", answer.given) or _members(label, answer, kinds)


def _say_missing(answer: Brokers, console: Console) -> None:
    from web.broker_words import NOT_COUNTED

    said = [NOT_COUNTED[code] for code in answer.missing if code in NOT_COUNTED]
    if "ungrouped" in answer.missing:
        said.insert(0, f"The group of {_number(answer.ungrouped, 'actor')} is not known; such pairs are left out.")
    if said:
        console.say("")
    for sentence in said:
        console.say(sentence)
    if len(answer.brokers) < answer.total:
        console.say(f"Shown are {len(answer.brokers)} of {answer.total}; --limit shows more.")
