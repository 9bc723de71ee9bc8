"""The memory of early warnings, checked against a plain list of what each day last said."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest

from disburse.frames import Assessment
from disburse.ledger.confirmations import confirm_same, withdraw
from disburse.ledger.early_warnings import previous, record
from disburse.model import EarlyWarning, Level
from tests.ledger.builders import project, register

if TYPE_CHECKING:
    from disburse.rules import Decision
    from tests.ledger.builders import Office

FIRST = date(2026, 7, 1)
Key = tuple[int, str, str | None]
Result = dict[Key, Level]
RED, AMBER = Level.RED, Level.AMBER
MISSED: Key = (1, "milestone_missed", "continuing-0930")
STALE: Key = (2, "figures_stale", None)


def _day(number: int) -> date:
    return FIRST + timedelta(number)


def _assessment(as_of: date, *warnings: EarlyWarning) -> Assessment:
    nothing = pd.DataFrame()
    return Assessment(
        as_of=as_of,
        figures_date=None,
        previous_as_of=None,
        decision=cast("Decision", None),
        projects=nothing,
        sources=nothing,
        milestones=nothing,
        warnings=warnings,
        cleared=(),
        commune=nothing,
        reconciliation=nothing,
        imports=nothing,
        series=nothing,
    )


@pytest.fixture
def warned(office: Office) -> Office:
    """An office with two projects to be warned of."""
    office.take(register(project("0000001"), project("0000002")))
    return office


def _record(office: Office, number: int, result: Result) -> int:
    warnings = (
        EarlyWarning(project_id, code, level, milestone_id, _day(number))
        for (project_id, code, milestone_id), level in result.items()
    )
    office.now += timedelta(minutes=1)
    assessment = _assessment(_day(number), *warnings)
    return record(office.connection, assessment, recorded_at=office.now)


def _before(office: Office, number: int) -> dict[Key, tuple[Level, int]]:
    """Warnings open before a day: level, and the number of the day each was first seen."""
    found, _ = previous(office.connection, _day(number))
    return {
        (one.project_id, one.code, one.milestone_id): (one.level, (one.since - FIRST).days)
        for one in found
    }


def test_nothing_is_open_before_the_first_evaluation(warned: Office) -> None:
    assert previous(warned.connection, FIRST) == ((), None)
    _record(warned, 0, {MISSED: RED})
    assert previous(warned.connection, FIRST) == ((), None)


def test_a_warning_is_remembered_with_its_first_day(warned: Office) -> None:
    assert _record(warned, 0, {MISSED: AMBER}) == 1
    assert _record(warned, 5, {MISSED: AMBER, STALE: AMBER}) == 1
    assert _record(warned, 9, {MISSED: RED, STALE: AMBER}) == 1
    assert _before(warned, 20) == {MISSED: (RED, 0), STALE: (AMBER, 5)}
    assert _before(warned, 9) == {MISSED: (AMBER, 0), STALE: (AMBER, 5)}


def test_a_cleared_warning_starts_a_new_spell_when_it_comes_back(warned: Office) -> None:
    _record(warned, 0, {MISSED: RED})
    assert _record(warned, 1, {}) == 1
    assert _before(warned, 2) == {}
    _record(warned, 2, {MISSED: RED})
    assert _before(warned, 3) == {MISSED: (RED, 2)}


def test_a_day_without_changes_is_still_an_evaluation(warned: Office) -> None:
    _record(warned, 0, {MISSED: RED})
    assert _record(warned, 3, {MISSED: RED}) == 0
    assert previous(warned.connection, _day(4))[1] == _day(3)
    assert previous(warned.connection, _day(3))[1] == _day(0)


def test_the_same_result_again_writes_nothing(warned: Office) -> None:
    _record(warned, 0, {MISSED: RED, STALE: AMBER})
    before = warned.connection.total_changes
    assert _record(warned, 0, {STALE: AMBER, MISSED: RED}) == 0
    assert warned.connection.total_changes == before


def test_another_result_for_the_same_day_prevails(warned: Office) -> None:
    _record(warned, 0, {MISSED: AMBER})
    _record(warned, 1, {MISSED: RED, STALE: AMBER})
    assert _record(warned, 1, {MISSED: AMBER}) == 2
    assert _before(warned, 2) == {MISSED: (AMBER, 0)}
    assert warned.count("warning_change") == 5
    assert _record(warned, 1, {}) == 1
    assert _record(warned, 1, {MISSED: AMBER}) == 1
    assert _before(warned, 2) == {MISSED: (AMBER, 0)}


def test_an_earlier_day_evaluated_later_leaves_later_days_alone(warned: Office) -> None:
    _record(warned, 0, {MISSED: RED})
    _record(warned, 6, {MISSED: RED})
    _record(warned, 3, {STALE: AMBER})
    assert _before(warned, 4) == {STALE: (AMBER, 3)}
    assert _before(warned, 7) == {MISSED: (RED, 6)}


def test_warnings_of_projects_that_are_one_are_the_ones_since_the_first_of_them(
    warned: Office,
) -> None:
    other = (2, *MISSED[1:])
    _record(warned, 0, {other: AMBER})
    _record(warned, 3, {MISSED: RED, other: AMBER, STALE: AMBER})
    joined = confirm_same(warned.connection, 1, 2, by="Phòng Kinh tế", at=warned.now)
    assert _before(warned, 5) == {MISSED: (RED, 0), (1, *STALE[1:]): (AMBER, 3)}
    assert _record(warned, 5, {MISSED: RED}) == 2
    assert _before(warned, 6) == {MISSED: (RED, 0)}
    assert _record(warned, 6, {MISSED: RED}) == 0
    withdraw(warned.connection, joined.number, by="Phòng Kinh tế", at=warned.now)
    assert _before(warned, 7) == {MISSED: (RED, 3), other: (RED, 0)}
    confirm_same(warned.connection, 1, 2, by="Phòng Kinh tế", at=warned.now)
    assert _record(warned, 7, {}) == 2
    assert _before(warned, 8) == {}


def test_a_warning_of_the_other_number_alone_is_neither_cleared_nor_new(warned: Office) -> None:
    other = (2, *MISSED[1:])
    _record(warned, 0, {other: AMBER})
    confirm_same(warned.connection, 1, 2, by="Phòng Kinh tế", at=warned.now)
    assert _record(warned, 5, {MISSED: AMBER}) == 0
    assert _before(warned, 6) == {MISSED: (AMBER, 0)}


def test_arguments_come_back_as_they_were(warned: Office) -> None:
    arguments: dict[str, object] = {
        "due": date(2026, 9, 30), "shortfall": 9_007_199_254_740_993, "name": "Đường thôn A"
    }  # fmt: skip
    one = EarlyWarning(1, "milestone_missed", RED, None, FIRST, arguments)
    record(warned.connection, _assessment(FIRST, one), recorded_at=warned.now)
    found, _ = previous(warned.connection, _day(1))
    assert found == (one,)


def test_an_argument_that_cannot_be_kept_is_refused_whole(warned: Office) -> None:
    one = EarlyWarning(1, "milestone_missed", RED, None, FIRST, {"rate": object()})
    with pytest.raises(TypeError, match="not an argument"):
        record(warned.connection, _assessment(FIRST, one), recorded_at=warned.now)
    assert warned.count("evaluation") == 0


@pytest.mark.parametrize("seed", range(25))
def test_any_order_of_evaluations_gives_the_history_of_the_last_results(
    warned: Office, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (a test, not a secret)
    results: dict[int, Result] = {}
    for _ in range(14):
        number = chance.randrange(6)
        result = {
            key: chance.choice(list(Level)) for key in (MISSED, STALE) if chance.random() < 0.6
        }
        _record(warned, number, result)
        results[number] = result
        for day in range(7):
            assert _before(warned, day) == _replayed(results, day)


def _replayed(results: dict[int, Result], before: int) -> dict[Key, tuple[Level, int]]:
    standing: dict[Key, tuple[Level, int]] = {}
    for number in sorted(day for day in results if day < before):
        standing = {
            key: (level, standing[key][1] if key in standing else number)
            for key, level in results[number].items()
        }
    return standing
