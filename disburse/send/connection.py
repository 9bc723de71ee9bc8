"""A connection to the mail server: encrypted as wanted, its certificate checked, signed in."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

from disburse.send.faults import NoStarttlsError, failed
from disburse.send.records import Outcome

if TYPE_CHECKING:
    from disburse.send.records import Result
    from disburse.send.server import Server

_HOST_NAME = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_ITSELF = "[127.0.0.1]"


def connected(server: Server) -> smtplib.SMTP | Result:
    """Open a connection ready to take mails, or tell why there is none.

    Whatever goes wrong here concerns every mail: the result is transient and stops the round.
    """
    try:
        connection = _reached(server)
    except OSError as error:
        return _refused(error, server)
    try:
        _prepare(connection, server)
    except OSError as error:
        connection.close()
        return _refused(error, server)
    except BaseException:
        connection.close()
        raise
    return connection


def _refused(error: OSError, server: Server) -> Result:
    return replace(failed(error, server, Outcome.TRANSIENT), stops=True)


def _reached(server: Server) -> smtplib.SMTP:
    place, name, seconds = (server.host, server.port), _own_name(), server.timeout_seconds
    if server.smtps:
        context = _trust(server)
        return smtplib.SMTP_SSL(*place, local_hostname=name, timeout=seconds, context=context)
    return smtplib.SMTP(*place, local_hostname=name, timeout=seconds)


def _prepare(connection: smtplib.SMTP, server: Server) -> None:
    connection.ehlo_or_helo_if_needed()
    if server.starttls:
        if not connection.has_extn("starttls"):
            raise NoStarttlsError("the server does not offer STARTTLS")
        code, answer = connection.starttls(context=_trust(server))
        if not _encrypted(connection):
            raise smtplib.SMTPResponseException(code, answer)
        connection.ehlo_or_helo_if_needed()
    if server.user:
        connection.login(server.user, server.password)
    if connection.sock is not None:
        # The end of a mail is a small packet of its own, which must not wait for the one before.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _encrypted(connection: smtplib.SMTP) -> bool:
    return isinstance(connection.sock, ssl.SSLSocket)


def _trust(server: Server) -> ssl.SSLContext:
    """Check certificate and host name against the computer's authorities, and the office's own."""
    context = ssl.create_default_context()
    if server.authority:
        context.load_verify_locations(server.authority)
    return context


def _own_name() -> str:
    """Name this computer to the server; what is no full name is told as an address instead.

    `socket.getfqdn`, smtplib's own way, may ask the network and take its time.
    """
    name = socket.gethostname()
    return name if _HOST_NAME.fullmatch(name) else _ITSELF
