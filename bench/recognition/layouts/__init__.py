"""The corpus: every layout by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition.layouts.forms import FORMS
from bench.recognition.layouts.mixed import MIXED
from bench.recognition.layouts.payments import PAID
from bench.recognition.layouts.plain import PLAIN
from bench.recognition.layouts.sources import SOURCED
from bench.recognition.layouts.spelled import SPELLED

if TYPE_CHECKING:
    from bench.recognition.elements import Layout

LAYOUTS: tuple[Layout, ...] = (*PLAIN, *SOURCED, *FORMS, *SPELLED, *PAID, *MIXED)
