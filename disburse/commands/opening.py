"""What most verbs need first: the ledger, the settings beside it, and who is at the keyboard."""

from __future__ import annotations

import getpass
import os
import sqlite3
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from disburse.commands.wording import error, wording
from disburse.errors import OperatorError
from disburse.ledger.errors import LedgerError
from disburse.ledger.schema import open_ledger
from disburse.settings import load_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from disburse.settings import Settings


@contextmanager
def opened_ledger(path: Path, *, must_exist: bool = True) -> Iterator[sqlite3.Connection]:
    """Open the ledger for a block, telling what goes wrong with it in the operator's words.

    ``must_exist`` keeps a mistyped path from becoming a new, empty ledger.
    """
    if must_exist and not path.exists():
        raise error("no_ledger", path=path)
    with ledger_told(path):
        connection = open_ledger(path)
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def ledger_told(path: Path) -> Iterator[None]:
    """Tell what goes wrong with a ledger in the operator's words, for a block."""
    try:
        yield
    except LedgerError as refusal:
        raise _worded(refusal.code, {"path": path, **refusal.arguments}) from refusal
    except sqlite3.OperationalError as refusal:
        raise _worded("cannot_open", {"path": path}) from refusal
    except sqlite3.DatabaseError as refusal:
        raise _worded("not_a_database", {"path": path}) from refusal


def _worded(code: str, details: dict[str, object]) -> OperatorError:
    for name in details.keys() & {"undone_at", "withdrawn_at"}:
        details[name] = moment(str(details[name]))
    return OperatorError(wording()["ledger"][code].format(**details))


def moment(text: str) -> str:
    """Write a moment of the ledger as people read it: 30/09/2026 08:15."""
    return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"


def settings_of(database: Path) -> Settings:
    """Read the settings that go with a ledger."""
    return load_settings(database, os.environ)


def person(options: Namespace) -> str:
    """Name who imports or undoes: ``--by``, else the operating system's user."""
    return options.by or system_user()


def system_user() -> str:
    """Name the operating system's user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return wording()["program"]["nobody"]
