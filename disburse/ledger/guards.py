"""Triggers that keep the rows of a table as they were written."""

from __future__ import annotations


def append_only(*tables: str) -> tuple[str, ...]:
    """Statements that refuse to change or delete rows of the tables."""
    return tuple(refusing(table, change) for table in tables for change in ("UPDATE", "DELETE"))


def refusing(table: str, change: str) -> str:
    """The statement that refuses one kind of change; part of schema versions, so never edited."""
    return (
        f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
        f"BEGIN SELECT raise(ABORT, '{table} is append-only'); END"
    )
