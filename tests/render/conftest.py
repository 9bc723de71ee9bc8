"""A small, realistic assessment of 2026 for everything that renders: all classes, all states."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from msgspec.structs import replace as changed

from disburse.frames import Assessment
from disburse.law.loader import load_decision
from disburse.model import EarlyWarning, Level, ProjectClass, Tranche
from disburse.monitor.reconciliation import COLUMNS as RECONCILED_TYPES
from disburse.paths import LAW

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.rules import Milestone

HERE = Path(__file__).parent
AS_OF = date(2026, 10, 5)
FIGURES = date(2026, 9, 30)
WEEKS_LEFT = 13
FILES = ("ke-hoach-von-2026.xlsx", "giai-ngan-thang-9-2026.xlsx")


@dataclass(frozen=True, slots=True)
class Case:
    """One project: what it is, its money, and (milestone, state, risk) of each milestone."""

    code: str | None
    name: str
    owner: str | None
    head: str | None
    project_class: ProjectClass
    reason: tuple[str, str | None]
    plan: int | None
    disbursed: int | None
    total_investment: int | None
    carryover: tuple[int | None, int | None]
    figures_date: date
    states: tuple[tuple[str, str, str | None], ...]


def read_case(entry: dict[str, Any]) -> Case:
    names = ("code", "name", "owner", "head", "plan", "disbursed", "total_investment")
    given: dict[str, Any] = {name: entry.get(name) for name in names}
    reason = entry["reason"]
    states = entry.get("milestones", [["", "no_milestone"]])
    return Case(
        **given,
        project_class=ProjectClass(entry["class"]),
        reason=(reason[0], reason[1] if reason[1:] else None),
        carryover=tuple(entry.get("carryover", (None, None))),
        figures_date=entry["figures_date"],
        states=tuple((one[0], one[1], one[2] if one[2:] else None) for one in states),
    )


DECISION = load_decision(LAW / "bang-mac-2026.toml")
MILESTONES = {milestone.milestone_id: milestone for milestone in DECISION.milestones}
CASES = tuple(
    read_case(entry)
    for entry in tomllib.loads((HERE / "projects.toml").read_text(encoding="utf-8"))["project"]
)

TEXT = "code name owner head location tier project_class reason_code reason_evidence reason_cell"
AMOUNTS = "plan disbursed plan_carryover disbursed_carryover rate_basis_points total_investment"
PROJECT_TYPES = (
    dict.fromkeys(TEXT.split(), "str")
    | dict.fromkeys(("reason_import_id", *AMOUNTS.split()), "Int64")
    | {"figures_date": "datetime64[s]"}
)
SOURCE_TYPES = dict.fromkeys(("project_id", "plan", "disbursed"), "Int64") | {
    **dict.fromkeys(("plan_import_id", "disbursed_import_id"), "Int64"),
    **dict.fromkeys(("source", "tranche", "plan_cell", "disbursed_cell"), "str"),
    "disbursed_to": "datetime64[s]",
}
STANDING = "required actual shortfall days_left per_week pace_per_week"
MILESTONE_TYPES = (
    dict.fromkeys(("project_id", "required_basis_points", *STANDING.split()), "Int64")
    | dict.fromkeys(("milestone_id", "event", "clause", "state", "risk"), "str")
    | {"due": "datetime64[s]"}
)


def frame(rows: list[dict[str, Any]], types: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def project_row(case: Case, row: int) -> dict[str, Any]:
    rate = None
    if case.plan and case.disbursed is not None:
        rate = (case.disbursed * 20000 + case.plan) // (2 * case.plan)
    return {
        "code": case.code,
        "name": case.name,
        "owner": case.owner,
        "head": case.head,
        "location": "xã Bằng Mạc",
        "tier": "C",
        "project_class": case.project_class.value,
        "reason_code": case.reason[0],
        "reason_evidence": case.reason[1],
        "reason_cell": None if case.reason[1] is None else f"KH 2026!B{row}",
        "reason_import_id": 1,
        "plan": case.plan,
        "disbursed": case.disbursed,
        "plan_carryover": case.carryover[0],
        "disbursed_carryover": case.carryover[1],
        "rate_basis_points": rate,
        "total_investment": case.total_investment,
        "figures_date": case.figures_date,
    }


def source_rows(project_id: int, case: Case, row: int) -> list[dict[str, Any]]:
    both = (
        (Tranche.CURRENT, case.plan, case.disbursed, "F", "G"),
        (Tranche.CARRYOVER, *case.carryover, "H", "I"),
    )
    return [
        {
            "project_id": project_id,
            "source": "NSX" if project_id % 2 else "NSĐP",
            "tranche": tranche.value,
            "plan": plan,
            "plan_cell": None if plan is None else f"KH 2026!{plan_column}{row}",
            "plan_import_id": None if plan is None else 1,
            "disbursed": disbursed,
            "disbursed_cell": f"Tháng 9!{disbursed_column}{row}",
            "disbursed_import_id": 2,
            "disbursed_to": case.figures_date,
        }
        for tranche, plan, disbursed, plan_column, disbursed_column in both
        if not (plan is None and disbursed is None)
    ]


def milestone_rows(project_id: int, case: Case) -> list[dict[str, Any]]:
    rows = []
    for milestone_id, state, risk in case.states:
        milestone = MILESTONES.get(milestone_id)
        row: dict[str, Any] = {"project_id": project_id, "state": state, "risk": risk}
        if milestone is not None:
            row |= judged(milestone, case.plan, case.disbursed, state)
        rows.append(row)
    return rows


def judged(
    milestone: Milestone, plan: int | None, disbursed: int | None, state: str
) -> dict[str, Any]:
    required = shortfall = None
    if plan is not None and milestone.required_basis_points is not None:
        required = plan * milestone.required_basis_points // 10000
        shortfall = max(0, required - (disbursed or 0))
    pending = state == "pending"
    return {
        "milestone_id": milestone.milestone_id,
        "due": milestone.due,
        "required_basis_points": milestone.required_basis_points,
        "event": milestone.event,
        "clause": milestone.clause,
        "required": required,
        "actual": None if required is None else disbursed,
        "shortfall": shortfall,
        "days_left": (milestone.due - AS_OF).days if milestone.due >= AS_OF else None,
        "per_week": -(-shortfall // WEEKS_LEFT) if pending and shortfall is not None else None,
        "pace_per_week": (disbursed or 0) // 40 if pending else None,
    }


def early_warnings() -> tuple[EarlyWarning, ...]:
    def of(
        project_id: int, code: str, level: Level, milestone_id: str | None, since: date = AS_OF
    ) -> EarlyWarning:
        case = CASES[project_id - 1]
        arguments: dict[str, object] = {
            "plan": case.plan,
            "disbursed": case.disbursed,
            "figures_date": case.figures_date,
            "total_investment": case.total_investment,
            "budget_year": DECISION.budget_year,
            "construction_start": "2026-08",
        }
        if milestone_id is not None:
            state = next(state for one, state, _ in case.states if one == milestone_id)
            milestone = MILESTONES[milestone_id]
            arguments |= judged(milestone, case.plan, case.disbursed, state)
        return EarlyWarning(project_id, code, level, milestone_id, since, arguments)

    july = date(2026, 7, 5)
    return (
        of(1, "milestone_missed", Level.RED, "continuing-2026-09-30"),
        of(3, "milestone_missed", Level.RED, "completed-2026-06-30", july),
        of(5, "event_missed", Level.RED, "new_start-construction-2026-06-30", july),
        of(1, "milestone_at_risk", Level.AMBER, "continuing-2026-12-31", july),
        of(4, "milestone_at_risk", Level.AMBER, "new_start-2026-12-31"),
        of(5, "awaiting_data", Level.AMBER, "new_start-2026-09-30"),
        of(5, "plan_over_investment", Level.AMBER, None, july),
        of(8, "no_plan", Level.AMBER, None, july),
    )


def cleared_warnings() -> tuple[EarlyWarning, ...]:
    """One that turned red since (missed instead of at risk), and one that is over."""
    since = date(2026, 9, 5)
    old: dict[str, object] = {"figures_date": date(2026, 7, 31)}
    return (
        EarlyWarning(1, "milestone_at_risk", Level.AMBER, "continuing-2026-09-30", since),
        EarlyWarning(6, "figures_old", Level.AMBER, None, since, old),
    )


def commune_row() -> dict[str, Any]:
    target = DECISION.commune_target
    assert target is not None
    plan = sum(case.plan or 0 for case in CASES)
    disbursed = sum(case.disbursed or 0 for case in CASES)
    return {"state": "pending", "risk": "at_risk"} | judged(target, plan, disbursed, "pending")


def series() -> pd.DataFrame:
    days = ["03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30"]
    amounts = [350, 1200, 2450, 4900, 6800, 9300, 11517.5]
    return pd.DataFrame(
        {
            "to_date": pd.to_datetime([f"2026-{day}" for day in days]).astype("datetime64[s]"),
            "amount": pd.array([int(amount * 1_000_000) for amount in amounts], dtype="Int64"),
        }
    )


def imports() -> pd.DataFrame:
    rows = [
        (FILES[0], "a" * 64, "register", "2026-02-10", "2026-02-11T08:15:00+07:00"),
        (FILES[1], "b" * 64, "payments", "2026-09-30", "2026-10-02T15:40:00+07:00"),
    ]
    columns = ["file", "sha256", "kind", "as_of", "recorded_at"]
    listed = pd.DataFrame(rows, columns=columns).astype(
        {**dict.fromkeys(columns, "str"), "as_of": "datetime64[s]"}
    )
    return listed.set_axis(pd.Index([1, 2], name="import_id"), axis=0)


def assess(cases: tuple[Case, ...], warnings: tuple[EarlyWarning, ...]) -> Assessment:
    numbered = list(enumerate(cases, start=1))
    index = pd.Index([number for number, _ in numbered], name="project_id")
    projects = frame([project_row(case, 10 + n) for n, case in numbered], PROJECT_TYPES)
    sources = [row for n, case in numbered for row in source_rows(n, case, 10 + n)]
    milestones = [row for n, case in numbered for row in milestone_rows(n, case)]
    return Assessment(
        as_of=AS_OF,
        figures_date=FIGURES,
        previous_as_of=date(2026, 9, 5),
        decision=DECISION,
        projects=projects.set_axis(index, axis=0),
        sources=frame(sources, SOURCE_TYPES),
        milestones=frame(milestones, MILESTONE_TYPES),
        warnings=warnings,
        cleared=cleared_warnings(),
        commune=frame([commune_row()], MILESTONE_TYPES),
        reconciliation=frame([], RECONCILED_TYPES),
        imports=imports(),
        series=series(),
    )


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare a text with ``tests/snapshots/NAME``; ``UPDATE_SNAPSHOTS=1`` writes it instead."""

    def compare(name: str, text: str) -> None:
        path = HERE.parent / "snapshots" / name
        if os.environ.get("UPDATE_SNAPSHOTS"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def assessment() -> Assessment:
    """Eight projects on 5 October 2026, figures to 30 September; second evaluation."""
    return assess(CASES, early_warnings())


@pytest.fixture
def build_assessment() -> Callable[[int], Assessment]:
    """Repeat the eight projects until there are as many as asked for, warnings included."""

    def build(size: int) -> Assessment:
        cases = tuple(
            replace(CASES[n % len(CASES)], code=f"{n:07}", name=f"{CASES[n % len(CASES)].name} {n}")
            for n in range(size)
        )
        warnings = tuple(
            changed(one, project_id=one.project_id + block)
            for one in early_warnings()
            for block in range(0, size, len(CASES))
            if one.project_id + block <= size
        )
        return assess(cases, warnings)

    return build
