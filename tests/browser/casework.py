"""A project with everything said of it that a page can show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from disburse.casework_model import (
    Acknowledgement,
    Answer,
    Author,
    CapitalProposal,
    Cause,
    DateCorrection,
    DateField,
    ExpectedAmount,
    MonthlyPlan,
    Obstacle,
    ProgressNote,
)
from disburse.ledger import casework, corrections
from disburse.ledger.schema import open_ledger
from disburse.model import Tranche
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.settings import load_settings

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from disburse.casework_model import Statement
    from disburse.model import EarlyWarning

CODE = "8076205"
"""Of the owner of the tests: it missed the milestone of September and may miss December's."""

_OWNER = Author("Kế toán UBND xã", "Chủ đầu tư")
_OFFICE = Author("Chuyên viên Phòng Kinh tế", "Cán bộ theo dõi")
_REASON = "Biên bản bàn giao mặt bằng ngày 12/5/2026."


def tell(database: Path, at: datetime) -> int:
    """Let owner and office tell of the project on the day of ``at``; give its number."""
    ledger = open_ledger(database)
    (project,) = ledger.execute(
        "SELECT project_id FROM project_fact WHERE code = ? LIMIT 1", (CODE,)
    ).fetchone()
    thresholds = load_settings(database, {}).thresholds
    judged = evaluate(ledger, at.date(), thresholds, Stopwatch())
    warning = next(one for one in judged.warnings if one.project_id == project)
    for statement in _statements(warning):
        casework.add(ledger, project, statement, author=_OWNER, at=at)
    said = casework.of_project(ledger, project).acknowledgements[0]
    answer = Answer("Đồng ý. Đề nghị gửi hồ sơ thanh toán khối lượng trước ngày 5/12/2026.")
    casework.add(ledger, project, answer, about=said.number, author=_OFFICE, at=at)
    handover = DateCorrection(DateField.SITE_HANDOVER, "2026-05-12", _REASON)
    corrections.correct(ledger, project, handover, by=_OFFICE.name, at=at)
    ledger.close()
    return int(project)


def _statements(warning: EarlyWarning) -> tuple[Statement, ...]:
    return (
        Acknowledgement(
            warning.code,
            warning.milestone_id,
            warning.since,
            "Nhà thầu chậm cung cấp thiết bị; đã yêu cầu bổ sung nhân lực, nghiệm thu phần xây lắp"
            " trước ngày 30/11/2026.",
        ),
        MonthlyPlan("2026-11", 120_000_000),
        MonthlyPlan("2026-12", 180_500_000),
        ExpectedAmount(date(2026, 12, 31), 584_913_000),
        ProgressNote("Đã xong phần móng và thân; đang lợp mái, hoàn thiện sân."),
        CapitalProposal(
            "Ngân sách xã", Tranche.CURRENT, -45_000_000, "Giá trị quyết toán dự kiến giảm."
        ),
        Obstacle(
            Cause.CONTRACTOR,
            "Nhà thầu chưa đủ nhân lực cho phần hoàn thiện.",
            "UBND xã Bằng Mạc",
            date(2026, 12, 5),
        ),
    )
