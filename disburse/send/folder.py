"""Carrying mails into a folder, where no mail server is set: files that mail programs open."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from disburse.files import written_whole
from disburse.send.mime import built
from disburse.send.records import Fault, Outcome, Result

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.send.carrier import Handing
    from disburse.send.mime import Sender
    from disburse.send.records import Mail

_UNSAFE = re.compile(r"[^a-z0-9@._-]+")
_HEAD = 64 * 1024


class ToFolder:
    """A `Carrier` that writes ``<date>-<kind>-<recipient>.eml``.

    Writing the same mail again makes the same file: what was interrupted is simply done again.
    """

    def __init__(self, folder: Path, sender: Sender) -> None:
        """Keep where mails go and who they come from; nothing is made yet."""
        self._folder = folder
        self._sender = sender

    def ready(self) -> Result | None:
        """Have the folder."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return _failed(error)
        return None

    def carry(self, mail: Mail, handing: Handing) -> Result:
        """Write one mail, whole or not at all."""
        del handing
        try:
            path = self._place(mail)
            with written_whole(path) as unfinished, unfinished.open("wb") as file:
                file.write(built(mail, self._sender, draft=True))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return _failed(error)
        return Result(Outcome.WRITTEN, answer=path.name)

    def close(self) -> None:
        """Leave the files where they are."""

    def _place(self, mail: Mail) -> Path:
        """Name the file; one of another message, by chance named alike, stays as it is."""
        recipient = _UNSAFE.sub("_", mail.address.lower())
        stem = f"{mail.due_at[:10]}-{mail.kind}-{recipient}"
        path = self._folder / f"{stem}.eml"
        if path.exists() and not _holds(path, mail):
            path = self._folder / f"{stem}-{mail.number}.eml"
        return path


def _holds(path: Path, mail: Mail) -> bool:
    with path.open("rb") as file:
        return mail.message_id.encode() in file.read(_HEAD)


def _failed(error: OSError) -> Result:
    return Result(Outcome.TRANSIENT, fault=Fault.FOLDER, error=str(error), stops=True)
