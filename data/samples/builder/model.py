"""The records of the truth table: projects, their money and their payments, in đồng."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MILLION = 1_000_000

CHECKPOINTS = (
    date(2026, 3, 31),
    date(2026, 6, 30),
    date(2026, 8, 31),
    date(2026, 9, 30),
    date(2026, 10, 31),
    date(2026, 11, 15),
)
"""The days at which the truth table states how much had been disbursed."""


class Source(StrEnum):
    """Funding sources, spelled the same in every file."""

    CENTRAL = "NSTW"
    PROVINCE = "Ngân sách tỉnh"
    COMMUNE = "Ngân sách xã"
    LAND = "Tiền sử dụng đất"
    LOTTERY = "XSKT"


SOURCE_CODES = {
    Source.CENTRAL: "50",
    Source.PROVINCE: "41",
    Source.COMMUNE: "44",
    Source.LAND: "42",
    Source.LOTTERY: "43",
}
"""Two-digit source codes; made up, like every other figure here."""


class Tranche(StrEnum):
    """Money of the year's own plan, or carried over from 2025."""

    CURRENT = "current"
    CARRYOVER = "carryover"


class Group(StrEnum):
    """The groups of the annual plan, by the class name an importer must find."""

    COMPLETED = "completed"
    CONTINUING = "continuing"
    NEW_START = "new_start"
    PREPARATION = "unclassified"


GROUP_HEADINGS = {
    Group.COMPLETED: "Các dự án hoàn thành, bàn giao, đưa vào sử dụng trước ngày 31/12/2025",
    Group.CONTINUING: "Các dự án chuyển tiếp",
    Group.NEW_START: "Các dự án khởi công mới năm 2026",
    Group.PREPARATION: "Chuẩn bị đầu tư và nhiệm vụ quy hoạch",
}


class Sector(StrEnum):
    """Sectors, in the order of the annual plan."""

    ROADS = "Lĩnh vực giao thông"
    EDUCATION = "Lĩnh vực giáo dục và đào tạo"
    CULTURE = "Lĩnh vực văn hóa, thể thao"
    IRRIGATION = "Lĩnh vực thủy lợi"
    WATER = "Lĩnh vực cấp nước sinh hoạt"
    HEALTH = "Lĩnh vực y tế"
    OFFICES = "Lĩnh vực quản lý nhà nước"
    PLANNING = "Nhiệm vụ quy hoạch"


class Owner(StrEnum):
    """Project owners."""

    COMMITTEE = "UBND xã Bằng Mạc"
    ECONOMY = "Phòng Kinh tế xã Bằng Mạc"
    CULTURE = "Phòng Văn hóa - Xã hội xã Bằng Mạc"
    BOARD = "Ban QLDA đầu tư xây dựng khu vực Chi Lăng"
    SECONDARY_SCHOOL = "Trường PTDTBT THCS Bằng Hữu"
    NURSERY_SCHOOL = "Trường Mầm non Bằng Mạc"


HEADS = {
    Owner.COMMITTEE: "Phó Chủ tịch UBND xã",
    Owner.ECONOMY: "Trưởng phòng Kinh tế",
    Owner.CULTURE: "Trưởng phòng Văn hóa - Xã hội",
    Owner.BOARD: "Giám đốc Ban QLDA khu vực",
    Owner.SECONDARY_SCHOOL: "Hiệu trưởng Trường PTDTBT THCS Bằng Hữu",
    Owner.NURSERY_SCHOOL: "Hiệu trưởng Trường Mầm non Bằng Mạc",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One project; a plan is an amount in đồng per source.

    ``paid`` and ``carryover_paid`` give, in thousandths of the plan, what had been disbursed at
    each of `CHECKPOINTS`.
    """

    code: str
    name: str
    owner: Owner
    sector: Sector
    group: Group
    location: str
    scale: str
    period: str
    decision: str | None
    total_investment: int | None
    allocated: int | None
    plan: dict[Source, int]
    paid: tuple[int, int, int, int, int, int]
    carryover: dict[Source, int] = field(default_factory=dict)
    carryover_paid: tuple[int, int, int, int, int, int] = (0, 0, 0, 0, 0, 0)
    construction_start: date | None = None
    obstacle: str | None = None
    note: str | None = None

    def plans(self, tranche: Tranche) -> dict[Source, int]:
        """Plan per source of one tranche, in the order of `Source`."""
        chosen = self.plan if tranche is Tranche.CURRENT else self.carryover
        return {source: chosen[source] for source in Source if source in chosen}

    def rates(self, tranche: Tranche) -> tuple[int, ...]:
        """Thousandths of the tranche's plan disbursed at each checkpoint."""
        return self.paid if tranche is Tranche.CURRENT else self.carryover_paid

    @property
    def central_investment(self) -> int | None:
        """Central money within the total investment, in the proportion of the plan."""
        if self.total_investment is None or Source.CENTRAL not in self.plan:
            return None
        share = self.total_investment * self.plan[Source.CENTRAL] // sum(self.plan.values())
        return share // MILLION * MILLION


@dataclass(frozen=True, slots=True)
class Payment:
    """One Treasury voucher; what it newly disburses is ``approved - advance_recovered``."""

    entry: Entry
    tranche: Tranche
    source: Source
    paid_on: date
    kind: str
    requested: int
    approved: int
    advance_recovered: int
    tax: int

    @property
    def disbursed(self) -> int:
        """New disbursement in đồng."""
        return self.approved - self.advance_recovered

    @property
    def transferred(self) -> int:
        """What reaches the beneficiary, after recovery and tax withheld."""
        return self.approved - self.advance_recovered - self.tax
