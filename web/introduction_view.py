"""What the page on introductions shows of its form: who was chosen, what can be chosen, whom a typed name fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from web.address_form import ENDS
from web.introduction_form import PEOPLE, IntroductionForm
from web.offered import Offered
from web.typed_names import Choice


@dataclass(frozen=True, slots=True)
class FormView:
    """The form, resolved for one viewer.

    Attributes:
        people: by box, the actors chosen there.
        choices: by box, what was typed without choosing and whom it can mean; None: it is no longer kept.
        words: by end, the typed words of its class.
        wider: (name, value) of controls with which there would be a route.
        page: the endpoint of the page that the form stands on; further: what else its address holds.
    """

    form: IntroductionForm
    people: Mapping[str, tuple[Actor, ...]]
    choices: Mapping[str, Choice | None]
    words: Mapping[str, str | None]
    offered: Offered
    wider: tuple[tuple[str, str], ...]
    page: str = "introductions.show"
    further: Mapping[str, str] = field(default_factory=dict)

    def query(self, form: IntroductionForm) -> dict[str, str]:
        """The arguments of the address of this page with another form."""
        return form.query() | dict(self.further)

    @property
    def is_asked(self) -> bool:
        """Whether both ends are there, or one of them was typed and is no longer kept."""
        is_gone = None in self.choices.values() or None in self.words.values()
        return is_gone or all(self.form.has_end(end) for end in ENDS)

    @property
    def filters(self) -> int:
        """How many filters are set besides the two ends."""
        ends = {name for name in (*self.form.lists, *self.form.texts) if name.partition("_")[0] in ENDS}
        lists = sum(len(some) for name, some in self.form.lists.items() if name not in ends)
        return lists + len(self.form.texts.keys() - ends - {"via_typed", "avoid_typed"})


def view_of(
    network: Network,
    form: IntroductionForm,
    language: str,
    *,
    choices: Mapping[str, Choice | None],
    words: Mapping[str, str | None],
    wider: tuple[tuple[str, str], ...],
    offered: Offered,
) -> FormView:
    """`form` for one viewer. Raises NotFound where an actor of it is not there, or may not be seen."""
    ids = {one: network.find(one) for box in PEOPLE for one in form.chosen(box)}
    shown = network.actors(ids.values(), language)
    people = {box: _found(form.chosen(box), ids, shown) for box in PEOPLE}
    present = {box: tuple(ids[one] for one in form.chosen(box)) for box in PEOPLE}
    return FormView(IntroductionForm.of({**form.lists, **present}, form.texts), people, choices, words, offered, wider)


def _found(chosen: tuple[str, ...], ids: Mapping[str, ActorId], shown: Mapping[ActorId, Actor]) -> tuple[Actor, ...]:
    return tuple(shown[ids[one]] for one in chosen if ids[one] in shown)
