"""The headers of every response, errors and static files included."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
_SWITCHED_OFF = (
    "accelerometer autoplay camera clipboard-read display-capture encrypted-media fullscreen geolocation gyroscope "
    "hid idle-detection local-fonts magnetometer microphone midi payment picture-in-picture "
    "publickey-credentials-get screen-wake-lock serial storage-access usb xr-spatial-tracking"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    # Under no-referrer browsers send `Origin: null` with forms, and the check of origins would refuse them.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _SWITCHED_OFF.split()),
}
HSTS = "max-age=31536000; includeSubDomains"
NO_STORE = "no-store"
FOR_EVER = "public, max-age=31536000, immutable"
FORGET = '"cache", "cookies", "storage"'


def nonce() -> str:
    """What the scripts of this response carry; new for each response."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def content_security_policy(nonce_text: str) -> str:
    """The policy sent with a response whose scripts carry `nonce_text`."""
    return _POLICY.format(nonce=nonce_text)


def install(app: Flask, *, is_secure: bool) -> None:
    """Send the headers with every response of `app`."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = content_security_policy(nonce())
        response.headers.update(FIXED)
        response.headers.setdefault("Cache-Control", NO_STORE)
        if is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        return response
