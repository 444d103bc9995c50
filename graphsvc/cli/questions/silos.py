"""`graphsvc ask silos`: which groups keep to themselves and which share no tie, as text or JSON."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console, table

if TYPE_CHECKING:
    from graphsvc.kinds import Kinds
    from graphsvc.network import Network
    from queries.silo_values import GroupPair, NamedGroup, Silo, Silos

HELP = "which groups keep to themselves, and who bridges them"
EXAMPLES = ("ask silos --by country --limit 4", "ask silos --by role --country MX")
MOST_EMPTY = 10
"""So many pairs without a tie are printed; `--json` has all."""


def configure(question: argparse.ArgumentParser) -> None:
    """How to group, and how many groups to show."""
    question.add_argument(
        "--by", metavar="GROUPING", help="groups by country (default), kind, role, topic, region or community"
    )
    question.add_argument("--country", metavar="CODE", help="only groups inside this country, as MX")
    question.add_argument("--limit", type=int, default=10, metavar="N", help="how many groups, 1 to 30 (default: 10)")
    question.add_argument("--json", action="store_true", help="answer as JSON")
    question.add_argument("--language", choices=("en", "es"), default="en", help="of names (default: en)")


def ask(network: Network, args: argparse.Namespace, console: Console) -> int:
    """Ask, and print the answer. Raises BadGrouping, BadCountry, BadLimit."""
    from queries.silos import find_silos
    from web.answers import plain

    answer = find_silos(network, by=args.by, country=args.country, limit=args.limit, language=args.language)
    if args.json:
        console.answer_json(plain(answer))
    else:
        say_silos(answer, network.kinds, console)
    return 0


def say_silos(answer: Silos, kinds: Kinds, console: Console) -> None:
    """Print how far groups keep to themselves, each group, the gaps, and who bridges them."""
    names = _names(answer, kinds)
    console.say(_first(answer))
    if answer.farthest is not None and answer.trivial is None:
        console.say(f"Farthest apart: {_pair(answer.farthest, names)}.")
    if answer.silos:
        console.say("")
        console.say(_groups(answer, names))
    _say_gaps(answer, names, console)
    for title, lines, total in (
        ("Tied to other groups", _bridging(answer, names), answer.bridging_total),
        ("Ties that alone hold groups together", _crossing(answer, names), answer.crossing_total),
        ("Without any contact", [actor.name for actor in answer.isolates], answer.isolates_total),
    ):
        _say_list(title, lines, total, console)
    _say_missing(answer, console)


def _first(answer: Silos) -> str:
    from web.silo_words import NOT_COUNTED, stay_inside

    if not answer.actors:
        return "Nobody is known here."
    if answer.trivial is not None:
        return NOT_COUNTED[answer.trivial]
    if answer.index is None:
        return "No tie joins two actors whose groups are known."
    return f"{stay_inside(answer.by, answer.index, answer.index_expected, str)}."


def _names(answer: Silos, kinds: Kinds) -> dict[str | None, str]:
    """The names of all groups in the answer; of None, that of all others together."""
    from queries.groupings import GroupBy
    from web.silo_words import THE_REST, community_name, group_in_list

    if answer.by is GroupBy.COMMUNITY:
        every: tuple[Silo | NamedGroup, ...] = (*answer.silos, *answer.others)
        return {None: THE_REST} | {one.group: community_name(one, str) for one in every}
    groups = {group for group in answer.shown if group is not None}
    groups |= {one.group for one in answer.bridging}
    groups |= {group for tie in answer.crossing for group in (tie.one_group, tie.other_group)}
    return {None: THE_REST} | {group: group_in_list(group, answer.by, kinds, "en", str) for group in groups}


def _groups(answer: Silos, names: dict[str | None, str]) -> str:
    rows = [
        (
            names[silo.group],
            silo.actors,
            silo.inside,
            "" if silo.inside_expected is None else round(silo.inside_expected),
            silo.outside,
            silo.untied,
        )
        for silo in answer.silos
    ]
    heads = ("group", "actors", "ties inside", "by chance", "ties to others", "without ties")
    return table(heads, rows, numbers=(1, 2, 3, 4, 5))


def _say_gaps(answer: Silos, names: dict[str | None, str], console: Console) -> None:
    if answer.empty:
        console.say("")
        console.say("No tie, where chance gives three or more:")
    for pair in answer.empty[:MOST_EMPTY]:
        console.say(f"  {_pair(pair, names)}")
    if len(answer.empty) > MOST_EMPTY:
        console.say(f"  and {len(answer.empty) - MOST_EMPTY} more")


def _pair(pair: GroupPair, names: dict[str | None, str]) -> str:
    both = f"inside {names[pair.one]}" if pair.one == pair.other else f"{names[pair.one]} - {names[pair.other]}"
    return f"{both}, {_number(pair.ties, 'tie')}, by chance {round(pair.expected or 0)}"


def _bridging(answer: Silos, names: dict[str | None, str]) -> list[str]:
    return [
        f"{one.actor.name} ({names[one.group]}): {_number(one.outside, 'tie')} to "
        f"{_number(one.groups, 'other group')}, {one.inside} inside"
        for one in answer.bridging
    ]


def _crossing(answer: Silos, names: dict[str | None, str]) -> list[str]:
    return [
        f"{tie.one.name} ({names[tie.one_group]}) - {tie.other.name} ({names[tie.other_group]}): "
        f"without it, {_number(tie.separated, 'actor')} cut off"
        for tie in answer.crossing
    ]


def _say_list(title: str, lines: list[str], total: int, console: Console) -> None:
    if not lines:
        return
    console.say("")
    console.say(f"{title}: {total}")
    for line in lines:
        console.say(f"  {line}")
    if total > len(lines):
        console.say(f"  and {total - len(lines)} more")


def _say_missing(answer: Silos, console: Console) -> None:
    from web.silo_words import NOT_COUNTED

    said = [NOT_COUNTED[code] for code in answer.missing if code in NOT_COUNTED and code != answer.trivial]
    if "ungrouped" in answer.missing:
        said.insert(0, f"The group of {_number(answer.ungrouped, 'actor')} is not known; such ties are left out.")
    if not answer.is_compared and answer.actors:
        said.append(
            f"{_number(answer.grouped_ties, 'tie')} between known groups; 10 are needed to compare with chance."
        )
    if "more-groups" in answer.missing:
        said.append(f"Shown are {len(answer.silos)} of {answer.silos_total} groups; --limit shows more.")
    if said:
        console.say("")
    for sentence in said:
        console.say(sentence)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
