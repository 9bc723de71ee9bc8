"""The marked workbook as a file, with the stored results of its formulas."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import TYPE_CHECKING

from disburse.render.annotated.stored import put_back

if TYPE_CHECKING:
    from disburse.render.annotated.opening import Opened


def saved(opened: Opened) -> bytes:
    """Give the bytes of the .xlsx; raises whatever openpyxl raises on what it cannot write."""
    content = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened.workbook.save(content)
    return _with_results(content, opened) if any(opened.results.values()) else content.getvalue()


def _with_results(content: io.BytesIO, opened: Opened) -> bytes:
    """Copy the archive, filling in the results of the sheets that have some."""
    by_part = {
        opened.sheets[name].path.lstrip("/"): results
        for name, results in opened.results.items()
        if name in opened.sheets and results
    }
    filled = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(filled, "w") as target:
        for member in source.infolist():
            part = source.read(member)
            results = by_part.get(member.filename)
            target.writestr(member, part if results is None else put_back(part, results))
    return filled.getvalue()
