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
    numbers = frozenset(kept.tolist())
    sources = _rows_of(assessment.sources, kept)
    reconciliation = _rows_of(assessment.reconciliation, kept)
    return replace(
        assessment,
        projects=projects,
        sources=sources,
        milestones=_rows_of(assessment.milestones, kept),
        warnings=tuple(one for one in assessment.warnings if one.project_id in numbers),
        cleared=tuple(one for one in assessment.cleared if one.project_id in numbers),
        previous=tuple(one for one in assessment.previous if one.project_id in numbers),
        commune=assessment.commune.iloc[:0],
        series=assessment.series.iloc[:0],
        reconciliation=reconciliation,
        corrections=tuple(one for one in assessment.corrections if one.project_id in numbers),
        imports=_cited(assessment.imports, projects, sources, reconciliation),
    )


def _rows_of(frame: pd.DataFrame, kept: pd.Index) -> pd.DataFrame:
    return frame[frame["project_id"].isin(kept)]


def _cited(imports: pd.DataFrame, *frames: pd.DataFrame) -> pd.DataFrame:
    """The imports that any ``…import_id`` of the frames names."""
    cited = {
        number
        for frame in frames
        for column in frame.columns
        if column.endswith("import_id")
        for number in frame[column].dropna()
    }
    return imports[imports.index.isin(cited)]
