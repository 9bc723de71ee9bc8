"""Owners' figures, the Treasury's and the sums of vouchers held against each other.

The table compares what the form 03/QTDA does: the owner's figure and the Treasury's, which is the
figure marked as the Treasury's or else the sum of its vouchers; vouchers are held against the
Treasury's own figure, too. Money is an integer number of đồng and one đồng is a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from disburse.model import Tranche
from disburse.monitor.arrays import NO_DAY, Amounts, as_dates
from disburse.monitor.counterparts import Footing, counterparts
from disburse.monitor.reconciliation_lines import items_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from disburse.frames import Evidence
    from disburse.monitor.arrays import Mask, Places, Texts, Whole
    from disburse.monitor.counterparts import Counterparts
    from disburse.monitor.measure import Measured
    from disburse.monitor.payments import Payments
    from disburse.monitor.reconciliation_lines import Items


class Agreement(StrEnum):
    """What comes of holding the figures of a row against each other."""

    DIFFERS = "differs"
    LIST_ENDS_EARLIER = "list_ends_earlier"
    OTHER_DATES = "other_dates"
    EQUAL = "equal"
    NO_SECOND_SOURCE = "no_second_source"


class Hint(StrEnum):
    """A sum known otherwise that a difference equals to the đồng."""

    RECOVERY = "recovery"
    REPEATED = "repeated"
    BEFORE_LIST = "before_list"
    OFFSET = "offset"


AMOUNT, TEXT, DAY = "Int64", "str", "datetime64[s]"
_SIDE = {"": AMOUNT, "_volume": AMOUNT, "_advance": AMOUNT, "_to": DAY, "_cell": TEXT}
_SIDE |= {"_import_id": AMOUNT}
COLUMNS = {
    "project_id": AMOUNT,
    "tranche": TEXT,
    "source": TEXT,
    "state": TEXT,
    "compared_on": DAY,
    "counts": TEXT,
    "hint": TEXT,
    "plan": AMOUNT,
    "plan_cell": TEXT,
    "plan_import_id": AMOUNT,
    **{f"owner{part}": kind for part, kind in _SIDE.items()},
    **{f"treasury{part}": kind for part, kind in _SIDE.items()},
    "vouchers": AMOUNT,
    "approved": AMOUNT,
    "advance_recovered": AMOUNT,
    "vouchers_volume": AMOUNT,
    "vouchers_advance": AMOUNT,
    "vouchers_to": DAY,
    "vouchers_import_id": AMOUNT,
    "repeated": AMOUNT,
    "difference": AMOUNT,
    "voucher_difference": AMOUNT,
}
_COMPARED = [Agreement.DIFFERS, Agreement.LIST_ENDS_EARLIER, Agreement.EQUAL]
_TRANCHES = np.array([one.value for one in Tranche], dtype=object)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The three figures of each item; each known only where it is held against the others."""

    owner: Amounts
    treasury: Amounts
    vouchers: Amounts

    def difference(self) -> Amounts:
        """Column 11 of the form: the Treasury's, else the vouchers', less the owner's."""
        marked = self.treasury.known
        amount = np.where(marked, self.treasury.amount, self.vouchers.amount)
        return _less(Amounts(amount, marked | self.vouchers.known), self.owner)

    def voucher_difference(self) -> Amounts:
        """Vouchers less the snapshot that counts: the Treasury's, else the owner's."""
        marked = self.treasury.known
        amount = np.where(marked, self.treasury.amount, self.owner.amount)
        return _less(self.vouchers, Amounts(amount, marked | self.owner.known))


def reconcile(evidence: Evidence, measured: Measured) -> pd.DataFrame:
    """Compare all figures as `Assessment.reconciliation`; empty without a second kind of figure."""
    payments = measured.payments
    if not len(payments.vouchers.project) and not payments.snapshots.rank.any():
        return _typed(dict.fromkeys(COLUMNS, ()))
    rows = counterparts(payments)
    items = items_of(evidence, measured, rows)
    return _frame(measured, rows, items)


def _frame(measured: Measured, rows: Counterparts, items: Items) -> pd.DataFrame:
    payments, row, size = measured.payments, items.row, len(items)
    listed = rows.listed[row]
    sides = _Sides(
        owner=items.lines["owner"].amounts("amount", size),
        treasury=items.lines["treasury"].amounts("amount", size),
        vouchers=Amounts(items.lines["vouchers"].sums("amount", size), listed),
    )
    state = _states(sides, rows.footing[row])
    plan = items.lines["plan"]
    columns = {
        "project_id": measured.project_ids[rows.project[row]],
        "tranche": _TRANCHES[rows.tranche[row]],
        "source": items.source,
        "state": state,
        "compared_on": np.where(np.isin(state, _COMPARED), rows.day[row], NO_DAY),
        "counts": _counts(payments, rows)[row],
        "hint": _hints(payments, rows, items, sides, state == Agreement.DIFFERS),
        "plan": plan.amounts("amount", size),
        "plan_cell": plan.cells(size),
        "plan_import_id": plan.imports(size),
        **_snapshot("owner", payments, rows.owner[row], items),
        **_snapshot("treasury", payments, rows.treasury[row], items),
        **_vouchers(payments, rows, items, sides.vouchers),
        "difference": sides.difference().only(state != Agreement.OTHER_DATES),
        "voucher_difference": sides.voucher_difference(),
    }
    return _typed(columns)


def _snapshot(kind: str, payments: Payments, version: Places, items: Items) -> dict[str, object]:
    """Columns of one kind of snapshot."""
    lines, size, there = items.lines[kind], len(items), version >= 0
    day = np.full(size, NO_DAY)
    day[there] = payments.snapshots.day[version[there]]
    return {
        kind: lines.amounts("amount", size),
        f"{kind}_volume": lines.amounts("volume", size),
        f"{kind}_advance": lines.amounts("advance", size),
        f"{kind}_to": day,
        f"{kind}_cell": lines.cells(size),
        f"{kind}_import_id": lines.imports(size),
    }


def _vouchers(
    payments: Payments, rows: Counterparts, items: Items, paid: Amounts
) -> dict[str, object]:
    """Columns of the vouchers; their advance is what was advanced and not recovered since."""
    parts, size = items.lines["parts"], len(items)
    recovered = parts.sums("advance_recovered", size)
    advance = parts.sums("advances", size) - recovered
    clear = paid.known & (parts.sums("unclear", size) == 0)
    day = np.where(paid.known, rows.day[items.row], NO_DAY)
    if payments.vouchers_to is not None:
        day = np.minimum(day, payments.vouchers_to)
    return {
        "vouchers": paid,
        "approved": Amounts(paid.amount + recovered, paid.known),
        "advance_recovered": Amounts(recovered, paid.known),
        "vouchers_volume": Amounts(paid.amount - advance, clear),
        "vouchers_advance": Amounts(advance, clear),
        "vouchers_to": day,
        "vouchers_import_id": items.lines["vouchers"].imports(size),
        "repeated": Amounts(parts.sums("repeated", size), paid.known),
    }


def _states(sides: _Sides, footing: NDArray[np.int8]) -> Texts:
    difference, by_vouchers = sides.difference(), sides.voucher_difference()
    wrong = _nonzero(difference) | _nonzero(by_vouchers)
    short = (footing == Footing.LIST_ENDS_EARLIER) & (by_vouchers.amount < 0)
    alone = footing == Footing.ALONE
    apart = alone & sides.owner.known & sides.treasury.known
    states = [
        (apart, Agreement.OTHER_DATES),
        (alone, Agreement.NO_SECOND_SOURCE),
        (short, Agreement.LIST_ENDS_EARLIER),
        (wrong, Agreement.DIFFERS),
    ]
    masks, names = zip(*states, strict=True)
    return _chosen(masks, [name.value for name in names], Agreement.EQUAL.value)


def _counts(payments: Payments, rows: Counterparts) -> Texts:
    """Kind of the figure that prevails: of the latest day, there the Treasury's before all."""
    day = payments.snapshots.day
    owner, treasury = (
        np.where(version >= 0, day[version] if len(day) else NO_DAY, NO_DAY)
        for version in (rows.owner, rows.treasury)
    )
    later = ~np.isnat(treasury) & ~(owner > treasury)
    return _chosen([later, ~np.isnat(owner)], ["treasury", "owner"], "vouchers")


def _hints(
    payments: Payments, rows: Counterparts, items: Items, sides: _Sides, differs: Mask
) -> Texts:
    """What a difference equals: of vouchers against a snapshot, or of all rows of a project."""
    by_vouchers, parts, size = sides.voucher_difference(), items.lines["parts"], len(items)
    lacking = -by_vouchers.amount
    told = differs & _nonzero(by_vouchers)
    alone = np.bincount(items.row, minlength=len(rows))[items.row] == 1
    earlier = _before_list(payments)[rows.project[items.row], rows.tranche[items.row]]
    difference = sides.difference()
    wrong = np.where(difference.known, difference.amount, by_vouchers.amount) * differs
    sums = np.zeros(payments.size, dtype=np.int64)
    np.add.at(sums, rows.project[items.row], wrong)
    masks = [
        told & (lacking == parts.sums("advance_recovered", size)),
        told & (lacking == parts.sums("repeated_amount", size)),
        told & alone & (lacking == earlier),
        (wrong != 0) & (sums[rows.project[items.row]] == 0),
    ]
    return _chosen(masks, [one.value for one in Hint], None)


def _before_list(payments: Payments) -> Whole:
    """Latest figure before the first voucher of each project × tranche, zero without."""
    snapshots = payments.snapshots
    earlier = snapshots.day < payments.first_voucher[snapshots.project]
    amounts = np.zeros((payments.size, len(Tranche)), dtype=np.int64)
    place = (snapshots.project[earlier], snapshots.tranche[earlier])
    amounts[place] = snapshots.amount[earlier]
    return amounts


def _chosen(masks: Sequence[Mask], names: Sequence[str], otherwise: str | None) -> Texts:
    """Name of the first mask that holds at each place."""
    chosen: Texts = np.full(len(masks[0]), otherwise, dtype=object)
    for mask, name in zip(reversed(masks), reversed(names), strict=True):
        chosen[mask] = name
    return chosen


def _nonzero(amounts: Amounts) -> Mask:
    found: Mask = amounts.known & (amounts.amount != 0)
    return found


def _less(one: Amounts, other: Amounts) -> Amounts:
    return Amounts(one.amount - other.amount, one.known & other.known)


def _typed(columns: Mapping[str, object]) -> pd.DataFrame:
    return pd.DataFrame({name: _column(columns[name], kind) for name, kind in COLUMNS.items()})


def _column(values: Any, kind: str) -> Any:  # noqa: ANN401 - arrays of every kind, as pandas has them
    if isinstance(values, Amounts):
        return values.array()
    return as_dates(np.asarray(values, "datetime64[D]")) if kind == DAY else pd.array(values, kind)
