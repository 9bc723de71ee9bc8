"""Old alphabets become Unicode; what is Unicode already, or foreign, never changes."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from disburse.findings import catalogue
from disburse.intake import legacy
from disburse.intake.alphabets import convert
from disburse.intake.common_words import COMMON_WORDS
from disburse.intake.fonts import legacy_font
from disburse.intake.syllables import is_syllable
from disburse.intake.workbook import Sheet, Workbook, open_workbook

VECTORS = Path(__file__).parent / "vectors"
NO_FONTS = Path("register.csv")

FOREIGN = [
    "Señor Muñoz vivía en la mañana con niños pequeños en España",
    "Müller größer Straße über Fußgänger schön wunderschöne Landschaft",
    "Société générale d'entreprise à Besançon où naît l'œuvre",
    "Tower crane 25 m², Ø 30 mm, ±5 °C, 3 µm, 10m×5m, ® © ½",
    "Čeština, Łódź, Ångström, Íslensk þjóð",
]
UNICODE = [
    "Khả năng thu hồi vốn đầu tư công trình",
    "công trình",
    "công trình cũ",
    "Bé Hà",
    "Ghi chú",
    "Mã số",
    "Nhà máy nước",
    "Xã Bế Văn Đàn",
    "Đơn vị: đồng",
    "QĐ-UBND, HĐND, TMĐT, ĐVT: đ",
    "Đắk Lắk, Krông Pắc",
    "tổng diện tích 120 m², 3.500 m³, 45 °C, 10m×5m",
    unicodedata.normalize("NFD", "công trình, Nhà văn hóa"),
    "Gói thầu số 1 «xây lắp» · thiết bị",
]


def vectors(name: str) -> list[tuple[str, str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="\n") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(row["alphabet"], row["legacy"], row["unicode"]) for row in rows]


LETTERS = vectors("letters.tsv")
PHRASES = vectors("phrases.tsv")
ALPHABETS = ("TCVN3", "VNI", "VISCII")


def of(alphabet: str) -> tuple[list[str], list[str]]:
    found = [(old, new) for name, old, new in PHRASES if name == alphabet]
    return [old for old, _ in found], [new for _, new in found]


def workbook(*columns: list[str]) -> Workbook:
    """A workbook with one sheet per list, each a single column."""
    sheets = [
        Sheet(f"Bảng {number}", [[cell] for cell in cells])
        for number, cells in enumerate(columns, start=1)
    ]
    return Workbook("register.csv", "", tuple(sheets))


def column(sheet: Sheet) -> list[object]:
    return [row[0] for row in sheet.rows]


def codes(findings: tuple[object, ...]) -> list[str]:
    return [getattr(finding, "code", "") for finding in findings]


@pytest.mark.parametrize(("alphabet", "old", "new"), LETTERS)
def test_every_letter(alphabet: str, old: str, new: str) -> None:
    assert convert("".join(chr(int(code, 16)) for code in old.split()), alphabet) == new


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_sheet_without_fonts_is_read_by_its_words(alphabet: str) -> None:
    old, new = of(alphabet)
    decoded, findings = legacy.decode(workbook(old), NO_FONTS)
    assert column(decoded.sheets[0]) == new
    assert codes(findings) == ["text_converted"]
    assert findings[0].value == alphabet
    assert findings[0].sheet == "Bảng 1"
    assert f"“{old[0]}” → “{new[0]}”" in findings[0].message


def test_sheets_of_different_alphabets() -> None:
    pairs = [of(alphabet) for alphabet in ALPHABETS]
    decoded, findings = legacy.decode(workbook(*(old for old, _ in pairs)), NO_FONTS)
    assert [column(sheet) for sheet in decoded.sheets] == [new for _, new in pairs]
    assert [finding.value for finding in findings] == list(ALPHABETS)


@pytest.mark.parametrize("text", [*UNICODE, *FOREIGN, *sorted({new for *_, new in PHRASES})])
def test_unicode_and_foreign_text_alone_stays(text: str) -> None:
    given_workbook = workbook([text])
    assert legacy.decode(given_workbook, NO_FONTS) == (given_workbook, ())


def test_unicode_and_foreign_text_together_stay() -> None:
    given_workbook = workbook([*UNICODE, *FOREIGN, *sorted({new for *_, new in PHRASES})])
    assert legacy.decode(given_workbook, NO_FONTS) == (given_workbook, ())


@given(
    st.lists(st.lists(st.sampled_from(sorted(COMMON_WORDS)), min_size=1, max_size=6), max_size=8)
)
def test_no_text_of_everyday_words_changes(rows: list[list[str]]) -> None:
    given_workbook = workbook([" ".join(words) for words in rows])
    assert legacy.decode(given_workbook, NO_FONTS) == (given_workbook, ())


def test_everyday_words_are_syllables_and_never_legacy_for_one_another() -> None:
    assert all(is_syllable(word) for word in COMMON_WORDS)
    for alphabet in ALPHABETS:
        read = {convert(word, alphabet) for word in COMMON_WORDS}
        same = {word for word in COMMON_WORDS if convert(word, alphabet) == word}
        assert read & COMMON_WORDS == same


def test_ordinary_workbook_is_not_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_path: Path) -> dict[str, object]:
        pytest.fail("the fonts of an ordinary workbook were read")

    monkeypatch.setattr(legacy, "legacy_fonts", read)
    legacy.decode(workbook(UNICODE, FOREIGN, ["Vì sao?", "", "12"]), NO_FONTS)


def test_unicode_rows_added_to_a_legacy_sheet_stay() -> None:
    old, new = of("TCVN3")
    added = ["Công trình khởi công mới", "Đường vào khu sản xuất", "công trình"]
    added.append(unicodedata.normalize("NFD", "công trình"))
    decoded, findings = legacy.decode(workbook([*old, *added]), NO_FONTS)
    assert column(decoded.sheets[0]) == [*new, *added]
    assert codes(findings) == ["text_converted"]


def test_legacy_words_beside_unicode_words_in_one_cell() -> None:
    old, _ = of("TCVN3")
    decoded, _ = legacy.decode(workbook([*old, "C¸c ch\xad¬ng tr×nh träng ®iÓm về TĐC"]), NO_FONTS)
    assert column(decoded.sheets[0])[-1] == "Các chương trình trọng điểm về TĐC"


def test_one_short_legacy_text_without_font_is_reported() -> None:
    given_workbook = workbook(["Đường liên thôn", "Nhà văn hóa", "B¶n"])
    decoded, findings = legacy.decode(given_workbook, NO_FONTS)
    assert decoded == given_workbook
    assert codes(findings) == ["text_unclear"]
    assert findings[0].cell == "A3"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("§Ò ¸N", "Đề áN"),
        ("nhµ n−íc, x∙ héi", "nhà nước, xã hội"),
        ("t¨ng 5 − 3 phÇn tr¨m", "tăng 5 − 3 phần trăm"),
        ("UBND x· Vò LÔ", "UBND xã Vũ Lễ"),
    ],
)
def test_habits_of_tcvn3(old: str, new: str) -> None:
    assert convert(old, "TCVN3") == new


def test_vni_takes_marks_of_either_case() -> None:
    assert convert("Uûy ban, OÂng, Aùo", "VNI") == "Ủy ban, Ông, Áo"


def test_utf8_read_as_windows_1252_is_read_again() -> None:
    text = ["Đường liên thôn xã Bằng Mạc", "Kế hoạch vốn năm 2026"]
    broken = ["".join(map(_as_windows_1252, cell.encode())) for cell in text]
    decoded, findings = legacy.decode(workbook(broken), NO_FONTS)
    assert column(decoded.sheets[0]) == text
    assert findings[0].value == "UTF-8"


def _as_windows_1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


def _write_xlsx(path: Path, cells: list[tuple[str | CellRichText, str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (text, font) in enumerate(cells, start=1):
        cell = sheet.cell(row, 1)
        cell.value = text
        cell.font = Font(name=font)
    book.save(path)


def test_fonts_of_xlsx(tmp_path: Path) -> None:
    cells: list[tuple[str | CellRichText, str]] = [
        ("Bé Y tÕ", ".VnTime"),
        ("Bé", ".VnArial"),
        ("danh môc dù ¸n nhãm a", ".VnTimeH"),
        ("Ñoàng Thaùp", "VNI-Times"),
        ("Bé Hà", "Times New Roman"),
        ("Quyết định đầu tư", ".VnTime"),
        ("Müller", ".VnTime"),
    ]
    _write_xlsx(tmp_path / "bang.xlsx", cells)
    decoded, findings = legacy.decode(open_workbook(tmp_path / "bang.xlsx"), tmp_path / "bang.xlsx")
    assert column(decoded.sheets[0]) == [
        "Bộ Y tế",
        "Bộ",
        "DANH MỤC DỰ ÁN NHÓM A",
        "Đồng Tháp",
        "Bé Hà",
        "Quyết định đầu tư",
        "Müller",
    ]
    assert codes(findings) == ["text_converted", "text_converted"]


def test_font_decides_where_nothing_speaks_for_unicode(tmp_path: Path) -> None:
    cells: list[tuple[str | CellRichText, str]] = [("Bé Y tÕ", ".VnTime"), ("Bé", ".VnTime")]
    _write_xlsx(tmp_path / "bang.xlsx", cells)
    decoded, _ = legacy.decode(open_workbook(tmp_path / "bang.xlsx"), tmp_path / "bang.xlsx")
    assert column(decoded.sheets[0]) == ["Bộ Y tế", "Bộ"]


def test_font_of_the_longest_run_decides(tmp_path: Path) -> None:
    run = TextBlock(InlineFont(rFont=".VnTime"), "Sè d")
    text = CellRichText(TextBlock(InlineFont(rFont="Arial"), "1 "), run)
    _write_xlsx(tmp_path / "bang.xlsx", [("Bé Y tÕ", ".VnTime"), (text, "Arial")])
    decoded, _ = legacy.decode(open_workbook(tmp_path / "bang.xlsx"), tmp_path / "bang.xlsx")
    assert column(decoded.sheets[0]) == ["Bộ Y tế", "1 Số d"]


def test_fonts_of_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, (text, font) in enumerate([("Bé Y tÕ", ".VnTime"), ("uû ban", ".VnTimeH")]):
        sheet.write(row, 0, text, xlwt.easyxf(f"font: name {font}"))
    book.save(str(tmp_path / "bang.xls"))
    decoded, findings = legacy.decode(open_workbook(tmp_path / "bang.xls"), tmp_path / "bang.xls")
    assert column(decoded.sheets[0]) == ["Bộ Y tế", "UỶ BAN"]
    assert codes(findings) == ["text_converted"]


@pytest.mark.parametrize(
    ("name", "alphabet", "capitals"),
    [
        (".VnTime", "TCVN3", False),
        (".VnTimeH", "TCVN3", True),
        (".VnArial NarrowH", "TCVN3", True),
        ("VNI-Times", "VNI", False),
        ("VNI-HELV-H", "VNI", False),
    ],
)
def test_alphabet_of_a_font(name: str, alphabet: str, *, capitals: bool) -> None:
    font = legacy_font(name)
    assert font is not None
    assert (font.alphabet, font.capitals) == (alphabet, capitals)


@pytest.mark.parametrize("name", ["Times New Roman", "Arial", "Verdana", "Vivaldi", "Virgo 01", ""])
def test_other_fonts_say_nothing(name: str) -> None:
    assert legacy_font(name) is None


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("đƣợc, nƣớc, TƢ", "được, nước, TƯ"),
        ("Ðầu tư, QÐ-UBND, HÐND", "Đầu tư, QĐ-UBND, HĐND"),
        ("Íslensk þjóð, Ðorrablót", "Íslensk þjóð, Ðorrablót"),
        ("công trình", "công trình"),
    ],
)
def test_mend(text: str, mended: str) -> None:
    assert legacy.mend(text) == mended
    assert column(legacy.decode(workbook([text]), NO_FONTS)[0].sheets[0]) == [mended]


def test_mending_is_no_finding() -> None:
    assert legacy.decode(workbook(["Quyết định số 12/QÐ-UBND", "HÐND xã"]), NO_FONTS)[1] == ()


@pytest.mark.parametrize(
    "cells",
    [
        ["Nh? v?n hóa thôn Khau Thúng"],
        ["D? án d?u t? xây d?ng"],
        ["Kho b?c Nhà nư?c"],
        ["Tr\ufffd\ufffdng ti\ufffdu h\ufffdc"],
        ["Nhà v?n hóa", "Xây d?ng"],
    ],
)
def test_lost_letters_are_refused(cells: list[str]) -> None:
    _, findings = legacy.decode(workbook(["Danh mục", *cells]), NO_FONTS)
    assert codes(findings) == ["text_lost"]
    assert findings[0].cell == "A2"
    assert findings[0].severity == "error"


@pytest.mark.parametrize(
    "cells",
    [
        ["Vì sao chậm?", "Đã bàn giao chưa? Khi nào xong?", "Đơn vị: đ?"],
        ["Chậm do đâu?Chưa rõ nguyên nhân", "A? B", "???", "?", "(?)", "2026?"],
        ["https://kho.gov.vn/?id=3&a=b", "What? Where?", "x?y=1"],
        ["Nhóm B? hay nhóm C?"],
    ],
)
def test_question_marks_are_not_lost_letters(cells: list[str]) -> None:
    assert legacy.decode(workbook(cells), NO_FONTS)[1] == ()


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_is_decoded_cell_by_cell(cells: list[str]) -> None:
    decoded, _ = legacy.decode(workbook(cells), NO_FONTS)
    assert len(decoded.sheets[0].rows) == len(cells)
    assert all(isinstance(cell, str) for cell in column(decoded.sheets[0]))


def test_every_finding_is_in_the_catalogue() -> None:
    assert {"text_converted", "text_unclear", "text_lost"} <= catalogue().keys()
