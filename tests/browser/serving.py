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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disburse.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

PASSWORD = "ruộng bậc thang mùa nước"  # noqa: S105 - of accounts made for the test alone
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
            check=True,
            cwd=ROOT,
            env=_environment(),
            input=stdin.encode(),
        )
        return json.loads(done.stdout)

    def add(self, role: str, email: str, *more: str) -> None:
        """Add an account with `PASSWORD`."""
        account = ("--role", role, "--email", email, *more)
        self.run("user", "add", *account, "--password-stdin", stdin=PASSWORD)

    def invite(self, role: str, email: str, *more: str) -> str:
        """Add an account without a password; give the address that is sent to the person."""
        account = ("--role", role, "--email", email, *more)
        link: str = self.run("user", "add", *account, "--invite")["link"]
        return self.address + link


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


def sign_in(page: Page, office: Office, email: str, password: str = PASSWORD) -> None:
    """Sign in as anybody does, and arrive at the first page."""
    page.goto(f"{office.address}/login")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{office.address}/")


@dataclass(slots=True)
class Watched:
    """A browser's own window on the office, and what no page may do: it must stay empty."""

    context: BrowserContext
    address: str
    faults: list[str]


def watch(context: BrowserContext, address: str) -> Watched:
    """Note requests that leave the server's own address, and all a browser complains about."""
    watched = Watched(context, address, [])

    def asked(url: str) -> None:
        if not url.startswith((f"{address}/", "blob:", "data:")):
            watched.faults.append(f"request to {url}")

    context.on("request", lambda request: asked(request.url))
    context.on("weberror", lambda error: watched.faults.append(str(error.error)))
    context.on(
        "console",
        lambda told: told.type in {"error", "warning"} and watched.faults.append(told.text),
    )
    return watched


def sideways(page: Page) -> int:
    """How many pixels of a page stick out to the right."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


def number_in(text: str) -> str:
    """Give the first number of a text."""
    found = re.search(r"\d[\d.,]*", text)
    assert found is not None, text
    return found[0]
