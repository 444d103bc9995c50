"""What the page on missing ties shows of its form, and the words for its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphsvc.kinds import Kinds
from graphsvc.network import Network
from graphsvc.traits import ActorClass
from queries.groupings import GroupBy
from queries.missing_tie_values import JoinedPair, MissingTies
from queries.missing_ties import MOST_ASKING, PLANNED, STEPS
from web.address_form import ENDS, OF_ENDS
from web.introduction_view import FormView
from web.missing_tie_words import NEW_TIES, Text, class_in_words, end_in_words, numeral
from web.silo_words import community_name, group_in_sentence

SUGGESTED = 3
IN_SANDBOX = frozenset({*ENDS, *OF_ENDS, "as_of"})
"""What of a question the sandbox takes over."""
ORGANIZATION = "organization"
POLICY_ROLES, OFFICE_ROLES = ("policymaker", "legislator", "legislature"), ("agency", "government", "funder")
"""The first of these roles that anybody has is whom a first question is about."""


@dataclass(frozen=True, slots=True)
class Told:
    """The words for an answer, in the language of the page.

    Attributes:
        start, target: the two ends, within a sentence.
        new_ties: how many new ties the plan has, as a sentence begins; count: the same as a word.
        pairs: the pairs of groups that the ties would join, each once.
        groups: {(way to group, label): the name of a group within a sentence}.
        communities: {label: the name of a community in a list}.
    """

    start: str
    target: str
    new_ties: str
    count: str
    pairs: tuple[JoinedPair, ...]
    groups: Mapping[tuple[str, str], str]
    communities: Mapping[str, str]

    def pair(self, joined: JoinedPair) -> tuple[str, str]:
        """The names of the two groups that a tie would join, within a sentence."""
        by = joined.by.value
        return self.groups[by, joined.one], self.groups[by, joined.other]

    def listed(self, joined: JoinedPair) -> tuple[str, str]:
        """The same as they stand in a list."""
        if joined.by is GroupBy.COMMUNITY:
            return self.communities[joined.one], self.communities[joined.other]
        return self.pair(joined)


@dataclass(frozen=True, slots=True)
class MissingTieView:
    """The form, and the words for what it gave.

    Attributes:
        ends: the two ends of the form.
        steps, plan, limit: as the address has them; empty where it has none.
        told: None without an answer.
        suggested: where nothing is asked, (words for the question, its arguments).
    """

    ends: FormView
    steps: str
    plan: str
    limit: str
    told: Told | None = None
    suggested: tuple[tuple[str, str, Mapping[str, str]], ...] = field(default=())

    @property
    def is_asked(self) -> bool:
        """Whether both ends are there."""
        return self.ends.is_asked

    @property
    def missing_end(self) -> str:
        """The end that is not there yet, where the other one is; else empty."""
        there = [end for end in ENDS if self.ends.form.has_end(end) or self.ends.form.get(f"{end}_typed")]
        return "" if len(there) != 1 else next(end for end in ENDS if end not in there)

    @property
    def has_nothing(self) -> bool:
        """Whether neither end is there."""
        return not any(self.ends.form.has_end(end) or self.ends.form.get(f"{end}_typed") for end in ENDS)

    @property
    def usual(self) -> Mapping[str, int]:
        """What stands for numbers that are left out."""
        return {"steps": STEPS, "plan": PLANNED}

    def query(self, **changed: str) -> dict[str, str]:
        """The arguments of the address with `changed`."""
        return self.ends.query(self.ends.form) | changed

    def in_sandbox(self, answer: MissingTies) -> dict[str, str]:
        """The arguments of the sandbox with the plan of `answer` and the same two ends."""
        asked = {name: value for name, value in self.ends.form.query().items() if name in IN_SANDBOX}
        return asked | {"add": ",".join(f"{tie.one.id}:{tie.other.id}" for tie in answer.plan)}


def told(answer: MissingTies, kinds: Kinds, language: str, text: Text) -> Told:
    """The words for `answer`."""
    groups: dict[tuple[str, str], str] = {}
    communities = {one.group: one for one in answer.communities}
    once: dict[tuple[GroupBy, str, str], JoinedPair] = {}
    for pair in (pair for tie in answer.ties for pair in tie.joins):
        low, high = sorted((pair.one, pair.other))
        once.setdefault((pair.by, low, high), pair)
        for label in (pair.one, pair.other):
            if pair.by is GroupBy.COMMUNITY:
                groups[pair.by.value, label] = community_name(communities[label], text, is_sentence=True)
            else:
                groups[pair.by.value, label] = group_in_sentence(label, pair.by, kinds, language, text)
    return Told(
        start=end_in_words(answer.start, kinds, language, text),
        target=end_in_words(answer.target, kinds, language, text),
        new_ties=text(NEW_TIES[len(answer.plan)]) if answer.plan else "",
        count=numeral(len(answer.plan), text),
        pairs=tuple(sorted(once.values(), key=lambda pair: list(GroupBy).index(pair.by))),
        groups=groups,
        communities={label: community_name(one, text) for label, one in communities.items()},
    )


def suggested(network: Network, language: str, text: Text) -> tuple[tuple[str, str, Mapping[str, str]], ...]:
    """First questions, from the countries that have most organizations.

    From these organizations to policymakers, and from everybody there to government agencies, where there are any.

    Returns:
        (who would make the ties, whom to reach, arguments of the address) of each.
    """
    traits, kinds = network.traits(), network.kinds
    present = frozenset().union(*traits.roles)
    pairs = list(zip(traits.kind.tolist(), traits.country, strict=True))
    count: Counter[str | None] = Counter(country for kind, country in pairs if kind == ORGANIZATION)
    everybody = Counter(traits.country)
    asking: list[tuple[ActorClass, Counter[str | None], str | None, str]] = [
        (ActorClass(kind=ORGANIZATION), count, _first(POLICY_ROLES, present), ""),
        (ActorClass(), everybody, _first(OFFICE_ROLES, present), "2"),
    ]
    found = []
    for country in sorted(filter(None, count), key=lambda one: (-count[one], one))[:SUGGESTED]:
        for start, sizes, role, steps in asking:
            if role is not None and sizes[country] <= MOST_ASKING:
                given = {"from_kind": start.kind, "from_country": country, "to_role": role, "steps": steps}
                words = class_in_words(replace(start, country=country), kinds, language, text)
                reached = class_in_words(ActorClass(role=role), kinds, language, text)
                found.append((words, reached, {name: value for name, value in given.items() if value}))
    return tuple(found)


def _first(roles: Sequence[str], present: frozenset[str]) -> str | None:
    return next((role for role in roles if role in present), None)
