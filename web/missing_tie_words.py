"""Words for missing ties: who an end is, how likely a tie is, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphsvc.kinds import Kinds
from graphsvc.traits import ActorClass
from queries.introduction_values import End
from queries.missing_tie_values import Likely
from web.broker_words import TOPICS
from web.formats import in_sentence, named
from web.silo_words import NUMERALS

MOST_NAMED = 3
"""So many actors of one end are named in a sentence."""


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


LIKELY: Mapping[str, str] = {
    Likely.MUCH_MORE: _("much more likely than most"),
    Likely.MORE: _("more likely than most"),
    Likely.USUAL: _("as likely as most"),
    Likely.LESS: _("less likely than most"),
}
NOT_COUNTED: Mapping[str, str] = {
    "no-chances": _("How likely each tie is cannot be said: too few ties have a date to learn from."),
    "chances-later": _("We are working out now how likely each tie is. Look again in a minute."),
    "groups-later": _("We are working out now which groups the ties would join. Look again in a minute."),
    "fewer-ties": _("There are fewer new ties than you asked for: no other brings anybody else near."),
}
"""Codes of an answer that are not its sentence."""
TABLES: Mapping[str, Mapping[str, str]] = {"likely": LIKELY, "ties-missing": NOT_COUNTED}
ROLES: Mapping[str, str] = {
    "policymaker": _("policymakers"),
    "legislator": _("legislators"),
    "legislature": _("legislatures"),
    "committee": _("committees"),
    "government": _("governments"),
    "agency": _("government agencies"),
    "funder": _("funders"),
    "foundation": _("foundations"),
    "ngo": _("non-governmental organizations"),
    "cso": _("civil society organizations"),
    "igo": _("intergovernmental organizations"),
    "university": _("universities"),
}
"""Everybody with a role, where there is a word for it."""
ACTORS = _("actors")
WITH_ROLE, WITH_ROLE_TOO = _("actors with the role “%(name)s”"), _("%(who)s with the role “%(name)s”")
IN_COUNTRY, ON_TOPIC, CALLED = (
    _("%(who)s in %(name)s"),
    _("%(who)s on the topic “%(name)s”"),
    _("%(who)s named “%(name)s”"),
)
AND_OTHERS = _("%(names)s and others")
OR = _(" or ")
NEW_TIES = (
    *("", _("One new tie"), _("Two new ties"), _("Three new ties"), _("Four new ties"), _("Five new ties")),
    *(_("Six new ties"), _("Seven new ties"), _("Eight new ties"), _("Nine new ties"), _("Ten new ties")),
)
REFUSALS = (
    _("Near can mean within 2 to 4 ties."),
    _("Between 1 and 50 new ties can be shown."),
    _("A plan has 1 to 10 new ties."),
    _("Leave it out for what is usual."),
    _("More than 500 actors would make the new ties."),
    _("Choose fewer, or a narrower class."),
    _("More than 5000 actors are to be reached."),
    _("Choose a narrower class."),
    _("Everybody to reach is among those who ask."),
    _("Choose somebody else to reach."),
)
"""What the question itself says when it refuses something; the rest is as for introductions."""

Text = Callable[[str], str]
"""Gives a message of the catalogue in the language of the page."""


def class_in_words(of_class: ActorClass, kinds: Kinds, language: str, text: Text) -> str:
    """Everybody of a class, as in "organizations in Mexico"."""
    who = _kind_and_role(of_class, kinds, language, text)
    if of_class.topic:
        who = text(ON_TOPIC) % {"who": who, "name": text(TOPICS.get(of_class.topic, of_class.topic))}
    if of_class.words:
        who = text(CALLED) % {"who": who, "name": of_class.words}
    if of_class.country:
        who = text(IN_COUNTRY) % {"who": who, "name": in_sentence(of_class.country, language)}
    return who


def _kind_and_role(of_class: ActorClass, kinds: Kinds, language: str, text: Text) -> str:
    kind = kinds.actor(of_class.kind).plural[language] if of_class.kind else ""
    role = kinds.role(of_class.role).label[language] if of_class.role else ""
    if kind and role:
        return text(WITH_ROLE_TOO) % {"who": kind, "name": role}
    if of_class.role:
        plural = ROLES.get(of_class.role)
        return text(plural) if plural else text(WITH_ROLE) % {"name": role}
    return kind or text(ACTORS)


def end_in_words(end: End, kinds: Kinds, language: str, text: Text) -> str:
    """An end within a sentence: the names of its actors, and whom its class stands for."""
    names = [named(actor) for actor in end.actors[:MOST_NAMED]]
    if end.of_class is not None and not end.of_class.is_empty():
        names.append(class_in_words(end.of_class, kinds, language, text))
    joined = text(OR).join(names)
    return text(AND_OTHERS) % {"names": joined} if len(end.actors) > MOST_NAMED else joined


def numeral(count: int, text: Text) -> str:
    """A small number as a word, a large one in digits."""
    return text(NUMERALS[count]) if count < len(NUMERALS) else str(count)
