from __future__ import annotations

import re
from string import Formatter

import pytest

from disburse.findings import catalogue, finding
from disburse.model import Severity
from disburse.paths import ROOT

KEYS = {"severity", "title", "message", "fix"}
USED = re.compile(r"\"([a-z]+(?:_[a-z]+)+)\"")


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_an_entry_is_whole_and_its_severity_known(code: str) -> None:
    entry = catalogue()[code]
    assert set(entry) == KEYS
    assert Severity(entry["severity"])
    assert all(value.strip() for value in entry.values())


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_an_entry_is_used_somewhere(code: str) -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "disburse").rglob("*.py"))
    assert any(code in USED.findall(source) for source in sources)


def test_cell_and_sheet_are_taken_apart() -> None:
    made = finding("amount_unreadable", cell="Bảng 1!F12", value="abc", label="Kế hoạch vốn")
    assert (made.sheet, made.cell, made.value) == ("Bảng 1", "F12", "abc")
    assert "Bảng 1!F12" in made.message


def test_a_long_value_is_cut() -> None:
    made = finding("amount_unreadable", cell="A!A1", value="x" * 500, label="Kế hoạch vốn")
    assert made.value is not None
    assert len(made.value) == 120


def test_a_missing_detail_is_an_error_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        finding("amount_unreadable", cell="A!A1", value="x")


def test_braces_in_values_stay_as_they_are() -> None:
    made = finding("amount_unreadable", cell="A!A1", value="{0}{label}", label="K")
    assert "{0}{label}" in made.message
    assert list(Formatter().parse(made.message))
