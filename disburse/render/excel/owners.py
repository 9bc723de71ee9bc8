"""The sheet by project owner, the lowest rate first, with the head who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.model import MilestoneState, Risk
from disburse.render.excel import outcomes, wording
from disburse.render.excel.page import add_table
from disburse.render.excel.projects import RATE, REMAINING, next_milestones
from disburse.render.excel.table import Column, sum_of
from disburse.render.excel.values import amount_width, quotient, quotients, remainders, values

if TYPE_CHECKING:
    import pandas as pd

    from disburse.frames import Assessment
    from disburse.render.excel.body import BodySheet
    from disburse.render.excel.page import Summary
    from disburse.render.excel.styles import Styles
    from disburse.render.excel.table import Placed

COUNTED = {
    "missed": MilestoneState.MISSED,
    "at_risk": Risk.AT_RISK,
    "awaiting": MilestoneState.AWAITING_DATA,
}
FROZEN_COLUMNS = 2


def write_owners(summary: Summary) -> None:
    """Write the sheet."""
    columns = owner_columns(by_owner(summary.assessment))
    sheet, placed = add_table(summary, "owners", columns, FROZEN_COLUMNS, total=True)
    _mark(sheet, summary.styles, columns, placed)


def by_owner(assessment: Assessment) -> pd.DataFrame:
    """One row per owner, lowest rate first, owners without a plan last.

    ``owner head projects plan disbursed missed at_risk awaiting per_week``: ``projects`` and the
    three after it count projects, ``per_week`` adds up what the pending milestones ask for.
    """
    projects = assessment.projects.assign(
        owner=assessment.projects["owner"].fillna(wording.text("owners", "without_owner")),
        per_week=next_milestones(assessment.milestones)["per_week"],
        **{
            name: outcomes.projects_with(assessment.milestones, code)
            for name, code in COUNTED.items()
        },
    )
    sums = ["plan", "disbursed", "per_week", *COUNTED]
    grouped = projects.groupby("owner", sort=True)
    owners = grouped[sums].sum(min_count=1)
    owners[list(COUNTED)] = owners[list(COUNTED)].astype("Int64")
    owners["projects"] = grouped.size()
    owners["head"] = grouped["head"].agg(_heads)
    rate = owners["disbursed"].astype("Float64") / owners["plan"].where(owners["plan"] > 0)
    order = rate.sort_values(kind="stable", na_position="last").index
    return owners.loc[order].reset_index()


def owner_columns(owners: pd.DataFrame) -> list[Column]:
    """All columns."""
    plan, disbursed = values(owners["plan"]), values(owners["disbursed"])
    left, width = remainders(plan, disbursed), amount_width(plan)
    total = quotient(sum_of(disbursed), sum_of(plan))
    rest = sum_of(plan) - sum_of(disbursed)
    per_week = values(owners["per_week"])
    return [
        Column("rank", 5.5, "count", range(1, len(owners) + 1)),
        Column("owner", 34, "text", values(owners["owner"])),
        Column("head", 24, "text", values(owners["head"])),
        Column("projects", 8.5, "count", values(owners["projects"]), summed=True),
        Column("plan", width, "amount", plan, summed=True),
        Column("disbursed", width, "amount", disbursed, summed=True),
        Column("rate", 11, "rate", quotients(disbursed, plan), formula=RATE, total=total),
        Column("remaining", width, "amount", left, formula=REMAINING, total=rest),
        *(Column(name, 10.5, "count", values(owners[name]), summed=True) for name in COUNTED),
        Column("per_week", amount_width(per_week), "amount", per_week, summed=True),
    ]


def _heads(heads: pd.Series[str]) -> str | None:
    return "; ".join(dict.fromkeys(heads.dropna())) or None


def _mark(sheet: BodySheet, styles: Styles, columns: list[Column], placed: Placed) -> None:
    last = max(placed.first_row, placed.last_row)
    for number, column in enumerate(columns):
        cells = placed.first_row, number, last, number
        if column.key == "rate":
            sheet.conditional_format(*cells, _bar())
        if column.key in COUNTED:
            mark = styles.mark(outcomes.MARKS[COUNTED[column.key]])
            sheet.conditional_format(
                *cells, {"type": "cell", "criteria": ">", "value": 0, "format": mark}
            )


def _bar() -> dict[str, object]:
    """A bar from 0 to 100%, so that equal rates look equal on every sheet."""
    limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    return {"type": "data_bar", "bar_color": "#9DC3E6", **limits}
