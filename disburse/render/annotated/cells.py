"""What openpyxl offers on cells only slowly or not at all, the one place that reaches inside it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from disburse.render.annotated.wording import like_formula, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

    AnyCell = Cell | MergedCell


class Styler:
    """Changes the looks of cells; each change of each look is worked out once.

    Every assignment of a fill, font or border makes openpyxl compare it with all it knows.
    """

    def __init__(self) -> None:
        """Start for one workbook."""
        self._known: dict[tuple[int, Hashable], StyleArray] = {}

    def change(self, cell: AnyCell, key: Hashable, change: Callable[[AnyCell], None]) -> None:
        """Apply a change named by ``key`` to a cell."""
        look: Any = cell
        at = (cell.style_id, key)
        known = self._known.get(at)
        if known is None:
            change(cell)
            self._known[at] = copy(look._style)  # noqa: SLF001 - the look as a whole, has no name
        else:
            look._style = copy(known)  # noqa: SLF001 - the same


def cells_of(sheet: Worksheet) -> Iterator[AnyCell]:
    """Cells that a sheet holds; openpyxl's own ``iter_rows`` makes all the others between them."""
    yield from tuple(sheet._cells.values())  # noqa: SLF001 - no public way leaves a sheet as it is


def write_text(cell: AnyCell, content: str) -> None:
    """Write text that can become neither a formula nor an error value nor a link."""
    shown = plain(content)
    if not shown:
        return
    cell.value = shown
    cell.data_type = "s"
    if like_formula(shown):
        cell.quotePrefix = True
