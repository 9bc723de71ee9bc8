"""What owners mean to disburse in each month of a year, as one frame for all projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.ledger import columns
from disburse.ledger.confirmed import confirmed
from disburse.ledger.schema import reading

if TYPE_CHECKING:
    import sqlite3

    import pandas as pd

# Of the plans of one month the last made counts, also where it takes the plan back.
_PLANS = """
    SELECT json_group_array(project_id), json_group_array(month), json_group_array(amount),
        json_group_array(number)
    FROM (
        SELECT project_id, CAST(substr(month, 6) AS INTEGER) AS month, amount,
            max(id) AS number
        FROM casework WHERE month BETWEEN ?1 || '-01' AND ?1 || '-12'
        GROUP BY casework.month, project_id
    )
    WHERE amount IS NOT NULL
"""
_TYPES = dict.fromkeys(("project_id", "month", "amount", "number"), "key")


def monthly_plans(connection: sqlite3.Connection, year: int) -> pd.DataFrame:
    """Return ``project_id month amount`` (1 to 12, đồng); months without a plan have no row.

    A project that is one with others goes by the number that stands for all.
    """
    with reading(connection):
        found = columns.frame(columns.read(connection, _PLANS, (str(year),)), _TYPES)
        joined = confirmed(connection).joined
    if joined:
        named = found.assign(project_id=found["project_id"].replace(joined)).sort_values("number")
        found = named.drop_duplicates(["project_id", "month"], keep="last", ignore_index=True)
    return found.drop(columns="number")
