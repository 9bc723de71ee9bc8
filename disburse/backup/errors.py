"""What can be wrong with a backup, as opposed to the ledger it is made of."""

from __future__ import annotations


class BackupError(Exception):
    """A backup that cannot be used; ``code`` and ``arguments`` let a caller word it.

    Codes: ``not_a_backup``, ``newer_backup``, ``damaged_backup``, ``occupied``.
    """

    def __init__(self, code: str, text: str, **arguments: object) -> None:
        """Keep the English text for operators and the parts for translation."""
        super().__init__(text)
        self.code = code
        self.arguments = arguments
