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
        ``import_id`` of the latest row.
    plans
        ``project_id source tranche effective_on amount cell import_id``: every plan version;
        the rows of one ``(project_id, import_id)`` form one version.
    snapshots
        ``project_id source tranche to_date amount volume advance treasury cell import_id``:
        cumulative actual figures dated up to ``as_of``; estimates are left out.
    vouchers
        ``project_id source tranche paid_to amount import_id``: new disbursement summed by SQLite
        into the buckets that end at each date of ``dates`` (first bucket: since 1 January).
    imports
        index ``import_id``; ``file sha256 kind as_of recorded_at``.
    vouchers_to
        the last day the vouchers speak for, None without vouchers.
    """

    as_of: date
    budget_year: int
    projects: pd.DataFrame
    plans: pd.DataFrame
    snapshots: pd.DataFrame
    vouchers: pd.DataFrame
    imports: pd.DataFrame
    vouchers_to: date | None


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
    commune
        the commune's total against the decision's target, one row with the columns of
        ``milestones``.
    imports
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
    imports: pd.DataFrame
    series: pd.DataFrame
    previous: tuple[EarlyWarning, ...] = ()
