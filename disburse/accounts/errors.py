"""What can be refused to somebody who manages or uses accounts."""

from __future__ import annotations


class AccountError(Exception):
    """Something asked of an account is refused; ``code`` and ``arguments`` let a caller word it.

    Codes: ``email_invalid`` · ``email_taken`` · ``owner_required`` · ``owner_not_allowed`` ·
    ``unknown_person`` · ``closed`` · ``not_closed`` · ``last_admin`` · ``password_short`` ·
    ``password_long`` · ``password_common`` · ``link_invalid`` · ``link_used`` · ``link_expired`` ·
    ``link_voided`` · ``secret_short``. Their wording is in ``templates/accounts.toml``
    (`wording.worded`).
    """

    def __init__(self, code: str, text: str, **arguments: object) -> None:
        """Keep the English text for programmers and the parts for translation."""
        super().__init__(text)
        self.code = code
        self.arguments = arguments
