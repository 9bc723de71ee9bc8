from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from disburse.model import EarlyWarning, Level
from disburse.render.changes import Named, since_last_time

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.render.changes import Change

LAST_TIME, BEFORE, TODAY = date(2026, 9, 5), date(2026, 8, 5), date(2026, 10, 5)
DUE = "continuing-2026-12-31"
AT_RISK = EarlyWarning(1, "milestone_at_risk", Level.AMBER, DUE, BEFORE)
MISSED = EarlyWarning(1, "milestone_missed", Level.RED, DUE, TODAY)
AWAITING = EarlyWarning(1, "awaiting_data", Level.AMBER, DUE, TODAY)
NO_PLAN = EarlyWarning(1, "no_plan", Level.AMBER, None, TODAY)


def kinds(assessment: Assessment, now: EarlyWarning | None, then: EarlyWarning | None) -> set[str]:
    """Kinds of change when the only warning ``then`` became the only warning ``now``."""
    same = now and then and (now.code, now.milestone_id) == (then.code, then.milestone_id)
    compared = replace(
        assessment,
        warnings=(now,) if now else (),
        previous=(then,) if then else (),
        cleared=(then,) if then and not same else (),
    )
    changes = since_last_time(compared, {1: Named("8123401", "Đường thôn Nà Pe")})
    assert changes is not None
    assert changes.previous_as_of == LAST_TIME
    return {group.kind for group in changes.groups if group.total}


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (None, NO_PLAN, {"new"}),
        (NO_PLAN, None, {"cleared"}),
        (AT_RISK, AT_RISK, set()),
        (AT_RISK, changed(AT_RISK, level=Level.RED), {"worse"}),
        (changed(AT_RISK, level=Level.RED), AT_RISK, {"eased"}),
        (AT_RISK, MISSED, {"worse"}),
        (AT_RISK, AWAITING, set()),
        (MISSED, AWAITING, {"eased"}),
        (AT_RISK, NO_PLAN, {"cleared", "new"}),
    ],
)
def test_a_warning_is_new_worse_eased_or_cleared(
    assessment: Assessment,
    then: EarlyWarning | None,
    now: EarlyWarning | None,
    expected: set[str],
) -> None:
    assert kinds(assessment, now, then) == expected


def test_the_first_evaluation_has_nothing_to_compare(assessment: Assessment) -> None:
    assert since_last_time(replace(assessment, previous_as_of=None), {}) is None


def test_long_lists_are_cut_and_counted_red_first(assessment: Assessment) -> None:
    many = tuple(changed(NO_PLAN, project_id=n) for n in range(20))
    warnings = (*many, changed(MISSED, project_id=30))
    changes = since_last_time(replace(assessment, warnings=warnings, cleared=()), {})
    assert changes is not None
    new = changes.groups[0]
    assert (new.total, len(new.listed), new.left_out) == (21, 10, 11)
    assert new.listed[0].due == date(2026, 12, 31)
    assert names(new.listed) == {"dự án không còn trong danh mục"}


def names(listed: tuple[Change, ...]) -> set[str]:
    return {change.project.name for change in listed}
