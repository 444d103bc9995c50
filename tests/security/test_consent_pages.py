"""Requests on the pages: who sees what, what the link opens, what is refused, and what is recorded."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphsvc.access import Permission, Sensitivity
from graphsvc.consent.requests import LINK_SECONDS
from tests.webapp import (
    PAYLOADS,
    Site,
    asked_request,
    make_site,
    post,
    sample,
    statement_id,
    steady_headers,
    without_chance,
)

IDS = {key: statement_id(sample(), key) for key in ("coal", "hub", "body", "ana", "quiet")}
ROUTE = ",".join(IDS[key] for key in ("coal", "hub", "body"))
PURPOSE, PLAN = "To speak about permits for the shelter.", "Win the hearing before the others know."
CONTACT = "Desk 4, desk@example.org"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = make_site(tmp_path, sample())
    curator = frozenset({Permission.OPEN, Permission.READ, Permission.CURATE})
    made.accounts.add_person("cora", everywhere=Sensitivity.MEMBERS, permissions=curator)
    yield made
    made.close()


@pytest.fixture
def rosa(site: Site) -> FlaskClient:
    return site.client("rosa")


def written(client: FlaskClient, **changed: str) -> str:
    """The id of a draft written on the page."""
    form = {"route": ROUTE, "introducer": "", "asker_name": "The Coalition", "purpose": PURPOSE, "plan": PLAN}
    answer = post(client, "/en/requests", **(form | {"scope": "north/members"} | changed))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].rsplit("/", 1)[1]


def ask(client: FlaskClient, request: str) -> str:
    """Asks, and gives the path of the decision page in the shown text."""
    page = post(client, f"/en/requests/{request}/ask").get_data(as_text=True)
    found = re.search(r"http://localhost(/en/introductions/[\w-]{43})", html.unescape(page))
    assert found is not None
    return found[1]


def test_a_request_goes_from_the_form_to_its_outcome(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)
    link = ask(rosa, request)
    introducer = site.client()

    asked = introducer.get(link).get_data(as_text=True)
    said_yes = post(introducer, link, answer="agree", note="Gladly.")
    target_yes = post(introducer, link, answer="accept", contact=CONTACT)
    own = rosa.get(f"/en/requests/{request}").get_data(as_text=True)
    post(rosa, f"/en/requests/{request}/meet")
    post(rosa, f"/en/requests/{request}/close", outcome="helped", on="2027-01-15")

    assert PURPOSE in asked
    assert (said_yes.status_code, target_yes.status_code) == (200, 200)
    assert CONTACT in own
    closed = rosa.get(f"/api/v1/requests/{request}").get_json()["request"]
    assert (closed["state"], closed["outcome"], closed["outcome_on"]) == ("closed", "helped", "2027-01-15")
    assert [event["action"] for event in closed["events"]] == ["ask", "agree", "accept", "meet", "close"]


def test_the_introducer_sees_who_asks_whom_and_why_and_nothing_else(site: Site, rosa: FlaskClient) -> None:
    route = ",".join(IDS[key] for key in ("coal", "hub", "ana", "body"))
    link = ask(rosa, written(rosa, route=route))

    page = site.client().get(link).get_data(as_text=True)

    assert all(text in page for text in ("The Coalition", "Example Refuge Network", "Example Ministry", PURPOSE))
    assert not any(text in page for text in (PLAN, "Ana Example", "Example Coalition", *IDS.values(), "north/members"))


def test_no_contact_is_shown_before_both_have_said_yes(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)
    link = ask(rosa, request)
    post(site.client(), link, answer="agree", contact=CONTACT)

    for path in (f"/en/requests/{request}", f"/api/v1/requests/{request}", "/en/requests", "/api/v1/requests"):
        assert CONTACT not in rosa.get(path).get_data(as_text=True)


def test_the_link_is_shown_once(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)
    token = ask(rosa, request).rsplit("/", 1)[1]

    for path in (f"/en/requests/{request}", f"/api/v1/requests/{request}"):
        assert token not in rosa.get(path).get_data(as_text=True)


def test_a_used_an_old_and_an_invented_link_are_the_same_nothing(site: Site, rosa: FlaskClient) -> None:
    used, old = ask(rosa, written(rosa)), ask(rosa, written(rosa))
    guest = site.client()
    guest.get("/en/about")
    post(guest, used, answer="refuse")
    site.clock.now += LINK_SECONDS + 1
    invented = "/en/introductions/" + "A" * 43

    answers = [guest.get(path) for path in (used, old, invented, "/en/introductions/x")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({without_chance(answer.get_data(as_text=True)) for answer in answers}) == 1
    assert len({str(steady_headers(answer.headers)) for answer in answers}) == 1
    assert post(guest, used, answer="agree").status_code == 404


def test_the_decision_page_stays_out_of_indexes_and_histories(site: Site, rosa: FlaskClient) -> None:
    answer = site.client().get(ask(rosa, written(rosa)))

    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex' in answer.get_data(as_text=True)


def test_the_answers_are_offered_in_the_language_of_the_page_whichever_was_shown_first(
    site: Site, rosa: FlaskClient
) -> None:
    link = ask(rosa, written(rosa))
    in_english = site.client().get(link).get_data(as_text=True)

    in_spanish = site.client().get(link.replace("/en/", "/es/")).get_data(as_text=True)

    assert "Yes, I will ask them" in in_english
    assert "Yes, I will ask them" not in in_spanish
    assert "Sí, se lo voy a pedir" in in_spanish


def test_looking_at_a_link_decides_nothing(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)
    link = ask(rosa, request)
    for _ in range(3):
        site.client().get(link)
        site.client().head(link)

    assert rosa.get(f"/api/v1/requests/{request}").get_json()["request"]["state"] == "asked"


def test_the_one_who_asks_cannot_answer_for_the_introducer(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)
    link = ask(rosa, request)

    assert 'name="answer"' not in rosa.get(link).get_data(as_text=True)
    assert post(rosa, link, answer="agree").status_code == 409
    assert post(rosa, f"/en/requests/{request}/agree").status_code == 409
    assert rosa.get(f"/api/v1/requests/{request}").get_json()["request"]["state"] == "asked"


def test_links_cannot_be_tried_without_end(site: Site) -> None:
    guest = site.client()
    answers = [guest.get(f"/en/introductions/{number:043d}").status_code for number in range(31)]

    assert answers[:30] == [404] * 30
    assert answers[30] == 429


@pytest.mark.parametrize("name", [None, "clara", "cora", "adan"])
def test_anothers_request_is_as_absent_as_one_that_never_was(site: Site, rosa: FlaskClient, name: str | None) -> None:
    request = written(rosa)
    ask(rosa, request)
    client = site.client(name)
    client.get("/en/about")

    for path in ("/en/requests/{id}", "/api/v1/requests/{id}", "/en/requests/asked/{id}"):
        theirs, absent = (client.get(path.format(id=one)) for one in (request, "q" + "0" * 24))
        assert theirs.status_code == absent.status_code == 404
        assert without_chance(theirs.get_data(as_text=True)) == without_chance(absent.get_data(as_text=True))
    for action in ("withdraw", "refuse", "close", "rewrite", "no-such-thing"):
        sent = post(client, f"/en/requests/{request}/{action}", purpose="x", plan="", scope="north/public")
        assert sent.status_code in ((401,) if name is None else (404,))
    assert rosa.get(f"/api/v1/requests/{request}").get_json()["request"]["state"] == "asked"


def test_guests_are_told_that_requests_need_an_account_and_how_to_sign_in(site: Site) -> None:
    guest = site.client()

    for path in ("/en/requests", f"/en/requests/new?route={ROUTE}"):
        page = guest.get(path).get_data(as_text=True)
        assert "Requests for an introduction need an account." in page
        assert '<a class="button" href="/en/sign-in' in page
    assert post(guest, "/en/requests", route=ROUTE, purpose=PURPOSE, scope="north/public").status_code == 401


@pytest.mark.parametrize(
    "route", ["", "x", "{coal},{hub}", "{coal},{hub},{coal}", "{coal},{quiet},{body}", "{coal},a0000000000,{body}"]
)
def test_a_route_of_actors_who_are_hidden_or_absent_is_not_there(rosa: FlaskClient, route: str) -> None:
    path = route.format(**IDS)

    assert rosa.get(f"/en/requests/new?route={path}").status_code == 404
    sent = post(rosa, "/en/requests", route=path, purpose=PURPOSE, scope="north/members", asker_name="x")
    assert sent.status_code == 404


@pytest.mark.parametrize("scope", ["north/restricted", "south/public", "north/sealed", "", "north"])
def test_a_request_belongs_where_its_requester_may_look(rosa: FlaskClient, scope: str) -> None:
    sent = post(rosa, "/en/requests", route=ROUTE, purpose=PURPOSE, scope=scope, asker_name="x")

    assert sent.status_code == 422
    assert rosa.get("/api/v1/requests").get_json()["groups"] == []


def test_the_form_offers_the_most_closed_scope_first(site: Site) -> None:
    page = site.client("clara").get(f"/en/requests/new?route={ROUTE}")
    answer = site.client("clara").get(f"/api/v1/requests/new?route={ROUTE}").get_json()

    assert answer["usual_scope"] == "north/restricted"
    assert re.findall(r'<option value="([^"]+)" selected', page.get_data(as_text=True)) == ["north/restricted"]


def test_what_was_typed_is_still_there_after_a_mistake(rosa: FlaskClient) -> None:
    sent = post(rosa, "/es/requests", route=ROUTE, purpose=" ", plan=PLAN, scope="north/members", asker_name="The C.")
    page = sent.get_data(as_text=True)

    assert sent.status_code == 422
    assert "Falta un texto." in page
    assert PLAN in page
    assert 'value="The C."' in page


def test_texts_of_people_are_never_markup(site: Site, rosa: FlaskClient) -> None:
    text = " ".join(PAYLOADS)
    request = written(rosa, purpose=text, plan=text, asker_name=text)
    link = ask(rosa, request)
    post(site.client(), link, answer="postpone", note=text)

    pages = [rosa.get("/en/requests"), rosa.get(f"/en/requests/{request}"), site.client().get(link)]

    for page in pages:
        assert "<script>document" not in page.get_data(as_text=True)
        assert "<img src=x" not in page.get_data(as_text=True)
        assert html.escape(PAYLOADS[0]).replace("&#x27;", "&#39;") in page.get_data(as_text=True)


def test_a_form_of_another_site_changes_nothing(site: Site, rosa: FlaskClient) -> None:
    link = ask(rosa, written(rosa))
    guest = site.client()

    foreign = guest.post(link, data={"answer": "refuse"}, headers={"Origin": "http://evil.example"})

    assert foreign.status_code == 403
    assert guest.get(link).status_code == 200


def test_never_again_takes_the_introducer_out_for_everybody(site: Site, rosa: FlaskClient) -> None:
    post(site.client(), ask(rosa, written(rosa)), answer="refuse", never_again="yes")

    page = rosa.get(f"/en/requests/new?route={ROUTE}").get_data(as_text=True)
    sent = post(rosa, "/en/requests", route=ROUTE, purpose=PURPOSE, scope="north/members", asker_name="x")

    assert "They have asked not to be used as an introducer." in page
    assert 'name="purpose"' not in page
    assert sent.status_code == 409
    for name in (None, "clara", "cora"):
        assert site.client(name).get(f"/api/v1/actors/{IDS['hub']}").get_json()["is_opted_out"] is True


def test_a_curator_records_and_withdraws_an_opt_out(site: Site) -> None:
    cora = site.client("cora")
    path = f"/en/actors/{IDS['hub']}"

    recorded = post(cora, f"{path}/opt-out")
    during = site.client().get(path).get_data(as_text=True)
    withdrawn = post(cora, f"{path}/opt-out/withdraw")
    again = post(cora, f"{path}/opt-out/withdraw")

    assert (recorded.status_code, withdrawn.status_code, again.status_code) == (303, 303, 404)
    assert "No introduction route leads through them." in during
    assert "No introduction route leads through them." not in site.client().get(path).get_data(as_text=True)


@pytest.mark.parametrize("name", [None, "rosa", "adan"])
def test_only_curators_record_opt_outs(site: Site, name: str | None) -> None:
    client = site.client(name)

    assert post(client, f"/en/actors/{IDS['hub']}/opt-out").status_code == 404
    assert "/opt-out" not in client.get(f"/en/actors/{IDS['hub']}").get_data(as_text=True)
    assert site.services.consent.opt_outs.all() == ()


def test_a_curator_records_nothing_about_an_actor_who_is_hidden(site: Site) -> None:
    cora = site.client("cora")

    hidden, absent = (post(cora, f"/en/actors/{one}/opt-out") for one in (IDS["quiet"], "a0000000000"))

    assert hidden.status_code == absent.status_code == 404
    assert site.services.consent.opt_outs.all() == ()


def test_an_account_that_speaks_for_the_introducer_answers_signed_in(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)
    ask(rosa, request)
    network = site.networks.of(site.accounts.people.named("clara").viewer)
    hub = network.find(IDS["hub"])
    site.services.consent.link_account(str(network.viewer.account), hub, network.keys(hub))
    clara = site.client("clara")

    listed = clara.get("/en/requests").get_data(as_text=True)
    answered = post(clara, f"/en/requests/asked/{request}", answer="agree")

    assert f"/en/requests/asked/{request}" in listed
    assert PLAN not in clara.get(f"/api/v1/requests/asked/{request}").get_data(as_text=True)
    assert answered.status_code == 303
    assert rosa.get(f"/api/v1/requests/{request}").get_json()["request"]["state"] == "agreed"


def test_the_audit_names_what_was_done_by_ids_only(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)
    post(site.client(), ask(rosa, request), answer="refuse", never_again="yes")

    account = site.accounts.people.named("rosa").account
    told = [(one.what, one.account, one.subject) for one in site.accounts.audit.entries()]
    assert told[-4:] == [
        ("request written", account, request),
        ("request: ask", account, request),
        ("request: refuse", None, request),
        ("introducer opted out", None, request),
    ]


def test_a_draft_is_rewritten_on_its_page(site: Site, rosa: FlaskClient) -> None:
    request = written(rosa)

    post(rosa, f"/en/requests/{request}/rewrite", purpose="Another purpose.", plan="", scope="north/public")

    own = rosa.get(f"/api/v1/requests/{request}").get_json()["request"]
    assert (own["purpose"], own["plan"], own["scope"]) == ("Another purpose.", "", "north/public")


def test_the_service_is_not_ready_without_its_introductions(site: Site) -> None:
    site.services.consent._file._connection.execute("DROP TABLE request_key")
    site.services.consent._file._connection.execute("DROP TABLE event")
    site.services.consent._file._connection.execute("DROP TABLE request_step")
    site.services.consent._file._connection.execute("DROP TABLE request")

    assert site.client().get("/health/ready").status_code == 503


def test_a_request_of_the_sample_is_told_to_its_owner_only(site: Site, rosa: FlaskClient) -> None:
    made = asked_request(site, "rosa")

    assert [one["id"] for one in rosa.get("/api/v1/requests").get_json()["asked"]] == [made]
    assert site.client("clara").get("/api/v1/requests").get_json() == {"has_account": True, "groups": [], "asked": []}
