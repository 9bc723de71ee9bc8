"""Bounds every file must keep before any parser sees it.

What is refused here is refused with a reason the user can act on. The bounds need not be
complete: the readers run in a process of their own (`disburse.intake.isolation`), which a file
that slips through may bring down without harm.
"""

from disburse.intake.safety.check import check
from disburse.intake.safety.format import Format

__all__ = ["Format", "check"]
