"""Storing, recognising, undoing, listing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from disburse.ledger.errors import LedgerError
from disburse.ledger.imports import compare, held_as, history, store, undo
from disburse.model import Changes, Finding, Kind, ProjectClass, Severity
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
    from disburse.model import Register
    from tests.ledger.builders import Office

NOTHING_NEW = Changes(new=0, changed=0, unchanged=1, missing=0)


def _finding(severity: Severity) -> Finding:
    return Finding(
        "no_unit", severity, "KH", "KH!A1", "1.250", "Chưa rõ đơn vị tính.", "Hãy ghi rõ."
    )


def test_every_field_given_is_kept_with_its_cell(office: Office) -> None:
    given = project(
        "0012345",
        head="Giám đốc",
        project_class=ProjectClass.CONTINUING,
        class_evidence="Dự án chuyển tiếp",
        tier="C",
        location="Thôn Nà Pe",
        started="2025-05",
        completed="2027",
        construction_start="2025-06-01",
        site_handover="2025-05-20",
        handed_over="2027-01",
        total_investment=9_007_199_254_740_993,
        plans=(plan(1_500_000_000, "NST"),),
        disbursements=(figure(MARCH, 7, volume=5, advance=2, treasury=True),),
        cells={"name": "KH!C12", "class": "KH!B7"},
    )
    office.take(register(given, findings=(_finding(Severity.WARNING),)))
    known = office.evidence()
    row = known.projects.loc[1]
    for name in ("code", "name", "owner", "head", "tier", "location", "started", "completed",
                 "construction_start", "site_handover", "handed_over", "class_evidence"):  # fmt: skip
        assert row[name] == getattr(given, name)
    assert row["total_investment"] == 9_007_199_254_740_993
    assert (row["project_class"], row["class_cell"]) == ("continuing", "KH!B7")
    cells = office.connection.execute("SELECT cells FROM project_fact").fetchone()
    assert cells == ('{"name":"KH!C12","class":"KH!B7"}',)
    assert known.plans[["amount", "source", "cell"]].to_numpy().tolist() == [
        [1_500_000_000, "NST", "KH!F12"]
    ]
    snapshot = known.snapshots.iloc[0]
    assert (snapshot["amount"], snapshot["volume"], snapshot["advance"]) == (7, 5, 2)
    assert bool(snapshot["treasury"])
    kept = office.connection.execute("SELECT code, severity, cell, message FROM finding")
    assert kept.fetchall() == [("no_unit", "warning", "KH!A1", "Chưa rõ đơn vị tính.")]


def test_the_file_is_kept_under_its_hash(office: Office) -> None:
    office.take(register(project("0000001"), file="Kế hoạch 2026.XLSX"))
    record = history(office.connection)[0]
    kept = office.uploads / record.stored_path
    assert kept.name == f"{record.sha256}.xlsx"
    assert kept.read_bytes() == (office.folder / "Kế hoạch 2026.XLSX").read_bytes()
    assert [path.name for path in office.uploads.iterdir()] == [kept.name]


def test_a_file_changed_since_it_was_read_is_refused(office: Office) -> None:
    read, path = office.file_of(register(project("0000001")))
    path.write_bytes(b"saved again meanwhile")
    with pytest.raises(LedgerError) as refusal:
        store(
            office.connection, read, path,
            uploads=office.uploads, uploaded_by="x", recorded_at=office.now,
        )  # fmt: skip
    assert refusal.value.code == "file_changed"
    assert list(office.uploads.iterdir()) == []
    assert history(office.connection) == []


@pytest.mark.parametrize(
    "given",
    [
        register(project("0000001"), findings=(_finding(Severity.ERROR),)),
        register(project("0000001"), as_of=None),
        register(project("0000001"), budget_year=None),
        payments(voucher(None, MARCH, 5)),
    ],
    ids=["refused", "no date", "no budget year", "voucher of nobody"],
)
def test_what_cannot_be_stored_leaves_no_trace(office: Office, given: Register) -> None:
    with pytest.raises(ValueError, match=r"refused|lacks|names no project"):
        office.take(given)
    assert history(office.connection) == []
    assert office.count("project") == 0


def test_a_moment_without_time_zone_is_refused(office: Office) -> None:
    read, path = office.file_of(register(project("0000001")))
    with pytest.raises(ValueError, match="time zone"):
        store(
            office.connection, read, path, uploads=office.uploads, uploaded_by="x",
            recorded_at=datetime(2026, 1, 1, 8),  # noqa: DTZ001 (the case in question)
        )  # fmt: skip


def test_a_failure_halfway_leaves_the_ledger_as_it_was(office: Office) -> None:
    office.take(register(project("0000001")))
    too_large = project("0000002", disbursements=(figure(MARCH, 2**63),))
    with pytest.raises(OverflowError):
        office.take(register(project("0000003", plans=(plan(5),)), too_large))
    assert [office.count(one) for one in ("import", "project", "project_fact")] == [1, 1, 1]
    assert office.count("capital_plan") == 0
    assert office.take(register(project("0000003"))).stored


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    given = register(project("0000001", plans=(plan(5),)))
    first = office.take(given)
    again = office.take(given)
    assert (again.import_id, again.stored, again.changes) == (first.import_id, False, NOTHING_NEW)
    assert office.count("import") == 1


def test_the_same_content_in_another_file_changes_nothing(office: Office) -> None:
    one = project("0000001", plans=(plan(5),), disbursements=(figure(MARCH, 2),))
    first = office.take(register(one))
    moved = changed(
        one,
        sheet="Sheet1",
        row=99,
        cells={"name": "Sheet1!B99"},
        plans=(changed(one.plans[0], cell="Sheet1!E99"),),
    )
    other = register(moved, file="ke-hoach (ban sao).csv")
    assert compare(office.connection, other).changes == NOTHING_NEW
    again = office.take(other)
    assert (again.import_id, again.stored, again.changes) == (first.import_id, False, NOTHING_NEW)


@pytest.mark.parametrize(
    "other",
    [
        register(project("0000001", plans=(plan(6),))),
        register(project("0000001", plans=(plan(5),)), as_of=JUNE),
        register(project("0000001", plans=(plan(5),)), kind=Kind.PAYMENTS),
        register(project("0000001", plans=(plan(5, "NST"),))),
        register(project("0000001", plans=(plan(5),), head="Giám đốc")),
    ],
    ids=["amount", "date", "kind", "source", "head"],
)
def test_another_content_is_another_import(office: Office, other: Register) -> None:
    office.take(register(project("0000001", plans=(plan(5),))))
    assert office.take(other).stored


def test_after_undoing_the_same_file_can_be_taken_again(office: Office) -> None:
    given = register(project("0000001", plans=(plan(5),)))
    first = office.take_new(given)
    assert held_as(office.connection, office.file_of(given)[0]) == first
    undo(office.connection, first, by="Phòng Kinh tế", at=office.now)
    assert held_as(office.connection, office.file_of(given)[0]) is None
    again = office.take(given)
    assert again.stored
    assert again.changes == Changes(new=1, changed=0, unchanged=0, missing=0)
    assert office.evidence().projects.index.tolist() == [1]


def test_undoing_answers_with_the_record_and_only_once(office: Office) -> None:
    import_id = office.take_new(register(project("0000001")))
    at = office.now + timedelta(days=1)
    record = undo(office.connection, import_id, by="Phó Chủ tịch", at=at)
    assert (record.undone_by, record.undone_at) == ("Phó Chủ tịch", "2026-01-06T08:01:00+07:00")
    with pytest.raises(LedgerError, match="already undone") as refusal:
        undo(office.connection, import_id, by="x", at=at)
    assert refusal.value.code == "already_undone"
    with pytest.raises(LedgerError, match="no import 77") as unknown:
        undo(office.connection, 77, by="x", at=at)
    assert unknown.value.code == "unknown_import"
    assert office.evidence().projects.empty


def test_history_lists_every_import_in_order(office: Office) -> None:
    office.take(register(project("0000001"), project("0000002"), as_of=JUNE))
    office.take(payments(voucher("0000001", MARCH, 5), file="kho-bac.csv"))
    undo(office.connection, 1, by="Phòng Kinh tế", at=office.now)
    first, second = history(office.connection)
    assert (first.import_id, first.as_of, first.projects, first.kind) == (1, JUNE, 2, "register")
    assert (first.recorded_at, first.budget_year) == ("2026-01-05T08:01:00+07:00", 2026)
    assert first.undone_by == "Phòng Kinh tế"
    assert (second.file, second.as_of, second.projects) == ("kho-bac.csv", SEPTEMBER, 1)
    assert second.undone_at is None
