"""Secrets given to browsers and scripts, and the only form in which they are kept."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """Make 256 random bits as text that stands in addresses and headers."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """Return what is stored of a secret: SHA-256 in hexadecimal.

    Plain hashing is enough for 256 random bits; passwords go through `passwords` instead.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
