"""Faults among the rows: codes, names, ordinals, dates, lines too many or too few."""

from __future__ import annotations

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
    single_rows,
)  # fmt: skip
from bench.recognition.values import number

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from bench.recognition.drawing import Drawn


def _row_repeated(drawn: Drawn, dice: Random) -> Damage | None:
    """One project's row pasted a second time right below itself."""
    rows = single_rows(drawn)
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
        for project, place in single_rows(drawn)
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
    alone = {row for _, row in single_rows(drawn)}
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
        for row, text in ((last + 2, "Số liệu đối chiếu Kho bạc"), (last + 3, "Chênh lệch")):
            set_cell(drawn, (sheet, row, column), dice.randrange(100, 90_000))
            if labelled:
                set_cell(drawn, (sheet, row, name), text)
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
    return Damage(((sheet, row, column),))


def _blank_amount(drawn: Drawn, dice: Random) -> Damage | None:
    """A project's plan deleted, while the totals still count it."""
    places = [p for p in amounts_of(drawn, "project", measures=("plan",)) if controlled(drawn, p)]
    if not places:
        return None
    place = dice.choice(places)
    set_cell(drawn, place, number(0, "đồng", drawn.layout) or None)
    return Damage((place,))


ROW_FAULTS = (
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
)
