from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from disburse.law.loader import load_decisions
from disburse.paths import LAW
from disburse.schedule.duties import (
    FILE,
    Bound,
    due_between,
    for_owner,
    load_duties,
    with_own_day,
)

if TYPE_CHECKING:
    from pathlib import Path


def days(first: date, last: date) -> list[tuple[date, str]]:
    found = due_between(load_duties(), load_decisions(LAW), first, last)
    return [(one.day, one.title.partition(" (")[0][:30]) for one in found]


def test_what_the_law_wants_around_the_end_of_2026() -> None:
    assert days(date(2026, 12, 1), date(2027, 1, 31)) == [
        (date(2026, 12, 15), "Báo cáo tháng: ước giải ngân t"),
        (date(2026, 12, 15), "Điều chỉnh kế hoạch vốn năm 20"),
        (date(2026, 12, 31), "Hết thời hạn giải ngân vốn năm"),
        (date(2026, 12, 31), "Giao kế hoạch vốn năm 2027"),
        (date(2027, 1, 5), "Báo cáo tạm ứng chưa thu hồi c"),
        (date(2027, 1, 10), "Báo cáo quý tình hình thực hiệ"),
        (date(2027, 1, 15), "Báo cáo tháng: ước giải ngân t"),
        (date(2027, 1, 20), "Báo cáo tình hình quyết toán d"),
        (date(2027, 1, 31), "Hết thời hạn giải ngân kế hoạc"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 7, 9), date(2026, 7, 9), 0),
        (date(2026, 7, 10), date(2026, 7, 10), 2),
        (date(2026, 7, 11), date(2026, 7, 11), 0),
        (date(2027, 2, 10), date(2027, 2, 10), 1),
        (date(2027, 2, 28), date(2027, 2, 28), 1),
    ],
)
def test_both_ends_count(first: date, last: date, count: int) -> None:
    assert len(days(first, last)) == count


def test_an_owner_is_told_what_is_the_owners() -> None:
    found = due_between(load_duties(), load_decisions(LAW), date(2027, 1, 1), date(2027, 1, 31))
    assert {one.who for one in for_owner(found)} == {Bound.OWNER, Bound.ALL}


def test_the_day_the_province_set_wins() -> None:
    duties = with_own_day(load_duties(), 8)
    found = due_between(duties, (), date(2026, 11, 1), date(2026, 11, 30))
    assert [one.day for one in found] == [date(2026, 11, 8)]
    assert with_own_day(load_duties(), None) == load_duties()


def test_every_duty_has_its_basis_and_how_sure_we_are() -> None:
    assert all(
        one.basis.strip() and one.confidence in {"S", "S2", "M", "I"} for one in load_duties()
    )


@pytest.mark.parametrize("spoiled", ["day = 31", "month = 1", 'basis = " "', 'who = "province"'])
def test_a_careless_edit_is_refused(tmp_path: Path, spoiled: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    key = spoiled.partition(" ")[0]
    lines = [spoiled if line.startswith(f"{key} =") else line for line in text.splitlines()]
    path = tmp_path / "schedule.toml"
    path.write_text("\n".join(lines if spoiled in lines else [*lines, spoiled]), encoding="utf-8")
    with pytest.raises(msgspec.ValidationError):
        load_duties(path)
