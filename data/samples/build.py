#!/usr/bin/env python3
"""Builds every file of this folder and ``tests/registers/expected.toml`` from one truth table.

Needs the development dependencies XlsxWriter, odfpy and xlwt. The same table gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from builder.comma import write_csv
from builder.excel import write_xlsx
from builder.expected import expected_toml
from builder.legacy import write_xls
from builder.lists import disbursement_lists
from builder.month_report import month_report
from builder.opendocument import write_ods
from builder.plan_register import plan_register
from builder.voucher_list import voucher_list

if TYPE_CHECKING:
    from builder.truth_of_file import FileTruth

_SAMPLES = Path(__file__).resolve().parent
_EXPECTED = _SAMPLES.parents[1] / "tests" / "registers" / "expected.toml"
_WRITERS = {".xlsx": write_xlsx, ".csv": write_csv, ".ods": write_ods, ".xls": write_xls}


def files() -> tuple[FileTruth, ...]:
    """Every sample file, in the order of the year."""
    return (plan_register(), *disbursement_lists(), month_report(), voucher_list())


def build(samples: Path = _SAMPLES, expected: Path = _EXPECTED) -> None:
    """Write the samples and what an importer must find in them."""
    everything = files()
    for file in everything:
        path = samples / file.name
        _WRITERS[path.suffix](file.document, path)
    expected.parent.mkdir(parents=True, exist_ok=True)
    expected.write_text(expected_toml(everything), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build()
