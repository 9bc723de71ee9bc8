"""All that imports ever stated of one project, undone ones included, with file and cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from disburse.ledger.imports import history as all_imports
from disburse.ledger.members import members
from disburse.ledger.schema import reading
from disburse.model import CapitalPlan, Disbursement, Project, ProjectClass, Tranche, Voucher

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from disburse.model import ImportRecord

Made = TypeVar("Made")

_FACTS = """
    SELECT import_id, sheet, row, code, name, owner, head, project_class, class_evidence, tier,
        location, started, completed, construction_start, site_handover, handed_over,
        total_investment, cells
    FROM project_fact WHERE project_id IN (SELECT value FROM json_each(:members))
    ORDER BY import_id, line
"""
_OTHERS = (
    *("tier", "location", "started", "completed"),
    *("construction_start", "site_handover", "handed_over"),
)
# Plans and figures lie in the order of their imports: those are named, so that no other is read.
_PLANS = """
    SELECT import_id, source, tranche, amount, cell
    FROM capital_plan
    WHERE import_id IN (SELECT value FROM json_each(:imports))
        AND project_id IN (SELECT value FROM json_each(:members))
    ORDER BY import_id, line
"""
_FIGURES = """
    SELECT import_id, source, tranche, to_date, amount, cell, volume, advance, estimate, treasury
    FROM disbursement
    WHERE import_id IN (SELECT value FROM json_each(:imports))
        AND project_id IN (SELECT value FROM json_each(:members))
    ORDER BY import_id, line
"""
_VOUCHERS = """
    SELECT import_id, project_code, project_name, owner, number, paid_on, voucher_kind, source,
        tranche, approved, advance_recovered, cell
    FROM voucher WHERE project_id IN (SELECT value FROM json_each(:members))
    ORDER BY import_id, line
"""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one import states of the project; ``origin`` says whether it counts still.

    ``rows`` describe it, one for each row of the file, without their amounts: those follow. A
    file that only pays for the project describes it by what the voucher says.
    """

    origin: ImportRecord
    rows: tuple[Project, ...]
    plans: tuple[CapitalPlan, ...]
    figures: tuple[Disbursement, ...]
    vouchers: tuple[Voucher, ...]


def project_history(connection: sqlite3.Connection, project_id: int) -> tuple[Mention, ...]:
    """Return every import that mentions a project, by the date it speaks of, then as recorded.

    Raises LedgerError (``unknown_project``).
    """
    with reading(connection):
        named = {"members": members(connection, project_id), "imports": ""}
        rows = _by_import(connection, _FACTS, named, _project)
        named["imports"] = json.dumps(list(rows))
        plans = _by_import(connection, _PLANS, named, _plan)
        figures = _by_import(connection, _FIGURES, named, _figure)
        vouchers = _by_import(connection, _VOUCHERS, named, _voucher)
        origins = [one for one in all_imports(connection) if one.import_id in rows]
    return tuple(
        Mention(
            origin=one,
            rows=tuple(rows[one.import_id]),
            plans=tuple(plans.get(one.import_id, ())),
            figures=tuple(figures.get(one.import_id, ())),
            vouchers=tuple(vouchers.get(one.import_id, ())),
        )
        for one in sorted(origins, key=attrgetter("as_of", "import_id"))
    )


def _by_import(
    connection: sqlite3.Connection, query: str, named: dict[str, str], make: Callable[..., Made]
) -> dict[int, list[Made]]:
    found: dict[int, list[Made]] = {}
    for import_id, *values in connection.execute(query, named):
        found.setdefault(import_id, []).append(make(*values))
    return found


def _project(sheet: str, row: int, code: str | None, name: str | None, *fields: Any) -> Project:  # noqa: ANN401 - columns as SQLite gives them
    owner, head, claimed, evidence, *others, total_investment, cells = fields
    named = dict(zip(_OTHERS, others, strict=True))
    return Project(
        sheet=sheet,
        row=row,
        code=code,
        name=name or "",
        owner=owner,
        head=head,
        project_class=claimed and ProjectClass(claimed),
        class_evidence=evidence,
        total_investment=total_investment,
        cells=json.loads(cells),
        **named,
    )


def _plan(source: str | None, tranche: str, amount: int, cell: str) -> CapitalPlan:
    return CapitalPlan(source, Tranche(tranche), amount, cell)


def _figure(source: str | None, tranche: str, to_date: str, *values: Any) -> Disbursement:  # noqa: ANN401 - the same
    amount, cell, volume, advance, estimate, treasury = values
    return Disbursement(
        source=source,
        tranche=Tranche(tranche),
        to_date=date.fromisoformat(to_date),
        amount=amount,
        cell=cell,
        volume=volume,
        advance=advance,
        estimate=bool(estimate),
        treasury=bool(treasury),
    )


def _voucher(*values: Any) -> Voucher:  # noqa: ANN401 - the same
    code, name, owner, number, paid_on, kind, source, tranche, approved, recovered, cell = values
    return Voucher(
        project_code=code,
        project_name=name,
        owner=owner,
        number=number,
        paid_on=date.fromisoformat(paid_on),
        voucher_kind=kind,
        source=source,
        tranche=Tranche(tranche),
        approved=approved,
        advance_recovered=recovered,
        cell=cell,
    )
