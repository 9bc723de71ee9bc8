"""Small .xlsx and .ods files written by hand, so that any part of them can be made wrong."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
CONTENT = "content.xml"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"

ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Tên dự án</t></is></c></row>'
)


def sheet(rows: str = ROW, *, before: str = "", after: str = "", prolog: str = _PROLOG) -> str:
    """One worksheet part around its rows."""
    return (
        f'{prolog}<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}'
        "</worksheet>"
    )


def xlsx_members(sheet_xml: str | bytes | None = None) -> dict[str, str | bytes]:
    """Every part of a workbook of one sheet, by its path."""
    return {
        "[Content_Types].xml": (
            f'{_PROLOG}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{_PROLOG}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_PROLOG}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            '<sheet name="KH 2026" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_PROLOG}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_RELATIONS}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>'
        ),
        SHEET: sheet() if sheet_xml is None else sheet_xml,
        STRINGS: f'{_PROLOG}<sst xmlns="{_MAIN}" count="0" uniqueCount="0"/>',
    }


def xlsx(sheet_xml: str | bytes | None = None, **parts: str | bytes) -> bytes:
    """A workbook of one sheet; ``parts`` replaces the shared strings as ``strings``."""
    members = xlsx_members(sheet_xml)
    if "strings" in parts:
        members[STRINGS] = parts["strings"]
    return packed(members)


def shared_strings(items: str, *, unique: int = 1) -> str:
    """The part of the shared strings, as many as it claims to hold."""
    return f'{_PROLOG}<sst xmlns="{_MAIN}" count="{unique}" uniqueCount="{unique}">{items}</sst>'


def ods(rows: str, *, manifest: str = "", prolog: str = "") -> bytes:
    """A spreadsheet of one table around its rows."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {names} '
        'office:version="1.3"><office:body><office:spreadsheet><table:table table:name="KH 2026">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    files = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{SPREADSHEET.decode()}"/><manifest:file-entry '
        f'manifest:full-path="content.xml" manifest:media-type="text/xml">{manifest}'
        "</manifest:file-entry></manifest:manifest>"
    )
    return packed({"mimetype": SPREADSHEET, CONTENT: content, "META-INF/manifest.xml": files})


def ods_row(*texts: str, repeated: int = 1, cells: str = "") -> str:
    """One row of text cells, then the cells written out."""
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row{times}>{written}{cells}</table:table-row>"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the members, deflated, with a fixed time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2026, 1, 5, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()
