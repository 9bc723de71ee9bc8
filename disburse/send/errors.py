"""What can be refused to somebody who sends mail or asks about it."""

from __future__ import annotations


class SendError(Exception):
    """Something asked of the outbox is refused; ``code`` and ``arguments`` let a caller word it.

    Codes: ``unknown_message`` · ``not_resendable`` · ``not_unknown`` · ``smtp_url`` ·
    ``smtp_scheme`` · ``smtp_option`` · ``smtp_password`` · ``smtp_ascii`` · ``credential_file`` ·
    ``sender`` · ``no_sender`` · ``authority``. Their wording is in ``templates/send.toml``
    (`wording.worded`).
    """

    def __init__(self, code: str, text: str, **arguments: object) -> None:
        """Keep the English text for programmers and the parts for translation."""
        super().__init__(text)
        self.code = code
        self.arguments = arguments
