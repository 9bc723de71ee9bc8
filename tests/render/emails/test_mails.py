"""Every mail as a golden text, and what must hold of all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from disburse.monitor.selection import of_owner
from disburse.render.emails.countdown import countdown_mail
from disburse.render.emails.records import (
    DueLine,
    Explanation,
    Mail,
    Promise,
    Said,
    Scope,
    Sender,
)
from disburse.render.emails.reminders import (
    drafts_mail,
    duties_mail,
    figures_mail,
    waiting_mail,
)
from disburse.render.emails.weekly import weekly_mail
from disburse.text import fold
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.frames import Assessment

OWNER = "Ban QLDA xã Bằng Mạc"
URL = "https://giaingan.bangmac.example.vn"
MONDAY = date(2026, 10, 5)
DUES = (
    DueLine(date(2026, 10, 10), "Báo cáo quý", "TT số 37/2025", before=True, doubtful=True),
    DueLine(date(2026, 12, 15), "Điều chỉnh vốn", "Luật số 58", before=False, doubtful=False),
)
NAMES = (
    "weekly", "weekly_owner", "countdown", "countdown_after", "figures", "figures_office",
    "duties", "drafts",
)  # fmt: skip
HOSTILE = '<img src="http://x.example/x.png" onerror=alert(1)> & "Đường"'
VOID = {"meta", "br", "img"}
BLOCKS = {"p", "h1", "h2", "h3", "li", "tr", "title", "div"}


def said(assessment: Assessment) -> Said:
    """An explanation answered, one that is not, and a promise not kept."""
    explained = {(one.code, one.milestone_id): one for one in assessment.warnings}
    missed = explained["milestone_missed", "completed-2026-06-30"]
    risky = explained["milestone_at_risk", "continuing-2026-12-31"]
    answered = Explanation(
        "Chờ nghiệm thu đợt cuối.", OWNER, date(2026, 9, 20), "Đề nghị nộp hồ sơ."
    )
    waiting = Explanation("Vướng mặt bằng hai hộ.", OWNER, date(2026, 7, 9))
    keys = {
        (one.project_id, one.code, one.milestone_id, one.since): what
        for one, what in ((missed, answered), (risky, waiting))
    }
    return Said(keys, {1: Promise(date(2026, 9, 30), 3_000_000_000)})


def scopes(assessment: Assessment, sender: Sender) -> tuple[Scope, Scope]:
    whole = Scope(assessment, None, said(assessment), DUES, sender)
    own = replace(whole, assessment=of_owner(assessment, OWNER), owner=OWNER, dues=DUES[1:])
    return whole, own


def mails(assessment: Assessment, sender: Sender) -> dict[str, Mail]:
    whole, own = scopes(assessment, sender)
    late = replace(own, assessment=replace(own.assessment, as_of=date(2026, 11, 10)))
    made = {
        "weekly": weekly_mail(whole, MONDAY),
        "weekly_owner": weekly_mail(own, MONDAY),
        "countdown": countdown_mail(whole, date(2026, 12, 31)),
        "countdown_after": countdown_mail(own, date(2026, 9, 30)),
        "figures": figures_mail(late, date(2026, 10, 31), 35),
        "figures_office": waiting_mail(whole, date(2026, 9, 30), 35, frozenset({fold(OWNER)})),
        "duties": duties_mail(DUES[:1], date(2026, 10, 3), None, sender),
        "drafts": drafts_mail(whole, "tháng 10/2026", ("bao-cao-2026-10.docx", "tong-hop.xlsx")),
    }
    found = {name: mail for name, mail in made.items() if mail is not None}
    assert set(found) == set(NAMES)
    return found


class Dump(HTMLParser):
    """The text of a mail as a reader sees it; fails on tags that do not pair."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
        self.text += "\n" if tag in BLOCKS else " | " if tag == "td" else ""
        self.text += " / " if tag == "br" else ""
        if tag == "img":
            self.text += f"\n[{dict(attrs)['alt']}]\n"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.text += data


def dump(html: str) -> Dump:
    parsed = Dump()
    parsed.feed(html)
    parsed.close()
    assert parsed.open == []
    return parsed


def lines(text: str) -> str:
    kept = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in kept if line.strip("| /"))


def golden(mail: Mail) -> str:
    parts = (mail.subject, mail.text.rstrip(), lines(dump(mail.html).text))
    return "\n\n===\n\n".join(parts) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_wording_is_the_golden_one(
    assessment: Assessment, snapshot: Callable[[str, str], None], name: str
) -> None:
    snapshot(f"mail_{name}.txt", golden(mails(assessment, Sender(url=URL))[name]))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded_from_elsewhere_and_every_style_stands_in_its_tag(
    assessment: Assessment, name: str
) -> None:
    mail = mails(assessment, Sender(url=URL))[name]
    parsed = dump(mail.html)
    shown = {value for tag, key, value in parsed.attributes if (tag, key) == ("img", "src")}
    assert shown == {f"cid:{one.content_id}" for one in mail.pictures}
    assert {"script", "link", "iframe", "svg", "form"}.isdisjoint(parsed.tags)
    assert "url(" not in mail.html
    assert "@import" not in mail.html
    linked = [value for _, key, value in parsed.attributes if key in {"href", "background"}]
    assert all(one.startswith(URL) for one in linked)
    styled = [tag for tag, key, _ in parsed.attributes if key == "style"]
    assert {"body", "td", "h1", "p"} <= set(styled)
    style = re.findall(r"<style>(.*?)</style>", mail.html, re.DOTALL)
    assert all(one.strip().startswith("@media") for one in style)


@pytest.mark.parametrize("name", NAMES)
def test_without_the_address_of_the_page_there_is_no_link(
    assessment: Assessment, name: str
) -> None:
    mail = mails(assessment, Sender())[name]
    assert "href" not in mail.html
    assert "http" not in mail.text
    assert "hãy mở trang web theo dõi giải ngân của đơn vị" in mail.text
    assert "hãy mở trang web theo dõi giải ngân của đơn vị" in mail.html


@pytest.mark.parametrize("name", NAMES)
def test_the_text_tells_what_the_html_tells(assessment: Assessment, name: str) -> None:
    """Every amount, rate and day of the page stands in the text too."""
    mail = mails(assessment, Sender(url=URL))[name]
    numbers = re.compile(r"\d{2}/\d{2}/\d{4}|\d+(?:[.,]\d+)+%?|\d+%")
    shown = dump(re.sub(r'alt="[^"]*"', 'alt=""', mail.html)).text
    assert set(numbers.findall(shown)) <= set(numbers.findall(mail.text))


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_that_comes_late_says_so(assessment: Assessment, name: str) -> None:
    due = datetime(2026, 10, 5, 7, 30, tzinfo=VIETNAM)
    mail = mails(assessment, Sender(missed=due))[name]
    told = "Thư này đáng lẽ được lập lúc 07:30 05/10/2026"
    assert told in mail.text
    assert told in mail.html
    assert told not in mails(assessment, Sender())[name].text


def test_what_a_register_says_is_never_markup(assessment: Assessment) -> None:
    names = assessment.projects.assign(name=HOSTILE, owner=OWNER)
    mail = weekly_mail(scopes(replace(assessment, projects=names), Sender())[0], MONDAY)
    assert "<img src=&quot;http" not in mail.html
    assert [tag for tag in dump(mail.html).tags if tag == "img"] == ["img"]
    assert HOSTILE in mail.text


def test_a_subject_is_one_line(assessment: Assessment) -> None:
    names = assessment.projects.assign(owner="Ban\nQLDA\r\nBcc: x@example.vn")
    broken = replace(assessment, projects=names)
    own = replace(scopes(broken, Sender())[1], assessment=broken, owner="Ban\nQLDA\r\nBcc: x")
    assert "\n" not in weekly_mail(own, MONDAY).subject


def test_an_owner_who_met_the_milestone_is_left_alone_the_office_is_told(
    assessment: Assessment,
) -> None:
    met = assessment.milestones.assign(state="met", shortfall=0)
    whole, own = scopes(replace(assessment, milestones=met), Sender())
    assert countdown_mail(own, date(2026, 12, 31)) is None
    told = countdown_mail(whole, date(2026, 12, 31))
    assert told is not None
    assert "tất cả 4 dự án đã đạt" in told.subject


def test_nobody_is_told_of_a_milestone_that_binds_no_project(assessment: Assessment) -> None:
    assert countdown_mail(scopes(assessment, Sender())[0], date(2026, 8, 1)) is None


def test_figures_up_to_the_day_awaited_are_not_asked_for(assessment: Assessment) -> None:
    whole, own = scopes(assessment, Sender())
    fresh = assessment.projects["figures_date"].max()
    spoken = own.assessment.projects.assign(figures_date=fresh)
    same = replace(own, assessment=replace(own.assessment, projects=spoken))
    assert figures_mail(same, fresh.date(), 35) is None
    assert figures_mail(own, fresh.date(), 35) is not None
    assert waiting_mail(whole, date(2026, 1, 1), 400, frozenset()) is None


def test_the_pictures_are_small_pngs_of_their_size(assessment: Assessment) -> None:
    for mail in mails(assessment, Sender()).values():
        for picture in mail.pictures:
            assert picture.content.startswith(b"\x89PNG\r\n\x1a\n")
            width, height = (
                int.from_bytes(picture.content[start : start + 4], "big") for start in (16, 20)
            )
            assert (width, height) == (2 * picture.width, 2 * picture.height)
            assert picture.width <= 420
            assert len(picture.content) < 20_000
            assert len(mail.html) < 100_000


def test_without_figures_nothing_breaks(assessment: Assessment) -> None:
    projects = assessment.projects.assign(
        plan=None, disbursed=None, rate_basis_points=None, figures_date=None
    ).astype(dict.fromkeys(("plan", "disbursed", "rate_basis_points"), "Int64"))
    projects["figures_date"] = projects["figures_date"].astype("datetime64[s]")
    silent = replace(
        assessment, projects=projects, figures_date=None, series=assessment.series.iloc[:0],
        milestones=assessment.milestones.iloc[:0], commune=assessment.commune.iloc[:0],
        previous_as_of=None, warnings=(), cleared=(),
    )  # fmt: skip
    for scope in scopes(assessment, Sender()):
        quiet = replace(scope, assessment=silent, said=Said())
        text = weekly_mail(quiet, MONDAY).text
        assert "chưa có số liệu" in text
        assert "Đây là thư đầu tiên" in text
