"""Projects behind the milestones: those that missed one, or are at risk of missing the next.

An owner may have thousands: what is the same for many is put into words once.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - a structure is built by its types
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from disburse.model import MilestoneState, Risk
from disburse.render import formats
from disburse.render.records import rate, rows, total, tuples
from disburse.render.word.remarks import remarks
from disburse.render.word.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disburse.casework_model import Casework
    from disburse.frames import Assessment
    from disburse.render.records import Row

_PROJECT = ["code", "name", "owner", "plan", "disbursed", "rate_basis_points", "figures_date"]


class Demand(msgspec.Struct, frozen=True, gc=False):
    """One milestone of one project; amounts in đồng."""

    project_id: int
    milestone_id: str
    due: date
    required_basis_points: int | None
    clause: str
    required: int | None
    shortfall: int | None
    per_week: int | None
    state: str
    risk: str | None


class Held(msgspec.Struct, frozen=True, gc=False):
    """The milestones a slow project is held against.

    ``missed``: the last rate it failed to reach, ``event``: what did not happen in time,
    ``following``: the next milestone still open.
    """

    missed: Demand | None = None
    event: Demand | None = None
    following: Demand | None = None

    @property
    def all(self) -> tuple[Demand, ...]:
        """Those there are."""
        return tuple(one for one in (self.missed, self.event, self.following) if one)


class SlowProject(msgspec.Struct, frozen=True, gc=False):
    """One slow project as the templates write it: amounts in đồng, the rate in basis points.

    ``required`` and ``shortfall`` are those of the milestone that counts: the one missed, else the
    one at risk. ``demand``, ``clause``, ``pace`` and ``remarks`` are cells of the annex.
    """

    project_id: int
    title: str
    owner: str | None
    plan: int | None
    disbursed: int | None
    rate: int | None
    held: Held
    required: int | None
    shortfall: int | None
    demand: str
    clause: str
    pace: str
    remarks: str

    @property
    def behind(self) -> bool:
        """Whether a milestone has been missed, and not only come into danger."""
        return (self.held.missed or self.held.event) is not None

    @property
    def sentence(self) -> str:
        """The project in one sentence."""
        missed, event, following = self.held.missed, self.held.event, self.held.following
        figures = "no_figures" if self.disbursed is None else "disbursed"
        amounts = {
            "plan": formats.amount(self.plan),
            "disbursed": formats.amount(self.disbursed),
            "rate": formats.percent(self.rate),
        }
        parts = [sentence("sentence", figures, **amounts)]
        if missed:
            parts.append(sentence("sentence", "missed", **_said(missed)))
        elif following and following.risk == Risk.AT_RISK:
            parts.append(sentence("sentence", "at_risk", **_said(following)))
        if event:
            parts.append(sentence("sentence", "event", **_said(event)))
        if following and following.per_week:
            parts.append(sentence("sentence", "pace", **_said(following)))
        return "; ".join(parts)


class Sums(NamedTuple):
    """Several projects added up, in đồng; the rate in hundredths of a percent."""

    plan: int | None
    disbursed: int | None
    shortfall: int | None
    rate: int | None


def sums(projects: Iterable[SlowProject]) -> Sums:
    """Add up projects; what is missing adds nothing."""
    listed = tuple(projects)
    plan = total(one.plan for one in listed)
    disbursed = total(one.disbursed for one in listed)
    shortfall = total(one.shortfall for one in listed)
    return Sums(plan, disbursed, shortfall, rate(disbursed, plan))


def slow_projects(
    assessment: Assessment, casework: Mapping[int, Casework]
) -> tuple[SlowProject, ...]:
    """List them, those that missed a milestone first, each by what is missing, most first."""
    held = _held(assessment)
    named = assessment.projects.loc[assessment.projects.index.isin(held), _PROJECT]
    listed = [
        _slow(row, held[row["project_id"]], casework.get(row["project_id"])) for row in rows(named)
    ]
    return tuple(sorted(listed, key=_urgency))


def project_title(name: str, code: str | None) -> str:
    """Name a project, with its code where it has one."""
    return sentence("project", "title", name=name, code=code) if code else name


def _urgency(one: SlowProject) -> tuple[bool, int, int]:
    return not one.behind, -(one.shortfall or 0), one.project_id


def _slow(row: Row, held: Held, casework: Casework | None) -> SlowProject:
    event, following = held.event, held.following
    counts = held.missed or following
    return SlowProject(
        project_id=row["project_id"],
        title=project_title(row["name"], row["code"]),
        owner=row["owner"],
        plan=row["plan"],
        disbursed=row["disbursed"],
        rate=row["rate_basis_points"],
        held=held,
        required=counts.required if counts else None,
        shortfall=counts.shortfall if counts else None,
        demand="; ".join(
            _demanded(one.due, one.required_basis_points) for one in (counts, event) if one
        ),
        clause="; ".join(dict.fromkeys(one.clause for one in (counts, event) if one)),
        pace=_pace(following),
        remarks="; ".join(remarks(casework, row)) if casework else "",
    )


def _held(assessment: Assessment) -> dict[int, Held]:
    """Find, of each slow project, the milestones it is held against."""
    table = assessment.milestones
    missed, pending = (
        (table["state"] == state.value).to_numpy(bool)
        for state in (MilestoneState.MISSED, MilestoneState.PENDING)
    )
    slow = missed | (table["risk"] == Risk.AT_RISK.value).to_numpy(bool)
    mine = table["project_id"].isin(table.loc[slow, "project_id"].unique()).to_numpy(bool)
    missed_rates: dict[int, Demand] = {}
    missed_events: dict[int, Demand] = {}
    open_ones: dict[int, Demand] = {}
    names = list(Demand.__struct_fields__)
    for row in tuples(table.loc[mine & (missed | pending), names]):
        one = Demand(*row)
        if one.state == MilestoneState.PENDING:
            open_ones.setdefault(one.project_id, one)
        elif one.required_basis_points is None:
            missed_events[one.project_id] = one
        else:
            missed_rates[one.project_id] = one
    return {
        key: Held(missed_rates.get(key), missed_events.get(key), open_ones.get(key))
        for key in missed_rates.keys() | missed_events.keys() | open_ones.keys()
    }


@lru_cache(maxsize=256)
def _demanded(due: date, basis_points: int | None) -> str:
    key = "event" if basis_points is None else "demand"
    required = formats.required_percent(basis_points)
    return sentence("annex", key, due=formats.day(due), required=required)


def _pace(following: Demand | None) -> str:
    """Write what is needed each week to the next milestone."""
    if following is None or following.per_week is None:
        return sentence("annex", "no_pace")
    until = _until(following.due, following.required_basis_points)
    return f"{formats.amount(following.per_week, decimals=1)} {until}"


@lru_cache(maxsize=256)
def _until(due: date, basis_points: int | None) -> str:
    required = formats.required_percent(basis_points)
    return sentence("annex", "until", due=formats.day(due), required=required)


def _said(one: Demand) -> dict[str, Any]:
    return {
        "due": formats.day(one.due),
        "required": formats.required_percent(one.required_basis_points),
        "shortfall": formats.amount(one.shortfall),
        "per_week": formats.amount(one.per_week, decimals=1),
        "clause": one.clause,
    }
