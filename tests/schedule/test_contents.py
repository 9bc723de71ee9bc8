"""What each recipient gets, of every schedule: what that person may see, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from disburse.accounts import managing, people
from disburse.accounts.records import NewPerson, Role
from disburse.accounts.rights import visible_owner
from disburse.casework_model import Acknowledgement, Author, ExpectedAmount
from disburse.ledger import casework
from disburse.ledger.confirmations import confirm_owner
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.schedule.planned import Name
from tests.schedule.conftest import BY, MONDAY, STORED

if TYPE_CHECKING:
    import sqlite3

    from disburse.accounts.records import Person
    from disburse.frames import Assessment
    from disburse.model import EarlyWarning
    from disburse.schedule.running import Runner

DAYS = {
    Name.WEEKLY: date(2026, 11, 16),
    Name.COUNTDOWN: date(2026, 12, 1),
    Name.STALE: date(2026, 12, 10),
    Name.LEGAL: date(2026, 12, 8),
    Name.MONTHLY: date(2026, 12, 5),
    Name.QUARTERLY: date(2026, 10, 5),
}
PARTS = """
    SELECT message.address, part.role, part.name, content.content, message.subject
    FROM message JOIN message_part AS part ON part.message = message.id
    JOIN message_content AS content USING (sha256) WHERE message.kind = ? ORDER BY message.id
"""


@dataclass
class Received:
    """One message as it lies in the outbox."""

    words: str = ""
    attachments: tuple[str, ...] = ()
    pictures: int = 0


def received(ledger: sqlite3.Connection, name: Name) -> dict[str, Received]:
    found: dict[str, Received] = defaultdict(Received)
    for address, role, file, content, subject in ledger.execute(PARTS, (name.value,)):
        one = found[address]
        if role in {"text", "html"}:
            one.words += f"{subject}\n{content.decode()}\n"
        elif role == "attachment":
            one.attachments += (file,)
        else:
            one.pictures += 1
    return found


def judged(runner: Runner, ledger: sqlite3.Connection, day: date) -> Assessment:
    return evaluate(ledger, day, runner.settings.thresholds, Stopwatch())


def accounts(ledger: sqlite3.Connection, *roles: Role) -> list[Person]:
    return [one for one in people.everybody(ledger) if one.role in roles]


@pytest.mark.parametrize("name", DAYS)
def test_nobody_reads_of_a_project_the_recipient_may_not_see(
    runner: Runner, ledger: sqlite3.Connection, name: Name
) -> None:
    runner.run_now(name, DAYS[name])
    projects = judged(runner, ledger, DAYS[name]).projects
    by_address = {one.email: one for one in people.everybody(ledger)}
    mails = received(ledger, name)
    assert mails
    for address, mail in mails.items():
        own = visible_owner(by_address[address])
        mine = projects["owner"] == own
        hidden = projects[~mine] if own is not None else projects.iloc[:0]
        shown = " ".join(projects[mine]["name"])  # a name may hold that of an owner
        told = [
            text
            for column in ("code", "name", "owner")
            for text in hidden[column].dropna().unique()
            if text in mail.words and text not in shown
        ]
        assert told == [], (address, told)
        assert own is None or not mail.attachments


def test_every_owner_with_projects_reads_of_all_of_them(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    projects = judged(runner, ledger, DAYS[Name.WEEKLY]).projects
    mails = received(ledger, Name.WEEKLY)
    for person in accounts(ledger, Role.OWNER):
        own = projects[projects["owner"] == person.owner]
        assert len(own)
        assert all(name in mails[person.email].words for name in own["name"])


@pytest.mark.parametrize("name", DAYS)
def test_who_gets_which_mail(runner: Runner, ledger: sqlite3.Connection, name: Name) -> None:
    runner.run_now(name, DAYS[name])
    got = {
        person.role for person in people.everybody(ledger) if person.email in received(ledger, name)
    }
    staff_only = {Name.MONTHLY, Name.QUARTERLY}
    expected = {Role.STAFF} if name in staff_only else {Role.STAFF, Role.OWNER, Role.LEADER}
    assert got == expected - ({Role.LEADER} if name is Name.STALE else set())


def test_the_office_gets_the_workbook_the_owner_a_chart(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    mails = received(ledger, Name.WEEKLY)
    leader, owner = mails["lanhdao@bangmac.example.vn"], mails["cdt1@bangmac.example.vn"]
    assert leader.attachments == ("tong-hop-2026-11-16.xlsx",)
    assert (leader.pictures, owner.pictures, owner.attachments) == (1, 1, ())


def test_drafts_lie_ready_and_are_sent_to_the_staff(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    runner.run_now(Name.MONTHLY, DAYS[Name.MONTHLY])
    sent = received(ledger, Name.MONTHLY)["canbo@bangmac.example.vn"].attachments
    folder = runner.database.parent / "drafts" / "monthly-2026-12"
    kept = {path.name for path in folder.rglob("*") if path.is_file()}
    assert kept < set(sent)
    assert {"bao-cao-2026-12.docx", "tong-hop-2026-12-05.xlsx"} <= set(sent)


def test_a_closed_account_gets_nothing(runner: Runner, ledger: sqlite3.Connection) -> None:
    person = people.by_email(ledger, "cdt1@bangmac.example.vn")
    managing.close(ledger, person.person_id, by=BY, at=STORED)
    runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    assert person.email not in received(ledger, Name.WEEKLY)


def test_an_owner_without_projects_gets_nothing_and_is_counted(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    other = NewPerson("la@bangmac.example.vn", Role.OWNER, None, "Đơn vị chưa có dự án")
    managing.add(ledger, other, by=BY, at=STORED)
    counts = runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY]).counts
    assert counts["nothing"] == 1
    assert "la@bangmac.example.vn" not in received(ledger, Name.WEEKLY)


def test_a_spelling_confirmed_to_be_an_owner_gets_that_owners_mail(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    one, other = (person for person in accounts(ledger, Role.OWNER)[:2])
    confirm_owner(ledger, str(one.owner), str(other.owner), by="test", at=STORED)
    runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    mails = received(ledger, Name.WEEKLY)
    assert mails[one.email].words == mails[other.email].words
    assert f"Kính gửi: {other.owner}" in mails[one.email].words


def test_an_address_no_mail_can_go_to_stops_nobody_elses(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    odd = people.by_email(ledger, "cdt1@bangmac.example.vn").person_id
    ledger.execute("UPDATE person SET email = 'cán.bộ@example.vn' WHERE id = ?", (odd,))
    counts = runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY]).counts
    assert counts["unaddressable"] == 1
    assert counts["new"] == len(received(ledger, Name.WEEKLY)) > 1


def test_a_mail_tells_what_changed_since_the_last_one_not_since_yesterday(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    first = DAYS[Name.WEEKLY] - timedelta(days=42)
    runner.run_now(Name.WEEKLY, first)
    for days in (1, 2):
        runner.run_now(Name.DAILY, DAYS[Name.WEEKLY] - timedelta(days=days))
    runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    told = received(ledger, Name.WEEKLY)["lanhdao@bangmac.example.vn"].words
    assert "Đây là thư đầu tiên" in told
    assert "Thay đổi từ 05/10/2026" in told
    assert "Mới phát sinh" in told.partition("Thay đổi từ 05/10/2026")[2]


@dataclass(frozen=True)
class Explained:
    warning: EarlyWarning
    owner: str
    words: str = "Nhà thầu thiếu vật liệu, cam kết xong trong tháng 12."


@pytest.fixture
def explained(runner: Runner, ledger: sqlite3.Connection) -> Explained:
    """A red warning that its owner explained after the mail of 5 October."""
    runner.run_now(Name.WEEKLY, date(2026, 10, 5))
    runner.run_now(Name.DAILY, DAYS[Name.WEEKLY])
    assessment = judged(runner, ledger, DAYS[Name.WEEKLY])
    warning = next(one for one in assessment.warnings if one.level == "red")
    made = Explained(warning, str(assessment.projects.loc[warning.project_id, "owner"]))
    statement = Acknowledgement(warning.code, warning.milestone_id, warning.since, made.words)
    author = Author("Chủ đầu tư", "chủ đầu tư")
    casework.add(ledger, warning.project_id, statement, author=author, at=MONDAY)
    return made


def test_an_explanation_is_told_to_the_office_and_the_owner_alone(
    runner: Runner, ledger: sqlite3.Connection, explained: Explained
) -> None:
    runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    mails = received(ledger, Name.WEEKLY)
    readers = {address for address, mail in mails.items() if explained.words in mail.words}
    owners = {one.email for one in accounts(ledger, Role.OWNER) if one.owner == explained.owner}
    office = {one.email for one in accounts(ledger, Role.STAFF, Role.LEADER)}
    assert readers == owners | office
    assert "Chủ đầu tư đã giải trình: 1 cảnh báo" in mails[min(office)].words
    assert "Đơn vị đã giải trình: 1 cảnh báo" in mails[min(owners)].words


def test_a_promise_not_kept_is_followed_up(
    runner: Runner, ledger: sqlite3.Connection, explained: Explained
) -> None:
    number = explained.warning.project_id
    promised = ExpectedAmount(date(2026, 9, 30), 999_000_000_000)
    author = Author("Chủ đầu tư", "chủ đầu tư")
    casework.add(ledger, number, promised, author=author, at=STORED)
    runner.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    told = "ước giải ngân 999.000 triệu đồng đến ngày 30/09/2026, thực tế"
    readers = [one for one in received(ledger, Name.WEEKLY).values() if told in one.words]
    assert len(readers) == 3


def test_links_begin_with_the_address_of_the_page(
    runner: Runner, ledger: sqlite3.Connection
) -> None:
    url = "https://giaingan.bangmac.example.vn"
    web = replace(runner.settings.web, public_url=f"{url}/")
    linked = replace(runner, settings=replace(runner.settings, web=web))
    linked.run_now(Name.WEEKLY, DAYS[Name.WEEKLY])
    words = received(ledger, Name.WEEKLY)["cdt1@bangmac.example.vn"].words
    assert f'href="{url}/projects/' in words
    assert f"{url}//" not in words
    pages = {row[0] for row in ledger.execute("SELECT unsubscribe FROM message")}
    assert all(page is not None and page.startswith(url) for page in pages)
