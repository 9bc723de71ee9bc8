"""What people type into forms, read strictly: Vietnamese numbers, days, months."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from disburse.text import clean, day_of
from disburse.web.wording import wording

if TYPE_CHECKING:
    from datetime import date

_MILLION = 1_000_000
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,6})?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})/(\d{4})", re.ASCII)
_LARGEST = 10**9
_LONGEST_TEXT = 4000
_DECEMBER = 12


class EntryError(Exception):
    """Something typed cannot be used; the message is Vietnamese and says how to write it."""

    def __init__(self, key: str, **values: object) -> None:
        """Word it by ``key`` of ``[entry]`` in the pages' wording."""
        super().__init__(wording()["entry"][key].format(**values))


def amount(text: str) -> int:
    """Read millions of đồng as đồng: "1.234,5" → 1234500000. Raises EntryError."""
    typed = text.strip().replace("\u00a0", "").replace(" ", "")
    if not _NUMBER.fullmatch(typed):
        raise EntryError("amount", text=text)
    value = Decimal(typed.replace(".", "").replace(",", "."))
    if abs(value) > _LARGEST:
        raise EntryError("amount_large", text=text)
    return int(value * _MILLION)


def planned_amount(text: str) -> int | None:
    """Read an amount of a plan, None where nothing was typed. Raises EntryError."""
    if not text.strip():
        return None
    planned = amount(text)
    if planned < 0:
        raise EntryError("negative", text=text)
    return planned


def day(text: str) -> date:
    """Read a day. Raises EntryError."""
    try:
        return day_of(text)
    except ValueError:
        raise EntryError("day", text=text) from None


def optional_day(text: str) -> date | None:
    """Read a day, None where nothing was typed."""
    return day(text) if text.strip() else None


def month(text: str) -> str:
    """Read a month, "2026-11" or "11/2026", as "2026-11". Raises EntryError."""
    match = _MONTH.fullmatch(text.strip())
    if not match:
        raise EntryError("month", text=text)
    year, number = (match[1], match[2]) if match[1] else (match[4], match[3])
    if not 1 <= int(number) <= _DECEMBER:
        raise EntryError("month", text=text)
    return f"{year}-{int(number):02}"


def words(text: str) -> str:
    """Read a text that must not be empty; line breaks become spaces. Raises EntryError."""
    said = optional_words(text)
    if not said:
        raise EntryError("words")
    return said


def optional_words(text: str) -> str:
    """Read a text that may be empty; line breaks become spaces. Raises EntryError."""
    said = clean(text)
    if len(said) > _LONGEST_TEXT:
        raise EntryError("words_long", longest=_LONGEST_TEXT)
    return said
