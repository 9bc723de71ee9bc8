"""Making an archive: the ledger copied first, so that every file it knows of is there to follow."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from disburse.backup.manifest import (
    FORMAT,
    LEDGER,
    MANIFEST,
    SETTINGS,
    UPLOADS,
    Manifest,
    Member,
    digest,
)
from disburse.backup.settings_copy import without
from disburse.files import written_whole
from disburse.ledger.backup import copy_ledger
from disburse.ledger.moments import stamp
from disburse.ledger.schema import CURRENT_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_ORIGINALS = "SELECT DISTINCT stored_path FROM import ORDER BY stored_path"
_COMPRESSED = {".xlsx", ".xlsm", ".xlsb", ".ods"}


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up; ``left_out`` of the settings file, each a table and key."""

    database: Path
    uploads: Path
    settings: Path
    left_out: frozenset[tuple[str, str]]


def make_backup(source: Source, target: Path, at: datetime) -> Manifest:
    """Write an archive of a ledger that may be in use; it appears whole or not at all.

    Received files are those the ledger knows of; one that is gone is told in ``missing``.
    Raises LedgerError (``copy_failed``), OSError.
    """
    with written_whole(target) as unfinished, tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / LEDGER
        rows = copy_ledger(source.database, copy)
        originals = _originals(copy)
        found = [name for name in originals if (source.uploads / name).is_file()]
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
            _add(archive, copy, LEDGER)
            for name in found:
                _add(archive, source.uploads / name, UPLOADS + name)
            _add_settings(archive, source)
            manifest = Manifest(
                format=FORMAT,
                made_at=stamp(at),
                schema_version=CURRENT_VERSION,
                rows=rows,
                files=tuple(_members(archive)),
                missing=tuple(name for name in originals if name not in set(found)),
            )
            archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def _originals(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy)) as ledger:
        return [name for (name,) in ledger.execute(_ORIGINALS)]


def _add(archive: ZipFile, path: Path, name: str) -> None:
    """Add a file; workbooks are compressed already."""
    how = None if path.suffix.lower() not in _COMPRESSED else 0
    archive.write(path, name, compress_type=how)


def _add_settings(archive: ZipFile, source: Source) -> None:
    if source.settings.exists():
        text = source.settings.read_text(encoding="utf-8")
        archive.writestr(SETTINGS, without(text, source.left_out))


def _members(archive: ZipFile) -> Iterator[Member]:
    """Describe what was written, from the archive itself."""
    for one in archive.infolist():
        with archive.open(one) as file:
            yield Member(one.filename, one.file_size, digest(file))
