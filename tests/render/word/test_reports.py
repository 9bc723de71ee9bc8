from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from disburse.monitor.selection import of_owner
from disburse.render.word.form_01a import FormFigures
from disburse.render.word.periods import Period, PeriodKind
from disburse.render.word.reports import LISTED, file_names, period_title, report, write_report
from disburse.render.word.settings import LetterSettings
from tests.render.word.conftest import OCTOBER, OFFICE
from tests.render.word.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disburse.casework_model import Casework
    from disburse.frames import Assessment
    from disburse.render.word.reports import PeriodReport

Make = "Callable[[Period], PeriodReport]"


def made_of(assessment: Assessment, casework: dict[int, Casework] | None = None) -> PeriodReport:
    return report(
        assessment,
        OCTOBER,
        OFFICE,
        LetterSettings(),
        casework=casework or {},
        figures=FormFigures(),
    )


def test_a_report_reads_as_agreed(
    make_report: Callable[[Period], PeriodReport],
    snapshot: Callable[[str, str], None],
    tmp_path: Path,
) -> None:
    write_report(make_report(OCTOBER), tmp_path / "a.docx")
    snapshot("period_report.txt", text_of(tmp_path / "a.docx"))


def test_the_same_report_is_the_same_file(
    make_report: Callable[[Period], PeriodReport], tmp_path: Path
) -> None:
    for name in ("a.docx", "b.docx"):
        write_report(make_report(OCTOBER), tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize(
    ("period", "title", "names"),
    [
        (OCTOBER, "tháng 10 năm 2026", ("bao-cao-2026-10.docx", "bieu-01a-2026-10.xlsx")),
        (
            Period(PeriodKind.QUARTER, 2026, 3),
            "quý III năm 2026",
            ("bao-cao-2026-q3.docx", "bieu-01a-2026-q3.xlsx"),
        ),
        (
            Period(PeriodKind.YEAR, 2026, 1),
            "năm 2026",
            ("bao-cao-2026.docx", "bieu-01a-2026.xlsx"),
        ),
    ],
)
def test_periods_are_named(period: Period, title: str, names: tuple[str, str]) -> None:
    assert (period_title(period), file_names(period)) == (title, names)


def test_sums_agree_with_each_other(make_report: Callable[[Period], PeriodReport]) -> None:
    made = make_report(OCTOBER)
    headline = made.overview.headline
    for lines in (made.owners, made.sources):
        assert sum(one.plan or 0 for one in lines) == headline.plan
        assert sum(one.disbursed or 0 for one in lines) == headline.disbursed
    assert sum(one.projects for one in made.owners) == headline.projects
    assert sum(one.slow for one in made.owners) == len(made.slow)
    assert made.form.amounts["plan_new"] == headline.plan
    assert made.form.amounts["paid_new"] == headline.disbursed
    assert made.form.amounts["plan_old"] == headline.plan_carryover
    assert made.form.amounts["paid_old"] == headline.disbursed_carryover


def test_what_was_disbursed_since_the_period_began(
    make_report: Callable[[Period], PeriodReport],
) -> None:
    quarter = make_report(Period(PeriodKind.QUARTER, 2026, 3)).gain
    assert quarter is not None
    assert (quarter.since, quarter.amount) == (date(2026, 6, 30), 6_617_500_000)
    assert make_report(Period(PeriodKind.YEAR, 2026, 1)).gain is None


def test_an_owner_sees_his_own_report_alone(
    assessment: Assessment, casework: dict[int, Casework], tmp_path: Path
) -> None:
    owner = "Trường TH&THCS Bằng Mạc"
    write_report(made_of(of_owner(assessment, owner), casework), tmp_path / "a.docx")
    text = text_of(tmp_path / "a.docx")
    others = assessment.projects[assessment.projects["owner"] != owner]
    assert not any(name in text for name in others["name"])
    assert "bồi thường" not in text
    assert "Để đạt mục tiêu" not in text


def test_without_figures_nothing_is_said_to_be_disbursed(
    assessment: Assessment, tmp_path: Path
) -> None:
    silent = replace(
        assessment,
        figures_date=None,
        projects=assessment.projects.assign(
            disbursed=None, rate_basis_points=None, figures_date=None
        ).astype(
            {"disbursed": "Int64", "rate_basis_points": "Int64", "figures_date": "datetime64[s]"}
        ),
        sources=assessment.sources.assign(disbursed=None).astype({"disbursed": "Int64"}),
    )
    write_report(made_of(silent), tmp_path / "a.docx")
    text = text_of(tmp_path / "a.docx")
    assert "Đến nay chưa có số liệu giải ngân." in text
    assert "chưa có số liệu)" in text


def test_many_projects_are_left_to_the_excel_file(
    build_assessment: Callable[[int], Assessment], tmp_path: Path
) -> None:
    few, many = made_of(build_assessment(LISTED)), made_of(build_assessment(LISTED + 1))
    assert not few.shortened
    assert {one.level for one in many.lines} == {"total", "class"}
    write_report(many, tmp_path / "a.docx")
    text = text_of(tmp_path / "a.docx")
    assert f"chi tiết {LISTED + 1} dự án tại tệp bieu-01a-2026-10.xlsx kèm theo" in text
