"""All projects of the ledger that people confirmed to be one with a project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from disburse.ledger.confirmed import confirmed
from disburse.ledger.errors import LedgerError

if TYPE_CHECKING:
    import sqlite3


def members(connection: sqlite3.Connection, project_id: int) -> str:
    """Return their ids, the project's own among them, as JSON for ``json_each``.

    Raises LedgerError (``unknown_project``) for a number that is no project's.
    """
    if not connection.execute("SELECT 1 FROM project WHERE id = ?", (project_id,)).fetchone():
        text = f"the ledger has no project {project_id}"
        raise LedgerError("unknown_project", text, project_id=project_id)
    known = confirmed(connection)
    return json.dumps(known.members().get(known.project(project_id), [project_id]))
