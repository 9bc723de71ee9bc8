from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from disburse.casework_model import ClassDecision, Correction
from disburse.model import (
    EarlyWarning,
    Kind,
    Level,
    MilestoneState,
    ProjectClass,
    Risk,
    Severity,
    Tranche,
)
from disburse.monitor.classify import classify
from disburse.monitor.warning_rules import (
    Judged,
    milestone_rules,
    project_rules,
    treasury_rules,
    voucher_rules,
)
from disburse.render import messages
from disburse.render.formats import Unit
from disburse.rules import MilestoneEvent, Thresholds

if TYPE_CHECKING:
    from enum import StrEnum

    from disburse.frames import Assessment

LABELLED: dict[str, type[StrEnum]] = {
    "project_class": ProjectClass,
    "state": MilestoneState,
    "state_symbol": MilestoneState,
    "risk": Risk,
    "level": Level,
    "level_short": Level,
    "level_symbol": Level,
    "tranche": Tranche,
    "event": MilestoneEvent,
    "severity": Severity,
    "kind": Kind,
    "unit": Unit,
}


def rules(assessment: Assessment) -> dict[str, set[str]]:
    """Arguments the monitor gives to each code it can raise."""
    thresholds = Thresholds()
    dated = assessment.projects[["figures_date"]]
    milestones = assessment.milestones.join(dated, on="project_id")
    projects = assessment.projects.assign(budget_year=2026, days_old=5, conflict=False)
    nothing = pd.DataFrame()
    judged = Judged(assessment.as_of, 2026, projects, milestones, nothing, nothing, thresholds)
    found = milestone_rules(milestones, thresholds) + project_rules(judged, projects)
    found += voucher_rules(nothing) + treasury_rules(nothing)
    return {rule.code: set(rule.arguments) for rule in found}


@pytest.mark.parametrize("section", LABELLED)
def test_every_code_of_the_model_has_its_word(section: str) -> None:
    assert list(messages.labels(section)) == [str(one) for one in LABELLED[section]]


def test_wording_and_monitor_know_the_same_early_warnings(assessment: Assessment) -> None:
    assert set(messages.warning_codes()) == set(rules(assessment))


def test_the_monitor_gives_every_argument_a_sentence_names(assessment: Assessment) -> None:
    given = rules(assessment)
    lacking = {code: messages.warning_arguments(code) - given[code] for code in given}
    assert not any(lacking.values()), lacking


@pytest.mark.parametrize("code", messages.warning_codes())
def test_an_action_is_one_finished_sentence_without_arguments(code: str) -> None:
    action = messages.warning_action(code)
    assert action.startswith("Đề nghị ")
    assert action.endswith(".")
    assert "{" not in action


def test_a_warning_tells_amounts_due_date_clause_and_what_to_do() -> None:
    warning = EarlyWarning(
        project_id=1,
        code="milestone_missed",
        level=Level.RED,
        milestone_id="continuing-2026-09-30",
        since=date(2026, 10, 1),
        arguments={
            "due": date(2026, 9, 30),
            "required_basis_points": 6000,
            "required": 3_000_000_000,
            "actual": 2_187_500_000,
            "shortfall": 812_500_000,
            "clause": "Mục II.5.c(2)",
        },
    )
    assert messages.warning_text(warning) == (
        "Đến hết ngày 30/09/2026 phải giải ngân 60% kế hoạch vốn (3.000 triệu đồng); mới giải "
        "ngân 2.187,5 triệu đồng, còn thiếu 812,5 triệu đồng. Căn cứ: Mục II.5.c(2). "
        + messages.warning_action("milestone_missed")
    )


@pytest.mark.parametrize("code", messages.warning_codes())
def test_a_warning_without_arguments_still_reads_as_sentences(code: str) -> None:
    bare = EarlyWarning(1, code, Level.AMBER, None, date(2026, 10, 1))
    facts = messages.warning_facts(bare)
    assert facts
    assert not any("{" in fact or "None" in fact for fact in facts)


def test_only_the_sentence_that_lacks_an_argument_is_left_out() -> None:
    given = {"budget_year": 2026, "disbursed": None}
    warning = EarlyWarning(1, "no_plan", Level.AMBER, None, date(2026, 10, 1), dict(given))
    assert messages.warning_facts(warning) == (
        "Chưa có kế hoạch vốn năm 2026 nên không tính được tỷ lệ giải ngân.",
    )


def test_every_reason_the_monitor_gives_has_its_sentence() -> None:
    dates = ("handed_over", "completed", "started", "construction_start")
    rows = [
        {"project_class": "continuing", "class_evidence": "B. Chuyển tiếp"},
        {"project_class": "unclassified", "class_evidence": "D. Chuẩn bị đầu tư"},
        {"handed_over": "2025-11"},
        {"completed": "2025"},
        {"started": "2025-03"},
        {"started": "2026-05-17"},
        {},
        {"project_class": "completed", "class_evidence": "Biên bản bàn giao"},
    ]
    columns = ["project_class", "class_evidence", "class_cell", *dates, "cells"]
    projects = pd.DataFrame(rows, columns=columns, dtype="str")
    decided = ClassDecision(2026, ProjectClass.COMPLETED, "Biên bản bàn giao")
    made = Correction(1, 7, decided, None, "Phòng Kinh tế", "", None, None)
    judged = classify(projects.assign(class_import_id=None, import_id=1), 2026, [made])
    reasons = judged["reason_code"].tolist()
    assert sorted(reasons) == sorted(messages.labels("class_reason"))
    written = {messages.class_reason(code, "2025-11", "KH!F12", "kh.xlsx") for code in reasons}
    assert len(written) == len(rows)


def test_a_reason_shows_evidence_and_place() -> None:
    reason = messages.class_reason("handed_over_before", "2025-11", "KH 2026!B12", "kh.xlsx")
    assert reason == (
        "Đã bàn giao đưa vào sử dụng (11/2025) trước năm kế hoạch "
        "(ô B12, trang tính “KH 2026”, tệp kh.xlsx)."
    )
    assert messages.class_reason("no_evidence", None, None, None).endswith("được.")


def test_an_amount_comes_with_its_unit_or_says_there_is_none() -> None:
    assert messages.with_unit(2_187_500_000) == "2.187,5 triệu đồng"
    assert messages.with_unit(2_187_500_000, Unit.BILLION, 2) == "2,19 tỷ đồng"
    assert messages.with_unit(None) == "chưa có số liệu"
