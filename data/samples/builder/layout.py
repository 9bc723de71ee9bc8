"""Title blocks, signatures and unit lines that the files have in common."""

from __future__ import annotations

from builder.document import Level, Line, Row


def heading(last: int, left: tuple[str, str], title: str, subtitle: str) -> list[tuple[Line, ...]]:
    """The two issuing lines at the left with the national motto at the right, title, subtitle."""
    third = max(2, last * 2 // 5)
    middle = last - max(3, last * 2 // 5)
    return [
        (
            Line(left[0], 0, third, bold=left[1] == ""),
            Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", middle, last, bold=True),
        ),
        (
            Line(left[1], 0, third, bold=True),
            Line("Độc lập - Tự do - Hạnh phúc", middle, last, bold=True),
        ),
        (),
        (Line(title, 0, last, bold=True, size=14),),
        (Line(subtitle, 0, last, italic=True),),
    ]


def annex_heading(last: int, number: str, title: str, basis: str) -> list[tuple[Line, ...]]:
    """The heading of an annex to a resolution or report."""
    return [
        (Line(number, 0, last, bold=True, size=14),),
        (Line(title, 0, last, bold=True, size=14),),
        (Line(basis, 0, last, italic=True, size=13),),
    ]


def unit_line(last: int, text: str) -> tuple[Line, ...]:
    """The unit at the right, just above the header."""
    return (Line(text, max(0, last - 3), last, italic=True, size=11, right=True),)


def signatures(last: int, dated: str, left: str, right: tuple[str, str]) -> list[tuple[Line, ...]]:
    """Date, who drew up the table and who signs, with room for the signature."""
    middle = last - max(2, last * 2 // 5) + 1
    return [
        (),
        (Line(dated, middle, last, italic=True, size=12),),
        (Line(left, 0, 2, bold=True), Line(right[0], middle, last, bold=True)),
        (Line(right[1], middle, last, bold=True),),
        (),
        (),
        (),
    ]


def notes(last: int, *texts: str) -> list[tuple[Line, ...]]:
    """Note lines under the table, across its whole width."""
    return [(), *((Line(text, 0, last, italic=True, size=11, left=True),) for text in texts)]


def ordinal_row(level: Level, ordinal: str, name: str) -> Row:
    """A group row: its ordinal and heading."""
    return Row(level, {"ordinal": ordinal, "name": name})
