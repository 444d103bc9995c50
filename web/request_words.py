"""Words for requests: how each stands, what can be done, what happened, and the text that the requester sends."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.consent.states import Action, Outcome, Role, State


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


STATES: Mapping[str, str] = {
    State.DRAFT: _("Drafts, not asked yet"),
    State.ASKED: _("Waiting for the introducer"),
    State.POSTPONED: _("Put off by the introducer"),
    State.AGREED: _("Waiting for the target"),
    State.ACCEPTED: _("Both said yes"),
    State.MET: _("Met, outcome not recorded"),
    State.CLOSED: _("Closed"),
    State.REFUSED: _("The introducer said no"),
    State.DECLINED: _("The target said no"),
    State.WITHDRAWN: _("Taken back"),
}
"""In the order in which lists show them: what waits for the requester or others first."""
SENTENCES: Mapping[str, str] = {
    State.DRAFT: _("%(introducer)s has not been asked yet to introduce %(asker)s to %(target)s."),
    State.ASKED: _("%(introducer)s was asked to introduce %(asker)s to %(target)s, and has not answered."),
    State.POSTPONED: _("%(introducer)s will introduce %(asker)s to %(target)s later, or not: the answer is put off."),
    State.AGREED: _("%(introducer)s said yes, and asks %(target)s on behalf of %(asker)s."),
    State.ACCEPTED: _("%(target)s agreed, through %(introducer)s, to hear from %(asker)s."),
    State.MET: _("%(asker)s and %(target)s have met, thanks to %(introducer)s."),
    State.CLOSED: _("Closed: the request to %(introducer)s to introduce %(asker)s to %(target)s."),
    State.REFUSED: _("%(introducer)s said no to introducing %(asker)s to %(target)s."),
    State.DECLINED: _("%(target)s said no, through %(introducer)s, to hearing from %(asker)s."),
    State.WITHDRAWN: _("Taken back: the request to %(introducer)s to introduce %(asker)s to %(target)s."),
}
NEXT: Mapping[str, str] = {
    State.DRAFT: _("Read it through, then ask. You get a text to send yourself: this service sends nothing."),
    State.ASKED: _("The link in your text lets them answer. If they answered you another way, write it down below."),
    State.POSTPONED: _("Ask again when the time has come, or close the request."),
    State.AGREED: _("They record the answer of the target by the same link. The contact is shown after a yes."),
    State.ACCEPTED: _("Get in touch, then record that you have met."),
    State.MET: _("Record what came of it: it tells you and others how well such a tie carries."),
}
BUTTONS: Mapping[str, str] = {
    Action.ASK: _("Ask: make the text to send"),
    Action.RENEW: _("Make a new link"),
    Action.POSTPONE: _("They said: later"),
    Action.REFUSE: _("They said no"),
    Action.DECLINE: _("The target said no"),
    Action.MEET: _("We have met"),
    Action.WITHDRAW: _("Take the request back"),
}
ANSWERS: Mapping[str, str] = {
    Action.AGREE: _("Yes, I will ask them"),
    Action.POSTPONE: _("Later, ask me again"),
    Action.REFUSE: _("No"),
    Action.ACCEPT: _("They said yes"),
    Action.DECLINE: _("They said no"),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.HELPED: _("It helped"),
    Outcome.MET_ONLY: _("They met, and nothing has come of it"),
    Outcome.ANSWERED: _("An answer, but no meeting"),
    Outcome.NO_ANSWER: _("No answer"),
    Outcome.DECLINED: _("Declined"),
}
EVENTS: Mapping[str, str] = {
    f"{Action.ASK} {Role.REQUESTER}": _("You asked %(introducer)s."),
    f"{Action.RENEW} {Role.REQUESTER}": _("You made a new link."),
    f"{Action.AGREE} {Role.INTRODUCER}": _("%(introducer)s said yes."),
    f"{Action.POSTPONE} {Role.INTRODUCER}": _("%(introducer)s said: later."),
    f"{Action.POSTPONE} {Role.REQUESTER}": _("You wrote down that %(introducer)s said: later."),
    f"{Action.REFUSE} {Role.INTRODUCER}": _("%(introducer)s said no."),
    f"{Action.REFUSE} {Role.REQUESTER}": _("You wrote down that %(introducer)s said no."),
    f"{Action.ACCEPT} {Role.INTRODUCER}": _("%(introducer)s recorded that %(target)s said yes."),
    f"{Action.DECLINE} {Role.INTRODUCER}": _("%(introducer)s recorded that %(target)s said no."),
    f"{Action.DECLINE} {Role.REQUESTER}": _("You wrote down that %(target)s said no."),
    f"{Action.MEET} {Role.REQUESTER}": _("You recorded that you have met."),
    f"{Action.CLOSE} {Role.REQUESTER}": _("You recorded the outcome."),
    f"{Action.WITHDRAW} {Role.REQUESTER}": _("You took the request back."),
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "request_state": STATES,
    "request_sentence": SENTENCES,
    "request_next": NEXT,
    "request_button": BUTTONS,
    "request_answer": ANSWERS,
    "request_event": EVENTS,
    "outcome": OUTCOMES,
}
LETTER = _(
    "Dear %(introducer)s,\n\n%(asker)s would like to be introduced to %(target)s, and hopes that you can help.\n\n"
    "%(purpose)s\n\nYou decide: please say yes, no or later here. Nothing is passed on before.\n%(link)s\n\n"
    "The link is yours alone, and works until %(until)s. There you can also say that you do not want to be asked again."
    "\n\nThank you."
)
"""The text that the requester copies and sends."""
