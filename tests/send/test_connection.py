"""Encryption, certificates and signing in, with a real server on loopback."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from bench.mailing.server import Step, serving
from disburse.send.faults import answered, told
from disburse.send.records import Fault, Outcome, Result
from disburse.send.smtp import ToServer
from tests.send.conftest import SENDER, server
from tests.send.test_mime import MAIL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

    from disburse.send.server import Server

USER = "phongkt"
ASCII_PASSWORD = "muoi bien 7:/@"  # noqa: S105 - of a test


class Kept:
    """Keeps the mails and whether they came encrypted."""

    def __init__(self) -> None:
        self.mails: list[tuple[bytes, bool]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        del server
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append((content, session.ssl is not None))
        return "250 accepted"


@contextmanager
def listening(**settings: Any) -> Iterator[tuple[int, Kept]]:  # noqa: ANN401 - the library's
    """Have a server for a block."""
    kept = Kept()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        kept, hostname="127.0.0.1", port=port, data_size_limit=10_000_000, **settings
    )
    controller.start()
    try:
        yield port, kept
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def trusted() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def authority(trusted: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "authority.pem"
    trusted.cert_pem.write_to_path(str(path))
    return str(path)


def identity(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def office(trusted: trustme.CA) -> ssl.SSLContext:
    return identity(trusted, "127.0.0.1")


def sent(place: Server) -> Result:
    with closing(ToServer(place, SENDER)) as carrier:
        return carrier.ready() or carrier.carry(MAIL, lambda: True)


def test_starttls_encrypts_and_trusts_the_office_s_authority(
    office: ssl.SSLContext, authority: str
) -> None:
    with listening(tls_context=office, require_starttls=True) as (port, kept):
        result = sent(server(port, 5, starttls=True, authority=authority))
    assert result.outcome is Outcome.ACCEPTED
    ((content, encrypted),) = kept.mails
    assert encrypted
    assert MAIL.message_id.encode() in content


def test_tls_from_the_first_octet(office: ssl.SSLContext, authority: str) -> None:
    with listening(ssl_context=office) as (port, kept):
        result = sent(server(port, 5, smtps=True, authority=authority))
    assert result.outcome is Outcome.ACCEPTED
    assert len(kept.mails) == 1


def test_a_certificate_of_somebody_unknown_is_refused(office: ssl.SSLContext) -> None:
    with listening(tls_context=office) as (port, kept):
        result = sent(server(port, 5, starttls=True))
    assert (result.outcome, result.fault, result.stops) == (
        Outcome.TRANSIENT,
        Fault.CERTIFICATE,
        True,
    )
    assert kept.mails == []


def test_a_certificate_of_another_host_is_refused(trusted: trustme.CA, authority: str) -> None:
    context = identity(trusted, "mail.elsewhere.example.vn")
    with listening(tls_context=context) as (port, kept):
        result = sent(server(port, 5, starttls=True, authority=authority))
    assert result.fault is Fault.CERTIFICATE
    assert kept.mails == []


def test_required_encryption_that_is_not_offered_sends_nothing() -> None:
    with listening() as (port, kept):
        result = sent(server(port, 5, starttls=True))
    assert (result.outcome, result.fault, result.stops) == (
        Outcome.TRANSIENT,
        Fault.NO_STARTTLS,
        True,
    )
    assert kept.mails == []


def test_a_refused_starttls_sends_nothing() -> None:
    def offered(step: Step, _: str) -> str | None:
        return "250-bench\r\n250 STARTTLS" if step is Step.EHLO else None

    with serving(offered) as bad:
        result = sent(server(bad.port, starttls=True))
        assert bad.taken == []
    # The bench's server says 250 to STARTTLS, which is not the 220 that begins encryption.
    assert result.outcome is Outcome.TRANSIENT
    assert result.fault is Fault.PROTOCOL


def test_a_server_without_tls_is_no_smtps_server() -> None:
    with listening() as (port, _):
        result = sent(server(port, 1, smtps=True))
    assert result.outcome is Outcome.TRANSIENT
    assert result.fault in {Fault.ENCRYPTION, Fault.TIMEOUT}


def check(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    del server, session, envelope, mechanism
    assert isinstance(data, LoginPassword)
    right = (data.login, data.password) == (USER.encode(), ASCII_PASSWORD.encode())
    return AuthResult(success=right, handled=right)


@pytest.mark.parametrize("password", [ASCII_PASSWORD, "sai mat khau"])
def test_signing_in(password: str, office: ssl.SSLContext, authority: str) -> None:
    settings = {"tls_context": office, "authenticator": check, "auth_required": True}
    with listening(**settings) as (port, kept):
        place = server(port, 5, starttls=True, authority=authority, user=USER, password=password)
        result = sent(place)
    if password == ASCII_PASSWORD:
        assert result.outcome is Outcome.ACCEPTED
        assert len(kept.mails) == 1
    else:
        assert (result.outcome, result.fault, result.code) == (Outcome.TRANSIENT, Fault.LOGIN, 535)
        assert result.stops
        assert kept.mails == []
    assert password not in repr((place, result))


def test_a_server_that_wants_no_login_cannot_check_ours() -> None:
    with listening() as (port, kept):
        result = sent(server(port, 5, user=USER, password=ASCII_PASSWORD))
    assert (result.fault, result.stops) == (Fault.LOGIN, True)
    assert kept.mails == []


def test_mail_without_the_login_that_is_wanted_is_refused(office: ssl.SSLContext) -> None:
    settings = {"tls_context": office, "authenticator": check, "auth_required": True}
    with listening(**settings) as (port, kept):
        result = sent(server(port, 5))
    assert result.code == 530
    assert result.stops
    assert kept.mails == []


@pytest.mark.parametrize(
    "said",
    [
        ASCII_PASSWORD,
        b64encode(ASCII_PASSWORD.encode()).decode(),
        b64encode(f"\0{USER}\0{ASCII_PASSWORD}".encode()).decode(),
    ],
)
def test_no_answer_shows_the_password(said: str) -> None:
    place = replace(server(25), user=USER, password=ASCII_PASSWORD)
    shown = told(f"501 malformed {said}\r\nby {USER}".encode(), place)
    assert shown == f"501 malformed *** by {USER}"
    assert said not in repr(answered(501, f"no {said}".encode(), place))


def test_an_answer_is_one_line_of_sensible_length() -> None:
    shown = told(b"\xff\x00" + b"x" * 100_000 + b"\n", server(25))
    assert len(shown) == 1000
    assert shown.isprintable()
