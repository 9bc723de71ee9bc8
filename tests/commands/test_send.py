"""``send``, by processes of its own, some of which are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bench.mailing.letters import letters
from bench.mailing.server import DROP, STALL, Step, serving
from disburse.clock import now
from disburse.ledger.schema import open_ledger
from disburse.paths import ROOT
from disburse.send.outbox import enqueue

if TYPE_CHECKING:
    from pathlib import Path

    from bench.mailing.server import Server
    from tests.conftest import Disburse, Ran

COUNT = 5
EMPTY = {"sent": 0, "written": 0, "retried": 0, "failed": 0, "unknown": 0, "skipped": 0}


@pytest.fixture
def filled(database: Path) -> Path:
    with closing(open_ledger(database)) as ledger:
        enqueue(ledger, letters(COUNT, bare=True), at=now())
    return database


def settings(server: Server) -> dict[str, str]:
    return {
        "DISBURSE_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "DISBURSE_MAIL_FROM": "phongkt@bangmac.example.vn",
        "DISBURSE_MAIL_TIMEOUT_SECONDS": "2",
        "DISBURSE_MAIL_ANSWER_SECONDS": "2",
    }


def states(ran: Ran) -> dict[str, int]:
    return {state: count for state, count in ran.document["outbox"].items() if count}


def test_what_is_due_is_sent_once_and_counted(disburse: Disburse, filled: Path) -> None:
    with serving() as server:
        ran = disburse("--db", filled, "send", "--json", **settings(server))
        assert (ran.code, ran.err) == (0, "")
        assert {key: ran.document[key] for key in EMPTY} == {**EMPTY, "sent": COUNT}
        assert ran.document["stopped"] is None
        again = disburse("--db", filled, "send", "--json", **settings(server))
        assert {key: again.document[key] for key in EMPTY} == EMPTY
        assert len(server.taken) == COUNT
    assert states(again) == {"sent": COUNT}


def test_people_read_the_counts(disburse: Disburse, filled: Path) -> None:
    with serving() as server:
        ran = disburse("--db", filled, "send", **settings(server))
    assert ran.out.startswith(f"Đã gửi {COUNT} thư;")
    assert "Còn chờ: 0" in ran.out


def test_without_a_server_mails_become_files(disburse: Disburse, filled: Path) -> None:
    ran = disburse("--db", filled, "send")
    assert ran.code == 0
    assert f"ghi thành tệp {COUNT}" in ran.out
    assert str(filled.parent / "outbox") in ran.out
    assert len(list((filled.parent / "outbox").glob("*.eml"))) == COUNT


def test_a_server_that_is_not_there_is_told(disburse: Disburse, filled: Path) -> None:
    with serving() as server:
        gone = settings(server)
    ran = disburse("--db", filled, "send", "--json", **gone)
    assert ran.code == 0
    assert ran.document["stopped"]["fault"] == "unreachable"
    assert states(ran) == {"pending": COUNT}
    listed = disburse("--db", filled, "send", "--status", **gone)
    assert "không kết nối được máy chủ thư" in listed.out


def test_the_status_names_what_is_unknown_and_a_person_ends_it(
    disburse: Disburse, filled: Path
) -> None:
    with serving(lambda step, _: DROP if step is Step.ANSWER else None) as server:
        ran = disburse("--db", filled, "send", **settings(server))
        assert "3 thư không rõ đã đến hay chưa" in ran.out
        status = disburse("--db", filled, "send", "--status", "--json")
        assert states(status) == {"unknown": 3, "pending": 2}
        unknown = [one for one in status.document["messages"] if one["state"] == "unknown"]
        numbers = [one["number"] for one in unknown]
        assert {one["address"] for one in unknown} == {one.recipient for one in server.taken}
        server.state.fault = lambda *_: None
        first, second, _ = numbers
        settled = disburse("--db", filled, "send", "--settle", first, "--json")
        assert settled.document == {"settled": first}
        resent = disburse("--db", filled, "send", "--resend", second, "--json", **settings(server))
        assert (resent.code, resent.document["resent"]["state"]) == (0, "sent")
        assert len(server.taken) == 4
    told = disburse("--db", filled, "send", "--status", "--json")
    assert states(told) == {"unknown": 1, "pending": 2, "settled": 1, "sent": 1}


def test_a_test_message_goes_out_alone(disburse: Disburse, filled: Path) -> None:
    with serving() as server:
        ran = disburse("--db", filled, "send", "--test", "thu@example.vn", **settings(server))
        assert ran.code == 0
        assert "đã gửi, máy chủ đã nhận" in ran.out
        assert [one.recipient for one in server.taken] == ["thu@example.vn"]
        server.state.fault = lambda step, _: "450 later" if step is Step.RCPT else None
        refused = disburse(
            "--db", filled, "send", "--test", "thu@example.vn", "--json", **settings(server)
        )
    assert refused.code == 1
    assert refused.document["test"]["state"] == "failed"
    assert refused.document["test"]["last"]["answer"] == "later"


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["--status", "--resend", "1"], {}, "Mỗi lần chỉ dùng một"),
        (["--resend", "99"], {}, "Không có thư số 99"),
        (["--settle", "1"], {}, "chờ gửi"),
        (["--resend", "x"], {}, "không phải là số của một thư"),
        (["--test", "ai đó"], {}, "không phải là địa chỉ thư"),
        ([], {"DISBURSE_SMTP_URL": "smtp://u:matkhau@x.vn/y"}, "DISBURSE_SMTP_URL"),
        ([], {"DISBURSE_SMTP_URL": "smtp://x.vn"}, "DISBURSE_MAIL_FROM"),
        ([], {"DISBURSE_MAIL_SENDER": "a@b.vn"}, "DISBURSE_MAIL_SENDER"),
    ],
)
def test_wrong_use_is_told(
    disburse: Disburse,
    filled: Path,
    arguments: list[str],
    environment: dict[str, str],
    told: str,
) -> None:
    ran = disburse("--db", filled, "send", *arguments, **environment)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "matkhau" not in ran.err


def test_settings_that_cannot_be_used_leave_the_outbox_as_it_was(
    disburse: Disburse, filled: Path
) -> None:
    ran = disburse("--db", filled, "send", "--test", "a@b.vn", DISBURSE_SMTP_URL="smtp://x.vn/y")
    assert ran.code == 2
    assert states(disburse("--db", filled, "send", "--status", "--json")) == {"pending": COUNT}


def test_without_a_ledger_there_is_nothing_to_send(disburse: Disburse, database: Path) -> None:
    assert disburse("--db", database, "send").code == 2
    assert not database.exists()


def test_an_empty_outbox_says_so(disburse: Disburse, database: Path) -> None:
    open_ledger(database).close()
    assert "chưa có thư nào" in disburse("--db", database, "send", "--status").out


def test_the_url_of_the_server_is_masked(disburse: Disburse, filled: Path) -> None:
    given = {"DISBURSE_SMTP_URL": "smtp://u:matkhau@x.vn", "DISBURSE_MAIL_FROM": "a@b.vn"}
    for form in ((), ("--json",)):
        ran = disburse("--db", filled, "settings", *form, **given)
        assert ran.code == 0
        assert "matkhau" not in ran.out + ran.err
        assert "DISBURSE_SMTP_URL" in ran.out
        assert "a@b.vn" in ran.out


def start(database: Path, server: Server) -> subprocess.Popen[bytes]:
    clean = {name: text for name, text in os.environ.items() if "DISBURSE" not in name}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-m", "disburse", "--db", str(database), "send", "--json"],
        stdout=subprocess.DEVNULL,
        env={**clean, "PYTHONPATH": str(ROOT), **settings(server)},
    )


def kill_when(process: subprocess.Popen[bytes], server: Server, step: Step) -> None:
    """Kill a process once it is held at a step."""
    limit = time.monotonic() + 30
    while step.value not in server.state.met:
        assert time.monotonic() < limit
        time.sleep(0.01)
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    ("step", "unknown", "arrived"),
    [(Step.MAIL, 0, 0), (Step.DATA, 0, 0), (Step.END, 1, 0), (Step.ANSWER, 1, 1)],
)
def test_a_killed_process_leaves_nothing_lost_and_nothing_doubled(
    disburse: Disburse, filled: Path, step: Step, unknown: int, arrived: int
) -> None:
    with serving(lambda met, _: STALL if met is step else None) as server:
        with start(filled, server) as process:
            kill_when(process, server, step)
        server.state.fault = lambda *_: None
        ran = disburse("--db", filled, "send", "--json", **settings(server))
        times = Counter(one.recipient for one in server.taken)
    assert ran.document["unknown"] == unknown
    assert states(ran) == {"sent": COUNT - unknown} | ({"unknown": 1} if unknown else {})
    assert set(times.values()) == {1}
    assert len(times) == COUNT - unknown + arrived
    status: Any = disburse("--db", filled, "send", "--status", "--json").document
    assert len(status["messages"]) == unknown


def test_two_processes_at_once_send_everything_once(filled: Path) -> None:
    with closing(open_ledger(filled)) as ledger:
        enqueue(ledger, letters(80, bare=True), at=now())
    with serving() as server:
        processes = [start(filled, server) for _ in range(2)]
        assert [process.wait() for process in processes] == [0, 0]
        times = Counter(one.recipient for one in server.taken)
    assert set(times.values()) == {1}
    assert len(times) == 80
