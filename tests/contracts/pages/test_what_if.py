"""The sandbox: the form without script, what cannot be done, plans that are kept and shared, ties that are proposed."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.access import Permission, Sensitivity
from queries.what_if import BadWhatIf
from queries.what_if_values import Problem
from tests.contracts.pages.visiting import joined
from tests.webapp import HIDDEN_KEY, LONG_NAME, READER, Site, kept_plan, post, sample, statement_id
from web.what_if_words import PROBLEMS, REFUSALS

NO_DATE = "This is not a date of the years 1800 to 2200."
NETWORK = sample()
HUB, BODY, ANA, COAL, FUND, ALONE, LONG = (
    statement_id(NETWORK, key) for key in ("hub", "body", "ana", "coal", "fund", "alone", "long")
)
HIDDEN = statement_id(NETWORK, HIDDEN_KEY)
PATH = "/en/landscape/what-if"
ASKED = {"from": FUND, "to": BODY}
PLAN = ASKED | {"add": f"{FUND}:{BODY}:knows", "remove": f"{LONG}:{HUB}"}


@pytest.fixture(scope="module")
def cora(site: Site) -> str:
    """A curator who sees everything in the collection of the north."""
    site.accounts.add_person(
        "cora",
        everywhere=Sensitivity.PUBLIC,
        clearances={"north": Sensitivity.RESTRICTED},
        permissions=READER | {Permission.CURATE},
    )
    return "cora"


def page_of(response: TestResponse) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def sentence(response: TestResponse) -> str:
    return joined(page_of(response).xpath("//h1")[0].text_content())


def shown(response: TestResponse) -> str:
    return joined(page_of(response).get_element_by_id("main").text_content())


def query_of(response: TestResponse) -> dict[str, list[str]]:
    return parse_qs(urlsplit(response.headers["Location"]).query)


def see(client: FlaskClient, path: str = PATH, **query: str) -> TestResponse:
    return client.get(path, query_string=query)


# -- the plan in the address


def test_the_sentence_comes_first_then_the_figures_then_the_plan(site: Site) -> None:
    response = see(site.client(), **PLAN)
    text = shown(response)

    assert (
        sentence(response)
        == "This plan changes how far it is from Example Fund to Example Ministry, but not who is within a few ties."
    )
    assert (
        "1 of 1 best routes pass through Example Refuge Network now; with the plan no route needs anybody in between."
        in text
    )
    rows = [
        [joined(cell.text_content()) for cell in row.xpath("./td")] for row in page_of(response).xpath("//tbody/tr")
    ]
    assert rows[4] == ["Mean distance in ties", "2", "1"]
    assert [joined(line.text_content()) for line in page_of(response).xpath("//ol[@class='plan']/li")] == [
        "New tie: Example Fund knows Example Ministry×",
        f"Tie taken away: {LONG_NAME} works with Example Refuge Network×",
    ]


def test_the_address_of_the_page_restores_it_and_each_line_can_be_taken_out(site: Site) -> None:
    client = site.client()
    page = page_of(see(client, **PLAN))
    (own,) = page.xpath("//p[@class='twin']/a[contains(text(), 'Address')]/@href")
    outs = page.xpath("//ol[@class='plan']//a[@class='out']/@href")

    assert shown(client.get(own)) == shown(see(client, **PLAN))
    assert ["remove" in parse_qs(urlsplit(out).query) for out in outs] == [True, False]
    assert [client.get(out).status_code for out in outs] == [200, 200]


def test_an_empty_form_is_no_mistake_and_in_json_a_problem(site: Site) -> None:
    client = site.client()

    assert [see(client, **query).status_code for query in ({}, ASKED, {"add": PLAN["add"]})] == [200, 200, 200]
    assert sentence(see(client)) == "What if you had another tie?"
    refused = see(client, "/api/v1/landscape/what-if", **ASKED)
    assert (refused.status_code, refused.get_json()["code"]) == (400, "what-if.empty")


@pytest.mark.parametrize(
    ("query", "code", "says"),
    [
        ({"add": "x"}, "what-if.bad-line", "A line of the plan in the address cannot be read."),
        ({"add": "x:y:z:w"}, "what-if.bad-line", "A line of the plan in the address cannot be read."),
        ({"add": "x::knows"}, "what-if.bad-line", "A line of the plan in the address cannot be read."),
        ({"leave": ",".join(f"a{n}" for n in range(21))}, "what-if.too-many", "A plan has at most 20 changes."),
        ({"to": FUND, "leave": ANA}, "introductions.bad-end", "Everybody to reach is among those who ask."),
        ({"as_of": "soon", "leave": ANA}, "introductions.bad-controls", NO_DATE),
        ({"as_of": "1000", "leave": ANA}, "introductions.bad-controls", NO_DATE),
    ],
)
def test_a_plan_that_cannot_be_read_keeps_the_form(site: Site, query: dict[str, str], code: str, says: str) -> None:
    client = site.client()

    page, twin = (see(client, path, **ASKED | query) for path in (PATH, "/api/v1/landscape/what-if"))

    assert (page.status_code, sentence(page)) == (400, says)
    assert (twin.status_code, twin.get_json()["code"]) == (400, code)
    assert page_of(page).xpath("//form[contains(@class, 'plan-form')]")


def test_a_line_that_cannot_be_done_is_named_and_the_rest_is_done(site: Site) -> None:
    response = see(site.client(), **ASKED, add=f"{FUND}:{BODY},{FUND}:{HUB},{FUND}:{HUB}:nothing", leave="a-nobody")
    lines = [joined(line.text_content()) for line in page_of(response).xpath("//ol[@class='plan']/li")]

    assert response.status_code == 200
    assert [line.partition("Not done: ")[2] for line in lines] == [
        "",
        "They are tied already.",
        "There is no such kind of tie here.",
        "One of its actors is not here (any more).",
    ]


def test_who_is_hidden_and_who_is_not_there_are_the_same(site: Site) -> None:
    client = site.client()
    bodies = []
    for one in (HIDDEN, "a0000000000000000000f"):
        answer = see(client, "/api/v1/landscape/what-if", **ASKED, add=f"{FUND}:{BODY}", leave=one)
        bodies.append(answer.get_data())
        assert see(client, **{"from": one, "to": BODY, "leave": ANA}).status_code == 404

    assert bodies[0] == bodies[1]


def test_every_refusal_and_problem_has_its_words() -> None:
    refused = {text for error in (BadWhatIf, *BadWhatIf.__subclasses__()) if error.__module__.startswith("queries")
               for text in (error.message, error.hint)}  # fmt: skip

    assert refused <= set(REFUSALS)
    assert set(PROBLEMS) == {problem.value for problem in Problem}


# -- the form without script


def test_typed_names_that_are_clear_become_a_line(site: Site) -> None:
    sent = post(
        site.client(), PATH, **ASKED, add_one_text="Example Fund", add_other_text="Example Hermit", add_kind="knows"
    )

    (line,) = query_of(sent)["add"]
    assert (sent.status_code, line.count(":"), line.endswith(":knows")) == (303, 2, True)
    assert not {"add_one", "add_other", "add_kind"} & query_of(sent).keys()


def test_a_typed_name_that_is_not_clear_leads_to_a_choice_and_then_to_the_line(site: Site) -> None:
    client = site.client()
    sent = post(client, PATH, **ASKED, add_one_text="Example Fund", add_other_text="example")
    choice = page_of(client.get(sent.headers["Location"]))

    assert "example" not in sent.headers["Location"]
    assert joined(choice.xpath("//h2")[0].text_content()) == "Whom do you mean by “example”?"
    chosen = next(link for link in choice.xpath("//section//a") if link.text_content() == "Example Hermit")
    made = client.get(chosen.get("href"))
    assert "New tie: Example Fund works with Example Hermit" in shown(made)


def test_a_typed_name_that_nobody_has_says_so(site: Site) -> None:
    client = site.client()
    sent = post(client, PATH, **ASKED, leave_text="nobody at all")

    assert "Nobody here is called “nobody at all”." in shown(client.get(sent.headers["Location"]))


def test_the_form_keeps_the_plan_that_is_there(site: Site) -> None:
    sent = post(site.client(), PATH, **PLAN, leave_text="Example Hermit")

    assert {name: query_of(sent)[name] for name in ("add", "remove")} == {
        name: [PLAN[name]] for name in ("add", "remove")
    }
    assert len(query_of(sent)["leave"]) == 1


# -- plans that are kept


def keep(client: FlaskClient, **fields: str) -> TestResponse:
    return post(client, f"{PATH}/keep", **PLAN | {"title": "Nearer to it", "scope": "north/members"} | fields)


def test_a_plan_is_kept_under_an_address_that_others_can_open(site: Site) -> None:
    made = keep(site.client("rosa"))
    address = urlsplit(made.headers["Location"]).path

    theirs = site.client("clara").get(address)
    assert (made.status_code, theirs.status_code) == (303, 200)
    assert "Nearer to it" in shown(theirs)
    assert "Delete this plan" not in shown(theirs)
    assert site.client().get(address).status_code == 404
    assert re.fullmatch(r"/en/landscape/what-if/p[0-9a-f]{32}", address)


def test_its_owner_finds_a_plan_in_the_sandbox_and_deletes_it(site: Site) -> None:
    client = site.client("rosa")
    address = urlsplit(keep(client, title="To be deleted").headers["Location"]).path
    assert address in page_of(see(client)).xpath("//section[@class='own-plans']//a/@href")

    assert post(site.client("clara"), f"{address}/delete").status_code == 404
    gone = post(client, f"{address}/delete")

    assert (gone.status_code, client.get(address).status_code) == (303, 404)


def test_a_kept_plan_leads_back_into_the_sandbox(site: Site) -> None:
    client = site.client("rosa")
    kept = page_of(client.get(keep(client).headers["Location"]))
    (back,) = kept.xpath("//a[contains(text(), 'Change it')]/@href")

    assert sentence(client.get(back)) == joined(kept.xpath("//h1")[0].text_content())


def test_a_class_with_typed_words_is_kept_and_opened_by_somebody_else(site: Site) -> None:
    client = site.client("rosa")
    sent = post(client, PATH, **{"from": FUND, "add": f"{FUND}:{ANA}"}, to_role="policymaker", to_words_text="ana exam")
    query = {name: values[0] for name, values in query_of(sent).items()}
    made = post(client, f"{PATH}/keep", **query, title="Words", scope="north/public")

    theirs = site.client().get(made.headers["Location"])

    assert (theirs.status_code, "“ana exam”" in shown(theirs)) == (200, True)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "A text is missing."),
        ({"scope": "north/restricted"}, "You may not look into the place that was chosen."),
        ({"scope": "elsewhere/public"}, "You may not look into the place that was chosen."),
        ({"add": f"{FUND}:{HUB}"}, "A line of the plan cannot be done."),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_plan_stays(site: Site, fields: dict[str, str], says: str) -> None:
    made = keep(site.client("rosa"), **fields)

    assert made.status_code == 422
    assert says in shown(made)
    assert page_of(made).xpath("//ol[@class='plan']/li")


def test_keeping_and_deleting_need_an_account(site: Site) -> None:
    address = f"{PATH}/{kept_plan(site, 'rosa')}"

    assert [keep(site.client()).status_code, post(site.client(), f"{address}/delete").status_code] == [401, 401]
    assert site.client("rosa").get(address).status_code == 200


def test_a_plan_of_what_a_reader_may_not_see_is_as_one_that_is_not_there(site: Site, cora: str) -> None:
    hidden = {"add": f"{FUND}:{HIDDEN}", "remove": f"{LONG}:{HUB}"}
    address = urlsplit(keep(site.client(cora), **hidden, scope="north/public").headers["Location"]).path

    client = site.client()
    assert site.client(cora).get(address).status_code == 200
    forbidden, absent = (client.get(one) for one in (address, f"{PATH}/p{'0' * 32}"))
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert sentence(forbidden) == sentence(absent)


# -- ties that are proposed


def propose(client: FlaskClient, **fields: str) -> TestResponse:
    given = ASKED | {"add": f"{FUND}:{ALONE}", "title": "Meet the hermit", "scope": "north/members"}
    return post(client, f"{PATH}/propose", **given | fields)


def test_proposed_ties_are_planned_on_the_pages_and_their_source_is_named(site: Site, cora: str) -> None:
    client = site.client(cora)

    made = propose(client)

    assert (made.status_code, sentence(made)) == (200, "1 tie is proposed.")
    run = next(run for run in site.networks.store.runs(site.accounts.people.named(cora).viewer, limit=5))
    assert (run.importer, run.account) == ("proposal", site.accounts.people.named(cora).viewer.account)
    assert run.source in shown(made)
    assert "planned" in shown(client.get(f"/en/actors/{ALONE}"))
    assert see(client, **ASKED, add=f"{FUND}:{ALONE}").status_code == 200
    assert "They are tied already." not in shown(see(client, **ASKED, add=f"{FUND}:{ALONE}"))
    assert "ties proposed" in {entry.what for entry in site.accounts.audit.entries()}


def test_the_number_of_a_run_which_counts_hidden_ones_is_for_those_who_see_every_run(site: Site, cora: str) -> None:
    site.accounts.add_person("kurt", everywhere=Sensitivity.RESTRICTED, permissions=READER | {Permission.CURATE})

    ours = propose(site.client(cora), add=f"{HUB}:{ALONE}", title="Ours")
    whole = propose(site.client("kurt"), add=f"{BODY}:{COAL}", title="Whole")

    run = next(run for run in site.networks.store.runs(site.accounts.people.named("kurt").viewer, limit=1))
    assert f"graphsvc undo {run.number}" in shown(whole)
    assert ours.status_code == 200
    assert re.search(r"([Rr]un|undo) \d", shown(ours)) is None


def test_a_proposal_tells_guests_no_name_to_sign_in_with(site: Site, cora: str) -> None:
    made = propose(site.client(cora), add=f"{BODY}:{LONG}", title="For all", scope="north/public")
    assert made.status_code == 200

    listed = site.client().get("/api/v1/sources")

    proposed = next(one for one in listed.get_json()["sources"] if one["title"] == "For all")
    assert proposed["reporter"] == "curators of north"
    assert cora not in listed.get_data(as_text=True)
    last = site.accounts.audit.entries()[-1]
    assert (last.what, last.account) == ("ties proposed", site.accounts.people.named(cora).viewer.account)


def test_proposing_twice_and_what_cannot_be_proposed_is_said(site: Site, cora: str) -> None:
    client = site.client(cora)
    propose(client, add=f"{FUND}:{ANA}")

    again, nothing = propose(client, add=f"{FUND}:{ANA}"), propose(client, add="", remove=f"{LONG}:{HUB}")

    assert (again.status_code, "You have proposed these ties there already." in shown(again)) == (422, True)
    assert (nothing.status_code, "The plan adds no tie" in shown(nothing)) == (422, True)


@pytest.mark.parametrize("name", ["rosa", "clara"])
def test_only_a_curator_proposes(site: Site, name: str) -> None:
    before = site.networks.store.info().published

    assert propose(site.client(name)).status_code == 404
    assert "Propose the new ties" not in shown(see(site.client(name), **PLAN))
    assert site.networks.store.info().published == before
