"""The web page over the samples, with one person of each role, on a fixed day."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient

from disburse.accounts import managing, people, sessions, tokens
from disburse.accounts.secret import signing_secret
from disburse.ledger.schema import open_ledger
from disburse.settings import load_settings
from disburse.web.app import create_app
from disburse.web.website import Site
from tests.clocks import Clock
from tests.filling import take_sample
from tests.web.office import BY, NOW, PASSWORD, PEOPLE, REGISTERS, Browser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from litestar import Litestar

    from disburse.accounts.records import Role


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledger, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("web")
    ledger = open_ledger(folder / "disburse.db")
    for name in REGISTERS:
        take_sample(ledger, folder / "uploads", name, NOW)
    for person in PEOPLE.values():
        managing.add(ledger, person, by=BY, at=NOW, password=PASSWORD)
    ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def database(_filled: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    shutil.copytree(_filled, folder)
    return folder / "disburse.db"


@pytest.fixture
def ledger(database: Path) -> Iterator[sqlite3.Connection]:
    connection = open_ledger(database)
    yield connection
    connection.close()


@pytest.fixture
def site(database: Path, ledger: sqlite3.Connection, clock: Clock) -> Site:
    return Site(database, load_settings(database, {}), signing_secret(ledger, database, ""), clock)


@pytest.fixture
def app(site: Site) -> Litestar:
    return create_app(site)


@pytest.fixture
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    """Somebody signed out, who follows no redirects."""
    with TestClient(app) as one:
        one.follow_redirects = False
        yield one


@pytest.fixture
def elsewhere(site: Site, clock: Clock) -> Iterator[TestClient[Litestar]]:
    """Another browser, signed out, of the same office."""
    beside = Site(site.database, site.settings, site.secret, clock)
    with TestClient(create_app(beside)) as one:
        one.follow_redirects = False
        yield one


@pytest.fixture
def sign_in(
    client: TestClient[Litestar], ledger: sqlite3.Connection, site: Site
) -> Callable[..., Browser]:
    """Sign a person in, in the browser of the test or another, without the slow password."""

    def entering(role: Role, browser: TestClient[Litestar] | None = None) -> Browser:
        used = browser or client
        person = people.by_email(ledger, PEOPLE[role].email)
        token = sessions.start(ledger, person.person_id, site.settings.accounts, at=site.now())
        used.cookies.set("disburse", token, domain="testserver.local", path="/")
        used.get("/login")
        return Browser(used)

    return entering


@pytest.fixture
def token(ledger: sqlite3.Connection) -> Callable[[Role], str]:
    """Issue an API token."""

    def issuing(role: Role) -> str:
        (number,) = ledger.execute(
            "SELECT id FROM person WHERE email = ?", (PEOPLE[role].email,)
        ).fetchone()
        return tokens.issue(ledger, number, by=BY, at=NOW)

    return issuing


@pytest.fixture
def project_of(ledger: sqlite3.Connection) -> Callable[[str], tuple[int, str, str]]:
    """Number, code and name of an owner's project."""

    def finding(owner: str) -> tuple[int, str, str]:
        found: tuple[int, str, str] = ledger.execute(
            "SELECT project_id, code, name FROM project_fact WHERE owner = ? AND code IS NOT NULL"
            " ORDER BY project_id LIMIT 1",
            (owner,),
        ).fetchone()
        return found

    return finding
