"""The script a competent office programmer would write, as the measure to beat.

pandas reads the register through openpyxl at positions known beforehand, the projects go to
SQLite with ``to_sql``, the milestones are worked out row by row, and openpyxl writes a styled
summary workbook: by class, by owner, by source, early warnings, project detail and the cell each
figure comes from, which it knows from the one layout it knows. It checks nothing, remembers
nothing, and draws no chart. ``--without-sources`` leaves out the sheet of cells, more than half of
all it writes.
"""

from __future__ import annotations

import argparse
import sqlite3
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

MILLION = 1_000_000
SOURCES = ["NSTW", "Ngân sách tỉnh", "Ngân sách xã", "Tiền sử dụng đất"]
COLUMNS = [
    "stt", "code", "name", "owner", "location", "tier", "period", "decision", "investment",
    "central", "allocated", "plan", *SOURCES, "plan_carryover", "disbursed_carryover",
    "disbursed", "advance", "rate", "remaining", "started", "obstacle",
]  # fmt: skip
AMOUNTS = [*COLUMNS[8:20], "remaining"]
SHEET = "Danh mục dự án"
CLASSES = {"A": "Hoàn thành", "B": "Chuyển tiếp", "C": "Khởi công mới", "D": "Không xếp nhóm"}
MILESTONES = {
    "Hoàn thành": [(date(2026, 6, 30), 100)],
    "Chuyển tiếp": [(date(2026, 6, 30), 30), (date(2026, 9, 30), 60), (date(2026, 12, 31), 100)],
    "Khởi công mới": [(date(2026, 9, 30), 40), (date(2026, 12, 31), 95)],
    "Không xếp nhóm": [],
}
CLAUSES = {
    "Hoàn thành": "Mục II.5.c(1)",
    "Chuyển tiếp": "Mục II.5.c(2)",
    "Khởi công mới": "Mục II.5.c(3)",
    "Không xếp nhóm": None,
}
START_BY = date(2026, 6, 30)
FIGURES_TO = date(2026, 9, 30)

SLOTS = [("2026-06-30", False), ("2026-06-30", True), ("2026-09-30", False), ("2026-12-31", False)]

Row = dict[str, Any]


def read_register(path: Path) -> list[Row]:
    """Projects of the register, amounts in đồng, each with the class of its group heading."""
    frame = pd.read_excel(path, header=[4, 5, 6], engine="openpyxl")
    frame.columns = pd.Index(COLUMNS)
    projects, project_class = [], ""
    for number, (_, row) in enumerate(frame.iloc[1:].iterrows(), start=9):
        if str(row["stt"]) in CLASSES:
            project_class = CLASSES[str(row["stt"])]
        elif pd.notna(row["code"]):
            project: Row = {str(name): value for name, value in row.items()}
            project["code"] = str(project["code"]).zfill(7)
            project["class"], project["row"] = project_class, number
            for column in AMOUNTS:
                if pd.notna(project[column]):
                    project[column] = round(float(project[column]) * MILLION)
            projects.append(project)
    return projects


def store(projects: list[Row], milestones: list[Row], path: Path) -> None:
    """Write both tables to SQLite."""
    with sqlite3.connect(path) as connection:
        pd.DataFrame(projects).to_sql("projects", connection, if_exists="replace")
        pd.DataFrame(milestones).to_sql("milestones", connection, if_exists="replace")


def judge(project: Row, as_of: date) -> list[Row]:
    """Every milestone of one project with its state on a day."""
    results = []
    plan, disbursed = project["plan"], project["disbursed"]
    for due, percent in MILESTONES[project["class"]]:
        required = ceil(plan * percent / 100)
        shortfall = max(0, required - disbursed)
        if shortfall == 0:
            state = "Đạt"
        elif as_of <= due:
            state = "Chưa đến hạn"
        else:
            state = "Chưa có số liệu" if due > FIGURES_TO else "Không đạt"
        days = (due - as_of).days
        results.append(
            {
                "code": project["code"],
                "due": due.isoformat(),
                "percent": percent,
                "required": required,
                "actual": disbursed,
                "shortfall": shortfall,
                "state": state,
                "days": days,
                "per_week": ceil(shortfall * 7 / days) if days > 0 else None,
            }
        )
    if project["class"] == "Khởi công mới":
        results.append(_start(project))
    return results


def _start(project: Row) -> Row:
    started = pd.to_datetime(project["started"], dayfirst=True)
    on_time = pd.notna(started) and started.date() <= START_BY
    state = "Đạt" if on_time else "Đạt muộn" if pd.notna(started) else "Không đạt"
    return {"code": project["code"], "due": START_BY.isoformat(), "percent": None, "state": state}


_SIDE = Side(style="thin", color="808080")
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
TITLE = Font(name="Times New Roman", size=14, bold=True)
FONT = Font(name="Times New Roman", size=11)
BOLD = Font(name="Times New Roman", size=11, bold=True)
BLUE = PatternFill("solid", fgColor="D9E1F2")
RED = PatternFill("solid", fgColor="F8CBAD")
WRAP = Alignment(wrap_text=True, vertical="center")
CENTRE = Alignment(wrap_text=True, vertical="center", horizontal="center")


def write_sheet(sheet: Worksheet, title: str, headers: list[str], rows: list[list[Any]]) -> None:
    """A titled table: styled header, number formats, borders, total row, frozen panes."""
    sheet["A1"] = title
    sheet["A1"].font = TITLE
    for column, header in enumerate(headers, start=1):
        cell = sheet.cell(3, column, header)
        cell.font, cell.fill, cell.border = BOLD, BLUE, BORDER
        cell.alignment = CENTRE
        sheet.column_dimensions[get_column_letter(column)].width = 40 if "Tên" in header else 16
    for at, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column, value)
            cell.font, cell.border, cell.alignment = FONT, BORDER, WRAP
            if isinstance(value, int):
                cell.number_format = "#,##0"
            elif isinstance(value, float):
                cell.number_format = "0.0%"
            elif value == "Không đạt":
                cell.fill = RED
    last = len(rows) + 3
    for column, value in enumerate(rows[0] if rows else [], start=1):
        if isinstance(value, int) and column > 1:
            letter = get_column_letter(column)
            total = sheet.cell(last + 1, column, f"=SUM({letter}4:{letter}{last})")
            total.font, total.number_format = BOLD, "#,##0"
    sheet.freeze_panes = "D4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.print_title_rows = "3:3"


def summary(projects: list[Row], key: str, missed: dict[str, int]) -> list[list[Any]]:
    """Counts and amounts per class or owner, the slowest first."""
    groups: dict[str, list[Row]] = {}
    for project in projects:
        groups.setdefault(project[key], []).append(project)
    rows = []
    for name, members in groups.items():
        plan = sum(each["plan"] for each in members)
        disbursed = sum(each["disbursed"] for each in members)
        behind = sum(1 for each in members if missed.get(each["code"]))
        rate = disbursed / plan if plan else 0.0
        rows.append([name, len(members), plan, disbursed, rate, plan - disbursed, behind])
    return sorted(rows, key=lambda row: row[4])


def by_source(projects: list[Row]) -> list[list[Any]]:
    """Plan per funding source."""
    return [
        [source, sum(int(each[source]) for each in projects if pd.notna(each[source]))]
        for source in SOURCES
    ]


def detail(number: int, project: Row, milestones: list[Row]) -> list[Any]:
    """One line of the project sheet."""
    rate = project["disbursed"] / project["plan"] if project["plan"] else None
    row = [
        number, project["code"], project["name"], project["owner"], project["class"],
        project["investment"], project["plan"], project["disbursed"], rate,
        project["plan"] - project["disbursed"],
        *(
            None if pd.isna(project[column]) else int(project[column])
            for column in ("plan_carryover", "disbursed_carryover")
        ),
    ]  # fmt: skip
    states = {(each["due"], each["percent"] is None): each for each in milestones}
    row += [states[slot]["state"] if slot in states else "Không có mốc" for slot in SLOTS]
    owed = [each for each in milestones if each.get("shortfall")]
    row += [
        owed[-1][key] if owed else None
        for key in ("due", "required", "shortfall", "days", "per_week")
    ]
    return row


def behind(projects: list[Row], milestones: list[Row]) -> list[list[Any]]:
    """One line per milestone missed."""
    projects_by_code = {project["code"]: project for project in projects}
    rows = []
    for each in milestones:
        if each["state"] == "Không đạt":
            project = projects_by_code[each["code"]]
            amounts = [each.get(key) for key in ("required", "actual", "shortfall")]
            named = [each["code"], project["name"], project["owner"], each["due"]]
            rows.append([*named, *amounts, each["state"]])
    return rows


def sources(projects: list[Row], file: str) -> list[list[Any]]:
    """One line per project and funding source: amount, file, cell, day and clause."""
    given = {source: (source, "Vốn giao trong năm") for source in SOURCES}
    given["plan_carryover"] = ("", "Vốn kéo dài")
    rows: list[list[Any]] = []
    for project in projects:
        named, clause = [project["code"], project["name"]], CLAUSES[project["class"]]
        for column, (source, kind) in given.items():
            if pd.notna(project[column]):
                planned = [int(project[column]), file, cell(column, project)]
                paid: list[Any] = [None] * 4
                if column == "plan_carryover" and pd.notna(project["disbursed_carryover"]):
                    paid = disbursed("disbursed_carryover", project, file)
                rows.append([len(rows) + 1, *named, source, kind, *planned, *paid, clause])
        paid = disbursed("disbursed", project, file)
        whole = ["", "Vốn giao trong năm", None, None, None]
        rows.append([len(rows) + 1, *named, *whole, *paid, clause])
    return rows


def cell(column: str, project: Row) -> str:
    """Where a figure of a project stands in the register."""
    return f"{SHEET}!{get_column_letter(COLUMNS.index(column) + 1)}{project['row']}"


def disbursed(column: str, project: Row, file: str) -> list[Any]:
    """Amount, file, cell and day of a disbursement."""
    return [int(project[column]), file, cell(column, project), FIGURES_TO.isoformat()]


def write_workbook(
    projects: list[Row], milestones: list[Row], path: Path, register: str | None
) -> None:
    """The summary workbook, with the sheet of cells if the ``register`` is named."""
    book = Workbook()
    by_code: dict[str, list[Row]] = {}
    missed: dict[str, int] = {}
    for each in milestones:
        by_code.setdefault(each["code"], []).append(each)
        if each["state"] == "Không đạt":
            missed[each["code"]] = missed.get(each["code"], 0) + 1
    groups = ["Nhóm", "Số dự án", "Kế hoạch vốn", "Giải ngân", "Tỷ lệ", "Còn lại", "Số dự án chậm"]
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - openpyxl also knows chart sheets
    first.title = "Tổng hợp"
    write_sheet(first, "TỔNG HỢP THEO NHÓM", groups, summary(projects, "class", missed))
    owners = ["Chủ đầu tư", *groups[1:]]
    sheet = book.create_sheet("Chủ đầu tư")
    write_sheet(sheet, "THEO CHỦ ĐẦU TƯ", owners, summary(projects, "owner", missed))
    sheet = book.create_sheet("Nguồn vốn")
    write_sheet(sheet, "THEO NGUỒN VỐN", ["Nguồn vốn", "Kế hoạch vốn"], by_source(projects))
    headers = ["Mã", "Tên dự án", "Chủ đầu tư", "Mốc", "Phải đạt", "Đã đạt", "Còn thiếu", "Kết quả"]
    write_sheet(book.create_sheet("Cảnh báo"), "CẢNH BÁO", headers, behind(projects, milestones))
    lines = [
        detail(number, project, by_code.get(project["code"], []))
        for number, project in enumerate(projects, start=1)
    ]
    headers = [
        "STT", "Mã dự án", "Tên dự án", "Chủ đầu tư", "Nhóm", "TMĐT", "Kế hoạch vốn", "Giải ngân",
        "Tỷ lệ", "Còn lại", "Vốn kéo dài", "Giải ngân kéo dài", "Mốc 30/6", "Khởi công", "Mốc 30/9",
        "Mốc 31/12", "Mốc kế tiếp", "Phải đạt", "Còn thiếu", "Số ngày", "Cần mỗi tuần",
    ]  # fmt: skip
    write_sheet(book.create_sheet("Chi tiết dự án"), "CHI TIẾT DỰ ÁN", headers, lines)
    if register:
        headers = [
            "STT", "Mã dự án", "Tên dự án", "Nguồn vốn", "Loại vốn", "Kế hoạch vốn", "Tệp", "Ô",
            "Giải ngân", "Tệp", "Ô", "Đến hết ngày", "Căn cứ mốc",
        ]  # fmt: skip
        lines = sources(projects, register)
        write_sheet(book.create_sheet("Nguồn số liệu"), "NGUỒN SỐ LIỆU", headers, lines)
    book.save(path)


def main() -> None:
    """Register in, database and workbook out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("register", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without-sources", action="store_true")
    arguments = parser.parse_args()
    projects = read_register(arguments.register)
    milestones = [each for project in projects for each in judge(project, arguments.as_of)]
    store(projects, milestones, arguments.out / "naive.db")
    register = None if arguments.without_sources else arguments.register.name
    write_workbook(projects, milestones, arguments.out / "naive.xlsx", register)


if __name__ == "__main__":
    main()
