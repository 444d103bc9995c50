"""Which statements are about one actor. Names of people and small organizations are invented."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.identity.aliases import Aliases
from graphsvc.identity.resolving import Resolution, resolve
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import Decision, Judgement, StatementId

ALIASES = Aliases.load()
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def fact(
    number: int, *names: str, kind: str = "organization", country: str | None = "MX", ids: tuple[str, ...] = ()
) -> ActorFacts:
    printed = tuple((name, None, "name") for name in names)
    held = tuple((one.partition(":")[0], one.partition(":")[2]) for one in ids)
    return ActorFacts(StatementId(f"a{number:02}"), kind, country, (), printed, held)


def decided(left: int, right: int, judgement: Judgement) -> Decision:
    return Decision(StatementId(f"a{left:02}"), StatementId(f"a{right:02}"), judgement, "", "ada", NOON)


def groups(resolution: Resolution) -> set[frozenset[str]]:
    return {frozenset(members) for members in resolution.members.values()}


def joined(*facts: ActorFacts, decisions: tuple[Decision, ...] = ()) -> set[frozenset[str]]:
    return groups(resolve(facts, ALIASES, decisions))


ONE = {frozenset({"a01", "a02"})}
TWO = {frozenset({"a01"}), frozenset({"a02"})}


def test_nothing_gives_no_actors() -> None:
    assert resolve((), ALIASES).members == {}


def test_a_shared_identifier_joins_whatever_the_names() -> None:
    assert (
        joined(fact(1, "Casa Uno", ids=("org-id:MX-1",)), fact(2, "Uno House", country=None, ids=("org-id:MX-1",)))
        == ONE
    )


def test_codes_that_mean_the_same_join() -> None:
    old, new = fact(1, "Donor A", country=None, ids=("org-id:US-GOV",)), fact(2, "Donor B", ids=("org-id:US-USAGOV",))

    assert joined(old, new) == ONE


def test_one_organization_is_known_by_its_name_in_every_language() -> None:
    names = ["UNHCR", "ACNUR", "BMMYK", "Birleşmiş Milletler Mülteciler Yüksek Komiserliği", "the UN refugee agency"]

    found = joined(*(fact(number, name, country=None) for number, name in enumerate(names)))

    assert len(found) == 1


def test_an_acronym_of_one_country_means_nothing_in_another() -> None:
    ministry = fact(1, "Secretaría de Relaciones Exteriores", kind="public_body")

    assert joined(ministry, fact(2, "SRE", kind="public_body")) == ONE
    assert joined(ministry, fact(2, "SRE", kind="public_body", country="TR")) == TWO
    assert joined(ministry, fact(2, "SRE", kind="public_body", country=None)) == TWO


def test_a_wrong_name_under_a_right_identifier_joins_nobody() -> None:
    migration = fact(1, "USAID", country=None, ids=("org-id:XM-DAC-47066",))

    assert joined(migration, fact(2, "USAID", kind="public_body", country="US")) == TWO


def test_exact_names_join_within_kind_and_country_only() -> None:
    house = fact(1, "Casa del Río A.C.")

    assert joined(house, fact(2, "CASA DEL RIO AC")) == ONE
    assert joined(house, fact(2, "Casa del Río A.C.", country="GT")) == TWO
    assert joined(house, fact(2, "Casa del Río A.C.", country=None)) == TWO
    assert joined(house, fact(2, "Casa del Río A.C.", kind="event")) == TWO


def test_alike_is_not_the_same() -> None:
    assert (
        joined(fact(1, "Mia Keller", kind="person", country="US"), fact(2, "Max Keller", kind="person", country="US"))
        == TWO
    )


def test_a_name_shared_by_two_identified_people_joins_neither() -> None:
    first = fact(1, "Ana Roy", kind="person", ids=("bioguide:R1",))
    second = fact(2, "Ana Roy", kind="person", ids=("bioguide:R2",))
    unknown = fact(3, "Ana Roy", kind="person")

    assert joined(first, second) == TWO
    assert joined(first, second, unknown) == {*TWO, frozenset({"a03"})}
    assert joined(first, unknown) == {frozenset({"a01", "a03"})}


def test_two_people_are_not_joined_through_a_third() -> None:
    first = fact(1, "Ana Roy", kind="person", ids=("bioguide:R1",))
    second = fact(2, "Ani Roy", kind="person", ids=("bioguide:R2",))
    between = fact(3, "Ana Roy", "Ani Roy", kind="person")

    assert joined(first, second, between) == {*TWO, frozenset({"a03"})}


def test_unnamed_groups_are_never_joined_by_name() -> None:
    assert joined(fact(1, "Surveyed houses", kind="group"), fact(2, "Surveyed houses", kind="group")) == TWO


def test_a_decision_joins_and_its_withdrawal_parts() -> None:
    one, other = fact(1, "Casa Uno"), fact(2, "Uno House")

    assert joined(one, other, decisions=(decided(1, 2, Judgement.SAME),)) == ONE
    assert joined(one, other) == TWO


def test_a_decision_parts_what_a_name_or_identifier_would_join() -> None:
    apart = (decided(1, 2, Judgement.DIFFERENT),)

    assert joined(fact(1, "Casa Uno"), fact(2, "Casa Uno"), decisions=apart) == TWO
    assert joined(fact(1, "A", ids=("org-id:X",)), fact(2, "B", ids=("org-id:X",)), decisions=apart) == TWO


def test_a_parted_pair_keeps_its_other_friends() -> None:
    facts = [fact(1, "Casa Uno"), fact(2, "Casa Uno"), fact(3, "Casa Uno")]

    found = joined(*facts, decisions=(decided(1, 2, Judgement.DIFFERENT),))

    assert {len(group) for group in found} == {1, 2}
    assert not any({"a01", "a02"} <= group for group in found)


def test_an_actor_is_found_by_every_id_that_ever_fitted() -> None:
    before = resolve([fact(1, "Casa Uno")], ALIASES)
    after = resolve([fact(1, "Casa Uno"), fact(2, "Casa Uno", ids=("org-id:MX-1",))], ALIASES)
    (old_id,), (new_id,) = before.members, after.members

    assert old_id != new_id
    assert after.also[old_id] == new_id


def test_an_identifier_that_two_actors_claim_names_neither() -> None:
    pair = [fact(1, "A", ids=("org-id:X",)), fact(2, "B", ids=("org-id:X",))]

    parted = resolve(pair, ALIASES, (decided(1, 2, Judgement.DIFFERENT),))

    assert set(parted.members) == {"a01", "a02"}


NAMES = st.sampled_from(["Casa Uno", "CASA UNO", "Casa Dos", "UNHCR", "ACNUR", "Ana Roy"])
IDS = st.lists(st.sampled_from(["org-id:1", "org-id:2", "bioguide:A", "bioguide:B"]), max_size=2, unique=True)
FACTS = st.lists(
    st.tuples(st.lists(NAMES, min_size=1, max_size=2), st.sampled_from(["organization", "person"]), IDS), max_size=8
).map(lambda rows: [fact(n, *names, kind=kind, ids=tuple(ids)) for n, (names, kind, ids) in enumerate(rows)])


@st.composite
def decided_facts(draw: st.DrawFn) -> tuple[list[ActorFacts], tuple[Decision, ...]]:
    facts = draw(FACTS)
    pairs = [(one, other) for one in range(len(facts)) for other in range(one + 1, len(facts))]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True)) if pairs else []
    return facts, tuple(decided(*pair, draw(st.sampled_from(Judgement))) for pair in chosen)


@given(case=decided_facts(), seed=st.randoms(use_true_random=False))
def test_order_does_not_matter(case: tuple[list[ActorFacts], tuple[Decision, ...]], seed: object) -> None:
    facts, decisions = case
    shuffled = facts.copy()
    seed.shuffle(shuffled)

    assert resolve(shuffled, ALIASES, decisions[::-1]) == resolve(facts, ALIASES, decisions)


@given(case=decided_facts())
def test_every_statement_has_one_actor_and_decisions_hold(
    case: tuple[list[ActorFacts], tuple[Decision, ...]],
) -> None:
    facts, decisions = case

    found = resolve(facts, ALIASES, decisions)

    assert sorted(s for members in found.members.values() for s in members) == sorted(fact.id for fact in facts)
    assert all(
        found.also[statement] == actor == found.actor_of[statement] for statement, actor in found.actor_of.items()
    )
    same = [d for d in decisions if d.judgement is Judgement.SAME]
    assert all(found.actor_of[d.left] == found.actor_of[d.right] for d in same) or len(same) < len(decisions)
    if not same:
        assert all(found.actor_of[d.left] != found.actor_of[d.right] for d in decisions)
