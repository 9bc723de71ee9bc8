"""The differences of a re-upload as a person reads them at the command line."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import to_builtins

from disburse.differences import DifferenceKind, FieldDifference, ProjectDifference
from disburse.model import Tranche
from disburse.render.differences import (
    DIFFERENCES_LISTED,
    differences_listing,
    field_difference,
)

JUNE, SEPTEMBER = date(2026, 6, 30), date(2026, 9, 30)
CURRENT, CARRYOVER = Tranche.CURRENT, Tranche.CARRYOVER


def _one(kind: DifferenceKind, number: int = 1, *fields: FieldDifference) -> ProjectDifference:
    name = f"Đường trục thôn {number}"
    return ProjectDifference(number, f"{number:07}", name, "UBND xã Bằng Mạc", kind, fields)


def _listing(*differences: ProjectDifference) -> str:
    return differences_listing({"differences": to_builtins(differences)})


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (
            FieldDifference("plan", 1_500_000_000, 1_800_500_000, None, "NSTW", CURRENT),
            "kế hoạch vốn, nguồn NSTW: 1.500 → 1.800,5",
        ),
        (
            FieldDifference("plan", None, 50_000_000, None, None, CARRYOVER),
            "kế hoạch vốn, vốn kéo dài: chưa có → 50",
        ),
        (
            FieldDifference("disbursed", 750_000_000, 900_000_000, None, None, CURRENT, SEPTEMBER, JUNE),
            "giải ngân, đến 30/09/2026: 750 (đến 30/06/2026) → 900",
        ),
        (FieldDifference("owner", "UBND xã", "Ban QLDA"), "chủ đầu tư: “UBND xã” → “Ban QLDA”"),
        (FieldDifference("class", "new_start", "continuing"), "nhóm: Khởi công mới → Chuyển tiếp"),
        (FieldDifference("started", None, "2026-05"), "khởi công: chưa có → 05/2026"),
        (FieldDifference("code", None, "0000-001"), "mã dự án: chưa có → “0000-001”"),
    ],
)  # fmt: skip
def test_a_field_is_told_in_words(field: FieldDifference, told: str) -> None:
    listing = _listing(_one(DifferenceKind.CHANGED, 1, field))
    assert listing.splitlines() == [
        "Dự án thay đổi (1):",
        "  0000001 Đường trục thôn 1 – UBND xã Bằng Mạc",
        f"      {told}",
    ]


@pytest.mark.parametrize("prefix", ["", "estimated_", "treasury_"])
@pytest.mark.parametrize("part", ["disbursed", "volume", "advance"])
def test_every_figure_has_its_word(prefix: str, part: str) -> None:
    field = FieldDifference(prefix + part, 1, 2, None, None, CURRENT, JUNE)
    assert field_difference(to_builtins(field))["field"].endswith("đến 30/06/2026")


def test_each_kind_is_cut_and_counted_by_itself() -> None:
    many = [_one(DifferenceKind.CHANGED, number) for number in range(DIFFERENCES_LISTED + 3)]
    lines = _listing(*many, _one(DifferenceKind.MISSING), _one(DifferenceKind.NEW)).splitlines()
    assert lines[0] == f"Dự án thay đổi ({len(many)}):"
    assert "… và 3 dự án khác" in lines[DIFFERENCES_LISTED + 1]
    assert [line for line in lines if line.endswith("(1):")] == [
        "Dự án có trong tệp trước nhưng không còn trong tệp này (1):",
        "Dự án mới (1):",
    ]


def test_a_first_import_lists_nothing_twice() -> None:
    assert _listing(_one(DifferenceKind.NEW), _one(DifferenceKind.NEW, 2)) == ""
    assert differences_listing({"differences": None}) == ""
    assert _listing() == ""
