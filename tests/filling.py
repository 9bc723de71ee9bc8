"""Ledgers filled with the sample registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.intake.options import ReadingOptions
from disburse.paths import SAMPLES
from disburse.pipeline import Receipt, TakenIn, read, take_in
from disburse.progress import Stopwatch

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path


def take_sample(ledger: sqlite3.Connection, uploads: Path, name: str, at: datetime) -> TakenIn:
    """Take one sample into a ledger, its file into ``uploads``."""
    register = read(SAMPLES / name, ReadingOptions(), Stopwatch())
    receipt = Receipt(uploads, "Phòng Kinh tế", at)
    return take_in(register, SAMPLES / name, ledger, receipt, Stopwatch())
