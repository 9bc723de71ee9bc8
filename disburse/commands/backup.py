"""``backup``: makes an archive of everything, checks one, or restores one elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disburse.backup.checking import check_backup
from disburse.backup.errors import BackupError
from disburse.backup.making import Source, make_backup
from disburse.backup.restoring import restore_backup
from disburse.backup.settings_copy import secrets_of
from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.opening import ledger_told, moment, opened_ledger, settings_of
from disburse.commands.wording import error, wording
from disburse.settings import FILE, TABLES, Storage

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from disburse.backup.manifest import Manifest
    from disburse.commands.answer import Context

_FOLDER = "backups"
_OF_THIS_PLACE = {("storage", "uploads")}
"""Settings that would lead a restored ledger back to the files of the one it was copied from."""


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``backup``: one of making, checking and restoring."""
    chosen = [one for one in (options.out, options.verify, options.restore) if one is not None]
    if len(chosen) > 1:
        raise error("one_backup")
    try:
        if options.verify is not None:
            return _verified(options.verify)
        if options.restore is not None:
            return _restored(options.restore, context)
        return _made(options.out, context)
    except BackupError as refusal:
        raise error(refusal.code, **refusal.arguments) from refusal


def _made(out: Path | None, context: Context) -> Answer:
    at, database = now(), context.database
    settings = settings_of(database)
    target = out or database.parent / _FOLDER / f"disburse-{at:%Y-%m-%d-%H%M%S}.zip"
    if target.exists():
        raise error("exists", path=target)
    left_out = secrets_of(TABLES) | _OF_THIS_PLACE
    source = Source(database, settings.uploads, database.parent / FILE, left_out)
    with opened_ledger(database):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            make_backup(source, target, at)
        except OSError as refusal:
            raise error("no_folder", path=target.parent) from refusal
    return _answer("made", target, check_backup(target))


def _verified(path: Path) -> Answer:
    return _answer("verified", path, _readable(path))


def _readable(path: Path) -> Manifest:
    if not path.exists():
        raise error("no_file", path=path)
    try:
        return check_backup(path)
    except OSError as refusal:
        raise error("unreadable", path=path) from refusal


def _restored(path: Path, context: Context) -> Answer:
    """Restore with the uploads folder beside the new ledger, wherever it was before."""
    if not context.database_chosen:
        raise error("restore_where")
    _readable(path)
    database = context.database
    with ledger_told(database):
        try:
            restored = restore_backup(path, database, database.parent / Storage().uploads, now())
        except OSError as refusal:
            raise error("no_folder", path=database.parent) from refusal
    return _answer(
        "restored",
        path,
        restored.manifest,
        database=str(database),
        unknown_mails=restored.doubted,
    )


def _answer(key: str, path: Path, manifest: Manifest, **more: str | int) -> Answer:
    return Answer(
        lambda: _document(path, manifest, **more), lambda: _text(key, path, manifest, **more)
    )


def _document(path: Path, manifest: Manifest, **more: str | int) -> dict[str, Any]:
    return {
        "file": str(path),
        **more,
        "ok": True,
        "made_at": manifest.made_at,
        "schema_version": manifest.schema_version,
        "files": len(manifest.files),
        "bytes": manifest.size,
        "rows": manifest.rows,
        "missing": list(manifest.missing),
    }


def _text(key: str, path: Path, manifest: Manifest, **more: str | int) -> str:
    texts = wording()["backup"]
    told = texts[key].format(
        file=path,
        files=len(manifest.files),
        bytes=f"{manifest.size:,}".replace(",", "."),
        made_at=moment(manifest.made_at),
        **more,
    )
    if more.get("unknown_mails"):
        told += "\n" + texts["unknown_mails"].format(count=more["unknown_mails"])
    if not manifest.missing:
        return told
    names = ", ".join(manifest.missing)
    return told + "\n" + texts["missing"].format(count=len(manifest.missing), names=names)
