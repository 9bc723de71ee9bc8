"""Carrying mails to a server: one connection for many, opened again when it is dropped.

Until the line that ends a mail has gone out, no server can have accepted it: whatever happens
before is transient. From then on only the server's answer tells; without one nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from disburse.send.checks import ascii_address
from disburse.send.connection import connected
from disburse.send.faults import answered, failed, told
from disburse.send.mime import built
from disburse.send.records import Fault, Outcome, Result

if TYPE_CHECKING:
    import smtplib
    from collections.abc import Iterator

    from disburse.send.carrier import Handing
    from disburse.send.mime import Sender
    from disburse.send.records import Mail
    from disburse.send.server import Server

_PIECE = 64 * 1024
_END = b".\r\n"
_GO_AHEAD = 354
_ACCEPTED = range(200, 300)
_REFUSED = range(400, 600)
_TOO_LARGE = 552


@dataclass(slots=True)
class _Letter:
    """A mail on its way; ``over`` from the moment on when a server may come to accept it."""

    recipient: str
    content: bytes
    handing: Handing
    over: bool = False


class ToServer:
    """A `Carrier` that speaks SMTP."""

    def __init__(self, server: Server, sender: Sender) -> None:
        """Keep where mails go and who they come from; nothing is opened yet."""
        self._server = server
        self._sender = sender
        self._connection: smtplib.SMTP | None = None
        self._used = False

    def ready(self) -> Result | None:
        """Have a connection; what a server says against it holds for every mail."""
        if self._connection is not None:
            return None
        opened = connected(self._server)
        if isinstance(opened, Result):
            return opened
        self._connection, self._used = opened, False
        return None

    def carry(self, mail: Mail, handing: Handing) -> Result:
        """Hand one mail over, on a new connection if a used one was dropped meanwhile."""
        letter = _Letter(ascii_address(mail.address), stuffed(built(mail, self._sender)), handing)
        used, self._used = self._used, True
        result = self._tried(letter)
        if used and result.lost and not letter.over:
            result = self.ready() or self._tried(letter)
            self._used = True
        return result

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        if self._connection is not None:
            try:
                self._connection.quit()
            except OSError:
                self._connection.close()
            self._connection = None

    def _tried(self, letter: _Letter) -> Result:
        connection = self._connection
        if connection is None:
            raise ValueError("no connection: ready was not asked")
        lost = True
        try:
            result = self._announced(connection, letter) or self._handed(connection, letter)
            lost = result.lost or not _reset(connection, result)
        except OSError as error:
            return failed(error, self._server, Outcome.TRANSIENT)
        finally:
            if lost:
                connection.close()
                self._connection = None
        return result

    def _announced(self, connection: smtplib.SMTP, letter: _Letter) -> Result | None:
        """Say who writes to whom, and ask to go ahead; the result tells what was refused."""
        options = [f"size={len(letter.content)}"] if connection.has_extn("size") else []
        code, answer = connection.mail(ascii_address(self._sender.address), options)
        if code not in _ACCEPTED:
            return self._sender_refused(code, answer)
        code, answer = connection.rcpt(letter.recipient)
        if code not in _ACCEPTED:
            return answered(code, answer, self._server)
        code, answer = connection.docmd("DATA")
        return None if code == _GO_AHEAD else answered(code, answer, self._server)

    def _sender_refused(self, code: int, answer: bytes) -> Result:
        """Tell a mail too large from a sender nobody may use: that concerns every mail."""
        result = answered(code, answer, self._server)
        if code == _TOO_LARGE or result.outcome is Outcome.TRANSIENT:
            return result
        return replace(result, outcome=Outcome.TRANSIENT, fault=Fault.SENDER, stops=True)

    def _handed(self, connection: smtplib.SMTP, letter: _Letter) -> Result:
        for piece in _pieces(letter.content):
            connection.send(piece)
        letter.over = True
        if not letter.handing():
            return Result(Outcome.TRANSIENT, fault=Fault.INTERRUPTED, lost=True)
        _wait(connection, self._server.answer_seconds)
        try:
            connection.send(_END)
            code, answer = connection.getreply()
        except OSError as error:
            return failed(error, self._server, Outcome.UNKNOWN)
        _wait(connection, self._server.timeout_seconds)
        if code in _ACCEPTED:
            return Result(Outcome.ACCEPTED, code, told(answer, self._server))
        result = answered(code, answer, self._server)
        if code in _REFUSED:
            return result
        return replace(result, outcome=Outcome.UNKNOWN, fault=Fault.PROTOCOL)


def _wait(connection: smtplib.SMTP, seconds: float) -> None:
    """Set how long the next step may take; a connection already gone is told by that step."""
    if connection.sock is not None:
        connection.sock.settimeout(seconds)


def _reset(connection: smtplib.SMTP, result: Result) -> bool:
    """Have the server forget a mail it refused; False when it is not there any more."""
    if result.outcome is Outcome.ACCEPTED:
        return True
    try:
        return connection.rset()[0] in _ACCEPTED
    except OSError:
        return False


def stuffed(content: bytes) -> bytes:
    """Double the dot at the head of a line, as RFC 5321 wants; end with a line of its own."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    doubled = ended.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _pieces(content: bytes) -> Iterator[memoryview]:
    """Cut a mail into pieces, each of which has the whole time allowed for one step."""
    whole = memoryview(content)
    for start in range(0, len(whole), _PIECE):
        yield whole[start : start + _PIECE]
