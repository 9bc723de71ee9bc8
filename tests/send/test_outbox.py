"""What the outbox takes in: once, as a whole, and as it was given."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from disburse.accounts import managing
from disburse.accounts.records import Details, Person, Role
from disburse.ledger.schema import open_ledger, transaction
from disburse.send import contents
from disburse.send.listing import message, messages, overview
from disburse.send.outbox import enqueue, held
from disburse.send.records import Attachment, Enqueued, Inline, NewMessage, Part, State
from tests.send.conftest import AT, BY, LETTER, letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKBOOK = Attachment("Tổng hợp tuần 40.xlsx", "application/vnd.ms-excel", bytes(range(256)) * 40)
CHART = Inline("chart", "bieu-do.png", "image/png", b"\x89PNG" * 100)


def count(ledger: sqlite3.Connection, table: str) -> int:
    (rows,) = ledger.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 (fixed names)
    return int(rows)


def test_a_run_is_taken_once(ledger: sqlite3.Connection) -> None:
    run = [letter(number) for number in range(20)]
    assert enqueue(ledger, run, at=AT) == Enqueued(new=20, held=0)
    before = list(ledger.iterdump())
    assert enqueue(ledger, run, at=AT) == Enqueued(new=0, held=20)
    assert list(ledger.iterdump()) == before
    assert enqueue(ledger, [*run, letter(20)], at=AT) == Enqueued(new=1, held=20)
    assert overview(ledger).pending == 21


def test_kind_period_and_recipient_make_a_message(ledger: sqlite3.Connection) -> None:
    others = [replace(LETTER, kind="milestone"), replace(LETTER, period="2026-W41"), letter(1)]
    same = replace(LETTER, subject="Khác", address=LETTER.address.upper())
    assert enqueue(ledger, [LETTER, *others, same], at=AT) == Enqueued(new=4, held=1)
    assert held(ledger, "weekly", "2026-W40") == {LETTER.address, letter(1).address}
    names = [one.message_id for one in messages(ledger)]
    assert len(set(names)) == 4
    assert messages(ledger)[-1].subject == LETTER.subject


def test_a_message_keeps_all_it_was_given(ledger: sqlite3.Connection, person: Person) -> None:
    full = replace(
        LETTER,
        person_id=person.person_id,
        attachments=(WORKBOOK,),
        inline=(CHART,),
        optional=True,
        unsubscribe="https://bangmac.example.vn/thu?kind=weekly",
    )
    enqueue(ledger, [full], at=AT)
    kept = message(ledger, 1)
    assert (kept.text, kept.html) == (full.text, full.html)
    assert kept.parts == (
        Part(2, CHART.name, CHART.media_type, CHART.content_id, len(CHART.content)),
        Part(3, WORKBOOK.name, WORKBOOK.media_type, None, len(WORKBOOK.content)),
    )
    assert contents.part(ledger, 1, 3) == WORKBOOK
    assert kept.summary.state is State.PENDING
    assert kept.summary.due_at == kept.summary.next_at == "2026-09-28T07:30:00+07:00"
    assert kept.summary.person_id == person.person_id
    assert (kept.attempts, kept.summary.last, kept.summary.reason) == ((), None, None)
    mail = contents.mail(ledger, 1)
    assert (mail.attachments, mail.inline) == ((WORKBOOK,), (CHART,))
    assert (mail.optional, mail.unsubscribe) == (True, full.unsubscribe)


def test_what_many_messages_share_is_stored_once(ledger: sqlite3.Connection) -> None:
    enqueue(ledger, [letter(number, attachments=(WORKBOOK,)) for number in range(9)], at=AT)
    assert count(ledger, "message_content") == 3
    enqueue(ledger, [letter(9, attachments=(WORKBOOK,), text="khác")], at=AT)
    assert count(ledger, "message_content") == 4
    assert count(ledger, "message_part") == 30


def test_a_run_that_breaks_off_leaves_nothing(ledger: sqlite3.Connection) -> None:
    def run() -> Iterator[NewMessage]:
        yield letter(1)
        raise RuntimeError("no content")

    with pytest.raises(RuntimeError):
        enqueue(ledger, run(), at=AT)
    assert [count(ledger, table) for table in ("message", "message_part", "message_content")] == [
        0,
        0,
        0,
    ]
    assert enqueue(ledger, [letter(1)], at=AT).new == 1


def test_the_ledger_stays_free_while_messages_are_made(
    ledger: sqlite3.Connection, database: Path
) -> None:
    def run() -> Iterator[NewMessage]:
        for number in range(3):
            with closing(open_ledger(database)) as other, transaction(other):
                other.execute("PRAGMA busy_timeout = 0")
                other.execute("INSERT INTO evaluation VALUES (?, '')", (f"2026-09-0{number + 1}",))
            yield letter(number)

    assert enqueue(ledger, run(), at=AT).new == 3
    assert count(ledger, "evaluation") == 3


def test_a_run_can_be_part_of_a_transaction(ledger: sqlite3.Connection) -> None:
    ledger.execute("BEGIN")
    assert enqueue(ledger, [letter(1)], at=AT).new == 1
    ledger.execute("ROLLBACK")
    assert count(ledger, "message") == 0


def test_two_runs_at_once_are_one(ledger: sqlite3.Connection, database: Path) -> None:
    def run() -> Iterator[NewMessage]:
        with closing(open_ledger(database)) as other:
            assert enqueue(other, [letter(1, attachments=(WORKBOOK,))], at=AT).new == 1
        yield letter(1, attachments=(CHART_FILE,))
        yield letter(2)

    assert enqueue(ledger, run(), at=AT) == Enqueued(new=1, held=1)
    assert contents.mail(ledger, 1).attachments == (WORKBOOK,)
    assert count(ledger, "message_content") == 3


CHART_FILE = Attachment("bieu-do.png", "image/png", CHART.content)


def test_message_ids_are_stable_and_those_of_the_office_alone(
    ledger: sqlite3.Connection, tmp_path: Path
) -> None:
    enqueue(ledger, [LETTER], at=AT)
    first = messages(ledger)[0].message_id
    with closing(open_ledger(tmp_path / "other" / "disburse.db")) as other:
        enqueue(other, [LETTER], at=AT)
        assert messages(other)[0].message_id != first
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        ledger.execute("PRAGMA wal_checkpoint")
        ledger.backup(copy)
        copy.execute("PRAGMA foreign_keys = OFF")
        for table in ("message_part", "message"):
            copy.execute(f"DROP TRIGGER {table}_no_delete")
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 (fixed names)
        copy.commit()
        copy.isolation_level = None
        enqueue(copy, [LETTER], at=AT)
        assert messages(copy)[0].message_id == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "week ly"},
        {"kind": "../weekly"},
        {"period": ""},
        {"period": "2026\nW40"},
        {"address": "a b@example.vn"},
        {"address": "a@b@example.vn"},
        {"address": "ông@example.vn"},
        {"address": "a@example.vn\nBcc: b@example.vn"},
        {"address": "a..b@example.vn"},
        {"address": "a@-.vn,b"},
        {"address": "a"},
        {"name": "Ban\r\nBcc: x@example.vn"},
        {"subject": "Tình hình\nBcc: x@example.vn"},
        {"subject": "Tình\u2028hình"},
        {"subject": " "},
        {"subject": "a" * 501},
        {"unsubscribe": "javascript:alert(1)"},
        {"unsubscribe": "https://example.vn/> <x"},
        {"due_at": datetime(2026, 9, 28, 7, 30)},  # noqa: DTZ001 - the very fault
    ],
)
def test_what_no_header_can_carry_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(LETTER, **wrong)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("", "image/png"),
        ("a\nb.png", "image/png"),
        ("ế" * 120, "image/png"),
        ("a.png", "png"),
        ("a.png", "multipart/mixed"),
        ("a.png", "message/rfc822"),
        ("a.png", "image/png; name=x"),
    ],
)
def test_what_no_part_can_be_is_refused(name: str, media_type: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Attachment(name, media_type, b"")
    with pytest.raises(ValueError, match=r"."):
        Inline("a", name, media_type, b"")


def test_a_picture_needs_a_plain_content_id() -> None:
    with pytest.raises(ValueError, match="content_id"):
        Inline("a>b", "a.png", "image/png", b"")


def test_an_address_with_an_accented_domain_is_taken(ledger: sqlite3.Connection) -> None:
    assert enqueue(ledger, [replace(LETTER, address="vp@xã-bằng-mạc.vn")], at=AT).new == 1


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM message",
        "UPDATE message SET subject = 'x'",
        "UPDATE message SET message_id = 'x'",
        "UPDATE message_part SET name = 'x'",
        "DELETE FROM message_content",
        "UPDATE mail_origin SET token = 'x'",
        "INSERT OR REPLACE INTO message_part SELECT * FROM message_part",
    ],
)
def test_what_was_taken_does_not_change(ledger: sqlite3.Connection, change: str) -> None:
    enqueue(ledger, [LETTER], at=AT)
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|never changes"):
        ledger.execute(change)


def test_rights_are_those_of_the_making(ledger: sqlite3.Connection, person: Person) -> None:
    enqueue(ledger, [replace(LETTER, person_id=person.person_id)], at=AT)
    details = Details(person.name, Role.LEADER)
    managing.change(ledger, person.person_id, details, by=BY, at=AT)
    row = ledger.execute("SELECT role, owner FROM message").fetchone()
    assert tuple(row) == ("owner", "Ban QLDA khu vực")
