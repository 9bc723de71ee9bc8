"""The web page under load, on loopback: readers, a large upload, many uploads at once.

``python bench/web.py [--projects N] [--seconds S]``. A ledger of N projects, the real server in a
process of its own, 16 readers at once. The bare page is a fixed text from the same framework and
server. Prints medians, 95th percentiles and ratios; 1 when a floor is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parents[1]
_AS_OF = "2026-10-05"
_READERS = 16
_UPLOADS = 50
_SMALL = 60
_PAGES = {
    "dashboard": f"/?as_of={_AS_OF}",
    "project list": f"/projects?as_of={_AS_OF}",
    "project list, searched": f"/projects?q=duong&class=continuing&sort=-plan&as_of={_AS_OF}",
}
_P95_SECONDS = 0.150
_UPLOAD_RATIO = 1.5
_BLOCKED_SECONDS = 1.0
_EMAIL = "bench@example.vn"
_PASSWORD = "muoi sau nguoi cung doc"  # noqa: S105 - of an account that lives for the bench
_BARE = """
from litestar import Litestar, get
@get("/", media_type="text/html")
async def bare() -> str:
    return "<p>" + "x" * 20000
app = Litestar([bare], openapi_config=None, logging_config=None)
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds each answer took."""

    seconds: list[float]

    @property
    def p95(self) -> float:
        """95th percentile."""
        return quantiles(self.seconds, n=20)[18] if len(self.seconds) > 1 else self.seconds[0]

    def told(self) -> str:
        """Median, 95th percentile and largest, in milliseconds."""
        figures = (median(self.seconds), self.p95, max(self.seconds))
        return "".join(f"{1000 * each:9.0f}" for each in figures)


def run(*command: str, text: str | None = None) -> float:
    """Run a Python command to its end; return its wall time."""
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, *command],
        cwd=_ROOT,
        input=text,
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}{done.stdout}")
    return time.perf_counter() - begun


@contextmanager
def server(*command: str, port: int) -> Iterator[str]:
    """Keep a server running for a block."""
    with subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, *command], cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address)
            yield address
        finally:
            process.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{address}/health")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{address} does not answer")


def free_port() -> int:
    """Find a port nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def signed_in(address: str) -> httpx.AsyncClient:
    """Sign in and return the browser."""
    limits = httpx.Limits(max_connections=_READERS + _UPLOADS + 2)
    client = httpx.AsyncClient(base_url=address, timeout=120, limits=limits)
    answer = await client.post("/login", data={"email": _EMAIL, "password": _PASSWORD})
    if answer.status_code != httpx.codes.SEE_OTHER:
        sys.exit(f"signing in failed: {answer.status_code}")
    await client.get("/projects")
    return client


async def read(client: httpx.AsyncClient, path: str, seconds: float) -> Times:
    """Let the readers, each a browser of its own, ask for one page again and again."""
    await client.get(path)
    end, taken = time.perf_counter() + seconds, list[float]()

    async def reader() -> None:
        address, cookies = client.base_url, client.cookies
        async with httpx.AsyncClient(base_url=address, cookies=cookies, timeout=120) as browser:
            while time.perf_counter() < end:
                begun = time.perf_counter()
                answer = await browser.get(path)
                answer.raise_for_status()
                taken.append(time.perf_counter() - begun)

    await asyncio.gather(*(reader() for _ in range(_READERS)))
    return Times(taken)


async def upload(client: httpx.AsyncClient, path: Path) -> float:
    """Send a file and wait until its preview is shown; return the seconds."""
    begun = time.perf_counter()
    form = {"_csrf_token": client.cookies["csrf"]}
    with path.open("rb") as file:
        answer = await client.post("/upload", data=form, files={"file": (path.name, file)})
    place = answer.headers["location"]
    while not (await client.get(f"{place}/state")).json()["done"]:
        pass
    (await client.get(place)).raise_for_status()
    return time.perf_counter() - begun


async def many_uploads(client: httpx.AsyncClient, path: Path) -> tuple[float, Times]:
    """Upload a small file many times at once while one reader goes on reading."""
    taken, done = list[float](), asyncio.Event()

    async def reader() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            (await client.get(_PAGES["project list"])).raise_for_status()
            taken.append(time.perf_counter() - begun)

    reading, begun = asyncio.create_task(reader()), time.perf_counter()
    await asyncio.gather(*(upload(client, path) for _ in range(_UPLOADS)))
    seconds = time.perf_counter() - begun
    done.set()
    await reading
    return seconds, Times(taken)


async def bare_page(folder: Path, seconds: float) -> Times:
    """Measure a fixed page of the same framework and server."""
    (folder / "bare.py").write_text(_BARE, encoding="utf-8")
    port = free_port()
    command = ("-m", "uvicorn", "bare:app", "--app-dir", str(folder), "--port", str(port))
    with server(*command, "--log-level", "warning", port=port) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            return await read(client, "/", seconds)


async def measure(folder: Path, projects: int, seconds: float) -> bool:
    """Run everything and print it; tell whether every floor is reached."""
    register, small = folder / "register.xlsx", folder / "small.xlsx"
    run("bench/registers.py", str(register), "--projects", str(projects))
    run("bench/registers.py", str(small), "--projects", str(_SMALL))
    database = str(folder / "ledger.db")
    ours = ("-m", "disburse", "--db", database)
    run(*ours, "import", str(register), "--as-of", _AS_OF)
    run(
        *ours,
        "user",
        "add",
        "--role",
        "staff",
        "--email",
        _EMAIL,
        "--password-stdin",
        text=_PASSWORD,
    )
    command_line = run(*ours, "import", str(register), "--as-of", _AS_OF, "--dry-run")
    bare = await bare_page(folder, seconds)
    port = free_port()
    with server(*ours, "serve", "--port", str(port), port=port) as address:
        client = await signed_in(address)
        pages = {name: await read(client, path, seconds) for name, path in _PAGES.items()}
        preview = await upload(client, register)
        batch, meanwhile = await many_uploads(client, small)
        await client.aclose()
    print(f"{projects:,} projects, {_READERS} readers, {os.cpu_count()} cores; milliseconds")
    print(f"{'':26}{'median':>9}{'p95':>9}{'longest':>9}{'÷ bare p95':>12}")
    for name, times in {"bare page": bare, **pages}.items():
        print(f"{name:26}{times.told()}{times.p95 / bare.p95:>12.1f}")
    print(f"{'list during uploads':26}{meanwhile.told()}")
    checks = [
        *(_check(f"{name}: p95 s", each.p95, _P95_SECONDS) for name, each in pages.items()),
        _check("upload to preview ÷ command line", preview / command_line, _UPLOAD_RATIO),
        _check(
            f"longest page during {_UPLOADS} uploads, s", max(meanwhile.seconds), _BLOCKED_SECONDS
        ),
    ]
    print(f"  upload {preview:.2f} s, command line {command_line:.2f} s")
    print(f"  {_UPLOADS} uploads at once: {batch:.1f} s")
    return all(checks)


def _check(name: str, value: float, most: float) -> bool:
    print(f"  {name:44}{value:>8.3f}  < {most:g}  {'ok' if value < most else 'MISSED'}")
    return value < most


def main() -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="disburse-web-") as folder:
        passed = asyncio.run(measure(Path(folder), arguments.projects, arguments.seconds))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
