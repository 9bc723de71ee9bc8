"""Decision files are loaded strictly, and every value stands beside its clause or basis."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from disburse.law.errors import LawError
from disburse.law.loader import load_decision, load_decisions
from disburse.model import ProjectClass, Tranche
from disburse.paths import LAW
from disburse.rules import MilestoneEvent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BANG_MAC = LAW / "bang-mac-2026.toml"
VALUES = {"due", "required_percent", "event", "counted_tranches"}

SMALL = """
budget_year = 2026
title = "Quyết định"
issuer = "UBND xã Bằng Mạc"

[denominator]
counted_tranches = ["current"]
basis = "Mục II.5.c"
confidence = "I"

[commune_target]
id = "commune"
due = 2026-12-31
required_percent = 100
clause = "Mục II.5.a"
quote = "Phấn đấu giải ngân 100%"

[[milestone]]
id = "continuing-june"
class = "continuing"
due = 2026-06-30
required_percent = 30
clause = "Mục II.5.c(2)"
quote = "tối thiểu 30% kế hoạch vốn"

[[limit]]
id = "end_of_disbursement"
due = 2027-01-31
title = "Hết thời hạn giải ngân"
basis = "Luật Đầu tư công"
confidence = "S"
"""


def write(folder: Path, text: str, name: str = "xa.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_milestones_of_bang_mac_2026() -> None:
    decision = load_decision(BANG_MAC)
    completed, continuing, new = (
        ProjectClass.COMPLETED,
        ProjectClass.CONTINUING,
        ProjectClass.NEW_START,
    )
    june, september, december = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
    assert [
        (one.project_class, one.due, one.required_basis_points, one.event, one.clause)
        for one in decision.milestones
    ] == [
        (completed, june, 10000, None, "Mục II.5.c(1)"),
        (continuing, june, 3000, None, "Mục II.5.c(2)"),
        (continuing, september, 6000, None, "Mục II.5.c(2)"),
        (continuing, december, 10000, None, "Mục II.5.c(2)"),
        (new, june, None, MilestoneEvent.CONSTRUCTION_START, "Mục II.5.c(3)"),
        (new, september, 4000, None, "Mục II.5.c(3)"),
        (new, december, 9500, None, "Mục II.5.c(3)"),
    ]
    assert decision.counted_tranches == (Tranche.CURRENT,)
    target = decision.commune_target
    assert target is not None
    assert (target.due, target.required_basis_points, target.clause) == (
        december,
        10000,
        "Mục II.5.a",
    )
    assert (decision.budget_year, decision.number, decision.issued_on) == (2026, None, None)


def test_the_legal_limits_around_2026() -> None:
    limits = {one.limit_id: (one.due, one.confidence) for one in load_decision(BANG_MAC).limits}
    assert limits == {
        "end_of_disbursement": (date(2027, 1, 31), "S"),
        "end_of_disbursement_of_late_additions": (date(2027, 12, 31), "S"),
        "carryover_of_previous_year": (date(2026, 12, 31), "S"),
        "carryover_of_this_year": (date(2027, 12, 31), "S"),
        "plan_adjustment": (date(2026, 12, 15), "S"),
        "next_year_plan": (date(2026, 12, 31), "S"),
        "treasury_reconciliation": (date(2027, 2, 10), "S"),
    }


def tables(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from tables(inner)


@pytest.mark.parametrize("path", sorted(LAW.glob("*.toml")), ids=lambda path: path.name)
def test_every_value_has_its_clause_or_basis(path: Path) -> None:
    cited = 0
    for table in tables(tomllib.loads(path.read_text(encoding="utf-8"))):
        if VALUES & set(table):
            assert str(table.get("clause") or table.get("basis") or "").strip(), table
            cited += 1
    assert cited > 0


@pytest.mark.parametrize("percent", ['"37.5"', '"37.50"'])
def test_a_rate_may_be_a_decimal_in_quotes(tmp_path: Path, percent: str) -> None:
    text = SMALL.replace("required_percent = 30", f"required_percent = {percent}")
    (milestone,) = load_decision(write(tmp_path, text)).milestones
    assert milestone.required_basis_points == 3750
    assert milestone.quote == "tối thiểu 30% kế hoạch vốn"


def test_number_and_date_are_read_once_the_office_knows_them(tmp_path: Path) -> None:
    text = 'number = "12/QĐ-UBND"\nissued_on = 2026-02-10\n' + SMALL
    decision = load_decision(write(tmp_path, text))
    assert (decision.number, decision.issued_on) == ("12/QĐ-UBND", date(2026, 2, 10))


MILESTONE = "milestone[0]"
BREAKS = {
    "unknown key": ('clause = "Mục II.5.c(2)"', 'clause = "x"\nnote = "y"', f"{MILESTONE}.note"),
    "unknown table": ("[denominator]", "[extra]\na = 1\n[denominator]", "extra"),
    "missing clause": ('clause = "Mục II.5.c(2)"\n', "", f"{MILESTONE}.clause"),
    "blank clause": ('clause = "Mục II.5.c(2)"', 'clause = " "', f"{MILESTONE}.clause"),
    "missing quote": ('quote = "tối thiểu 30% kế hoạch vốn"\n', "", f"{MILESTONE}.quote"),
    "missing basis": ('basis = "Luật Đầu tư công"\n', "", "limit[0].basis"),
    "missing year": ("budget_year = 2026\n", "", "budget_year"),
    "no such day": ("due = 2026-06-30", "due = 2026-06-31", "–"),
    "a text for a date": ("due = 2026-06-30", 'due = "30/6/2026"', f"{MILESTONE}.due"),
    "a time for a date": ("due = 2026-06-30", "due = 2026-06-30T00:00:00", f"{MILESTONE}.due"),
    "another year": ("due = 2026-06-30", "due = 2025-06-30", f"{MILESTONE}.due"),
    "target of another year": ("due = 2026-12-31", "due = 2028-12-31", "commune_target.due"),
    "unknown class": ('class = "continuing"', 'class = "ongoing"', f"{MILESTONE}.class"),
    "no class": ('class = "continuing"', 'class = "unclassified"', f"{MILESTONE}.class"),
    "unknown event": ("required_percent = 30", 'event = "opening"', f"{MILESTONE}.event"),
    "neither rate nor event": ("required_percent = 30\n", "", MILESTONE),
    "rate and event": (
        "required_percent = 30",
        'required_percent = 30\nevent = "construction_start"',
        MILESTONE,
    ),
    "unknown tranche": ('["current"]', '["next"]', "denominator.counted_tranches[0]"),
    "no tranche": ('["current"]', "[]", "denominator.counted_tranches"),
    "unknown confidence": ('confidence = "S"', 'confidence = "sure"', "limit[0].confidence"),
    "a text for a year": ("budget_year = 2026", 'budget_year = "2026"', "budget_year"),
    "the same key twice": ("budget_year = 2026", "budget_year = 2026\nbudget_year = 2027", "–"),
    "an id left blank": ('id = "end_of_disbursement"', 'id = ""', "limit[0].id"),
}
RATES = ["0", "-5", "101", '"30.125"', '"ba mươi"', '"NaN"', '"Infinity"', "30.5", "true"]


@pytest.mark.parametrize(("old", "new", "key"), BREAKS.values(), ids=BREAKS)
def test_a_careless_edit_is_refused_by_file_and_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    assert SMALL.count(old) == 1
    with pytest.raises(LawError) as refusal:
        load_decision(write(tmp_path, SMALL.replace(old, new)))
    assert f"xa.toml, mục {key}:" in str(refusal.value)


@pytest.mark.parametrize("rate", RATES)
def test_a_rate_that_is_none_is_refused(tmp_path: Path, rate: str) -> None:
    text = SMALL.replace("required_percent = 30", f"required_percent = {rate}")
    with pytest.raises(LawError, match=r"xa\.toml, mục milestone\[0\]\.required_percent:"):
        load_decision(write(tmp_path, text))


@pytest.mark.parametrize("table", ["milestone", "limit"])
def test_the_same_id_twice_is_refused(tmp_path: Path, table: str) -> None:
    entry = SMALL[SMALL.index(f"[[{table}]]") :].split("\n\n", maxsplit=1)[0]
    text = SMALL + "\n" + entry
    with pytest.raises(LawError, match=rf"xa\.toml, mục {table}\[1\]\.id:"):
        load_decision(write(tmp_path, text))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "xa.toml"
    path.write_bytes(SMALL.encode("utf-16"))
    with pytest.raises(LawError, match=r"xa\.toml"):
        load_decision(path)


def test_decisions_of_a_folder_come_by_year(tmp_path: Path) -> None:
    write(tmp_path, SMALL, "a.toml")
    write(tmp_path, SMALL.replace("2026", "2025").replace("2027", "2026"), "b.toml")
    assert [one.budget_year for one in load_decisions(tmp_path)] == [2025, 2026]


def test_two_decisions_of_one_year_are_refused(tmp_path: Path) -> None:
    write(tmp_path, SMALL, "a.toml")
    write(tmp_path, SMALL, "b.toml")
    with pytest.raises(LawError, match=r"b\.toml, mục budget_year:"):
        load_decisions(tmp_path)
