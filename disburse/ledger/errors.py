"""What can go wrong with the ledger itself, as opposed to a file given to it."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot do what was asked; ``code`` and ``arguments`` let a caller word it.

    Codes: ``cannot_open``, ``not_a_database``, ``not_a_ledger``, ``newer_schema``,
    ``unknown_import``, ``already_undone``, ``file_changed``, ``unknown_answer``,
    ``already_withdrawn``, ``unknown_project``, ``unknown_correction``, ``correction_withdrawn``,
    ``unknown_record``, ``unknown_letter``, ``copy_failed``.
    """

    def __init__(self, code: str, text: str, **arguments: object) -> None:
        """Keep the English text for operators and the parts for translation."""
        super().__init__(text)
        self.code = code
        self.arguments = arguments
