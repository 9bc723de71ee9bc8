"""An office whose page is served for real, and browsers that watch what its pages do."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from disburse.paths import SAMPLES
from tests.browser.serving import Office, chromium, served, watch
from tests.web.office import REGISTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from playwright.sync_api import Browser, BrowserContext

    from tests.browser.serving import Watched

STAFF, LEADER = "canbo@bangmac.example.vn", "lanhdao@bangmac.example.vn"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger filled by the program's own commands, made once and copied for each office."""
    folder = tmp_path_factory.mktemp("browser")
    office = Office(folder / "disburse.db")
    for name in REGISTERS:
        office.run("import", SAMPLES / name)
    office.add("staff", STAFF, "--name", "Cán bộ theo dõi")
    office.add("leader", LEADER, "--name", "Lãnh đạo xã")
    return folder


@pytest.fixture
def office(browser: Browser, _filled: Path, tmp_path: Path) -> Iterator[Office]:
    """The samples served; asks for the browser first, which may skip the test."""
    del browser
    shutil.copytree(_filled, tmp_path / "office")
    with served(tmp_path / "office" / "disburse.db") as running:
        yield running


@pytest.fixture
def opened(browser: Browser, office: Office) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows; at the end no page may have complained or asked anybody else for anything."""
    watching: list[Watched] = []

    def opening(**options: Any) -> BrowserContext:  # noqa: ANN401 - whatever a context takes
        context = browser.new_context(locale="vi-VN", **options)
        watching.append(watch(context, office.address))
        return context

    yield opening
    for one in watching:
        one.context.close()
    assert [fault for one in watching for fault in one.faults] == []
