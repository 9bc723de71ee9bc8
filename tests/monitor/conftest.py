"""The decision the monitor's tests judge by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from disburse.law.loader import load_decision
from disburse.paths import LAW

if TYPE_CHECKING:
    from disburse.rules import Decision


@pytest.fixture(scope="session")
def decision() -> Decision:
    """Bằng Mạc 2026."""
    return load_decision(LAW / "bang-mac-2026.toml")
