"""The corpus: every layout by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition.layouts_forms import FORMS
from bench.recognition.layouts_mixed import MIXED
from bench.recognition.layouts_payments import PAID
from bench.recognition.layouts_plain import PLAIN
from bench.recognition.layouts_sources import SOURCED
from bench.recognition.layouts_spellings import SPELLED

if TYPE_CHECKING:
    from bench.recognition.layout import Layout

LAYOUTS: tuple[Layout, ...] = (*PLAIN, *SOURCED, *FORMS, *SPELLED, *PAID, *MIXED)
