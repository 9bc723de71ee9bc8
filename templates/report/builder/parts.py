"""Parts every document has: letterhead, tables, signature, heading of an annex."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm

from builder.page import PORTRAIT_MM, element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docx.document import Document as Word
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

LEFT_MM = 66
MOTTO_RULE_MM = 57  # as long as "Độc lập - Tự do - Hạnh phúc" at 13 pt bold
BODY_RULE_MM = 16  # a third to a half of the issuing body's line
SUBJECT_RULE_MM = 60
DOTS = "……"
_FORM_LEVELS = 3
_FORM_TEXTS = {"ordinal", "name", "source", "note"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, width in mm, what a row holds there, and in which style."""

    heading: str
    width: float
    cell: str
    style: str = "Bảng chữ"
    total: str = ""
    number: str = ""


def add_letterhead(document: Word, *, symbol: str, subject: str | None = None) -> None:
    """Elements 1 to 4, the mark of a draft, and for a letter 5b, "V/v …"."""
    table = _plain_table(document, (LEFT_MM, PORTRAIT_MM - LEFT_MM), rows=2)
    (left, right), (below_left, below_right) = (row.cells for row in table.rows)
    _say(
        left,
        ("{%p for line in head.superior %}", "Cơ quan chủ quản"),
        ("{{ line|upper }}", "Cơ quan chủ quản"),
        ("{%p endfor %}", "Cơ quan chủ quản"),
        ("{%p for line in head.issuing %}", "Cơ quan ban hành"),
        ("{{ line|upper }}", "Cơ quan ban hành"),
        ("{%p endfor %}", "Cơ quan ban hành"),
    )
    _rule(left, LEFT_MM, BODY_RULE_MM)
    _say(
        right,
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quốc hiệu"),
        ("Độc lập - Tự do - Hạnh phúc", "Tiêu ngữ"),
    )
    _rule(right, PORTRAIT_MM - LEFT_MM, MOTTO_RULE_MM)
    _say(below_left, (f"Số: {DOTS}/{symbol}", "Số, ký hiệu"))
    if subject:
        _say(below_left, (f"V/v {subject}", "Về việc"))
    dated = f"{{{{ head.place }}}}, ngày {DOTS} tháng {DOTS} năm {{{{ year }}}}"
    _say(below_right, (dated, "Địa danh, ngày"))
    mark = document.add_paragraph("DỰ THẢO", "Dự thảo")
    _box(mark, PORTRAIT_MM)


def add_title(document: Word, kind: str, subject: str) -> None:
    """Element 5a: kind of document, what it is about, and a rule."""
    document.add_paragraph(kind, "Tên loại")
    document.add_paragraph(subject, "Trích yếu")
    _ruled(document.add_paragraph(style="Đường kẻ"), PORTRAIT_MM, SUBJECT_RULE_MM)


def add_signature(document: Word, recipients: str) -> None:
    """Elements 7 and 9b side by side, never alone on a page; the name is left blank."""
    for last in (document.paragraphs[-1], document.add_paragraph(style="Đường kẻ")):
        last.paragraph_format.keep_with_next = True
    table = _plain_table(document, (PORTRAIT_MM / 2 - 5, PORTRAIT_MM / 2 + 5), rows=1)
    _unbroken(table.rows[0])
    left, right = table.rows[0].cells
    item = "Danh sách nơi nhận"
    _say(
        left,
        ("Nơi nhận:", "Nơi nhận"),
        (f"{{%p for one in {recipients} %}}", item),
        ("- {{ one }}{% if loop.last %}.{% else %};{% endif %}", item),
        ("{%p endfor %}", item),
    )
    signing = "Quyền hạn, chức vụ"
    _say(
        right,
        ("{%p for line in head.signing %}", signing),
        ("{{ line|upper }}", signing),
        ("{%p endfor %}", signing),
        (DOTS * 3, "Họ tên"),
    )


def add_annex_heading(document: Word, number: str, title: str, kind: str, symbol: str) -> None:
    """Number ("Phụ lục", "Phụ lục I"), title and what the annex goes with; again marked a draft."""
    _box(document.add_paragraph("DỰ THẢO", "Dự thảo"), 252)
    document.add_paragraph(number, "Số phụ lục")
    document.add_paragraph(title, "Tên phụ lục")
    blank = f"{kind} số {DOTS}/{symbol} ngày {DOTS} tháng {DOTS} năm {{{{ year }}}}"
    document.add_paragraph(f"(Kèm theo {blank} của {{{{ office.authority }}}})", "Kèm theo")


def add_table(document: Word, columns: Sequence[Column], loop: str, *, first: str = "Bảng") -> None:
    """Add a ruled table of one row per element: its heading repeats, its rows do not break.

    ``first`` begins the names of the styles of heading and total.
    """
    table = document.add_table(0, len(columns), "Table Grid")
    _fix_widths(table, [one.width for one in columns], upright=25)
    _row(table, [(one.heading, f"{first} đầu") for one in columns], heading=True)
    if any(one.number for one in columns):
        _row(table, [(one.number, f"{first} giữa") for one in columns], heading=True)
    _control(table, f"{{%tr for {loop} %}}", first)
    _row(table, [(one.cell, one.style) for one in columns])
    _control(table, "{%tr endfor %}", first)
    if any(one.total for one in columns):
        words = {f"{first} số": f"{first} tổng số"}
        totals = [(one.total, words.get(one.style, f"{first} tổng chữ")) for one in columns]
        _row(table, totals)


def add_form_table(document: Word, columns: Sequence[dict[str, Any]]) -> None:
    """Add form 01a: three rows of headings merged as they demand, the row of numbers, its lines."""
    table = document.add_table(0, len(columns), "Table Grid")
    _fix_widths(table, [one["mm"] for one in columns], upright=15)
    headings = [one["heading"] for one in columns]
    for _ in range(_FORM_LEVELS):
        _row(table, [("", "Biểu đầu")] * len(columns), heading=True)
    for number, path in enumerate(headings):
        _merge_heading(table, headings, number, path)
    _row(table, [(one["number"], "Biểu giữa") for one in columns], heading=True)
    _control(table, "{%tr for one in report.lines %}", "Biểu")
    for tag, kind in (
        ("{%tr if one.level in ('total', 'class') %}", "Biểu tổng"),
        ("{%tr else %}", "Biểu"),
    ):
        _control(table, tag, "Biểu")
        _row(table, [_form_cell(one["key"], kind) for one in columns])
    _control(table, "{%tr endif %}", "Biểu")
    _control(table, "{%tr endfor %}", "Biểu")


def _merge_heading(table: Table, headings: list[list[str]], number: int, path: list[str]) -> None:
    """Write the labels above a column that begin there, each over all it is above of."""
    for level, text in enumerate(path):
        above = path[: level + 1]
        if number and headings[number - 1][: level + 1] == above:
            continue
        last = number
        while last + 1 < len(headings) and headings[last + 1][: level + 1] == above:
            last += 1
        bottom = _FORM_LEVELS - 1 if level + 1 == len(path) else level
        cell = table.cell(level, number)
        if (bottom, last) != (level, number):
            cell = cell.merge(table.cell(bottom, last))
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)  # noqa: SLF001 - merging leaves empty ones
        label = f"{{{{ report.headings[{number}][{level}] }}}}"
        _say(cell, (label if "{" in text else text, "Biểu đầu"))


def _form_cell(key: str, kind: str) -> tuple[str, str]:
    if key in _FORM_TEXTS:
        centred = key in {"ordinal", "source"} and kind == "Biểu"
        return f"{{{{ one.{key} }}}}", "Biểu giữa" if centred else f"{kind} chữ"
    return f"{{{{ one.amounts.get('{key}')|blank_amount }}}}", f"{kind} số"


def speaker(document: Word) -> Callable[..., None]:
    """Give a function that adds paragraphs, of the body unless another style is named."""

    def say(*texts: str, style: str = "Thân bài") -> None:
        for text in texts:
            document.add_paragraph(text, style)

    return say


def _control(table: Table, tag: str, first: str) -> None:
    """Add a row that holds nothing but a tag; it is gone once the template is filled."""
    blanks = len(table.columns) - 1
    _row(table, [(tag, f"{first} chữ"), *([("", f"{first} chữ")] * blanks)])


def _row(table: Table, cells: Sequence[tuple[str, str]], *, heading: bool = False) -> None:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call] # python-docx forgot it
    _unbroken(row)
    if heading:
        row._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001 - no other way
    for cell, (text, style) in zip(row.cells, cells, strict=True):
        _say(cell, (text, style))


def _unbroken(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001 - the same


def _plain_table(document: Word, widths: Sequence[float], rows: int) -> Table:
    """Add a table without lines, its text flush with the page's margins."""
    table: Table = document.add_table(rows, len(widths))
    _fix_widths(table, widths)
    return table


def _fix_widths(table: Table, widths: Sequence[float], upright: int = 0) -> None:
    """Give the columns their widths in mm, and cells room in twentieths of a point."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no word for cell margins
    margins = element("w:tblCellMar")
    for side, room in (("top", upright), ("left", 40), ("bottom", upright), ("right", 40)):
        margins.append(element(f"w:{side}", w=room, type="dxa"))
    properties.find(qn("w:tblLayout")).addnext(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _say(cell: _Cell, *said: tuple[str, str]) -> None:
    """Write paragraphs into a cell, the first into the empty one that is there."""
    for text, style in said:
        fresh = len(cell.paragraphs) == 1 and not cell.paragraphs[0].text
        paragraph = cell.paragraphs[0] if fresh else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)


def _rule(cell: _Cell, within: float, length: float) -> None:
    _ruled(cell.add_paragraph(style="Đường kẻ"), within, length)


def _ruled(paragraph: Paragraph, within: float, length: float) -> None:
    """Draw a line of a length, centred, above an empty paragraph: an underline is not allowed."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((within - length) / 2)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz=6, space=1, color="000000"))
    shape._element.pPr.insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001 - no other way


def _box(paragraph: Paragraph, within: float) -> None:
    """Frame a short text at the left."""
    shape = paragraph.paragraph_format
    shape.left_indent, shape.right_indent = Mm(2), Mm(within - 30)
    borders = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{side}", val="single", sz=8, space=2, color="000000"))
    shape._element.pPr.insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001 - the same


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
