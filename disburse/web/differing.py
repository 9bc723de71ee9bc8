"""What a file changes in the ledger, project by project, as the page of an upload lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from disburse.differences import DifferenceKind
from disburse.render.differences import field_difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disburse.differences import FieldDifference, ProjectDifference

LISTED = 50


@dataclass(frozen=True, slots=True)
class Group:
    """The projects of one kind: how many there are, and the first of them."""

    kind: str
    total: int
    listed: tuple[ProjectDifference, ...]

    @property
    def left(self) -> int:
        """How many are not listed."""
        return self.total - len(self.listed)


def grouped(differences: Sequence[ProjectDifference]) -> list[Group]:
    """Changed, missing and new projects; where all are new, as in a first file, none is listed."""
    kinds = [
        (kind, [one for one in differences if one.kind is kind])
        for kind in (DifferenceKind.CHANGED, DifferenceKind.MISSING, DifferenceKind.NEW)
    ]
    if all(one.kind is DifferenceKind.NEW for one in differences):
        return []
    return [Group(kind.value, len(all_), tuple(all_[:LISTED])) for kind, all_ in kinds if all_]


def field_words(difference: FieldDifference) -> dict[str, Any]:
    """``field old new`` of one statement in words, amounts in triệu đồng."""
    return field_difference(to_builtins(difference))
