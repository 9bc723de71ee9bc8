"""Whatever is confirmed in whatever order: one result, taken back exactly, seen only since then."""

from __future__ import annotations

import tempfile
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from disburse.ledger.confirmations import confirm_owner, confirm_same, withdraw
from disburse.ledger.confirmed import confirmed
from disburse.ledger.errors import LedgerError
from disburse.ledger.schema import open_ledger
from tests.ledger.builders import MARCH, OWNER, Office, figure, plan, project, register, voucher

if TYPE_CHECKING:
    from disburse.frames import Evidence
    from disburse.model import Register

FRAMES = ("projects", "plans", "snapshots", "vouchers", "voucher_parts", "imports")
OWNERS = (OWNER, "Ủy ban nhân dân xã Bằng Mạc", "Ban QLDA khu vực")

codes = st.sampled_from([None, "0000001", "0000002", "0000003"])
owners = st.sampled_from(OWNERS)
registers = st.builds(
    lambda rows, lines, file: register(*rows, vouchers=tuple(lines), file=f"{file}.xlsx"),
    st.lists(
        st.builds(
            lambda code, name, owner, amount: project(
                code,
                name,
                owner=owner,
                plans=(plan(amount),),
                disbursements=(figure(MARCH, amount),),
            ),
            codes,
            st.sampled_from(["Đường trục thôn A", "Trường Mầm non B"]),
            owners,
            st.integers(0, 3),
        ),
        max_size=4,
    ),
    st.lists(
        st.builds(
            voucher,
            codes,
            st.just(MARCH),
            st.integers(0, 2),
            project_name=st.just("Chợ xã"),
            owner=owners,
        ),
        max_size=3,
    ),
    st.integers(0, 99),
)
joins = st.tuples(st.integers(1, 6), st.integers(1, 6))
merges = st.tuples(owners, owners)


def _same(one: Evidence, other: Evidence) -> None:
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.vouchers_to == other.vouchers_to


def _confirm(office: Office, words: list[tuple[int, int] | tuple[str, str]]) -> list[int]:
    """Say all that can be said; return the numbers of the confirmations."""
    numbers = []
    for one, other in words:
        office.now += timedelta(minutes=1)
        with suppress(LedgerError):
            if isinstance(one, int) and isinstance(other, int):
                said = confirm_same(office.connection, one, other, by="x", at=office.now)
            else:
                said = confirm_owner(office.connection, str(one), str(other), by="x", at=office.now)
            numbers.append(said.number)
    return numbers


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.lists(registers, max_size=4), st.lists(joins | merges, min_size=1, max_size=5), st.data())
def test_withdrawing_in_any_order_restores_exactly_the_former_evidence(
    former: list[Register], words: list[tuple[int, int] | tuple[str, str]], data: st.DataObject
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_ledger(Path(folder) / "disburse.db")) as connection,
    ):
        office = Office(connection, Path(folder))
        for one in former:
            office.take(one)
        before, moment = office.evidence(), office.now
        numbers = _confirm(office, words)
        joined, joined_at = office.evidence(), office.now
        _same(before, office.evidence(known_on=moment))
        assert joined.plans["amount"].sum() == before.plans["amount"].sum()
        assert joined.snapshots["amount"].sum() == before.snapshots["amount"].sum()
        assert joined.vouchers["amount"].sum() <= before.vouchers["amount"].sum()
        assert len(joined.projects) <= len(before.projects)

        for number in data.draw(st.permutations(numbers)):
            office.now += timedelta(minutes=1)
            withdraw(connection, number, by="x", at=office.now)
        _same(before, office.evidence())
        _same(joined, office.evidence(known_on=joined_at))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.lists(joins, max_size=6), st.data())
def test_joining_is_idempotent_and_its_order_decides_nothing(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    rows = [project(f"000000{number}", f"Trường số {number}") for number in range(1, 7)]
    told = []
    for order in (pairs, data.draw(st.permutations([*pairs, *pairs]))):
        with (
            tempfile.TemporaryDirectory() as folder,
            closing(open_ledger(Path(folder) / "disburse.db")) as connection,
        ):
            office = Office(connection, Path(folder))
            office.take(register(*rows))
            _confirm(office, [*order])
            told.append(confirmed(connection).joined)
            whole = {told[-1].get(one, one) for one in told[-1].values()}
            assert whole.isdisjoint(told[-1])
    assert told[0] == told[1]
