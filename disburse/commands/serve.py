"""``serve``: the web page of one ledger."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from disburse.accounts.secret import signing_secret
from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.opening import opened_ledger, settings_of
from disburse.commands.wording import error, wording
from disburse.web.app import create_app
from disburse.web.website import Site

if TYPE_CHECKING:
    from argparse import Namespace

    from litestar import Litestar

    from disburse.commands.answer import Context
    from disburse.web.settings import WebSettings


def run(options: Namespace, context: Context) -> Answer:
    """Serve until interrupted; refuse to send passwords readable over a network."""
    settings = settings_of(context.database)
    web = settings.web
    host, port = options.host or web.host, options.port or web.port
    if web.exposed(host):
        raise error("exposed", host=host)
    with opened_ledger(context.database, must_exist=False) as ledger:
        secret = signing_secret(ledger, context.database, settings.accounts.secret_key)
    site = Site(context.database, settings, secret, now, secure=web.encrypted)
    app = create_app(site)
    scheme = "https" if web.certificate else "http"
    started = wording()["serve"]["started"].format(address=f"{scheme}://{host}:{port}")
    sys.stderr.write(f"{started}\n")
    _serve(app, host, port, web)
    return Answer(lambda: {"served": True}, lambda: wording()["serve"]["ended"])


def _serve(app: Litestar, host: str, port: int, web: WebSettings) -> None:
    import uvicorn

    uvicorn.run(
        app,
        host=host,
        port=port,
        ssl_certfile=web.certificate or None,
        ssl_keyfile=web.certificate_key or None,
        proxy_headers=bool(web.proxy),
        forwarded_allow_ips=web.proxy or None,
        server_header=False,
        log_level="warning",
    )
