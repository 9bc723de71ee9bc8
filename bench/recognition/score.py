"""A register as read against what was drawn, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition.expected import TEXTS
from bench.recognition.mistakes import FIELDS, Mistake, Score, Tally
from bench.recognition.spellings import same_source
from disburse.model import Kind, Tranche
from disburse.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bench.recognition.drawing import Drawn
    from bench.recognition.expected import ExpectedProject, ExpectedTable, ExpectedVoucher
    from disburse.model import Project, Register, SheetReading, Voucher

_COLUMN_NAMES = {"total_investment": ("investment",), "started": ("started", "timespan")}


def score(drawn: Drawn, register: Register) -> Score:
    """Hold a register against its drawing."""
    found = Score({field: Tally() for field in FIELDS}, [], register.findings)
    _score_file(found, drawn, register)
    _score_tables(found, drawn, register)
    _score_projects(found, drawn, register)
    _score_vouchers(found, drawn, register)
    return found


def _compare(
    found: Score,
    field: str,
    drawn: Mapping[object, object],
    read: Mapping[object, object],
    *,
    project: ExpectedProject | None = None,
    rows: frozenset[tuple[str, int]] = frozenset(),
    columns: frozenset[tuple[str, int]] = frozenset(),
) -> None:
    """Count cells by their keys and keep the differences."""
    tally = found.tallies[field]
    tally.drawn += len(drawn)
    tally.read += len(read)
    rows |= frozenset(project.rows) if project else frozenset()
    for key in {**drawn, **read}:
        expected, got = drawn.get(key), read.get(key)
        if expected == got:
            tally.right += 1
            continue
        name = project.key if project else None
        found.mistakes.append(Mistake(field, name, str(key), expected, got, rows, columns))


def _score_file(found: Score, drawn: Drawn, register: Register) -> None:
    expected = drawn.expected
    kind = Kind.PAYMENTS if expected.payments else Kind.REGISTER
    _compare(
        found,
        "file",
        {"as_of": expected.as_of, "year": expected.year, "kind": kind},
        {"as_of": register.as_of, "year": register.budget_year, "kind": register.kind},
    )


def _score_tables(found: Score, drawn: Drawn, register: Register) -> None:
    drawn_tables = drawn.expected.tables
    _compare(
        found,
        "header",
        {number: (t.sheet, t.header_rows) for number, t in enumerate(drawn_tables)},
        {number: _header(s, drawn_tables[number:]) for number, s in enumerate(register.sheets)},
    )
    _compare(
        found,
        "unit",
        {number: t.unit for number, t in enumerate(drawn_tables)},
        {number: s.unit for number, s in enumerate(register.sheets)},
    )


def _header(read: SheetReading, drawn: list[ExpectedTable]) -> tuple[str, tuple[int, int]]:
    """The header read; one that ends with the last label counts as the whole of it."""
    first, last = read.header_rows
    if drawn and last == drawn[0].labelled:
        last = drawn[0].header_rows[1]
    return read.name, (first, last)


def _score_projects(found: Score, drawn: Drawn, register: Register) -> None:
    expected = drawn.expected.projects
    matched = _matched(expected, register.projects)
    read_rows = {(p.sheet, p.row): p.name for p in register.projects}
    drawn_rows = {(p.rows[0][0], p.rows[0][1] + 1): p for p in expected.values() if p.rows}
    every = _columns(drawn.expected.tables, "plan") | _columns(drawn.expected.tables, "disbursed")
    for row in {*drawn_rows, *read_rows}:
        _compare(
            found, "project_rows",
            {row: True} if row in drawn_rows else {}, {row: True} if row in read_rows else {},
            rows=frozenset({(row[0], row[1] - 1)}), columns=every,
        )  # fmt: skip
    for item in expected.values():
        _score_project(found, drawn.expected.tables, item, matched.get(item.key))


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
            by_code.get(project.code), by_name.get(fold(project.name)),
            by_row.get((project.sheet, project.row)),
        )  # fmt: skip
        key = next((key for key in keys if key is not None and key not in matched), None)
        if key is not None:
            matched[key] = project
    return matched


def _score_project(
    found: Score, tables: Iterable[ExpectedTable], item: ExpectedProject, project: Project | None
) -> None:
    tables = tuple(tables)
    lost = (
        _columns(tables, "plan") | _columns(tables, "disbursed") if project is None else frozenset()
    )
    for name in TEXTS:
        expected = {} if item.texts[name] is None else {name: _text(item.texts[name])}
        read = {} if project is None else _read_text(name, project)
        if not expected and project is not None and read == {"name": project.code}:
            read = {}  # a register without names calls its projects by their codes
        _compare(found, name, expected, read, project=item, columns=lost | _columns(tables, name))
    investment = {} if item.investment is None else {"": item.investment}
    read_investment: dict[object, object] = (
        {"": project.total_investment} if project and project.total_investment is not None else {}
    )
    _compare(
        found, "total_investment", dict(investment), read_investment,
        project=item, columns=lost | _columns(tables, "total_investment"),
    )  # fmt: skip
    plans = {} if project is None else _plans(project)
    _compare(
        found,
        "plan",
        dict(item.plans),
        plans,
        project=item,
        columns=lost | _columns(tables, "plan"),
    )
    disbursed = {} if project is None else _disbursed(project)
    _compare(
        found, "disbursed", dict(item.disbursed), disbursed,
        project=item, columns=lost | _columns(tables, "disbursed"),
    )  # fmt: skip


def _score_vouchers(found: Score, drawn: Drawn, register: Register) -> None:
    expected = {
        number: _voucher_cells(drawn, item) for number, item in drawn.expected.vouchers.items()
    }
    shown = set().union(*expected.values())
    read = {item.number or item.cell: item for item in register.vouchers}
    columns = _columns(drawn.expected.tables, "voucher")
    for number in {**expected, **read}:
        item = drawn.expected.vouchers.get(number)
        _compare(
            found, "voucher", expected.get(number, {}),
            _read_voucher(read[number], shown) if number in read else {},
            rows=frozenset({item.row} if item else ()), columns=columns,
        )  # fmt: skip


def _voucher_cells(drawn: Drawn, item: ExpectedVoucher) -> dict[object, object]:
    voucher = item.voucher
    cells: dict[object, object] = {
        "code": voucher.project.code, "name": voucher.project.name, "paid_on": voucher.paid_on,
        "source": voucher.money.source, "tranche": voucher.money.tranche,
        "approved": voucher.approved, "recovered": voucher.recovered,
    }  # fmt: skip
    held = {name for table in drawn.expected.tables for name in table.columns}
    dated = held & {"plan_year", "tranche"}
    optional = {"code": "code" in held, "source": "source" in held, "tranche": bool(dated)}
    return {name: value for name, value in cells.items() if optional.get(name, True)}


def _read_voucher(voucher: Voucher, shown: set[object]) -> dict[object, object]:
    cells: dict[object, object] = {
        "code": voucher.project_code, "name": voucher.project_name, "paid_on": voucher.paid_on,
        "source": same_source(voucher.source), "tranche": voucher.tranche,
        "approved": voucher.approved, "recovered": voucher.advance_recovered,
    }  # fmt: skip
    return {name: value for name, value in cells.items() if name in shown}


def _columns(tables: Iterable[ExpectedTable], field: str) -> frozenset[tuple[str, int]]:
    return frozenset(
        (table.sheet, column)
        for table in tables
        for name in (field, *_COLUMN_NAMES.get(field, ()))
        for column in table.columns.get(name, ())
    )


def _text(value: str | None) -> str | None:
    return None if value is None else clean(value)


def _same_letters(text: str) -> str:
    """Lookalike letters are stored as written and compared as what they stand for."""
    return text.translate(str.maketrans("ÐƣƢ", "ĐưƯ"))


def _read_text(name: str, project: Project) -> dict[object, object]:
    value = project.project_class if name == "class" else getattr(project, name)
    return {} if value is None else {name: _same_letters(str(value))}


def _plans(project: Project) -> dict[object, object]:
    found: dict[object, object] = {}
    for row in project.plans:
        if row.amount:
            key = (same_source(row.source), row.tranche.value)
            found[key] = found.get(key, 0) + row.amount  # type: ignore[operator] # holds integers
    return found


def _disbursed(project: Project) -> dict[object, object]:
    found: dict[object, object] = {}
    for row in project.disbursements:
        if row.estimate:
            continue
        day = row.to_date.isoformat()
        keys = [(same_source(row.source), row.tranche.value, day)] if row.amount else []
        if row.tranche is Tranche.CURRENT:
            keys.append(("*", "current", day))
        for key in keys:
            found[key] = found.get(key, 0) + row.amount  # type: ignore[operator] # the same
    return found
