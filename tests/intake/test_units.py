from __future__ import annotations

import pytest

from disburse.intake.units import FOREIGN, unit_in, unit_name, unit_value

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ĐVT: Triệu đồng", MILLION),
        ("Đơn vị tính: triệu đồng", MILLION),
        ("ĐVT: Tr.đồng", MILLION),
        ("Đơn vị: đồng", 1),
        ("ĐVT: 1.000 đồng", 1_000),
        ("Đvt: tỷ đồng", 1_000 * MILLION),
        ("Đơn vị: USD", FOREIGN),
        ("Kế hoạch vốn (Triệu đồng)", MILLION),
        ("Vốn Phân Bổ (đ)", 1),
        ("Triệu đồng", MILLION),
        ("Đơn vị thực hiện: UBND xã", None),
        ("Danh mục dự án", None),
        ("Kế hoạch vốn (đã điều chỉnh)", None),
        ("Tổng hợp 12 công trình bằng đồng tiền xã hội hóa", None),
    ],
)
def test_units_as_registers_state_them(text: str, value: int | None) -> None:
    assert unit_in(text) == value


@pytest.mark.parametrize("name", ["đồng", "nghìn đồng", "triệu đồng", "tỷ đồng"])
def test_names_read_back(name: str) -> None:
    value = unit_value(name)
    assert value is not None
    assert unit_name(value) == name


@pytest.mark.parametrize(
    ("told", "value"),
    [("trieu", MILLION), ("dong", 1), ("ty", 1_000 * MILLION), ("nghin", 1_000), ("xu", None)],
)
def test_units_told_by_the_user(told: str, value: int | None) -> None:
    assert unit_value(told) == value
