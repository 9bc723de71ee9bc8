from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.accounts.records import Person, Role
from disburse.accounts.rights import RIGHTS, Right, may, sees_owner, visible_owner
from disburse.text import fold
from tests.accounts.conftest import OWNER

ANYBODY = Person(1, "a@example.vn", "A", Role.STAFF, None, "", "", None, has_password=True)
BOUND = replace(ANYBODY, role=Role.OWNER, owner=OWNER)


def person(role: Role) -> Person:
    return BOUND if role is Role.OWNER else replace(ANYBODY, role=role)


def test_every_role_s_rights_are_written_down() -> None:
    assert set(RIGHTS) == set(Role)
    everything = set(Right)
    assert RIGHTS[Role.LEADER] == {Right.READ_ALL}
    assert RIGHTS[Role.OWNER] == {Right.READ_OWN, Right.ANSWER}
    assert RIGHTS[Role.STAFF] == everything - {Right.READ_OWN, Right.ANSWER, Right.ADMINISTER}
    assert RIGHTS[Role.ADMIN] == everything - {Right.READ_OWN, Right.ANSWER}


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_all_or_its_own(role: Role) -> None:
    assert may(role, Right.READ_ALL) != may(role, Right.READ_OWN)
    assert (visible_owner(person(role)) is None) == may(role, Right.READ_ALL)


@pytest.mark.parametrize("owner", [None, "", " - ", "…"])
def test_an_owner_without_a_name_sees_nothing_rather_than_everything(owner: str | None) -> None:
    with pytest.raises(ValueError, match="without a name"):
        visible_owner(replace(BOUND, owner=owner))


@pytest.mark.parametrize("spelling", [OWNER, "ubnd xã BẰNG MẠC", " UBND  xã Bằng Mạc. "])
def test_spellings_of_one_owner_are_one(spelling: str) -> None:
    assert sees_owner(BOUND, spelling)


@given(st.none() | st.text())
def test_an_owner_sees_no_other_s(owner: str | None) -> None:
    assert sees_owner(BOUND, owner) == (owner is not None and fold(owner) == fold(OWNER))
    assert sees_owner(ANYBODY, owner)


@pytest.mark.parametrize("owner", [None, "", "-", "UBND xã Bằng Mạc 2", "Ban QLDA khu vực"])
def test_nor_what_belongs_to_nobody(owner: str | None) -> None:
    assert not sees_owner(BOUND, owner)
