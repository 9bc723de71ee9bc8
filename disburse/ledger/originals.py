"""The files as received, and the fingerprints by which the ledger knows them again."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import date  # noqa: TC003 - what is hashed is converted by its types
from typing import TYPE_CHECKING

import msgspec

from disburse.files import written_whole
from disburse.ledger.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.model import Register


def keep(original: Path, uploads: Path, sha256: str) -> str:
    """Copy ``original`` into ``uploads`` as ``<sha256><suffix>``; return that name.

    The copy appears whole or not at all. Raises LedgerError (``file_changed``) when the file is
    not the one that was read.
    """
    uploads.mkdir(parents=True, exist_ok=True)
    kept = uploads / f"{sha256}{original.suffix.lower()}"
    if kept.exists() and _sha256(kept) == sha256:
        return kept.name
    with written_whole(kept) as incoming:
        with incoming.open("wb") as target, original.open("rb") as source:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        if _sha256(incoming) != sha256:
            text = f"{original} is not the file that was read (sha256 {sha256})"
            raise LedgerError("file_changed", text, file=original.name)
    return kept.name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_sha256(register: Register) -> str:
    """Fingerprint what a file says: the same under another name, format, sheet or cell."""
    said = msgspec.convert(register, _Said, from_attributes=True)
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


class _Plan(msgspec.Struct, array_like=True, gc=False):
    source: str | None
    tranche: str
    amount: int


class _Disbursement(msgspec.Struct, array_like=True, gc=False):
    source: str | None
    tranche: str
    to_date: date
    amount: int
    volume: int | None
    advance: int | None
    estimate: bool
    treasury: bool


class _Project(msgspec.Struct, array_like=True, gc=False):
    code: str | None
    name: str
    owner: str | None
    head: str | None
    project_class: str | None
    tier: str | None
    location: str | None
    started: str | None
    completed: str | None
    construction_start: str | None
    site_handover: str | None
    handed_over: str | None
    total_investment: int | None
    plans: tuple[_Plan, ...]
    disbursements: tuple[_Disbursement, ...]


class _Voucher(msgspec.Struct, array_like=True, gc=False):
    project_code: str | None
    project_name: str | None
    owner: str | None
    number: str | None
    paid_on: date
    voucher_kind: str | None
    source: str | None
    tranche: str
    approved: int
    advance_recovered: int


class _Said(msgspec.Struct, array_like=True):
    """What counts of a register, in the order in which it is hashed: never to be changed."""

    kind: str
    as_of: date | None
    budget_year: int | None
    projects: tuple[_Project, ...]
    vouchers: tuple[_Voucher, ...]
