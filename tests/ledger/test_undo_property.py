"""Whatever is taken in and undone: the evidence is as before, and a rehearsal told the truth."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from disburse.ledger.imports import compare, undo
from disburse.ledger.queries import plan_years
from disburse.ledger.schema import open_ledger
from disburse.model import Kind, ProjectClass, Tranche
from tests.ledger.builders import (
    MARCH,
    OWNER,
    SEPTEMBER,
    YEAR_END,
    Office,
    figure,
    plan,
    project,
    register,
    voucher,
)

if TYPE_CHECKING:
    from disburse.frames import Evidence
    from disburse.model import Register

FRAMES = ("projects", "plans", "snapshots", "vouchers", "imports")

amounts = st.integers(0, 3)
days = st.sampled_from([date(2026, 1, 1), MARCH, SEPTEMBER, date(2026, 10, 1)])
sources = st.sampled_from([None, "NST"])
tranches = st.sampled_from(list(Tranche))
codes = st.sampled_from([None, "0000001", "0000002", "0000003"])
names = st.sampled_from(["Đường trục thôn A", "Trường Mầm non B"])
owners = st.sampled_from([None, OWNER, "Ban QLDA khu vực"])

projects = st.builds(
    project,
    codes,
    names,
    owner=owners,
    tier=st.sampled_from([None, "B", "C"]),
    project_class=st.sampled_from([None, *ProjectClass]),
    total_investment=st.none() | amounts,
    plans=st.lists(st.builds(plan, amounts, sources, tranches), max_size=2).map(tuple),
    disbursements=st.lists(st.builds(figure, days, amounts, sources), max_size=2).map(tuple),
)
vouchers = st.builds(
    voucher, codes, days, amounts, project_name=names, owner=owners, source=sources
)
registers = st.builds(
    lambda rows, lines, **more: register(*rows, vouchers=tuple(lines), **more),
    st.lists(projects, max_size=4),
    st.lists(vouchers, max_size=3),
    as_of=days,
    kind=st.sampled_from(list(Kind)),
    budget_year=st.sampled_from([2026, 2026, 2026, 2025]),
)


def _same(one: Evidence, other: Evidence) -> bool:
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name))
    return one.vouchers_to == other.vouchers_to


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.lists(registers, max_size=4), registers, st.sampled_from([MARCH, SEPTEMBER, YEAR_END]))
def test_undoing_restores_exactly_the_former_evidence(
    former: list[Register], extra: Register, as_of: date
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_ledger(Path(folder) / "disburse.db")) as connection,
    ):
        office = Office(connection, Path(folder))
        for one in former:
            office.take(one)
        before, moment = office.evidence(as_of), office.now
        years = plan_years(connection, None)

        told = compare(connection, office.file_of(extra)[0])
        stored = office.take(extra)
        assert stored.changes == told.changes
        assert stored.differences == told.differences
        with_extra = office.evidence(as_of)
        assert _same(before, office.evidence(as_of, known_on=moment))

        if not stored.stored or stored.import_id is None:
            assert _same(before, with_extra)
            return
        undone = office.now + timedelta(minutes=1)
        undo(connection, stored.import_id, by="Phòng Kinh tế", at=undone)
        assert _same(before, office.evidence(as_of))
        assert plan_years(connection, None) == years
        assert _same(with_extra, office.evidence(as_of, known_on=undone - timedelta(seconds=1)))

        again = office.take(extra)
        assert again.changes == told.changes
        assert len(office.evidence(as_of).projects) == len(with_extra.projects)
