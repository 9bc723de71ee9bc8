"""One random but realistic truth: a commune's projects with their money for a budget year.

Amounts are whole đồng in multiples of 100,000, so that every unit a register uses shows them
exactly. The same seed gives the same truth.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from disburse.model import ProjectClass, Tranche

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR = 2026
DATES = (date(YEAR, 3, 31), date(YEAR, 6, 30), date(YEAR, 9, 30))
SOURCES = ("NSTW", "NS tỉnh", "NS xã", "Tiền sử dụng đất", "XSKT")
OWNERS = (
    "UBND xã Bằng Mạc",
    "Ban QLDA đầu tư xây dựng khu vực",
    "Phòng Kinh tế xã",
    "Trung tâm Dịch vụ tổng hợp xã",
)
SECTORS = ("Giao thông", "Giáo dục và đào tạo", "Thủy lợi", "Văn hóa, thông tin")
_GRAIN = 100_000
_CARRIED = 0.4
_IDLE = 0.15
_HAMLETS = (
    "Khòn Nưa", "Nà Canh", "Bản Tẳng", "Nà Pe", "Khuổi Mươi", "Pác Cáp", "Kéo Phầy", "Bản Thí",
    "Làng Giang", "Nà Lầu", "Phai Sen", "Cốc Lùng", "Tồng Nọt", "Khau Bao", "Nà Sla", "Bó Củng",
)  # fmt: skip
_WORKS = {
    "Giao thông": (
        "Đường giao thông thôn {}", "Cầu {}", "Cải tạo, nâng cấp đường liên thôn {} - {}",
        "Đường nội đồng thôn {} đoạn Km0+00 - Km2+500", "Ngầm tràn {}",
    ),
    "Giáo dục và đào tạo": (
        "Trường Tiểu học {}", "Nhà lớp học 02 tầng Trường Mầm non {}",
        "Sửa chữa Trường THCS xã (điểm trường {})", "Nhà bán trú Trường PTDTBT THCS {}",
    ),
    "Thủy lợi": (
        "Kênh mương {}", "Kè chống sạt lở suối {}", "Hệ thống nước sinh hoạt thôn {}",
        "Hồ chứa nước {} (giai đoạn 2)",
    ),
    "Văn hóa, thông tin": (
        "Nhà văn hóa thôn {}", "Nhà sinh hoạt cộng đồng thôn {}", "Sân thể thao thôn {}",
        "Bia di tích {}",
    ),
}  # fmt: skip
_CLASSES = (ProjectClass.COMPLETED, ProjectClass.CONTINUING, ProjectClass.NEW_START)


@dataclass(frozen=True, slots=True)
class Money:
    """A project's money of one source and tranche; ``disbursed`` is cumulative at each date."""

    source: str
    tranche: Tranche
    plan: int
    disbursed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrueProject:
    """A project as it really is; dates are partial ISO dates."""

    code: str
    name: str
    owner: str
    project_class: ProjectClass
    sector: str
    location: str
    tier: str
    decision: str
    started: str
    completed: str
    construction_start: str
    total_investment: int
    money: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything a drawn register may show, in the order of its list."""

    seed: int
    year: int
    dates: tuple[date, ...]
    projects: tuple[TrueProject, ...]


def dice_for(seed: int | str) -> random.Random:
    """A source of chance that always throws the same for the same seed."""
    return random.Random(seed)  # noqa: S311 - a corpus, not a secret


def make_truth(seed: int, projects: int = 14) -> Truth:
    """Draw a truth: every class occurs, some projects have several sources or carried-over money.

    The first project spends in every period, so that no period of the list is empty.
    """
    dice = dice_for(seed)
    names: set[str] = set()
    codes: set[str] = set()
    made = [_project(dice, number, names, codes) for number in range(projects)]
    return Truth(seed, YEAR, DATES, tuple(made))


def _project(dice: random.Random, number: int, names: set[str], codes: set[str]) -> TrueProject:
    sector = dice.choice(SECTORS)
    project_class = _CLASSES[number] if number < len(_CLASSES) else dice.choice(_CLASSES)
    hamlet = dice.choice(_HAMLETS)
    started, completed = _span(dice, project_class)
    money = _money(dice, project_class, nil_allowed=number > 0)
    planned = sum(item.plan for item in money)
    return TrueProject(
        code=_fresh(codes, lambda: f"{dice.choice('0788')}{dice.randrange(10**5, 10**6)}"),
        name=_fresh(names, lambda: _name(dice, sector)),
        owner=dice.choice(OWNERS),
        project_class=project_class,
        sector=sector,
        location=f"Thôn {hamlet}",
        tier="C",
        decision=f"{dice.randrange(10, 2900)}/QĐ-UBND ngày {dice.randrange(1, 29):02d}/"
        f"{dice.randrange(1, 13):02d}/{int(started) - 1}",
        started=started,
        completed=completed,
        construction_start=f"{started}-{dice.randrange(1, 10):02d}-{dice.randrange(1, 29):02d}",
        total_investment=_rounded(planned * dice.uniform(1.2, 4.0), 1_000_000),
        money=money,
    )


def _fresh(taken: set[str], draw: Callable[[], str]) -> str:
    while (found := draw()) in taken:
        pass
    taken.add(found)
    return found


def _name(dice: random.Random, sector: str) -> str:
    return dice.choice(_WORKS[sector]).format(*dice.sample(_HAMLETS, 2))


def _span(dice: random.Random, project_class: ProjectClass) -> tuple[str, str]:
    if project_class is ProjectClass.COMPLETED:
        return str(YEAR - dice.choice((2, 3))), str(YEAR - 1)
    if project_class is ProjectClass.CONTINUING:
        return str(YEAR - dice.choice((1, 2))), str(YEAR + dice.choice((0, 1)))
    return str(YEAR), str(YEAR + dice.choice((1, 2)))


def _money(
    dice: random.Random, project_class: ProjectClass, *, nil_allowed: bool
) -> tuple[Money, ...]:
    sources = dice.sample(SOURCES, dice.choice((1, 1, 2, 3)))
    items = [_item(dice, source, Tranche.CURRENT, nil_allowed=nil_allowed) for source in sources]
    if project_class is not ProjectClass.NEW_START and dice.random() < _CARRIED:
        items.append(_item(dice, sources[0], Tranche.CARRYOVER, nil_allowed=nil_allowed))
    return tuple(items)


def _item(dice: random.Random, source: str, tranche: Tranche, *, nil_allowed: bool) -> Money:
    plan = _rounded(10 ** dice.uniform(7.6, 10.2), dice.choice((_GRAIN, 1_000_000, 100_000_000)))
    share = sorted(dice.uniform(0.1, 1) for _ in DATES)
    if nil_allowed and dice.random() < _IDLE:
        share = [0.0 for _ in DATES]
    return Money(source, tranche, plan, tuple(_rounded(plan * part) for part in share))


def _rounded(amount: float, grain: int = _GRAIN) -> int:
    return max(round(amount / grain), 0 if amount < _GRAIN else 1) * grain
