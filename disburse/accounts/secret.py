"""The secret that one-time links and cookies are signed with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from disburse.accounts.errors import AccountError
from disburse.accounts.randomness import new_secret
from disburse.accounts.writing import atomically
from disburse.files import written_whole

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

FILE = "disburse.secret"
SHORTEST = 32
_OWNER_ONLY = 0o600


def signing_secret(connection: sqlite3.Connection, database: Path, given: str) -> str:
    """Return the secret given by the settings, else that of the file beside the database.

    The file is made at first need, readable by its owner alone; the ledger's write lock keeps two
    programs from making two. Raises AccountError ``secret_short``, and OSError where the file can
    be neither read nor written.
    """
    path = database.parent / FILE
    secret = given or _kept(path)
    if not secret:
        with atomically(connection):
            secret = _kept(path) or _make(path)
    if len(secret) < SHORTEST:
        raise AccountError("secret_short", "the signing secret is too short", shortest=SHORTEST)
    return secret


def _kept(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _make(path: Path) -> str:
    secret = new_secret()
    with written_whole(path) as unfinished:
        handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secret)
    return secret
