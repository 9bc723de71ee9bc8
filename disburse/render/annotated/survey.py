"""What stands in an .xlsx that openpyxl does not carry over, and how heavy it is to load.

openpyxl reads no shapes, controls, macros or extension lists and, without Pillow, no pictures
(its documentation: "does currently not read all possible items in an Excel file"); charts are
read and written again with less of their styling.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipFile

LARGEST_SHEETS = 32 << 20
"""Bytes of unpacked sheets: 900,000 cells, which openpyxl takes 20 s and 500 MB for."""

MOST_MERGED = 250_000
"""openpyxl makes an object of every cell inside a merged range."""

_FOLDERS = {
    "images": ("xl/media/",),
    "charts": ("xl/charts/",),
    "controls": ("xl/ctrlprops/", "xl/activex/", "xl/embeddings/"),
    "macros": ("xl/vbaproject.bin", "xl/macrosheets/"),
    "threads": ("xl/threadedcomments/",),
    "connections": ("xl/connections.xml", "xl/querytables/"),
}
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_EXTENSION = re.compile(rb"<\w+:(?:conditionalFormattings|dataValidations|sparklineGroups|slicerL)")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Survey:
    """Keys of ``[parts]`` of the wording that will be missing; ``heavy`` is not to be loaded."""

    lost: tuple[str, ...]
    heavy: bool


def survey(path: Path) -> Survey:
    """Look through the parts of a file that `disburse.intake.safety.check` has passed.

    Raises zipfile.BadZipFile and OSError.
    """
    with zipfile.ZipFile(path) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        sheets = [real for name, real in names.items() if name.startswith("xl/worksheets/sheet")]
        if sum(archive.getinfo(name).file_size for name in sheets) > LARGEST_SHEETS:
            return Survey((), heavy=True)
        contents = [archive.read(name) for name in sheets]
        heavy = sum(_merged_cells(content) for content in contents) > MOST_MERGED
        lost = {key for key, folders in _FOLDERS.items() if _any_below(names, folders)}
        if any(_EXTENSION.search(content) for content in contents):
            lost.add("extensions")
        if _has_shapes(archive, names):
            lost.add("shapes")
    return Survey(tuple(sorted(lost)), heavy)


def _any_below(names: dict[str, str], folders: tuple[str, ...]) -> bool:
    return any(name.startswith(folders) for name in names)


def _has_shapes(archive: ZipFile, names: dict[str, str]) -> bool:
    drawings = (real for name, real in names.items() if name.startswith("xl/drawings/drawing"))
    return any(_SHAPE.search(archive.read(drawing)) for drawing in drawings)


def _merged_cells(content: bytes) -> int:
    return sum(
        (abs(int(bottom) - int(top)) + 1) * (abs(_column(right) - _column(left)) + 1)
        for left, top, right, bottom in _MERGE.findall(content)
    )


def _column(letters: bytes) -> int:
    return column_index_from_string(letters.decode())
