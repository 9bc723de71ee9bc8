"""What carries mails out: to a mail server, or into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from disburse.send.records import Mail, Result

    Handing = Callable[[], bool]
    """Told before the octets go out that let a server accept a mail; False forbids them."""


class Carrier(Protocol):
    """Carries one mail after the other and says how each ended; faults are results."""

    def ready(self) -> Result | None:
        """Get ready for a mail; the result tells why that cannot be, for whatever mail."""

    def carry(self, mail: Mail, handing: Handing) -> Result:
        """Carry one mail; ``ready`` has said nothing against it."""

    def close(self) -> None:
        """End what was opened."""
