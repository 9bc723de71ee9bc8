"""What most verbs need first: the ledger, the settings beside it, and who is at the keyboard."""

from __future__ import annotations

import getpass
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from disburse.commands.wording import error, wording
from disburse.errors import OperatorError
from disburse.ledger.errors import LedgerError
from disburse.ledger.schema import open_ledger
from disburse.settings import load_settings

if TYPE_CHECKING:
    import sqlite3
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
    try:
        connection = open_ledger(path)
        try:
            yield connection
        finally:
            connection.close()
    except LedgerError as refusal:
        raise worded(refusal, path) from refusal


def worded(refusal: LedgerError, path: Path) -> OperatorError:
    """Say in Vietnamese what a LedgerError means and what to do."""
    details = {"path": str(path), **refusal.arguments}
    return OperatorError(wording()["ledger"][refusal.code].format(**details))


def settings_of(database: Path) -> Settings:
    """Read the settings that go with a ledger."""
    return load_settings(database, os.environ)


def person(options: Namespace) -> str:
    """Name who imports or undoes: ``--by``, else the operating system's user."""
    given: str | None = options.by
    if given:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return wording()["program"]["nobody"]
