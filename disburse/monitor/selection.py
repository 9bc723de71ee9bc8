"""An assessment cut down to one owner's projects, so that nothing made of it shows another's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from disburse.text import fold

if TYPE_CHECKING:
    import pandas as pd

    from disburse.frames import Assessment


def of_owner(assessment: Assessment, owner: str) -> Assessment:
    """Keep what belongs to the projects of one owner, spelling and case aside.

    The commune's own figures (``commune``, ``series``) are left out, and of the imports only
    those stay that one of the projects kept cites.
    """
    named = assessment.projects["owner"].fillna("").map(fold)
    projects = assessment.projects[named == fold(owner)]
    kept = projects.index
    sources = _rows_of(assessment.sources, kept)
    return replace(
        assessment,
        projects=projects,
        sources=sources,
        milestones=_rows_of(assessment.milestones, kept),
        warnings=tuple(one for one in assessment.warnings if one.project_id in kept),
        cleared=tuple(one for one in assessment.cleared if one.project_id in kept),
        previous=tuple(one for one in assessment.previous if one.project_id in kept),
        commune=assessment.commune.iloc[:0],
        series=assessment.series.iloc[:0],
        reconciliation=_rows_of(assessment.reconciliation, kept),
        corrections=tuple(one for one in assessment.corrections if one.project_id in kept),
        imports=_cited(assessment.imports, projects, sources),
    )


def _rows_of(frame: pd.DataFrame, kept: pd.Index) -> pd.DataFrame:
    return frame[frame["project_id"].isin(kept)]


def _cited(imports: pd.DataFrame, projects: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    cited = {
        number
        for column in (
            projects["reason_import_id"],
            sources["plan_import_id"],
            sources["disbursed_import_id"],
        )
        for number in column.dropna()
    }
    return imports[imports.index.isin(cited)]
