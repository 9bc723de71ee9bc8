"""``serve``: the web page of one ledger, and its schedules."""

from __future__ import annotations

import gc
import socket
import ssl
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

from disburse.accounts.secret import signing_secret
from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.logs import logging_to
from disburse.commands.opening import opened_ledger, settings_of
from disburse.commands.wording import error, wording
from disburse.web.app import create_app
from disburse.web.website import Site

if TYPE_CHECKING:
    from argparse import Namespace
    from contextlib import AbstractContextManager

    from litestar import Litestar

    from disburse.commands.answer import Context
    from disburse.settings import Settings
    from disburse.web.settings import WebSettings

_BACKLOG = 2048
_TURN_SECONDS = 0.001
"""Connections that may wait: what the server itself would take."""


def run(options: Namespace, context: Context) -> Answer:
    """Serve until interrupted; refuse to send passwords readable over a network."""
    gc.enable()  # the entry point turns it off, for commands that soon end
    settings = settings_of(context.database)
    web = settings.web
    host, port = options.host or web.host, options.port or web.port
    if web.exposed(host):
        raise error("exposed", host=host)
    _demand_certificate(web)
    with opened_ledger(context.database, must_exist=False) as ledger:
        secret = signing_secret(ledger, context.database, settings.accounts.secret_key)
    site = Site(context.database, settings, secret, now, secure=web.encrypted)
    app = create_app(site)
    with _bound(host, port) as listening:
        scheme = "https" if web.certificate else "http"
        shown = f"[{host}]" if ":" in host else host
        started = wording()["serve"]["started"].format(address=f"{scheme}://{shown}:{port}")
        sys.stderr.write(f"{started}\n")
        with logging_to(context.database, settings.logs, "serve"), _schedules(context, settings):
            _serve(app, listening, web)
    return Answer(lambda: {"served": True}, lambda: wording()["serve"]["ended"])


def _schedules(context: Context, settings: Settings) -> AbstractContextManager[object]:
    """Run the schedules beside the page, unless they are left to a program of their own."""
    if not settings.schedule.in_serve:
        return nullcontext()
    from disburse.schedule.scheduler import background

    return background(context.database, settings, now)


def _demand_certificate(web: WebSettings) -> None:
    """Try the certificate before anybody is told that the page runs."""
    if not (web.certificate or web.certificate_key):
        return
    try:
        tried = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tried.load_cert_chain(web.certificate, web.certificate_key or None)
    except OSError as problem:
        files = ", ".join(one for one in (web.certificate, web.certificate_key) if one)
        raise error("certificate", files=files) from problem


def _bound(host: str, port: int) -> socket.socket:
    """Take the address, which another program may hold."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as problem:
        raise error("address", host=host, port=port) from problem


def _serve(app: Litestar, listening: socket.socket, web: WebSettings) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        ssl_certfile=web.certificate or None,
        ssl_keyfile=web.certificate_key or None,
        proxy_headers=bool(web.proxy),
        forwarded_allow_ips=web.proxy or None,
        server_header=False,
        log_config=None,
    )
    # A page waits at most this long for its turn while a worker thread computes.
    sys.setswitchinterval(_TURN_SECONDS)
    uvicorn.Server(config).run([listening])
