"""One register over and over, each time with the next spelling of every header."""

from __future__ import annotations

from bench.recognition import labels
from bench.recognition.elements import (
    Amount,
    Column,
    Content,
    Field,
    Group,
    Layout,
    Page,
    Rate,
    Rows,
)
from disburse.model import Tranche

_COLUMNS: tuple[tuple[tuple[str, ...], Content], ...] = (
    (labels.ORDINAL, Field("ordinal")),
    (labels.NAME, Field("name")),
    (labels.CODE, Field("code")),
    (labels.SECTOR, Field("sector")),
    (labels.OWNER, Field("owner")),
    (labels.LOCATION, Field("location")),
    (labels.TIER, Field("tier")),
    (labels.SCALE, Field("scale")),
    (labels.TIMESPAN, Field("timespan", "{}-{}")),
    (labels.DECISION, Field("decision")),
    (labels.INVESTMENT, Amount("investment")),
    (labels.MEDIUM_TERM, Amount("medium_term")),
    (labels.ALLOCATED, Amount("allocated")),
    (labels.PLAN, Amount("plan")),
    (labels.CARRYOVER, Amount("plan", tranche=Tranche.CARRYOVER)),
    (labels.WORK_DONE, Amount("work_done")),
    (labels.DISBURSED, Amount("disbursed")),
    (labels.RATE, Rate()),
    (labels.REMAINING, Amount("remaining")),
    (labels.NOTE, Field("text", "Theo dõi")),
)
_MOST = max(len(spellings) for spellings, _ in _COLUMNS)


def _layout(number: int) -> Layout:
    columns = [_column(spellings, content, number) for spellings, content in _COLUMNS]
    if number % 3 == 1:
        columns[8:9] = [
            Column((labels.STARTED[number % 2],), Field("started", "year")),
            Column((labels.COMPLETED[number % 2],), Field("completed", "year")),
        ]
    page = Page(
        tuple(columns),
        titles=("BIỂU THEO DÕI NĂM {year}", "Số liệu đến ngày {date}"),
        rows=Rows((Group("class", "I"),), total="first"),
    )
    return Layout(f"spellings {number:02d}", "spellings", (page,), as_of=2)


def _column(spellings: tuple[str, ...], content: Content, number: int) -> Column:
    label = spellings[number % len(spellings)]
    return Column((label,), content, "đồng" if label.endswith("(đ)") else None)


SPELLED: tuple[Layout, ...] = tuple(_layout(number) for number in range(_MOST))
