"""All pages and blueprints. A new page is one line here and one `Page` in the module of its subject."""

from __future__ import annotations

from web.about import about
from web.actors import ACTOR, MAP, actors
from web.api import api
from web.decisions import decisions
from web.dependence import DEPENDENCE
from web.flow_dependence import FLOW_DEPENDENCE
from web.flow_shock import SHOCK
from web.flows import FLOWS_PAGE, flows
from web.group_names import group_names
from web.health import health
from web.home import HOME, home
from web.introductions import BRIEF, INTRODUCTIONS_PAGE, introductions
from web.kept_cuts import KEPT_CUT
from web.landscape import BROKERS, landscape
from web.missing_ties import MISSING_TIES, missing_ties
from web.opt_outs import opt_outs
from web.requests import ASKED, NEW, OWN, REQUESTS, requests
from web.search import RESULTS, search
from web.sign_in import sign_in
from web.silos import SILOS
from web.sources import SOURCES
from web.statements import STATEMENT
from web.static_files import static_files
from web.ties import BETWEEN, TIES
from web.what_if import KEPT, WHAT_IF
from web.what_if_changes import what_if

PAGES = (
    *(HOME, RESULTS, ACTOR, TIES, BETWEEN, MAP, STATEMENT, SOURCES),
    *(INTRODUCTIONS_PAGE, BRIEF, DEPENDENCE, BROKERS, SILOS, MISSING_TIES, WHAT_IF, KEPT),
    *(FLOWS_PAGE, FLOW_DEPENDENCE, SHOCK, KEPT_CUT),
    *(REQUESTS, NEW, OWN, ASKED),
)
BLUEPRINTS = (
    *(static_files, home, search, actors, sign_in, about, health, api),
    *(introductions, landscape, group_names, missing_ties, what_if, flows, requests, decisions, opt_outs),
)
