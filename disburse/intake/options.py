"""What the user says of a file before it is read, now or about an earlier one like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from disburse.answers import RememberedAnswer
    from disburse.model import Kind


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the user says of a file: reporting date, kind, unit, and ``(header, field)`` pairs.

    ``remembered`` are the answers in force to questions of earlier files: each holds for tables of
    its own layout alone, and what is said of this file goes first.
    """

    as_of: date | None = None
    kind: Kind | None = None
    unit: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    remembered: tuple[RememberedAnswer, ...] = ()
