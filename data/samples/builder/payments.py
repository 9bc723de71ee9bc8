"""Payments that add up to the truth table, and what they say on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from builder.model import CHECKPOINTS, Group, Payment, Source, Tranche
from builder.truth import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.model import Entry

    _Key = tuple[Entry, Tranche, Source]

ADVANCE = "Tạm ứng"
VOLUME = "Thanh toán khối lượng hoàn thành"
RECOVERY = "Thu hồi tạm ứng"

_YEAR_START = date(2025, 12, 31)
_QUIET_DAYS = 14
_SATURDAY = 5
_LARGE = 600_000_000
_EXACT_RATES = (0, 300, 400, 600, 1_000)
_RECOVERED_LAST = date(2026, 11, 10)
_ADVANCE_THOUSANDTHS = {Group.CONTINUING: 150, Group.NEW_START: 300}


@dataclass(frozen=True, slots=True)
class Paid:
    """What had been disbursed by a day: the total and the advances not yet recovered, in đồng."""

    amount: int = 0
    advance: int = 0

    @property
    def volume(self) -> int:
        """Payments for accepted volume, recovered advances included."""
        return self.amount - self.advance


def thousands(amount: int) -> int:
    """Round down to whole thousands of đồng."""
    return amount // 1_000 * 1_000


def split(amount: int, plans: dict[Source, int]) -> dict[Source, int]:
    """Share a disbursed amount among sources; earlier sources run a little ahead of later ones.

    What exceeds the whole plan falls on the last source.
    """
    shares: dict[Source, int] = {}
    left, plan_left = amount, sum(plans.values())
    for position, (source, plan) in enumerate(plans.items(), start=1):
        ahead = thousands(left * plan * 11 // (plan_left * 10))
        fits = plan * 5 <= plan_left * 4
        share = min(plan, ahead if fits else thousands(left * plan // plan_left))
        shares[source] = left if position == len(plans) else share
        left -= shares[source]
        plan_left -= plan
    return shares


def payments() -> tuple[Payment, ...]:
    """Every voucher of the year, by date."""
    everything = [payment for entry in ENTRIES for payment in _of_entry(entry)]
    return tuple(sorted(everything, key=lambda each: (each.paid_on, each.entry.code)))


def paid(entry: Entry, tranche: Tranche, to_date: date, source: Source | None = None) -> Paid:
    """What the vouchers of one project and tranche sum to by a day, for one source or all."""
    amount = advance = 0
    for payment in _of_entry(entry):
        if payment.tranche is tranche and payment.paid_on <= to_date:
            if source is not None and payment.source is not source:
                continue
            amount += payment.disbursed
            advance += payment.disbursed if payment.kind == ADVANCE else 0
            advance -= payment.advance_recovered
    return Paid(amount, advance)


def _of_entry(entry: Entry) -> Iterator[Payment]:
    for tranche in Tranche:
        plans = entry.plans(tranche)
        total = sum(plans.values())
        steps = [split(_reached(entry, total, rate), plans) for rate in entry.rates(tranche)]
        for source, plan in plans.items():
            reached = [0, *(step[source] for step in steps)]
            increases = [later - earlier for earlier, later in pairwise(reached)]
            yield from _stream(entry, tranche, source, plan, increases)


def _reached(entry: Entry, plan: int, rate: int) -> int:
    """What a rate in thousandths comes to; no contractor is paid in round figures.

    Rates on a milestone and rates given to the tenth of a percent are met exactly.
    """
    exact = rate in _EXACT_RATES or rate % 10
    odd = 0 if exact else (int(entry.code) * 31 + rate * 17) % 390
    return thousands(plan * (rate * 100 + odd) // 100_000)


def _stream(
    entry: Entry, tranche: Tranche, source: Source, plan: int, increases: list[int]
) -> Iterator[Payment]:
    """Advance first, then volume payments that recover it, then a recovery alone if it stalls."""
    contracted = entry.construction_start is not None
    allowed = thousands(plan * _ADVANCE_THOUSANDTHS.get(entry.group, 0) * contracted // 1_000)
    outstanding = 0
    for step, increase in enumerate(increases):
        days = _days(entry, source, step)
        advance = min(increase, allowed)
        if advance:
            yield Payment(entry, tranche, source, days[0], ADVANCE, advance, advance, 0, 0)
            outstanding += advance
        if increase:
            allowed = 0
        for day, part in _parts(increase - advance, days):
            recovered = min(outstanding, thousands(part * 2 // 5))
            outstanding -= recovered
            yield _volume((entry, tranche, source), day, part, recovered)
    if outstanding and not increases[-1]:
        half = thousands(outstanding // 2)
        yield Payment(entry, tranche, source, _RECOVERED_LAST, RECOVERY, half, half, half, 0)


def _parts(volume: int, days: tuple[date, date]) -> Iterator[tuple[date, int]]:
    """A large volume is paid twice."""
    first = thousands(volume * 2 // 5) if volume > _LARGE else 0
    if first:
        yield days[0], first
    if volume:
        yield days[1], volume - first


def _volume(key: _Key, day: date, part: int, recovered: int) -> Payment:
    """A volume payment; now and then the Treasury approves less than was asked for."""
    approved = part + recovered
    refused = thousands(approved // 40) if (int(key[0].code) + day.day) % 9 == 0 else 0
    tax = thousands(approved // 50)
    requested = approved + refused
    return Payment(*key, day, VOLUME, requested, approved, recovered, tax)


def _days(entry: Entry, source: Source, step: int) -> tuple[date, date]:
    """Two payment days between a checkpoint and the one before, in the order of time."""
    opens = CHECKPOINTS[step - 1] if step else _YEAR_START + timedelta(days=_QUIET_DAYS)
    span = (CHECKPOINTS[step] - opens).days
    seed = int(entry.code) * 7 + list(Source).index(source) * 3 + step * 5
    first = 1 + seed % (span // 2)
    second = span // 2 + 1 + (seed // 3) % (span - span // 2)
    return _working_day(opens, first), _working_day(opens, min(second, span))


def _working_day(opens: date, offset: int) -> date:
    """The day ``offset`` days after ``opens``, moved off the weekend but not out of the period."""
    day = opens + timedelta(days=offset)
    if day.weekday() < _SATURDAY:
        return day
    friday = day - timedelta(days=day.weekday() - _SATURDAY + 1)
    return friday if friday > opens else day + timedelta(days=7 - day.weekday())
