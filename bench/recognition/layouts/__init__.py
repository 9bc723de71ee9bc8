"""The corpus: every layout by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition.layouts.figures import FIGURES
from bench.recognition.layouts.headings import OUTLINED
from bench.recognition.layouts.mixed import MIXED
from bench.recognition.layouts.numbers import WRITTEN
from bench.recognition.layouts.payments import PAID
from bench.recognition.layouts.plain import PLAIN
from bench.recognition.layouts.sheets import SHEETS
from bench.recognition.layouts.sources import SOURCED
from bench.recognition.layouts.spelled import SPELLED
from bench.recognition.layouts.tranches import TRANCHED

if TYPE_CHECKING:
    from bench.recognition.elements import Layout

LAYOUTS: tuple[Layout, ...] = (
    *PLAIN,
    *SOURCED,
    *TRANCHED,
    *FIGURES,
    *WRITTEN,
    *SHEETS,
    *OUTLINED,
    *SPELLED,
    *PAID,
    *MIXED,
)
