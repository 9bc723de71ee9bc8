"""How long somebody who keeps guessing must wait. Pure; `attempts` keeps the count.

The first failures are free; from then on each doubles the wait, up to a longest one, and all is
forgotten after a while. An address gets more free failures, for a whole office may share it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

NOW = timedelta(0)
_IPV6_HOME = 64
_MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule: failures that are free, the first and longest wait, how long failures count."""

    free: int
    first: timedelta
    longest: timedelta
    remembered: timedelta


BY_EMAIL = Limit(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
"""5 guesses at once, 9 in the first ten minutes, some 100 a day."""
BY_ADDRESS = Limit(30, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1))


def wait(limit: Limit, failures: int, last: datetime | None, at: datetime) -> timedelta:
    """Tell how long to wait at ``at``, after so many remembered failures, the last at ``last``."""
    beyond = failures - limit.free
    if last is None or beyond < 0:
        return NOW
    pause = min(limit.longest, limit.first * (1 << min(beyond, _MOST_DOUBLINGS)))
    return max(NOW, last + pause - at)


def source(address: str | None) -> str:
    """Name what one guesser holds: an IPv4 address, or the IPv6 network of a whole home."""
    if not address:
        return ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), _IPV6_HOME), strict=False))
