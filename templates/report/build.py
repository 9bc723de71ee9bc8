#!/usr/bin/env python3
"""Builds the Word templates of this folder anew, as they were before anyone edited them in Word.

Needs python-docx, which comes with docxtpl. The same program gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from builder.letter import letter
from builder.report import report

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Word

FOLDER = Path(__file__).resolve().parent
TEMPLATES: dict[str, Callable[[], Word]] = {
    "cong-van-don-doc.docx": letter,
    "bao-cao-giai-ngan.docx": report,
}


def build(folder: Path = FOLDER) -> None:
    """Write every template into ``folder``."""
    for name, make in TEMPLATES.items():
        path = folder / name
        make().save(str(path))
        _undate(path)


def _undate(path: Path) -> None:
    """Write a packed file anew, every part of it with the same time."""
    with ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(ZipInfo(name), content, ZIP_DEFLATED)


if __name__ == "__main__":
    build()
