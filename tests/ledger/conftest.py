"""A fresh ledger on disk for every test."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from disburse.ledger.schema import open_ledger
from tests.ledger.builders import Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with closing(open_ledger(tmp_path / "disburse.db")) as connection:
        yield Office(connection, tmp_path)
