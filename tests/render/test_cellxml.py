from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from disburse.render.excel import body
from disburse.render.excel.body import BodySheet
from disburse.render.excel.cellxml import LONGEST_TEXT, Numbers, Texts, contents
from disburse.render.excel.packing import pack
from disburse.render.excel.values import days, picked, repeated, whole_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from disburse.render.excel.cellxml import Cells
    from disburse.render.excel.packing import Bodies

STYLE = Format()
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
MARKED = st.sampled_from(["a < b & c", "_x0041_", "_x", " đầu", "cuối ", "\xa0", "dòng\nhai", ""])


def elements(cells: Cells, held: Sequence[object]) -> list[ET.Element]:
    """The cells written, as a reader of XML sees them."""
    rows = [str(number) for number in range(7, 7 + len(held))]
    before, varied, after = contents(cells, held, rows)
    written = [before + one + after for one in varied or [""] * len(held)]
    return [ET.fromstring(f"<c{one}".encode("latin-1")) for one in written]  # noqa: S314 - our own


@given(st.lists(st.none() | PRINTABLE | MARKED, min_size=1, max_size=6))
def test_texts_read_back_as_they_are(texts: list[str | None]) -> None:
    for cell, text in zip(elements(Texts(STYLE, texts), texts), texts, strict=True):
        found = cell.find("is/t")
        if not text:
            assert found is None
            continue
        assert found is not None
        assert (found.text or "").replace("_x005F_", "_") == text
        assert (found.get(SPACE) == "preserve") == (text != text.strip())


@given(st.lists(st.none() | st.integers(-(10**15), 10**15), min_size=1, max_size=6))
def test_numbers_read_back_as_they_are(numbers: list[int | None]) -> None:
    cells = elements(Numbers(STYLE, numbers), numbers)
    assert [cell.findtext("v") for cell in cells] == [
        None if one is None else str(one) for one in numbers
    ]


def test_what_a_format_cannot_hold_is_cut_or_coded() -> None:
    texts = ["x" * (LONGEST_TEXT + 1), "a\x01b", "bình thường"]
    found = [cell.findtext("is/t") for cell in elements(Texts(STYLE, texts), texts)]
    assert found == ["x" * LONGEST_TEXT, "a_x0001_b", "bình thường"]


@pytest.mark.parametrize("size", [1, 5, 6, 13])
def test_every_row_has_its_number_its_values_and_the_height_of_its_longest_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(body, "ROWS_AT_ONCE", 5)
    path, parts = tmp_path / "rows.xlsx", tmp_path / "parts.xlsx"
    names = [f"{'dài ' * (number % 3 * 5)}{number}" for number in range(size)]
    with Workbook(parts, {"in_memory": True}) as workbook:
        sheet: BodySheet = workbook.add_worksheet("S", worksheet_class=BodySheet)
        sheet.write_string(0, 0, "Tiêu đề")
        style = workbook.add_format()
        next_row = sheet.write_body(
            2,
            [
                Texts(style, names, letters=10),
                Numbers(style, range(size)),
                Numbers(style, [number / 4 for number in range(size)], "B\0*0.25"),
                Texts(style, [None, "có"] * size),
            ],
        )
    bodies: Bodies = [*sheet.take_bodies()]
    with parts.open("rb") as written:
        pack(written, {"xl/worksheets/sheet1.xml": bodies}, path)
    assert next_row == 2 + size
    shown, formulas = (load_workbook(path, data_only=one)["S"] for one in (True, False))
    rows = list(shown.iter_rows(min_row=3, max_col=4, values_only=True))
    assert rows == [(names[n], n, n / 4, (None, "có")[n % 2]) for n in range(size)]
    assert [formulas.cell(3 + n, 3).value for n in range(size)] == [
        f"=B{3 + n}*0.25" for n in range(size)
    ]
    heights = [shown.row_dimensions[3 + n].height for n in range(size)]
    assert heights == [14 * -(-len(name) // 10) + 4 for name in names]


def test_long_columns_hold_what_the_frame_holds() -> None:
    amounts = pd.Series([5, None, 2**60 + 1], dtype="Int64")
    assert list(whole_numbers(amounts)) == [5, None, 2**60 + 1]
    assert whole_numbers(amounts)[1:] == [None, 2**60 + 1]
    dates = pd.Series([date(2026, 10, 5), None], dtype="datetime64[s]")
    assert list(days(dates)) == [46300, None]
    sources = pd.Series(["NST", None, "NSX", "NST"], dtype="str")
    assert list(repeated(sources, str.lower, "?")) == ["nst", "?", "nsx", "nst"]
    assert list(repeated(sources, str)) == ["NST", None, "NSX", "NST"]
    assert list(picked(["a", "b"], np.array([1, -1, 0]))) == ["b", None, "a"]
