"""The sheet by funding source and tranche; money carried over is never added to the year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from disburse.model import Tranche
from disburse.render import messages
from disburse.render.excel import wording
from disburse.render.excel.cellxml import ROW, Cells, Numbers, Texts
from disburse.render.excel.page import add_table
from disburse.render.excel.projects import RATE, REMAINING
from disburse.render.excel.sources import source_names
from disburse.render.excel.table import Column, in_row, sum_of
from disburse.render.excel.values import amount_width, quotient, quotients, remainders, values

if TYPE_CHECKING:
    from disburse.render.excel.page import Summary
    from disburse.render.excel.styles import Styles
    from disburse.render.excel.table import Placed

SUMMED = ("plan", "disbursed")


def write_funding(summary: Summary) -> None:
    """Write the sheet; totals stand apart below the table, one for each tranche."""
    sources = summary.assessment.sources
    funding = by_source(sources)
    columns = funding_columns(funding)
    sheet, placed = add_table(summary, "funding", columns, frozen=0)
    row = placed.last_row + 2
    for tranche in dict.fromkeys(funding["tranche"]):
        cells = _total(tranche, sources, columns, placed, summary.styles)
        row = sheet.write_body(row, cells)
    missing = {
        "type": "cell",
        "criteria": "==",
        "value": f'"{wording.text("funding", "without_source")}"',
        "format": summary.styles.mark("bad"),
    }
    sheet.conditional_format(
        placed.first_row, 1, max(placed.first_row, placed.last_row), 1, missing
    )


def by_source(sources: pd.DataFrame) -> pd.DataFrame:
    """``source tranche projects plan disbursed``: the year's money first, each by size of plan."""
    names = pd.array(source_names(sources)[:], dtype="str")
    named = sources[[*SUMMED, "tranche", "project_id"]].assign(source=names)
    grouped = named.groupby(["tranche", "source"], sort=True)
    funding = grouped[list(SUMMED)].sum(min_count=1)
    funding["projects"] = grouped["project_id"].nunique()
    rank = {one.value: number for number, one in enumerate(Tranche)}
    funding = funding.reset_index().sort_values("plan", ascending=False, kind="stable")
    return funding.iloc[funding["tranche"].map(rank).to_numpy().argsort(kind="stable")]


def funding_columns(funding: pd.DataFrame) -> list[Column]:
    """All columns."""
    plan, disbursed = values(funding["plan"]), values(funding["disbursed"])
    left, width = remainders(plan, disbursed), amount_width(plan)
    tranches = messages.labels("tranche")
    return [
        Column("number", 6, "count", range(1, len(funding) + 1)),
        Column("source", 42, "text", values(funding["source"])),
        Column("tranche", 22, "word", [tranches[one] for one in funding["tranche"]]),
        Column("projects", 10, "count", values(funding["projects"])),
        Column("plan", width, "amount", plan),
        Column("disbursed", width, "amount", disbursed),
        Column("rate", 11, "rate", quotients(disbursed, plan), formula=RATE),
        Column("remaining", width, "amount", left, formula=REMAINING),
    ]


def _total(
    tranche: str, sources: pd.DataFrame, columns: list[Column], placed: Placed, styles: Styles
) -> list[Cells]:
    """Total row of a tranche: sums of the table's rows that name it."""
    mine = sources.loc[sources["tranche"] == tranche, [*SUMMED, "project_id"]]
    plan, disbursed = sum_of(values(mine["plan"])), sum_of(values(mine["disbursed"]))
    results = {
        "projects": mine["project_id"].nunique(),
        "plan": plan,
        "disbursed": disbursed,
        "rate": quotient(disbursed, plan),
        "remaining": plan - disbursed,
    }
    label = messages.label("tranche", tranche)
    words = {"source": wording.text("common", "total"), "tranche": label}
    return [
        Texts(styles.total(column.style), (words[column.key],))
        if column.key in words
        else Numbers(
            styles.total(column.style),
            (results.get(column.key),),
            _formula(number, columns, placed),
        )
        for number, column in enumerate(columns)
    ]


def _formula(number: int, columns: list[Column], placed: Placed) -> str | None:
    column, letter = columns[number], xl_col_to_name(number)
    if column.key in SUMMED:
        rows = placed.first_row + 1, max(placed.first_row, placed.last_row) + 1
        return f"SUMIF($C${rows[0]}:$C${rows[1]},$C{ROW},{letter}${rows[0]}:{letter}${rows[1]})"
    return in_row(column.formula, columns) if column.formula else None
