"""What to say to the first introducer of a route: a short text in English and in Spanish.

It is handed to somebody else, so it cites public statements only, however much more the viewer may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graphsvc.access import Sensitivity
from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from queries.introduction_values import Piece, Route, Step

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class RequestText:
    """A request for an introduction in one language. `paragraphs` is plain text; `cited` are titles of sources."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    cited: tuple[str, ...]


_PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "subject": "An introduction to {target}?",
            "greeting": "Dear {introducer},",
            "direct_greeting": "Dear {target},",
            "we": "I write for {asker}. We would like to speak with {target}.",
            "why": "We turn to you because, as far as we know, {said}.",
            "next": "As far as we know, {said}.",
            "ask": "Could you introduce us to {next}?",
            "ask_direct": "Could we meet for half an hour?",
            "about": "What it is about: [two sentences: what we ask for, and why now].",
            "free": "If you would rather not, a short no is a good answer, and we will not ask again.",
            "sources": "What we say of who knows whom is from: {sources}.",
            "since": " since {day}",
            "on": " ({day})",
            "met": "{one} and {other} both took part in {meeting}",
        },
        "es": {
            "subject": "¿Una presentación con {target}?",
            "greeting": "Hola, {introducer}:",
            "direct_greeting": "Hola, {target}:",
            "we": "Escribo en nombre de {asker}. Quisiéramos hablar con {target}.",
            "why": "Nos dirigimos a usted porque, hasta donde sabemos, {said}.",
            "next": "Hasta donde sabemos, {said}.",
            "ask": "¿Podría presentarnos a {next}?",
            "ask_direct": "¿Podríamos reunirnos media hora?",
            "about": "De qué se trata: [dos frases: qué pedimos y por qué ahora].",
            "free": "Si prefiere no hacerlo, un breve no es una buena respuesta, y no volveremos a preguntar.",
            "sources": "Lo que decimos sobre quién conoce a quién viene de: {sources}.",
            "since": " desde {day}",
            "on": " ({day})",
            "met": "{one} y {other} participaron en {meeting}",
        },
    }
)


def request_texts(route: Route, kinds: Kinds) -> tuple[RequestText, ...]:
    """The request for `route` in each of `LANGUAGES`."""
    return tuple(_text(route, kinds, language) for language in LANGUAGES)


def _text(route: Route, kinds: Kinds, language: str) -> RequestText:
    say = _PHRASES[language]
    first, last = route.steps[0], route.steps[-1]
    target = last.alter.name
    introducer = route.introducers[0].name if route.introducers else None
    cited: dict[str, None] = {}
    greeting = say["greeting"].format(introducer=introducer) if introducer else ""
    paragraphs = [greeting or say["direct_greeting"].format(target=target)]
    paragraphs.append(say["we"].format(asker=first.ego.name, target=target))
    for place, step in enumerate(route.steps):
        said = _said(step, kinds, language, cited)
        if said:
            paragraphs.append(say["next" if place else "why"].format(said=said))
    ask = say["ask"].format(next=route.steps[1].alter.name) if introducer else say["ask_direct"]
    paragraphs += [say["about"], f"{ask} {say['free']}"]
    if cited:
        paragraphs.append(say["sources"].format(sources="; ".join(cited)))
    return RequestText(language, say["subject"].format(target=target), tuple(paragraphs), tuple(cited))


def _said(step: Step, kinds: Kinds, language: str, cited: dict[str, None]) -> str | None:
    """The surest public statement on a step, as a sentence; None where there is none that may be handed on."""
    piece = next((one for one in step.pieces if one.statement.scope.level == Sensitivity.PUBLIC.label), None)
    if piece is None:
        return None
    cited[piece.source.title] = None
    say = _PHRASES[language]
    if piece.meeting is not None:
        return say["met"].format(one=step.ego.name, other=step.alter.name, meeting=piece.meeting.name) + _when(
            piece, say, is_momentary=True
        )
    kind = kinds.tie(piece.kind)
    ego, alter = _in_order(piece, step)
    return f"{ego.name} {kind.label[language]} {alter.name}" + _when(piece, say, is_momentary=kind.momentary)


def _in_order(piece: Piece, step: Step) -> tuple[Actor, Actor]:
    """Both actors in the direction of the statement's kind."""
    return (step.ego, step.alter) if piece.is_outgoing else (step.alter, step.ego)


def _when(piece: Piece, say: Mapping[str, str], *, is_momentary: bool) -> str:
    period = piece.statement.record.period
    if is_momentary:
        day = period.start or period.end
        return say["on"].format(day=day.text) if day else ""
    return say["since"].format(day=period.start.text) if period.start else ""
