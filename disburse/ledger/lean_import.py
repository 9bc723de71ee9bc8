"""Importing a library without the optional companions it would load for nothing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import get_ident
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.machinery import ModuleSpec


class _Absent:
    """An import hook (PEP 302) by which modules are not installed, to one thread alone."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._thread = get_ident()

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Deny what is named; leave the rest to the other finders."""
        del path, target
        if name in self._names and get_ident() == self._thread:
            text = f"{name} is left out here"
            raise ModuleNotFoundError(text, name=name)
        return None


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let the imports inside do as if optional modules were not installed.

    sqlite-utils takes pandas and numpy where it finds them, half a second and 50 MB, to know the
    column types of values we never give it. Modules loaded before stay; other threads see no
    difference.
    """
    hook = _Absent(names)
    sys.meta_path.insert(0, hook)
    try:
        yield
    finally:
        sys.meta_path.remove(hook)
