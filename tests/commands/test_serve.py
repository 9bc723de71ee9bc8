"""``serve``, as a process of its own on this computer."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from disburse.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Disburse

CERTIFICATE, KEY = "DISBURSE_WEB_CERTIFICATE", "DISBURSE_WEB_CERTIFICATE_KEY"
LONGEST_START = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def serving(database: Path, port: int, **environment: str) -> Iterator[subprocess.Popen[str]]:
    clean = {name: text for name, text in os.environ.items() if "DISBURSE" not in name}
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-m", "disburse", "--db", str(database), "serve", "--port", str(port)],
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def health(address: str, trusted: ssl.SSLContext | None = None) -> Any:  # noqa: ANN401 - JSON
    """What the service answers, once it does."""
    until = time.monotonic() + LONGEST_START
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5, context=trusted) as answer:  # noqa: S310 - our own address
                return json.load(answer)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])  # noqa: S104 - the point
def test_a_network_without_tls_is_refused(host: str, disburse: Disburse, database: Path) -> None:
    ran = disburse("--db", database, "serve", "--host", host)
    assert (ran.code, ran.out) == (2, "")
    assert "mật khẩu sẽ đi qua mạng" in ran.err
    assert not database.exists()


def test_it_answers_and_ends_when_told_to(database: Path) -> None:
    database.parent.mkdir(parents=True)
    port = free_port()
    with serving(database, port) as process:
        answer = health(f"http://127.0.0.1:{port}")
        assert answer["status"] == "ok"
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert process.returncode in {0, -signal.SIGTERM}
    assert errors.splitlines() == [
        f"Trang web đang chạy tại http://127.0.0.1:{port} (nhấn Ctrl+C để dừng)."
    ]
    assert database.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot be sent Ctrl+C alone")
def test_the_keyboard_ends_it(database: Path) -> None:
    database.parent.mkdir(parents=True)
    port = free_port()
    with serving(database, port) as process:
        health(f"http://127.0.0.1:{port}")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of this computer, good for the test alone, and its key."""
    command = shutil.which("openssl")
    if command is None:
        pytest.skip("no openssl command to make a certificate with")
    made = tmp_path / "certificate.pem", tmp_path / "key.pem"
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(  # noqa: S603 - the command found above
        [
            command,
            *request.split(),
            "-addext",
            names,
            "-out",
            str(made[0]),
            "-keyout",
            str(made[1]),
        ],
        check=True,
        capture_output=True,
    )
    return made


def test_https_by_a_certificate_of_ones_own(certificate: tuple[Path, Path], database: Path) -> None:
    database.parent.mkdir(parents=True)
    port, (public, key) = free_port(), certificate
    trusted = ssl.create_default_context(cafile=str(public))
    with serving(database, port, **{CERTIFICATE: str(public), KEY: str(key)}):
        address = f"https://localhost:{port}"
        assert health(address, trusted)["status"] == "ok"
        with urllib.request.urlopen(f"{address}/login", timeout=5, context=trusted) as page:  # noqa: S310 - our own address
            assert "max-age=" in page.headers["strict-transport-security"]
            assert "__Host-csrf=" in page.headers["set-cookie"]
            assert "server" not in page.headers


def test_a_certificate_that_is_none_is_told(
    certificate: tuple[Path, Path], disburse: Disburse, database: Path
) -> None:
    public, key = map(str, certificate)
    for given in (
        {CERTIFICATE: f"{public}.not-there"},
        {CERTIFICATE: key, KEY: public},
        {CERTIFICATE: public},
        {KEY: key},
    ):
        ran = disburse("--db", database, "serve", "--port", free_port(), **given)
        assert ran.code == 2
        assert "Không dùng được chứng thư TLS" in ran.err
        assert "Traceback" not in ran.err


def test_an_address_that_is_taken_is_told(disburse: Disburse, database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = disburse("--db", database, "serve", "--port", taken.getsockname()[1])
    assert ran.code == 2
    assert "chương trình khác đang dùng cổng" in ran.err
    assert "đang chạy" not in ran.err
