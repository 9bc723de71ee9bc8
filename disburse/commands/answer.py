"""What a verb hands back to the entry point, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from disburse.progress import Progress

DONE = 0
REFUSED = 1
WRONG_USE = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The exit code with the two forms of the answer, of which one is made."""

    document: Callable[[], Mapping[str, Any]]
    text: Callable[[], str]
    exit_code: int = DONE


@dataclass(frozen=True, slots=True)
class Context:
    """The ledger's path, whether the operator chose it, and where progress is told."""

    database: Path
    database_chosen: bool
    progress: Progress
