"""The alphabet a cell's font is made for: the best evidence of how its text is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zipfile import ZipFile

from disburse.intake import spreadsheetml
from disburse.intake.alphabets import TCVN3, VISCII, VNI
from disburse.intake.excel97 import fonts_excel97
from disburse.intake.spreadsheetml import column_number

if TYPE_CHECKING:
    from pathlib import Path

    Positions = dict[tuple[int, int], "LegacyFont"]

_FAMILIES = (
    (re.compile(r"\.vn|.*tcvn|\.?abc(?![a-z])", re.IGNORECASE), TCVN3),
    (re.compile(r"vni[- ]", re.IGNORECASE), VNI),
    (re.compile(r"vi |.*viscii", re.IGNORECASE), VISCII),
)
_TEXT_CELL = re.compile(
    rb"""<(?:\w+:)?c\s+r=["']([A-Z]{1,3})(\d{1,7})["']([^<>]*?\st=["'](?:s|str|inlineStr)["'][^<>]*)>"""
    rb"(?:<(?:\w+:)?v>(\d+)<|<(?:\w+:)?is>((?:(?!<(?:\w+:)?c\s).)*?)</(?:\w+:)?is>)?",
    re.DOTALL,
)
_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """A font of an old alphabet; ``capitals`` fonts (`.VnTimeH`) draw small letters as capitals."""

    alphabet: str
    capitals: bool


@lru_cache(maxsize=1024)
def legacy_font(name: str) -> LegacyFont | None:
    """The alphabet of a font by its name: `.Vn…`, `VNI-…`; None for any other font."""
    for pattern, alphabet in _FAMILIES:
        if pattern.match(name):
            return LegacyFont(alphabet, capitals=alphabet == TCVN3 and name.endswith("H"))
    return None


def legacy_fonts(path: Path) -> dict[str, Positions]:
    """By sheet, the cells set in a font of an old alphabet; empty for formats without fonts.

    Positions are ``(row, column)`` from 0. Read from .xlsx, .xlsm and .xls; a broken file gives
    what it could. .ods and .xlsb are left to the proof by words.
    """
    suffix = path.suffix.lower()
    if suffix == ".xls":
        named = fonts_excel97(path)
    elif suffix in {".xlsx", ".xlsm"}:
        named = _package_fonts(path)
    else:
        named = {}
    return {
        sheet: {place: font for place, name in cells.items() if (font := legacy_font(name))}
        for sheet, cells in named.items()
    }


def _package_fonts(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        with ZipFile(path) as package:
            styles = spreadsheetml.cell_fonts(spreadsheetml.related(package, "styles.xml"))
            names = [font.name for font in styles] or [""]
            runs = spreadsheetml.run_fonts(spreadsheetml.related(package, "sharedStrings.xml"))
            for part in spreadsheetml.worksheets(package):
                cells = found.setdefault(part.sheet, {})
                for piece in spreadsheetml.pieces(package, part.member):
                    cells.update(_piece_fonts(piece, names, runs))
    except spreadsheetml.BROKEN:
        return found
    return found


def _piece_fonts(
    piece: bytes, names: list[str], runs: dict[int, str]
) -> dict[tuple[int, int], str]:
    fonts = {}
    for letters, row, rest, shared, inline in _TEXT_CELL.findall(piece):
        style = _STYLE.search(rest)
        index = int(style[1]) if style else 0
        run = runs.get(int(shared)) if shared else spreadsheetml.run_font(inline)
        own = names[index] if index < len(names) else ""
        fonts[int(row) - 1, column_number(letters)] = run or own
    return fonts
