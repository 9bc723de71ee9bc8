"""Payment lines of a file that the ledger does not hold yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.differences import FieldDifference

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from disburse.ledger.subjects import Subjects
    from disburse.model import Tranche, Voucher


def paid_anew(
    vouchers: Sequence[Voucher], subjects: Subjects, held: Collection[int]
) -> dict[int, list[FieldDifference]]:
    """Sum the lines not yet held, by source and tranche, of each project known.

    ``held``: places of those that are, as `held_lines` found.
    """
    whole = subjects.confirmed.project
    lines = [
        (project_id, voucher)
        for place, (member, voucher) in enumerate(zip(subjects.voucher_ids, vouchers, strict=True))
        if (project_id := whole(member)) in subjects.known and place not in held
    ]
    sums: dict[tuple[int, str | None, Tranche], FieldDifference] = {}
    for project_id, voucher in lines:
        key = (project_id, voucher.source, voucher.tranche)
        sums[key] = _added(sums.get(key), voucher)
    told: dict[int, list[FieldDifference]] = {}
    for (project_id, *_), difference in sums.items():
        told.setdefault(project_id, []).append(difference)
    return told


def _added(before: FieldDifference | None, voucher: Voucher) -> FieldDifference:
    amount = voucher.approved - voucher.advance_recovered
    day = voucher.paid_on
    if before is None:
        return FieldDifference(
            "vouchers", None, amount, voucher.cell, voucher.source, voucher.tranche, day
        )
    last = day if before.to_date is None else max(before.to_date, day)
    summed = amount + int(before.new or 0)
    return FieldDifference(
        "vouchers", None, summed, before.cell, voucher.source, voucher.tranche, last
    )
