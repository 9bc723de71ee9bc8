"""Email addresses: what is one, and the spelling accounts are known by."""

from __future__ import annotations

import unicodedata

import email_validator

from disburse.accounts.errors import AccountError

# Mail goes out through the office's own server, whose domain may well be an internal one; the
# list is the library's documented place to say so.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def checked_email(text: str) -> str:
    """Return an address as it is stored, in lower case. Raises AccountError ``email_invalid``."""
    try:
        valid = email_validator.validate_email(
            text.strip(),
            allow_smtputf8=False,
            check_deliverability=False,
            globally_deliverable=False,
        )
    except email_validator.EmailNotValidError as error:
        raise AccountError("email_invalid", f"not an email address: {error}", email=text) from error
    return email_key(valid.normalized)


def email_key(text: str) -> str:
    """Reduce what somebody typed, be it no text at all, to what an account is looked up by."""
    storable = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", storable.strip()).casefold()
