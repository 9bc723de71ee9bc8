"""Decides what a file is and holds it to the bounds of its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.intake.safety.format import ARCHIVE, COMPOUND, Format, foreign
from disburse.intake.safety.limits import LARGEST_FILE, refusal

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = 512


def check(path: Path) -> Format:
    """Tell the real format of a file that is safe to hand to a reader of that format.

    The name's extension decides nothing but whether plain text may be a table.

    Raises:
        UnreadableWorkbookError: the file is none we read, or out of bounds; its code says why.
        OSError: the file cannot be read at all.
    """
    size = path.stat().st_size
    if size == 0:
        raise refusal("file_empty")
    if size > LARGEST_FILE:
        raise refusal("file_too_large")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(ARCHIVE):
        from disburse.intake.safety.archive import check_archive

        return check_archive(path)
    if head.startswith(COMPOUND):
        from disburse.intake.safety.legacy import check_legacy

        return check_legacy(path)
    if code := foreign(head):
        raise refusal(code)
    from disburse.intake.safety.plain import check_plain

    check_plain(path)
    return Format.TEXT
