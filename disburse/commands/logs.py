"""Logs of what runs for long: a file beside the database, begun anew when it is full."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from disburse.clock import moment_of
from disburse.commands.wording import error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from time import struct_time

    from disburse.settings import Logs

_MEGABYTE = 1024 * 1024
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUIET = ("apscheduler", "uvicorn.access")


class _InVietnam(logging.Formatter):
    """Writes times as they are in Vietnam, whatever the computer's own zone."""

    default_msec_format = ""

    def converter(self, seconds: float | None) -> struct_time:
        return moment_of(seconds or 0.0).timetuple()


@contextmanager
def logging_to(database: Path, settings: Logs, name: str) -> Iterator[Path]:
    """Log to ``NAME.log`` and, from warnings on, to stderr, for a block.

    Each program has a file of its own, for Windows cannot begin one anew that two hold open.
    Raises OperatorError where the folder cannot be written.
    """
    path = database.parent / settings.folder / f"{name}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            path,
            maxBytes=settings.megabytes * _MEGABYTE,
            backupCount=settings.kept,
            encoding="utf-8",
        )
    except OSError as refusal:
        raise error("no_folder", path=path.parent) from refusal
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.WARNING)
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    for quiet in _QUIET:
        logging.getLogger(quiet).setLevel(logging.WARNING)
    for handler in (file, screen):
        handler.setFormatter(_InVietnam(_FORMAT))
        root.addHandler(handler)
    try:
        yield path
    finally:
        for handler in (file, screen):
            root.removeHandler(handler)
            handler.close()
        root.setLevel(before)
