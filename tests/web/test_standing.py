"""What is judged once and shared by all requests, and what of it an owner may see."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from disburse.accounts.records import Role
from disburse.frames import Assessment
from disburse.monitor.selection import of_owner
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.text import fold
from disburse.web import standing
from tests.web.office import NOW, OTHER_OWNER, OWNER
from tests.web.registers import table
from tests.web.test_uploads import confirm, shown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from disburse.web.website import Site
    from tests.clocks import Clock
    from tests.web.office import Browser

HARMLESS = {"as_of", "figures_date", "previous_as_of", "decision"}
"""Fields of an assessment that tell nothing of a project."""
EMPTIED = {"commune", "series"}
"""Figures of the commune, of which nothing is left."""


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The days judged so far."""
    days = []

    def counting(ledger: Any, as_of: Any, *rest: Any) -> Assessment:  # noqa: ANN401 - passed on
        days.append(as_of.isoformat())
        return evaluate(ledger, as_of, *rest)

    monkeypatch.setattr(standing, "evaluate", counting)
    return days


def test_the_same_state_is_judged_once_for_all(
    sign_in: Callable[[Role], Browser], judged: list[str]
) -> None:
    for role in Role:
        browser = sign_in(role)
        for path in ("/", "/projects", "/projects?sort=plan", "/reports", "/api/status"):
            assert browser.get(path).status == 200
    assert judged == ["2026-11-16"]
    sign_in(Role.OWNER).get("/?as_of=2026-10-01")
    sign_in(Role.LEADER).get("/?as_of=1/10/2026")
    assert judged == ["2026-11-16", "2026-10-01"]


def test_what_many_wait_for_is_judged_once(site: Site, judged: list[str]) -> None:
    async def many() -> None:
        site.open()
        try:
            found = await asyncio.gather(*(site.standing(site.today()) for _ in range(8)))
        finally:
            site.close()
        assert len({id(one) for one in found}) == 1

    asyncio.run(many())
    assert len(judged) == 1


def test_a_judgement_that_failed_is_tried_again(
    sign_in: Callable[[Role], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(Role.LEADER)

    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(standing, "evaluate", fail)
        assert browser.get("/").status == 500
    assert browser.get("/").status == 200


def test_whatever_changes_a_project_changes_the_next_page(
    sign_in: Callable[[Role], Browser],
    judged: list[str],
    project_of: Callable[[str], tuple[int, str, str]],
) -> None:
    staff = sign_in(Role.STAFF)
    assert "Đường trục thôn A" not in shown(staff, "/projects?q=9900001")
    stored = confirm(staff, staff.upload("tep.csv", table())).partition("?")[0]
    assert "Đường trục thôn A" in shown(staff, "/projects?q=9900001")
    assert "Đường trục thôn A" in shown(sign_in(Role.OWNER), "/projects?q=9900001")
    staff = sign_in(Role.STAFF)
    staff.post(f"{stored}/undo")
    assert "Đường trục thôn A" not in shown(staff, "/projects?q=9900001")
    path = f"/projects/{project_of(OWNER)[0]}"
    form = {"kind": "class", "project_class": "completed", "reason": "Quyết định"}
    staff.post(f"{path}/corrections", form)
    assert "sửa số 1" in shown(staff, path).lower()
    assert len(judged) == 4


def test_a_new_day_is_judged_anew(
    sign_in: Callable[[Role], Browser], judged: list[str], clock: Clock
) -> None:
    browser = sign_in(Role.LEADER)
    browser.get("/")
    clock.moment = NOW + timedelta(hours=1)
    browser.get("/")
    assert len(judged) == 1
    clock.moment = NOW + timedelta(hours=16)
    browser = sign_in(Role.LEADER)
    assert "Ngày đánh giá: <b>17/11/2026</b>" in shown(browser, "/")
    assert judged == ["2026-11-16", "2026-11-17"]


@pytest.fixture
def assessment(ledger: sqlite3.Connection, site: Site) -> Assessment:
    return evaluate(ledger, NOW.date(), site.settings.thresholds, Stopwatch())


def projects_told(value: object) -> set[int]:
    """Which projects a field of an assessment speaks of; TypeError where it cannot be known."""
    if isinstance(value, pd.DataFrame):
        if value.index.name == "project_id":
            return {int(number) for number in value.index}
        if "project_id" in value.columns:
            return {int(number) for number in value["project_id"]}
    if isinstance(value, tuple):
        return {one.project_id for one in value}
    raise TypeError(f"which projects? {type(value)}")


@pytest.mark.parametrize("owner", [OWNER, OWNER.upper(), "ubnd  xa bang mac"])
def test_every_field_of_an_assessment_is_cut_to_the_owner(
    owner: str, assessment: Assessment
) -> None:
    """A new field fails here until `of_owner` cuts it, or it is listed as harmless."""
    projects = assessment.projects
    own = {int(one) for one in projects.index[projects["owner"].map(fold) == fold(owner)]}
    assert 0 < len(own) < len(projects)
    part = of_owner(assessment, owner)
    for field in fields(Assessment):
        value = getattr(part, field.name)
        if field.name in EMPTIED:
            assert len(value) == 0
        elif field.name == "imports":
            assert set(value.index) <= set(assessment.imports.index)
        elif field.name not in HARMLESS:
            assert projects_told(value) <= own, field.name
            kept = projects_told(getattr(assessment, field.name)) & own
            assert projects_told(value) == kept, field.name


def test_an_owner_sees_the_files_that_his_figures_come_from(assessment: Assessment) -> None:
    part = of_owner(assessment, OWNER)
    cited = {
        int(number)
        for frame in (part.projects, part.sources, part.reconciliation)
        for column in frame.columns
        if column.endswith("import_id")
        for number in frame[column].dropna()
    }
    assert cited
    assert set(part.imports.index) == cited
    assert list(of_owner(assessment, "Không ai").imports.index) == []


def test_an_owner_without_projects_sees_nothing(assessment: Assessment) -> None:
    part = of_owner(assessment, f"{OTHER_OWNER} khác")
    assert len(part.projects) == len(part.sources) == len(part.milestones) == 0
    assert part.warnings == ()
