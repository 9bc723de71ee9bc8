"""Checking an archive: every file as listed, a sound ledger with all its rows and originals."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from disburse.archives import SPOILED
from disburse.backup.errors import BackupError
from disburse.backup.manifest import (
    LEDGER,
    MANIFEST,
    UPLOADS,
    Manifest,
    digest,
    not_a_backup,
    read_manifest,
)
from disburse.ledger.backup import table_rows
from disburse.ledger.schema import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORIGINALS = "SELECT DISTINCT stored_path, sha256 FROM import"


def check_backup(path: Path) -> Manifest:
    """Check an archive as a whole; nothing is changed anywhere.

    Raises BackupError, and OSError where the file cannot be read.
    """
    with opened(path) as (archive, manifest), tempfile.TemporaryDirectory() as folder:
        _check_members(archive, manifest, path)
        archive.extract(LEDGER, folder)
        _check_ledger(Path(folder) / LEDGER, manifest, path)
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open an archive with its manifest for a block, telling what is wrong with it."""
    try:
        with ZipFile(path) as archive:
            yield archive, read_manifest(archive, path)
    except BadZipFile as error:
        code = not_a_backup(path) if "not a zip file" in str(error) else _damaged(path, str(error))
        raise code from error
    except SPOILED as error:
        raise _damaged(path, str(error)) from error


def _check_members(archive: ZipFile, manifest: Manifest, path: Path) -> None:
    listed = [one.name for one in manifest.files]
    held = [one for one in archive.namelist() if one != MANIFEST]
    if sorted(listed) != sorted(held) or LEDGER not in listed:
        raise _damaged(path, "the archive does not hold the files listed")
    for one in manifest.files:
        with archive.open(one.name) as file:
            if archive.getinfo(one.name).file_size != one.size or digest(file) != one.sha256:
                raise _damaged(path, one.name)


def _check_ledger(ledger: Path, manifest: Manifest, path: Path) -> None:
    digests = {one.name: one.sha256 for one in manifest.files}
    try:
        with closing(sqlite3.connect(ledger)) as opened_ledger:
            faults = [row[0] for row in opened_ledger.execute("PRAGMA integrity_check(10)")]
            (application,) = opened_ledger.execute("PRAGMA application_id").fetchone()
            sound = faults == ["ok"] and application == APPLICATION_ID
            if not sound or table_rows(opened_ledger) != manifest.rows:
                raise _damaged(path, LEDGER)
            for name, sha256 in opened_ledger.execute(_ORIGINALS):
                if name not in manifest.missing and digests.get(UPLOADS + name) != sha256:
                    raise _damaged(path, name)
    except sqlite3.Error as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, detail: str) -> BackupError:
    text = f"the backup {path} is damaged: {detail}"
    return BackupError("damaged_backup", text, path=str(path), detail=detail)
