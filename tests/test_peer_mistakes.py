"""Mistakes found in programs like ours: each file here would bring one to light, end to end."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from disburse.intake.reading import ReadingOptions, read_register
from disburse.ledger.imports import history, undo
from disburse.ledger.schema import open_ledger
from disburse.model import Severity
from disburse.pipeline import Receipt, TakenIn, evaluate, take_in
from disburse.progress import Stopwatch
from disburse.rules import Thresholds
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from disburse.model import Finding, Project, Register

Row = tuple[str | float | None, ...]

NOW = datetime(2026, 10, 1, 8, 0, tzinfo=VIETNAM)
TITLE: tuple[Row, ...] = (("DANH MỤC DỰ ÁN NĂM 2026",), ("Đơn vị tính: triệu đồng",))
HEADER: Row = (
    "STT", "Mã dự án", "Tên dự án", "Chủ đầu tư", "Kế hoạch vốn năm 2026",
    "Lũy kế giải ngân đến ngày 30/9/2026",
)  # fmt: skip
ROADS: tuple[Row, ...] = (
    (1, "7000001", "Đường trục thôn Khòn Nưa", "Ban QLDA huyện Chi Lăng", 1500, 750),
    (2, "7000002", "Trường Mầm non xã Bằng Mạc", "UBND xã Bằng Mạc", 2000, 300),
)
FACTS = ("import", "project", "project_fact", "capital_plan", "disbursement", "voucher", "finding")


class Desk:
    """A ledger on disk, and somebody who brings workbooks to it."""

    def __init__(self, folder: Path, ledger: sqlite3.Connection) -> None:
        self.folder, self.ledger = folder, ledger
        self.numbers = count(1)

    def workbook(self, *sheets: Sequence[Row], name: str = "") -> Path:
        path = self.folder / (name or f"danh-muc-{next(self.numbers)}.xlsx")
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for number, rows in enumerate(sheets, start=1):
            sheet = book.create_sheet(f"Bảng {number}")
            for row in rows:
                sheet.append(row)
        book.save(path)
        return path

    def read(self, file: Path) -> Register:
        return read_register(file, ReadingOptions())

    def bring(self, file: Path, *, rehearse: bool = False) -> TakenIn:
        """Import a file as the command line does: what is refused goes no further."""
        register = self.read(file)
        if register.refused:
            return TakenIn(register)
        receipt = None if rehearse else Receipt(self.folder / "uploads", "Phòng Kinh tế", NOW)
        return take_in(register, file, self.ledger, receipt, Stopwatch())

    def facts(self) -> dict[str, int]:
        return {
            table: self.ledger.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - fixed names
            for table in FACTS
        }

    def known(self) -> list[dict[str, Any]]:
        """Every project as judged at the end of September."""
        assessment = evaluate(self.ledger, date(2026, 9, 30), Thresholds(), Stopwatch())
        return [
            {str(name): value for name, value in row.items()}
            for row in assessment.projects.to_dict("records")
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    ledger = open_ledger(tmp_path / "office" / "disburse.db")
    yield Desk(tmp_path, ledger)
    ledger.close()


def errors(register: Register) -> list[Finding]:
    return [one for one in register.findings if one.severity is Severity.ERROR]


def planned(project: Project) -> list[int]:
    return [one.amount for one in project.plans]


def test_half_a_file_is_never_kept(desk: Desk) -> None:
    """Rows before the faulty one were committed; the fault was swallowed."""
    many = [(n, f"7{n:06}", f"Đường thôn số {n}", "UBND xã Bằng Mạc", n, 0) for n in range(1, 61)]
    bad = (61, "7000061", "Trường học xã Bằng Mạc", "UBND xã Bằng Mạc", "một tỷ rưỡi", 0)
    for sheets in (
        ((*TITLE, HEADER, *many, bad),),
        ((*TITLE, HEADER, *many), (*TITLE, HEADER, bad)),
    ):
        assert desk.bring(desk.workbook(*sheets)).register.refused
        assert set(desk.facts().values()) == {0}
    whole = desk.bring(desk.workbook((*TITLE, HEADER, *many)))
    assert whole.stored is not None
    assert whole.stored.stored
    assert desk.facts()["project_fact"] == 60


@pytest.mark.parametrize(
    ("written", "dong"),
    [
        (8.41, 8_410_000),
        (1.005, 1_005_000),
        (1306.505, 1_306_505_000),
        (0.1 + 0.2, 300_000),
        ("1.306,505", 1_306_505_000),
        ("9.007.199.254,740993", 9_007_199_254_740_993),
    ],
)
def test_money_is_never_a_float(desk: Desk, written: float | str, dong: int) -> None:
    """8.41 million came out as 8 409 999, and sums drifted."""
    row = (1, "7000001", "Đường trục thôn Khòn Nưa", "UBND xã Bằng Mạc", written, None)
    taken = desk.bring(desk.workbook((*TITLE, HEADER, row)))
    assert [planned(project) for project in taken.register.projects] == [[dong]]
    assert desk.ledger.execute("SELECT amount, typeof(amount) FROM capital_plan").fetchall() == [
        (dong, "integer")
    ]


@pytest.mark.parametrize("blank", [1, 10, 11, 400])
def test_reading_goes_on_after_empty_rows(desk: Desk, blank: int) -> None:
    """Ten empty rows were taken for the end of the sheet."""
    gap = [()] * blank
    for rows in (
        (*gap, *TITLE, HEADER, *ROADS),
        (*TITLE, *gap, HEADER, *ROADS),
        (*TITLE, HEADER, ROADS[0], *gap, ROADS[1]),
        (*TITLE, HEADER, *gap, *ROADS),
    ):
        register = desk.read(desk.workbook(rows))
        assert [planned(project)[0] for project in register.projects] == [
            1_500_000_000,
            2_000_000_000,
        ]


@pytest.mark.parametrize("above", [0, 1, 7, 25])
def test_a_header_is_found_in_any_row(desk: Desk, above: int) -> None:
    """Row 1 was taken for the header, whatever stood there."""
    unit = (*HEADER[:4], "Kế hoạch vốn năm 2026 (triệu đồng)", f"{HEADER[5]} (triệu đồng)")
    letterhead = [(f"Văn bản số {number}",) for number in range(above)]
    register = desk.read(desk.workbook((*letterhead, unit, *ROADS)))
    assert [one.header_rows for one in register.sheets] == [(above + 1, above + 1)]
    assert [project.code for project in register.projects] == ["7000001", "7000002"]
    assert not register.refused


def test_an_unknown_owner_stays_as_written(desk: Desk) -> None:
    """A name not on the list became the nearest one on it."""
    desk.bring(desk.workbook((*TITLE, HEADER, *ROADS)))
    near = "Ban QLDA huyện Chi Lang mới"
    row = (3, "7000003", "Kè suối Bằng Mạc", near, 400, 100)
    desk.bring(desk.workbook((*TITLE, HEADER, *ROADS, row)))
    assert [one["owner"] for one in desk.known()] == [ROADS[0][3], ROADS[1][3], near]


@pytest.mark.parametrize("written", ["chưa có", "1.2.3", "12o0", "1,500.000,5", "15OO"])
@pytest.mark.parametrize("column", [4, 5])
def test_an_invalid_amount_is_refused_never_nil(desk: Desk, written: str, column: int) -> None:
    """What could not be read as a number counted as 0."""
    row = (*ROADS[0][:column], written, *ROADS[0][column + 1 :])
    register = desk.bring(desk.workbook((*TITLE, HEADER, row, ROADS[1]))).register
    (found,) = errors(register)
    assert (found.code, found.cell, found.value) == (
        "amount_unreadable",
        f"{'EF'[column - 4]}4",
        written,
    )
    assert set(desk.facts().values()) == {0}


def test_an_empty_plan_is_no_plan_and_nil_is_one(desk: Desk) -> None:
    """Nothing said was stored as nothing assigned, and a rate divided by it."""
    silent, nil = (*ROADS[0][:4], None, 750), (*ROADS[1][:4], 0, 0)
    taken = desk.bring(desk.workbook((*TITLE, HEADER, silent, nil)))
    assert [planned(project) for project in taken.register.projects] == [[], [0]]
    assert desk.facts()["capital_plan"] == 1


def test_cells_named_are_the_cells_of_the_file(desk: Desk) -> None:
    """Rows left out while counting (blank, hidden, headers repeated) shifted later references."""
    numbering = (1, 2, 3, 4, 5, 6)
    rows = (
        *((), *TITLE, (), HEADER, numbering, ROADS[0], ()),
        *(HEADER, numbering, (), ROADS[1], (None, None, "nhiều")),
    )
    file = desk.workbook(rows)
    book = openpyxl.load_workbook(file)
    book.worksheets[0].row_dimensions[2].hidden = True
    book.worksheets[0].row_dimensions[8].hidden = True
    book.save(file)
    register = desk.read(file)
    for project, row in zip(register.projects, ROADS, strict=True):
        named = {
            field: book[cell.split("!")[0]][cell.split("!")[1]].value
            for field, cell in project.cells.items()
        }
        assert (named["code"], named["name"], named["plan"]) == (row[1], row[2], row[4])
        assert book[project.sheet].cell(project.row, 3).value == row[2]


def test_a_column_left_out_blanks_nothing(desk: Desk) -> None:
    """A report without owners and plans emptied those of the register."""
    desk.bring(desk.workbook((*TITLE, HEADER, *ROADS)))
    before = {one["code"]: (one["owner"], one["name"], one["plan"]) for one in desk.known()}
    report = (("ĐVT: triệu đồng",), ("Mã dự án", "Tên dự án", "Giải ngân đến ngày 30/9/2026"),
              ("7000001", "Đường trục thôn Khòn Nưa", 900), ("7000002", "Trường Mầm non xã Bằng Mạc", 350))  # fmt: skip
    assert desk.bring(desk.workbook(report)).stored
    after = {one["code"]: (one["owner"], one["name"], one["plan"]) for one in desk.known()}
    assert after == before
    assert [one["disbursed"] for one in desk.known()] == [900_000_000, 350_000_000]


def test_a_rehearsal_checks_all_that_an_import_does(desk: Desk) -> None:
    """The dry run passed files that the import then refused."""
    changed = ((*ROADS[0][:5], 800), ROADS[1])
    shared = (ROADS[0], (2, "7000001", *ROADS[1][2:]))
    for rows in (ROADS, ROADS, changed, shared, ((*ROADS[0][:4], "?", 1),)):
        file = desk.workbook((*TITLE, HEADER, *rows))
        facts = desk.facts()
        rehearsed = desk.bring(file, rehearse=True)
        assert desk.facts() == facts
        real = desk.bring(file)
        assert rehearsed.register == real.register
        assert rehearsed.changes == real.changes


def test_one_file_under_two_names_counts_once(desk: Desk) -> None:
    """Renamed, or saved once more by another program, it was imported again."""
    first = desk.workbook((*TITLE, HEADER, *ROADS))
    assert desk.bring(first).stored
    renamed = desk.folder / "bản sao.xlsx"
    renamed.write_bytes(first.read_bytes())
    saved_again = desk.workbook(((), *TITLE, HEADER, *ROADS))
    text = desk.folder / "danh-muc.csv"
    lines = (*TITLE, HEADER, *ROADS)
    text.write_text("\n".join(";".join(map(str, line)) for line in lines), encoding="utf-8")
    facts = desk.facts()
    for copy in (renamed, saved_again, text):
        stored = desk.bring(copy).stored
        assert stored is not None
        assert (stored.stored, stored.import_id) == (False, 1)
    assert desk.facts() == facts


@pytest.mark.parametrize(
    ("code", "headings", "still_right", "wrong"),
    [
        ("disbursed_over_plan", HEADER[4:], (100, 100), (100, 100.001)),
        (
            "plan_over_investment",
            ("Kế hoạch vốn năm 2026", "Tổng mức đầu tư"),
            (100, 100),
            (100.001, 100),
        ),
        ("rate_differs", (*HEADER[4:], "Tỷ lệ (%)"), (200, 100, 50), (200, 100, 52)),
        ("rate_differs", (*HEADER[4:], "Tỷ lệ (%)"), (100, 105, 105), (100, 105, 5)),
        ("remaining_differs", (*HEADER[4:], "Còn lại"), (200, 80, 120), (200, 80, 118)),
        ("amount_negative", ("Kế hoạch vốn năm 2026",), (0,), (-1,)),
    ],
)
def test_a_rule_fires_one_step_beyond_its_bound(
    desk: Desk, code: str, headings: Row, still_right: Row, wrong: Row
) -> None:
    """A misplaced parenthesis kept a rule from ever firing."""

    def found(figures: Row) -> list[str]:
        row = ("7000001", "Đường trục thôn Khòn Nưa", *figures)
        register = desk.read(desk.workbook((*TITLE, ("Mã dự án", "Tên dự án", *headings), row)))
        return [one.code for one in register.findings]

    assert code not in found(still_right)
    assert code in found(wrong)


@pytest.mark.parametrize("year", [2019, 2024, 2025, 2027, 2031])
def test_no_year_is_built_in(desk: Desk, year: int) -> None:
    """Files of any year but the one of writing were misread."""

    def moved(row: Row) -> Row:
        return tuple(
            cell.replace("2026", str(year)) if isinstance(cell, str) else cell for cell in row
        )

    this = desk.read(desk.workbook((*TITLE, HEADER, *ROADS)))
    other = desk.read(desk.workbook(tuple(map(moved, (*TITLE, HEADER, *ROADS)))))
    assert (other.budget_year, other.as_of) == (year, date(year, 9, 30))
    assert [planned(one) for one in other.projects] == [planned(one) for one in this.projects]
    assert [one.code for one in other.findings] == [one.code for one in this.findings]
    assert {row.to_date for one in other.projects for row in one.disbursements} == {
        date(year, 9, 30)
    }


def test_undone_is_as_if_never_imported(desk: Desk) -> None:
    """Undo left figures behind, or took those of other imports with it."""
    desk.bring(desk.workbook((*TITLE, HEADER, *ROADS)))
    before = desk.known()
    desk.bring(
        desk.workbook(
            (
                *TITLE,
                HEADER,
                (*ROADS[0][:5], 1400),
                (3, "7000003", "Kè suối", "UBND xã Bằng Mạc", 5, 1),
            )
        )
    )
    assert desk.known() != before
    undo(desk.ledger, 2, by="Phòng Kinh tế", at=NOW)
    assert desk.known() == before
    assert [one.undone_at is None for one in history(desk.ledger)] == [True, False]
