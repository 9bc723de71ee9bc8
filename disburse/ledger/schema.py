"""Opening the ledger: one SQLite file, brought to the current schema."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from disburse.ledger import tables
from disburse.ledger.errors import LedgerError
from disburse.ledger.lean_import import without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

CURRENT_VERSION = len(tables.VERSIONS)
APPLICATION_ID = 0x44495342  # "DISB"; tells the ledger from any other SQLite file
BUSY_SECONDS = 10


def open_ledger(path: Path) -> sqlite3.Connection:
    """Open the ledger at ``path``, creating folders, file and tables as needed.

    The connection is in autocommit mode (use `transaction`), in WAL mode with foreign keys on.
    ``synchronous=FULL``: in WAL mode NORMAL may lose the last import in a power cut after the
    user was told it is stored; FULL costs one flush per import, which nobody notices.

    Raises LedgerError when the file cannot be opened, is not a SQLite database, belongs to
    another program, or has a newer schema than this program knows.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        text = f"cannot open the ledger {path}: {error}"
        raise LedgerError("cannot_open", text, path=str(path)) from error
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock from the first read on; commit as a whole or not at all."""
    yield from _between(connection, "BEGIN IMMEDIATE")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Let several queries see one state of the ledger, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
    else:
        yield from _between(connection, "BEGIN")


def _between(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        version = _check(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Without it INSERT OR REPLACE would slip past the triggers that guard the facts.
        connection.execute("PRAGMA recursive_triggers = ON")
    except sqlite3.OperationalError as error:
        text = f"cannot open the ledger {path}: {error}"
        raise LedgerError("cannot_open", text, path=str(path)) from error
    except sqlite3.DatabaseError as error:
        text = f"{path} is not a SQLite database"
        raise LedgerError("not_a_database", text, path=str(path)) from error
    if version < CURRENT_VERSION:
        _migrate(connection)


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version, 0 for an empty file."""
    with reading(connection):
        version = _number(connection, "PRAGMA user_version")
        application = _number(connection, "PRAGMA application_id")
        tables = _number(connection, "SELECT count(*) FROM sqlite_master")
    if tables and application != APPLICATION_ID:
        text = f"{path} is a database of another program"
        raise LedgerError("not_a_ledger", text, path=str(path))
    if version > CURRENT_VERSION:
        text = (
            f"{path} has schema version {version}, this program knows up to {CURRENT_VERSION}:"
            " use the newer program"
        )
        raise LedgerError("newer_schema", text, path=str(path), version=version)
    return version


def _number(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])


def load_migrations() -> None:
    """Load what makes a ledger or brings one up to date; a current one does without."""
    with without("pandas", "numpy"):
        import sqlite_utils  # noqa: F401 - loaded for `_migrate`


def _migrate(connection: sqlite3.Connection) -> None:
    """Apply what is pending in one transaction, so that a second opener waits and finds it done."""
    load_migrations()
    from sqlite_utils import Database, Migrations

    migrations = Migrations("disburse")
    for version, statements in enumerate(tables.VERSIONS, start=1):
        migrations(name=f"version_{version:03}")(_migration(statements))
    with transaction(connection):
        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {CURRENT_VERSION}")


def _migration(statements: tuple[str, ...]) -> Callable[[Database], None]:
    def apply(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return apply
