"""How the ledger last named projects: code, name and owner, with the file that did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from disburse.ledger.confirmed import confirmed as confirmations_in_force
from disburse.ledger.errors import LedgerError
from disburse.matches import KnownProject

if TYPE_CHECKING:
    import sqlite3

    from disburse.ledger.confirmed import Confirmed

_NEWEST_FIRST = """
    SELECT id, as_of, file FROM import WHERE undone_at IS NULL ORDER BY as_of DESC, id DESC
"""
_NAMES = """
    SELECT project_id, code, name, owner, voucher_only FROM project_fact
    WHERE import_id = ? ORDER BY line DESC
"""
_CODES = """
    SELECT one.value, max(fact.code)
    FROM json_each(?) AS one
    CROSS JOIN project_fact AS fact ON fact.project_id = one.value
    JOIN import ON import.id = fact.import_id
    WHERE fact.code IS NOT NULL AND import.undone_at IS NULL
    GROUP BY one.value
"""
_OF_CODE = """
    SELECT fact.project_id FROM project_fact AS fact JOIN import ON import.id = fact.import_id
    WHERE import.undone_at IS NULL AND fact.code = ?
"""
_OF_NUMBER = """
    SELECT fact.project_id FROM project_fact AS fact JOIN import ON import.id = fact.import_id
    WHERE import.undone_at IS NULL AND fact.project_id = ?
"""
_LONGEST_NUMBER = 6


def project_called(connection: sqlite3.Connection, text: str) -> int:
    """Return the project of a code that imports not undone state, else of that number.

    A number has up to six digits and no leading zero, so that no mistyped code is taken for one.

    Raises LedgerError: ``no_such_project``; ``ambiguous_project`` for the code of one project that
    is the number of another.
    """
    name = text.strip()
    found: set[int] = {row[0] for row in connection.execute(_OF_CODE, (name,))}
    if name.isascii() and name.isdigit() and name[0] != "0" and len(name) <= _LONGEST_NUMBER:
        found |= {row[0] for row in connection.execute(_OF_NUMBER, (int(name),))}
    if len(confirmations_in_force(connection).projects(found)) == 1:
        return min(found)
    code = "ambiguous_project" if found else "no_such_project"
    raise LedgerError(code, f"{code}: {text}", project=text)


def demand_known(connection: sqlite3.Connection, project_id: int) -> None:
    """Raise LedgerError (``unknown_project``) for a project no import in force mentions."""
    if connection.execute(_OF_NUMBER, (project_id,)).fetchone() is None:
        text = f"no import in force mentions project {project_id}"
        raise LedgerError("unknown_project", text, project_id=project_id)


def known_projects(
    connection: sqlite3.Connection, wanted: frozenset[int], confirmed: Confirmed
) -> dict[int, KnownProject]:
    """Name projects as the latest import not undone that describes them does.

    ``wanted``: projects by the number that stands for each (`Confirmed.project`). What a voucher
    calls a project counts only where nothing describes it. A code told earlier is not lost by a
    later silence.
    """
    described: dict[int, KnownProject] = {}
    paid: dict[int, KnownProject] = {}
    for import_id, as_of, file in connection.execute(_NEWEST_FIRST).fetchall():
        if len(described) == len(wanted):
            break
        for member, code, name, owner, voucher_only in connection.execute(_NAMES, (import_id,)):
            one = confirmed.project(member)
            if one in wanted:
                found = paid if voucher_only else described
                found.setdefault(
                    one, KnownProject(one, code, name, confirmed.owner(owner), as_of, file)
                )
    named = paid | described
    return named | _coded(connection, named, confirmed)


def _coded(
    connection: sqlite3.Connection, named: dict[int, KnownProject], confirmed: Confirmed
) -> dict[int, KnownProject]:
    """Give those named without code the code that another import states."""
    members = confirmed.members()
    asked = {
        member: one.project_id
        for one in named.values()
        if one.code is None
        for member in members.get(one.project_id, [one.project_id])
    }
    rows = connection.execute(_CODES, (json.dumps(list(asked)),)) if asked else ()
    return {
        asked[member]: KnownProject(
            asked[member], code, before.name, before.owner, before.as_of, before.file
        )
        for member, code in rows
        if (before := named[asked[member]])
    }
