"""What the headings over a row say of it: owner, funding source, tranche and class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disburse.intake.groups import class_named, heading_owner, heading_source, heading_tranche
from disburse.model import ProjectClass, Tranche
from disburse.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.intake.layout import Layout
    from disburse.intake.outline import Line

    Claim = tuple[ProjectClass | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Above:
    """Money is ``carried`` over from the year before; ``claim`` is a class, its text and cell."""

    owner: str | None
    source: str | None
    carried: bool
    claim: Claim


def said_above(layout: Layout, groups: Sequence[Line], year: int | None) -> Above:
    """Read the headings open over a row, outermost first; ``year`` is the budget year."""
    headings = [group.name or group.ordinal for group in groups]
    return Above(
        owner=heading_owner(headings),
        source=heading_source(headings),
        carried=any(heading_tranche(text) is Tranche.CARRYOVER for text in headings),
        claim=_claim(layout, groups, year),
    )


def _claim(layout: Layout, groups: Sequence[Line], year: int | None) -> Claim:
    """By the innermost heading that names a class, else by the title of the table."""
    for group in reversed(groups):
        if (named := class_named(group.name or group.ordinal, year)) is not None:
            column = layout.single["name"] if group.name and "name" in layout.single else None
            cell = layout.cell(column or layout.columns[0], group.row)
            return named, clean(group.name or group.ordinal), cell
    return layout.claim or (None, None, None)
