"""The workbook's file: the parts XlsxWriter wrote, the bodies of tables put into its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import DEFLATED

from isal import isal_zlib

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import IO

# ISA-L takes 0.05 s for the 70 MB of 10,000 projects and makes a file of 8.5 MB. zlib takes
# 0.2 s for as much and 0.6 s for 6.4 MB, its default.
COMPRESSION, RAW = 2, -15
END_OF_ROWS = b"</sheetData>"

Bodies = list["Iterable[bytes]"]


def pack(parts: IO[bytes], bodies: Mapping[str, Bodies], path: Path) -> None:
    """Write ``parts``, a packed workbook, anew; ``bodies`` end the rows of the sheets they name.

    Sheets are named by their part (``xl/worksheets/sheet1.xml``). Raises OSError.
    """
    with (
        ZipFile(parts) as given,
        ZipFile(path, "w", ZIP_DEFLATED) as packed,
    ):
        for name in given.namelist():
            with packed.open(name, "w") as part:
                _compress_fast(part)
                _write(part, given.read(name), bodies.get(name, []))


def _compress_fast(part: Any) -> None:  # noqa: ANN401 - the attribute is not public
    """Let ISA-L compress a part: ZipFile knows no other way to choose who does."""
    part._compressor = isal_zlib.compressobj(COMPRESSION, DEFLATED, RAW)  # noqa: SLF001 - the same


def _write(part: IO[bytes], content: bytes, bodies: Bodies) -> None:
    if not bodies:
        part.write(content)
        return
    head, end, tail = content.partition(END_OF_ROWS)
    part.write(head)
    while bodies:
        part.writelines(bodies.pop(0))
    part.write(end + tail)
