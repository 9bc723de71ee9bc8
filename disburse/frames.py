"""The pandas frames that cross stage boundaries, with their columns and units.

Amounts are đồng in ``Int64`` (missing where the files say nothing), dates ``datetime64[s]``,
text ``str`` with missing values. ``project_id`` is the ledger's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from disburse.casework_model import Correction
    from disburse.model import EarlyWarning
    from disburse.rules import Decision


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the ledger knows, as known on a day, for one budget year.

    projects
        index ``project_id``, one row per project of the year; ``code name owner head
        project_class class_evidence tier location started completed construction_start
        site_handover handed_over total_investment``: the latest value stated by any import in
        force on ``as_of`` (a file silent on a field never blanks it); ``class_cell`` and
        ``class_import_id`` say where the class was claimed; ``cells`` (JSON: field → cell) and
        ``import_id`` of the latest row, the cells only where that row claims no class.
    plans
        ``project_id source tranche effective_on amount cell import_id version``: every plan
        version; the rows of one project, tranche and ``version`` form one, of one day the greater
        ``version`` prevails.
    snapshots
        ``project_id source tranche to_date amount volume advance treasury cell import_id``:
        cumulative actual figures dated up to ``as_of``; estimates are left out.
    vouchers
        ``project_id source tranche paid_to amount import_id``: new disbursement summed by SQLite
        into the buckets that end at each date of ``dates`` (first bucket: since 1 January).
    voucher_parts
        ``project_id source tranche paid_to advance_recovered advances unclear repeated
        repeated_amount``: what lies behind those sums, in the same buckets, none of it missing
        (a bucket without any of it has no row). ``advances`` were approved as such; ``unclear``
        counts lines whose kind does not tell advance from volume payment; ``repeated`` counts the
        lines left out because an earlier import holds them, ``repeated_amount`` is their sum.
    imports
        index ``import_id``; ``file sha256 kind as_of recorded_at``.
    vouchers_to
        the last day the vouchers speak for, None without vouchers.
    corrections
        what people state of the projects, as made. It stands in the frames already: its cell is
        `Correction.cell` ("#12"), the import beside that is missing.
    """

    as_of: date
    budget_year: int
    projects: pd.DataFrame
    plans: pd.DataFrame
    snapshots: pd.DataFrame
    vouchers: pd.DataFrame
    voucher_parts: pd.DataFrame
    imports: pd.DataFrame
    vouchers_to: date | None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Every project judged as of one day; what all outputs are rendered from.

    projects
        index ``project_id``; ``code name owner head location tier project_class reason_code
        reason_evidence reason_cell reason_import_id plan disbursed plan_carryover
        disbursed_carryover rate_basis_points total_investment figures_date``; plan and disbursed
        are of the counted tranches; the rate is in hundredths of a percent, rounded half up, for
        display only.
    sources
        ``project_id source tranche plan plan_cell plan_import_id disbursed disbursed_cell
        disbursed_import_id disbursed_to``: one row per project × source × tranche in force.
    milestones
        ``project_id milestone_id due required_basis_points event clause required actual
        shortfall state risk days_left per_week pace_per_week``; one row per project × milestone;
        a project without milestone has one row of state ``no_milestone``. ``per_week`` is the
        amount needed each week until the due date, ``pace_per_week`` what was achieved.
    warnings
        red before amber, then by project.
    cleared
        warnings seen at the last evaluation and no longer.
    previous
        all warnings of the last evaluation, to tell which turned from one level to the other.
    reconciliation
        figures held against each other: one row per project × tranche, and per source where every
        figure and the plan name the same sources (else ``source`` is missing: over all sources).
        No row at all without vouchers and without figures marked as the Treasury's.
        ``project_id tranche source``; ``state`` is "differs", "list_ends_earlier" (the vouchers,
        fewer, are listed up to an earlier day only), "other_dates" (the owner's and the Treasury's
        figures have no day in common), "equal" or "no_second_source"; ``compared_on`` the latest
        day on which two kinds of figures could be compared; ``counts`` the kind that prevails
        ("treasury", "owner", "vouchers"); ``hint`` what the difference equals to the đồng
        ("recovery": the advances recovered, "repeated": the lines left out, "before_list": the
        figure before the first voucher, "offset": the project's other rows make up for it);
        ``plan plan_cell plan_import_id``;
        ``owner owner_volume owner_advance owner_to owner_cell owner_import_id``, the snapshot not
        marked as the Treasury's, and the same seven as ``treasury…`` for the one that is;
        ``vouchers approved advance_recovered vouchers_volume vouchers_advance vouchers_to
        vouchers_import_id repeated``: net sum, its parts, and the number of lines left out, all up
        to that day; ``difference``, column 11 of form 03/QTDA: the Treasury's figure, or else the
        vouchers', less the owner's; ``voucher_difference``: the vouchers less the snapshot that
        counts. Several cells are one text with commas.
    commune
        the commune's total against the decision's target, one row with the columns of
        ``milestones``.
    imports, corrections
        as in `Evidence`.
    series
        ``to_date amount``: the commune's cumulative disbursement of the counted tranches at each
        date for which figures exist.
    """

    as_of: date
    figures_date: date | None
    previous_as_of: date | None
    decision: Decision
    projects: pd.DataFrame
    sources: pd.DataFrame
    milestones: pd.DataFrame
    warnings: tuple[EarlyWarning, ...]
    cleared: tuple[EarlyWarning, ...]
    commune: pd.DataFrame
    reconciliation: pd.DataFrame
    imports: pd.DataFrame
    series: pd.DataFrame
    previous: tuple[EarlyWarning, ...] = ()
    corrections: tuple[Correction, ...] = ()
