from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from disburse.accounts import errors
from disburse.accounts.errors import AccountError
from disburse.accounts.wording import worded, wording

PACKAGE = Path(errors.__file__).parent


def raised() -> dict[str, set[str]]:
    """Every code the package raises, with the names of its arguments."""
    return {
        node.args[0].value: {one.arg for one in node.keywords if one.arg}
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "AccountError"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_refusal_is_documented_and_worded() -> None:
    codes = set(raised())
    assert codes == set(wording()["errors"])
    assert codes == set(
        re.findall(r"``([a-z]+(?:_[a-z]+)+|closed)``", AccountError.__doc__ or "")
    ) - {
        "code",
        "arguments",
    }


@pytest.mark.parametrize("code", sorted(raised()))
def test_a_refusal_is_worded_with_what_it_is_raised_with(code: str) -> None:
    moments = {"used_at", "expires_at"}
    given = {
        name: "2026-09-30T08:05:00+07:00" if name in moments else f"<{name}>"
        for name in raised()[code]
    }
    text = worded(AccountError(code, "", **given))
    assert "{" not in text
    assert ("08:05 ngày 30/09/2026" in text) == bool(moments & set(given))
