"""Passwords: which are accepted, how they are kept (Argon2id, the library's parameters)."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from disburse.accounts.errors import AccountError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 12
LONGEST = 256

_GUESSED_IN_A_MILLION = 1
_JUDGED = 72
_COMMON_HERE = ("matkhau", "mat khau", "giaingan", "dautucong", "bangmac", "langson", "disburse")


def check_password(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that is short, or that zxcvbn guesses within a million tries.

    ``about`` are words an attacker would try first: the person's address, name, owner.
    Raises AccountError ``password_short``, ``password_long`` or ``password_common``.
    """
    from zxcvbn import zxcvbn

    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise AccountError("password_short", "password too short", shortest=SHORTEST)
    if len(normal) > LONGEST:
        raise AccountError("password_long", "password too long", longest=LONGEST)
    judged = zxcvbn(normal[:_JUDGED], user_inputs=[*_COMMON_HERE, *about])
    if judged["score"] <= _GUESSED_IN_A_MILLION:
        raise AccountError("password_common", "password too easily guessed")


def hashed(password: str) -> str:
    """Hash a password for keeping, with salt and parameters in the text. Takes about 0.1 s."""
    return _hasher().hash(_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is the stored one.

    Without one, the work is done all the same, so that timing does not tell who has an account.
    """
    if stored is None:
        hashed(password)
        return False
    try:
        return _hasher().verify(stored, _bytes(password))
    except VerifyMismatchError:
        return False


def outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than are used today."""
    return _hasher().check_needs_rehash(stored)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def _normal(password: str) -> str:
    """Make one spelling of what keyboards write differently, as NIST SP 800-63B advises."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    """Cut what is longer than any password kept: it matches none, and costs no more work."""
    return _normal(password)[: LONGEST + 1].encode("utf-8", "surrogatepass")
