"""An empty document in the layout of NĐ 30/2020, Phụ lục I: page, fonts, styles, page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
LONG, SHORT = Mm(297), Mm(210)
TOP = BOTTOM = Mm(20)
LEFT, RIGHT = Mm(30), Mm(15)
PORTRAIT_MM = 210 - 30 - 15
LANDSCAPE_MM = 297 - 30 - 15
KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}
_LEFT, _CENTRE, _RIGHT, _BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
_UNUSED_PARTS = ("stylesWithEffects", "customXml", "webSettings", "numbering", "thumbnail")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name as Word shows it, size in points, and how it stands."""

    name: str
    size: float
    alignment: WD_ALIGN_PARAGRAPH = _LEFT
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    first_line: int = 0
    spacing: float = 1.0
    keep_next: bool = False
    left: float = 0


STYLES = (
    Style("Quốc hiệu", 12, _CENTRE, bold=True),
    Style("Tiêu ngữ", 13, _CENTRE, bold=True),
    Style("Cơ quan chủ quản", 12, _CENTRE),
    Style("Cơ quan ban hành", 12, _CENTRE, bold=True),
    Style("Đường kẻ", 2, _CENTRE, before=3),
    Style("Số, ký hiệu", 13, _CENTRE, before=4),
    Style("Địa danh, ngày", 13, _CENTRE, italic=True, before=4),
    Style("Về việc", 12, _CENTRE),
    Style("Dự thảo", 13, _LEFT, bold=True, before=6),
    Style("Tên loại", 14, _CENTRE, bold=True, before=12, keep_next=True),
    Style("Trích yếu", 14, _CENTRE, bold=True, keep_next=True),
    Style("Kính gửi", 14, _CENTRE, before=6, after=6),
    Style("Nơi kính gửi", 14, _LEFT, left=45, after=3),
    Style("Thân bài", 14, _BOTH, after=6, first_line=1270),
    Style("Căn cứ", 14, _BOTH, italic=True, after=6, first_line=1270),
    Style("Đề mục", 14, _BOTH, bold=True, after=6, first_line=1270, keep_next=True),
    Style("Nơi nhận", 12, _LEFT, bold=True, italic=True),
    Style("Danh sách nơi nhận", 11, _LEFT),
    Style("Quyền hạn, chức vụ", 14, _CENTRE, bold=True),
    Style("Họ tên", 14, _CENTRE, bold=True, before=60),
    Style("Số phụ lục", 14, _CENTRE, bold=True, keep_next=True),
    Style("Tên phụ lục", 14, _CENTRE, bold=True, keep_next=True),
    Style("Kèm theo", 14, _CENTRE, italic=True, keep_next=True),
    Style("Đơn vị tính", 12, _RIGHT, italic=True, before=6, after=3, keep_next=True),
    Style("Ghi chú bảng", 12, _BOTH, italic=True, before=3),
    Style("Bảng đầu", 11, _CENTRE, bold=True),
    Style("Bảng chữ", 11, _LEFT),
    Style("Bảng giữa", 11, _CENTRE),
    Style("Bảng số", 11, _RIGHT),
    Style("Bảng tổng chữ", 11, _LEFT, bold=True),
    Style("Bảng tổng số", 11, _RIGHT, bold=True),
    Style("Biểu đầu", 7.5, _CENTRE, bold=True),
    Style("Biểu chữ", 7.5, _LEFT),
    Style("Biểu giữa", 7.5, _CENTRE),
    Style("Biểu số", 7.5, _RIGHT),
    Style("Biểu tổng chữ", 7.5, _LEFT, bold=True),
    Style("Biểu tổng số", 7.5, _RIGHT, bold=True),
    Style("Số trang", 13, _CENTRE),
    Style("Chân trang", 10, _RIGHT, italic=True),
)


def new_document(title: str) -> Word:
    """Return an empty document with page, styles, page numbers and the draft's footer."""
    document = Document()
    _only_what_is_used(document)
    for style in STYLES:
        _add_style(document, style)
    _set_page(document.sections[0])
    _number_pages(document.sections[0])
    made, properties = datetime(2026, 1, 1, tzinfo=UTC), document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.language, properties.last_modified_by = "vi-VN", ""
    properties.created = properties.modified = made.replace(tzinfo=None)
    return document


def start_annex(document: Word) -> None:
    """Begin a landscape section whose pages are numbered from 1 again, the first one not shown."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = LONG, SHORT
    section.different_first_page_header_footer = True
    properties = section._sectPr  # noqa: SLF001 - python-docx has no word for page numbers
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.find(qn("w:pgMar")).addnext(element("w:pgNumType", start=1))


def element(tag: str, **attributes: object) -> BaseOxmlElement:
    """Make an element with attributes of its own namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = SHORT, LONG
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _number_pages(section: Section) -> None:
    """Number pages centred in the top margin from the second on; say at the foot what it is."""
    number = section.header.paragraphs[0]
    number.style = "Số trang"
    for kind in ("begin", None, "end"):
        run = number.add_run()._r  # noqa: SLF001 - python-docx has no word for fields
        if kind:
            run.append(element("w:fldChar", fldCharType=kind))
        else:
            code = element("w:instrText")
            code.text = "PAGE"
            run.append(code)
    section.first_page_header.paragraphs[0].style = "Số trang"
    for footer in (section.footer, section.first_page_footer):
        footer.paragraphs[0].style = "Chân trang"
        footer.paragraphs[0].add_run("{{ footer }}")


def _add_style(document: Word, style: Style) -> None:
    made: ParagraphStyle = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    made.quick_style = True
    made.font.size, made.font.bold, made.font.italic = Pt(style.size), style.bold, style.italic
    shape = made.paragraph_format
    shape.alignment, shape.line_spacing = style.alignment, style.spacing
    shape.space_before, shape.space_after = Pt(style.before), Pt(style.after)
    shape.keep_with_next = style.keep_next
    if style.left:
        shape.left_indent = Mm(style.left)
    if style.first_line:
        shape.first_line_indent = Mm(style.first_line / 100)


def _only_what_is_used(document: Word) -> None:
    """Keep of the library's own template the styles and parts that are used."""
    styles = document.styles
    for style in list(styles):
        if style.name not in KEPT:
            style.delete()
    _set_normal(document)
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if any(name in relation.target_ref for name in _UNUSED_PARTS):
                part.rels.pop(key)
    settings = document.settings.element
    for name in ("w:rsids", "w:themeFontLang", "w:shapeDefaults", "w:savePreviewPicture"):
        for old in settings.findall(qn(name)):
            settings.remove(old)


def _set_normal(document: Word) -> None:
    """Make Times New Roman, black, Vietnamese the base of everything."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    fonts = next(defaults.iter(qn("w:rFonts")))
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    language = next(defaults.iter(qn("w:lang")))
    language.set(qn("w:val"), "vi-VN")
    spacing = next(defaults.iter(qn("w:spacing")))
    spacing.attrib.clear()
    spacing.set(qn("w:after"), "0")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    for name in ("eastAsia", "cs"):
        normal.element.rPr.rFonts.set(qn(f"w:{name}"), FONT)
