"""The findings an import was stored with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.model import Finding, Severity

if TYPE_CHECKING:
    import sqlite3

_FINDINGS = """
    SELECT code, severity, sheet, cell, value, message, fix FROM finding
    WHERE import_id = ? ORDER BY line
"""


def findings_of(connection: sqlite3.Connection, import_id: int) -> list[Finding]:
    """List the findings of an import, in the order they were made."""
    return [
        Finding(code, Severity(severity), *rest)
        for code, severity, *rest in connection.execute(_FINDINGS, (import_id,))
    ]
