"""A mail server on loopback that does wrong what it is told to, at any step of a conversation.

It writes down what it accepted at the moment of accepting it, before it answers.
"""

from __future__ import annotations

import re
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_ADDRESS = re.compile(r"<([^>]*)>")
_HOST = "127.0.0.1"
_CLOSING = 421


class Step(StrEnum):
    """Where in a conversation something may go wrong.

    ``body``: amid a mail's text; ``end``: after it, nothing accepted yet; ``answer``: accepted,
    nothing answered yet; ``after``: answered.
    """

    CONNECT = "connect"
    EHLO = "ehlo"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    END = "end"
    ANSWER = "answer"
    AFTER = "after"


DROP, STALL = "drop", "stall"
"""What goes wrong; any other word is the answer given instead of the usual one."""


@dataclass(slots=True)
class Taken:
    """What the server accepted."""

    message_id: str
    recipient: str
    content: bytes


@dataclass(slots=True)
class State:
    """What connections share: faults to make, what was accepted, who came, steps that were met."""

    fault: Callable[[Step, str], str | None]
    keep: bool
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    met: set[str] = field(default_factory=set)
    ended: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Left(Exception):  # noqa: N818 - nothing is wrong: the conversation is over
    pass


class _Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        """Speak until somebody leaves."""
        self.recipient = ""
        with self.server.state.lock:
            self.server.state.connections += 1
        try:
            self._say(Step.CONNECT, "220 bench ESMTP")
            while line := self.rfile.readline():
                self._answer(line.decode("ascii").strip())
        except (_Left, OSError):
            pass

    def _answer(self, line: str) -> None:
        verb = line[:4].upper()
        if verb in {"EHLO", "HELO"}:
            self._say(Step.EHLO, "250-bench\r\n250 SIZE 50000000")
        elif verb == "MAIL":
            self._say(Step.MAIL, "250 sender ok")
        elif verb == "RCPT":
            found = _ADDRESS.search(line)
            self.recipient = found[1] if found else ""
            self._say(Step.RCPT, "250 recipient ok")
        elif verb == "DATA":
            if self._say(Step.DATA, "354 go ahead"):
                self._take()
        elif verb == "QUIT":
            self._write("221 bye")
            raise _Left
        else:
            self._write("250 ok")

    def _take(self) -> None:
        lines: list[bytes] = []
        fault = self._fault(Step.BODY)
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Left
            lines.append(line.removeprefix(b"."))
            if fault:
                self._wrong(fault)
        if not self._meets(Step.END):
            return
        content = b"".join(lines)
        found = _MESSAGE_ID.search(content)
        state = self.server.state
        with state.lock:
            kept = content if state.keep else b""
            state.taken.append(Taken(found[1].decode() if found else "", self.recipient, kept))
        self._say(Step.ANSWER, "250 accepted")
        self._meets(Step.AFTER)

    def _say(self, step: Step, usual: str) -> bool:
        """Give the usual answer; False when another was given instead."""
        if not self._meets(step):
            return False
        self._write(usual)
        return True

    def _meets(self, step: Step) -> bool:
        fault = self._fault(step)
        if fault:
            self._wrong(fault)
        return not fault

    def _fault(self, step: Step) -> str | None:
        state = self.server.state
        with state.lock:
            state.met.add(step.value)
            return state.fault(step, self.recipient)

    def _wrong(self, fault: str) -> None:
        if fault == DROP:
            raise _Left
        if fault == STALL:
            self.connection.settimeout(None)
            self.server.state.ended.wait(self.server.longest_stall)
            raise _Left
        self._write(fault)
        if fault.startswith(str(_CLOSING)):
            raise _Left

    def _write(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """The listening server; `serving` runs one for a block."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    longest_stall = 30.0

    def __init__(self, state: State) -> None:
        """Listen on a port of its own."""
        super().__init__((_HOST, 0), _Conversation)
        self.state = state

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def taken(self) -> list[Taken]:
        """What it accepted so far."""
        with self.state.lock:
            return list(self.state.taken)


def no_fault(step: Step, recipient: str) -> None:
    """Do everything right."""
    del step, recipient


@contextmanager
def serving(
    fault: Callable[[Step, str], str | None] = no_fault, *, keep: bool = True
) -> Iterator[Server]:
    """Run a server for a block; ``keep`` the mails it accepts, not only their Message-IDs."""
    with Server(State(fault, keep)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.state.ended.set()
            server.shutdown()
            thread.join()
