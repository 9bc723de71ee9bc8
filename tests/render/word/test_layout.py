"""The layout of NĐ 30/2020, Phụ lục I, point by point, in the documents as they are produced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from disburse.render.word.letters import write_letter
from disburse.render.word.reports import write_report
from tests.render.word.conftest import OCTOBER
from tests.render.word.reading import paragraphs, style_of, word, xml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document as Word
    from docx.section import Section
    from docx.shared import Length
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from disburse.render.word.letters import Letter
    from disburse.render.word.periods import Period
    from disburse.render.word.reports import PeriodReport

CENTRE, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
MOTTO_LINE_MM = (54, 60)
FIVE_POINTS = Pt(5)


@pytest.fixture
def letter(drafted: tuple[Letter, ...], tmp_path: Path) -> Word:
    [board] = [one for one in drafted if one.owner == "Ban QLDA xã Bằng Mạc"]
    write_letter(board, tmp_path / "letter.docx")
    return word(tmp_path / "letter.docx")


@pytest.fixture
def report(make_report: Callable[[Period], PeriodReport], tmp_path: Path) -> Word:
    write_report(make_report(OCTOBER), tmp_path / "report.docx")
    return word(tmp_path / "report.docx")


@pytest.fixture(params=["letter", "report"])
def document(request: pytest.FixtureRequest) -> Word:
    made: Word = request.getfixturevalue(request.param)
    return made


def saying(document: Word, text: str) -> Paragraph:
    return next(one for one in paragraphs(document) if one.text.startswith(text))


def millimetres(length: Length | None) -> float:
    """A length; Word keeps them in twentieths of a point."""
    assert length is not None
    return float(round(length.mm, 1))


def size_mm(section: Section) -> tuple[float, float]:
    return millimetres(section.page_width), millimetres(section.page_height)


def look(paragraph: Paragraph) -> tuple[float, bool, bool]:
    """Size in points, bold, italic: all of it comes from the paragraph's style."""
    style = styled(paragraph)
    assert all(run.font.size is None and run.bold is None for run in paragraph.runs)
    assert style.font.size
    return float(style.font.size.pt), bool(style.font.bold), bool(style.font.italic)


def styled(paragraph: Paragraph) -> ParagraphStyle:
    assert paragraph.style is not None
    return paragraph.style


def centred(paragraph: Paragraph) -> bool:
    return bool(styled(paragraph).paragraph_format.alignment == CENTRE)


def rule_after(paragraph: Paragraph, within: float) -> float:
    """Length in mm of the line drawn below a paragraph, in a space so many mm wide."""
    following = xml(paragraph).getnext()
    assert following is not None
    properties = following.pPr
    assert properties.find(qn("w:pBdr")).find(qn("w:top")).get(qn("w:val")) == "single"
    indent = properties.find(qn("w:ind"))
    left, right = (int(indent.get(qn(f"w:{side}"))) for side in ("left", "right"))
    assert left == right
    return float(within - (left + right) / 1440 * 25.4)


def test_page_is_a4_with_the_margins_of_the_decree(document: Word) -> None:
    assert size_mm(document.sections[0]) == (210, 297)
    for section in document.sections:
        assert 20 <= millimetres(section.top_margin) <= 25
        assert 20 <= millimetres(section.bottom_margin) <= 25
        assert 30 <= millimetres(section.left_margin) <= 35
        assert 15 <= millimetres(section.right_margin) <= 20


def test_everything_is_black_times_new_roman(document: Word) -> None:
    fonts = [
        (element.tag, one)
        for part in (document.element, document.styles.element)
        for element in part.iter(qn("w:rFonts"))
        for one in element.attrib.values()
    ]
    assert {one for _, one in fonts} == {"Times New Roman"}
    colours = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:color"))}
    assert colours == {"000000"}
    assert list(document.element.iter(qn("w:color"))) == []


def test_1_motto_and_its_rule(document: Word) -> None:
    country = saying(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    motto = saying(document, "Độc lập - Tự do - Hạnh phúc")
    assert look(country) == (12, True, False)
    assert look(motto) == (13, True, False)
    assert centred(country)
    assert centred(motto)
    assert 12 <= look(country)[0] <= 13 <= look(motto)[0] <= 14
    shortest, longest = MOTTO_LINE_MM  # the line at 13 pt bold is 57 mm long
    assert shortest <= rule_after(motto, 99) <= longest


def test_2_issuing_body_and_its_rule(document: Word) -> None:
    lines = [one for one in paragraphs(document) if style_of(one) == "Cơ quan ban hành"]
    assert [one.text for one in lines] == ["ỦY BAN NHÂN DÂN", "XÃ BẰNG MẠC"]
    assert {look(one) for one in lines} == {(12, True, False)}
    assert all(centred(one) for one in lines)
    assert 12 <= rule_after(lines[-1], 66) <= 18  # a third to a half of the line above


def test_3_number_is_blank_and_the_symbol_follows(letter: Word, report: Word) -> None:
    for document, symbol in ((letter, "UBND-KT"), (report, "BC-UBND")):
        number = saying(document, "Số:")
        assert number.text == f"Số: ……/{symbol}"
        assert look(number) == (13, False, False)


def test_4_place_and_blank_date(document: Word) -> None:
    dated = saying(document, "Bằng Mạc, ngày")
    assert dated.text == "Bằng Mạc, ngày …… tháng …… năm 2026"
    assert look(dated) == (13, False, True)


def test_5a_kind_and_subject_of_a_report(report: Word) -> None:
    kind, subject = saying(report, "BÁO CÁO"), saying(report, "Tình hình thực hiện")
    assert {look(kind), look(subject)} == {(14, True, False)}
    assert subject.text.endswith("tháng 10 năm 2026")
    assert centred(kind)
    assert centred(subject)
    assert 55 <= rule_after(subject, 165) <= 82.5  # a third to a half of the line


def test_5b_subject_of_a_letter(letter: Word) -> None:
    subject = saying(letter, "V/v ")
    assert look(subject) == (12, False, False)
    assert centred(subject)
    assert "Tên loại" not in {style_of(one) for one in paragraphs(letter)}


def test_6_body_is_justified_and_indented(document: Word) -> None:
    body = [one for one in paragraphs(document) if style_of(one) == "Thân bài"]
    assert len(body) > 10
    assert look(body[0]) == (14, False, False)
    shape = styled(body[0]).paragraph_format
    assert shape.alignment == BOTH
    assert shape.first_line_indent
    assert Mm(10) <= shape.first_line_indent <= Mm(12.8)
    assert shape.space_after
    assert shape.space_after >= FIVE_POINTS + Pt(1)
    assert isinstance(shape.line_spacing, float)
    assert 1 <= shape.line_spacing <= 1.5
    assert body[-1].text.endswith("./.")


def test_7_signature_has_a_title_and_no_name(document: Word) -> None:
    lines = [one for one in paragraphs(document) if style_of(one) == "Quyền hạn, chức vụ"]
    assert [one.text for one in lines] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert {look(one) for one in lines} == {(14, True, False)}
    [name] = [one for one in paragraphs(document) if style_of(one) == "Họ tên"]
    assert look(name) == (14, True, False)
    assert set(name.text) == {"…"}


def test_7_a_signature_never_stands_alone_on_a_page(document: Word) -> None:
    end = next(one for one in paragraphs(document) if one.text.endswith("./."))
    assert end.paragraph_format.keep_with_next
    assert xml(end).getnext().pPr.find(qn("w:keepNext")) is not None
    assert xml(end).getnext().getnext().tag == qn("w:tbl")


def test_9a_addressees(letter: Word, report: Word) -> None:
    assert saying(letter, "Kính gửi").text == "Kính gửi: Ban QLDA xã Bằng Mạc"
    named = [one.text for one in paragraphs(report) if style_of(one) == "Nơi kính gửi"]
    assert named == ["- Ủy ban nhân dân tỉnh Lạng Sơn;", "- Sở Tài chính tỉnh Lạng Sơn."]
    assert {look(saying(one, "Kính gửi")) for one in (letter, report)} == {(14, False, False)}


def test_9b_recipients_stand_level_with_the_signature(document: Word) -> None:
    heading = saying(document, "Nơi nhận:")
    assert look(heading) == (12, True, True)
    listed = [one for one in paragraphs(document) if style_of(one) == "Danh sách nơi nhận"]
    assert {look(one) for one in listed} == {(11, False, False)}
    assert listed[0].text == "- Như trên;"
    assert listed[-1].text == "- Lưu: VT, PKT."
    [table] = [one for one in document.tables if "Nơi nhận:" in one.rows[0].cells[0].text]
    assert "CHỦ TỊCH" in table.rows[0].cells[1].text


def test_10_pages_are_numbered_from_the_second_on_at_the_top(document: Word) -> None:
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
        number = section.header.paragraphs[0]
        assert [one.text for one in xml(number).iter(qn("w:instrText"))] == ["PAGE"]
        assert look(number) == (13, False, False)
        assert centred(number)
        assert millimetres(section.header_distance) < millimetres(section.top_margin)


def test_annexes_are_landscape_and_numbered_apart(letter: Word, report: Word) -> None:
    for document, annexes in ((letter, 1), (report, 2)):
        _, *others = document.sections
        assert len(others) == annexes
        for section in others:
            assert section.orientation == WD_ORIENT.LANDSCAPE
            assert size_mm(section) == (297, 210)
        starts = [one.get(qn("w:start")) for one in document.element.iter(qn("w:pgNumType"))]
        assert starts == ["1"] * annexes


def test_annex_headings(letter: Word, report: Word) -> None:
    headings = {
        name: [one for one in paragraphs(report) if style_of(one) == name]
        for name in ("Số phụ lục", "Tên phụ lục", "Kèm theo")
    }
    assert [one.text for one in headings["Số phụ lục"]] == ["PHỤ LỤC I", "PHỤ LỤC II"]
    assert saying(letter, "PHỤ LỤC").text == "PHỤ LỤC"
    assert {look(one) for one in headings["Số phụ lục"]} == {(14, True, False)}
    assert all(one.text.isupper() for one in headings["Tên phụ lục"])
    assert {look(one) for one in headings["Tên phụ lục"]} == {(14, True, False)}
    attached = "(Kèm theo Báo cáo số ……/BC-UBND ngày …… tháng …… năm 2026 của "
    assert headings["Kèm theo"][0].text.startswith(attached)
    assert look(headings["Kèm theo"][0]) == (14, False, True)


def test_every_part_says_it_is_a_draft(document: Word) -> None:
    marks = [one for one in paragraphs(document) if one.text == "DỰ THẢO"]
    assert len(marks) == len(document.sections)
    for mark in marks:
        assert len(xml(mark).pPr.find(qn("w:pBdr"))) == 4
    for section in document.sections:
        for footer in (section.footer, section.first_page_footer):
            assert footer.paragraphs[0].text.startswith("Dự thảo lập ngày 05/10/2026")


def test_long_tables_repeat_their_heading_and_break_no_row(document: Word) -> None:
    ruled = [one for one in document.tables if one.style and one.style.name == "Table Grid"]
    assert ruled
    for table in ruled:
        properties = [xml(row).trPr for row in table.rows]
        assert all(one.find(qn("w:cantSplit")) is not None for one in properties)
        repeated = [one.find(qn("w:tblHeader")) is not None for one in properties]
        assert repeated[0]
        assert repeated == sorted(repeated, reverse=True)
        assert not all(repeated)


def test_tables_fill_the_width_between_the_margins(document: Word) -> None:
    ruled = [one for one in document.tables if one.style and one.style.name == "Table Grid"]
    widths = {round(sum(millimetres(column.width) for column in table.columns)) for table in ruled}
    assert widths - {165} == {252}
