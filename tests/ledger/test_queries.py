"""The frames of evidence: what counts on a day, as known on a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from disburse.ledger.imports import undo
from disburse.ledger.queries import plan_years
from disburse.model import Kind, ProjectClass, Tranche
from tests.ledger.builders import (
    JUNE,
    MARCH,
    SEPTEMBER,
    YEAR_END,
    figure,
    payments,
    plan,
    project,
    register,
    voucher,
)

if TYPE_CHECKING:
    from disburse.frames import Evidence
    from tests.ledger.builders import Office

TEXT = {
    *("code", "name", "owner", "head", "tier", "location", "cells"),
    *("project_class", "class_evidence", "class_cell"),
    *("started", "completed", "construction_start", "site_handover", "handed_over"),
}
KEYS = {"project_id": "int64", "source": "str", "tranche": "str"}


def _types(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


def _paid(known: Evidence) -> dict[str, int]:
    """Sums by the end of their bucket, over all projects and sources."""
    sums = known.vouchers.groupby("paid_to")["amount"].sum()
    return {f"{day:%m-%d}": int(amount) for day, amount in sums.items()}


def _known(office: Office) -> None:
    office.take(
        register(project("0000001", plans=(plan(5, "NST"),), disbursements=(figure(MARCH, 2),)))
    )
    office.take(payments(voucher("0000001", MARCH, 5)))


@pytest.mark.parametrize("empty", [True, False])
def test_frames_have_the_documented_columns_and_types(office: Office, *, empty: bool) -> None:
    if not empty:
        _known(office)
    known = office.evidence()
    assert known.projects.index.name == "project_id"
    assert known.projects.index.dtype == "int64"
    assert _types(known.projects) == {
        **dict.fromkeys(TEXT, "str"),
        "total_investment": "Int64",
        "class_import_id": "Int64",
        "import_id": "int64",
    }
    origin = {"cell": "str", "import_id": "int64"}
    assert _types(known.plans) == {
        **KEYS, "amount": "Int64", "cell": "str", "effective_on": "datetime64[s]",
        "import_id": "Int64", "version": "int64",
    }  # fmt: skip
    assert _types(known.snapshots) == {
        **KEYS,
        "to_date": "datetime64[s]",
        **dict.fromkeys(("amount", "volume", "advance"), "Int64"),
        "treasury": "bool",
        **origin,
    }
    paid = {"paid_to": "datetime64[s]", "amount": "Int64", "import_id": "int64"}
    assert _types(known.vouchers) == {**KEYS, **paid}
    assert known.imports.index.name == "import_id"
    assert _types(known.imports) == {
        **dict.fromkeys(("file", "sha256", "kind"), "str"),
        "as_of": "datetime64[s]",
        "recorded_at": "str",
    }
    assert all(frame.empty is empty for frame in (known.projects, known.plans, known.vouchers))
    assert known.vouchers_to == (None if empty else SEPTEMBER)


def test_missing_values_are_missing(office: Office) -> None:
    office.take(register(project(None, owner=None, plans=(plan(5),))))
    known = office.evidence()
    row = known.projects.iloc[0]
    assert row[["code", "owner", "started", "class_import_id", "total_investment"]].isna().all()
    assert known.plans["source"].isna().all()


def test_a_later_silence_never_blanks_an_earlier_statement(office: Office) -> None:
    office.take(register(project("0000001", tier="C", location="Thôn A"), as_of=MARCH))
    office.take(register(project("0000001", location="Thôn B", cells={"name": "S!A1"}), as_of=JUNE))
    row = office.evidence().projects.iloc[0]
    assert (row["tier"], row["location"]) == ("C", "Thôn B")
    assert (row["cells"], row["import_id"]) == ('{"name":"S!A1"}', 2)


def test_the_date_an_import_speaks_of_decides_then_its_number(office: Office) -> None:
    office.take(register(project("0000001", location="tháng 6"), as_of=JUNE))
    office.take(register(project("0000001", location="tháng 3"), as_of=MARCH))
    assert office.evidence().projects.loc[1, "location"] == "tháng 6"
    office.take(register(project("0000001", location="tháng 6, sửa"), as_of=JUNE))
    assert office.evidence().projects.loc[1, "location"] == "tháng 6, sửa"


def test_later_descriptions_do_not_reach_back(office: Office) -> None:
    office.take(register(project("0000001", location="Thôn A"), as_of=MARCH))
    office.take(register(project("0000001", location="Thôn B", tier="C"), as_of=JUNE))
    row = office.evidence(date(2026, 5, 1)).projects.iloc[0]
    assert row["location"] == "Thôn A"
    assert pd.isna(row["tier"])


def test_a_project_known_only_later_is_described_by_the_nearest_import(office: Office) -> None:
    office.take(register(project("0000001", location="tháng 9", head="Giám đốc"), as_of=SEPTEMBER))
    office.take(register(project("0000001", location="tháng 6", plans=(plan(5),)), as_of=JUNE))
    known = office.evidence(date(2026, 2, 1))
    assert known.projects[["location", "head"]].to_numpy().tolist() == [["tháng 6", "Giám đốc"]]
    assert known.plans["effective_on"].tolist() == [pd.Timestamp(JUNE)]
    assert office.evidence(date(2026, 2, 1), year=2025).projects.empty


def test_a_class_belongs_to_its_budget_year(office: Office) -> None:
    last_year = project(
        "0000001", project_class=ProjectClass.NEW_START, tier="C", cells={"class": "KH!B7"}
    )
    office.take(register(last_year, as_of=date(2025, 3, 31), budget_year=2025))
    office.take(register(project("0000001"), as_of=MARCH))
    row = office.evidence().projects.iloc[0]
    assert row["tier"] == "C"
    assert row[["project_class", "class_cell", "class_import_id"]].isna().all()
    assert office.evidence(year=2025).projects.loc[1, "project_class"] == "new_start"


def test_cells_are_read_where_dates_may_decide_the_class(office: Office) -> None:
    claim = ProjectClass.NEW_START
    claimed = project("0000001", project_class=claim, cells={"started": "KH!E1"})
    office.take(register(claimed, as_of=MARCH))
    assert office.evidence().projects["cells"].isna().all()
    office.take(register(project("0000001", cells={"started": "KH!E2"}), as_of=JUNE))
    assert office.evidence().projects["cells"].tolist() == ['{"started":"KH!E2"}']
    next_year = project("0000001", project_class=claim, cells={"started": "KH!E3"})
    office.take(register(next_year, as_of=SEPTEMBER, budget_year=2027))
    assert office.evidence().projects["cells"].tolist() == ['{"started":"KH!E3"}']


def test_class_evidence_cell_and_import_come_from_one_row(office: Office) -> None:
    claimed = project(
        "0000001",
        project_class=ProjectClass.CONTINUING,
        class_evidence="Chuyển tiếp",
        cells={"class": "KH!B7"},
    )
    office.take(register(claimed, as_of=MARCH))
    office.take(register(project("0000001", class_evidence="Nhóm C"), as_of=JUNE))
    row = office.evidence().projects.iloc[0]
    claim = row[["project_class", "class_evidence", "class_cell", "class_import_id"]]
    assert claim.tolist() == ["continuing", "Chuyển tiếp", "KH!B7", 1]
    assert row["import_id"] == 2


def test_projects_of_other_years_are_not_listed(office: Office) -> None:
    office.take(register(project("0000001"), budget_year=2025, as_of=date(2025, 6, 30)))
    office.take(register(project("0000002")))
    known = office.evidence()
    assert known.projects["code"].tolist() == ["0000002"]
    assert known.imports.index.tolist() == [2]


def test_an_import_of_another_year_is_listed_if_it_describes_a_project(office: Office) -> None:
    office.take(register(project("0000001"), as_of=date(2025, 12, 20)))
    late = register(project("0000001"), as_of=date(2026, 1, 31), budget_year=2025, file="2025.xlsx")
    office.take(late)
    known = office.evidence()
    assert known.projects["import_id"].tolist() == [2]
    assert known.imports["file"].tolist() == ["ke-hoach.xlsx", "2025.xlsx"]


def test_every_plan_version_of_the_year_is_given(office: Office) -> None:
    office.take(register(project("0000001", plans=(plan(5, "NST"), plan(7))), as_of=MARCH))
    office.take(register(project("0000001", plans=(plan(9),)), as_of=YEAR_END))
    office.take(register(project("0000001", plans=(plan(1),)), budget_year=2025))
    plans = office.evidence(JUNE).plans
    assert plans["amount"].tolist() == [5, 7, 9]
    assert plans["import_id"].tolist() == [1, 1, 2]


@pytest.mark.parametrize(
    ("to_date", "as_of", "counts"),
    [
        (JUNE, JUNE, True),
        (JUNE, date(2026, 6, 29), False),
        (date(2026, 1, 1), YEAR_END, True),
        (date(2025, 12, 31), YEAR_END, False),
        (date(2027, 1, 31), date(2027, 6, 30), True),
        (date(2027, 2, 1), date(2027, 6, 30), False),
    ],
)
def test_figures_count_within_the_year_and_up_to_the_day(
    office: Office, to_date: date, as_of: date, *, counts: bool
) -> None:
    office.take(
        register(project("0000001", disbursements=(figure(to_date, 5),)), as_of=date(2027, 2, 1))
    )
    office.take(payments(voucher("0000001", to_date, 5), as_of=date(2027, 2, 1)))
    known = office.evidence(as_of)
    assert len(known.snapshots) == counts
    assert known.vouchers["amount"].sum() == 5 * counts


def test_estimates_are_left_out(office: Office) -> None:
    figures = (figure(MARCH, 5), figure(JUNE, 9, estimate=True))
    office.take(register(project("0000001", disbursements=figures)))
    assert office.evidence().snapshots["amount"].tolist() == [5]


def test_vouchers_are_summed_into_buckets(office: Office) -> None:
    office.take(register(project("0000001", disbursements=(figure(MARCH, 1),))))
    office.take(
        payments(
            voucher("0000001", date(2026, 1, 1), 1, number="1"),
            voucher("0000001", MARCH, 2, number="2"),
            voucher("0000001", date(2026, 4, 1), 4, number="3"),
            voucher("0000001", SEPTEMBER, 8, number="4"),
            voucher("0000001", date(2026, 10, 1), 16, number="5"),
            voucher("0000001", date(2026, 11, 1), 32, number="6"),
        )
    )
    known = office.evidence(date(2026, 10, 15))
    assert _paid(known) == {"03-31": 3, "09-30": 12, "10-15": 16}
    assert known.vouchers_to == SEPTEMBER


def test_new_disbursement_is_approved_less_advance_recovered(office: Office) -> None:
    office.take(
        payments(
            voucher("0000001", MARCH, 100, advance_recovered=30, number="1"),
            voucher("0000001", MARCH, 0, advance_recovered=20, number="2"),
            voucher("0000001", MARCH, 7, tranche=Tranche.CARRYOVER, source="NST"),
            voucher("0000002", MARCH, 5, advance_recovered=5),
        )
    )
    rows = office.evidence().vouchers[["project_id", "source", "tranche", "amount"]]
    assert sorted(rows.fillna("-").to_numpy().tolist()) == [
        [1, "-", "current", 50],
        [1, "NST", "carryover", 7],
        [2, "-", "current", 0],
    ]


def test_a_line_of_several_imports_is_counted_in_the_first(office: Office) -> None:
    line, more = voucher("0000001", MARCH, 5), voucher("0000001", JUNE, 7)
    first = office.take_new(payments(line, as_of=MARCH))
    office.take(payments(line, more, as_of=JUNE))
    office.take(payments(line, more, as_of=SEPTEMBER))
    known = office.evidence()
    assert known.vouchers[["amount", "import_id"]].to_numpy().tolist() == [[12, 2]]
    assert office.evidence(MARCH).vouchers["import_id"].tolist() == [1]
    assert office.count("voucher") == 5
    undo(office.connection, first, by="Phòng Kinh tế", at=office.now)
    known = office.evidence(MARCH)
    assert known.vouchers[["amount", "import_id"]].to_numpy().tolist() == [[5, 2]]


def test_the_same_line_twice_in_one_import_counts_twice(office: Office) -> None:
    line = voucher("0000001", MARCH, 5, number=None)
    office.take(payments(line, line))
    assert _paid(office.evidence()) == {"09-30": 10}


@pytest.mark.parametrize(
    "change",
    [
        {"number": "02"},
        {"number": None},
        {"source": "NST"},
        {"tranche": Tranche.CARRYOVER},
        {"advance_recovered": 1},
    ],
)
def test_a_line_that_differs_is_another_payment(office: Office, change: dict[str, object]) -> None:
    office.take(payments(voucher("0000001", MARCH, 5)))
    office.take(payments(voucher("0000001", MARCH, 5, **change), as_of=YEAR_END))
    expected = 10 - int(str(change.get("advance_recovered", 0)))
    assert office.evidence().vouchers["amount"].sum() == expected


def test_the_name_on_a_voucher_counts_only_while_no_register_names_the_project(
    office: Office,
) -> None:
    office.take(
        payments(voucher("0000001", MARCH, 5, project_name="DUONG TRUC A"), as_of=SEPTEMBER)
    )
    assert office.evidence().projects["name"].tolist() == ["DUONG TRUC A"]
    office.take(register(project("0000001"), as_of=MARCH))
    row = office.evidence().projects.iloc[0]
    assert (row["name"], row["import_id"]) == ("Đường trục thôn A", 2)


@pytest.mark.parametrize(
    ("as_of", "to"),
    [(date(2026, 1, 15), date(2026, 1, 15)), (JUNE, JUNE), (YEAR_END, SEPTEMBER)],
)
def test_vouchers_speak_for_the_day_their_list_was_drawn_up(
    office: Office, as_of: date, to: date
) -> None:
    office.take(payments(voucher("0000001", MARCH, 5), as_of=SEPTEMBER))
    assert office.evidence(as_of).vouchers_to == to


def test_known_on_hides_what_came_later(office: Office) -> None:
    before = office.now
    first = office.take_new(register(project("0000001", plans=(plan(5),))))
    once = office.now
    office.take(register(project("0000001", plans=(plan(9),), location="Thôn B"), as_of=JUNE))
    undone = office.now + timedelta(days=1)
    undo(office.connection, first, by="Phòng Kinh tế", at=undone)

    def amounts(moment: datetime | None) -> list[int]:
        return office.evidence(known_on=moment).plans["amount"].tolist()

    assert amounts(before) == []
    assert amounts(once) == [5]
    assert amounts(undone - timedelta(seconds=1)) == [5, 9]
    assert amounts(undone) == amounts(None) == [9]
    assert office.evidence(known_on=once).projects["location"].isna().all()


def test_plan_years_are_those_with_plans_in_force(office: Office) -> None:
    assert plan_years(office.connection, None) == frozenset()
    first = office.take_new(register(project("0000001", plans=(plan(5),))))
    once = office.now
    office.take(register(project("0000001", plans=(plan(5),)), budget_year=2025))
    office.take(register(project("0000001"), budget_year=2024, kind=Kind.PAYMENTS))
    assert plan_years(office.connection, None) == {2025, 2026}
    assert plan_years(office.connection, once) == {2026}
    undo(office.connection, first, by="Phòng Kinh tế", at=office.now)
    assert plan_years(office.connection, None) == {2025}
