from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import example, given
from hypothesis import strategies as st

from disburse.accounts import passwords
from disburse.accounts.errors import AccountError
from tests.accounts.conftest import CHEAP, OTHER_PASSWORD, PASSWORD


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("mậtkhẩungắn", "password_short"),
        (unicodedata.normalize("NFD", "mậtkhẩungắn"), "password_short"),
        ("x1-" * 100, "password_long"),
        ("123456789012", "password_common"),
        ("Matkhau123456", "password_common"),
        ("qwertyuiop[]", "password_common"),
        ("aaaaaaaaaaaaaaaa", "password_common"),
        ("passwordpassword", "password_common"),
        ("bangmac123456", "password_common"),
        ("can-bo@example.vn", "password_common"),
        ("canbophongkinhte", "password_common"),
    ],
)
def test_short_and_guessable_passwords_are_refused(password: str, code: str) -> None:
    with pytest.raises(AccountError) as refusal:
        passwords.check_password(password, ["can-bo@example.vn", "canbophongkinhte"])
    assert refusal.value.code == code
    assert not password or password not in str(refusal.value)


@pytest.mark.parametrize(
    "password", [PASSWORD, OTHER_PASSWORD, "correct horse battery", "Xk9#vPq2!mLw"]
)
def test_others_are_accepted(password: str) -> None:
    passwords.check_password(password, ["can-bo@example.vn"])


def test_a_hash_is_argon2id_by_the_library_s_own_parameters(real_hashing: None) -> None:
    del real_hashing
    stored = passwords.hashed(PASSWORD)
    defaults = extract_parameters(PasswordHasher().hash("x"))
    assert stored.startswith("$argon2id$")
    assert extract_parameters(stored) == defaults
    assert not passwords.outdated(stored)
    assert passwords.outdated(CHEAP.hash("x"))
    assert passwords.matches(stored, PASSWORD)
    assert not passwords.matches(stored, OTHER_PASSWORD)


@pytest.mark.usefixtures("real_hashing")
def test_without_an_account_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(passwords, "hashed", hashed.append)
    assert passwords.matches(None, PASSWORD) is False
    assert hashed == [PASSWORD]


@given(st.text(max_size=300))
@example("é" * 256)
@example("\ud800" * 12)
@example("ﬃ" * 200)
def test_any_keyboard_s_spelling_of_a_password_matches(password: str) -> None:
    hasher, passwords._hasher = passwords._hasher, lambda: CHEAP  # type: ignore[assignment] # noqa: SLF001 (hypothesis outlives fixtures)
    try:
        stored = passwords.hashed(unicodedata.normalize("NFC", password))
        assert passwords.matches(stored, unicodedata.normalize("NFD", password))
        assert not passwords.matches(stored, "x" + password)
    finally:
        passwords._hasher = hasher  # noqa: SLF001 (the same)


def test_two_hashes_of_one_password_differ() -> None:
    assert passwords.hashed(PASSWORD) != passwords.hashed(PASSWORD)
