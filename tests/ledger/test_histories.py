"""What became of a project's warnings, and what every file ever stated of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest

from disburse.casework_model import Acknowledgement, Author
from disburse.frames import Assessment
from disburse.ledger import casework
from disburse.ledger.early_warnings import record
from disburse.ledger.errors import LedgerError
from disburse.ledger.imports import undo
from disburse.ledger.project_history import project_history
from disburse.ledger.warning_history import history
from disburse.model import EarlyWarning, Level, ProjectClass
from tests.ledger.builders import (
    JUNE,
    MARCH,
    SEPTEMBER,
    figure,
    payments,
    plan,
    project,
    register,
    voucher,
)

if TYPE_CHECKING:
    from disburse.rules import Decision
    from tests.ledger.builders import Office

FIRST = date(2026, 7, 1)
RED, AMBER = Level.RED, Level.AMBER
AT_RISK, NO_FIGURES = ("milestone_at_risk", "continuing-2026-09-30"), ("no_figures", None)


@pytest.fixture
def warned(office: Office) -> Office:
    office.take(register(project("0000001"), project("0000002", "Nhà văn hóa thôn B")))
    return office


def day(number: int) -> date:
    return FIRST + timedelta(number)


def evaluate(
    office: Office,
    number: int,
    *warnings: tuple[tuple[str, str | None], Level],
    project_id: int = 1,
) -> None:
    """Record the warnings of one day; each tells the number of the day."""
    found = tuple(
        EarlyWarning(project_id, code, level, milestone_id, day(number), {"days_left": number})
        for (code, milestone_id), level in warnings
    )
    nothing = pd.DataFrame()
    assessment = Assessment(
        as_of=day(number),
        figures_date=None,
        previous_as_of=None,
        decision=cast("Decision", None),
        projects=nothing,
        sources=nothing,
        milestones=nothing,
        warnings=found,
        cleared=(),
        commune=nothing,
        reconciliation=nothing,
        imports=nothing,
        series=nothing,
    )
    office.now += timedelta(minutes=1)
    record(office.connection, assessment, recorded_at=office.now)


def told(office: Office) -> list[tuple[str, list[tuple[int, Level]], int | None]]:
    """Each spell: code, the day and level of each change, the day it was over."""
    return [
        (
            one.last.code,
            [((on - FIRST).days, warning.level) for on, warning in one.levels],
            None if one.cleared_on is None else (one.cleared_on - FIRST).days,
        )
        for one in history(office.connection, 1)
    ]


def test_spells_open_turn_and_clear(warned: Office) -> None:
    evaluate(warned, 0, (AT_RISK, AMBER))
    evaluate(warned, 3, (AT_RISK, AMBER), (NO_FIGURES, AMBER))
    evaluate(warned, 5, (AT_RISK, RED), (NO_FIGURES, AMBER))
    evaluate(warned, 9, (NO_FIGURES, AMBER))
    evaluate(warned, 12, (AT_RISK, RED))
    assert told(warned) == [
        ("milestone_at_risk", [(12, RED)], None),
        ("no_figures", [(3, AMBER)], 12),
        ("milestone_at_risk", [(0, AMBER), (5, RED)], 9),
    ]
    spell = history(warned.connection, 1)[-1]
    assert [one.arguments for _, one in spell.levels] == [{"days_left": 0}, {"days_left": 5}]
    assert spell.last.since == FIRST


def test_another_result_for_the_same_day_replaces_it(warned: Office) -> None:
    evaluate(warned, 0, (AT_RISK, RED))
    evaluate(warned, 4)
    evaluate(warned, 4, (AT_RISK, RED))
    assert told(warned) == [("milestone_at_risk", [(0, RED)], None)]
    evaluate(warned, 0)
    assert told(warned) == [("milestone_at_risk", [(4, RED)], None)]


def test_the_warnings_of_another_project_are_not_told(warned: Office) -> None:
    evaluate(warned, 0, (AT_RISK, RED), project_id=2)
    assert history(warned.connection, 1) == ()
    with pytest.raises(LedgerError) as stranger:
        history(warned.connection, 9)
    assert stranger.value.code == "unknown_project"


def test_an_explanation_stands_by_the_spell_it_is_about(warned: Office) -> None:
    evaluate(warned, 0, (AT_RISK, AMBER))
    evaluate(warned, 2)
    evaluate(warned, 4, (AT_RISK, AMBER))
    said = casework.add(
        warned.connection,
        1,
        Acknowledgement(*AT_RISK, day(4), "Đang nghiệm thu"),
        author=Author("ban-quan-ly@bangmac.example", "Chủ đầu tư"),
        at=warned.now,
    )
    last, first = history(warned.connection, 1)
    assert last.acknowledgement is not None
    assert last.acknowledgement.latest == said
    assert first.acknowledgement is None


def test_everything_files_state_of_a_project_is_told_with_its_origin(office: Office) -> None:
    first = project(
        "0000001",
        project_class=ProjectClass.CONTINUING,
        class_evidence="B",
        site_handover="2026-05",
        total_investment=9,
        plans=(plan(5, "NST"), plan(7)),
        disbursements=(figure(MARCH, 2, treasury=True),),
        cells={"name": "KH!C12", "class": "KH!B9"},
    )
    line = voucher("0000001", SEPTEMBER, 4, advance_recovered=1)
    office.take(register(first, project("0000002", "Nhà văn hóa", plans=(plan(1),)), as_of=JUNE))
    office.take(register(project("0000001", plans=(plan(6, "NST"),)), as_of=MARCH))
    office.take(payments(line, voucher("0000002", SEPTEMBER, 8)))
    office.take(register(project("0000002", "Nhà văn hóa"), as_of=SEPTEMBER))
    undo(office.connection, 2, by="Phòng Kinh tế", at=office.now)

    found = project_history(office.connection, 1)
    assert [one.origin.import_id for one in found] == [2, 1, 3]
    assert [one.origin.undone_by for one in found] == ["Phòng Kinh tế", None, None]
    march, june, paid = found
    (described,) = june.rows
    assert (described.project_class, described.class_evidence) == (ProjectClass.CONTINUING, "B")
    assert (described.site_handover, described.total_investment) == ("2026-05", 9)
    assert described.cells == {"name": "KH!C12", "class": "KH!B9"}
    assert (june.plans, june.figures) == (first.plans, first.disbursements)
    assert (march.plans, march.figures, march.vouchers) == ((plan(6, "NST"),), (), ())
    assert (paid.vouchers, paid.plans) == ((line,), ())
    assert paid.origin.as_of == SEPTEMBER


def test_a_project_nobody_knows_has_no_history(office: Office) -> None:
    with pytest.raises(LedgerError) as stranger:
        project_history(office.connection, 1)
    assert stranger.value.code == "unknown_project"
