"""The bounds themselves, each with its reason. Real registers have up to 200,000 rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disburse.intake.workbook import UnreadableWorkbookError

MEGABYTE = 1 << 20

LARGEST_FILE = 200 * MEGABYTE
"""A register of 200,000 rows and 24 columns is an .xlsx of 41 MB; pictures may add to it."""

MOST_MEMBERS = 5_000
LARGEST_DIRECTORY = 4 * MEGABYTE
"""A workbook of 200 sheets has under 1,000 parts, each named in some 100 bytes."""

LARGEST_UNPACKED = 1_024 * MEGABYTE
"""The same register unpacks to 200 MB; one with 60 columns and long names to 700 MB."""

LARGEST_RATIO = 250
RATIO_COUNTS_FROM = 50 * MEGABYTE
"""Sheets pack 5 to 15 times, rows without references up to 100 times, a bomb 1,000 times."""

MOST_CELLS = 12_000_000
MOST_COLUMNS = 1_000
"""200,000 rows of 60 columns; readers keep every cell from A1 to the last row and column."""

SPARSE_FROM = 500_000
SPARSE_FACTOR = 40
"""One stray cell far below or beside a table makes readers fill all the cells between."""

MOST_MERGES = 500_000
LARGEST_MERGED = 2_000_000
"""200,000 rows, 8 columns merged over 3 rows each; a merge of whole columns stays allowed."""

LONGEST_TEXT = MEGABYTE
"""Excel keeps at most 32,767 characters in a cell."""

DEEPEST_NESTING = 1_000
"""The parts of a workbook nest some ten elements deep."""

MOST_UNPROVEN = 1_000_000
"""Counts that a file only claims are believed to this number, for readers reserve room by them."""


def refusal(code: str) -> UnreadableWorkbookError:
    """Make the exception for a finding; imported here, for the opener of files imports us."""
    from disburse.intake.workbook import UnreadableWorkbookError

    return UnreadableWorkbookError(code)
