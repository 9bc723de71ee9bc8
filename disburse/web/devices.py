"""A browser in words people know, from what it says of itself."""

from __future__ import annotations

from disburse.web.wording import wording


def device(user_agent: str | None) -> str:
    """Name browser and system as ``[browsers]`` and ``[systems]`` of the wording know them.

    The first mark found wins; what names neither is ``[devices].unknown``.
    """
    said = user_agent or ""
    parts = [_known(wording()[table], said) for table in ("browsers", "systems")]
    named = [part for part in parts if part]
    texts: dict[str, str] = wording()["devices"]
    return texts["joined"].join(named) or texts["unknown"]


def _known(names: dict[str, str], said: str) -> str | None:
    return next((name for mark, name in names.items() if mark in said), None)
