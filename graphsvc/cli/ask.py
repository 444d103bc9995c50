"""Ask a question: who can introduce one to another (introductions), what that hangs on, which ties are missing.

An end is a name or an id; give --from or --to several times for "any of us". A class of actors is given by --to-role,
--to-kind, --to-country, --to-topic and --to-words: --to-role legislator --to-words "senator arizona".
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console
from graphsvc.cli.networks import opened_network
from graphsvc.cli.question_options import actor_named, add_ends, end_of
from graphsvc.cli.questions import questions

if TYPE_CHECKING:
    from graphsvc.network import Network
    from queries.introduction_values import Controls

NAME = "ask"
HELP = "ask a question"
EXAMPLES = (
    "ask introductions --from COMAR --to 'Population, Refugees, and Migration' --as-of 2026-06-30",
    "ask introductions --from COMAR --to UNHCR --without-kind funds --longest 3 --json",
    "ask dependence --from UNHCR --to-role legislator --to-country US --as-of 2026-06-30",
    *(example for module in questions().values() for example in module.EXAMPLES),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The questions."""
    parsers = parser.add_subparsers(dest="question", required=True, metavar="QUESTION")
    for name, text, answer in (
        ("introductions", "who can introduce one to another", _introductions),
        ("dependence", "whom the way to some targets depends on", _dependence),
    ):
        question = parsers.add_parser(name, help=text, description=text)
        add_ends(question)
        _controls(question)
        form = question.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="answer as JSON")
        if name == "introductions":
            form.add_argument("--text", choices=("en", "es"), help="the request to the first introducer instead")
        question.add_argument("--language", choices=("en", "es"), default="en", help="of names (default: en)")
        question.set_defaults(answer=answer)
    for name, module in questions().items():
        joined = parsers.add_parser(name, help=module.HELP, description=module.HELP)
        module.configure(joined)
        joined.set_defaults(answer=module.ask)


def _controls(question: argparse.ArgumentParser) -> None:
    controls = question.add_argument_group("how routes are looked for")
    for name, metavar, text in (
        ("avoid", "NAME", "not through or to this actor"),
        ("via", "NAME", "through this actor; several in their order"),
        ("kind", "KIND", "only along this kind of tie"),
        ("without-kind", "KIND", "not along this kind of tie"),
        ("without-source", "ID", "without what this source says"),
    ):
        controls.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=text)
    controls.add_argument("--longest", type=int, default=4, metavar="N", help="most ties of a route (default: 4)")
    controls.add_argument("--routes", type=int, default=5, metavar="N", help="most routes of each sort (default: 5)")
    controls.add_argument("--as-of", metavar="DAY", help="for which day, as 2026-06-30 (default: today)")
    controls.add_argument("--confidence", choices=("stated", "inferred", "doubtful"), default="doubtful")
    controls.add_argument("--ended", action="store_true", help="also along ties that are over")
    controls.add_argument("--planned", action="store_true", help="also along ties that are only planned")
    controls.add_argument("--speaking", metavar="CODE", help="through people who may speak this language, as es")
    controls.add_argument("--itself", action="store_true", help="only the organization itself, not its people")


def run(args: argparse.Namespace, console: Console) -> int:
    """Ask, and print the answer."""
    with opened_network(console) as network:
        return int(args.answer(network, args, console))


def _introductions(network: Network, args: argparse.Namespace, console: Console) -> int:
    from graphsvc.cli.answers import say_introductions
    from queries.introduction_request import request_texts
    from queries.introductions import find_introductions
    from web.answers import plain
    from web.formats import partial_date

    ends = end_of(network, args, "from"), end_of(network, args, "to")
    answer = find_introductions(network, *ends, _chosen(network, args), language=args.language)
    if args.json:
        console.answer_json(plain(answer))
    elif args.text and answer.routes:
        texts = {text.language: text for text in request_texts(network, answer.routes[0], partial_date)}
        console.say(texts[args.text].subject + "\n\n" + "\n\n".join(texts[args.text].paragraphs))
    else:
        say_introductions(answer, network.kinds, console)
    return 0


def _dependence(network: Network, args: argparse.Namespace, console: Console) -> int:
    from graphsvc.cli.answers import say_dependence
    from queries.dependence import find_dependence
    from web.answers import plain

    ends = end_of(network, args, "from"), end_of(network, args, "to")
    answer = find_dependence(network, *ends, _chosen(network, args), language=args.language)
    if args.json:
        console.answer_json(plain(answer))
    else:
        say_dependence(answer, console)
    return 0


def _chosen(network: Network, args: argparse.Namespace) -> Controls:
    from datetime import UTC, date, datetime

    from graphsvc.chance_values import Walkable
    from graphsvc.errors import WrongUse
    from graphsvc.model.values import Confidence
    from queries.introduction_values import Controls

    try:
        as_of = date.fromisoformat(args.as_of) if args.as_of else datetime.now(UTC).date()
    except ValueError as error:
        raise WrongUse(f"{args.as_of[:40]!r} is no day.", hint="Write it as 2026-06-30.") from error
    for name in (*args.kind, *args.without_kind):
        network.kinds.tie(name)
    walkable = Walkable(
        as_of=as_of,
        kinds=frozenset(args.kind) or None,
        without_kinds=frozenset(args.without_kind),
        without_sources=frozenset(args.without_source),
        least_confidence=Confidence(args.confidence),
        with_ended=args.ended,
        with_planned=args.planned,
    )
    avoid, via = (tuple(actor_named(network, text) for text in some) for some in (args.avoid, args.via))
    return Controls(walkable, avoid, via, args.longest, args.routes, args.speaking, with_people=not args.itself)
