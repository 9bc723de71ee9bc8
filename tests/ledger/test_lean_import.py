"""Imports without optional companions, which stay there for everybody else."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest

from disburse.ledger.lean_import import without
from disburse.paths import ROOT

NAME = "colorsys"  # small, and nobody has loaded it


def test_what_is_left_out_is_not_installed_inside_and_is_outside() -> None:
    sys.modules.pop(NAME, None)
    with without(NAME), pytest.raises(ModuleNotFoundError):
        import_module(NAME)
    assert import_module(NAME).__name__ == NAME


def test_other_threads_see_no_difference() -> None:
    sys.modules.pop(NAME, None)
    with without(NAME), ThreadPoolExecutor(1) as pool:
        assert pool.submit(import_module, NAME).result().__name__ == NAME


def test_what_is_loaded_stays() -> None:
    import_module(NAME)
    with without(NAME):
        assert import_module(NAME).__name__ == NAME


def test_a_new_ledger_is_made_without_pandas_which_loads_afterwards() -> None:
    script = (
        "import sys; from disburse.ledger.schema import load_migrations; load_migrations();"
        "print([name for name in ('pandas', 'numpy', 'sqlite_utils') if name in sys.modules]);"
        "import pandas; print(pandas.DataFrame({'a': [1]}).a.sum())"
    )
    done = subprocess.run(  # noqa: S603 (our own interpreter and script)
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split("\n")[:2] == ["['sqlite_utils']", "1"]
