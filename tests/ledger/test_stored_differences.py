"""What an import changed, as it is told long after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.differences import DifferenceKind
from disburse.ledger.imports import compare, undo
from disburse.ledger.stored_differences import changed_by
from disburse.model import Changes
from tests.ledger.builders import JUNE, MARCH, figure, plan, project, register

if TYPE_CHECKING:
    from tests.ledger.builders import Office

FIRST = register(
    project("0000001", plans=(plan(5, "NST"),), disbursements=(figure(MARCH, 2),)),
    project("0000002", "Trường Mầm non B"),
    as_of=MARCH,
)
SECOND = register(
    project("0000001", plans=(plan(6, "NST"),), disbursements=(figure(JUNE, 4),)),
    project("0000003", "Kênh mương C"),
    as_of=JUNE,
)


def test_changed_and_missing_projects_are_kept_as_they_were_told(office: Office) -> None:
    office.take(FIRST)
    told = compare(office.connection, office.file_of(SECOND)[0])
    number = office.take_new(SECOND)
    kept = changed_by(office.connection, number)
    assert kept is not None
    assert kept.changes == told.changes == Changes(new=1, changed=1, unchanged=0, missing=1)
    assert kept.differences == tuple(
        one for one in told.differences if one.kind is not DifferenceKind.NEW
    )
    assert len(kept.differences) == 2
    undo(office.connection, number, by="Phòng Kinh tế", at=office.now)
    assert changed_by(office.connection, number) == kept


def test_a_first_import_only_counts(office: Office) -> None:
    kept = changed_by(office.connection, office.take_new(FIRST))
    assert kept is not None
    assert (kept.changes, kept.differences) == (Changes(2, 0, 0, 0), ())


def test_what_was_not_kept_is_not_made_up(office: Office) -> None:
    assert changed_by(office.connection, 1) is None


def test_what_is_kept_stays(office: Office) -> None:
    office.take(FIRST)
    for change in ("UPDATE import_difference SET told = '{}'", "DELETE FROM import_difference"):
        with pytest.raises(Exception, match="append-only"):
            office.connection.execute(change)
