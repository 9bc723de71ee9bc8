from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import audit, managing, people
from disburse.accounts.audit import Filter
from disburse.accounts.records import Action, Actor, Details, NewPerson, Role
from disburse.accounts.wording import wording
from disburse.ledger import schema, tables
from tests.accounts.conftest import AT, BY, HOUR, MINUTE

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.accounts.records import Person


def test_an_entry_tells_who_when_what_from_where(ledger: sqlite3.Connection, staff: Person) -> None:
    by = Actor(staff.name, staff.person_id, "192.0.2.7")
    old, new = {"class": None}, {"class": "completed", "reason": "đã bàn giao"}
    audit.record(ledger, "class_decided", "project", 12, by=by, at=AT + HOUR, old=old, new=new)
    entry, *_ = audit.entries(ledger)
    assert (entry.at, entry.person_id, entry.actor, entry.address) == (
        "2026-09-30T09:30:00+07:00",
        staff.person_id,
        "Cán bộ Phòng Kinh tế",
        "192.0.2.7",
    )
    assert (entry.action, entry.object_kind, entry.object_id) == ("class_decided", "project", "12")
    assert (entry.old, entry.new) == (old, new)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Filter(), [4, 3, 2, 1]),
        (Filter(person_id=1), [3]),
        (Filter(action="undone"), [4, 3]),
        (Filter(object_kind="import"), [4, 3]),
        (Filter(object_kind="import", object_id="7"), [4]),
        (Filter(since=AT + MINUTE), [4, 3, 2]),
        (Filter(until=AT + MINUTE), [2, 1]),
        (Filter(before=3), [2, 1]),
        (Filter(action="undone", before=4), [3]),
        (Filter(object_id="9"), []),
    ],
)
def test_entries_are_found_by_what_they_tell(
    ledger: sqlite3.Connection, wanted: Filter, kept: list[int]
) -> None:
    staff = managing.add(ledger, NewPerson("a@example.vn", Role.STAFF), by=BY, at=AT)
    managing.change(ledger, staff.person_id, Details("A", Role.STAFF), by=BY, at=AT + MINUTE)
    by = Actor("A", staff.person_id)
    audit.record(ledger, "undone", "import", 8, by=by, at=AT + HOUR)
    audit.record(ledger, "undone", "import", 7, by=BY, at=AT + HOUR)
    assert [entry.entry_id for entry in audit.entries(ledger, wanted)] == kept
    assert [entry.entry_id for entry in audit.entries(ledger, wanted, limit=1)] == kept[:1]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
    ],
)
@pytest.mark.usefixtures("staff")
def test_the_log_is_append_only(ledger: sqlite3.Connection, change: str) -> None:
    before = audit.entries(ledger)
    assert before
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        ledger.execute(change)
    assert audit.entries(ledger) == before


@pytest.mark.usefixtures("staff")
def test_a_person_is_never_deleted(ledger: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        ledger.execute("DELETE FROM person")


def test_a_change_without_its_entry_does_not_happen(
    ledger: sqlite3.Connection, staff: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(audit, "record", full)
    with pytest.raises(sqlite3.OperationalError):
        managing.close(ledger, staff.person_id, by=BY, at=AT)
    assert people.by_id(ledger, staff.person_id) == staff


@pytest.mark.parametrize(
    ("role", "owner"), [("owner", None), ("staff", "UBND xã Bằng Mạc"), ("boss", None)]
)
def test_the_tables_hold_role_and_owner_together(
    ledger: sqlite3.Connection, role: str, owner: str | None
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        ledger.execute(
            "INSERT INTO person (email, name, role, owner, created_at, created_by)"
            " VALUES ('a', 'A', ?, ?, 'x', 'y')",
            (role, owner),
        )


def test_a_ledger_from_before_accounts_gets_their_tables(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(tables, "VERSIONS", tables.VERSIONS[:1])
        older.setattr(schema, "CURRENT_VERSION", 1)
        schema.open_ledger(database).close()
    with closing(schema.open_ledger(database)) as ledger:
        added = managing.add(ledger, NewPerson("a@example.vn", Role.ADMIN), by=BY, at=AT)
        assert people.everybody(ledger) == [added]


def test_every_action_and_role_has_its_wording() -> None:
    assert set(wording()["actions"]) >= set(Action)
    assert set(wording()["roles"]) == set(Role)
