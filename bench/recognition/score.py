"""A register as read against what was drawn, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.recognition.expected import TEXTS
from bench.recognition.mistakes import FIELDS, Mistake, Place, Score, Tally
from bench.recognition.spellings import same_source
from disburse.model import Kind, Tranche
from disburse.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bench.recognition.drawing import Drawn
    from bench.recognition.expected import ExpectedProject, ExpectedTable, ExpectedVoucher
    from disburse.model import Project, Register, SheetReading, Voucher

Cells = dict[object, object]
_COLUMN_NAMES = {"total_investment": ("investment",), "started": ("started", "timespan")}
_LOOKALIKES = str.maketrans("ÐƣƢ", "ĐưƯ")


@dataclass(frozen=True, slots=True)
class _Where:
    """Where some cells stand, and of which project they are."""

    project: str | None = None
    rows: frozenset[Place] = frozenset()
    columns: frozenset[Place] = frozenset()


_FILE = _Where()


def score(drawn: Drawn, register: Register) -> Score:
    """Hold a register against its drawing."""
    found = Score({field: Tally() for field in FIELDS}, [], register.findings)
    _score_file(found, drawn, register)
    _score_tables(found, drawn, register)
    _score_projects(found, drawn, register)
    _score_vouchers(found, drawn, register)
    return found


def _compare(found: Score, field: str, drawn: Cells, read: Cells, where: _Where) -> None:
    """Count cells by their keys and keep the differences."""
    tally = found.tallies[field]
    tally.drawn += len(drawn)
    tally.read += len(read)
    for key in {**drawn, **read}:
        expected, got = drawn.get(key), read.get(key)
        if expected == got:
            tally.right += 1
            continue
        found.mistakes.append(
            Mistake(field, where.project, str(key), expected, got, where.rows, where.columns)
        )


def _score_file(found: Score, drawn: Drawn, register: Register) -> None:
    expected = drawn.expected
    kind = Kind.PAYMENTS if expected.payments else Kind.REGISTER
    _compare(
        found,
        "file",
        {"as_of": expected.as_of, "year": expected.year, "kind": kind},
        {"as_of": register.as_of, "year": register.budget_year, "kind": register.kind},
        _FILE,
    )


def _score_tables(found: Score, drawn: Drawn, register: Register) -> None:
    tables = drawn.expected.tables
    headers: Cells = {number: (t.sheet, t.header_rows) for number, t in enumerate(tables)}
    read: Cells = {n: _header(sheet, tables[n:]) for n, sheet in enumerate(register.sheets)}
    _compare(found, "header", headers, read, _FILE)
    units: Cells = {number: table.unit for number, table in enumerate(tables)}
    read_units: Cells = {number: sheet.unit for number, sheet in enumerate(register.sheets)}
    _compare(found, "unit", units, read_units, _FILE)


def _header(read: SheetReading, drawn: list[ExpectedTable]) -> tuple[str, tuple[int, int]]:
    """The header read; one that ends with the last label counts as the whole of it."""
    first, last = read.header_rows
    if drawn and last == drawn[0].labelled:
        last = drawn[0].header_rows[1]
    return read.name, (first, last)


def _score_projects(found: Score, drawn: Drawn, register: Register) -> None:
    tables, expected = drawn.expected.tables, drawn.expected.projects
    money = _columns(tables, "plan") | _columns(tables, "disbursed")
    drawn_rows = {(p.rows[0][0], p.rows[0][1] + 1) for p in expected.values() if p.rows}
    read_rows = {(p.sheet, p.row) for p in register.projects}
    for row in sorted(drawn_rows | read_rows):
        where = _Where(None, frozenset({(row[0], row[1] - 1)}), money)
        _compare(found, "project_rows", _present(row, drawn_rows), _present(row, read_rows), where)
    matched = _matched(expected, register.projects)
    for item in expected.values():
        _score_project(found, tables, item, matched.get(item.key))


def _present(row: Place, rows: set[Place]) -> Cells:
    return {row: True} if row in rows else {}


def _matched(
    expected: Mapping[str, ExpectedProject], projects: Iterable[Project]
) -> dict[str, Project]:
    """The project read for each one drawn: by code, else by name, else by its row."""
    by_code = {item.texts["code"]: item.key for item in expected.values() if item.texts["code"]}
    by_name = {fold(item.texts["name"] or ""): item.key for item in expected.values()}
    by_row = {(s, row + 1): item.key for item in expected.values() for s, row in item.rows}
    matched: dict[str, Project] = {}
    for project in projects:
        keys = (
            by_code.get(project.code) if project.code else None,
            by_name.get(fold(project.name)),
            by_row.get((project.sheet, project.row)),
        )
        key = next((key for key in keys if key is not None and key not in matched), None)
        if key is not None:
            matched[key] = project
    return matched


def _score_project(
    found: Score, tables: list[ExpectedTable], item: ExpectedProject, project: Project | None
) -> None:
    """Score each field; a project lost as a whole is missed in every column of money."""
    lost = _columns(tables, "plan") | _columns(tables, "disbursed") if project is None else set()
    drawn = _drawn_cells(item)
    read = {} if project is None else _read_cells(project, named=bool(drawn["name"]))
    for field in drawn:
        columns = frozenset(_columns(tables, field) | lost)
        where = _Where(item.key, frozenset(item.rows), columns)
        _compare(found, field, drawn[field], read.get(field, {}), where)


def _drawn_cells(item: ExpectedProject) -> dict[str, Cells]:
    cells: dict[str, Cells] = {
        name: {} if (value := item.texts[name]) is None else {name: clean(value)} for name in TEXTS
    }
    cells["total_investment"] = {} if item.investment is None else {"": item.investment}
    cells["plan"] = dict(item.plans.items())
    cells["disbursed"] = dict(item.disbursed.items())
    return cells


def _read_cells(project: Project, *, named: bool) -> dict[str, Cells]:
    """A register without names calls its projects by their codes: that is no mistake."""
    values = {name: getattr(project, name) for name in TEXTS if name != "class"}
    values["class"] = project.project_class
    if not named and project.name == project.code:
        values["name"] = None
    cells: dict[str, Cells] = {
        name: {} if value is None else {name: str(value).translate(_LOOKALIKES)}
        for name, value in values.items()
    }
    investment = project.total_investment
    cells["total_investment"] = {} if investment is None else {"": investment}
    cells["plan"] = _plans(project)
    cells["disbursed"] = _disbursed(project)
    return cells


def _plans(project: Project) -> Cells:
    found: dict[object, int] = {}
    for row in project.plans:
        if row.amount:
            key = (same_source(row.source), row.tranche.value)
            found[key] = found.get(key, 0) + row.amount
    return dict(found)


def _disbursed(project: Project) -> Cells:
    found: dict[object, int] = {}
    for row in project.disbursements:
        if row.estimate:
            continue
        day = row.to_date.isoformat()
        keys = [(same_source(row.source), row.tranche.value, day)] if row.amount else []
        if row.tranche is Tranche.CURRENT:
            keys.append(("*", "current", day))
        for key in keys:
            found[key] = found.get(key, 0) + row.amount
    return dict(found)


def _score_vouchers(found: Score, drawn: Drawn, register: Register) -> None:
    expected = {
        number: _voucher_cells(drawn, item) for number, item in drawn.expected.vouchers.items()
    }
    shown = set().union(*expected.values())
    read = {item.number or item.cell: item for item in register.vouchers}
    columns = _columns(drawn.expected.tables, "voucher")
    for number in {**expected, **read}:
        item = drawn.expected.vouchers.get(number)
        where = _Where(number, frozenset({item.row} if item else ()), columns)
        cells = _read_voucher(read[number], shown) if number in read else {}
        _compare(found, "voucher", expected.get(number, {}), cells, where)


def _voucher_cells(drawn: Drawn, item: ExpectedVoucher) -> Cells:
    voucher = item.voucher
    held = {name for table in drawn.expected.tables for name in table.columns}
    cells: Cells = {
        "name": voucher.project.name,
        "paid_on": voucher.paid_on,
        "approved": voucher.approved,
        "recovered": voucher.recovered,
    }
    if "code" in held:
        cells["code"] = voucher.project.code
    if "source" in held:
        cells["source"] = voucher.money.source
    if held & {"plan_year", "tranche"}:
        cells["tranche"] = voucher.money.tranche
    return cells


def _read_voucher(voucher: Voucher, shown: set[object]) -> Cells:
    cells: Cells = {
        "code": voucher.project_code,
        "name": voucher.project_name,
        "paid_on": voucher.paid_on,
        "source": same_source(voucher.source),
        "tranche": voucher.tranche,
        "approved": voucher.approved,
        "recovered": voucher.advance_recovered,
    }
    return {name: value for name, value in cells.items() if name in shown}


def _columns(tables: Iterable[ExpectedTable], field: str) -> frozenset[Place]:
    return frozenset(
        (table.sheet, column)
        for table in tables
        for name in (field, *_COLUMN_NAMES.get(field, ()))
        for column in table.columns.get(name, ())
    )
