from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from disburse.model import Level
from disburse.render.office import Office
from disburse.render.pages import warning_page
from disburse.render.warning_report import LISTED, build_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.frames import Assessment

VOID = {"meta", "br"}
BLOCKS = {"p", "h1", "h2", "h3", "li", "tr", "dt", "dd", "caption", "title", "desc", "text", "div"}
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & "Đường" \'Nà Pe\''


class Dump(HTMLParser):
    """The text of a page, a line for each block; fails on tags that do not pair."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]
        self.addresses += [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)
        second_line = (dict(attrs).get("class") or "").startswith("sub")
        inline = " | " if tag in {"td", "th"} else " / " if second_line else ""
        self.text += "\n" if tag in BLOCKS else inline

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def dump(page: str) -> Dump:
    parsed = Dump()
    parsed.feed(page)
    parsed.close()
    assert parsed.open == []
    return parsed


def text_of(page: str) -> str:
    lines = (" ".join(line.split()) for line in dump(page).text.splitlines())
    return "\n".join(line for line in lines if line.strip(" |")) + "\n"


def test_the_page_reads_as_agreed(
    assessment: Assessment, snapshot: Callable[[str, str], None]
) -> None:
    snapshot("warning_report.txt", text_of(warning_page(assessment, Office())))


def test_the_page_stands_alone(assessment: Assessment) -> None:
    page = warning_page(assessment, Office())
    parsed = dump(page)
    assert not parsed.tags & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert parsed.addresses == []
    assert not re.search(r"url\(|@import|https?://", page)
    assert '<html lang="vi">' in page


def test_headline_speaks_of_the_commune_first(assessment: Assessment) -> None:
    text = text_of(warning_page(assessment, Office()))
    assert (
        "Xã Bằng Mạc đã giải ngân 11,52/21,18 tỷ đồng, đạt 54,4% kế hoạch vốn năm 2026 – "
        "3 dự án không đạt mốc; 1 dự án chờ số liệu để kết luận; "
        "3 dự án có nguy cơ không đạt mốc sắp tới."
    ) in text


def test_hostile_names_are_shown_as_text(assessment: Assessment) -> None:
    columns = dict.fromkeys(("name", "owner", "head", "code", "reason_evidence"), HOSTILE)
    sources = dict.fromkeys(("source", "plan_cell", "disbursed_cell"), HOSTILE)
    hostile = replace(
        assessment,
        projects=assessment.projects.assign(**columns),
        sources=assessment.sources.assign(**sources),
        imports=assessment.imports.assign(file=HOSTILE),
        decision=replace(assessment.decision, title=HOSTILE, number=HOSTILE),
    )
    page = warning_page(hostile, Office(authority=HOSTILE, place=HOSTILE))
    assert not dump(page).tags & {"script", "img"}
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 20


def test_colour_is_never_alone(assessment: Assessment) -> None:
    page = warning_page(assessment, Office())
    for level, marked in (("red", "▲</span> Đỏ"), ("amber", "◆</span> Vàng")):
        spans = re.findall(rf'<span class="level {level}">.*?</span> \w+', page)
        assert spans
        assert all(marked in span for span in spans)


def test_each_project_is_listed_once_under_its_worst_level(assessment: Assessment) -> None:
    red, amber = build_report(assessment).levels
    assert [card.row["code"] for card in red.cards] == ["8123401", "8123405", "8123403"]
    assert [card.row["code"] for card in amber.cards] == ["8123404", "0123408"]
    assert [one.level for one in red.cards[0].early_warnings] == [Level.RED, Level.AMBER]


def test_a_first_evaluation_says_so(assessment: Assessment) -> None:
    text = text_of(warning_page(replace(assessment, previous_as_of=None), Office()))
    assert "Lần đầu đánh giá, chưa có kỳ trước để so sánh." in text


def test_a_calm_day_reads_calmly(assessment: Assessment) -> None:
    calm = replace(
        assessment,
        warnings=(),
        cleared=(),
        milestones=assessment.milestones.assign(state="met", risk=None),
    )
    text = text_of(warning_page(calm, Office()))
    assert "không có dự án nào trượt mốc." in text
    assert "Không có thay đổi." in text
    assert text.count("Không có dự án nào ở mức này.") == 2
    assert "không còn mốc nào chưa đến hạn" in text


def test_a_plan_without_figures_claims_nothing_disbursed(assessment: Assessment) -> None:
    silent = assessment.projects.assign(disbursed=None, rate_basis_points=None)
    silent = silent.astype({"disbursed": "Int64", "rate_basis_points": "Int64"})
    text = text_of(warning_page(replace(assessment, projects=silent), Office()))
    assert "kế hoạch vốn năm 2026 là 21,18 tỷ đồng, chưa có số liệu giải ngân – " in text


def test_an_empty_ledger_still_makes_a_page(assessment: Assessment) -> None:
    empty = replace(
        assessment,
        figures_date=None,
        previous_as_of=None,
        warnings=(),
        cleared=(),
        **{
            name: getattr(assessment, name).iloc[:0]
            for name in ("projects", "sources", "milestones", "commune", "imports", "series")
        },
    )
    text = text_of(warning_page(empty, Office()))
    assert "Số liệu giải ngân đến hết ngày: chưa có số liệu" in text
    assert "Xã Bằng Mạc chưa có kế hoạch vốn năm 2026 – không có dự án nào trượt mốc." in text
    assert "None" not in text
    assert "nan" not in text.lower().split()


@pytest.mark.parametrize("level", list(Level))
def test_ten_thousand_projects_stay_readable_and_nothing_goes_silently(
    build_assessment: Callable[[int], Assessment], level: Level
) -> None:
    large = build_assessment(10_000)
    group = build_report(large).levels[list(Level).index(level)]
    assert len(group.cards) == LISTED[level]
    assert group.left_out == group.projects - LISTED[level] > 1_000
    page = warning_page(large, Office())
    assert len(page) < 400_000
    left_out = f"{group.left_out // 1000}.{group.left_out % 1000:03}"
    word = {"red": "đỏ", "amber": "vàng"}[level]
    assert f"… và {left_out} dự án khác ở mức {word}, xem bảng tính kèm theo." in text_of(page)


def test_decision_without_number_leaves_room_for_it(assessment: Assessment) -> None:
    assert ", số … ngày … của Ủy ban nhân dân xã Bằng Mạc" in text_of(
        warning_page(assessment, Office())
    )
