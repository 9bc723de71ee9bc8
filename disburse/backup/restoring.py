"""Restoring an archive to a place where nothing is yet."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from disburse.backup.checking import check_backup, opened
from disburse.backup.errors import BackupError
from disburse.backup.manifest import LEDGER, SETTINGS, UPLOADS, Manifest
from disburse.ledger.restorations import note
from disburse.ledger.schema import CURRENT_VERSION, open_ledger, transaction
from disburse.send.restored import doubt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and how many messages in it may have been sent since it was copied."""

    manifest: Manifest
    doubted: int


def restore_backup(path: Path, database: Path, uploads: Path, at: datetime) -> Restored:
    """Check an archive, restore it as ``database`` with its files beside, and open it once.

    ``uploads``: where received files go. An older ledger is brought up to date. What may have
    been done between the copy and ``at`` is not done again: messages still to be sent count as
    unknown, schedules due by then as run. Nothing that exists is written to: raises BackupError
    (``occupied``) first. Raises what `check_backup` does, LedgerError and OSError; whatever was
    restored until then is gone again.
    """
    manifest = check_backup(path)
    if manifest.schema_version > CURRENT_VERSION:
        text = f"{path} has schema version {manifest.schema_version}"
        raise BackupError("newer_backup", text, path=str(path))
    settings = database.parent / SETTINGS
    _demand_free((database, settings, uploads, *(Path(f"{database}{one}") for one in _BESIDE)))
    database.parent.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=database.parent) as folder:
            _extract(path, Path(folder))
            with closing(open_ledger(Path(folder) / LEDGER)) as ledger:
                with transaction(ledger):
                    note(ledger, manifest.made_at, at)
                    doubted = doubt(ledger, at)
                ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                ledger.execute("PRAGMA journal_mode = DELETE")
            places = {LEDGER: database, SETTINGS: settings, UPLOADS: uploads}
            for name, place in places.items():
                if (Path(folder) / name).exists():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.move(Path(folder) / name, place)
                    made.append(place)
    except BaseException:
        _remove(made)
        raise
    return Restored(manifest, doubted)


def _extract(path: Path, folder: Path) -> None:
    with opened(path) as (archive, manifest):
        for one in manifest.files:
            archive.extract(one.name, folder)


def _demand_free(places: Iterable[Path]) -> None:
    for place in places:
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            text = f"{place} exists"
            raise BackupError("occupied", text, path=str(place))
        if place.is_dir():
            place.rmdir()


def _remove(made: Iterable[Path]) -> None:
    for place in made:
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
