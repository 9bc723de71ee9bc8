"""An office whose page is served for real, and browsers that watch what its pages do."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from disburse.accounts.records import Role
from disburse.paths import SAMPLES
from tests.browser.serving import Office, Watched, chromium, served
from tests.web.office import REGISTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def executable() -> str:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    return path


# Of a module: while it lives, no other test of the process can run an event loop of its own.
@pytest.fixture(scope="module")
def browser(executable: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def _filled(executable: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a ledger by the program's own commands, once; nothing is done where tests skip."""
    del executable
    folder = tmp_path_factory.mktemp("browser")
    office = Office(folder / "disburse.db")
    for name in REGISTERS:
        office.run("import", SAMPLES / name)
    for role in Role:
        if role is not Role.OWNER:
            office.add(role)
    return folder


@pytest.fixture
def office(_filled: Path, tmp_path: Path) -> Iterator[Office]:
    """The samples served."""
    shutil.copytree(_filled, tmp_path / "office")
    with served(tmp_path / "office" / "disburse.db") as running:
        yield running


@pytest.fixture
def opened(browser: Browser, office: Office) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows; at the end no page may have complained or asked anybody else for anything."""
    watching: list[Watched] = []

    def opening(**options: Any) -> BrowserContext:  # noqa: ANN401 - whatever a context takes
        context = browser.new_context(locale="vi-VN", **options)
        watching.append(Watched(context, office.address))
        watching[-1].watch()
        return context

    yield opening
    for one in watching:
        one.context.close()
    assert [fault for one in watching for fault in one.faults] == []
