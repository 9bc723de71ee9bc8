"""The JSON of ``import`` and ``inspect``: one file as understood, and what storing it did.

Amounts are integers in đồng or null, days are ISO dates. The keys are those of the contract in
``docs``; a few more stand beside them and none is ever left out.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import to_builtins

from disburse.model import Tranche
from disburse.render.listings import PROJECTS_LISTED, import_listing
from disburse.render.sums import count_projects, read_projects, tranche_totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from disburse.differences import ProjectDifference
    from disburse.model import Changes, Finding, Project, Register, Stored
    from disburse.render.contract import Document
    from disburse.render.sums import SourceSum


def import_document(
    register: Register,
    stored: Stored | None,
    changes: Changes | None,
    differences: Sequence[ProjectDifference] | None = None,
    *,
    most_projects: int | None = None,
) -> Document:
    """One file as understood and what storing it did, as the JSON of ``import`` and ``inspect``.

    ``stored`` is None for a dry run, ``changes`` and ``differences`` where the file was held
    against no ledger.
    ``most_projects`` bounds the projects listed; the totals always speak of all.
    """
    listed = islice(read_projects(register), most_projects)
    return {
        "file": register.file,
        "sha256": register.sha256,
        "kind": register.kind.value,
        "as_of": register.as_of and register.as_of.isoformat(),
        "budget_year": register.budget_year,
        "import_id": None if stored is None else stored.import_id,
        "stored": stored is not None and stored.stored,
        "sheets": [asdict(sheet) for sheet in register.sheets],
        "projects": [_read_project(project, parts) for project, parts in listed],
        "totals": {"projects": count_projects(register), **_amounts(*tranche_totals(register))},
        "changes": None if changes is None else asdict(changes),
        "differences": None if differences is None else to_builtins(differences),
        "findings": [_finding(finding) for finding in register.findings],
    }


def import_text(
    register: Register,
    stored: Stored | None,
    changes: Changes | None,
    differences: Sequence[ProjectDifference] | None = None,
) -> str:
    """Write `import_document` for a person to read."""
    parts = (register, stored, changes, differences)
    return import_listing(import_document(*parts, most_projects=PROJECTS_LISTED))


def _finding(finding: Finding) -> Document:
    """A finding; only one that is a question names candidates."""
    document = asdict(finding)
    if not finding.candidates:
        del document["candidates"]
    return document


def _read_project(project: Project, source_sums: tuple[SourceSum, ...]) -> Document:
    planned = _by_tranche((one.tranche, one.plan) for one in source_sums)
    paid = _by_tranche((one.tranche, one.disbursed) for one in source_sums)
    return {
        "code": project.code,
        "name": project.name,
        "owner": project.owner,
        "class": project.project_class,
        **_amounts(planned, paid),
        "by_source": [
            {
                "source": one.source,
                "tranche": one.tranche,
                "plan": one.plan,
                "disbursed": one.disbursed,
            }
            for one in source_sums
        ],
        "cells": project.cells,
    }


def _by_tranche(stated: Iterable[tuple[Tranche, int | None]]) -> dict[Tranche, int]:
    sums: dict[Tranche, int] = {}
    for tranche, amount in stated:
        if amount is not None:
            sums[tranche] = sums.get(tranche, 0) + amount
    return sums


def _amounts(planned: Mapping[Tranche, int], paid: Mapping[Tranche, int]) -> Document:
    """Amounts by tranche under the names of the contract."""
    return {
        "plan": planned.get(Tranche.CURRENT),
        "disbursed": paid.get(Tranche.CURRENT),
        "plan_carryover": planned.get(Tranche.CARRYOVER),
        "disbursed_carryover": paid.get(Tranche.CARRYOVER),
    }
