"""What to say to the first introducer of a route: a short text in English and in Spanish.

It is handed to somebody else, so it cites public statements only, however much more the viewer may see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graphsvc.access import Sensitivity
from graphsvc.identity.actors import Actor
from graphsvc.model.values import PartialDate, Period
from graphsvc.network import Network
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
            "free": "If you would rather not, a short “no” is a good answer, and we will not ask again.",
            "sources": "What we say of who knows whom is from: {sources}.",
            "since": " since {day}",
            "since_day": " since {day}",
            "on": " ({day})",
            "during": " ({start} to {end})",
            "and": "and",
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
            "free": "Si prefiere no hacerlo, basta con un breve «no», y no volveremos a pedírselo.",
            "sources": "Lo que decimos sobre quién conoce a quién viene de: {sources}.",
            "since": " desde {day}",
            "since_day": " desde el {day}",
            "on": " ({day})",
            "during": " ({start} a {end})",
            "and": "y",
        },
    }
)
WriteDate = Callable[[PartialDate, str], str]
"""Writes a date in a language: 2019-10 as October 2019."""
_HAS_DONE: Mapping[str, str] = MappingProxyType(
    {
        "advises": "has advised",
        "advocates": "has advocated",
        "directs": "has directed",
        "has": "has had",
        "holds": "has held",
        "is": "has been",
        "knows": "has known",
        "opposes": "has opposed",
        "sits": "has sat",
        "supports": "has supported",
        "works": "has worked",
    }
)
"""How an English phrase of a tie begins where "since" follows. After another verb the day stands in brackets."""


def request_texts(network: Network, route: Route, written: WriteDate) -> tuple[RequestText, ...]:
    """The request for `route` in each of `LANGUAGES`, with the names that are usual in it."""
    return tuple(_Writer(network, route, language, written).text() for language in LANGUAGES)


class _Writer:
    """Writes one request in one language."""

    def __init__(self, network: Network, route: Route, language: str, written: WriteDate) -> None:
        self._written = written
        self._kinds = network.kinds
        self._route = route
        self._language = language
        self._say = _PHRASES[language]
        ends = [actor for step in route.steps for actor in (step.ego, step.alter)]
        meetings = [piece.meeting for step in route.steps for piece in step.pieces if piece.meeting]
        shown = network.actors([actor.id for actor in (*ends, *meetings)], language)
        self._names = {actor.id: actor.name for actor in (*ends, *meetings)}
        self._names |= {id_: actor.name for id_, actor in shown.items()}
        self._cited: dict[str, None] = {}

    def text(self) -> RequestText:
        """The request."""
        say, steps = self._say, self._route.steps
        target, asker = self._name(steps[-1].alter), self._name(steps[0].ego)
        introducer = self._name(self._route.introducers[0]) if self._route.introducers else None
        paragraphs = [
            say["greeting"].format(introducer=introducer)
            if introducer
            else say["direct_greeting"].format(target=target),
            say["we"].format(asker=asker, target=target),
        ]
        for place, step in enumerate(steps):
            said = self._said(step)
            if said:
                paragraphs.append(say["next" if place else "why"].format(said=said))
        ask = say["ask"].format(next=self._name(steps[1].alter)) if introducer else say["ask_direct"]
        paragraphs += [say["about"], f"{ask} {say['free']}"]
        if self._cited:
            paragraphs.append(say["sources"].format(sources="; ".join(self._cited)))
        return RequestText(self._language, say["subject"].format(target=target), tuple(paragraphs), tuple(self._cited))

    def _name(self, actor: Actor) -> str:
        return self._names[actor.id]

    def _said(self, step: Step) -> str | None:
        """The surest public statement on a step, as a sentence; None where there is none that may be handed on."""
        public = [one for one in step.pieces if one.statement.scope.level == Sensitivity.PUBLIC.label]
        if not public:
            return None
        meeting = public[0].meeting
        both = [one for one in public if meeting and one.meeting and one.meeting.id == meeting.id] or public[:1]
        self._cited |= dict.fromkeys(one.source.title for one in both)
        return f" {self._say['and']} ".join(dict.fromkeys(self._phrase(one, step) for one in both))

    def _phrase(self, piece: Piece, step: Step) -> str:
        kind = self._kinds.tie(piece.kind)
        pair = (piece.who, piece.meeting) if piece.who and piece.meeting else (step.ego, step.alter)
        ego, alter = (self._name(actor) for actor in (pair if piece.is_outgoing else pair[::-1]))
        period, phrase = piece.statement.record.period, kind.label[self._language]
        if kind.momentary or not period.start or period.end:
            return f"{ego} {phrase} {alter}{self._when(period, is_momentary=kind.momentary)}"
        since = self._say["since_day" if period.start.precision == "day" else "since"].format(
            day=self._written(period.start, self._language)
        )
        if self._language != "en":
            return f"{ego} {phrase} {alter}{since}"
        verb, _, rest = phrase.partition(" ")
        if verb in _HAS_DONE:
            return f"{ego} {f'{_HAS_DONE[verb]} {rest}'.strip()} {alter}{since}"
        return f"{ego} {phrase} {alter} ({since.strip()})"

    def _when(self, period: Period, *, is_momentary: bool) -> str:
        start, end = (self._written(day, self._language) if day else "" for day in (period.start, period.end))
        if is_momentary or (start and start == end):
            return self._say["on"].format(day=start or end) if start or end else ""
        return self._say["during"].format(start=start, end=end) if start and end else ""
