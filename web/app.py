"""Makes the web application. Everything it rests on is given in; the command line puts the parts together."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from graphsvc.config import Settings, is_loopback
from graphsvc.consent.consent import Consent
from graphsvc.errors import BadSetting
from graphsvc.network import Networks
from web import compression, headers, origin, problems, templating, visits
from web.access import undeclared_endpoints
from web.accounts.accounts import Accounts
from web.asking import EXTENSION, Services
from web.budgets import Budgets
from web.catalogues import Catalogues
from web.deadlines import Deadlines
from web.kept_maps import KeptMaps
from web.offered import KeptOffered
from web.pages import add_page
from web.registry import BLUEPRINTS, PAGES
from web.static_files import content_version
from web.typed_texts import TypedTexts

LARGEST_FORM_BYTES = 64_000
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def create_app(
    settings: Settings,
    networks: Networks,
    accounts: Accounts,
    *,
    clock: Callable[[], float] = time.time,
) -> Flask:
    """The application.

    Args:
        networks: gives what a viewer may see; its `consent` keeps opt-outs and requests.
        accounts: who may sign in.
        clock: seconds since 1970.

    Raises:
        BadSetting: a language of `settings` has no pages, an endpoint declares no permission, or `networks` has no
            `consent`.
    """
    app = Flask("web", static_folder=None)
    app.config.update(
        # No page takes files yet; the one that does raises this for itself, up to max_upload_bytes.
        MAX_CONTENT_LENGTH=min(LARGEST_FORM_BYTES, settings.max_upload_bytes),
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
        MAX_FORM_PARTS=100,
        TRUSTED_HOSTS=list(trusted_hosts(settings)),
    )
    if networks.consent is None:
        raise BadSetting("The pages need the introductions file.", hint="Give it to the networks.")
    app.extensions[EXTENSION] = _services(settings, networks, accounts, networks.consent, clock)
    if settings.trusted_proxies:
        # The host name stays the one of the request itself: it is compared with the trusted ones.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0
        )
    app.url_map.converters["language"] = _language_converter(settings.languages)
    visits.install(app)
    origin.install(app)
    templating.install(app)
    problems.install(app)
    compression.install(app)
    headers.install(app, is_secure=settings.secure_cookies)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for page in PAGES:
        add_page(app, page)
    if undeclared_endpoints(app):
        raise BadSetting(f"These endpoints declare no permission: {', '.join(undeclared_endpoints(app))}.")
    return app


def _services(
    settings: Settings, networks: Networks, accounts: Accounts, consent: Consent, clock: Callable[[], float]
) -> Services:
    return Services(
        settings=settings,
        networks=networks,
        accounts=accounts,
        consent=consent,
        budgets=Budgets(clock),
        deadlines=Deadlines(settings.page_timeout_seconds),
        typed_texts=TypedTexts(clock),
        kept_maps=KeptMaps(),
        offered=KeptOffered(),
        catalogues=Catalogues.load(settings.languages),
        clock=clock,
        static_version=content_version(),
    )


def trusted_hosts(settings: Settings) -> tuple[str, ...]:
    """The host names that are answered to; requests for others are refused."""
    if settings.trusted_hosts:
        return settings.trusted_hosts
    return LOCAL_NAMES if is_loopback(settings.host) else (settings.host, *LOCAL_NAMES)


def _language_converter(languages: tuple[str, ...]) -> type[BaseConverter]:
    class LanguageConverter(BaseConverter):
        regex = "|".join(languages)

    return LanguageConverter
