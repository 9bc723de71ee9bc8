"""What the reconciliation says in words: how figures agree, and what to look for where they do not.

The columns are those of `Assessment.reconciliation`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from disburse.render import formats, messages
from disburse.render.formats import Unit
from disburse.render.records import rows as records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pandas as pd

    from disburse.frames import Assessment
    from disburse.render.records import Row

LISTED = 10
STATES = ("differs", "list_ends_earlier", "other_dates", "no_second_source", "equal")
"""In the order rows are listed."""
_NEEDED = ["state", "compared_on", "counts", "hint", "owner", "owner_to", "treasury"]
_NEEDED += ["treasury_to", "vouchers", "vouchers_to", "difference", "voucher_difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that differs, its figures in đồng, and what the difference comes to."""

    project: Row
    row: Row
    explanation: str

    @property
    def treasury(self) -> int | None:
        """The Treasury's figure, or else what its vouchers add up to."""
        marked: int | None = self.row["treasury"]
        return self.row["vouchers"] if marked is None else marked

    @property
    def amount(self) -> int:
        """Column 11 of form 03/QTDA, or of vouchers against the Treasury's own figure."""
        told: int = self.row["difference"] or self.row["voucher_difference"]
        return told


@dataclass(frozen=True, slots=True)
class Differences:
    """All rows that differ, counted; the largest of them listed."""

    rows: int
    projects: int
    listed: tuple[Difference, ...]

    @property
    def left_out(self) -> int:
        """Rows counted but not listed."""
        return self.rows - len(self.listed)


def differences(assessment: Assessment) -> Differences | None:
    """Gather the rows that differ, the largest difference first; None where there is none."""
    rows = assessment.reconciliation
    wrong = rows[rows["state"] == "differs"]
    if wrong.empty:
        return None
    first = wrong.iloc[np.argsort(-sizes(wrong), kind="stable")[:LISTED]]
    ids = first["project_id"].tolist()
    named = {row["project_id"]: row for row in records(assessment.projects.loc[list(set(ids))])}
    listed = tuple(
        Difference(named[row["project_id"]], row, " ".join(_differences(row)))
        for row in records(first)
    )
    return Differences(len(wrong), int(wrong["project_id"].nunique()), listed)


def sizes(rows: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Size of each row's difference, zero where nothing is compared."""
    told = rows["difference"].mask(rows["difference"] == 0).fillna(rows["voucher_difference"])
    return told.fillna(0).abs().to_numpy(np.int64)


def notes(rows: pd.DataFrame) -> list[str]:
    """The form's last column: one note for each row."""
    return [_note(row) for row in records(rows[_NEEDED])]


def _note(row: Row) -> str:
    state = row["state"]
    if state == "equal":
        return _plain(state, row["compared_on"])
    if state == "differs":
        return " ".join((_plain(state, row["compared_on"]), *_differences(row)))
    return _sentence(
        state,
        figure=_figure(row["counts"]),
        day=formats.day(row[f"{row['counts']}_to"]),
        list_day=formats.day(row["vouchers_to"]),
        owner_day=formats.day(row["owner_to"]),
        treasury_day=formats.day(row["treasury_to"]),
    )


def _differences(row: Row) -> Iterator[str]:
    """Which figure is larger than which and by how much, then what that equals."""
    if row["treasury"] is not None:
        yield from _compared("treasury", "owner", row["difference"])
        yield from _compared("vouchers", "treasury", row["voucher_difference"])
    else:
        yield from _compared("vouchers", "owner", row["voucher_difference"])
    if row["hint"] is not None:
        yield messages.label("reconciliation_hint", row["hint"])


def _compared(one: str, other: str, difference: int | None) -> Iterator[str]:
    if difference:
        text = messages.label("reconciliation_note", "more" if difference > 0 else "less").format(
            one=_figure(one),
            other=_figure(other),
            amount=formats.amount(abs(difference), Unit.DONG),
        )
        yield text[:1].upper() + text[1:]


@lru_cache(maxsize=256)
def _plain(state: str, day: date | None) -> str:
    return _sentence(state, day=formats.day(day))


def _sentence(state: str, **told: str) -> str:
    shown = messages.label("reconciliation_state", state)
    return messages.label("reconciliation_note", state).format(state=shown, **told)


def _figure(kind: str) -> str:
    return messages.label("reconciliation_figure", kind)
