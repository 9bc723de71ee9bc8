"""Whole pages that several layouts vary."""

from __future__ import annotations

from bench.recognition.elements import (
    Amount,
    Group,
    Header,
    Page,
    Rows,
)
from bench.recognition.layouts.columns import (
    CLASS,
    CODE,
    DECISION,
    DISBURSED,
    INVESTMENT,
    NAME,
    OWNER,
    PLAN,
    REPORT,
    STT,
    TMDT,
    with_sources,
)
from bench.recognition.spellings import SOURCES

FLAT = (STT, CODE, NAME, OWNER, CLASS, TMDT, PLAN, DISBURSED)
GROUPED = Rows((Group("class", "A"), Group("sector", "I")), total="first")
WIDE = (
    STT,
    NAME,
    CODE,
    OWNER,
    DECISION,
    INVESTMENT,
    *with_sources("Kế hoạch vốn năm {year}", spelled=SOURCES["short"], of=Amount("plan")),
    *with_sources("Lũy kế giải ngân đến {date}", spelled=SOURCES["short"], of=Amount("disbursed")),
)
PAGE = Page(WIDE, titles=REPORT, header=Header(numbering="1"), rows=GROUPED)
SIMPLE = Page(FLAT, titles=REPORT, rows=Rows(total="last"))
