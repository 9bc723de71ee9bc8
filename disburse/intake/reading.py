"""The stages of intake in order: a file in, a `Register` out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from disburse.intake.options import ReadingOptions
from disburse.intake.understanding import understood
from disburse.intake.workbook import UnreadableWorkbookError, open_workbook
from disburse.model import Kind, Register

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.intake.context import Early

__all__ = ["ReadingOptions", "read_register"]


def read_register(path: Path, options: ReadingOptions, early: Early | None = None) -> Register:
    """Read a file as it is; whatever is wrong with it is among the findings.

    ``early`` is given projects by the hundred as soon as they are read; most likely they will
    stand in the register as they are.

    Raises:
        OSError: the file does not exist or cannot be read.
    """
    try:
        workbook = open_workbook(path)
    except UnreadableWorkbookError as error:
        return _unreadable(path, options, error.code)
    return understood(workbook, path, options, early)


def _unreadable(path: Path, options: ReadingOptions, code: str) -> Register:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    from disburse.findings import finding

    problem = finding(code, value=path.name)
    kind = options.kind or Kind.REGISTER
    return Register(path.name, digest, kind, options.as_of, None, (), (), (), (problem,))
