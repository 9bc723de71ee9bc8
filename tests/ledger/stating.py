"""People who state something of a project, and the ledger judged as they left it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from disburse.casework_model import ClassDecision, DateCorrection, DateField, PlanCorrection
from disburse.law.loader import load_decision
from disburse.ledger.corrections import correct, withdraw
from disburse.model import ProjectClass, Tranche
from disburse.monitor.assess import assess
from disburse.monitor.measure import needed_dates
from disburse.paths import LAW
from disburse.render.records import rows
from disburse.rules import Thresholds
from tests.ledger.builders import MARCH, SEPTEMBER, YEAR_END, Office, plan, project, register

if TYPE_CHECKING:
    from disburse.casework_model import Change, Correction
    from disburse.frames import Assessment
    from disburse.model import Register

STAFF = "Phòng Kinh tế xã"
NEW, OLD = ProjectClass.NEW_START, ProjectClass.CONTINUING
CODE = "0000001"
MAY = date(2026, 5, 15)


def say(office: Office, change: Change, project_id: int = 1) -> Correction:
    office.now += timedelta(minutes=1)
    return correct(office.connection, project_id, change, by=STAFF, at=office.now)


def take_back(office: Office, made: Correction) -> Correction:
    office.now += timedelta(minutes=1)
    return withdraw(office.connection, made.number, by="Lãnh đạo", at=office.now)


def decide(project_class: ProjectClass, year: int = 2026) -> ClassDecision:
    return ClassDecision(year, project_class, "Biên bản kiểm tra ngày 10/4/2026")


def start(value: str | None, field: DateField = DateField.CONSTRUCTION_START) -> DateCorrection:
    return DateCorrection(field, value, "Lệnh khởi công")


def planned(
    amount: int | None,
    day: date,
    source: str | None = "NST",
    tranche: Tranche = Tranche.CURRENT,
) -> PlanCorrection:
    return PlanCorrection(2026, source, tranche, day, amount, "Quyết định điều chỉnh")


def claim(project_class: ProjectClass, as_of: date = MARCH) -> Register:
    """A register that puts the project under a heading of a class."""
    one = project(
        CODE,
        project_class=project_class,
        class_evidence="B. Dự án chuyển tiếp",
        cells={"name": "KH!C12", "class": "KH!B9"},
        plans=(plan(100),),
    )
    return register(one, as_of=as_of)


def judged(office: Office, as_of: date = YEAR_END, **more: Any) -> Assessment:  # noqa: ANN401 - passed on
    decision, thresholds = load_decision(LAW / "bang-mac-2026.toml"), Thresholds()
    days = needed_dates(decision, as_of, thresholds)
    return assess(office.evidence(as_of, needed=days, **more), decision, thresholds)


def verdict(assessment: Assessment) -> list[Any]:
    names = ["project_class", "reason_code", "reason_evidence", "reason_cell", "reason_import_id"]
    (row,) = rows(assessment.projects[names])
    return list(row.values())[1:]


def plans_on(office: Office, day: date, **more: Any) -> dict[str | None, int]:  # noqa: ANN401 - passed on
    return {row["source"]: row["plan"] for row in rows(judged(office, day, **more).sources)}


def codes(assessment: Assessment) -> set[str]:
    return {one.code for one in assessment.warnings}


MARCH_PLAN = register(project(CODE, plans=(plan(100, "NST"), plan(50, "NSX"))))
SEPTEMBER_PLAN = register(project(CODE, plans=(plan(90, "NST"), plan(60, "NSX"))), as_of=SEPTEMBER)
