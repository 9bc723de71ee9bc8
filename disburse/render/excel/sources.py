"""Where every figure comes from: cell, file, import and date of plan and disbursement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from disburse.casework_model import PlanCorrection
from disburse.render import formats, messages
from disburse.render.excel import wording
from disburse.render.excel.page import add_table
from disburse.render.excel.projects import in_order
from disburse.render.excel.table import Column
from disburse.render.excel.values import amount_width, days, picked, repeated, values, whole_numbers

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.render.contract import Origins
    from disburse.render.excel.page import Summary
    from disburse.render.excel.values import Picked
    from disburse.rules import Decision

FROZEN_COLUMNS = 3


def write_sources(summary: Summary) -> None:
    """Write the sheet: one row per project, funding source and tranche."""
    add_table(summary, "sources", source_columns(summary.assessment), FROZEN_COLUMNS)


def source_columns(assessment: Assessment) -> list[Column]:
    """All columns, in the order of the detail sheet."""
    projects = in_order(assessment.projects[["code", "name", "project_class"]])
    places = projects.index.get_indexer(pd.Index(assessment.sources["project_id"]))
    order = places.argsort(kind="stable")
    sources, places = assessment.sources.iloc[order], places[order]
    tranches, origins = messages.labels("tranche"), _origins(assessment)
    return [
        Column("number", 6.5, "count", range(1, len(sources) + 1)),
        Column("code", 9.5, "code", picked(values(projects["code"]), places)),
        Column("name", 38, "text", picked(values(projects["name"]), places)),
        Column("source", 18, "text", source_names(sources)),
        Column("tranche", 14, "word", repeated(sources["tranche"], tranches.__getitem__)),
        *_figure("plan", sources, origins),
        *_figure("disbursed", sources, origins),
        Column("to_day", 12, "day", days(sources["disbursed_to"]), _group("disbursed")),
        Column("clause", 20, "text", picked(_clauses(projects, assessment.decision), places)),
    ]


def source_names(sources: pd.DataFrame) -> Picked:
    """Name of each funding source, marked where the file names none."""
    return repeated(sources["source"], str, wording.text("funding", "without_source"))


def _origins(assessment: Assessment) -> Origins:
    """Each import as its file, number and date; a plan stated by a person as who did and when."""
    imports = assessment.imports
    listed = zip(imports.index, imports["file"], imports["as_of"], strict=True)
    files: Origins = {
        number: wording.text("sources", "import", file=file, number=number, day=formats.day(day))
        for number, file, day in listed
    }
    for one in assessment.corrections:
        if isinstance(one.change, PlanCorrection):
            place, day = messages.correction_place(one), formats.day(one.change.effective_on)
            files[one.cell] = wording.text("sources", "correction", place=place, day=day)
    return files


def _figure(kind: str, sources: pd.DataFrame, origins: Origins) -> list[Column]:
    """Amount, file and cell of the plans or of the disbursements."""
    amounts, cells = whole_numbers(sources[kind]), values(sources[f"{kind}_cell"])
    imported = zip(values(sources[f"{kind}_import_id"]), cells, strict=True)
    files = pd.Series([origins.get(number or cell) for number, cell in imported], dtype="str")
    width, group = amount_width(amounts, summed=False), _group(kind)
    return [
        Column(f"amount:{kind}", width, "amount", amounts, group),
        Column(f"file:{kind}", 32, "text", repeated(files, str), group),
        Column(f"cell:{kind}", 18, "text", cells, group),
    ]


def _group(kind: str) -> str:
    return wording.text("sources", f"group_{kind}")


def _clauses(projects: pd.DataFrame, decision: Decision) -> list[str | None]:
    """Clauses of the milestones each project's class has, named once each."""
    found: dict[str, dict[str, None]] = {}
    for milestone in decision.milestones:
        found.setdefault(milestone.project_class, {})[milestone.clause] = None
    joined = {one: "; ".join(clauses) for one, clauses in found.items()}
    return [joined.get(one) for one in values(projects["project_class"])]
