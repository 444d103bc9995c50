"""Where the silos are: groups with fewer ties to each other than chance gives. Page, JSON and table of one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphsvc.access import Permission, Scope
from queries.groupings import GroupBy
from queries.silo_values import NamedGroup, Silo, Silos
from queries.silos import MOST_SHOWN, SHOWN, BadLimit, find_silos
from web.asking import Asking, services
from web.formats import country as country_name
from web.formats import label, shortened
from web.home import no_arguments
from web.pages import Page, Parameter
from web.request_answers import possible_scopes
from web.silo_rows import silo_rows
from web.silo_words import THE_REST, certainty_message, community_name, group_in_list, group_in_sentence, stay_inside
from web.templating import text

LONGEST_DIGITS = 6
LONGEST_COLUMN = 28


@dataclass(frozen=True, slots=True)
class SiloForm:
    """What the address says, as it says it, what can be chosen, and the words for the answer.

    Attributes:
        countries: (ISO 3166-1 code, name) of the actors that this viewer sees; the chosen one is always among them.
        sentence: how often ties stay inside groups; empty where there are no ties.
        names: by group, its name in a list; in_sentence: its name within a sentence; columns: one that is short enough
            for the columns of a table. None: all groups not shown.
        certainties: by community, how sure it is.
        scopes: where a name can be given to a community; empty for those who may not give any.
    """

    by: str
    country: str
    limit: str
    countries: tuple[tuple[str, str], ...]
    sentence: str = ""
    names: Mapping[str | None, str] = field(default_factory=dict)
    in_sentence: Mapping[str | None, str] = field(default_factory=dict)
    columns: Mapping[str | None, str] = field(default_factory=dict)
    certainties: Mapping[str, str] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()

    @property
    def is_asked(self) -> bool:
        """The page asks by itself, with what is usual."""
        return True

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways to group."""
        return tuple(GroupBy)

    @property
    def most_shown(self) -> int:
        """How many groups can be shown one by one."""
        return MOST_SHOWN

    def query(self, **changed: str) -> dict[str, str]:
        """The parameters of the address with `changed`; those that are empty are left out."""
        held = {"by": self.by, "country": self.country, "limit": self.limit}
        return {name: value for name, value in (held | changed).items() if value}


def show_silos(asked: Asking, **given: str | None) -> Silos:
    """Where the silos are. Raises BadGrouping, BadCountry, BadLimit."""
    return find_silos(
        asked.network,
        by=given.get("by"),
        country=given.get("country"),
        limit=_limit_of(given.get("limit")),
        language=asked.language,
    )


def _limit_of(given: str | None) -> int:
    if not given:
        return SHOWN
    if not (given.isascii() and given.isdigit() and len(given) <= LONGEST_DIGITS):
        raise BadLimit(value=given)
    return int(given)


def show_form(asked: Asking, answer: Silos | None, **given: str | None) -> SiloForm:
    """What the page shows of its form, and the words for the answer."""
    by, country, limit = (given.get(name) or "" for name in ("by", "country", "limit"))
    offered = services().offered.of(asked.network).countries
    codes = offered if country in (*offered, "") else (*offered, country)
    countries = sorted(((code, country_name(code, asked.language)) for code in codes), key=lambda pair: pair[::-1])
    if answer is None:
        return SiloForm(by, country, limit, tuple(countries))
    names = _names(asked, answer, is_sentence=False)
    # A community is told apart by the first of those whom it is named after.
    first: dict[str | None, str] = {
        silo.group: label(silo.best_tied[0]) if silo.given is None else silo.given.name
        for silo in answer.silos
        if silo.best_tied
    }
    briefly = names | first if answer.by is GroupBy.COMMUNITY else names
    return SiloForm(
        answer.by,
        country,
        limit,
        tuple(countries),
        sentence="" if answer.index is None else stay_inside(answer.by, answer.index, answer.index_expected, text),
        names=names,
        in_sentence=_names(asked, answer, is_sentence=True),
        columns={group: shortened(name, LONGEST_COLUMN) for group, name in briefly.items()},
        certainties={
            silo.group: text(certainty_message(silo.certainty)) for silo in answer.silos if silo.certainty is not None
        },
        scopes=possible_scopes(asked.network)
        if answer.by is GroupBy.COMMUNITY and asked.viewer.account is not None and asked.viewer.may(Permission.CURATE)
        else (),
    )


def _names(asked: Asking, answer: Silos, *, is_sentence: bool) -> dict[str | None, str]:
    """The names of all groups that the answer has in it."""
    rest: dict[str | None, str] = {None: text(THE_REST)}
    if answer.by is GroupBy.COMMUNITY:
        every: tuple[Silo | NamedGroup, ...] = (*answer.silos, *answer.others)
        return rest | {one.group: community_name(one, text, is_sentence=is_sentence) for one in every}
    name = group_in_sentence if is_sentence else group_in_list
    groups = {
        *(group for group in answer.shown if group is not None),
        *(one.group for one in answer.bridging),
        *(group for tie in answer.crossing for group in (tie.one_group, tie.other_group)),
    }
    return rest | {group: name(group, answer.by, asked.network.kinds, asked.language, text) for group in groups}


SILOS = Page(
    name="silos.show",
    path="/landscape/silos",
    summary="Which groups keep to themselves, which share no tie though chance gives some, who bridges, who is alone.",
    permission=Permission.READ,
    ask=show_silos,
    answer=Silos,
    template="silos/show.html",
    example=no_arguments,
    parameters=(
        Parameter("by", f"What makes the groups: {', '.join(GroupBy)}; country where it is left out."),
        Parameter("country", "Only groups inside this country, ISO 3166-1."),
        Parameter("limit", f"How many groups are shown, 1 to {MOST_SHOWN}; {SHOWN} where it is left out."),
    ),
    records=True,
    form=show_form,
    table=silo_rows,
)
