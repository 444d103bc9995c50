"""The set of actors that holds a network together, or that reaches most of it."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from graphsvc.cli.analyses.analysis import Analysis, Option
from graphsvc.cli.console import Console
from graphsvc.cli.graphs import read_graph
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from graphsvc.kernel.key_players import KeyPlayers, Question

MOST_PLAYERS, MOST_STEPS = 100, 1000
GOALS = ("fragment", "distance", "reach", "distance_reach")
WAYS = ("out", "in", "either")
OVER = ("remaining", "starting")
MEMBERS = ("counted", "left_out")

COUNT = Option("-k", "K", f"how many actors; 1 to {MOST_PLAYERS}", default=3)
GOAL = Option("--goal", "GOAL", f"what the set is chosen for: {', '.join(GOALS)}", default="fragment")
STEPS = Option("--steps", "M", "goal reach: the most ties between a member and who is reached", default=2)
DIRECTION = Option("--direction", "WAY", "whom the set reaches (out), who reaches it (in), or either", default="out")
PAIRS = Option("--over", "WHICH", "divide by the pairs of actors that are remaining or starting", default="remaining")
COUNTED = Option("--members", "HOW", "members of the set as reached: counted or left_out", default="counted")


def answer(args: argparse.Namespace, console: Console) -> int:
    """Print the set, what it is worth, and whether any other could be better."""
    k, asked = COUNT.whole(args, 1, MOST_PLAYERS), _question(args)
    graph = read_graph(args, console)
    from graphsvc.kernel.key_players import key_players

    must_stay = 2 if asked.aim.is_about_leaving else 0
    if k > len(graph) - must_stay:
        rest = f", of whom {must_stay} must remain" if must_stay else ""
        raise WrongUse(f"-k is {k}, but the network has {len(graph)} actors{rest}.", hint="Ask for fewer.")
    found = key_players(graph, k, asked)
    if args.json:
        parameters = {
            "k": k,
            "goal": asked.aim.value,
            **_conventions(asked),
            "directed": graph.is_directed(),
            "strength": args.strength,
        }
        values = {
            "actors": list(found.actors),
            "value": None if math.isnan(found.value) else found.value,
            "before": None if math.isnan(found.before) else found.before,
            "exact": found.is_exact,
        }
        console.answer_json({"measure": args.measure, "parameters": parameters, "values": values})
    else:
        console.say("\n".join(_sentences(asked, found, len(graph))))
    return 0


def _question(args: argparse.Namespace) -> Question:
    from graphsvc.kernel.key_player_values import Over
    from graphsvc.kernel.key_players import Aim, Question
    from graphsvc.kernel.reach import Way

    aim = Aim(GOAL.word(args, GOALS))
    useless = [*([STEPS] if aim is not Aim.REACH else []), *([DIRECTION, COUNTED] if aim.is_about_leaving else [PAIRS])]
    for option in useless:
        if getattr(args, option.name) is not None:
            raise WrongUse(f"--goal {aim.value} has no use for {option.flag}.", hint="Leave it out.")
    return Question(
        aim,
        STEPS.whole(args, 1, MOST_STEPS),
        Way(DIRECTION.word(args, WAYS)),
        Over(PAIRS.word(args, OVER)),
        COUNTED.word(args, MEMBERS) == "counted",
    )


def _conventions(asked: Question) -> dict[str, object]:
    if asked.aim.is_about_leaving:
        return {"over": asked.over.value}
    steps = {"steps": asked.steps} if asked.aim.value == "reach" else {}
    return {**steps, "direction": asked.way.value, "members": "counted" if asked.members_count else "left_out"}


def _sentences(asked: Question, found: KeyPlayers, actors: int) -> list[str]:
    names = ", ".join(str(actor) for actor in found.actors)

    ties = "tie" if asked.steps == 1 else "ties"
    members = "" if asked.members_count else ", they themselves not counted"
    value, before = f"{found.value:.6g}", f"{found.before:.6g}"
    said = {
        "fragment": f"Without them, {value} of the pairs of others are not connected (now {before}).",
        "distance": f"Without them, the others are {value} apart (now {before}; 0: all tied, 1: none connected).",
        "reach": f"Within {asked.steps} {ties} of one of them are {value} of {actors} actors{members}.",
        "distance_reach": f"Their mean nearness to everybody is {value}{members} (1: all tied to one of them).",
    }[asked.aim.value]
    certainty = (
        "No other set of this size is better." if found.is_exact else "The best set that was found; not certain."
    )
    return [f"Key players: {names}", said, certainty]


ANALYSIS = Analysis(
    name="key_players",
    description="the k actors without whom the network falls apart most, or who together reach most of it",
    direction="fragment: ties in either direction; distance: ties given; reach, distance_reach: --direction",
    reads=None,
    options=(COUNT, GOAL, STEPS, DIRECTION, PAIRS, COUNTED),
    answer=answer,
)
