"""Where every figure comes from: file, cell, import and date of plan and disbursement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from disburse.render import messages
from disburse.render.excel import wording
from disburse.render.excel.page import add_table
from disburse.render.excel.projects import in_order
from disburse.render.excel.table import Column
from disburse.render.excel.values import amount_width, days, values

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.render.excel.page import Summary
    from disburse.rules import Decision

FROZEN_COLUMNS = 3


def write_sources(summary: Summary) -> None:
    """Write the sheet: one row per project, funding source and tranche."""
    add_table(summary, "sources", source_columns(summary.assessment), FROZEN_COLUMNS)


def source_columns(assessment: Assessment) -> list[Column]:
    """All columns, in the order of the detail sheet."""
    projects = in_order(assessment.projects)
    sources = _sorted(assessment.sources, projects.index)
    named = projects.reindex(sources["project_id"])
    tranches = messages.labels("tranche")
    return [
        Column("number", 6.5, "count", range(1, len(sources) + 1)),
        Column("code", 9.5, "code", values(named["code"])),
        Column("name", 34, "text", values(named["name"])),
        Column("source", 18, "text", source_names(sources)),
        Column("tranche", 14, "word", [tranches[one] for one in values(sources["tranche"])]),
        *_figure("plan", sources, assessment.imports),
        *_figure("disbursed", sources, assessment.imports),
        Column("clause", 20, "text", _clauses(named, assessment.decision)),
    ]


def source_names(sources: pd.DataFrame) -> list[str]:
    """Name of each funding source, marked where the file names none."""
    missing = wording.text("funding", "without_source")
    return [name or missing for name in values(sources["source"])]


def _sorted(sources: pd.DataFrame, order: pd.Index[Any]) -> pd.DataFrame:
    ranks = pd.Series(range(len(order)), index=order)
    place = sources["project_id"].map(ranks)
    return sources.iloc[place.to_numpy().argsort(kind="stable")]


def _figure(kind: str, sources: pd.DataFrame, imports: pd.DataFrame) -> list[Column]:
    """Amount, file, cell, import and date of the plans or of the disbursements."""
    group = wording.text("sources", f"group_{kind}")
    amounts, imported = values(sources[kind]), values(sources[f"{kind}_import_id"])
    files = dict(zip(imports.index, imports["file"], strict=True))
    received = dict(zip(imports.index, days(imports["as_of"]), strict=True))
    dated = ("import_day", list(map(received.get, imported)))
    if kind == "disbursed":
        dated = ("to_day", days(sources["disbursed_to"]))
    width = amount_width(amounts, summed=False)
    named = list(map(files.get, imported))
    return [
        Column(f"amount:{kind}", width, "amount", amounts, group),
        Column(f"file:{kind}", 28, "text", named, group),
        Column(f"cell:{kind}", 18, "text", values(sources[f"{kind}_cell"]), group),
        Column(f"import:{kind}", 7, "count", imported, group),
        Column(f"{dated[0]}:{kind}", 12, "day", dated[1], group),
    ]


def _clauses(projects: pd.DataFrame, decision: Decision) -> list[str | None]:
    """Clauses of the milestones each project's class has, named once each."""
    found: dict[str, dict[str, None]] = {}
    for milestone in decision.milestones:
        found.setdefault(milestone.project_class, {})[milestone.clause] = None
    joined = {one: "; ".join(clauses) for one, clauses in found.items()}
    return [joined.get(one) for one in values(projects["project_class"])]
