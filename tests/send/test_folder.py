"""Without a mail server, mails become files."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from disburse.send import deciding
from disburse.send.delivery import carrier_of
from disburse.send.folder import ToFolder
from disburse.send.listing import message, overview
from disburse.send.records import Counts, Fault, State
from disburse.send.settings import MailSettings
from tests.send.conftest import AT, BY, LETTER, SENDER, letter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.send.conftest import Outbox

NAME = "2026-09-28-weekly-chudautu@bangmac.example.vn.eml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_message_becomes_a_file_once(outbox: Outbox, folder: Path) -> None:
    outbox.put(LETTER, letter(1), letter(2))
    assert outbox.deliver(ToFolder(folder, SENDER)).written == 3
    assert outbox.deliver(ToFolder(folder, SENDER)).written == 0
    assert len(names(folder)) == 3
    read = message_from_bytes((folder / NAME).read_bytes(), policy=default)
    assert read["Subject"] == LETTER.subject
    assert read["To"].addresses[0].addr_spec == LETTER.address
    assert read["X-Unsent"] == "1"
    assert overview(outbox.ledger) == Counts(written=3)
    last = message(outbox.ledger, 1).summary.last
    assert last is not None
    assert last.answer == NAME


def test_what_was_interrupted_is_written_again_to_the_same_file(
    outbox: Outbox, folder: Path
) -> None:
    outbox.put(LETTER)
    folder.mkdir()
    outbox.deliver(ToFolder(folder, SENDER))
    deciding.resend(outbox.ledger, 1, by=BY, at=AT)
    (folder / ".writing-x").mkdir()
    assert outbox.deliver(ToFolder(folder, SENDER)).written == 1
    assert names(folder) == [".writing-x", NAME]


def test_messages_named_alike_have_files_of_their_own(outbox: Outbox, folder: Path) -> None:
    outbox.put(LETTER)
    outbox.put(replace(LETTER, period="2026-W40 bổ sung"))
    outbox.deliver(ToFolder(folder, SENDER))
    assert names(folder) == [NAME.replace(".eml", "-2.eml"), NAME]


def test_no_address_leads_out_of_the_folder(outbox: Outbox, folder: Path) -> None:
    outbox.put(replace(LETTER, address="../../x?*|`@example.vn".replace("..", "a")))
    outbox.deliver(ToFolder(folder, SENDER))
    assert names(folder) == ["2026-09-28-weekly-a_a_x_@example.vn.eml"]


def test_a_folder_that_cannot_be_written_stops_the_round(outbox: Outbox, folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    outbox.put(letter(1), letter(2))
    done = outbox.deliver(ToFolder(folder, SENDER))
    assert (done.written, done.retried) == (0, 1)
    assert done.stopped is not None
    assert done.stopped.fault is Fault.FOLDER
    assert outbox.states() == [State.PENDING, State.PENDING]


def test_the_settings_choose_the_way(tmp_path: Path) -> None:
    written = carrier_of(MailSettings(outbox="thu-di"), tmp_path, "Phòng Kinh tế")
    assert isinstance(written, ToFolder)
    assert written.ready() is None
    assert (tmp_path / "thu-di").is_dir()
    served = MailSettings(smtp_url="smtp://127.0.0.1:1", sender="a@b.vn")
    assert not isinstance(carrier_of(served, tmp_path, "Phòng Kinh tế"), ToFolder)


def test_written_messages_can_go_to_a_server_later(outbox: Outbox, folder: Path) -> None:
    outbox.put(LETTER)
    outbox.deliver(ToFolder(folder, SENDER))
    deciding.resend(outbox.ledger, 1, by=BY, at=AT)
    assert outbox.state(1) is State.PENDING
