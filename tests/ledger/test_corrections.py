"""What the office states itself, against what registers state before and after."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from disburse.casework_model import ClassDecision, DateField
from disburse.ledger.corrections import correct, history, standing, withdraw
from disburse.ledger.errors import LedgerError
from disburse.ledger.schema import open_ledger
from disburse.ledger.state import ledger_state
from disburse.model import ProjectClass, Tranche
from disburse.render.records import rows
from tests.ledger.builders import JUNE, MARCH, SEPTEMBER, YEAR_END, Office, plan, project, register

if TYPE_CHECKING:
    from disburse.casework_model import Change
    from disburse.frames import Evidence
    from disburse.model import Register

from tests.ledger.stating import (
    CODE,
    MARCH_PLAN,
    MAY,
    NEW,
    OLD,
    SEPTEMBER_PLAN,
    STAFF,
    claim,
    codes,
    decide,
    judged,
    planned,
    say,
    start,
    take_back,
    verdict,
)


@pytest.mark.parametrize("before", [True, False], ids=["register first", "register later"])
def test_a_decided_class_wins_over_a_register_before_or_after(
    office: Office, *, before: bool
) -> None:
    office.take(claim(OLD) if before else register(project(CODE, plans=(plan(100),))))
    made = say(office, decide(NEW))
    if not before:
        office.take(claim(OLD, as_of=JUNE))
    for as_of in (MARCH, YEAR_END):
        assert verdict(judged(office, as_of)) == [
            "new_start", "decided", "Biên bản kiểm tra ngày 10/4/2026", "#1", None
        ]  # fmt: skip
    (seen,) = judged(office).corrections
    assert (seen, seen.made_by) == (made, STAFF)


def test_withdrawn_the_register_counts_again(office: Office) -> None:
    office.take(claim(OLD))
    made = say(office, decide(NEW))
    take_back(office, made)
    assert verdict(judged(office)) == ["continuing", "claimed", "B. Dự án chuyển tiếp", "KH!B9", 1]
    assert judged(office).corrections == ()


def test_the_last_decision_counts_and_the_one_before_returns(office: Office) -> None:
    office.take(claim(OLD))
    say(office, decide(NEW))
    last = say(office, decide(ProjectClass.COMPLETED))
    assert last.old == "new_start"
    assert verdict(judged(office))[0] == "completed"
    take_back(office, last)
    assert verdict(judged(office))[0] == "new_start"


def test_a_person_may_decide_that_no_class_fits(office: Office) -> None:
    office.take(claim(OLD))
    say(office, decide(ProjectClass.UNCLASSIFIED))
    assert verdict(judged(office))[:2] == ["unclassified", "decided"]


def test_a_decision_holds_for_its_budget_year(office: Office) -> None:
    office.take(claim(OLD))
    say(office, decide(NEW, year=2025))
    assert verdict(judged(office))[:2] == ["continuing", "claimed"]


def test_a_decision_ends_the_conflict_of_heading_and_dates(office: Office) -> None:
    heading = project(CODE, project_class=OLD, class_evidence="B", started="2026", plans=(plan(9),))
    office.take(register(heading))
    assert "class_conflict" in codes(judged(office))
    made = say(office, decide(OLD))
    assert "class_conflict" not in codes(judged(office))
    take_back(office, made)
    assert "class_conflict" in codes(judged(office))


def test_what_was_made_or_withdrawn_later_is_not_known_before(office: Office) -> None:
    office.take(claim(OLD))
    before = office.now
    made = say(office, decide(NEW))
    between = office.now
    take_back(office, made)
    for moment, expected in ((before, "continuing"), (between, "new_start"), (None, "continuing")):
        assert verdict(judged(office, known_on=moment))[0] == expected


@pytest.mark.parametrize(
    ("register_says", "person_says", "state"),
    [
        (None, None, "awaiting_data"),
        (None, "2026-07-10", "met_late"),
        (None, "2026-06-30", "met"),
        ("2026-05", "2026-07-10", "met_late"),
        ("2026-08-20", "2026-06-15", "met"),
    ],
)
def test_a_construction_start_entered_late_is_judged(
    office: Office, register_says: str | None, person_says: str | None, state: str
) -> None:
    one = project(CODE, project_class=NEW, construction_start=register_says, plans=(plan(100),))
    office.take(register(one))
    if person_says is not None:
        say(office, start(person_says))
    milestones = judged(office, SEPTEMBER).milestones
    found = milestones[milestones["event"] == "construction_start"]
    assert found["state"].tolist() == [state]


@pytest.mark.parametrize("field", list(DateField))
def test_a_date_stated_by_a_person_wins_and_names_itself(office: Office, field: DateField) -> None:
    office.take(register(project(CODE, cells={"name": "KH!C12"}, **{field.value: "2026-02"})))
    made = say(office, start("2026-05-17", field))
    office.take(register(project(CODE, **{field.value: "2026-09-01"}), as_of=SEPTEMBER))
    (row,) = rows(office.evidence().projects)
    assert (made.old, made.new, made.field) == ("2026-02", "2026-05-17", field.value)
    assert row[field.value] == "2026-05-17"
    assert json.loads(row["cells"]) == {"name": "KH!C12", field.value: "#1"}
    assert row["import_id"] == 2


def test_a_date_of_the_registers_can_be_denied(office: Office) -> None:
    office.take(register(project(CODE, handed_over="2025-12", plans=(plan(1),))))
    assert verdict(judged(office))[:2] == ["completed", "handed_over_before"]
    say(office, start(None, DateField.HANDED_OVER))
    assert verdict(judged(office))[:2] == ["unclassified", "no_evidence"]


def test_a_start_stated_by_a_person_outweighs_the_period_of_work(office: Office) -> None:
    office.take(register(project(CODE, started="2025", plans=(plan(1),))))
    assert verdict(judged(office))[1] == "started_before"
    say(office, start("2026-02-03"))
    assert verdict(judged(office)) == ["new_start", "starts_this_year", "2026-02-03", "#1", None]


@pytest.mark.parametrize(
    ("change", "old"),
    [
        (decide(NEW), "continuing"),
        (decide(NEW, year=2025), None),
        (start("2026-05"), None),
        (planned(70, MAY), 100),
        (planned(70, date(2026, 10, 1)), 90),
        (planned(70, MAY, "TW"), None),
        (planned(70, MAY, tranche=Tranche.CARRYOVER), None),
    ],
)
def test_what_stood_before_is_kept(office: Office, change: Change, old: str | int | None) -> None:
    plans = (plan(100, "NST"), plan(50, "NSX"))
    office.take(register(project(CODE, project_class=OLD, class_evidence="B", plans=plans)))
    office.take(SEPTEMBER_PLAN)
    assert standing(office.connection, 1, change) == old
    made = say(office, change)
    assert (made.old, made.change) == (old, change)
    assert standing(office.connection, 1, change) == made.new
    withdrawn = take_back(office, made)
    assert history(office.connection, 1) == history(office.connection) == [withdrawn]
    assert (withdrawn.withdrawn_by, made.withdrawn_by) == ("Lãnh đạo", None)
    assert withdrawn.withdrawn_at == office.now.isoformat(timespec="seconds")


@pytest.mark.parametrize(
    "change",
    [
        replace(decide(NEW), reason="  "),
        start("tháng 5"),
        start("2026-13"),
        start("2026-W05-1"),
        planned(-1, MAY),
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, change: Change) -> None:
    office.take(MARCH_PLAN)
    with pytest.raises(ValueError, match=r"reason|date|month|below"):
        say(office, change)
    assert office.count("correction") == 0


def test_refusals_carry_their_code(office: Office) -> None:
    office.take(MARCH_PLAN)
    made = say(office, decide(NEW))
    take_back(office, made)
    with pytest.raises(LedgerError) as withdrawn:
        take_back(office, made)
    assert withdrawn.value.code == "correction_withdrawn"
    with pytest.raises(LedgerError) as unknown:
        withdraw(office.connection, 9, by=STAFF, at=office.now)
    assert unknown.value.code == "unknown_correction"
    with pytest.raises(LedgerError) as stranger:
        say(office, decide(NEW), project_id=9)
    assert stranger.value.code == "unknown_project"


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM correction",
        "UPDATE correction SET amount = 1",
        "UPDATE correction SET withdrawn_at = NULL, withdrawn_by = NULL",
        "UPDATE correction SET withdrawn_at = 'later', withdrawn_by = 'x' WHERE id = 2",
        "INSERT OR REPLACE INTO correction SELECT * FROM correction",
    ],
)
def test_a_correction_can_only_be_withdrawn_once(office: Office, change: str) -> None:
    office.take(MARCH_PLAN)
    say(office, planned(5, MAY))
    take_back(office, say(office, decide(NEW)))
    with pytest.raises(sqlite3.IntegrityError):
        office.connection.execute(change)


def test_the_state_of_the_ledger_tells_corrections(office: Office) -> None:
    office.take(MARCH_PLAN)
    states = {ledger_state(office.connection)}
    made = say(office, decide(NEW))
    states.add(ledger_state(office.connection))
    take_back(office, made)
    states.add(ledger_state(office.connection))
    assert len(states) == 3


sources = st.sampled_from([None, "NST", "NSX"])
tranches = st.sampled_from(list(Tranche))
days = st.dates(date(2026, 1, 1), YEAR_END)
changes = st.one_of(
    st.builds(decide, st.sampled_from(list(ProjectClass)), st.sampled_from([2026, 2025])),
    st.builds(start, st.sampled_from([None, "2025", "2026-05"]), st.sampled_from(list(DateField))),
    st.builds(planned, st.none() | st.integers(0, 10**15), days, sources, tranches),
)
registers = st.builds(
    lambda amounts, as_of, started: register(
        project(CODE, plans=tuple(amounts), construction_start=started),
        project("0000002"),
        as_of=as_of,
    ),
    st.lists(st.builds(plan, st.integers(0, 10**15), sources, tranches), max_size=3),
    days,
    st.sampled_from([None, "2025-11"]),
)


def same(one: Evidence, other: Evidence) -> bool:
    for name in ("projects", "plans", "snapshots", "vouchers", "imports"):
        assert_frame_equal(getattr(one, name), getattr(other, name))
    return one.corrections == other.corrections


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    st.lists(registers, min_size=1, max_size=3),
    st.lists(changes, max_size=3),
    changes,
    st.sampled_from([MARCH, SEPTEMBER, YEAR_END]),
)
def test_withdrawing_restores_exactly_the_former_evidence(
    files: list[Register], former: list[Change], extra: Change, as_of: date
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_ledger(Path(folder) / "disburse.db")) as connection,
    ):
        office = Office(connection, Path(folder))
        for one in files:
            office.take(one)
        for change in former:
            say(office, change)
        before, moment = office.evidence(as_of), office.now
        made = say(office, extra)
        with_extra, known = office.evidence(as_of), office.now
        assert made in with_extra.corrections or made.change != extra or _of_2025(extra)
        assert same(before, office.evidence(as_of, known_on=moment))
        take_back(office, made)
        assert same(before, office.evidence(as_of))
        assert same(with_extra, _as_if_not_withdrawn(office.evidence(as_of, known_on=known)))


def _of_2025(change: Change) -> bool:
    return isinstance(change, ClassDecision) and change.budget_year == 2025


def _as_if_not_withdrawn(known: Evidence) -> Evidence:
    made = tuple(replace(one, withdrawn_at=None, withdrawn_by=None) for one in known.corrections)
    return replace(known, corrections=made)


def test_a_moment_without_zone_is_refused(office: Office) -> None:
    office.take(MARCH_PLAN)
    with pytest.raises(ValueError, match="time zone"):
        correct(office.connection, 1, decide(NEW), by=STAFF, at=datetime(2026, 5, 1))  # noqa: DTZ001 - on purpose
