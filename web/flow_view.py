"""What the page on funding shows of its form: who is chosen, what can be chosen, and the facets of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.access import Scope
from graphsvc.consent.cuts import KeptCut
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.funding_ledger import Ledger, ledger_of
from queries.funding_values import FundingPaths
from web.address_form import ENDS
from web.asking import Asking, services
from web.flow_form import LISTS, FlowForm
from web.flow_table import ShownLevel, levels_of
from web.formats import briefly
from web.offered import Offered
from web.people import found_or_none
from web.request_answers import possible_scopes
from web.typed_names import Choice, choices, kept_words

LARGEST_PAYERS = 8
"""So many are offered to begin with."""
MOST_FACETS = 12


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice with how many hops of the answer it holds, and whether it is chosen now."""

    value: str
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class FlowView:
    """The form, resolved for one viewer.

    Attributes:
        people: by box, the actors chosen there; one that is not there is left out.
        choices: by box, what was typed without choosing and whom it can mean; None: it is no longer kept.
        words: by end, the typed words of its class.
        currencies: that money is stated in, and the chosen one; years: with any counted money.
        kinds, countries: of recipients; in_years, stages: facets of the answer.
        levels: the table; titles: of sources by id, short enough for a line.
        has_bands: whether there is anything to draw; unpublished: how many hops have no amount.
        largest: the largest payers, where nothing is asked yet. needs: the boxes of which one must be filled.
        own: the cuts that this account keeps; scopes: where one could be kept, the most open first; of a cut only.
    """

    form: FlowForm
    people: Mapping[str, tuple[Actor, ...]]
    choices: Mapping[str, Choice | None]
    words: Mapping[str, str | None]
    offered: Offered
    currencies: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[Facet, ...]
    countries: tuple[Facet, ...]
    in_years: tuple[Facet, ...]
    stages: tuple[Facet, ...]
    titles: Mapping[str, str]
    largest: tuple[Actor, ...]
    needs: tuple[str, ...] = ENDS
    own: tuple[KeptCut, ...] = ()
    scopes: tuple[Scope, ...] = ()
    levels: tuple[ShownLevel, ...] = ()
    has_bands: bool = False
    unpublished: int = 0

    def money(self) -> dict[str, str]:
        """The arguments that say which money is counted, for another question."""
        return {name: text for name in ("year", "stage", "currency") if (text := self.form.get(name))}

    @property
    def is_asked(self) -> bool:
        """Whether an end is there, or something that was typed is no longer kept."""
        is_gone = None in self.choices.values() or None in self.words.values()
        return is_gone or any(self.form.has_end(end) for end in self.needs)


def view_of(asked: Asking, form: FlowForm, answer: FundingPaths | None, needs: tuple[str, ...] = ENDS) -> FlowView:
    """`form` for whoever asks."""
    network = asked.network
    boxes = {box: [found for one in form.chosen(box) if (found := found_or_none(network, one))] for box in LISTS}
    largest = () if any(form.has_end(end) for end in needs) else largest_payers(network)
    shown = network.actors([*(one for some in boxes.values() for one in some), *largest], asked.language)
    held = _known(network)
    return FlowView(
        form=form,
        people={box: tuple(shown[one] for one in some if one in shown) for box, some in boxes.items()},
        choices=choices(asked, form, LISTS),
        words=kept_words(asked, form),
        offered=services().offered.of(network),
        currencies=tuple(sorted({*held.currencies, *([form.get("currency")] if _is_code(form) else ())})),
        years=held.years,
        kinds=() if answer is None else kinds_of(answer, form.get("to_kind")),
        countries=() if answer is None else countries_of(answer, form.get("to_country")),
        in_years=() if answer is None else years_of(answer),
        stages=() if answer is None else stages_of(answer),
        titles={source.id: briefly(source.title) for source in (answer.sources if answer else ())},
        largest=tuple(shown[one] for one in largest if one in shown),
        needs=needs,
        own=asked.consent.cuts.own(asked.viewer) if needs != ENDS else (),
        scopes=possible_scopes(network) if needs != ENDS and asked.viewer.account else (),
        levels=() if answer is None else levels_of(answer),
        has_bands=answer is not None and any((hop.attributed or 0) > 0 and not hop.is_circle for hop in answer.hops),
        unpublished=0 if answer is None else sum(1 for hop in answer.hops if hop.amount is None),
    )


def _is_code(form: FlowForm) -> bool:
    code = form.get("currency")
    return len(code) == 3 and code.isascii() and code.isupper()


def kinds_of(answer: FundingPaths, chosen: str) -> tuple[Facet, ...]:
    """How many recipients of each kind of actor are on the hops of the answer."""
    counts = Counter({hop.recipient.id: hop.recipient.kind for hop in answer.hops}.values())
    return _facets(counts, chosen)


def countries_of(answer: FundingPaths, chosen: str) -> tuple[Facet, ...]:
    """How many recipients of each country are on the hops of the answer, where it is known."""
    countries = {hop.recipient.id: hop.recipient.country for hop in answer.hops}
    return _facets(Counter(code for code in countries.values() if code), chosen)


def years_of(answer: FundingPaths) -> tuple[Facet, ...]:
    """How many hops of the answer have counted money in each year, the newest first."""
    counts = Counter(cell.year for hop in answer.hops for cell in hop.cells if cell.amount is not None)
    years = sorted((year for year in counts if year is not None), reverse=True)
    return tuple(Facet(str(year), counts[year], year == answer.year) for year in years)


def stages_of(answer: FundingPaths) -> tuple[Facet, ...]:
    """For how many payers and recipients in a year amounts are known at each stage."""
    return tuple(Facet(one.value, many, one is answer.stage) for one, many in answer.stages if many)


def _facets(counts: Counter[str], chosen: str) -> tuple[Facet, ...]:
    order = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_FACETS]
    return tuple(Facet(value, counts[value], value == chosen) for value in order)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the money of a network is stated in, when, and who pays most, by number of the actor."""

    currencies: tuple[str, ...]
    years: tuple[int, ...]
    payers: tuple[int, ...]


def _known(network: Network) -> _Held:
    return network.worked_out("money offered", lambda: _held(ledger_of(network)), reads_store=True)


def _held(ledger: Ledger) -> _Held:
    paid: Counter[int] = Counter()
    for (payer, _), years in ledger.paid.items():
        paid[payer] += sum(years.values())
    said = [one.said for some in ledger.counted.values() for one in some]
    said += [one.said for some in ledger.beside.values() for one in some]
    return _Held(
        tuple(sorted({one.currency for one in said if one.currency})),
        tuple(sorted({one.year for one in said if one.year is not None}, reverse=True)),
        tuple(sorted(paid, key=lambda one: (-paid[one], one))[:LARGEST_PAYERS]),
    )


def largest_payers(network: Network) -> tuple[ActorId, ...]:
    """Those with most counted money, largest first."""
    return tuple(network.snapshot.actors.ids[one] for one in _known(network).payers)


def prepare(network: Network) -> None:
    """Collect what the form offers before anybody waits for it."""
    _known(network)
