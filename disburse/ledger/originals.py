"""The files as received, and the fingerprints by which the ledger knows them again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING

from disburse.files import written_whole
from disburse.ledger.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.model import Project, Register, Voucher


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
    said = [
        register.kind,
        register.as_of and register.as_of.isoformat(),
        register.budget_year,
        [_project(project) for project in register.projects],
        [_voucher(voucher) for voucher in register.vouchers],
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _project(project: Project) -> list[object]:
    return [
        project.code,
        project.name,
        project.owner,
        project.head,
        project.project_class,
        project.tier,
        project.location,
        project.started,
        project.completed,
        project.construction_start,
        project.site_handover,
        project.handed_over,
        project.total_investment,
        [[plan.source, plan.tranche, plan.amount] for plan in project.plans],
        [
            [one.source, one.tranche, one.to_date.isoformat(), one.amount, one.volume,
             one.advance, one.estimate, one.treasury]
            for one in project.disbursements
        ],
    ]  # fmt: skip


def _voucher(voucher: Voucher) -> list[object]:
    return [
        voucher.project_code,
        voucher.project_name,
        voucher.owner,
        voucher.number,
        voucher.paid_on.isoformat(),
        voucher.voucher_kind,
        voucher.source,
        voucher.tranche,
        voucher.approved,
        voucher.advance_recovered,
    ]
