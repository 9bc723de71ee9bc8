"""The list of what an archive holds, written last and read first."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from disburse.backup.errors import BackupError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO
    from zipfile import ZipFile

MANIFEST, LEDGER, SETTINGS, UPLOADS = "manifest.json", "ledger.db", "disburse.toml", "uploads/"
FORMAT = 1
_CHUNK = 1024 * 1024


class Member(msgspec.Struct, frozen=True):
    """One file: its name in the archive, its size in bytes and its digest."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What an archive holds; ``rows`` of each table, ``missing`` originals that were not found."""

    format: int
    made_at: str
    schema_version: int
    rows: dict[str, int]
    files: tuple[Member, ...]
    missing: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(one.size for one in self.files)


def digest(file: IO[bytes]) -> str:
    """Return the SHA-256 of what is left of an open file."""
    found = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def read_manifest(archive: ZipFile, path: Path) -> Manifest:
    """Read the manifest of an archive. Raises BackupError where it is none of ours."""
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise not_a_backup(path) from error
    if manifest.format > FORMAT:
        text = f"{path} has format {manifest.format}, this program knows up to {FORMAT}"
        raise BackupError("newer_backup", text, path=str(path))
    if any(not _ours(one.name) for one in manifest.files):
        raise not_a_backup(path)
    return manifest


def not_a_backup(path: Path) -> BackupError:
    """Say that a file is no backup of ours."""
    return BackupError("not_a_backup", f"{path} is not a backup", path=str(path))


def _ours(name: str) -> bool:
    """Tell whether a name stays where it belongs, on any system."""
    folder, _, file = name.rpartition("/")
    if name in {LEDGER, SETTINGS}:
        return True
    plain = bool(file) and not set(file) & set('\\:*?"<>|') and file not in {".", ".."}
    return folder == UPLOADS.rstrip("/") and plain
