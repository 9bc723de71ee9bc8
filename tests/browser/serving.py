"""The real server as a process of its own, and what a person does in any browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from disburse.paths import ROOT
from tests.web.office import PASSWORD, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

    from disburse.accounts.records import Role

PHONE = {"width": 360, "height": 740}
_PATIENCE = 60.0
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Path of the system's Chromium, None where there is none."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass(frozen=True, slots=True)
class Office:
    """One ledger, served at ``address``."""

    database: Path
    address: str = ""

    def run(self, *arguments: object, stdin: str = "") -> Any:  # noqa: ANN401 - JSON
        """Run a command on the ledger and give its document. Raises when it is refused."""
        done = subprocess.run(  # noqa: S603 - our own interpreter and program
            [*_PROGRAM, "--db", str(self.database), "--json", *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=_environment(),
            input=stdin.encode(),
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return json.loads(done.stdout)

    def add(self, role: Role) -> None:
        """Add the person of a role with the password of the tests."""
        self.run("user", "add", *_account(role), "--password-stdin", stdin=PASSWORD)

    def invite(self, role: Role) -> str:
        """Add the person of a role without a password; give the address sent to that person."""
        link: str = self.run("user", "add", *_account(role), "--invite")["link"]
        return self.address + link


def _account(role: Role) -> tuple[str, ...]:
    person = PEOPLE[role]
    owner = ("--owner", person.owner) if person.owner else ()
    return ("--role", role, "--email", person.email, "--name", str(person.name), *owner)


@contextmanager
def served(database: Path) -> Iterator[Office]:
    """Serve a ledger with ``python -m disburse serve`` on a free port for a block."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (database.parent / "serve.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [*_PROGRAM, "--db", str(database), "serve", "--port", str(port)],
            cwd=ROOT,
            env=_environment(),
            stdout=log,
            stderr=log,
        )
        try:
            _await(process, address, log.name)
            yield Office(database, address)
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _await(process: subprocess.Popen[bytes], address: str, log: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"serve did not answer; see {log}")


_PROGRAM = (sys.executable, "-m", "disburse")


def _environment() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if "DISBURSE" not in name}


def sign_in(page: Page, office: Office, role: Role) -> None:
    """Sign in as anybody does, and arrive at the first page."""
    page.goto(f"{office.address}/login")
    page.get_by_label("Thư điện tử").fill(PEOPLE[role].email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{office.address}/")


@dataclass
class Watched:
    """A browser's own window on the office, and what no page may do: it must stay empty."""

    context: BrowserContext
    address: str
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note requests that leave the server's own address, and all a browser complains about."""
        self.context.on("request", self._asked)
        self.context.on("weberror", self._failed)
        self.context.on("console", self._told)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "blob:", "data:")):
            self.faults.append(f"request to {request.url}")

    def _failed(self, error: WebError) -> None:
        self.faults.append(str(error.error))

    def _told(self, message: ConsoleMessage) -> None:
        """A page that says why something is refused is no fault; an asset refused is one."""
        refused = message.text.startswith("Failed to load resource")
        page = "/static/" not in message.location.get("url", "")
        if message.type in {"error", "warning"} and not (refused and page):
            self.faults.append(f"{message.text} ({message.location.get('url')})")


def sideways(page: Page) -> int:
    """How many pixels of a page stick out to the right."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


def number_in(text: str) -> str:
    """Give the first number of a text."""
    found = re.search(r"\d[\d.,]*", text)
    assert found is not None, text
    return found[0]
