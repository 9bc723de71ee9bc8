"""Casework, an earlier letter, and documents made of the assessment all renderers are shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.casework_model import (
    Acknowledgement,
    Author,
    CapitalProposal,
    Case,
    Casework,
    Cause,
    ExpectedAmount,
    Obstacle,
    Record,
)
from disburse.correspondence import REMINDER, Dispatch, Draft, KeptLetter, Reply
from disburse.model import Tranche
from disburse.render.office import Office
from disburse.render.word.form_01a import FormFigures, Key
from disburse.render.word.letters import Letter, letters
from disburse.render.word.periods import Period, PeriodKind
from disburse.render.word.reports import PeriodReport, report
from disburse.render.word.settings import LetterSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.casework_model import Said
    from disburse.frames import Assessment

OWNER = Author("Ban QLDA xã Bằng Mạc", "Chủ đầu tư")
OFFICE = Office()
OCTOBER = Period(PeriodKind.MONTH, 2026, 10)


def case(number: int, project_id: int, statement: Said) -> Case[Said]:
    made_at = "2026-10-02T09:00:00+07:00"
    return Case((Record(number, project_id, statement, OWNER, made_at, None),), ())


@pytest.fixture
def casework() -> dict[int, Casework]:
    """What was recorded of the first project: everything an annex tells."""
    obstacle = Obstacle(
        Cause.SITE_CLEARANCE,
        "còn 3 hộ chưa nhận tiền bồi thường",
        "UBND xã Bằng Mạc",
        date(2026, 10, 20),
    )
    explained = Acknowledgement(
        "milestone_missed", "continuing-2026-09-30", date(2026, 10, 5), "mưa lũ tháng 9"
    )
    return {
        1: Casework(
            obstacles=(case(1, 1, obstacle),),
            monthly_plans=(),
            expected=(
                case(2, 1, ExpectedAmount(date(2026, 9, 30), 3_000_000_000)),
                case(3, 1, ExpectedAmount(date(2026, 10, 31), 3_400_000_000)),
            ),
            notes=(),
            proposals=(
                case(4, 1, CapitalProposal("NSX", Tranche.CURRENT, -500_000_000, "không kịp")),
            ),
            acknowledgements=(case(5, 1, explained),),
        )
    }


def kept(
    *, dispatch: Dispatch | None = None, replies: tuple[Reply, ...] = (), owner: str = OWNER.name
) -> KeptLetter:
    """A letter drafted on 1 July, its reply due a week later."""
    drafted, due, passed = date(2026, 7, 1), date(2026, 7, 8), date(2026, 6, 30)
    draft = Draft(REMINDER, owner, drafted, passed, due, 2, "cong-van/a.docx", "a" * 64)
    return KeptLetter(1, draft, "2026-07-01T08:00:00+07:00", dispatch, replies)


SENT = Dispatch("123/UBND-KT", date(2026, 7, 2), "Văn thư", "2026-07-02T10:00:00+07:00")


def reply(promised_on: date | None) -> Reply:
    return Reply(1, "sẽ nghiệm thu xong trong tháng 7", promised_on, "Phòng Kinh tế", "2026-07-07")


@pytest.fixture
def drafted(assessment: Assessment, casework: dict[int, Casework]) -> tuple[Letter, ...]:
    earlier = {"ban qlda xa bang mac": kept(dispatch=SENT)}
    return letters(assessment, OFFICE, LetterSettings(), casework, earlier)


@pytest.fixture
def make_report(
    assessment: Assessment, casework: dict[int, Casework]
) -> Callable[[Period], PeriodReport]:
    advances: dict[Key, int] = {(1, "NSX", "current"): 187_500_000}
    estimates: dict[Key, int] = {(4, "NSĐP", "current"): 3_100_000_000}

    def make(period: Period) -> PeriodReport:
        figures = FormFigures(advances, estimates)
        settings = LetterSettings()
        return report(assessment, period, OFFICE, settings, casework=casework, figures=figures)

    return make
