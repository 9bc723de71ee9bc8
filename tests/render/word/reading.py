"""Word files read back: as text for golden dumps, as parts for their layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx import Document
from docx.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from docx.document import Document as Word
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph


def word(path: Path) -> Word:
    return Document(str(path))


def text_of(path: Path) -> str:
    """Every paragraph with its style, every table row on a line; then headers and footers."""
    document = word(path)
    lines = list(_lines(document))
    for number, section in enumerate(document.sections, 1):
        lines.append(f"== section {number}: {section.orientation.name.lower()}")
        lines += [f"footer: {one.text}" for one in section.footer.paragraphs]
    return "\n".join(lines) + "\n"


def _lines(document: Word) -> Iterator[str]:
    for one in document.iter_inner_content():
        if isinstance(one, Table):
            yield from (f"| {' | '.join(cells(row))} |" for row in one.rows)
        else:
            yield f"[{style_of(one)}] {one.text}".rstrip()


def xml(part: object) -> Any:  # noqa: ANN401 - elements have no types of their own
    """The element behind a paragraph, row or cell, for what python-docx has no word for."""
    return part._element  # type: ignore[attr-defined] # noqa: SLF001 - there is no other way


def cells(row: _Row) -> list[str]:
    """Texts of the cells of a row, a merged one once."""
    return [" / ".join(one.text for one in cell.paragraphs) for cell in _once(row.cells)]


def _once(listed: Iterable[_Cell]) -> list[_Cell]:
    return list({xml(cell): cell for cell in listed}.values())


def style_of(paragraph: Paragraph) -> str:
    return paragraph.style.name or "" if paragraph.style else ""


def paragraphs(document: Word) -> list[Paragraph]:
    """Every paragraph, those in tables among them, in order."""
    found: list[Paragraph] = []
    for one in document.iter_inner_content():
        if isinstance(one, Table):
            everything = (cell for row in one.rows for cell in row.cells)
            found += (paragraph for cell in _once(everything) for paragraph in cell.paragraphs)
        else:
            found.append(one)
    return found
