"""What the user says of a file before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from disburse.model import Kind


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the user says of a file: reporting date, kind, unit, and ``(header, field)`` pairs."""

    as_of: date | None = None
    kind: Kind | None = None
    unit: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()
