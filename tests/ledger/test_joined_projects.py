"""What people state of projects that were confirmed to be one project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.casework_model import Author, Cause, MonthlyPlan, Obstacle
from disburse.ledger import casework
from disburse.ledger.confirmations import confirm_same, withdraw
from disburse.ledger.corrections import history, standing
from disburse.ledger.monthly_plans import monthly_plans
from disburse.ledger.project_history import project_history
from disburse.render.records import rows
from tests.ledger.builders import JUNE, MARCH, plan, project, register
from tests.ledger.stating import MAY, NEW, decide, planned, say

if TYPE_CHECKING:
    from disburse.casework_model import Statement
    from tests.ledger.builders import Office

OWNER = Author("ban-quan-ly@bangmac.example", "Chủ đầu tư")
HELD = Obstacle(Cause.PROCUREMENT, "Chưa có nhà thầu", "Ban QLDA xã Bằng Mạc", None)


def add(office: Office, project_id: int, statement: Statement) -> None:
    casework.add(office.connection, project_id, statement, author=OWNER, at=office.now)


def test_what_was_stated_of_either_is_stated_of_the_one(office: Office) -> None:
    office.take(register(project("0000001", plans=(plan(100, "NST"),)), as_of=MARCH))
    office.take(register(project("0000002", "Đường trục A", plans=(plan(80, "NST"),)), as_of=JUNE))
    say(office, decide(NEW), project_id=2)
    say(office, planned(90, MAY), project_id=2)
    add(office, 1, MonthlyPlan("2026-05", 5))
    add(office, 2, MonthlyPlan("2026-05", 7))
    add(office, 2, HELD)
    connection, apart = office.connection, office.evidence()
    joined = confirm_same(connection, 1, 2, by="Phòng Kinh tế", at=office.now)

    (row,) = rows(office.evidence().projects)
    assert (row["project_id"], row["project_class"], row["class_cell"]) == (1, "new_start", "#1")
    plans = office.evidence().plans
    assert plans.loc[plans["cell"] == "#2", ["project_id", "amount"]].to_numpy().tolist() == [
        [1, 90]
    ]
    assert [one.number for one in history(connection, 1)] == [1, 2]
    assert standing(connection, 1, planned(1, MAY)) == 90
    assert [one.origin.import_id for one in project_history(connection, 1)] == [1, 2]
    found = casework.of_project(connection, 1)
    assert [one.statement for one in found.obstacles] == [HELD]
    assert [len(one.records) for one in found.monthly_plans] == [2]
    assert [one.project_id for one in casework.open_obstacles(connection)] == [1]
    assert rows(monthly_plans(connection, 2026)) == [{"project_id": 1, "month": 5, "amount": 7}]

    withdraw(connection, joined.number, by="Phòng Kinh tế", at=office.now)
    assert office.evidence().projects.equals(apart.projects)
    assert office.evidence().plans.equals(apart.plans)
    assert casework.of_project(connection, 1).obstacles == ()
