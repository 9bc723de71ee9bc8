"""Messages like those of an office: text, HTML, a small chart, a workbook for some."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING

from disburse.send.records import Attachment, Inline, NewMessage
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2026, 9, 28, 7, 30, tzinfo=VIETNAM)
PERIOD = "2026-W40"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROW = "<tr><td>{number}</td><td>Đường trục thôn số {number}, xã Bằng Mạc</td><td>1.500</td></tr>"
_ROWS = 150
_CHART_OCTETS = 12_000
_WORKBOOK_OCTETS = 90_000
_LEADERS_EVERY = 10


def letters(count: int, *, bare: bool = False) -> Iterator[NewMessage]:
    """Make the weekly messages of ``count`` recipients one by one; ``bare`` ones are short.

    Every tenth recipient is a leader, whose mails bring the same workbook; the others' charts
    differ from one another.
    """
    chance = random.Random(PERIOD)  # noqa: S311 - a bench, not a secret
    workbook = Attachment("Tổng hợp tuần 40.xlsx", _WORKBOOK, chance.randbytes(_WORKBOOK_OCTETS))
    for number in range(count):
        leader = number % _LEADERS_EVERY == 0
        chart = Inline("chart", "bieu-do.png", "image/png", chance.randbytes(_CHART_OCTETS))
        rows = "".join(_ROW.format(number=number * _ROWS + row) for row in range(_ROWS))
        yield NewMessage(
            kind="weekly",
            period=PERIOD,
            address=f"chudautu{number}@bangmac.example.vn",
            name=f"Ban quản lý dự án số {number}",
            person_id=None,
            subject=f"Tình hình giải ngân tuần 40 năm 2026 của đơn vị số {number}",
            text="Kính gửi đơn vị, số liệu giải ngân trong tuần như sau.\n" * (1 if bare else 60),
            html=None if bare else f"<table>{rows}</table><img src='cid:chart'>",
            inline=() if bare else (chart,),
            attachments=(workbook,) if leader and not bare else (),
            due_at=AT,
            optional=True,
        )
