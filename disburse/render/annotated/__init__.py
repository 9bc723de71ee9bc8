"""The user's own workbook, returned with the cells of findings marked and explained.

An .xlsx or .xlsm comes back as itself, without macros: formats, widths, formulas with their
stored results, merges and print set-up kept. Of other formats the values and merged ranges come
back, of what cannot be opened only the list of findings. Text from files stays text: it becomes
neither a formula nor a link.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from disburse.files import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.model import Register
    from disburse.render.annotated.opening import Opened


def write_annotated(original: Path, register: Register, path: Path) -> None:
    """Write ``original`` to ``path``, an .xlsx, with what is found in it; it appears whole or not.

    ``register`` is ``original`` as read, refused or not. Raises OSError where a file cannot be
    read or written.
    """
    content = _content(original, register)
    with written_whole(path) as unfinished:
        unfinished.write_bytes(content)


def _content(original: Path, register: Register) -> bytes:
    """Give the file to write, by the first way that leads to one."""
    from disburse.render.annotated.opening import ways_to_open

    *doubtful, last = ways_to_open(original, register)
    for opened in doubtful:
        with suppress(Exception):
            return _marked(opened(), register)
    return _marked(last(), register)


def _marked(opened: Opened, register: Register) -> bytes:
    """Mark an opened workbook and give it as a file."""
    from disburse.render.annotated.listing import add_listing, remove_earlier
    from disburse.render.annotated.marks import MOST_COMMENTS, mark
    from disburse.render.annotated.saving import saved
    from disburse.render.annotated.wording import text

    marked_before = remove_earlier(opened.workbook)
    listed = set(opened.workbook.sheetnames)
    sheets = {name: one for name, one in opened.sheets.items() if one.title in listed}
    opened.sheets = sheets
    marked = mark(sheets, register.findings, marked_before=marked_before)
    notes = list(opened.notes)
    if marked:
        notes.insert(0, text("notes", "how"))
    if marked > MOST_COMMENTS:
        left = marked - MOST_COMMENTS
        notes.append(text("notes", "comments_left", shown=MOST_COMMENTS, left=left))
    add_listing(opened.workbook, register, sheets, notes)
    return saved(opened)
