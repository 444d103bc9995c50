"""Answers to questions as text: the sentence first, then the list."""

from __future__ import annotations

from graphsvc.cli.console import Console, table
from graphsvc.kinds import Kinds
from queries.dependence import Dependence
from queries.introduction_values import End, Introductions, Near, Piece, Route, Step

REASONS = {
    "best": "best route",
    "other-introducer": "through somebody else who knows the target",
    "other-first-step": "with another first step",
    "backup": "backup that shares nobody with the best",
    "shorter": "shorter, but weaker",
}
OPENINGS = {
    "planned-tie": "a tie between them is planned",
    "ended-tie": "a tie between them is over",
    "other-tie": "they are tied, but in a way that carries no introduction here",
    "shared-event": "both had to do with {through}",
    "shared-body": "both belong to {through}",
    "shared-funder": "both have money from {through}",
    "former-colleague": "both worked for {through}",
    "shared-contact": "both are tied to {through}",
}


def say_introductions(answer: Introductions, kinds: Kinds, console: Console) -> None:
    """Print who can introduce the start to the target."""
    start, target = end_in_words(answer.start), end_in_words(answer.target)
    for actor in answer.already:
        console.say(f"{actor.name} belongs to both ends.")
    if not answer.routes:
        _say_no_route(answer, start, target, console)
        return
    best = answer.routes[0]
    console.say(f"{start} can reach {target}: {_chain(best)}. This route is {best.tier.value}.")
    if answer.ask_first is not None:
        begin = f"{answer.ask_first.routes} of {len(answer.routes)} routes begin there"
        console.say(f"Ask {answer.ask_first.actor.name} first: {begin}.")
    if answer.together is not None and len(answer.routes) > 1:
        console.say(f"That at least one of these {len(answer.routes)} routes works: {answer.together.value}.")
    for number, route in enumerate(answer.routes, start=1):
        console.say("")
        reasons = "; ".join(REASONS[reason.value] for reason in route.reasons)
        console.say(f"{number}. {_chain(route)} - {route.tier.value} ({reasons})")
        for place, step in enumerate(route.steps):
            console.say(f"   {_step(step, kinds, is_weakest=place == route.weakest and len(route.steps) > 1)}")


def say_dependence(answer: Dependence, console: Console) -> None:
    """Print whom the way to the targets depends on."""
    start, target = end_in_words(answer.start), end_in_words(answer.target)
    console.say(f"{start} can reach {answer.reached} of {answer.targets} ({target}); {answer.direct} directly.")
    if answer.rows:
        rows = [(row.actor.name, row.routes, row.asked_first, row.asked_last, row.remaining) for row in answer.rows]
        console.say("")
        console.say(
            table(("through", "routes", "asked first", "asked last", "left without"), rows, numbers=(1, 2, 3, 4))
        )
    if answer.unreached:
        console.say("")
        console.say(f"Not reached, among others: {', '.join(actor.name for actor in answer.unreached)}.")


def end_in_words(end: End) -> str:
    """An end of a question as a person would say it."""
    names = [actor.name for actor in end.actors]
    if end.of_class is not None:
        of = end.of_class
        parts = [part for part in (of.role, of.kind, of.country, of.topic, of.words) if part]
        names.append(f"[{', '.join(parts)}]")
    return " or ".join(names)


def _say_no_route(answer: Introductions, start: str, target: str, console: Console) -> None:
    through = f" through {', '.join(actor.name for actor in answer.stops)}" if answer.stops else ""
    console.say(f"No route of at most {answer.controls.longest} ties from {start}{through} to {target} is known.")
    known = answer.no_route
    if known is None:
        return
    for side, near, count in (
        (start, known.from_start, known.reached),
        (target, known.from_target, known.reached_back),
    ):
        console.say(f"From {side} {count} others are reached{_nearest(near)}.")
    if known.openings:
        console.say("One new tie would open a route:")
    for opening in known.openings:
        reason = OPENINGS[opening.reason].format(through=opening.through.name if opening.through else "")
        route = " -> ".join(actor.name for actor in opening.route)
        console.say(f"  {opening.one.name} and {opening.other.name}: {reason}. It would give: {route}.")


def _nearest(near: tuple[Near, ...]) -> str:
    return f", the nearest are {', '.join(one.actor.name for one in near)}" if near else ""


def _chain(route: Route) -> str:
    return " -> ".join([route.steps[0].ego.name, *(step.alter.name for step in route.steps)])


def _step(step: Step, kinds: Kinds, *, is_weakest: bool) -> str:
    said = "; ".join(dict.fromkeys(_piece(step, piece, kinds) for piece in step.pieces[:2]))
    mark = "weakest step, " if is_weakest else ""
    tried = step.outcome
    asked = f"asked {tried.asked} times before, it worked {tried.worked} times" if tried else ""
    said = "; ".join(part for part in (said or f"{step.ego.name} and {step.alter.name}", asked) if part)
    return f"{said} ({mark}{step.tier.value}, {step.sources} {'source' if step.sources == 1 else 'sources'})"


def _piece(step: Step, piece: Piece, kinds: Kinds) -> str:
    kind = kinds.tie(piece.kind)
    period = piece.statement.record.period
    dates = " to ".join(dict.fromkeys(known.text for known in (period.start, period.end) if known))
    when = f", {dates}" if dates else ", no date"
    phrase = kind.label["en"] if piece.is_outgoing else kind.inverse["en"]
    ego, alter = (piece.who, piece.meeting) if piece.who and piece.meeting else (step.ego, step.alter)
    return f"{ego.name} {phrase} {alter.name}{when}"
