"""Uploads not yet stored: each a folder with the file as received and what was said and read of it.

Nothing of them is in the ledger. A folder is known by a random number, belongs to the person who
uploaded it, and is dropped when it is stored, discarded or a week old.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from threading import Lock

import msgspec

from disburse.files import written_whole
from disburse.intake.options import ReadingOptions
from disburse.model import Kind, Register
from disburse.text import clean

FOLDER = "staged"
KEPT = timedelta(days=7)
_STATE = "upload.json"
_READ = "register.msgpack"
_LONGEST_NAME, _LONGEST_SUFFIX = 150, 10
"""Bytes: file systems take 255, and names are added to."""
_NUMBER = re.compile(r"[0-9a-f]{32}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
"""Names Windows keeps for devices."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said of the file; empty texts where nothing was."""

    as_of: str = ""
    kind: str = ""
    unit: str = ""
    mapping: dict[str, str] = field(default_factory=dict)

    def options(self) -> ReadingOptions:
        """Turn it into what the intake takes."""
        return ReadingOptions(
            as_of=date.fromisoformat(self.as_of) if self.as_of else None,
            kind=Kind(self.kind) if self.kind else None,
            unit=self.unit or None,
            mapping=tuple(self.mapping.items()),
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload; ``failed`` when the program, not the file, was at fault."""

    upload_id: str
    person_id: int
    file: str
    uploaded_at: str
    said: Said = field(default_factory=Said)
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of an upload; ``digest`` tells one reading of it from another."""

    register: Register
    digest: str


class Staging:
    """The uploads of one ledger, below its folder of received files."""

    def __init__(self, uploads: Path) -> None:
        """Keep them in ``uploads/staged``."""
        self._root = uploads / FOLDER
        self._changing = Lock()

    def folder(self, upload_id: str) -> Path:
        """Folder of an upload."""
        return self._root / upload_id

    def original(self, upload: Upload) -> Path:
        """The file as received, under its own name."""
        return self.folder(upload.upload_id) / "original" / upload.file

    def add(self, source: Path, name: str, person_id: int, at: datetime) -> Upload:
        """Move a received file in."""
        upload = Upload(
            secrets.token_hex(16), person_id, safe_name(name), at.isoformat(timespec="seconds")
        )
        target = self.original(upload)
        target.parent.mkdir(parents=True)
        shutil.move(source, target)
        self.save(upload)
        return upload

    def find(self, upload_id: str, person_id: int) -> Upload | None:
        """Return a person's upload; another's is none."""
        if not _NUMBER.fullmatch(upload_id):
            return None
        path = self.folder(upload_id) / _STATE
        if not path.exists():
            return None
        upload = msgspec.json.decode(path.read_bytes(), type=Upload)
        return upload if upload.person_id == person_id else None

    def of_person(self, person_id: int) -> list[Upload]:
        """List a person's uploads, the latest first."""
        if not self._root.exists():
            return []
        found = (self.find(path.name, person_id) for path in self._root.iterdir())
        kept = [one for one in found if one is not None]
        return sorted(kept, key=lambda one: one.uploaded_at, reverse=True)

    def save(self, upload: Upload) -> None:
        """Write what is known of an upload."""
        with written_whole(self.folder(upload.upload_id) / _STATE) as path:
            path.write_bytes(msgspec.json.encode(asdict(upload)))

    def say(self, upload: Upload, said: Said) -> Upload:
        """Keep what was said; the file has to be read again."""
        with self._changing:
            (self.folder(upload.upload_id) / _READ).unlink(missing_ok=True)
            changed = replace(upload, said=said, failed=False)
            self.save(changed)
        return changed

    def keep_register(self, upload: Upload, register: Register) -> None:
        """Keep what was read, so that confirming stores what was shown.

        What was discarded, or answered otherwise, since ``upload`` was found, is left as it is.
        """
        with self._changing:
            if self._current(upload):
                with written_whole(self.folder(upload.upload_id) / _READ) as path:
                    path.write_bytes(msgspec.msgpack.encode(register))

    def fail(self, upload: Upload) -> bool:
        """Note that reading failed, and tell whether that still matters."""
        with self._changing:
            matters = self._current(upload)
            if matters:
                self.save(replace(upload, failed=True))
        return matters

    def _current(self, upload: Upload) -> bool:
        latest = self.find(upload.upload_id, upload.person_id)
        return latest is not None and latest.said == upload.said

    def reading(self, upload: Upload) -> Reading | None:
        """Return what was read, None while it is still being read."""
        path = self.folder(upload.upload_id) / _READ
        try:
            kept = path.read_bytes()
        except FileNotFoundError:
            return None
        register = msgspec.msgpack.decode(kept, type=Register)
        return Reading(register, hashlib.sha256(kept).hexdigest())

    def has_reading(self, upload: Upload) -> bool:
        """Tell whether the file was read."""
        return (self.folder(upload.upload_id) / _READ).exists()

    def drop(self, upload_id: str) -> None:
        """Forget an upload."""
        with self._changing:
            shutil.rmtree(self.folder(upload_id), ignore_errors=True)

    def drop_old(self, at: datetime) -> None:
        """Forget what nobody came back to."""
        for path in self._root.iterdir() if self._root.exists() else ():
            state = path / _STATE
            if not state.exists():
                continue
            upload = msgspec.json.decode(state.read_bytes(), type=Upload)
            if at - datetime.fromisoformat(upload.uploaded_at) > KEPT:
                self.drop(upload.upload_id)


def safe_name(name: str) -> str:
    """Make a name that every system can hold and that leads nowhere else; its end is kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = _UNSAFE.sub("_", clean(_cut(last, len(last) * 4))).strip(" .")
    plain = _RESERVED.sub(r"_\g<0>", plain, count=1) if _RESERVED.match(plain) else plain
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix.encode()) > _LONGEST_SUFFIX:
        return _cut(plain, _LONGEST_NAME).strip(" .") or "tep"
    room = _LONGEST_NAME - len(suffix.encode()) - len(dot)
    return f"{_cut(stem, room).rstrip(' .')}.{suffix}"


def _cut(text: str, most: int) -> str:
    """The beginning of a text within so many bytes; half a letter is left out."""
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")
