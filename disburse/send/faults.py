"""What went wrong between us and a mail server, from the exceptions of the standard library."""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import b64encode
from typing import TYPE_CHECKING

from disburse.send.records import Fault, Outcome, Result

if TYPE_CHECKING:
    from disburse.send.server import Server

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST = 1000
_HIDDEN = "***"
_REFUSALS = range(400, 600)
_PERMANENT = range(500, 600)
# With this code a server ends the connection, whatever was asked.
_CLOSING = 421


class NoStarttlsError(smtplib.SMTPException):
    """Encryption is required, and the server offers none."""


# The first that fits counts. A bare SMTPException comes of signing in alone: no common method.
_FAULTS: tuple[tuple[type[OSError], Fault], ...] = (
    (ssl.SSLCertVerificationError, Fault.CERTIFICATE),
    (ssl.SSLError, Fault.ENCRYPTION),
    (smtplib.SMTPAuthenticationError, Fault.LOGIN),
    (smtplib.SMTPConnectError, Fault.GREETING),
    (smtplib.SMTPServerDisconnected, Fault.DROPPED),
    (smtplib.SMTPResponseException, Fault.PROTOCOL),
    (NoStarttlsError, Fault.NO_STARTTLS),
    (smtplib.SMTPException, Fault.LOGIN),
    (TimeoutError, Fault.TIMEOUT),
    (ConnectionResetError, Fault.DROPPED),
    (ConnectionAbortedError, Fault.DROPPED),
    (BrokenPipeError, Fault.DROPPED),
    (OSError, Fault.UNREACHABLE),
)


def fault_of(error: OSError) -> Fault:
    """Name what went wrong; smtplib hides a timeout inside its own exception."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(
        error.__context__, TimeoutError
    ):
        return Fault.TIMEOUT
    return next(fault for kind, fault in _FAULTS if isinstance(error, kind))


def failed(error: OSError, server: Server, outcome: Outcome) -> Result:
    """Tell an exception as the result of an attempt whose connection it ended."""
    code, said = None, str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        code, said = error.smtp_code, answer if isinstance(answer, str) else told(answer, server)
    return Result(
        outcome,
        code=code,
        fault=fault_of(error),
        error=_without_secrets(said or type(error).__name__, server),
        lost=True,
    )


def answered(code: int, answer: bytes, server: Server) -> Result:
    """Tell a server's answer that is no consent: 5xx is for good, anything else for now.

    After nonsense nobody knows which question the next answer is for: the connection is lost.
    """
    return Result(
        Outcome.PERMANENT if code in _PERMANENT else Outcome.TRANSIENT,
        code=code,
        answer=told(answer, server),
        lost=code == _CLOSING or code not in _REFUSALS,
    )


def told(answer: bytes, server: Server) -> str:
    """Write a server's answer as text: one line, no secret, of sensible length."""
    return _without_secrets(answer.decode("utf-8", "replace"), server)


def _without_secrets(text: str, server: Server) -> str:
    """Blank out the password in every form in which a server may have echoed it."""
    for secret in _forms(server):
        text = text.replace(secret, _HIDDEN)
    return _CONTROL.sub(" ", text)[:_LONGEST]


def _forms(server: Server) -> list[str]:
    if not server.password:
        return []
    plain = (f"\0{server.user}\0{server.password}", server.password)
    return [*(b64encode(one.encode()).decode() for one in plain), server.password]
