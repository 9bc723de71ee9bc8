"""Faults among the rows: codes, names, ordinals, dates, lines too many or too few."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bench.recognition.faults.damage import (
    Damage,
    Fault,
    amounts_of,
    body_rows,
    cell,
    columns_of,
    controlled,
    fields_of,
    headers,
    insert_rows,
    set_cell,
)  # fmt: skip
from bench.recognition.values import number

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.recognition.drawing import Drawn
    from bench.recognition.expected import ExpectedProject


def _own_rows(drawn: Drawn) -> list[tuple[ExpectedProject, tuple[str, int]]]:
    """Projects that stand on one row alone, with that row."""
    return [(p, p.rows[0]) for p in drawn.expected.projects.values() if len(p.rows) == 1]


def _rename(drawn: Drawn, project: ExpectedProject, key: str) -> None:
    drawn.expected.projects.pop(project.key)
    project.key = key
    drawn.expected.projects[key] = project


def _code_shared(drawn: Drawn, dice: Random) -> Damage | None:
    """Two different projects with one code."""
    places = fields_of(drawn, "code", "project")
    if len({cell(drawn, place) for place in places}) < 2:  # noqa: PLR2004
        return None
    first = dice.choice(places)
    second = dice.choice([p for p in places if cell(drawn, p) != cell(drawn, first)])
    set_cell(drawn, second, cell(drawn, first))
    return Damage((first, second), must_report=True, anywhere=True)


def _code_lost(drawn: Drawn, dice: Random) -> Damage | None:
    """A project without its code; its name still tells it."""
    rows = [(p, place) for p, place in _own_rows(drawn) if columns_of(drawn, place[0], "code")]
    if not rows:
        return None
    project, (sheet, row) = dice.choice(rows)
    column = columns_of(drawn, sheet, "code")[0]
    set_cell(drawn, (sheet, row, column), None)
    _rename(drawn, project, str(project.texts["name"]))
    project.texts["code"] = None
    return Damage(((sheet, row, column),))


def _code_written(form: str) -> Callable[[Drawn, Random], Damage | None]:
    """A code with spaces or marks in it."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = [p for p in fields_of(drawn, "code", "project") if isinstance(cell(drawn, p), str)]
        if not places:
            return None
        place = dice.choice(places)
        code = str(cell(drawn, place)).strip()
        set_cell(drawn, place, form.format(code, code[:1], code[1:4], code[4:]))
        return Damage((place,))

    return strike


def _code_as_number(drawn: Drawn, _: Random) -> Damage | None:
    """Every code a number, leading zeros gone."""
    places = fields_of(drawn, "code", "project", "split")
    for place in places:
        set_cell(drawn, place, int(str(cell(drawn, place)).strip()))
    return Damage(tuple(places)) if places else None


def _name_lost(drawn: Drawn, dice: Random) -> Damage | None:
    """A coded project without its name."""
    rows = [
        (project, place)
        for project, place in _own_rows(drawn)
        if columns_of(drawn, place[0], "code") and columns_of(drawn, place[0], "name")
    ]
    if not rows:
        return None
    _, (sheet, row) = dice.choice(rows)
    place = (sheet, row, columns_of(drawn, sheet, "name")[0])
    set_cell(drawn, place, None)
    return Damage((place,), must_report=True)


def _row_repeated(drawn: Drawn, dice: Random) -> Damage | None:
    """One project's row pasted a second time right below itself."""
    rows = _own_rows(drawn)
    if not rows:
        return None
    _, (sheet, row) = dice.choice(rows)
    grid = drawn.grid(sheet)
    insert_rows(drawn, sheet, row + 1, 1)
    for (at, column), value in list(grid.cells.items()):
        if at == row:
            grid.put(row + 1, column, value)
    return Damage(((sheet, row + 1, 0),))


def _money_on_two_lines(drawn: Drawn, dice: Random) -> Damage | None:
    """One project's money in two parts on two lines, nothing telling them apart."""
    rows = [
        (project, place)
        for project, place in _own_rows(drawn)
        if columns_of(drawn, place[0], "code") and not columns_of(drawn, place[0], "source")
    ]
    if not rows or drawn.layout.numbers != "number":
        return None
    _, (sheet, row) = dice.choice(rows)
    grid = drawn.grid(sheet)
    insert_rows(drawn, sheet, row + 1, 1)
    for (at, column), value in list(grid.cells.items()):
        if at != row:
            continue
        if column in columns_of(drawn, sheet, "plan", "disbursed") and isinstance(
            value, int | float
        ):
            grid.put(row + 1, column, round(value - value // 3, 6))
            grid.put(row, column, value // 3)
        else:
            grid.put(row + 1, column, value)
    return Damage(((sheet, row, 0), (sheet, row + 1, 0)))


def _row_deleted(drawn: Drawn, dice: Random) -> Damage | None:
    """A project's row gone, while the totals still count it."""
    places = [p for p in amounts_of(drawn, "project", measures=("plan",)) if controlled(drawn, p)]
    alone = {row for _, row in _own_rows(drawn)}
    places = [place for place in places if place[:2] in alone]
    if not places:
        return None
    sheet, row, _ = dice.choice(places)
    grid = drawn.grid(sheet)
    for at, column in list(grid.cells):
        if at == row:
            grid.put(at, column, None)
    return Damage(((sheet, row, 0),), must_report=True, anywhere=True)


def _nameless_part(drawn: Drawn, dice: Random) -> Damage | None:
    """A row per source without the source's name."""
    places = [
        place
        for name in ("name", "source")
        for place in fields_of(drawn, name, "split")
        if name == "source" or not columns_of(drawn, place[0], "source")
    ]
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, None)
    return Damage((place,))


def _body_merges_broken(drawn: Drawn, _: Random) -> Damage | None:
    """Merges over a project's rows undone: number and name stand on the first row alone."""
    ends = {sheet: last for sheet, _, last in headers(drawn)}
    broken = False
    for grid in drawn.grids:
        kept = [merge for merge in grid.merges if merge[0] <= ends.get(grid.name, -1)]
        broken |= len(kept) < len(grid.merges)
        grid.merges = kept
    return Damage((), anywhere=True) if broken else None


def _blank_rows(*, zeros: bool) -> Callable[[Drawn, Random], Damage | None]:
    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        sheet, row = dice.choice(body_rows(drawn, "project", "voucher"))
        columns = columns_of(drawn, sheet, "plan", "disbursed", "investment")
        insert_rows(drawn, sheet, row, 40)
        if zeros:
            for at in range(row, row + 40):
                for column in columns:
                    drawn.grid(sheet).put(at, column, 0)
        return Damage(((sheet, row, 0),))

    return strike


def _line_between(text: str) -> Callable[[Drawn, Random], Damage | None]:
    """A remark on a line of its own among the projects."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        rows = [
            (sheet, row)
            for sheet, row in body_rows(drawn, "project")
            if drawn.kinds.get((sheet, row - 1)) == "project" and columns_of(drawn, sheet, "name")
        ]
        if not rows:
            return None
        sheet, row = dice.choice(rows)
        insert_rows(drawn, sheet, row, 1)
        set_cell(drawn, (sheet, row, columns_of(drawn, sheet, "name")[0]), text)
        return Damage(((sheet, row, 0),))

    return strike


def _footer(*, labelled: bool) -> Callable[[Drawn, Random], Damage | None]:
    """Sums somebody did below the table."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        sheet = drawn.expected.tables[0].sheet
        last = drawn.grid(sheet).size[0]
        column = columns_of(drawn, sheet, "plan", "disbursed", "approved")[0]
        name = columns_of(drawn, sheet, "name", "code")[0]
        for step in (2, 3):
            set_cell(drawn, (sheet, last + step, column), dice.randrange(100, 90_000))
            if labelled:
                text = "Số liệu đối chiếu Kho bạc" if step == 2 else "Chênh lệch"  # noqa: PLR2004
                set_cell(drawn, (sheet, last + step, name), text)
        return Damage(((sheet, last + 2, column), (sheet, last + 3, column)))

    return strike


def _signatures(drawn: Drawn, _: Random) -> Damage | None:
    """Date, titles and names of those who sign, across the columns."""
    sheet = drawn.expected.tables[0].sheet
    row = drawn.grid(sheet).size[0] + 1
    columns = sorted(column for where, column in drawn.contents if where == sheet)
    set_cell(drawn, (sheet, row, columns[-2]), "Bằng Mạc, ngày 05 tháng 10 năm 2026")
    set_cell(drawn, (sheet, row + 1, columns[1]), "NGƯỜI LẬP BIỂU")
    set_cell(drawn, (sheet, row + 1, columns[-2]), "CHỦ TỊCH")
    set_cell(drawn, (sheet, row + 2, columns[-2]), "(Ký tên, đóng dấu)")
    return Damage(())


def _total_misspelt(text: str) -> Callable[[Drawn, Random], Damage | None]:
    def strike(drawn: Drawn, _: Random) -> Damage | None:
        places = fields_of(drawn, "name", "total")
        for place in places:
            set_cell(drawn, place, text)
        return Damage(tuple(places)) if places else None

    return strike


def _total_in_ordinal(drawn: Drawn, _: Random) -> Damage | None:
    """The total's label in the column of numbers, over a merge."""
    for sheet, row, column in (places := fields_of(drawn, "name", "total")):
        if columns_of(drawn, sheet, "ordinal"):
            ordinal = columns_of(drawn, sheet, "ordinal")[0]
            set_cell(drawn, (sheet, row, ordinal), cell(drawn, (sheet, row, column)))
            set_cell(drawn, (sheet, row, column), None)
    return Damage(tuple(places)) if places else None


def _ordinals(change: str) -> Callable[[Drawn, Random], Damage | None]:
    """Numbers of projects repeated, missing, or turned into dates by the spreadsheet."""

    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = [
            p for p in fields_of(drawn, "ordinal", "project") if isinstance(cell(drawn, p), int)
        ]
        if len(places) < 3:  # noqa: PLR2004
            return None
        place = dice.choice(places[1:])
        value = {
            "repeated": cell(drawn, places[0]),
            "missing": None,
            "text": f"{cell(drawn, place)}.",
        }
        if change == "dated":
            places = [
                p
                for p in fields_of(drawn, "ordinal", "project")
                if str(cell(drawn, p)).count(".") == 1
            ]
        set_cell(drawn, place, value[change])
        return Damage((place,))

    return strike


def _decimal_as_date(drawn: Drawn, dice: Random) -> Damage | None:
    """ "1.10" or "3.2" taken for a date by the spreadsheet."""
    places = [
        place
        for place in fields_of(drawn, "ordinal", "project")
        if isinstance(text := cell(drawn, place), str)
        and text.count(".") == 1
        and text[-1].isdigit()
    ]
    if not places:
        return None
    place = dice.choice(places)
    day, month = str(cell(drawn, place)).split(".")
    if not day.isdigit() or not 1 <= int(month) <= 12:  # noqa: PLR2004 - months
        return None
    set_cell(drawn, place, date(2026, int(month), int(day)))
    return Damage((place,))


def _dates(text: str) -> Callable[[Drawn, Random], Damage | None]:
    def strike(drawn: Drawn, dice: Random) -> Damage | None:
        places = fields_of(drawn, "construction_start", "project")
        if not places:
            return None
        place = dice.choice(places)
        set_cell(drawn, place, text)
        return Damage((place,), must_report=True)

    return strike


def _completion_before_start(drawn: Drawn, dice: Random) -> Damage | None:
    places = fields_of(drawn, "timespan", "project")
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, "2027-2024")
    return Damage((place,), must_report=True)


def _class_unreadable(drawn: Drawn, dice: Random) -> Damage | None:
    places = fields_of(drawn, "class", "project")
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, "???")
    return Damage((place,), must_report=True)


def _heading_misspelt(drawn: Drawn, dice: Random) -> Damage | None:
    """A letter missing in a class heading."""
    places = [
        place
        for place in (*fields_of(drawn, "name", "heading"), *fields_of(drawn, "ordinal", "heading"))
        if (group := drawn.rows[place[:2]].group) is not None
        and group.by == "class"
        and len(str(cell(drawn, place))) > 6  # noqa: PLR2004
    ]
    if not places:
        return None
    place = dice.choice(places)
    text = str(cell(drawn, place))
    for word in ("chuyển tiếp", "khởi công", "hoàn thành", "mở mới", "xây dựng mới"):
        for spelled in (word, word.upper(), word.capitalize()):
            if spelled in text:
                set_cell(drawn, place, text.replace(spelled, spelled[:2] + spelled[3:]))
                return Damage((place,))
    return None


def _row_shifted(drawn: Drawn, dice: Random) -> Damage | None:
    """A project's amounts one column too far to the right."""
    places = [p for p in amounts_of(drawn, "project", measures=("plan",)) if controlled(drawn, p)]
    if not places or drawn.layout.numbers != "number":
        return None
    sheet, row, column = dice.choice(places)
    grid = drawn.grid(sheet)
    moved = {at: value for (line, at), value in grid.cells.items() if line == row and at >= column}
    for at in moved:
        grid.put(row, at, None)
    for at, value in moved.items():
        grid.put(row, at + 1, value)
    return Damage(((sheet, row, column),), must_report=True)


def _blank_amount(drawn: Drawn, dice: Random) -> Damage | None:
    """A project's plan deleted, while the totals still count it."""
    places = [p for p in amounts_of(drawn, "project", measures=("plan",)) if controlled(drawn, p)]
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, number(0, "đồng", drawn.layout) or None)
    return Damage((place,))


ROW_FAULTS = (
    Fault("code shared by two projects", _code_shared),
    Fault("code lost", _code_lost),
    Fault("code with spaces", _code_written("{1} {2} {3}")),
    Fault("code with a remark", _code_written("{0} (TABMIS)")),
    Fault("code with a stray point", _code_written("{0}.")),
    Fault("codes as numbers", _code_as_number),
    Fault("name lost", _name_lost),
    Fault("row repeated", _row_repeated),
    Fault("money on two lines", _money_on_two_lines),
    Fault("row deleted under its total", _row_deleted),
    Fault("amount deleted under its total", _blank_amount),
    Fault("row shifted by a column", _row_shifted),
    Fault("source row without a name", _nameless_part),
    Fault("merges over rows undone", _body_merges_broken),
    Fault("blank rows", _blank_rows(zeros=False)),
    Fault("ghost rows of zeros", _blank_rows(zeros=True)),
    Fault("remark between rows", _line_between("Tạm dừng theo Văn bản số 12/UBND-KT")),
    Fault("note between rows", _line_between("Ghi chú: điều chỉnh theo Nghị quyết số 45/NQ-HĐND")),
    Fault("“Trong đó” between rows", _line_between("Trong đó:")),
    Fault("numbers below the table", _footer(labelled=False)),
    Fault("labelled numbers below the table", _footer(labelled=True)),
    Fault("signatures below the table", _signatures),
    Fault("“Tổng sổ”", _total_misspelt("Tổng sổ")),
    Fault("“TỒNG CỌNG”", _total_misspelt("TỒNG CỌNG")),
    Fault("“Tông sô:”", _total_misspelt("Tông sô:")),
    Fault("total label in the STT column", _total_in_ordinal),
    Fault("ordinal repeated", _ordinals("repeated")),
    Fault("ordinal missing", _ordinals("missing")),
    Fault("ordinal with a point", _ordinals("text")),
    Fault("ordinal 1.2 turned into a date", _decimal_as_date),
    Fault("impossible date", _dates("31/06/2026")),
    Fault("date in words", _dates("dự kiến tháng tới")),
    Fault("completion before start", _completion_before_start),
    Fault("class unreadable", _class_unreadable),
    Fault("class heading misspelt", _heading_misspelt),
)
