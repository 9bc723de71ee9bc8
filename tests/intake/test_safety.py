"""What is refused before any parser sees it, and what must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.findings import catalogue
from disburse.intake.safety import Format, check
from disburse.intake.workbook import UnreadableWorkbookError
from disburse.paths import SAMPLES
from tests.intake.hostile.binary_workbook import xlsb
from tests.intake.hostile.compound import CompoundFile, workbook_stream
from tests.intake.hostile.corpus import CORPUS, Hostile
from tests.intake.hostile.packages import ROW, ods, ods_row, shared_strings, sheet, xlsx

if TYPE_CHECKING:
    from pathlib import Path

_BY_SUFFIX = {".csv": Format.TEXT} | {f".{found}": found for found in Format}
_OLD = CompoundFile({"Workbook": workbook_stream((0, 0), (40, 7))}).content()
_TABLE = "STT;Tên dự án;Kế hoạch\n1;Đường thôn A;1500\n".encode()


def _refused(path: Path) -> str:
    with pytest.raises(UnreadableWorkbookError) as refusal:
        check(path)
    return refusal.value.code


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_a_hostile_file_is_refused_with_its_finding(hostile: Hostile, tmp_path: Path) -> None:
    path = tmp_path / hostile.name
    path.write_bytes(hostile.content())
    if hostile.stopped:
        assert _refused(path) == hostile.code
    assert catalogue()[hostile.code]["severity"] == "error"


def test_a_file_too_large_to_be_looked_at_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    with path.open("wb") as file:
        file.truncate(201 << 20)
    assert _refused(path) == "file_too_large"


@pytest.mark.parametrize(
    "path", sorted(path for path in SAMPLES.glob("*.*") if path.suffix in _BY_SUFFIX), ids=str
)
def test_samples_pass(path: Path) -> None:
    assert check(path) == _BY_SUFFIX[path.suffix]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("text.xls", _TABLE, Format.TEXT),
        ("new.xls", xlsx(), Format.XLSX),
        ("old.xlsx", _OLD, Format.XLS),
        ("open.xlsx", ods(ods_row("STT")), Format.ODS),
        ("binary.xlsx", xlsb((0, 0)), Format.XLSB),
        ("macros.xlsm", xlsx(), Format.XLSX),
        ("unicode.csv", _TABLE.decode().encode("utf-16"), Format.TEXT),
        ("windows.csv", "STT;Tên dự án\n".encode("cp1258", errors="replace"), Format.TEXT),
        ("tcvn3.csv", b"STT;T\xaan d\xf9 \xb8n\n", Format.TEXT),
        ("viscii.csv", b"1;TR\xbd\xb6NG M\x05U GI\xc1O X\xc3 B\xb0NG M\xc0C;1500\n" * 3, Format.TEXT),
    ],
)  # fmt: skip
def test_the_real_format_is_told_whatever_the_name(
    name: str, content: bytes, found: Format, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert check(path) == found


_EMPTY_CELLS = "".join(
    f'<row r="{r}"><c r="XFD{r}" s="1"/><c r="B{r}"></c></row>' for r in (2, 1_048_576)
)
_BLANK_TO_THE_END = (
    '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("formats-to-the-end.xlsx", xlsx(sheet(ROW + _EMPTY_CELLS))),
        ("wrong-dimension.xlsx", xlsx(sheet(before='<dimension ref="A1:XFD1048576"/>'))),
        ("column-merge.xlsx", xlsx(sheet(after='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'))),
        ("counted-often.xlsx", xlsx(strings=shared_strings("<si><t>a</t></si>", unique=240_000))),
        ("no-rows.xlsx", xlsx(sheet(""))),
        ("spaces-at-the-end.xlsx", xlsx(sheet() + "\r\n\r\n")),
        ("blank-to-the-end.ods", ods(ods_row("STT", "Tên") + _BLANK_TO_THE_END)),
        ("two-cells.xls", _OLD),
        ("two-cells.xlsb", xlsb((0, 0), (40, 7))),
    ],
)  # fmt: skip
def test_what_only_looks_large_passes(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert check(path) == _BY_SUFFIX[path.suffix]


def test_a_wide_and_long_sheet_passes(tmp_path: Path) -> None:
    """60 columns by 10,000 rows: the rough measure suffices, and cells beyond column Z count."""
    cells = "".join(f'<c r="{letter}{{row}}"><v>1</v></c>' for letter in ("A", "Z", "AA", "BH"))
    rows = "".join(f'<row r="{row}">{cells.format(row=row)}</row>' for row in range(1, 10_001))
    path = tmp_path / "wide.xlsx"
    path.write_bytes(xlsx(sheet(rows)))
    assert check(path) == Format.XLSX


def test_a_missing_file_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check(tmp_path / "none.xlsx")
