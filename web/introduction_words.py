"""Words for what an answer on introductions carries: codes, and the factors of a chance as people would say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.chance_factors import Factors
from graphsvc.identity.actors import Actor
from queries.introduction_values import Piece, Step


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


TIERS: Mapping[str, str] = {"strong": _("strong"), "moderate": _("moderate"), "weak": _("weak")}
STANDINGS: Mapping[str, str] = {
    "itself": "",
    "staff": _("works there"),
    "member": _("a member of it"),
    "part": _("a part of it"),
    "fits": _("fits what you chose"),
}
REASONS: Mapping[str, str] = {
    "best": _("the best route"),
    "other-introducer": _("another person introduces you at the end"),
    "other-first-step": _("begins with somebody else"),
    "backup": _("a backup: shares nobody with the best route"),
    "shorter": _("shorter, but weaker"),
}
OPENINGS: Mapping[str, str] = {
    "planned-tie": _("A tie between them is planned."),
    "ended-tie": _("They were tied before, but that is over."),
    "shared-event": _("Both took part in the same event."),
    "shared-body": _("Both belong to the same body."),
    "former-colleague": _("Both work or worked at the same place."),
    "shared-funder": _("Money ties both to the same actor."),
    "shared-contact": _("Both are tied to the same actor."),
    "other-tie": _("They are tied in a way that carries no introduction by itself."),
}
NOT_COUNTED: Mapping[str, str] = {
    "undated": _("Some steps have no date; they count less."),
    "languages-unknown": _("For some steps it is not known whether both speak the same language."),
    "one-source": _("Some steps rest on one source."),
    "crowd": _("Some steps rest on an event or letter that others shared; being there does not mean that they spoke."),
}
CONFIDENT: Mapping[str, str] = {
    "stated": _("only what a source states"),
    "inferred": _("what is stated or inferred"),
    "doubtful": _("also what is doubtful"),
}
FORMAL: Mapping[str, str] = {"formal": _("formal"), "informal": _("informal"), "unknown": _("not known")}
SURE: Mapping[str, str] = {"stated": _("stated"), "inferred": _("inferred"), "doubtful": _("doubtful")}
BOTH: Mapping[str, str] = {
    "attended": _("both attended"),
    "organized": _("both organized"),
    "signed": _("both signed"),
    "published": _("both published"),
}
"""Of two who took part in one thing, each in the same way."""
TABLES: Mapping[str, Mapping[str, str]] = {
    "tier": TIERS,
    "standing": STANDINGS,
    "reason": REASONS,
    "opening": OPENINGS,
    "not-counted": NOT_COUNTED,
    "confident": CONFIDENT,
    "both": BOTH,
}
REFUSALS = (
    _("An end is missing."),
    _("Say who asks, and whom to reach."),
    _("An end has more than 50 actors."),
    _("Choose fewer, or a coalition or class."),
    _("Both ends are the same."),
    _("Choose two different ones."),
    _("Nobody by name stands behind one of the ends."),
    _("An unnamed group has no members here: choose an organization or a person."),
    _("A route has 1 to 6 steps."),
    _("4 is usual."),
    _("Ask for 1 to 20 routes."),
    _("5 is usual."),
    _("All chosen kinds of tie are avoided too."),
    _("Take one of them away."),
    _("None of the chosen kinds of tie carries an introduction."),
    _("Choose another kind."),
    _("Somebody is both an end and a stop."),
    _("Somebody is to be avoided and gone through."),
    _("Take one of the two away."),
    _("There are more stops than a route has room for."),
    _("Allow more steps, or fewer stops."),
)
"""What the question itself says when it refuses something."""

_SHARES: tuple[tuple[float, str], ...] = (
    (1.02, _("counts more")),
    (0.98, _("changes nothing")),
    (0.8, _("counts a little less")),
    (0.6, _("counts two thirds")),
    (0.42, _("counts half")),
    (0.29, _("counts a third")),
    (0.17, _("counts a quarter")),
    (0.07, _("counts a tenth")),
    (0.0, _("counts very little")),
)
"""From which factor on it is said so."""


def share_message(factor: float) -> str:
    """What a factor does to a chance, in words of the catalogue."""
    return next(message for least, message in _SHARES if factor >= least)


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One line of "why this chance".

    Attributes:
        what: message that names the factor.
        known: message of what is known of it; `count` stands in it.
        effect: message of what it does to the chance.
        share: the factor.
    """

    what: str
    known: str
    effect: str
    share: float
    count: int = 0


def factor_lines(piece: Piece) -> tuple[FactorLine, ...]:
    """What moves the chance of one statement away from that of its kind."""
    found, record = piece.factors, piece.statement.record
    lines = [
        _line(_("Formality"), FORMAL[record.formality.value], found.formality),
        _line(_("How sure"), SURE[record.confidence.value], found.confidence),
        _line(
            _("Strength"), _("not stated") if record.strength is None else _("as the source states it"), found.strength
        ),
        _line(_("Age"), *_age(found)),
    ]
    if found.members > 1:
        lines.append(_line(_("Size"), _("one of %(count)s"), found.crowd, found.members))
    if piece.others:
        lines.append(_line(_("Others"), _("%(count)s others were there"), 1.0 / (piece.others + 1), piece.others))
    return tuple(lines)


def _line(what: str, known: str, share: float, count: int = 0) -> FactorLine:
    return FactorLine(what, known, share_message(share), share, count)


def _age(found: Factors) -> tuple[str, float, int]:
    if found.years is None:
        return _("no date is known"), found.age, 0
    years = round(found.years)
    if years < 1:
        return _("known to hold within a year"), found.age, years
    return (_("last known one year before") if years == 1 else _("last known %(count)s years before")), found.age, years


@dataclass(frozen=True, slots=True)
class Way:
    """How two actors of a step are tied: by a kind of tie, or by a meeting in which both took part.

    Attributes:
        kinds: of a meeting, all kinds of tie with it.
        others: how many others took part and count.
    """

    kind: str
    is_outgoing: bool
    kinds: tuple[str, ...]
    meeting: Actor | None
    others: int


def ways(step: Step) -> tuple[Way, ...]:
    """The ways in which the actors of `step` are tied, the surest first."""
    grouped: dict[tuple[str, ...], list[Piece]] = {}
    for piece in step.pieces:
        key = (piece.meeting.id,) if piece.meeting else (piece.kind, str(piece.is_outgoing))
        grouped.setdefault(key, []).append(piece)
    return tuple(
        Way(
            some[0].kind,
            some[0].is_outgoing,
            tuple(dict.fromkeys(piece.kind for piece in some)),
            some[0].meeting,
            some[0].others,
        )
        for some in grouped.values()
    )
