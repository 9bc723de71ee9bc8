"""Short Vietnamese texts of the pages that no template can hold: errors, notices, navigation."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from disburse.paths import TEMPLATES


@lru_cache(maxsize=1)
def wording() -> dict[str, Any]:
    """Read ``templates/web/wording.toml``."""
    return tomllib.loads((TEMPLATES / "web" / "wording.toml").read_text(encoding="utf-8"))
